-- also: irreversible-migration, transaction-control-in-migration
-- [before]
CREATE TYPE mode AS ENUM('a');
CREATE TABLE cfgx(id int PRIMARY KEY, m mode);
-- [bad]
BEGIN;
ALTER TYPE mode ADD VALUE 'b';
INSERT INTO cfgx VALUES (1,'b');
COMMIT;
-- [safe]
ALTER TYPE mode ADD VALUE 'b';
-- [next file]
INSERT INTO cfgx VALUES (1,'b');
