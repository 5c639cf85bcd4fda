-- [before]
CREATE TABLE song(id INTEGER PRIMARY KEY, len INT);
-- [bad]
CREATE TABLE song_new(id INTEGER PRIMARY KEY, len TEXT);
INSERT INTO song_new(id,len) SELECT id,len FROM song;
DROP TABLE song;
ALTER TABLE song_new RENAME TO song;
-- [safe]
ALTER TABLE song ADD COLUMN length TEXT;
