-- also: drop-column
-- [before]
CREATE TABLE acct(id INTEGER PRIMARY KEY, bal INT);
CREATE TRIGGER acct_t AFTER INSERT ON acct BEGIN UPDATE acct SET bal=0;
END;
-- [bad]
ALTER TABLE acct DROP COLUMN bal;
-- [safe]
DROP TRIGGER acct_t;
ALTER TABLE acct DROP COLUMN bal;
