CREATE TABLE "imports" ("id" integer PRIMARY KEY);
ALTER TABLE "members" ADD COLUMN "legacy_ref" TEXT;
CREATE VIEW "totals" AS SELECT sum("total") AS "total" FROM "orders";
ALTER TABLE "orders" ADD CONSTRAINT "orders_total_positive" CHECK ("total" >= 0);
