-- [before]
CREATE TABLE gate(id int PRIMARY KEY);
-- [bad]
ALTER TABLE gate ADD COLUMN slug text UNIQUE;
-- [safe]
ALTER TABLE gate ADD COLUMN slug text;
-- [next file]
CREATE UNIQUE INDEX CONCURRENTLY gate_slug_u ON gate(slug);
-- [next file]
ALTER TABLE gate ADD CONSTRAINT gate_slug_u UNIQUE USING INDEX gate_slug_u;
