CREATE TABLE t (id integer PRIMARY KEY, n bigint);
INSERT INTO t VALUES (41, 7);
