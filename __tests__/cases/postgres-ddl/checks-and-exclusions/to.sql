CREATE TABLE t (a integer, b int4range, CONSTRAINT a_positive CHECK (a >= 0) NO INHERIT, CONSTRAINT fresh CHECK (a IN (1, 2, 3) OR b IS NULL),
  CONSTRAINT no_overlap EXCLUDE USING gist (b WITH &&) WHERE (a IS NULL) DEFERRABLE);
