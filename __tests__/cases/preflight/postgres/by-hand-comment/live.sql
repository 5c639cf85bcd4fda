COMMENT ON TABLE "orders" IS 'what people bought; see "members"';
COMMENT ON COLUMN "orders"."total" IS 'in euro';
