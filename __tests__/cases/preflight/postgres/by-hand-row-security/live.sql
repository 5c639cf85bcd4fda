ALTER TABLE "orders" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own_orders" ON "orders" FOR SELECT USING ("member_id" = current_setting('app.member', true)::integer);
