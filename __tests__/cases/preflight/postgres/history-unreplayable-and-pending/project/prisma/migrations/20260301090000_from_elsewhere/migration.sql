ALTER TABLE "made_elsewhere" ADD COLUMN "a" INTEGER;
