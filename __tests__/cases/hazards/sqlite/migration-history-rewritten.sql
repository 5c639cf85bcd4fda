-- [before]
CREATE TABLE _prisma_migrations(id TEXT PRIMARY KEY, finished_at TEXT);
-- [bad]
UPDATE _prisma_migrations SET finished_at = 1 WHERE id = 'a';
-- [safe]
CREATE TABLE shelf(id INTEGER PRIMARY KEY);
