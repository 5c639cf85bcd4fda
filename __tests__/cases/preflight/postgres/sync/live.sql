DROP TABLE "_prisma_migrations";
CREATE TABLE "imports" ("id" integer PRIMARY KEY);
ALTER TABLE "members" ALTER COLUMN "name" DROP NOT NULL;
