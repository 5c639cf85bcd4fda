CREATE TABLE t (a jsonb, b boolean, c uuid, d integer);
