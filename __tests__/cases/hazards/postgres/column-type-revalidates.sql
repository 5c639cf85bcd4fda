-- [before]
CREATE TABLE label(id int PRIMARY KEY, txt varchar(20) CHECK (txt <> ''));
-- [bad]
ALTER TABLE label ALTER COLUMN txt TYPE varchar(60);
-- [safe]
ALTER TABLE label DROP CONSTRAINT label_txt_check;
ALTER TABLE label ALTER COLUMN txt TYPE varchar(60);
ALTER TABLE label ADD CONSTRAINT label_txt_check CHECK (txt <> '') NOT VALID;
