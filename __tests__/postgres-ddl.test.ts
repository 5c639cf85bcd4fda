import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ddl, DdlContext, ReadSession } from "../src/dialects/dialect.ts";
import { writeDdl } from "../src/dialects/postgres/ddl.ts";
import { introspect, pinnedSettings } from "../src/dialects/postgres/introspect.ts";
import { quoteIdentifier } from "../src/dialects/postgres/types.ts";
import { type Change, changedId } from "../src/diff/change.ts";
import { diff } from "../src/diff/diff.ts";
import type { Snapshot } from "../src/schema/snapshot.ts";
import { createDatabase, servers, type TestServer } from "./support/servers.ts";

/** Each folder holds two schemas: the DDL between them, both ways, must lead to what the other script builds. */
type Case = {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** `-- since: 15` in to.sql */
  readonly since: number;
  readonly additive: boolean;
  readonly needsExtensions: boolean;
  /** Words of the reasons for which changes are refused: refused.txt there, refused-back.txt back. */
  readonly refused: readonly string[];
  readonly refusedBack: readonly string[];
};

type Scratch = {
  /** One simple query: several statements are one implicit transaction. */
  run(sql: string): Promise<void>;
  readonly session: ReadSession;
  close(): Promise<void>;
};

const folder = fileURLToPath(new URL("cases/postgres-ddl", import.meta.url));
const cases = await Promise.all((await readdir(folder)).sort().map(readCase));
const roles = ["sg_ddl_reader", 'Sg ddl "writer"'];

describe.each(await servers())("$label", (server) => {
  roundTrips(server.major, cases, () => openServer(server));
});

describe("what the changes don't mention", async () => {
  const [server] = await servers(16);
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = await openServer(server);
  });
  afterAll(() => scratch.close());

  /** Only the changes of these objects, as when a source can't express the rest. `to` does not know what is kept. */
  async function partial(from: string, to: string, ids: readonly string[]): Promise<Ddl> {
    const wanted = await built(scratch, to);
    const start = await built(scratch, from);
    const changes = diff(start.objects, wanted.objects).filter((change) => ids.includes(changedId(change)));
    return writeDdl(changes, { from: start, to: wanted, form: "plain" });
  }

  test.each([
    ["a view", "CREATE VIEW kept AS SELECT a FROM t", "view public.kept"],
    ["a view, by its alias list", "CREATE VIEW kept AS SELECT x, y FROM t k(x, y)", "view public.kept"],
    ["an index", "CREATE INDEX kept ON t (a)", "index public.kept"],
    ["a check", "ALTER TABLE t ADD CONSTRAINT kept CHECK (a > id)", "check public.t.kept"],
    ["a policy", "CREATE POLICY kept ON t USING (a > 0)", "policy public.t.kept"],
    ["a generated column", "ALTER TABLE t ADD kept integer GENERATED ALWAYS AS (a * 2) STORED", "column public.t.kept"],
  ])("%s that uses a column keeps it from being dropped", async (_what, unmanaged, id) => {
    const ddl = await partial(`CREATE TABLE t (id integer, a integer); ${unmanaged}`, "CREATE TABLE t (id integer)", [
      "column public.t.a",
    ]);
    expect(ddl.statements).toEqual([]);
    expect(ddl.refused.map(({ reason }) => reason)).toEqual([
      `Can't change column public.t.a: ${id} uses it and stays as it is. Change or drop that first.`,
    ]);
  });

  test("a foreign key keeps the table that it refers to", async () => {
    const from = "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p integer CONSTRAINT kept REFERENCES p)";
    const ddl = await partial(from, "CREATE TABLE c (p integer)", ["table public.p"]);
    expect(ddl.refused.map(({ reason }) => reason)).toEqual([expect.stringContaining("foreign key public.c.kept")]);
  });

  test("a view comes back with its rights and comments when its column changes type", async () => {
    const from = `CREATE TABLE t (a integer); CREATE VIEW kept AS SELECT a FROM t; CREATE VIEW other AS SELECT 1 AS a;
      COMMENT ON VIEW kept IS 'x'; GRANT SELECT ON kept TO sg_ddl_reader`;
    const ddl = await partial(from, "CREATE TABLE t (a bigint)", ["column public.t.a"]);
    await execute(scratch, ddl);
    const { objects } = await read(scratch);
    expect(objects.find(({ id }) => id === "comment view public.kept")).toMatchObject({ text: "x" });
    expect(objects.find(({ id }) => id === "rights view public.kept")).toMatchObject({ grants: ["sg_ddl_reader: SELECT"] });
    expect(ddl.statements.filter(({ sql }) => sql.includes("other"))).toEqual([]);
  });

  test("parts of a table that is dropped go with it", async () => {
    const from =
      "CREATE TABLE t (a integer); CREATE INDEX unmanaged ON t (a); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t";
    const ddl = await partial(from, "", ["table public.t"]);
    expect(ddl.refused).toEqual([]);
    expect(ddl.statements.map(({ sql }) => sql)).toEqual(['DROP TABLE "public"."t"']);
  });
});

