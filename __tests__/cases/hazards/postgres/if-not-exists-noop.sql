-- [before]
CREATE TABLE plan1(id int PRIMARY KEY);
-- [bad]
CREATE TABLE IF NOT EXISTS plan1(id int PRIMARY KEY, price numeric NOT NULL);
-- [safe]
ALTER TABLE plan1 ADD COLUMN price numeric;
