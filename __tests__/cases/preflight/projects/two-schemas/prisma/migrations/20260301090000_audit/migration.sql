CREATE SCHEMA IF NOT EXISTS "audit";
CREATE TYPE "audit"."EventKind" AS ENUM ('LOGIN', 'LOGOUT');
CREATE TABLE "audit"."events" ("id" BIGSERIAL NOT NULL, "member_id" INTEGER NOT NULL, "kind" "audit"."EventKind" NOT NULL, CONSTRAINT "events_pkey" PRIMARY KEY ("id"));
ALTER TABLE "audit"."events" ADD CONSTRAINT "events_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
