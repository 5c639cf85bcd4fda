CREATE UNLOGGED TABLE t (a integer) WITH (fillfactor = 80);
CREATE UNLOGGED TABLE u (a integer, b text) WITH (toast.autovacuum_enabled = off);
CREATE TABLE w () WITH (fillfactor = 50);
