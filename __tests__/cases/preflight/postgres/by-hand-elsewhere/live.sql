ALTER TABLE "orders" ADD COLUMN "legacy_ref" TEXT;
