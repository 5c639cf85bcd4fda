-- [before]
CREATE TABLE fleet(id int PRIMARY KEY, st text);
-- [bad]
UPDATE fleet SET st='new' WHERE st IS NULL;
-- [safe]
UPDATE fleet SET st='new' WHERE id IN (1, 2, 3);
