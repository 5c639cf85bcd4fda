-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE prefs(id INTEGER PRIMARY KEY, lang TEXT NOT NULL);
-- [bad]
CREATE TABLE prefs_new(id INTEGER PRIMARY KEY, lang TEXT);
INSERT INTO prefs_new(id, lang) SELECT id, lang FROM prefs;
DROP TABLE prefs;
ALTER TABLE prefs_new RENAME TO prefs;
