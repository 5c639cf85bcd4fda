CREATE TABLE t (id integer, a varchar(10));
CREATE FUNCTION first_of() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT a::text FROM t; END;
