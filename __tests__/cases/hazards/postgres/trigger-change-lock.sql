-- [before]
CREATE TABLE inbox(id int PRIMARY KEY);
-- [bad]
CREATE TRIGGER inbox_t BEFORE UPDATE ON inbox FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
