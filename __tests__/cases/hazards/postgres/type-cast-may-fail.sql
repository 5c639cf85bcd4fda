-- also: cached-plan-break, column-type-rewrite
-- [before]
CREATE TABLE sku(id int PRIMARY KEY, qty bigint);
-- [bad]
ALTER TABLE sku ALTER COLUMN qty TYPE int;
-- [safe]
ALTER TABLE sku ALTER COLUMN qty TYPE numeric;
