-- [before]
CREATE TABLE secret1(id int PRIMARY KEY);
-- [bad]
ALTER TABLE secret1 ENABLE ROW LEVEL SECURITY;
