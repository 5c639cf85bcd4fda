-- [before]
CREATE TABLE cachez(id int PRIMARY KEY);
-- [bad]
ALTER TABLE cachez SET UNLOGGED;
-- [safe]
CREATE UNLOGGED TABLE cachez_new(id int PRIMARY KEY);
