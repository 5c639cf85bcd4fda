-- also: drop-cascade-collateral
-- [before]
CREATE SCHEMA legacy;
CREATE TABLE legacy.t(id int);
-- [bad]
DROP SCHEMA legacy CASCADE;
