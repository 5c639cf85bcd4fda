CREATE TABLE t (a integer UNIQUE, b integer, c integer UNIQUE DEFERRABLE, CONSTRAINT a_and_b UNIQUE (a, b) INCLUDE (c) WITH (fillfactor = 70));
CREATE TABLE child (c integer);
COMMENT ON CONSTRAINT a_and_b ON t IS 'constraint';
