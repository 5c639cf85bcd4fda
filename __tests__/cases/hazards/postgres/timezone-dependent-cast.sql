-- also: cached-plan-break
-- [before]
CREATE TABLE shift(id int PRIMARY KEY, starts timestamp);
-- [bad]
ALTER TABLE shift ALTER COLUMN starts TYPE timestamptz;
-- [safe]
ALTER TABLE shift ALTER COLUMN starts TYPE timestamptz USING starts AT TIME ZONE 'Europe/Paris';
