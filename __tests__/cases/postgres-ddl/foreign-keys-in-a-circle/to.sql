-- additive: every statement runs twice
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a, self integer REFERENCES b);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
