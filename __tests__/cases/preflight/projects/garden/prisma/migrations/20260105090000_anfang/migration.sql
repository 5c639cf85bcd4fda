CREATE TYPE "größe" AS ENUM ('klein & fein', 'groß');
CREATE TABLE "gärten" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL DEFAULT 'Übergröße: „ß“; 中文 🌱', "größe" "größe" NOT NULL DEFAULT 'groß', CONSTRAINT "gärten_pkey" PRIMARY KEY ("id"));
