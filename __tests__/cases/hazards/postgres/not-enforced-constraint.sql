-- also: check-violations
-- [before]
CREATE TABLE nv(id int PRIMARY KEY, n int);
-- [bad]
ALTER TABLE nv ADD CONSTRAINT nv_n CHECK (n>0) NOT VALID;
-- [safe]
ALTER TABLE nv ADD CONSTRAINT nv_n CHECK (n>0);
