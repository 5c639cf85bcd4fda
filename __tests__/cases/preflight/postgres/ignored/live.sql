CREATE INDEX "tmp_orders_note" ON "orders" ("note");
CREATE INDEX "tmp_orders_total" ON "orders" ("total");
CREATE TABLE "imports" ("id" integer PRIMARY KEY, "note" text);
CREATE TABLE "exports" ("id" integer PRIMARY KEY);
CREATE INDEX "exports_idx" ON "exports" ("id");
