-- [before]
CREATE TABLE dock(id int PRIMARY KEY, k text);
CREATE INDEX dock_k_i ON dock(k);
-- [bad]
DROP INDEX CONCURRENTLY dock_k_i;
