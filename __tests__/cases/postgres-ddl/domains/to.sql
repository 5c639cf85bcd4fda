CREATE DOMAIN email AS text DEFAULT 'a@b' NOT NULL CONSTRAINT has_at CHECK (VALUE LIKE '%_@_%');
CREATE DOMAIN code AS varchar(10) COLLATE "C" CONSTRAINT upper CHECK (VALUE = upper(VALUE));
CREATE TABLE t (e email, c code);
