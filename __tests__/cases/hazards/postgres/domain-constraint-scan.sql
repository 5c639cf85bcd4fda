-- [before]
CREATE DOMAIN short_code AS text;
CREATE TABLE asset(id int PRIMARY KEY, c short_code);
-- [bad]
ALTER DOMAIN short_code ADD CONSTRAINT sc_len CHECK (length(VALUE) < 10);
-- [safe]
ALTER DOMAIN short_code ADD CONSTRAINT sc_len CHECK (length(VALUE) < 10) NOT VALID;
