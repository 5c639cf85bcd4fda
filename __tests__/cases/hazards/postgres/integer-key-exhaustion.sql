-- also: foreign-key-locks-parent, foreign-key-without-index
-- needs rows
-- [before]
CREATE TABLE grow(id serial PRIMARY KEY);
INSERT INTO grow VALUES (2000000000);
-- [bad]
CREATE TABLE grow_child(id bigint PRIMARY KEY, grow_id int REFERENCES grow(id));
