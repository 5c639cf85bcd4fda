-- [before]

-- [bad]
CREATE EXTENSION IF NOT EXISTS plpgsql;
