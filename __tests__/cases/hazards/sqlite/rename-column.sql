-- [before]
CREATE TABLE pay(id INTEGER PRIMARY KEY, amnt INT);
-- [bad]
ALTER TABLE pay RENAME COLUMN amnt TO amount;
-- [safe]
ALTER TABLE pay ADD COLUMN amount INT;
