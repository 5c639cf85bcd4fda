-- also: foreign-key-locks-parent, foreign-key-without-index, not-enforced-constraint
-- [before]
CREATE TABLE city(id int PRIMARY KEY);
CREATE TABLE addr(id int PRIMARY KEY, city_id int);
-- [bad]
ALTER TABLE addr ADD CONSTRAINT addr_city FOREIGN KEY (city_id) REFERENCES city(id) NOT VALID;
-- [safe]
CREATE INDEX CONCURRENTLY addr_city_i ON addr(city_id);
