CREATE FUNCTION same(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION body(a integer) RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT a + 1';
CREATE FUNCTION result(a integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a::bigint';
CREATE FUNCTION overloaded(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION overloaded(a text, b integer = 3) RETURNS integer LANGUAGE sql AS 'SELECT b';
CREATE PROCEDURE run(a integer, INOUT b text DEFAULT 'x') LANGUAGE plpgsql AS $$ BEGIN b := a; END $$;
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '10');
CREATE TABLE t (x integer DEFAULT result(1), y integer CHECK (same(y) > 0));
CREATE VIEW v AS SELECT result(x) AS r FROM t;
