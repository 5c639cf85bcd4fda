import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RehearsedBatch, StandIn, StandInRequest } from "../src/dialects/dialect.ts";
import { newerThan } from "../src/dialects/postgres/newer-than.ts";
import { openStandIn } from "../src/dialects/postgres/stand-in.ts";
import type { Observation } from "../src/rehearsal.ts";

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

const schema = [
  "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
  "CREATE TABLE public.members (id serial PRIMARY KEY, email text, fax text, mood public.mood)",
  "CREATE INDEX members_fax_idx ON public.members (fax)",
  "CREATE TABLE public.orders (id int PRIMARY KEY, member_id int, paid timestamp, CONSTRAINT orders_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members (id))",
  "CREATE VIEW public.faxes AS SELECT fax FROM public.members",
];

const one = (...statements: readonly string[]): readonly RehearsedBatch[] => [
  { origin: "file", transactional: true, foreignKeys: null, statements },
];
const alone = (...statements: readonly string[]): readonly RehearsedBatch[] => [
  { origin: "file", transactional: false, foreignKeys: null, statements },
];

/** Without what nothing was seen of. */
function seen(observation: Observation | undefined): unknown {
  const { outcome, notices: _said, ...rest } = observation ?? ({} as Observation);
  const entries = Object.entries(rest).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return { ...(outcome?.kind === "done" ? {} : { outcome }), ...Object.fromEntries(entries) };
}

