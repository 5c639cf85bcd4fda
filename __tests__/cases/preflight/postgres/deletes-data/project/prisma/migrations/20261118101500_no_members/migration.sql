ALTER TABLE "orders" DROP CONSTRAINT "orders_member_id_fkey";
DROP TABLE "members";
ALTER TABLE "orders" DROP COLUMN "note",
  ALTER COLUMN "total" SET DATA TYPE INTEGER;
DELETE FROM "orders" WHERE "status" = 'OPEN';
