CREATE TABLE a (x integer);
CREATE TABLE b (x integer, y integer);
CREATE INDEX shared ON b (x, y);
