-- also: drop-column
-- [before]
CREATE TABLE staff(id int PRIMARY KEY, nick text);
-- [bad]
ALTER TABLE staff DROP COLUMN nick, ADD COLUMN handle text;
-- [safe]
ALTER TABLE staff RENAME COLUMN nick TO handle;
