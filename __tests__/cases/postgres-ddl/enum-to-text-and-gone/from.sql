CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (m mood NOT NULL DEFAULT 'ok', n text);
INSERT INTO t VALUES ('sad', 'new');
