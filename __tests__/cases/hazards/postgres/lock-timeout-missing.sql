-- [before]
CREATE TABLE queue1(id int PRIMARY KEY);
-- [bad]
SET lock_timeout = 0;
ALTER TABLE queue1 ADD COLUMN a int;
-- [safe]
SET lock_timeout = '2s';
ALTER TABLE queue1 ADD COLUMN a int;
