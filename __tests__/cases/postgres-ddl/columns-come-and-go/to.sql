CREATE TABLE t (id integer PRIMARY KEY, "new" text, counted integer NOT NULL DEFAULT 0, twice integer GENERATED ALWAYS AS (counted * 2) STORED);
CREATE INDEX t_new_idx ON t ("new");
COMMENT ON COLUMN t."new" IS 'stays';
