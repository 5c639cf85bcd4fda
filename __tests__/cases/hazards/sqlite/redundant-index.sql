-- [before]
CREATE TABLE ri(id INTEGER PRIMARY KEY, a INT, b INT);
CREATE INDEX ri_ab ON ri(a, b);
-- [bad]
CREATE INDEX ri_a ON ri(a);
-- [safe]
CREATE INDEX ri_b ON ri(b);