describe("rows", async () => {
  const [server] = await servers(18);
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = await openServer(server);
  });
  afterAll(() => scratch.close());

  async function migrated(from: string, to: string): Promise<void> {
    const wanted = await built(scratch, to);
    const start = await built(scratch, from);
    await execute(scratch, writeDdl(diff(start.objects, wanted.objects), { from: start, to: wanted, form: "plain" }));
  }

  test.each(["integer GENERATED BY DEFAULT AS IDENTITY", "serial"])(
    "numbers that are taken are not given again: %s",
    async (type) => {
      await migrated(
        "CREATE TABLE t (id integer PRIMARY KEY, n text); INSERT INTO t VALUES (1), (41)",
        `CREATE TABLE t (id ${type} PRIMARY KEY, n text)`,
      );
      await scratch.run("INSERT INTO t (n) VALUES ('next')");
      expect(await scratch.session.query("SELECT id FROM t WHERE n = 'next'")).toEqual([{ id: 42 }]);
    },
  );

  test("what does not fit is an error, not cut", async () => {
    const shorter = migrated("CREATE TABLE t (a varchar(10)); INSERT INTO t VALUES ('1234567')", "CREATE TABLE t (a varchar(5))");
    await expect(shorter).rejects.toThrow("value too long for type character varying(5)");
  });

  test("a longer varchar rewrites nothing", async () => {
    const file = () => scratch.session.query("SELECT pg_relation_filenode('public.t') AS file");
    await built(scratch, "CREATE TABLE t (a varchar(10)); INSERT INTO t VALUES ('1')");
    const start = await read(scratch);
    const before = await file();
    const wanted = start.objects.map((object) =>
      object.kind === "column" ? { ...object, type: "character varying(20)" } : object,
    );
    await execute(
      scratch,
      writeDdl(diff(start.objects, wanted), { from: start, to: { ...start, objects: wanted }, form: "plain" }),
    );
    expect(await file()).toEqual(before);
  });

  test("rows keep the values that an enum keeps", async () => {
    await migrated(
      "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (v e DEFAULT 'a', w e[]); INSERT INTO t VALUES ('b', '{b,a}')",
      "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (v e DEFAULT 'a', w e[])",
    );
    expect(await scratch.session.query("SELECT v::text, w::text FROM t")).toEqual([{ v: "b", w: "{b,a}" }]);
  });
});

test("a value of an enum is a batch of its own, and the first", async () => {
  const [server] = await servers(16);
  const scratch = await openServer(server);
  const wanted = await built(scratch, "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE a (v e DEFAULT 'c'); CREATE SCHEMA s");
  const start = await built(scratch, "CREATE TYPE e AS ENUM ('b')");
  const { statements } = writeDdl(diff(start.objects, wanted.objects), { from: start, to: wanted, form: "plain" });
  expect(statements.map(({ sql, transactional }) => [transactional, sql.split("\n")[0]])).toEqual([
    [false, `ALTER TYPE "public"."e" ADD VALUE 'a' BEFORE 'b'`],
    [false, `ALTER TYPE "public"."e" ADD VALUE 'c'`],
    [true, 'CREATE SCHEMA "s"'],
    [true, 'CREATE TABLE "public"."a" ('],
    [true, 'ALTER SCHEMA "s" OWNER TO "postgres"'],
    [true, 'ALTER TABLE "public"."a" OWNER TO "postgres"'],
  ]);
  await scratch.close();
});

describe("PGlite", () => {
  const withoutExtensions = cases.filter(({ needsExtensions }) => !needsExtensions);
  roundTrips(18, withoutExtensions, async () => {
    const { PGlite } = await import("@electric-sql/pglite");
    const database = await PGlite.create();
    const scratch: Scratch = {
      run: async (sql) => {
        await database.exec(sql);
      },
      session: {
        query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
          (await database.query<Row>(sql, [...values])).rows,
      },
      close: () => database.close(),
    };
    for (const role of roles) await ensureRole(scratch, role);
    return scratch;
  });
});

