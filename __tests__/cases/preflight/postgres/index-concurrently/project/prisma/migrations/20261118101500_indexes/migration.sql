ALTER TABLE "orders" ADD COLUMN "paid_at" TIMESTAMP(3);

-- Does not block writes.
CREATE INDEX CONCURRENTLY "orders_status_idx" ON "orders"("status");

CREATE INDEX "orders_paid_at_idx" ON "orders"("paid_at");
