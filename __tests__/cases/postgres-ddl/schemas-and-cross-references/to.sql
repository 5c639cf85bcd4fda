CREATE SCHEMA "New";
CREATE TYPE "New".mood AS ENUM ('a');
CREATE TABLE "New".t (id integer PRIMARY KEY, m "New".mood);
CREATE TABLE stays (id integer PRIMARY KEY, m "New".mood DEFAULT 'a', g integer REFERENCES "New".t);
CREATE VIEW "New".v AS SELECT id, m FROM stays;
