CREATE TABLE "order_audit" (
  "id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "order_id" integer NOT NULL REFERENCES "orders" ON DELETE CASCADE,
  "seen" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON "order_audit" ("order_id");
