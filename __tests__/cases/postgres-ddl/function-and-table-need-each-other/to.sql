-- additive: every statement runs twice
CREATE FUNCTION next_place() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
CREATE TABLE places (id integer DEFAULT next_place());
CREATE OR REPLACE FUNCTION next_place() RETURNS integer LANGUAGE plpgsql AS $$ DECLARE last places%ROWTYPE; BEGIN SELECT * INTO last FROM places; RETURN last.id + 1; END $$;
CREATE FUNCTION row_of(p places) RETURNS text LANGUAGE sql AS 'SELECT p.id::text';
CREATE FUNCTION calls_later() RETURNS text LANGUAGE sql AS 'SELECT row_of(p) FROM places p';
