-- [before]
CREATE TABLE pay(id int PRIMARY KEY, amnt int);
-- [bad]
ALTER TABLE pay RENAME COLUMN amnt TO amount;
-- [safe]
ALTER TABLE pay ADD COLUMN amount int;
