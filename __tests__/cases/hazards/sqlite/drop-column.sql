-- [before]
CREATE TABLE member(id INTEGER PRIMARY KEY, fax TEXT);
-- [bad]
ALTER TABLE member DROP COLUMN fax;
