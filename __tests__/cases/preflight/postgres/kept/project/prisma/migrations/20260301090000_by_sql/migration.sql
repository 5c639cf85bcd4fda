CREATE INDEX "orders_open_idx" ON "orders"("created_at") INCLUDE ("total") WHERE "status" = 'OPEN';
CREATE UNIQUE INDEX "members_email_lower_key" ON "members" (lower("email"));
ALTER TABLE "orders" ADD CONSTRAINT "orders_total_positive" CHECK ("total" >= 0);
CREATE VIEW "open_orders" AS SELECT o."id", o."total", m."email" FROM "orders" o JOIN "members" m ON m."id" = o."member_id" WHERE o."status" = 'OPEN';
CREATE FUNCTION "lower_email"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email := lower(NEW.email); -- two statements; one body
  RETURN NEW;
END;
$$;
CREATE TRIGGER "members_lower_email" BEFORE INSERT OR UPDATE ON "members" FOR EACH ROW EXECUTE FUNCTION "lower_email"();
CREATE TABLE "jobs" ("id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "payload" jsonb NOT NULL CHECK ("payload" <> '{}'));
CREATE SEQUENCE "invoice_numbers" START 1000;
COMMENT ON TABLE "jobs" IS 'not in the schema on purpose';
