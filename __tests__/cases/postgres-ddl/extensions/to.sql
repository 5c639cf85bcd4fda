-- needs: extensions
-- additive: every statement runs twice
CREATE SCHEMA ext;
CREATE EXTENSION pg_trgm WITH SCHEMA ext;
CREATE EXTENSION citext;
CREATE TABLE t (id integer PRIMARY KEY, name text, mail citext);
CREATE INDEX t_name_idx ON t USING gin (name ext.gin_trgm_ops);
