CREATE TABLE "public"."other" ("id" integer);
ALTER TABLE "orders" ADD COLUMN "legacy_ref" TEXT;
