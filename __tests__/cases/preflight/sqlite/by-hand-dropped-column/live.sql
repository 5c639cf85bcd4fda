ALTER TABLE "orders" DROP COLUMN "note";
DROP INDEX "orders_member_id_idx";
