CREATE TABLE "imports" ("id" integer PRIMARY KEY);
CREATE TABLE "exports" ("id" integer PRIMARY KEY);
ALTER TABLE "members" ADD COLUMN "legacy_ref" TEXT;
