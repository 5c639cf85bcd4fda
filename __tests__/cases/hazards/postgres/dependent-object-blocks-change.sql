-- [before]
CREATE TABLE crew(id int PRIMARY KEY, rank varchar(5));
CREATE VIEW crew_v AS SELECT rank FROM crew;
-- [bad]
ALTER TABLE crew ALTER COLUMN rank TYPE varchar(10);
-- [safe]
DROP VIEW crew_v;
ALTER TABLE crew ALTER COLUMN rank TYPE varchar(10);
CREATE VIEW crew_v AS SELECT rank FROM crew;
