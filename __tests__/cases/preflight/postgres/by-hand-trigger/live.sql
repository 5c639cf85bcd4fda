CREATE FUNCTION "lower_email"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email := lower(NEW.email);
  RETURN NEW;
END;
$$;
CREATE TRIGGER "members_lower_email" BEFORE INSERT OR UPDATE ON "members" FOR EACH ROW EXECUTE FUNCTION "lower_email"();
