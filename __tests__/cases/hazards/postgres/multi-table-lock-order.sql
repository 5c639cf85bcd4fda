-- [before]
CREATE TABLE la(id int PRIMARY KEY);
CREATE TABLE lb(id int PRIMARY KEY);
-- [bad]
ALTER TABLE la ADD COLUMN x int;
ALTER TABLE lb ADD COLUMN x int;
-- [safe]
ALTER TABLE la ADD COLUMN x int;
-- [next file]
ALTER TABLE lb ADD COLUMN x int;
