-- also: foreign-key-locks-parent
-- [before]
CREATE TABLE gen(id int PRIMARY KEY);
-- [bad]
CREATE TABLE spec(id int PRIMARY KEY, gen_id int REFERENCES gen(id));
-- [safe]
CREATE TABLE spec(id int PRIMARY KEY, gen_id int REFERENCES gen(id));
CREATE INDEX spec_gen ON spec(gen_id);
