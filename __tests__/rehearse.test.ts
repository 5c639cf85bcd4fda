import { beforeAll, describe, expect, test } from "vitest";
import type { StandInRequest } from "../src/dialects/dialect.ts";
import { postgres } from "../src/dialects/postgres/dialect.ts";
import { openStandIn } from "../src/dialects/postgres/stand-in.ts";
import { UserError } from "../src/errors.ts";
import { type RehearsalInput, rehearse } from "../src/rehearse.ts";
import { objectId, type SchemaObject, type Snapshot } from "../src/schema/snapshot.ts";

const request: StandInRequest = {
  serverMajor: null,
  schemas: ["public"],
  extensions: [],
  roles: [],
  devUrl: null,
  shadowSchema: null,
  targetIdentity: null,
  limits: { timeMs: 60_000, memoryBytes: 1_500_000_000 },
};
const scope = { include: ["public"], exclude: [], absent: "leave out" } as const;

async function schemaOf(...statements: readonly string[]): Promise<Snapshot> {
  await using standIn = await openStandIn(request);
  expect(await standIn.build(statements)).toEqual({ outcome: "built", failed: [] });
  return await standIn.introspect(scope);
}

let live: Snapshot;
beforeAll(async () => {
  live = await schemaOf(
    "CREATE TABLE public.orders (id int PRIMARY KEY, status text CHECK (status <> ''), total numeric DEFAULT (1 + 1))",
    "CREATE INDEX orders_status_idx ON public.orders (lower(status)) WHERE total > 0",
    "CREATE VIEW public.open_orders AS SELECT id FROM public.orders WHERE status = 'open'",
  );
});

function input(statements: readonly string[], over: Partial<RehearsalInput> = {}): RehearsalInput {
  return {
    dialect: postgres,
    open: (roles) => openStandIn({ ...request, roles }),
    scope,
    defaultSchema: "public",
    serverMajor: 18,
    settings: [],
    filled: async () => [],
    live,
    batches: [{ origin: "file", transactional: true, foreignKeys: null, statements }],
    touches: [],
    expected: null,
    rollback: [],
    cover: (snapshot) => snapshot,
    rights: false,
    ...over,
  };
}

/** A column of a type that no stand-in has. */
const place: SchemaObject = {
  kind: "column",
  id: "column public.orders.place",
  schema: "public",
  name: "place",
  table: "orders",
  position: 9,
  type: "public.geometry",
  nullable: true,
  default: null,
  identity: null,
  generated: null,
  collation: null,
  autoIncrement: false,
};
const other: SchemaObject = {
  ...(place as Extract<SchemaObject, { kind: "column" }>),
  id: "column public.places.at",
  table: "places",
  name: "at",
};

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

const withObjects = (...more: readonly SchemaObject[]): Snapshot => ({
  ...live,
  objects: [...live.objects, ...more].sort((a, b) => (a.id < b.id ? -1 : 1)),
});
const withPostgis = () => openStandIn({ ...request, extensions: [{ name: "postgis", installedIn: "public" }] });

