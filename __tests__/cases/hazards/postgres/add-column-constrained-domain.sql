-- [before]
CREATE DOMAIN pos_int AS int CHECK (VALUE > 0);
CREATE TABLE pallet(id int PRIMARY KEY);
-- [bad]
ALTER TABLE pallet ADD COLUMN n pos_int;
-- [safe]
ALTER TABLE pallet ADD COLUMN n int;
ALTER TABLE pallet ADD CONSTRAINT pallet_n CHECK (n > 0) NOT VALID;
