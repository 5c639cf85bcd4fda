-- [before]
CREATE TABLE tk(id serial PRIMARY KEY);
-- [bad]
ALTER SEQUENCE tk_id_seq RESTART WITH 1;
