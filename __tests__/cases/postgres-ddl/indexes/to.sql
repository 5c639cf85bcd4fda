CREATE TABLE t (a integer, b text, c jsonb, d text);
CREATE INDEX same ON t (a);
CREATE UNIQUE INDEX changed ON t (a DESC, b COLLATE "C" NULLS FIRST);
CREATE INDEX new_name ON t (b, a);
CREATE INDEX stored ON t (d) WITH (fillfactor = 80);
CREATE INDEX gin ON t USING gin (c jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX hashed ON t USING hash (b);
CREATE INDEX expression ON t ((a + 1), (c ->> 'x'), upper(b) text_pattern_ops) INCLUDE (d) WHERE a > 0 AND b <> 'it''s';
