CREATE SCHEMA gone;
CREATE TABLE gone.t (id integer PRIMARY KEY);
CREATE TABLE stays (id integer PRIMARY KEY, g integer REFERENCES gone.t);
CREATE VIEW gone.v AS SELECT id FROM stays;
