CREATE TABLE t (a text COLLATE "C" DEFAULT 'x', b text);
CREATE INDEX t_a_idx ON t (a);
