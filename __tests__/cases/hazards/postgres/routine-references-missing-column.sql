-- also: drop-column
-- [before]
CREATE TABLE acct(id int PRIMARY KEY, bal int);
CREATE FUNCTION tot() RETURNS bigint LANGUAGE sql AS 'select sum(bal) from acct';
-- [bad]
ALTER TABLE acct DROP COLUMN bal;
-- [safe]
DROP FUNCTION tot();
ALTER TABLE acct DROP COLUMN bal;
