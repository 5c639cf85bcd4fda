CREATE TABLE base (id integer, a text, c integer, CONSTRAINT a_long CHECK (length(a) > 1));
CREATE TABLE child (b integer) INHERITS (base);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE other (id integer, a text, b text);
