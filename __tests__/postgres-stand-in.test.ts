import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { Scope, StandIn, StandInRequest, StandInScript } from "../src/dialects/dialect.ts";
import { parseConnection } from "../src/dialects/postgres/connection.ts";
import { identify } from "../src/dialects/postgres/identity.ts";
import { extensionArchives } from "../src/dialects/postgres/pglite-extensions.ts";
import { openStandIn } from "../src/dialects/postgres/stand-in.ts";
import { UserError } from "../src/errors.ts";
import type { SchemaObject } from "../src/schema/snapshot.ts";
import { Secret } from "../src/secret.ts";
import { createDatabase, databaseUrl, describeWith, servers } from "./support/servers.ts";

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
const scope: Scope = { include: ["public"], exclude: [], absent: "refuse" };
// The private server runs as another user, who has to get in.
const folder = mkdtempSync(join(tmpdir(), "schemagate-test-"));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

const scripts = (...sql: readonly string[]): readonly StandInScript[] =>
  sql.map((text, index) => ({ name: `script ${index + 1}`, sql: text }));
const failing = (script: number, statement: string | null, code: string | null) => ({
  outcome: "failed",
  script: `script ${script}`,
  statement,
  message: expect.any(String),
  code,
});

/** What every kind of stand-in does. */
function behaves(open: (asked?: Partial<StandInRequest>) => Promise<StandIn>): void {
  test("runs scripts statement by statement and reads the schema", async () => {
    await using standIn = await open();
    const run = await standIn.run(
      scripts(
        "CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood ADD VALUE 'ok'; CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'ok');",
        "BEGIN; ALTER TABLE t ADD COLUMN name text; COMMIT; CREATE INDEX CONCURRENTLY t_name ON t (name);",
        "-- nothing but a comment",
      ),
    );
    expect(run).toEqual({ outcome: "done" });
    const ids = (await standIn.introspect(scope)).objects.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(["table public.t", "column public.t.name", "enum public.mood", "index public.t_name"]),
    );
  });

  test("stops at the first failure and says which statement it was; of that script nothing is left", async () => {
    await using standIn = await open();
    const run = await standIn.run(
      scripts(
        "CREATE TABLE a (id int)",
        "CREATE TABLE b (id int);\n-- why\nCREATE TABLE a (id int); SELECT 1",
        "CREATE TABLE c (id int)",
      ),
    );
    expect(run).toEqual(failing(2, "-- why\nCREATE TABLE a (id int)", "42P07"));
    const ids = (await standIn.introspect(scope)).objects.map(({ id }) => id);
    expect(ids).toContain("table public.a");
    expect(ids).not.toContain("table public.b");
    expect(ids).not.toContain("table public.c");
  });

  test("a script runs in the transaction in which it would be applied", async () => {
    await using standIn = await open();
    const sql = "CREATE SCHEMA other; SET LOCAL search_path = other; CREATE TABLE a (id int); LOCK TABLE a";
    expect(await standIn.run(scripts(sql))).toEqual({ outcome: "done" });
    const seen = await standIn.introspect({ ...scope, include: ["public", "other"] });
    expect(seen.objects.map(({ id }) => id)).toContain("table other.a");
    expect(await standIn.run(scripts("SELECT 1; DO $$ BEGIN COMMIT; END $$"))).toMatchObject({
      outcome: "failed",
      code: "2D000",
    });
  });

  test("a failed transaction leaves nothing, and an open one is a failure", async () => {
    await using standIn = await open();
    expect(await standIn.run(scripts("BEGIN; CREATE TABLE a (id int); SELECT 1/0; COMMIT"))).toEqual(
      failing(1, "SELECT 1/0", "22012"),
    );
    expect(await standIn.run(scripts("BEGIN; CREATE TABLE a (id int)"))).toEqual(failing(1, null, null));
    expect((await standIn.introspect(scope)).objects.map(({ id }) => id)).not.toContain("table public.a");
  });

  test("what the parser can't read goes to the server in one piece", async () => {
    await using standIn = await open();
    expect(await standIn.run(scripts("CREATE TABLE a (id int);\n\\i other.sql"))).toEqual(failing(1, null, "42601"));
    expect((await standIn.introspect(scope)).objects.map(({ id }) => id)).not.toContain("table public.a");
  });

  test("each script has a session of its own", async () => {
    await using standIn = await open();
    const run = await standIn.run(
      scripts(
        "SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.a (id int)",
        "CREATE TABLE b (id int REFERENCES a2)",
      ),
    );
    expect(run).toMatchObject({ outcome: "failed", script: "script 2", message: 'relation "a2" does not exist' });
  });

  test("schemas, roles and extensions are there first, and may be created again", async () => {
    await using standIn = await open({
      schemas: ["shop", "audit"],
      roles: ["sg_reader", "public", "pg_monitor"],
      extensions: [
        { name: "citext", installedIn: "public" },
        { name: "no_such_extension", installedIn: "public" },
      ],
    });
    expect(standIn.missingExtensions).toEqual(["no_such_extension"]);
    const run = await standIn.run(
      scripts(
        'CREATE SCHEMA "audit"; CREATE ROLE sg_reader; CREATE EXTENSION citext; CREATE TABLE t (name public.citext); GRANT SELECT ON t TO sg_reader; DROP EXTENSION citext CASCADE; CREATE EXTENSION citext SCHEMA public',
      ),
    );
    expect(run).toEqual({ outcome: "done" });
    const { objects } = await standIn.introspect({ include: ["shop", "audit"], exclude: [], absent: "refuse" });
    expect(objects.map(({ id }) => id)).toEqual(expect.arrayContaining(["table shop.t", "schema audit"]));
  });

  test("gives objects in its own spelling, and leaves no trace of it", async () => {
    await using standIn = await open();
    await standIn.run(
      scripts(`
        CREATE TABLE t (id int PRIMARY KEY, name text DEFAULT 'x', n int CONSTRAINT positive CHECK (n > 0));
        CREATE INDEX t_lower ON t (lower(name)) WHERE n > 1;
        CREATE VIEW v AS SELECT id, name FROM t;
        CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
        CREATE DOMAIN positive_number AS int CONSTRAINT is_positive CHECK (VALUE > 0);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION touch();
        ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON t USING (id > 0);`),
    );
    const snapshot = await standIn.introspect(scope);
    const written = snapshot.objects.map(inOtherWords);
    expect(written).not.toEqual(snapshot.objects);
    expect(await standIn.respell(written, scope)).toEqual(snapshot.objects);
    expect(await standIn.introspect(scope)).toEqual(snapshot);
  });

  test("what it can't create comes back as it went in", async () => {
    await using standIn = await open();
    const stranger: SchemaObject = {
      kind: "check",
      id: "check public.gone.c",
      schema: "public",
      table: "gone",
      name: "c",
      expression: "a > 0",
      validated: true,
      enforced: true,
      noInherit: false,
    };
    expect(await standIn.respell([stranger], scope)).toEqual([stranger]);
  });

  test("an endless loop and an endless query are ended", async () => {
    for (const endless of ["DO $$ BEGIN LOOP END LOOP; END $$", "SELECT pg_sleep(1000)"]) {
      await using standIn = await open({ limits: { ...request.limits, timeMs: 3_000 } });
      const killed = { outcome: "killed", script: "script 1", message: expect.any(String) };
      expect(await standIn.run(scripts(endless))).toEqual(killed);
      expect(await standIn.run(scripts("SELECT 1"))).toEqual(killed);
      await expect(standIn.introspect(scope)).rejects.toThrow(UserError);
    }
  });

  test("files and programs of the machine are out of reach", async () => {
    const file = join(folder, "written");
    await using refusing = await open();
    for (const sql of [
      "SELECT pg_read_file('/etc/passwd')",
      "CREATE TABLE y (a text); COPY y FROM '/etc/passwd'",
      "LOAD '/etc/passwd'",
    ]) {
      expect(await refusing.run(scripts(sql)), sql).toMatchObject({ outcome: "failed" });
    }
    // PGlite has a file system of its own, in memory, where this may work.
    await refusing.run(scripts(`COPY (SELECT 1) TO '${file}'`));
    await refusing.run(scripts(`SELECT lo_export(lo_from_bytea(0, 'x'), '${file}')`));
    expect(existsSync(file)).toBe(false);
    for (const sql of [
      `COPY (SELECT 1) TO PROGRAM 'touch ${file}'`,
      `CREATE TABLE x (a text); COPY x FROM PROGRAM 'touch ${file}; echo 1'`,
    ]) {
      await using standIn = await open();
      expect((await standIn.run(scripts(sql))).outcome, sql).not.toBe("done");
      expect(existsSync(file), sql).toBe(false);
    }
  });
}

