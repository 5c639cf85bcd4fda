-- also: set-not-null-nulls, set-not-null-scan
-- [before]
CREATE TABLE wide(id int PRIMARY KEY, a int, b int);
-- [bad]
ALTER TABLE wide ALTER a SET NOT NULL;
ALTER TABLE wide ALTER b SET NOT NULL;
-- [safe]
ALTER TABLE wide ALTER a SET NOT NULL, ALTER b SET NOT NULL;
