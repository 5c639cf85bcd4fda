-- also: sqlite-table-rebuild, transaction-control-in-migration
-- [before]
CREATE TABLE author(id INTEGER PRIMARY KEY, nm INT);
CREATE TABLE book(id INTEGER PRIMARY KEY, author_id INT REFERENCES author(id) ON DELETE CASCADE);
-- [bad]
PRAGMA foreign_keys=ON;
BEGIN;
CREATE TABLE author_new(id INTEGER PRIMARY KEY, nm TEXT);
INSERT INTO author_new(id, nm) SELECT id, nm FROM author;
DROP TABLE author;
ALTER TABLE author_new RENAME TO author;
COMMIT;
-- [safe]
PRAGMA foreign_keys=OFF;
BEGIN;
CREATE TABLE author_new(id INTEGER PRIMARY KEY, nm TEXT);
INSERT INTO author_new(id, nm) SELECT id, nm FROM author;
DROP TABLE author;
ALTER TABLE author_new RENAME TO author;
PRAGMA foreign_key_check;
COMMIT;
PRAGMA foreign_keys=ON;
