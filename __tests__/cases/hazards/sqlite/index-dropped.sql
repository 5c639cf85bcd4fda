-- [before]
CREATE TABLE dock(id INTEGER PRIMARY KEY, k TEXT);
CREATE INDEX dock_k ON dock(k);
-- [bad]
DROP INDEX dock_k;
-- [safe]
CREATE INDEX dock_k2 ON dock(k, id);
