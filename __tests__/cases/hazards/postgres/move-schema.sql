-- [before]
CREATE SCHEMA ops;
CREATE TABLE runbook(id int PRIMARY KEY);
-- [bad]
ALTER TABLE runbook SET SCHEMA ops;
-- [safe]
CREATE VIEW ops.runbook AS SELECT * FROM runbook;
