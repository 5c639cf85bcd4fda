ALTER TABLE "members" ADD COLUMN "legacy_ref" TEXT;
