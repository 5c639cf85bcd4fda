CREATE TABLE p (id integer PRIMARY KEY, a integer, b integer, UNIQUE (a, b));
CREATE TABLE c (
  x integer CONSTRAINT c_x REFERENCES p ON DELETE CASCADE,
  y integer CONSTRAINT c_y REFERENCES p,
  z integer CONSTRAINT c_z REFERENCES p,
  a integer, b integer);
