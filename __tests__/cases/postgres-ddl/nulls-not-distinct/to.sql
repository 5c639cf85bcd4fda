-- additive: every statement runs twice
-- since: 15
CREATE TABLE t (a integer, b integer, UNIQUE NULLS NOT DISTINCT (a));
CREATE UNIQUE INDEX t_b_key ON t (b) NULLS NOT DISTINCT WHERE a > 0;
