-- [before]

-- [bad]
CREATE TABLE nopk(a int);
-- [safe]
CREATE TABLE withpk(a int PRIMARY KEY);
