-- also: transaction-control-in-migration
-- [before]
CREATE TABLE berth(id int PRIMARY KEY, n int);
-- [bad]
BEGIN;
CREATE INDEX CONCURRENTLY berth_n_i ON berth(n);
COMMIT;
-- [safe]
CREATE INDEX CONCURRENTLY berth_n_i ON berth(n);
