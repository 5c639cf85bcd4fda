-- also: cached-plan-break
-- [before]
CREATE TABLE ping(id bigint PRIMARY KEY, ms int);
-- [bad]
ALTER TABLE ping ALTER COLUMN ms TYPE bigint;
-- [safe]
ALTER TABLE ping ADD COLUMN ms_new bigint;
