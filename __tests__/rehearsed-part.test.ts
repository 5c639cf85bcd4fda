import { expect, test } from "vitest";
import { partToRehearse } from "../src/plan/rehearsed-part.ts";
import type { SchemaObject } from "../src/schema/snapshot.ts";
import { objectId } from "../src/schema/snapshot.ts";

function table(name: string): SchemaObject {
  return {
    kind: "table",
    id: objectId("table", "public", name),
    schema: "public",
    name,
    persistence: "permanent",
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    options: [],
    rowSecurity: "off",
    sql: null,
  };
}

function reference(from: string, to: string): SchemaObject {
  const name = `${from}_${to}_fkey`;
  return {
    kind: "foreign key",
    id: objectId("foreign key", "public", from, name),
    schema: "public",
    name,
    table: from,
    columns: ["a"],
    references: objectId("table", "public", to),
    referencedColumns: ["id"],
    onDelete: "no action",
    onUpdate: "no action",
    onDeleteColumns: [],
    match: "simple",
    deferrable: "no",
    validated: true,
    enforced: true,
  };
}

function view(name: string, definition: string): SchemaObject {
  return { kind: "view", id: objectId("view", "public", name), schema: "public", name, definition, options: [], columns: [] };
}

/** A chain: each table refers to the one before it. */
const tables = Array.from({ length: 100 }, (_, index) => `t${index}`);
const schema: readonly SchemaObject[] = [
  ...tables.map(table),
  ...tables.slice(1).map((name, index) => reference(name, `t${index}`)),
  view("v10", "SELECT id FROM public.t10"),
  view("w10", "SELECT id FROM public.v10"),
  view("v50", "SELECT id FROM public.t50"),
];

test("a small schema is copied whole", () => {
  const small = schema.slice(0, 20);
  expect(partToRehearse(small, ["table public.t1"], [])).toBe(small);
});

test("of a large one: what is named, its neighbours, and the views on it", () => {
  const part = partToRehearse(schema, ["table public.t10"], ["ALTER TABLE t10 ADD COLUMN x int"]);
  expect(part.map(({ id }) => id)).toEqual([
    "table public.t9",
    "table public.t10",
    "foreign key public.t10.t10_t9_fkey",
    "table public.t11",
    "foreign key public.t11.t11_t10_fkey",
    "view public.v10",
    "view public.w10",
  ]);
});

test("a name that only the text has counts, too", () => {
  const part = partToRehearse(schema, [], ["DO $$ BEGIN EXECUTE 'DROP TABLE \"t70\"'; END $$"]);
  expect(part.flatMap(({ kind, id }) => (kind === "table" ? [id] : []))).toEqual([
    "table public.t69",
    "table public.t70",
    "table public.t71",
  ]);
});
