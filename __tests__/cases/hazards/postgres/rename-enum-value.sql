-- [before]
CREATE TYPE shade AS ENUM('gray');
-- [bad]
ALTER TYPE shade RENAME VALUE 'gray' TO 'grey';
-- [safe]
ALTER TYPE shade ADD VALUE 'grey';
