-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE qty(id INTEGER PRIMARY KEY, n TEXT);
-- [bad]
CREATE TABLE qty_new(id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO qty_new(id,n) SELECT id,n FROM qty;
DROP TABLE qty;
ALTER TABLE qty_new RENAME TO qty;
-- [safe]
CREATE TABLE qty_new(id INTEGER PRIMARY KEY, n TEXT NOT NULL DEFAULT '');
INSERT INTO qty_new(id, n) SELECT id, n FROM qty;
DROP TABLE qty;
ALTER TABLE qty_new RENAME TO qty;
