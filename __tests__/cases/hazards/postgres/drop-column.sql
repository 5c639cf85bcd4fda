-- [before]
CREATE TABLE member(id bigint PRIMARY KEY, fax text);
-- [bad]
ALTER TABLE member DROP COLUMN fax;
