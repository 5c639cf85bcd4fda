CREATE TABLE t (id integer PRIMARY KEY, old text, doomed integer UNIQUE, CONSTRAINT old_is_short CHECK (length(old) < 10));
CREATE INDEX t_old_idx ON t (old);
COMMENT ON COLUMN t.old IS 'goes';
INSERT INTO t VALUES (1, 'a', 1);
