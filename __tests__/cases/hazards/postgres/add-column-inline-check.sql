-- [before]
CREATE TABLE bay(id int PRIMARY KEY);
-- [bad]
ALTER TABLE bay ADD COLUMN load int CHECK (load >= 0);
-- [safe]
ALTER TABLE bay ADD COLUMN load int;
ALTER TABLE bay ADD CONSTRAINT bay_load CHECK (load >= 0) NOT VALID;
