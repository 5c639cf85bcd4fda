ALTER TYPE "größe" ADD VALUE 'mittel „½“';
CREATE VIEW "übersicht" AS SELECT "name" AS "назва" FROM "gärten" WHERE "größe" = 'groß';
