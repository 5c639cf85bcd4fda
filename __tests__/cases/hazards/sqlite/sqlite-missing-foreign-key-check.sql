-- also: drop-table
-- [before]
CREATE TABLE mom(id INTEGER PRIMARY KEY);
CREATE TABLE kid(id INTEGER PRIMARY KEY, m INT REFERENCES mom(id));
-- [bad]
PRAGMA foreign_keys=OFF;
DROP TABLE mom;
-- [safe]
PRAGMA foreign_keys=OFF;
DROP TABLE kid;
DROP TABLE mom;
PRAGMA foreign_key_check;
