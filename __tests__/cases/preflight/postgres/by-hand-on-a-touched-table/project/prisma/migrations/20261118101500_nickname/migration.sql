-- AlterTable
ALTER TABLE "members" ADD COLUMN "nickname" TEXT;
