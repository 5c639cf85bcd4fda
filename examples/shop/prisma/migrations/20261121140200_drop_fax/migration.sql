-- AlterTable
ALTER TABLE "members" DROP COLUMN "fax";
