-- [before]
CREATE TABLE poly(id int PRIMARY KEY, w int, h int);
-- [bad]
ALTER TABLE poly ADD COLUMN area int GENERATED ALWAYS AS (w*h) STORED;
-- [safe]
ALTER TABLE poly ADD COLUMN area int;
