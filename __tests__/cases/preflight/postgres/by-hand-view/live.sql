CREATE VIEW "open_orders" AS SELECT "id", "total" FROM "orders" WHERE "status" = 'OPEN';
CREATE MATERIALIZED VIEW "open_totals" AS SELECT sum("total") AS "total" FROM "open_orders";
