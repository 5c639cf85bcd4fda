-- also: foreign-key-orphans, foreign-key-without-index
-- [before]
CREATE TABLE port(id int PRIMARY KEY);
CREATE TABLE call(id int PRIMARY KEY, port_id int);
-- [bad]
ALTER TABLE call ADD CONSTRAINT call_port FOREIGN KEY (port_id) REFERENCES port(id);
-- [safe]
ALTER TABLE call ADD CONSTRAINT call_port FOREIGN KEY (port_id) REFERENCES port(id) NOT VALID;
-- [next file]
ALTER TABLE call VALIDATE CONSTRAINT call_port;
