-- [before]
CREATE TABLE note(id int PRIMARY KEY, title varchar(40));
CREATE INDEX note_title_i ON note(title);
-- [bad]
ALTER TABLE note ALTER COLUMN title TYPE varchar(40) COLLATE "C";
-- [safe]
ALTER TABLE note ALTER COLUMN title TYPE varchar(60);
