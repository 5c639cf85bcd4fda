CREATE TABLE m (id integer NOT NULL, v text) PARTITION BY HASH (id);
CREATE TABLE m0 PARTITION OF m FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE m1 (id integer NOT NULL, v text);
