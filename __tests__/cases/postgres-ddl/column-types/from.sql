CREATE TABLE t (id integer PRIMARY KEY, a varchar(10) NOT NULL DEFAULT '1', b integer DEFAULT 7, c text, d timestamp, e numeric(10, 2), f text[] DEFAULT '{}');
CREATE INDEX t_a_idx ON t (a);
CREATE INDEX t_b_idx ON t (b) WHERE b > 3;
ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b > 0);
INSERT INTO t VALUES (1, '42', 8, '2020-01-01', '2020-01-01', 1.5, '{1,2}');
