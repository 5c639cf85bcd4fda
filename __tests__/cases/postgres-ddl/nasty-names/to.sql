-- additive: every statement runs twice
CREATE SCHEMA "Sche""ma";
CREATE TYPE "Sche""ma"."Ty pe'" AS ENUM ('a''b', 'c"d', 'e\f', 'ü, ö', '$$');
CREATE TABLE "Sche""ma"."select" ("user" integer PRIMARY KEY, "It's" text DEFAULT 'it''s; "x"', "Größe $1" "Sche""ma"."Ty pe'" NOT NULL DEFAULT 'a''b');
CREATE TABLE "Sche""ma"."Ta""ble; --x" ("id" serial PRIMARY KEY, "group" integer REFERENCES "Sche""ma"."select" ("user"), "$$" text CHECK ("$$" <> '$$ '' "'));
CREATE INDEX "In""dex" ON "Sche""ma"."Ta""ble; --x" ("group", lower("$$"));
CREATE VIEW "Sche""ma"."Vi.ew" AS SELECT "It's" AS "Wei""rd", "Größe $1" FROM "Sche""ma"."select";
CREATE FUNCTION "Sche""ma"."f(n)"("a b" "Sche""ma"."Ty pe'") RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON COLUMN "Sche""ma"."select"."It's" IS 'com''ment';
COMMENT ON FUNCTION "Sche""ma"."f(n)"("Sche""ma"."Ty pe'") IS $c$it's $$ fine$c$;
