-- [before]
CREATE TABLE tc(id int PRIMARY KEY);
-- [bad]
BEGIN;
ALTER TABLE tc ADD COLUMN a int;
COMMIT;
COMMIT;
-- [safe]
ALTER TABLE tc ADD COLUMN a int;
