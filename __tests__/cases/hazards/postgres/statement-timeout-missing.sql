-- [before]
CREATE TABLE queue2(id int PRIMARY KEY);
-- [bad]
SET statement_timeout = 0;
ALTER TABLE queue2 ADD COLUMN a int;
-- [safe]
SET statement_timeout = '1min';
ALTER TABLE queue2 ADD COLUMN a int;
