CREATE TABLE a (id integer, x integer NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a (id));
CREATE TABLE c (id integer NOT NULL);
CREATE VIEW v AS SELECT id, x FROM a GROUP BY id;
