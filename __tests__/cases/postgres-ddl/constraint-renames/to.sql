CREATE TABLE p (id integer CONSTRAINT p_new PRIMARY KEY, n integer CONSTRAINT n_new CHECK (n > 0), u integer CONSTRAINT u_new UNIQUE);
CREATE TABLE c (p integer CONSTRAINT fk_new REFERENCES p);
