-- [before]
CREATE TABLE seed1(id serial PRIMARY KEY, n text);
-- [bad]
INSERT INTO seed1(id,n) VALUES (1,'a'),(2,'b');
-- [safe]
INSERT INTO seed1(n) VALUES ('a'),('b');
