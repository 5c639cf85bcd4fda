-- [before]
CREATE TABLE base1(a int, b int);
CREATE VIEW pub AS SELECT a,b FROM base1;
-- [bad]
DROP VIEW pub;
CREATE VIEW pub AS SELECT a FROM base1;
-- [safe]
CREATE OR REPLACE VIEW pub AS SELECT a, b, a + b AS c FROM base1;
