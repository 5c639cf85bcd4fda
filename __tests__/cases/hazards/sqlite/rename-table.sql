-- [before]
CREATE TABLE client(id INTEGER PRIMARY KEY);
CREATE TABLE inv(id INTEGER PRIMARY KEY, c INT REFERENCES client(id));
-- [bad]
ALTER TABLE client RENAME TO customer2;
-- [safe]
CREATE VIEW customer2 AS SELECT * FROM client;
