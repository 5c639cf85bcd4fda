CREATE FUNCTION same(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION body(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION result(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION overloaded(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE PROCEDURE run(a integer) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE TABLE t (x integer DEFAULT result(1), y integer CHECK (same(y) > 0));
CREATE VIEW v AS SELECT result(x) AS r FROM t;