async function openServer(server: TestServer): Promise<Scratch> {
  const database = await createDatabase(server);
  const query = async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await database.admin.query<Row>(sql, [...values])).rows;
  const scratch: Scratch = {
    run: async (sql) => {
      await database.admin.query(sql);
    },
    session: { query },
    close: async () => {
      await empty(scratch);
      for (const role of roles) await scratch.run(`DROP ROLE ${quoteIdentifier(role)}`);
      await database[Symbol.asyncDispose]();
    },
  };
  for (const role of roles) await ensureRole(scratch, role);
  return scratch;
}

function roundTrips(major: number, examples: readonly Case[], open: () => Promise<Scratch>): void {
  let scratch: Scratch;
  beforeAll(async () => {
    scratch = await open();
  });
  afterAll(() => scratch.close());

  for (const example of examples.filter(({ since }) => major >= since)) {
    test(`${example.name}, there and back`, async () => {
      const to = await built(scratch, example.to);
      const from = await built(scratch, example.from);
      await migrate(scratch, from, to, "plain", example.refused);
      if (example.refused.length > 0) await built(scratch, example.to);
      await migrate(scratch, to, from, "plain", example.refusedBack);
    });
    if (example.additive) {
      test(`${example.name}, twice`, async () => {
        const to = await built(scratch, example.to);
        const from = await built(scratch, example.from);
        await migrate(scratch, from, to, "guarded", []);
      });
    }
  }
}

/** The database is at `from`. */
async function migrate(
  scratch: Scratch,
  from: Snapshot,
  to: Snapshot,
  form: DdlContext["form"],
  refusals: readonly string[],
): Promise<void> {
  const ddl = writeDdl(diff(from.objects, to.objects), { from, to, form });
  expect(ddl.refused.map(({ reason }) => reason)).toEqual(refusals.map((words) => expect.stringContaining(words)));
  for (let run = 0; run < (form === "guarded" ? 2 : 1); run++) await execute(scratch, ddl);
  const left = diff((await read(scratch)).objects, to.objects);
  const written = ddl.statements.map(({ sql }) => `${sql};`).join("\n");
  expect(left.map(told), written).toEqual(ddl.refused.map(({ change }) => told(change)));
}

function told(change: Change): string {
  return `${change.kind} ${changedId(change)}${change.kind === "alter" ? ` (${change.fields.join(", ")})` : ""}`;
}

async function execute({ run }: Scratch, { statements }: Ddl): Promise<void> {
  let inTransaction = false;
  for (const { sql, transactional } of statements) {
    if (inTransaction !== transactional) await run(transactional ? "BEGIN" : "COMMIT");
    inTransaction = transactional;
    await run(sql).catch(async (error: unknown) => {
      if (inTransaction) await run("ROLLBACK");
      const all = statements.map((statement) => `${statement.sql};`).join("\n");
      throw new Error(`${error instanceof Error ? error.message : String(error)}\nin: ${sql}\nof:\n${all}`);
    });
  }
  if (inTransaction) await run("COMMIT");
}

async function built(scratch: Scratch, sql: string): Promise<Snapshot> {
  await empty(scratch);
  if (sql !== "") await scratch.run(sql);
  return read(scratch);
}

async function read({ run, session }: Scratch): Promise<Snapshot> {
  await run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  for (const setting of pinnedSettings) await run(setting);
  const snapshot = await introspect(session, { include: null, exclude: [], absent: "refuse" });
  await run("COMMIT");
  return snapshot;
}

async function empty({ run, session }: Scratch): Promise<void> {
  const extensions = await session.query<{ name: string }>("SELECT extname AS name FROM pg_extension WHERE oid >= 16384");
  for (const { name } of extensions) await run(`DROP EXTENSION ${quoteIdentifier(name)} CASCADE`);
  const schemas = await session.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  for (const { name } of schemas) await run(`DROP SCHEMA ${quoteIdentifier(name)} CASCADE`);
  await run("CREATE SCHEMA public AUTHORIZATION pg_database_owner");
}

async function ensureRole({ run, session }: Scratch, name: string): Promise<void> {
  const [found] = await session.query("SELECT FROM pg_roles WHERE rolname = $1", [name]);
  if (found === undefined) await run(`CREATE ROLE ${quoteIdentifier(name)}`);
}

async function readCase(name: string): Promise<Case> {
  const text = (file: string) => readFile(`${folder}/${name}/${file}`, "utf8").catch(() => "");
  const [from = "", to = "", refused = "", refusedBack = ""] = await Promise.all(
    ["from.sql", "to.sql", "refused.txt", "refused-back.txt"].map(text),
  );
  return {
    name,
    from,
    to,
    since: Number(/^-- since: (\d+)/m.exec(to)?.[1] ?? 0),
    additive: /^-- additive/m.test(to),
    needsExtensions: /^-- needs: extensions/m.test(to),
    refused: lines(refused),
    refusedBack: lines(refusedBack),
  };
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
