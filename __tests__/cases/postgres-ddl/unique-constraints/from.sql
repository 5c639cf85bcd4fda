CREATE TABLE t (a integer, b integer, c integer UNIQUE);
CREATE TABLE child (c integer REFERENCES t (c));
CREATE UNIQUE INDEX t_a_key ON t (a);
COMMENT ON INDEX t_a_key IS 'index';
