-- [before]
CREATE TABLE token(id int PRIMARY KEY);
-- [bad]
ALTER TABLE token ADD COLUMN u uuid DEFAULT gen_random_uuid();
-- [safe]
ALTER TABLE token ADD COLUMN u uuid;
ALTER TABLE token ALTER COLUMN u SET DEFAULT gen_random_uuid();
