CREATE INDEX "orders_created_at_idx" ON "orders" ("created_at" DESC);
CREATE INDEX "orders_open_idx" ON "orders" (lower("note")) WHERE "status" = 'OPEN';
