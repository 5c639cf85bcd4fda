-- [before]
CREATE TABLE client(id int PRIMARY KEY);
-- [bad]
ALTER TABLE client RENAME TO customer2;
-- [safe]
ALTER TABLE client RENAME TO customer2;
CREATE VIEW client AS SELECT * FROM customer2;
