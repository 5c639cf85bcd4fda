CREATE TABLE x (a integer);
CREATE DOMAIN y AS integer;
