CREATE SEQUENCE t_id_seq AS integer;
CREATE TABLE t (a integer);
