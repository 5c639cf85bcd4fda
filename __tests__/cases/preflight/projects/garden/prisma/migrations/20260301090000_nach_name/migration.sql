-- Für die Suche; in „Übersicht“ benutzt.
CREATE INDEX "gärten_nach_name" ON "gärten"("name"); /* ; ü */ COMMENT ON INDEX "gärten_nach_name" IS 'Größe zählt; nicht';
UPDATE "gärten" SET "name" = 'Ä;ö' WHERE "größe" = 'groß';
