-- [before]
CREATE TABLE wallet(id INTEGER PRIMARY KEY, cents INT);
-- [bad]
DELETE FROM wallet;
-- [safe]
DELETE FROM wallet WHERE cents = 0;
