CREATE TABLE t (a ANY, b "NOT NULL", c "double precision", d unsigned big int, e UNKNOWN(1,2), f "(");