describe("PGlite", () => {
  const open = (asked: Partial<StandInRequest> = {}) => openStandIn({ ...request, ...asked });
  behaves(open);

  test("says what it is", async () => {
    await using standIn = await open();
    expect(standIn).toMatchObject({ serverMajor: 18, engine: expect.stringMatching(/^PGlite \d\S* \(PostgreSQL 18\.\d+\)$/) });
  });

  test("what breaks it is not taken for success", async () => {
    for (const sql of [
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN f(); END $$; SELECT f(); CREATE TABLE after (id int)",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$; CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT f() $$; SELECT f()",
    ]) {
      await using standIn = await open();
      expect(await standIn.run(scripts(sql))).toMatchObject({ outcome: "killed", script: "script 1" });
    }
  });

  test("a library that can't be loaded is a failure, after which nothing more runs", async () => {
    await using standIn = await open();
    expect(await standIn.run(scripts("CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p"))).toMatchObject({
      outcome: "failed",
      code: "58P01",
    });
    expect(await standIn.run(scripts("SELECT 1"))).toMatchObject({ outcome: "killed" });
  });

  test("eating memory is ended", async () => {
    await using standIn = await open({ limits: { ...request.limits, memoryBytes: 700_000_000 } });
    const run = await standIn.run(
      scripts("CREATE TABLE bomb AS SELECT repeat(md5(g::text), 1000) AS x FROM generate_series(1, 10000000) g"),
    );
    expect(run.outcome).toBe("killed");
  });

  test("20 MB of SQL run", async () => {
    await using standIn = await open();
    const sql = `CREATE TABLE t (a text);\n${`INSERT INTO t VALUES ('${"x".repeat(10_000)}');\n`.repeat(2_000)}`;
    expect(await standIn.run(scripts(sql))).toEqual({ outcome: "done" });
  });

  test("has the extensions of its package", async () => {
    const names = Object.keys(extensionArchives);
    await using standIn = await open({ extensions: names.map((name) => ({ name, installedIn: "public" })) });
    expect(standIn.missingExtensions).toEqual([]);
    const { objects } = await standIn.introspect(scope);
    expect(objects.map(({ id }) => id)).toEqual(expect.arrayContaining(names.map((name) => `extension ${name}`)));
  });
});

