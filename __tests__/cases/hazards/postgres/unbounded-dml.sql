-- [before]
CREATE TABLE wallet(id int PRIMARY KEY, cents bigint);
-- [bad]
DELETE FROM wallet;
-- [safe]
DELETE FROM wallet WHERE cents = 0;
