-- [before]
CREATE TABLE shelf(id int PRIMARY KEY);
CREATE TABLE _prisma_migrations(id text PRIMARY KEY, finished_at timestamptz);
-- [bad]
UPDATE _prisma_migrations SET finished_at = now() WHERE id = 'a';
-- [safe]
ALTER TABLE shelf ADD COLUMN n int;
