-- also: primary-key-add-blocks, set-not-null-nulls, unique-duplicates
-- [before]
CREATE TABLE link(a int, b int, CONSTRAINT link_pk PRIMARY KEY (a));
-- [bad]
ALTER TABLE link DROP CONSTRAINT link_pk, ADD PRIMARY KEY (a,b);
-- [safe]
CREATE UNIQUE INDEX CONCURRENTLY link_ab ON link(a, b);
