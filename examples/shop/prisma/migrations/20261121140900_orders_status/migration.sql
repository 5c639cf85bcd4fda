-- AlterEnum
ALTER TYPE "OrderStatus" ADD VALUE 'RETURNED';

-- CreateIndex
CREATE INDEX "orders_status_idx" ON "orders"("status");

-- Everything older than this year is done.
UPDATE "orders" SET "status" = 'SHIPPED' WHERE "created_at" < '2026-01-01';
