CREATE INDEX "orders_noted_idx" ON "orders"("member_id") WHERE "note" IS NOT NULL;
CREATE VIEW "big_orders" AS SELECT "id", "total" FROM "orders" WHERE "total" > 100;
CREATE TRIGGER "members_lower_email" AFTER INSERT ON "members" BEGIN
  UPDATE "members" SET "email" = lower("email") WHERE "id" = NEW."id";
END;
CREATE TABLE "jobs" ("id" INTEGER PRIMARY KEY, "payload" TEXT NOT NULL CHECK (json_valid("payload")));
