CREATE TABLE t (a integer, b integer NOT NULL, c text DEFAULT 'x', d text, e text DEFAULT 'e' NOT NULL);
