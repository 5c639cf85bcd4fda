CREATE TABLE t (a, b "odd; type", c VARCHAR( 10 ), d decimal(10 , 2));
