-- [before]
CREATE TABLE mast(id int PRIMARY KEY);
CREATE TABLE det(mid int REFERENCES mast(id));
-- [bad]
ALTER TABLE det DISABLE TRIGGER ALL;
