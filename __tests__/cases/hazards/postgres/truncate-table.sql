-- [before]
CREATE TABLE sess(id int PRIMARY KEY, tok text);
-- [bad]
TRUNCATE sess;
-- [safe]
DELETE FROM sess WHERE id < 1000;
