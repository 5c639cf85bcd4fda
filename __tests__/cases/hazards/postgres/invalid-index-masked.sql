-- also: unique-duplicates
-- needs rows
-- [before]
CREATE TABLE tag(id int PRIMARY KEY, k int);
CREATE UNIQUE INDEX tag_k_u ON tag(k);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'tag_k_u'::regclass;
-- [bad]
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tag_k_u ON tag(k);
-- [safe]
DROP INDEX CONCURRENTLY IF EXISTS tag_k_u;
-- [next file]
CREATE UNIQUE INDEX CONCURRENTLY tag_k_u ON tag(k);
