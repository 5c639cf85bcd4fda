import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeChange } from "../src/diff/describe-change.ts";
import { diff } from "../src/diff/diff.ts";
import { ignoreChanges, matches } from "../src/diff/ignore.ts";
import { neutralize } from "../src/diff/neutralize.ts";
import { patch } from "../src/diff/patch.ts";
import { fingerprint } from "../src/schema/fingerprint.ts";
import type { SchemaObject } from "../src/schema/snapshot.ts";
import { aColumn, anIndex, aSnapshot, aTable } from "./support/objects.ts";

const orders = [
  aTable("orders"),
  aColumn("orders", "id"),
  aColumn("orders", "status"),
  anIndex("orders", "orders_status_idx", ["status"]),
];

const anyObjects = fc
  .uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 0 })
  .chain((tables) =>
    fc.tuple(
      ...tables.map((table) =>
        fc
          .array(fc.constantFrom("x", "y", "z"))
          .map((columns) => [aTable(table), ...[...new Set(columns)].map((column) => aColumn(table, column))]),
      ),
    ),
  )
  .map((tables) => tables.flat() as SchemaObject[]);

describe("diff", () => {
  it("finds nothing between equal schemas, whatever their order", () => {
    fc.assert(
      fc.property(anyObjects, (objects) => {
        expect(diff(objects, [...objects].reverse())).toEqual([]);
      }),
    );
  });

  it("is undone by patching: base patched with what changed is the other side", () => {
    fc.assert(
      fc.property(anyObjects, anyObjects, (from, to) => {
        const patched = patch(from, from, to);
        expect(patched.conflicts).toEqual([]);
        expect(fingerprint(aSnapshot(patched.objects))).toBe(fingerprint(aSnapshot(to)));
      }),
    );
  });

  it("folds the parts of a table into its creation, and of an index of a kept table not", () => {
    expect(diff([], orders).map(describeChange)).toEqual(["table public.orders: created (2 columns)"]);
    expect(diff(orders.slice(0, 3), orders).map(describeChange)).toEqual([
      "index public.orders_status_idx: created on orders (status)",
    ]);
  });

  it("calls a moved column position no difference", () => {
    expect(diff([aColumn("orders", "id", { position: 1 })], [aColumn("orders", "id", { position: 7 })])).toEqual([]);
  });

  it("sees a renamed index as a rename, a renamed column as drop and add", () => {
    expect(diff([anIndex("orders", "a", ["x"])], [anIndex("orders", "b", ["x"])])).toMatchObject([{ kind: "rename" }]);
    expect(diff([aColumn("orders", "a")], [aColumn("orders", "b")])).toMatchObject([{ kind: "drop" }, { kind: "create" }]);
  });

  it("names the fields that differ", () => {
    expect(diff([aColumn("t", "c")], [aColumn("t", "c", { type: "integer", nullable: false })])).toMatchObject([
      { kind: "alter", fields: ["nullable", "type"] },
    ]);
  });
});

describe("patch", () => {
  it("keeps what only the live database has, and changes only the fields that the history changes", () => {
    const byHand = aColumn("orders", "note", { position: 9 });
    const live = [aTable("orders"), aColumn("orders", "id", { collation: "C" }), byHand];
    const before = [aTable("orders"), aColumn("orders", "id")];
    const after = [aTable("orders"), aColumn("orders", "id", { nullable: false })];
    const { objects } = patch(live, before, after);
    expect(objects).toContainEqual(byHand);
    expect(objects).toContainEqual(aColumn("orders", "id", { collation: "C", nullable: false }));
  });

  it("names what the plan would create although it is there", () => {
    const note = aColumn("orders", "note");
    expect(patch([aTable("orders"), note], [aTable("orders")], [aTable("orders"), note]).conflicts).toMatchObject([
      { object: note.id },
    ]);
  });

  it("drops with a table what was added to it by hand", () => {
    expect(patch([...orders, aColumn("orders", "note")], orders, []).objects).toEqual([]);
  });
});

describe("ignore rules", () => {
  it.each([
    ["table public.events_p*", "table public.events_p2026", true],
    ["table public.events_p*", "table public.events", false],
    ["index *_tmp_*", "index public.a_tmp_b", true],
    ["index public.a.b", "index public.aXb", false],
    ["*", "anything", true],
    ["a*a", "a", false],
  ])("%s matches %s: %s", (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });

  it("ends with its date, and covers the parts of an ignored table", () => {
    const changes = diff([aTable("t")], [aTable("t"), aColumn("t", "c")]);
    const rule = { object: "table public.t", reason: "theirs", until: "2026-11-20" };
    expect(ignoreChanges(changes, [rule], "2026-11-20").changes).toEqual([]);
    expect(ignoreChanges(changes, [rule], "2026-11-21").ignored).toEqual([]);
  });
});

describe("neutralize", () => {
  it("leaves the history table, operational partitions and foreign owners out", () => {
    const history = aSnapshot([aTable("orders", { partitionBy: "RANGE (day)" })]);
    const partition = aTable("orders_p1", { partitionOf: { table: "table public.orders", bound: "FOR VALUES ..." } });
    const live = aSnapshot([
      aTable("orders", { partitionBy: "RANGE (day)" }),
      partition,
      aColumn("orders_p1", "id"),
      aTable("_prisma_migrations"),
      aColumn("_prisma_migrations", "id"),
    ]);
    const neutral = neutralize(history, live, ["table public._prisma_migrations"]);
    expect(diff(neutral.from, neutral.to)).toEqual([]);
    expect(neutral.rules).toEqual([{ rule: "partition-of-managed-parent", object: "table public.orders_p1" }]);
  });
});
