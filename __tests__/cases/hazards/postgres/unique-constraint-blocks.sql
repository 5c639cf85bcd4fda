-- also: unique-duplicates
-- [before]
CREATE TABLE coupon(id int PRIMARY KEY, code text);
-- [bad]
ALTER TABLE coupon ADD CONSTRAINT coupon_code_u UNIQUE (code);
-- [safe]
CREATE UNIQUE INDEX CONCURRENTLY coupon_code_u ON coupon(code);
-- [next file]
ALTER TABLE coupon ADD CONSTRAINT coupon_code_u UNIQUE USING INDEX coupon_code_u;
