-- also: transaction-control-in-migration
-- [before]
CREATE TABLE a1(id INTEGER PRIMARY KEY);
-- [bad]
BEGIN;
PRAGMA foreign_keys=OFF;
COMMIT;
-- [safe]
PRAGMA foreign_keys=OFF;
BEGIN;
COMMIT;
