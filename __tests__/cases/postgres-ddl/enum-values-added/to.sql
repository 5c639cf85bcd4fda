-- additive: every statement runs twice
CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'c2', 'd', 'e''s');
CREATE TABLE t (m mood DEFAULT 'b');
