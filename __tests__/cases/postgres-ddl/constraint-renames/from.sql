CREATE TABLE p (id integer CONSTRAINT p_old PRIMARY KEY, n integer CONSTRAINT n_old CHECK (n > 0), u integer CONSTRAINT u_old UNIQUE);
CREATE TABLE c (p integer CONSTRAINT fk_old REFERENCES p);
