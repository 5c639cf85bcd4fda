CREATE TYPE pair AS (a integer, b text);
CREATE TYPE fractions AS RANGE (subtype = numeric);
