-- also: set-not-null-nulls
-- [before]
CREATE TABLE rider(id int PRIMARY KEY, phone text);
-- [bad]
ALTER TABLE rider ALTER COLUMN phone SET NOT NULL;
-- [safe]
ALTER TABLE rider ADD CONSTRAINT rider_phone CHECK (phone IS NOT NULL) NOT VALID;
-- [next file]
ALTER TABLE rider VALIDATE CONSTRAINT rider_phone;
-- [next file]
ALTER TABLE rider ALTER COLUMN phone SET NOT NULL;
ALTER TABLE rider DROP CONSTRAINT rider_phone;
