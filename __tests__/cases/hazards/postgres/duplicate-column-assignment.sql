-- also: unbounded-dml
-- [before]
CREATE TABLE dc(id int PRIMARY KEY, a int);
-- [bad]
UPDATE dc SET a=1, a=2;
-- [safe]
UPDATE dc SET a=1 WHERE id = 1;
