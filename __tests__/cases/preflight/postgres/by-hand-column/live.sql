ALTER TABLE "members" ADD COLUMN "legacy_ref" varchar(20) DEFAULT 'none';