await describeWith("postgresql", "a PostgreSQL of this machine", (bin) => {
  const serverMajor = Number(/(\d+)\/bin$/.exec(bin)?.[1]);
  const open = (asked: Partial<StandInRequest> = {}) => openStandIn({ ...request, serverMajor, ...asked });
  behaves(open);

  test("is preferred when the live server has its major version, and leaves nothing behind", async () => {
    const own = mkdtempSync(join(folder, "tmp-"));
    chmodSync(own, 0o755);
    vi.stubEnv("TMPDIR", own);
    {
      await using standIn = await open();
      expect(standIn).toMatchObject({ serverMajor, engine: expect.stringContaining(` in ${bin}`) });
      expect(readdirSync(own)).toHaveLength(1);
    }
    expect(readdirSync(own)).toEqual([]);
    vi.unstubAllEnvs();
  });

  test("scripts are no superuser, and can't become one", async () => {
    await using standIn = await open();
    for (const sql of [
      "ALTER ROLE postgres SUPERUSER",
      "SET ROLE schemagate_administrator",
      "GRANT pg_write_server_files TO postgres",
      "CREATE EXTENSION file_fdw",
    ]) {
      expect(await standIn.run(scripts(sql)), sql).toMatchObject({ outcome: "failed", code: "42501" });
    }
  });
});

