-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE link(a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a));
-- [bad]
CREATE TABLE link_new(a INT NOT NULL, b INT NOT NULL, PRIMARY KEY (a, b));
INSERT INTO link_new(a, b) SELECT a, b FROM link;
DROP TABLE link;
ALTER TABLE link_new RENAME TO link;
-- [safe]
CREATE UNIQUE INDEX link_ab ON link(a, b);
