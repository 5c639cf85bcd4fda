-- also: cached-plan-break, column-type-rewrite
-- [before]
CREATE TYPE ticket_state AS ENUM('open','held','done');
CREATE TABLE ticket(id int PRIMARY KEY, st ticket_state);
-- [bad]
ALTER TYPE ticket_state RENAME TO ticket_state_old;
CREATE TYPE ticket_state AS ENUM('open','done');
ALTER TABLE ticket ALTER COLUMN st TYPE ticket_state USING st::text::ticket_state;
DROP TYPE ticket_state_old;
-- [safe]
ALTER TABLE ticket ADD CONSTRAINT ticket_not_held CHECK (st <> 'held') NOT VALID;
