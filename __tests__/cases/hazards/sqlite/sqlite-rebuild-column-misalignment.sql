-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE geo(id INTEGER PRIMARY KEY, lat REAL, lon REAL);
-- [bad]
CREATE TABLE geo_new(id INTEGER PRIMARY KEY, lon REAL, lat REAL);
INSERT INTO geo_new SELECT * FROM geo;
DROP TABLE geo;
ALTER TABLE geo_new RENAME TO geo;
-- [safe]
CREATE TABLE geo_new(id INTEGER PRIMARY KEY, lon REAL, lat REAL);
INSERT INTO geo_new(id, lat, lon) SELECT id, lat, lon FROM geo;
DROP TABLE geo;
ALTER TABLE geo_new RENAME TO geo;
