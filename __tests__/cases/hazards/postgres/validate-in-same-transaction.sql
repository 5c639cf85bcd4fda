-- also: check-violations
-- [before]
CREATE TABLE quota(id int PRIMARY KEY, n int);
-- [bad]
ALTER TABLE quota ADD CONSTRAINT quota_n CHECK (n>0) NOT VALID;
ALTER TABLE quota VALIDATE CONSTRAINT quota_n;
-- [safe]
ALTER TABLE quota ADD CONSTRAINT quota_n CHECK (n>0) NOT VALID;
-- [next file]
ALTER TABLE quota VALIDATE CONSTRAINT quota_n;
