CREATE SEQUENCE ids AS integer START 10 CACHE 5;
CREATE TABLE t (id integer PRIMARY KEY DEFAULT nextval('ids'), n bigserial);
ALTER SEQUENCE ids OWNED BY t.id;
