CREATE INDEX "orders_total_idx" ON "orders" ("total" DESC);
CREATE INDEX "orders_noted_idx" ON "orders" (lower("note")) WHERE "note" IS NOT NULL;
