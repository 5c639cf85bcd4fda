-- [before]
CREATE TABLE booking(id int PRIMARY KEY, during int4range);
-- [bad]
ALTER TABLE booking ADD CONSTRAINT booking_x EXCLUDE USING gist (during WITH &&);
-- [safe]
CREATE TABLE booking_new(id int PRIMARY KEY, during int4range, EXCLUDE USING gist (during WITH &&));
