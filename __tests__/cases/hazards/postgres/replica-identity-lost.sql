-- also: primary-key-changed
-- [before]
CREATE TABLE sync1(id int PRIMARY KEY, v int);
CREATE PUBLICATION p1 FOR TABLE sync1;
-- [bad]
ALTER TABLE sync1 DROP CONSTRAINT sync1_pkey;
-- [safe]
CREATE UNIQUE INDEX CONCURRENTLY sync1_id ON sync1(id);
