-- [before]
CREATE TABLE job3(id int PRIMARY KEY, prio int DEFAULT 5);
-- [bad]
ALTER TABLE job3 ALTER COLUMN prio SET DEFAULT 7;
-- [safe]
ALTER TABLE job3 ADD COLUMN prio2 int DEFAULT 7;
