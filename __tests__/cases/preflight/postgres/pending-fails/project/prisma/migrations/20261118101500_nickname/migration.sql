ALTER TABLE "member" ADD COLUMN "nickname" TEXT;
