CREATE TABLE t (a integer) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE u (a integer);
