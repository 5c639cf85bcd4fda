-- also: cached-plan-break, column-type-rewrite
-- [before]
CREATE TABLE price(id int PRIMARY KEY, amt numeric(12,4));
-- [bad]
ALTER TABLE price ALTER COLUMN amt TYPE numeric(12,2);
-- [safe]
ALTER TABLE price ADD COLUMN amount numeric(12,2);