describe("the copy", () => {
  test("is the live schema, and ends as the statements change it", async () => {
    const rehearsed = await rehearse(input(["ALTER TABLE orders ADD COLUMN note text"]));
    expect(rehearsed).toMatchObject({
      outcome: "rehearsed",
      notReproduced: [],
      tables: { copied: 1, of: 1 },
      end: { outcome: "not-promised", changes: [{ object: "column public.orders.note" }] },
    });
  });

  test("what the plan promises and the copy does not hold is named", async () => {
    const rehearsed = await rehearse(input(["ALTER TABLE orders ADD COLUMN note text"], { expected: live }));
    expect(rehearsed).toMatchObject({
      outcome: "rehearsed",
      end: { outcome: "differs", differences: [{ object: "column public.orders.note" }] },
    });
  });

  test("the way back is run, too", async () => {
    const statements = ["ALTER TABLE orders ADD COLUMN note text"];
    const back = (sql: string) => rehearse(input(statements, { rollback: [{ irreversible: "Data." }, { sql }] }));
    expect(await back("ALTER TABLE orders DROP COLUMN note")).toMatchObject({ wayBack: { outcome: "as-before" } });
    expect(await back("ALTER TABLE orders DROP COLUMN total CASCADE")).toMatchObject({
      wayBack: {
        outcome: "differs",
        differences: expect.arrayContaining([expect.objectContaining({ object: "column public.orders.note" })]),
      },
    });
    expect(await back("ALTER TABLE orders DROP COLUMN nothing")).toMatchObject({ wayBack: { outcome: "failed" } });
  });

  test("lacks what its engine lacks, by name; where the plan needs that, nothing is claimed", async () => {
    const far = withObjects(table("places"), other);
    const beside = await rehearse(input(["ALTER TABLE orders ADD COLUMN note text"], { live: far, open: withPostgis }));
    expect(beside).toMatchObject({
      outcome: "rehearsed",
      notReproduced: [{ object: "extension postgis" }, { object: "table public.places" }],
    });
    const needed = await rehearse(input(["ALTER TABLE places ADD COLUMN note text"], { live: far, open: withPostgis }));
    expect(needed).toMatchObject({ outcome: "not-rehearsed" });
    expect("reason" in needed ? needed.reason : "").toContain("postgis");
  });

  test("of a large schema is made again as a whole when a statement reaches what only running code shows", async () => {
    const many = withObjects(...Array.from({ length: 70 }, (_, index) => table(`t${index}`)));
    const dynamic = "DO $$ BEGIN EXECUTE 'ALTER TABLE t' || 6 * 7 || ' ADD COLUMN a int'; END $$";
    const named = await rehearse(input(["ALTER TABLE t42 ADD COLUMN a int"], { live: many }));
    expect(named).toMatchObject({ outcome: "rehearsed", tables: { copied: 1, of: 71 } });
    const found = await rehearse(input([dynamic], { live: many }));
    expect(found).toMatchObject({ outcome: "rehearsed", tables: { copied: 71, of: 71 } });
    expect(found.observations[0]?.locks).toEqual([{ relation: "table public.t42", mode: "AccessExclusiveLock" }]);
  });
});

describe("what ends it", () => {
  test("a refusal that the live database would repeat", async () => {
    expect(await rehearse(input(["SELECT 1", "ALTER TABLE orders DROP COLUMN id"]))).toMatchObject({
      outcome: "failed",
      statement: 1,
      reason: expect.stringContaining("cannot drop column id of table orders because other objects depend on it [2BP01]"),
    });
  });

  test("what is newer than the live server", async () => {
    const newer = ["ALTER TABLE orders ADD COLUMN double int GENERATED ALWAYS AS (id * 2) VIRTUAL"];
    expect(await rehearse(input(newer, { serverMajor: 16 }))).toMatchObject({
      outcome: "failed",
      statement: 0,
      reason: "Statement 1 needs PostgreSQL 18 (a virtual generated column), and the server is version 16.",
    });
    expect(await rehearse(input(newer, { serverMajor: 18 }))).toMatchObject({ outcome: "rehearsed" });
  });

  test("a limit of time, and what was seen until then is kept", async () => {
    const open = () => openStandIn({ ...request, limits: { ...request.limits, timeMs: 10_000 } });
    const hangs = await rehearse(
      input(["ALTER TABLE orders ADD COLUMN note text", "DO $$ BEGIN LOOP END LOOP; END $$"], { open }),
    );
    expect(hangs).toMatchObject({ outcome: "not-rehearsed", reason: expect.stringContaining("did not end within 10 s") });
    expect(hangs.observations.map(({ outcome }) => outcome.kind)).toEqual(["done", "not-run"]);
  });

  test("a stand-in that can't be had, or fails in a way of its own", async () => {
    const failing = (error: Error) => rehearse(input(["SELECT 1"], { open: () => Promise.reject(error) }));
    expect(await failing(new UserError("connection-failed", "Nobody answers."))).toMatchObject({
      outcome: "not-rehearsed",
      reason: "Nobody answers.",
    });
    expect(await failing(new Error("permission denied to create role"))).toMatchObject({ outcome: "not-rehearsed" });
  });
});
