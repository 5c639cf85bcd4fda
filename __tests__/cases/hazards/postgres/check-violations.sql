-- also: not-enforced-constraint
-- [before]
CREATE TABLE meter(id int PRIMARY KEY, kwh int);
-- [bad]
ALTER TABLE meter ADD CONSTRAINT meter_kwh CHECK (kwh >= 0) NOT VALID;
-- [safe]
ALTER TABLE meter ALTER COLUMN kwh SET DEFAULT 0;
