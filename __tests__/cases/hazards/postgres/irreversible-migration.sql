-- [before]
CREATE TABLE shelf(id int PRIMARY KEY);
CREATE TYPE mood AS ENUM('calm');
-- [bad]
ALTER TYPE mood ADD VALUE 'loud';
-- [safe]
ALTER TABLE shelf ADD COLUMN n int;
