-- [before]
CREATE TABLE lane(id int PRIMARY KEY, n int);
CREATE INDEX lane_n_i ON lane(n);
-- [bad]
REINDEX TABLE lane;
-- [safe]
REINDEX TABLE CONCURRENTLY lane;
