-- also: drop-table
-- [before]
CREATE TABLE region(id int PRIMARY KEY);
CREATE TABLE store(id int PRIMARY KEY, region_id int REFERENCES region(id));
CREATE VIEW region_v AS SELECT * FROM region;
-- [bad]
DROP TABLE region CASCADE;
-- [safe]
DROP VIEW region_v;
ALTER TABLE store DROP CONSTRAINT store_region_id_fkey;
DROP TABLE region;