describe("what a statement does to a schema", () => {
  let standIn: StandIn;
  const watch = async (batches: readonly RehearsedBatch[], settings: readonly { name: string; value: string }[] = []) => {
    await standIn.run([{ name: "reset", sql: "DROP SCHEMA public CASCADE; CREATE SCHEMA public;" }]);
    expect(await standIn.build(schema)).toEqual({ outcome: "built", failed: [] });
    return standIn.rehearse({ batches, settings, defaultSchema: "public", filled: [] });
  };
  beforeAll(async () => {
    standIn = await openStandIn(request);
  });
  afterAll(() => standIn[Symbol.asyncDispose]());

  test.each<[string, unknown]>([
    [
      "CREATE INDEX orders_paid_idx ON orders (paid)",
      {
        locks: [{ relation: "table public.orders", mode: "ShareLock" }],
        scans: ["table public.orders"],
        builds: ["index public.orders_paid_idx"],
        creates: ["index public.orders_paid_idx"],
        duration: "index build",
      },
    ],
    [
      "ALTER TABLE members ALTER COLUMN email SET NOT NULL",
      {
        locks: [{ relation: "table public.members", mode: "AccessExclusiveLock" }],
        scans: ["table public.members"],
        duration: "scan",
      },
    ],
    [
      "ALTER TABLE orders ALTER COLUMN member_id TYPE bigint",
      {
        locks: [
          { relation: "table public.members", mode: "AccessExclusiveLock" },
          { relation: "table public.orders", mode: "AccessExclusiveLock" },
        ],
        rewrites: ["table public.orders"],
        scans: ["table public.orders"],
        builds: ["primary key public.orders.orders_pkey"],
        duration: "rewrite",
      },
    ],
    [
      "ALTER TABLE members ALTER COLUMN email TYPE varchar",
      { locks: [{ relation: "table public.members", mode: "AccessExclusiveLock" }], duration: "instant" },
    ],
    [
      "ALTER TABLE members ADD COLUMN nickname text DEFAULT 'none'",
      {
        locks: [{ relation: "table public.members", mode: "AccessExclusiveLock" }],
        creates: ["column public.members.nickname"],
        duration: "instant",
      },
    ],
    [
      "ALTER TABLE members DROP COLUMN fax CASCADE",
      {
        locks: [
          { relation: "table public.members", mode: "AccessExclusiveLock" },
          { relation: "view public.faxes", mode: "AccessExclusiveLock" },
        ],
        drops: ["index public.members_fax_idx", "view public.faxes"],
        duration: "instant",
      },
    ],
    [
      "TRUNCATE members CASCADE",
      {
        locks: [
          { relation: "table public.members", mode: "AccessExclusiveLock" },
          { relation: "table public.orders", mode: "AccessExclusiveLock" },
        ],
        empties: ["table public.orders"],
        duration: "instant",
      },
    ],
    [
      "DO $$ BEGIN EXECUTE 'ALTER TABLE members ADD COLUMN token uuid DEFAULT gen_random_uuid()'; END $$",
      {
        locks: [{ relation: "table public.members", mode: "AccessExclusiveLock" }],
        rewrites: ["table public.members"],
        scans: ["table public.members"],
        builds: ["index public.members_fax_idx", "primary key public.members.members_pkey"],
        creates: ["column public.members.token"],
        duration: "rewrite",
      },
    ],
    [
      "UPDATE members SET fax = NULL WHERE id = 1",
      { locks: [{ relation: "table public.members", mode: "RowExclusiveLock" }], duration: "unknown" },
    ],
  ])("%s", async (sql, expected) => {
    const { observations, stopped } = await watch(one(sql));
    expect(stopped).toBeNull();
    const { scans: _scans, ...withoutScans } = seen(observations[0]) as Record<string, unknown>;
    // Which way a query finds its rows depends on how many there are.
    expect(sql.startsWith("UPDATE") ? withoutScans : seen(observations[0])).toEqual(expected);
  });

  test("a lock is said once for a transaction, and what it creates itself is nobody's", async () => {
    const { observations } = await watch(
      one(
        "ALTER TABLE orders ADD COLUMN note text",
        "ALTER TABLE orders ALTER COLUMN note SET NOT NULL",
        "CREATE TABLE fresh (id int)",
        "CREATE INDEX ON fresh (id)",
        "ALTER TABLE fresh ALTER COLUMN id TYPE bigint",
      ),
    );
    expect(observations.map(({ locks }) => locks.length)).toEqual([1, 0, 0, 0, 0]);
    expect(observations.map(({ duration }) => duration)).toEqual(["instant", "scan", "instant", "instant", "instant"]);
    expect(observations.flatMap(({ builds, rewrites }) => [...builds, ...rewrites])).toEqual([]);
  });

  test("the session's time zone decides whether a type change writes the table anew", async () => {
    const sql = "ALTER TABLE orders ALTER COLUMN paid TYPE timestamptz";
    const rewrites = async (value: string) => (await watch(one(sql), [{ name: "TimeZone", value }])).observations[0]?.rewrites;
    expect(await rewrites("UTC")).toEqual([]);
    expect(await rewrites("Europe/Berlin")).toEqual(["table public.orders"]);
  });

  test("what runs outside of transactions keeps its lock to itself: it is told by the statement", async () => {
    const { observations } = await watch(
      alone("CREATE INDEX CONCURRENTLY a ON members (email)", "DROP INDEX CONCURRENTLY members_fax_idx", "VACUUM FULL orders"),
    );
    expect(observations.map(({ locks }) => locks)).toEqual([
      [{ relation: "table public.members", mode: "ShareUpdateExclusiveLock" }],
      [{ relation: "table public.members", mode: "ShareUpdateExclusiveLock" }],
      [{ relation: "table public.orders", mode: "AccessExclusiveLock" }],
    ]);
    expect(observations[2]?.rewrites).toEqual(["table public.orders"]);
  });

  test("a file's own transactions are followed", async () => {
    const { observations, stopped } = await watch(
      alone(
        "BEGIN",
        "ALTER TABLE orders ADD COLUMN a int",
        "ALTER TABLE orders ADD COLUMN b int",
        "COMMIT",
        "ALTER TABLE orders ADD COLUMN c int",
      ),
    );
    expect(stopped).toBeNull();
    expect(observations.map(({ locks }) => locks.length)).toEqual([0, 1, 0, 0, 1]);
  });

  test("a statement that needs rows is left out, the others go on", async () => {
    const { observations, stopped } = await watch(
      one("INSERT INTO orders (id, member_id) VALUES (1, 7)", "ALTER TABLE orders ADD COLUMN note text"),
    );
    expect(stopped).toBeNull();
    expect(observations.map(({ outcome }) => outcome.kind)).toEqual(["not-run", "done"]);
  });

  test("a refusal ends it, with the engine's words", async () => {
    const { observations, stopped } = await watch(one("ALTER TABLE nowhere ADD COLUMN a int", "SELECT 1"));
    expect(stopped).toEqual({ statement: 0, kind: "refused", code: "42P01", message: 'relation "nowhere" does not exist' });
    expect(observations.map(({ outcome }) => outcome.kind)).toEqual(["failed", "not-run"]);
  });

  test("nothing that a script makes or sets changes what is seen", async () => {
    const { observations } = await watch(
      one(
        "CREATE TABLE public.pg_locks (pid int, locktype text, granted bool, relation oid, mode text)",
        "CREATE FUNCTION public.pg_backend_pid() RETURNS int LANGUAGE sql AS 'SELECT 0'",
        "SET search_path = public, pg_catalog",
        "ALTER TABLE orders ADD COLUMN note text",
      ),
    );
    expect(observations[3]?.locks).toEqual([{ relation: "table public.orders", mode: "AccessExclusiveLock" }]);
  });
});

