-- also: set-not-null-nulls
-- [before]
CREATE TABLE crane(id int, n int);
CREATE UNIQUE INDEX crane_u ON crane(id);
-- [bad]
ALTER TABLE crane ADD PRIMARY KEY USING INDEX crane_u;
-- [safe]
ALTER TABLE crane ADD CONSTRAINT crane_id CHECK (id IS NOT NULL) NOT VALID;
-- [next file]
ALTER TABLE crane VALIDATE CONSTRAINT crane_id;
-- [next file]
ALTER TABLE crane ALTER COLUMN id SET NOT NULL;
-- [next file]
ALTER TABLE crane ADD PRIMARY KEY USING INDEX crane_u;
