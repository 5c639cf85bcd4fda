CREATE EXTENSION IF NOT EXISTS "citext";
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE TABLE "places" ("id" SERIAL NOT NULL, "name" CITEXT NOT NULL, CONSTRAINT "places_pkey" PRIMARY KEY ("id"));
CREATE INDEX "places_name_trgm" ON "places" USING GIN ("name" gin_trgm_ops);
