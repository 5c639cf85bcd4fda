CREATE TYPE a AS ENUM ('x', 'y');
CREATE TYPE b AS ENUM ('x', 'z');
CREATE TABLE t (v b DEFAULT 'x', w b[] DEFAULT '{x}');
