CREATE TYPE pair AS (a integer, b text COLLATE "C", "c d" integer[]);
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE t (p pair, r float_range);
