CREATE TABLE base (id integer);
CREATE TABLE t (id integer);
CREATE INDEX i ON t (id);
