-- [before]
CREATE TABLE visit(who text);
-- [bad]
ALTER TABLE visit ADD COLUMN seq bigserial;
-- [safe]
ALTER TABLE visit ADD COLUMN seq bigint;
CREATE SEQUENCE visit_seq OWNED BY visit.seq;
ALTER TABLE visit ALTER COLUMN seq SET DEFAULT nextval('visit_seq');