describe("a scratch database", async () => {
  const [server] = await servers(16);
  const open = (url: string, asked: Partial<StandInRequest> = {}) =>
    openStandIn({ ...request, devUrl: new Secret(url), ...asked });

  test("is left empty, and used again", async () => {
    await using database = await createDatabase(server);
    for (const _ of [1, 2]) {
      await using standIn = await open(database.url, {
        schemas: ["shop"],
        roles: ["sg_scratch_role"],
        extensions: [{ name: "citext", installedIn: "public" }],
      });
      expect(standIn.serverMajor).toBe(16);
      const run = await standIn.run(
        scripts(
          "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t (m mood, c public.citext); CREATE VIEW v AS SELECT m FROM t; GRANT SELECT ON t TO sg_scratch_role; CREATE TABLE public.p (id serial); CREATE FUNCTION public.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ),
      );
      expect(run).toEqual({ outcome: "done" });
      expect(
        (await standIn.introspect({ include: ["shop"], exclude: [], absent: "refuse" })).objects.map(({ id }) => id),
      ).toContain("table shop.t");
    }
    const { rows } = await database.admin.query(
      "SELECT relname FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'shop')",
    );
    expect(rows).toEqual([]);
    expect((await database.admin.query("SELECT rolname FROM pg_roles WHERE rolname = 'sg_scratch_role'")).rows).toEqual([]);
  });

  test("that holds something else is refused, untouched", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE precious (id int)");
    await expect(open(database.url)).rejects.toThrow(/is not empty: it has table public.precious/);
    expect((await database.admin.query("SELECT * FROM precious")).rows).toEqual([]);
  });

  test("that is the target is refused", async () => {
    await using database = await createDatabase(server);
    const { sha256 } = await identify(
      { query: async (sql, values) => (await database.admin.query(sql, [...(values ?? [])])).rows },
      parseConnection(new Secret(database.url)),
    );
    await expect(open(database.url, { targetIdentity: sha256 })).rejects.toThrow(/it is the target itself/);
  });

  test("serves one run at a time", async () => {
    await using database = await createDatabase(server);
    await using _first = await open(database.url);
    await expect(open(database.url)).rejects.toThrow(/another run is using it/);
  });

  test("an endless statement ends on the server, too", async () => {
    await using database = await createDatabase(server);
    {
      await using standIn = await open(database.url, { limits: { ...request.limits, timeMs: 2_000 } });
      expect(await standIn.run(scripts("SET statement_timeout = 0; SELECT pg_sleep(1000)"))).toMatchObject({ outcome: "killed" });
    }
    const { rows } = await database.admin.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    expect(rows).toEqual([]);
  });

  test("keeps to one schema of it when told so", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE precious (id int)");
    const sql =
      "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t (id serial PRIMARY KEY, m mood DEFAULT 'ok', c citext CHECK (c <> '')); CREATE VIEW v AS SELECT * FROM t";
    const extensions = [{ name: "citext", installedIn: "public" }];
    await using whole = await openStandIn({ ...request, extensions });
    expect(await whole.run(scripts(sql))).toEqual({ outcome: "done" });
    {
      await using part = await open(database.url, { shadowSchema: "scratch", extensions });
      expect(await part.run(scripts(sql))).toEqual({ outcome: "done" });
      const [expected, seen] = [await whole.introspect(scope), await part.introspect(scope)];
      expect(comparable(seen.objects)).toEqual(comparable(expected.objects));
      for (const naming of [
        'CREATE TABLE "public"."x" (id int)',
        "CREATE SCHEMA other",
        "DROP TABLE public.precious",
        "DO $$ BEGIN DROP TABLE public.precious; END $$",
        "SET search_path = public",
      ]) {
        expect(await part.run(scripts(naming)), naming).toMatchObject({
          outcome: "failed",
          message: expect.stringContaining("it names the schema"),
        });
      }
    }
    const { rows } = await database.admin.query("SELECT nspname FROM pg_namespace WHERE nspname = 'scratch'");
    expect(rows).toEqual([]);
    expect((await database.admin.query("SELECT * FROM precious")).rows).toEqual([]);
  });

  test("a schema that is not ours is refused", async () => {
    await using database = await createDatabase(server);
    await database.admin.query("CREATE SCHEMA shop");
    await expect(open(database.url, { shadowSchema: "shop" })).rejects.toThrow(/its schema "shop" was not made by Schemagate/);
  });

  test("that can't be reached is a clear error", async () => {
    await expect(open(databaseUrl(server.adminUrl, "no_such_database"))).rejects.toThrow(UserError);
  });
});

/** The same meaning, as somebody might write it. */
function inOtherWords(object: SchemaObject): SchemaObject {
  switch (object.kind) {
    case "check":
      return { ...object, expression: "n>0" };
    case "view":
    case "materialized view":
      return { ...object, definition: object.definition.replaceAll(/\s+/g, " ").toLowerCase() };
    case "index":
      return object.where === null
        ? object
        : { ...object, where: "n>1", keys: object.keys.map((key) => ({ ...key, expression: "LOWER(name)" })) };
    case "trigger":
      return { ...object, definition: object.definition.replaceAll(/[()]*new\.n > 0\)+/g, "((NEW.n>0))") };
    case "policy":
      return { ...object, using: "id>0" };
    case "domain":
      return { ...object, checks: object.checks.map((check) => ({ ...check, expression: "VALUE>0" })) };
    case "column":
      return object.default === null ? object : { ...object, default: "('x')" };
    default:
      return object;
  }
}

/** Owners differ from server to server. */
function comparable(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  return objects.filter(({ kind }) => kind !== "rights" && kind !== "extension");
}
