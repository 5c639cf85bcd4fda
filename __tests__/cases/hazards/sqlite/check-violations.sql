-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE meter(id INTEGER PRIMARY KEY, kwh INT);
-- [bad]
CREATE TABLE meter_new(id INTEGER PRIMARY KEY, kwh INT CHECK (kwh >= 0));
INSERT INTO meter_new(id, kwh) SELECT id, kwh FROM meter;
DROP TABLE meter;
ALTER TABLE meter_new RENAME TO meter;
