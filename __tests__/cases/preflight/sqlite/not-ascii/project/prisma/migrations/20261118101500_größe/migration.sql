-- Größe; „ü“
ALTER TABLE "members" ADD COLUMN "größe" TEXT NOT NULL DEFAULT 'Übergröße; „ß“ 🌱';
UPDATE "members" SET "größe" = 'Ä;ö';
