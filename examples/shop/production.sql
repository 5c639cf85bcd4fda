-- What the code does not know: made by hand, one night, in production.
ALTER TABLE "orders" ADD COLUMN "legacy_ref" TEXT;
CREATE INDEX "orders_created_at_idx" ON "orders"("created_at");
CREATE INDEX "orders_tmp_note" ON "orders"("note");
CREATE VIEW "open_orders" AS SELECT "id", "total" FROM "orders" WHERE "status" = 'OPEN';

INSERT INTO "members" ("email", "name", "fax")
SELECT 'member' || n || '@example.com', 'Member ' || n, CASE WHEN n % 3 = 0 THEN '+49 30 ' || n END FROM generate_series(1, 500) AS n;
INSERT INTO "orders" ("member_id", "total") SELECT 1 + n % 500, n FROM generate_series(1, 2000) AS n;
