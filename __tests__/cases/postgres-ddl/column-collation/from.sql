CREATE TABLE t (a text DEFAULT 'x', b text COLLATE "C");
CREATE INDEX t_a_idx ON t (a);
