-- Written by hand: Prisma can't say any of this, and it must survive.
CREATE INDEX "orders_open_idx" ON "orders"("created_at") WHERE "status" = 'OPEN';

ALTER TABLE "orders" ADD CONSTRAINT "orders_total_positive" CHECK ("total" >= 0);

CREATE FUNCTION "lower_email"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email := lower(NEW.email);
  RETURN NEW;
END;
$$;

CREATE TRIGGER "members_lower_email" BEFORE INSERT OR UPDATE ON "members" FOR EACH ROW EXECUTE FUNCTION "lower_email"();
