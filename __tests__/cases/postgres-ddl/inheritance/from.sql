CREATE TABLE base (id integer, a varchar(5));
CREATE TABLE child (b integer) INHERITS (base);
CREATE TABLE other (id integer, a varchar(5), b text);
