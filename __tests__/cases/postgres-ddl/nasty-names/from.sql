CREATE SCHEMA "Sche""ma";
CREATE TABLE "Sche""ma"."select" ("user" integer PRIMARY KEY, "It's" text);
