CREATE VIEW "übersicht" AS SELECT "name" AS "назва" FROM "members";
