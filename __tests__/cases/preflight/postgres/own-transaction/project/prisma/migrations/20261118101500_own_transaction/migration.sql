BEGIN;
ALTER TABLE "members" ADD COLUMN "nickname" TEXT;
UPDATE "members" SET "nickname" = "name";
COMMIT;

CREATE INDEX CONCURRENTLY "members_nickname_idx" ON "members"("nickname");

BEGIN;
ALTER TABLE "members" ALTER COLUMN "nickname" SET NOT NULL;
COMMIT;
