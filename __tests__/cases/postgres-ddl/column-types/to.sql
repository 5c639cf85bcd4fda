CREATE TABLE t (id bigint PRIMARY KEY, a integer NOT NULL DEFAULT 1, b bigint DEFAULT 7, c date, d timestamptz(3), e numeric(12, 4), f integer[] DEFAULT '{}');
CREATE INDEX t_a_idx ON t (a);
CREATE INDEX t_b_idx ON t (b) WHERE b > 3;
ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b > 0);
