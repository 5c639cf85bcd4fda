CREATE FUNCTION "order_total"("member" integer, "since" timestamp DEFAULT '-infinity') RETURNS numeric LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT 1;
  SELECT sum("total") FROM "orders" WHERE "member_id" = "member" AND "created_at" >= "since";
END;
