-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE city(id INTEGER PRIMARY KEY);
CREATE TABLE addr(id INTEGER PRIMARY KEY, city_id INT);
-- [bad]
CREATE TABLE addr_new(id INTEGER PRIMARY KEY, city_id INT REFERENCES city(id));
INSERT INTO addr_new(id, city_id) SELECT id, city_id FROM addr;
DROP TABLE addr;
ALTER TABLE addr_new RENAME TO addr;
CREATE INDEX addr_city ON addr(city_id);
