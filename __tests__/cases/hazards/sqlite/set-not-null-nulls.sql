-- also: sqlite-table-rebuild
-- [before]
CREATE TABLE guest(id INTEGER PRIMARY KEY, email TEXT);
-- [bad]
CREATE TABLE guest_new(id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO guest_new(id,email) SELECT id,email FROM guest;
DROP TABLE guest;
ALTER TABLE guest_new RENAME TO guest;
-- [safe]
CREATE TABLE guest_new(id INTEGER PRIMARY KEY, email TEXT NOT NULL);
INSERT INTO guest_new(id,email) SELECT id, coalesce(email, '') FROM guest;
DROP TABLE guest;
ALTER TABLE guest_new RENAME TO guest;
