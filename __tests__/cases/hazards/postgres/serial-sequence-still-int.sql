-- also: cached-plan-break, column-type-rewrite
-- [before]
CREATE TABLE big1(id serial PRIMARY KEY);
-- [bad]
ALTER TABLE big1 ALTER COLUMN id TYPE bigint;
-- [safe]
ALTER TABLE big1 ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE big1_id_seq AS bigint;
