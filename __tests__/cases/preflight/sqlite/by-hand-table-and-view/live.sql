CREATE TABLE "order_audit" ("id" INTEGER PRIMARY KEY, "order_id" INTEGER NOT NULL REFERENCES "orders" ("id"), "seen" TEXT CHECK ("seen" <> '')) STRICT;
CREATE INDEX "order_audit_order_id" ON "order_audit" ("order_id");
CREATE VIEW "audited" AS SELECT "order_id" FROM "order_audit";
