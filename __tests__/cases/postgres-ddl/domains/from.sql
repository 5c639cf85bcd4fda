CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%') CONSTRAINT short CHECK (length(VALUE) < 99);
CREATE TABLE t (e email);
