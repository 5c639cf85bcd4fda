CREATE TABLE t (a integer, b text, c jsonb, d text);
CREATE INDEX same ON t (a);
CREATE INDEX changed ON t (a);
CREATE INDEX old_name ON t (b, a);
CREATE INDEX stored ON t (d) WITH (fillfactor = 90);
