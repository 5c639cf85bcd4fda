-- also: unique-duplicates
-- [before]
CREATE TABLE wagon(id int NOT NULL, n int);
-- [bad]
ALTER TABLE wagon ADD PRIMARY KEY (id);
-- [safe]
CREATE UNIQUE INDEX CONCURRENTLY wagon_u ON wagon(id);
-- [next file]
ALTER TABLE wagon ADD PRIMARY KEY USING INDEX wagon_u;
