-- also: foreign-key-without-index
-- [before]
CREATE TABLE zone(id int);
CREATE TABLE bin(id int PRIMARY KEY, zone_id int);
-- [bad]
ALTER TABLE bin ADD FOREIGN KEY (zone_id) REFERENCES zone(id);
-- [safe]
CREATE UNIQUE INDEX CONCURRENTLY zone_id_u ON zone(id);
-- [next file]
ALTER TABLE bin ADD FOREIGN KEY (zone_id) REFERENCES zone(id);
