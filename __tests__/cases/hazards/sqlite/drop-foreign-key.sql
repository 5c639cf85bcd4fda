-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE own(id INTEGER PRIMARY KEY);
CREATE TABLE pet(id INTEGER PRIMARY KEY, own_id INT REFERENCES own(id));
-- [bad]
CREATE TABLE pet_new(id INTEGER PRIMARY KEY, own_id INT);
INSERT INTO pet_new(id, own_id) SELECT id, own_id FROM pet;
DROP TABLE pet;
ALTER TABLE pet_new RENAME TO pet;
