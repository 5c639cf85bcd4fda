CREATE INDEX "orders_total_idx" ON "orders" ("total");
UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"orders_total_idx"'::regclass;
UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"orders_member_id_idx"'::regclass;
