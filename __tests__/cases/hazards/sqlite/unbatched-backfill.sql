-- [before]
CREATE TABLE fleet(id INTEGER PRIMARY KEY, st TEXT);
CREATE TABLE fleet_log(id INTEGER PRIMARY KEY, st TEXT);
-- [bad]
INSERT INTO fleet_log(id, st) SELECT id, st FROM fleet;
-- [safe]
INSERT INTO fleet_log(id, st) VALUES (1, 'new');
