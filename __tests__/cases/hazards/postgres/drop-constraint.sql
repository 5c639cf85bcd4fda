-- [before]
CREATE TABLE nick(id int PRIMARY KEY, n text CONSTRAINT nick_u UNIQUE);
-- [bad]
ALTER TABLE nick DROP CONSTRAINT nick_u;
