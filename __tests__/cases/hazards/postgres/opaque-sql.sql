-- also: table-rewrite
-- [before]
CREATE TABLE op(id int PRIMARY KEY);
-- [bad]
DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN u uuid DEFAULT gen_random_uuid()', 'op');
END $$;
-- [safe]
ALTER TABLE op ADD COLUMN u uuid;
