import { expect, test } from "vitest";
import type { Change } from "../src/diff/change.ts";
import { beyondStanding } from "../src/plan/standing-approval.ts";
import type { Column, Index } from "../src/schema/snapshot.ts";
import { aPlan } from "./support/executions.ts";
import { aColumn, anIndex, aSnapshot, aTable } from "./support/objects.ts";

const column = (over: Partial<Column>): Column => aColumn("t", "c", { nullable: false, ...over });
const created = (object: Column | Index): Change => ({ kind: "create", object, parts: [] });
const live = aSnapshot([aTable("t")]);
const refusals = (change: Change, sql = "") =>
  beyondStanding(sql === "" ? aPlan({ statements: [] }) : aPlan({ statements: [{ ...statement, sql }] }), [change], live, [])
    .length;
const statement = { sql: "", origin: "schemagate", batch: 0, changes: [], effects: [], hazards: [], locks: [], rewrites: [] };

test.each([
  "7",
  "'-7'::integer",
  "(-1)",
  "1.5",
  "'it''s'::text",
  "'x'::character varying(10)",
  "0.5::numeric(4,1)",
  "'A'::\"Role\"",
  "'A'::public.\"Role\"",
  "true",
  "NULL",
  "'{}'::text[]",
  "ARRAY['a'::text, 'b'::text]",
  "ARRAY[]::text[]",
])("%s is a constant", (text) => {
  expect(refusals(created(column({ default: text })))).toBe(0);
});

test.each([
  "CURRENT_TIMESTAMP",
  "CURRENT_USER",
  "now()",
  "gen_random_uuid()",
  "('a'::text || CURRENT_USER)",
  "'a' || 'b'",
  "ARRAY[CURRENT_USER]",
])("%s is none", (text) => {
  expect(refusals(created(column({ default: text })))).toBe(1);
});

test("an index counts as built concurrently only by its own statement", () => {
  const index = anIndex("t", "c", ["c"]);
  expect(refusals(created(index), 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "c" ON "public"."t" ("c")')).toBe(0);
  expect(refusals(created(index), 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "other" ON "public"."t" ("c")')).toBe(1);
});
