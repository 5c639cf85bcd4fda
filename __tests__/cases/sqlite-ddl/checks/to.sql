CREATE TABLE t (a INT CHECK ("a" >= 0 AND t.a <> 5), b TEXT, CHECK (b LIKE '%;%' ESCAPE '\'), CHECK (a IS NOT b), CONSTRAINT named CHECK (length([b]) < 20 /* comment */));
