-- also: column-type-rewrite
-- [before]
CREATE TABLE prof(id int PRIMARY KEY, a int);
-- [bad]
ALTER TABLE prof ALTER COLUMN a TYPE bigint;
-- [safe]
ALTER TABLE prof ADD COLUMN a_new bigint;
