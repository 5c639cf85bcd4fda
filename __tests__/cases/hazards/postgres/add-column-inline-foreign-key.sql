-- also: foreign-key-without-index
-- [before]
CREATE TABLE hub(id int PRIMARY KEY);
CREATE TABLE spoke(id int PRIMARY KEY);
-- [bad]
ALTER TABLE spoke ADD COLUMN hub_id int REFERENCES hub(id);
-- [safe]
ALTER TABLE spoke ADD COLUMN hub_id int;
