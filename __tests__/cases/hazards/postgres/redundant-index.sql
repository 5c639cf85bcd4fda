-- [before]
CREATE TABLE ri(id int PRIMARY KEY, a int, b int);
CREATE INDEX ri_ab ON ri(a,b);
-- [bad]
CREATE INDEX CONCURRENTLY ri_a ON ri(a);
-- [safe]
CREATE INDEX CONCURRENTLY ri_b ON ri(b);
