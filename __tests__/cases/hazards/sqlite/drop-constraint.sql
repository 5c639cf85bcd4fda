-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE nick(id INTEGER PRIMARY KEY, n INT CHECK (n > 0));
-- [bad]
CREATE TABLE nick_new(id INTEGER PRIMARY KEY, n INT);
INSERT INTO nick_new(id, n) SELECT id, n FROM nick;
DROP TABLE nick;
ALTER TABLE nick_new RENAME TO nick;
