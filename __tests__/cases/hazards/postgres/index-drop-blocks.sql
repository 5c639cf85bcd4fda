-- also: index-dropped
-- [before]
CREATE TABLE depot(id int PRIMARY KEY, zip text);
CREATE INDEX depot_zip_i ON depot(zip);
-- [bad]
DROP INDEX depot_zip_i;
-- [safe]
DROP INDEX CONCURRENTLY depot_zip_i;
