-- also: unbounded-dml
-- [before]
CREATE TABLE pump(id int PRIMARY KEY);
CREATE TABLE valve(id int PRIMARY KEY, k int);
-- [bad]
ALTER TABLE pump ADD COLUMN c text;
UPDATE valve SET k=1;
-- [safe]
ALTER TABLE pump ADD COLUMN c text;
-- [next file]
UPDATE valve SET k=1 WHERE id = 1;
