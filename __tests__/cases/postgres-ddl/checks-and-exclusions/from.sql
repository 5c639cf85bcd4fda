CREATE TABLE t (a integer, b int4range, CONSTRAINT a_positive CHECK (a > 0), CONSTRAINT gone CHECK (a < 100));
