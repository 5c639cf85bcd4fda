CREATE TABLE t (a integer NOT NULL, b integer, c text DEFAULT 'y', d text DEFAULT now()::text, e text);
