-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE lib(id INTEGER PRIMARY KEY, a INT);
CREATE TABLE loan(id INTEGER PRIMARY KEY, l INT REFERENCES lib(id));
-- [bad]
PRAGMA foreign_keys=OFF;
ALTER TABLE lib RENAME TO lib_old;
CREATE TABLE lib(id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO lib(id,a) SELECT id,a FROM lib_old;
DROP TABLE lib_old;
-- [safe]
PRAGMA foreign_keys=OFF;
CREATE TABLE lib_new(id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO lib_new(id, a) SELECT id, a FROM lib;
DROP TABLE lib;
ALTER TABLE lib_new RENAME TO lib;
