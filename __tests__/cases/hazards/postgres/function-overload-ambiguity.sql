-- [before]
CREATE FUNCTION fee(a int) RETURNS int LANGUAGE sql AS 'select 1';
-- [bad]
CREATE OR REPLACE FUNCTION fee(a int, b int DEFAULT 0) RETURNS int LANGUAGE sql AS 'select 2';
-- [safe]
DROP FUNCTION fee(int);
CREATE FUNCTION fee(a int, b int DEFAULT 0) RETURNS int LANGUAGE sql AS 'select 2';
