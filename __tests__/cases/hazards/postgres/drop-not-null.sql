-- [before]
CREATE TABLE prefs(id int PRIMARY KEY, lang text NOT NULL);
-- [bad]
ALTER TABLE prefs ALTER COLUMN lang DROP NOT NULL;
