CREATE TABLE "audit"."by_hand" ("id" integer PRIMARY KEY);
CREATE SCHEMA "elsewhere";
CREATE TABLE "elsewhere"."other" ("id" integer);
