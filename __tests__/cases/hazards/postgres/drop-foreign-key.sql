-- also: foreign-key-locks-parent
-- [before]
CREATE TABLE own(id int PRIMARY KEY);
CREATE TABLE pet(id int PRIMARY KEY, own_id int CONSTRAINT pet_own REFERENCES own(id));
-- [bad]
ALTER TABLE pet DROP CONSTRAINT pet_own;
