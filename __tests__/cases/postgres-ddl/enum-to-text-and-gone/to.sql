CREATE TYPE state AS ENUM ('new', 'old');
CREATE TABLE t (m text NOT NULL DEFAULT 'ok', n state);
