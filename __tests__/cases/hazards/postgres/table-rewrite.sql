-- [before]
CREATE TABLE blobs(id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a*2) STORED);
CREATE INDEX blobs_a ON blobs(a);
-- [bad]
CLUSTER blobs USING blobs_a;
