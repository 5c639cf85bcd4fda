-- [before]
CREATE TABLE agent(id int PRIMARY KEY);
-- [bad]
ALTER TABLE agent ADD COLUMN desk int NOT NULL;
-- [safe]
ALTER TABLE agent ADD COLUMN desk int;
