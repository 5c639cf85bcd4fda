-- also: set-not-null-scan
-- [before]
CREATE TABLE guest(id int PRIMARY KEY, email text);
-- [bad]
ALTER TABLE guest ALTER COLUMN email SET NOT NULL;
-- [safe]
ALTER TABLE guest ALTER COLUMN email SET DEFAULT '';
