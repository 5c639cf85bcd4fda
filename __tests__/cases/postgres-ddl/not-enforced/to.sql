-- additive: every statement runs twice
-- since: 18
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (a integer CONSTRAINT a_p REFERENCES p NOT ENFORCED, CONSTRAINT positive CHECK (a > 0) NOT ENFORCED);
