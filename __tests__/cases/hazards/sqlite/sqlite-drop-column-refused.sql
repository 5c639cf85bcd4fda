-- also: drop-column
-- [before]
CREATE TABLE trk(id INTEGER PRIMARY KEY, g INT);
CREATE INDEX trk_g ON trk(g);
-- [bad]
ALTER TABLE trk DROP COLUMN g;
-- [safe]
DROP INDEX trk_g;
ALTER TABLE trk DROP COLUMN g;
