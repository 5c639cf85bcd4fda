CREATE TABLE t (id integer PRIMARY KEY, a varchar(10), b integer);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE VIEW w AS SELECT v.id FROM v JOIN t ON t.id = v.id;
CREATE VIEW unrelated AS SELECT b FROM t;
CREATE VIEW gone AS SELECT 1 AS one;
CREATE VIEW secured WITH (security_barrier = true) AS SELECT id FROM t;
CREATE MATERIALIZED VIEW m AS SELECT id, a FROM v;
CREATE UNIQUE INDEX m_id_key ON m (id);
COMMENT ON MATERIALIZED VIEW m IS 'kept';
