-- [before]
CREATE TABLE metric(id int NOT NULL, v int) PARTITION BY RANGE(id);
CREATE TABLE metric_0 PARTITION OF metric FOR VALUES FROM (0) TO (9);
CREATE TABLE metric_1 PARTITION OF metric FOR VALUES FROM (9) TO (18);
-- [bad]
CREATE INDEX metric_v_i ON metric(v);
-- [safe]
CREATE INDEX metric_v_i ON ONLY metric(v);
-- [next file]
CREATE INDEX CONCURRENTLY metric_0_v_i ON metric_0(v);
-- [next file]
ALTER INDEX metric_v_i ATTACH PARTITION metric_0_v_i;
