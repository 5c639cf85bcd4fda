CREATE TABLE t (a jsonb[], b timestamp, c integer, d text);
