-- [before]
CREATE TABLE gen(id INTEGER PRIMARY KEY);
-- [bad]
CREATE TABLE spec(id INTEGER PRIMARY KEY, gen_id INT REFERENCES gen(id));
-- [safe]
CREATE TABLE spec(id INTEGER PRIMARY KEY, gen_id INT REFERENCES gen(id));
CREATE INDEX spec_gen ON spec(gen_id);
