-- [before]
CREATE TABLE reading(id int NOT NULL, v int) PARTITION BY RANGE(id);
CREATE TABLE reading_0 PARTITION OF reading FOR VALUES FROM (0) TO (9);
-- [bad]
CREATE INDEX CONCURRENTLY reading_v ON reading(v);
-- [safe]
CREATE INDEX reading_v ON ONLY reading(v);
-- [next file]
CREATE INDEX CONCURRENTLY reading_0_v ON reading_0(v);
-- [next file]
ALTER INDEX reading_v ATTACH PARTITION reading_0_v;
