-- [before]
CREATE TYPE tier AS ENUM('free','pro');
CREATE TABLE account(id int PRIMARY KEY, plan tier);
-- [bad]
DROP TYPE tier CASCADE;
-- [safe]
ALTER TABLE account ALTER COLUMN plan TYPE text;
DROP TYPE tier;