test("what can't be had is left out of a copy, and everything else is there", async () => {
  await using standIn = await openStandIn(request);
  const built = await standIn.build([
    "CREATE TABLE public.a (id int)",
    "CREATE TABLE public.b (g geometry)",
    "CREATE TABLE public.c (id int)",
  ]);
  expect(built).toEqual({ outcome: "built", failed: [{ index: 1, message: 'type "geometry" does not exist' }] });
  const { objects } = await standIn.introspect({ include: ["public"], exclude: [], absent: "refuse" });
  expect(objects.flatMap(({ kind, id }) => (kind === "table" ? [id] : []))).toEqual(["table public.a", "table public.c"]);
});

test.each([
  ["an endless loop", "DO $$ BEGIN LOOP END LOOP; END $$"],
  ["a program to run", "COPY members TO PROGRAM 'cat'"],
  ["endless recursion", "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(); END'; SELECT f()"],
])("%s ends the rehearsal and nothing else", async (_what, sql) => {
  await using standIn = await openStandIn({ ...request, limits: { ...request.limits, timeMs: 5_000 } });
  await standIn.build(schema);
  const { stopped, observations } = await standIn.rehearse({
    batches: one(
      "ALTER TABLE orders ADD COLUMN a int",
      ...sql.split("; S").map((part, index) => (index === 0 ? part : `S${part}`)),
    ),
    settings: [],
    defaultSchema: "public",
    filled: [],
  });
  expect(observations[0]?.outcome).toEqual({ kind: "done" });
  expect(stopped).not.toBeNull();
  expect(observations.at(-1)?.outcome.kind).not.toBe("done");
});

test.each<[string, number, string | null]>([
  ["CREATE TABLE t (id uuid DEFAULT uuidv7())", 17, "uuidv7()"],
  ["CREATE TABLE t (id uuid DEFAULT uuidv7())", 18, null],
  ["CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2))", 17, "a virtual generated column"],
  ["CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED)", 14, null],
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED", 17, "NOT ENFORCED"],
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", 14, null],
  ["ALTER TABLE t ADD CONSTRAINT c UNIQUE NULLS NOT DISTINCT (a)", 14, "NULLS NOT DISTINCT"],
  ["DO $$ BEGIN PERFORM any_value(1); END $$", 15, "any_value()"],
  ["SELECT * FROM (SELECT 1)", 15, "a subquery in FROM without an alias"],
])("%s on PostgreSQL %i: %s", async (sql, serverMajor, expected) => {
  expect((await newerThan(sql, { serverMajor, objects: [] }))[0]?.what ?? null).toBe(expected);
});
