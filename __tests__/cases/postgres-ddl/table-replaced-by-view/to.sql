CREATE TABLE base (id integer);
CREATE VIEW t AS SELECT id FROM base;
CREATE INDEX i ON base (id);
