-- [before]
CREATE TABLE base1(a INT, b INT);
CREATE VIEW pub AS SELECT a, b FROM base1;
-- [bad]
DROP VIEW pub;
