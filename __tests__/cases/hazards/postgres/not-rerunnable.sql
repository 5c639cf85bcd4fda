-- [before]
CREATE TABLE nr(id int PRIMARY KEY, k int);
-- [bad]
ALTER TABLE nr ADD COLUMN c int;
CREATE INDEX CONCURRENTLY nr_k_i ON nr(k);
-- [safe]
CREATE INDEX CONCURRENTLY IF NOT EXISTS nr_k_i ON nr(k);
