import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CommandRun, listTree, openRoom } from "./support/command-line.ts";
import { startPooler } from "./support/pooler.ts";
import { npmPostgres } from "./support/postgres-binaries.ts";
import { serverState } from "./support/postgres-state.ts";
import { appliedSql, projectWith, withNextMigration } from "./support/preflight-run.ts";
import { startPostgres, unprivilegedAccount } from "./support/private-postgres.ts";
import { databaseUrl, describeWith } from "./support/servers.ts";

const timeout = 180_000;

/** Every command of this version, each with what makes it do most. */
const commands = [
  ["check", "--environment", "test", "--out", "out"],
  ["snapshot", "--out", "out/schema.json"],
  ["preflight", "--environment", "test", "--out", "out"],
  ["drift", "--environment", "test", "--out", "out"],
  ["sync", "--environment", "test", "--out", "out"],
  [
    "preflight",
    "--environment",
    "test",
    "--out",
    "out",
    "--strategy",
    "push",
    "--push-reason",
    "test",
    "--push-until",
    "2999-01-01",
  ],
] as const;

const finished = {
  status: expect.toSatisfy((status) => status === 0 || status === 3),
  stdout: expect.any(String),
  stderr: expect.not.stringMatching(/✗\s+[a-z]+-/),
};

const stack = new AsyncDisposableStack();
const room = stack.use(await openRoom());
const server = stack.use(await startPostgres(await npmPostgres(18), await unprivilegedAccount()));
const admin = await connect(server.adminUrl);
const project = stack.use(await projectWith("postgresql", withNextMigration("postgresql")));

beforeAll(async () => {
  await admin.query(appliedSql("postgresql"));
  await admin.query(madeByHand);
  await admin.query("SET search_path = pg_catalog");
});

afterAll(async () => {
  await admin.end();
  await stack[Symbol.asyncDispose]();
});

/** Objects that would show it when they were used, and some that want to be found before those of the server. */
const madeByHand = `
  CREATE TABLE by_hand (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), n int GENERATED ALWAYS AS IDENTITY, CHECK (n > 0));
  INSERT INTO by_hand DEFAULT VALUES;
  CREATE INDEX ON by_hand (at) WHERE n > 1;
  CREATE VIEW counted AS SELECT count(*), nextval('by_hand_id_seq') FROM by_hand;
  CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
  CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''used''; END';
  CREATE TRIGGER trap BEFORE UPDATE ON by_hand FOR EACH ROW EXECUTE FUNCTION trap();
  CREATE FUNCTION format_type(oid, integer) RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE ''used''; END';
  CREATE FUNCTION pg_get_expr(pg_node_tree, oid) RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE ''used''; END';
  CREATE TABLE pg_class (relname text);
  ALTER ROLE postgres SET search_path = public, pg_catalog;
  ALTER ROLE postgres SET default_transaction_read_only = off;
  CREATE ROLE somebody;
  GRANT SELECT ON by_hand TO somebody;`;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

describe("PostgreSQL, as a superuser", { timeout }, () => {
  test.each(commands.map((command) => ({ command, name: command.filter((word) => /^[a-z]/.test(word)).join(" ") })))(
    "$name: leaves nothing behind, and advances nothing",
    async ({ command }) => {
      const before = await serverState(admin);
      const { result, seen } = await watched(room.schemagate([...command, "--url", server.adminUrl], project.path));
      expect(result).toEqual(finished);
      expect([...seen].filter((lock) => !locksOfReaders.has(lock))).toEqual([]);
      expect(seen.size).toBeGreaterThan(0);
      await vi.waitFor(async () => expect(await serverState(admin)).toEqual(before), { timeout: 5_000 });
    },
  );

  test.each([
    { what: "database", url: databaseUrl(server.adminUrl, "not_there"), flags: [], reason: "connection-failed", status: 1 },
    { what: "schema of the URL", url: `${server.adminUrl}?schema=not_there`, flags: [], reason: "invalid-input", status: 64 },
    {
      what: "schema of a flag",
      url: server.adminUrl,
      flags: ["--include-schemas", "not_there"],
      reason: "invalid-input",
      status: 64,
    },
  ])("a missing $what is not created", async ({ url, flags, reason, status }) => {
    const before = await serverState(admin);
    const run = await room.schemagate(["preflight", "--json", "--environment", "test", "--url", url, ...flags], project.path);
    expect(run.status).toBe(status);
    expect(JSON.parse(run.stdout)).toMatchObject({
      outcome: "failed",
      failureReason: reason,
      message: expect.stringContaining("not_there"),
    });
    await vi.waitFor(async () => expect(await serverState(admin)).toEqual(before), { timeout: 5_000 });
  });
});

/** The third is taken by every login, on the database, for a moment. */
const locksOfReaders: ReadonlySet<string> = new Set([
  "relation AccessShareLock",
  "virtualxid ExclusiveLock",
  "object RowExclusiveLock",
]);

/** Runs something and notes every kind of lock that others than we hold meanwhile. */
async function watched<Result>(work: Promise<Result>): Promise<{ readonly result: Result; readonly seen: ReadonlySet<string> }> {
  const seen = new Set<string>();
  const observer = await connect(server.adminUrl);
  const own = await admin.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  let done = false;
  const watching = (async () => {
    while (!done) {
      const { rows } = await observer.query<{ lock: string }>(
        "SELECT locktype || ' ' || mode AS lock FROM pg_locks WHERE pid NOT IN (pg_backend_pid(), $1)",
        [own.rows[0]?.pid],
      );
      for (const { lock } of rows) seen.add(lock);
      await sleep(10);
    }
  })();
  try {
    return { result: await work, seen };
  } finally {
    done = true;
    await watching;
    await observer.end();
  }
}

await describeWith("pgbouncer", "through pgbouncer in transaction mode", (program) => {
  test("other clients' writes go on, during and after", { timeout }, async () => {
    await using pooler = await startPooler(program, server.adminUrl, "transaction");
    await admin.query("CREATE TABLE IF NOT EXISTS public.written (n int)");
    const neighbour = new pg.Client({ host: "127.0.0.1", port: pooler.port, user: "postgres", database: "postgres" });
    await neighbour.connect();
    const settings = () =>
      neighbour.query(
        "SELECT name, setting FROM pg_settings WHERE name NOT IN ('transaction_isolation', 'transaction_read_only')",
      );
    const before = (await settings()).rows;
    const url = `postgresql://postgres@127.0.0.1:${pooler.port}/postgres?pgbouncer=true`;
    const run = room.schemagate(["preflight", "--environment", "test", "--out", "out", "--url", url], project.path);
    let written = 0;
    let running = true;
    void run.then(() => {
      running = false;
    });
    while (running) {
      await neighbour.query("INSERT INTO public.written VALUES (1)");
      written++;
      await sleep(5);
    }
    expect(await run).toEqual(finished);
    await neighbour.query("INSERT INTO public.written VALUES (1)");
    expect((await settings()).rows).toEqual(before);
    expect((await neighbour.query("SELECT count(*)::int FROM public.written")).rows).toEqual([{ count: written + 1 }]);
    expect((await neighbour.query("SELECT * FROM pg_locks WHERE locktype = 'advisory'")).rows).toEqual([]);
    await neighbour.end();
    await admin.query("DROP TABLE public.written");
  });
});

/** Every file of a folder with all that a write would change. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeNs, ctimeNs, ino, size } = await stat(path, { bigint: true });
      const hash = createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
      return `${name} ${size} ${ino} ${mtimeNs} ${ctimeNs} ${hash}`;
    }),
  );
}

async function databaseFolder(
  journal: "delete" | "wal",
): Promise<{ readonly folder: string; readonly url: string; readonly path: string }> {
  const folder = await mkdtemp(join(room.path, "database-"));
  const path = join(folder, "live.db");
  using database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode = ${journal}; ${appliedSql("sqlite")}; CREATE TABLE by_hand (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO by_hand DEFAULT VALUES;`,
  );
  return { folder, url: `file:${path}`, path };
}

async function runAll(url: string): Promise<readonly CommandRun[]> {
  await using sqlite = await projectWith("sqlite", withNextMigration("sqlite"));
  return await Promise.all(commands.map((command) => room.schemagate([...command, "--url", url], sqlite.path)));
}

describe.concurrent("SQLite", { timeout }, () => {
  test("in rollback mode", async () => {
    const { folder, url } = await databaseFolder("delete");
    const before = await filesIn(folder);
    expect(await runAll(url)).toEqual(commands.map(() => finished));
    expect(await filesIn(folder)).toEqual(before);
  });

  test("in WAL mode, closed", async () => {
    const { folder, url } = await databaseFolder("wal");
    const before = await filesIn(folder);
    expect(before).toHaveLength(1);
    expect(await runAll(url)).toEqual(commands.map(() => finished));
    expect(await filesIn(folder)).toEqual(before);
  });

  test("in WAL mode, held open by another process", async () => {
    const { folder, url, path } = await databaseFolder("wal");
    using other = new DatabaseSync(path);
    other.exec("INSERT INTO by_hand DEFAULT VALUES");
    const before = await filesIn(folder);
    expect(before).toHaveLength(3);
    expect(await runAll(url)).toEqual(commands.map(() => finished));
    expect(await filesIn(folder)).toEqual(before);
  });

  test("in WAL mode, as a crash left it", async () => {
    const { folder, path } = await databaseFolder("wal");
    const crashed = join(folder, "crashed");
    await mkdir(crashed);
    {
      using other = new DatabaseSync(path);
      other.exec("CREATE TABLE in_the_log (id INTEGER)");
      for (const end of ["", "-wal"]) await cp(`${path}${end}`, join(crashed, `live.db${end}`));
    }
    const before = await filesIn(crashed);
    const runs = await runAll(`file:${join(crashed, "live.db")}`);
    expect(runs).toEqual(commands.map(() => finished));
    expect(runs[2]?.stdout).toContain("in_the_log");
    expect(await filesIn(crashed)).toEqual(before);
  });

  test.each(["delete", "wal"] as const)("while another process writes, with journal_mode %s", async (journal) => {
    const { folder, url, path } = await databaseFolder(journal);
    const writer = spawn(process.execPath, ["--no-warnings", "--eval", writing, path], { stdio: ["ignore", "pipe", "inherit"] });
    const wrote = new Promise<string>((resolve) => {
      let text = "";
      writer.stdout.on("data", (data) => {
        text += String(data);
      });
      writer.once("close", () => resolve(text));
    });
    const runs = await runAll(url).finally(() => writer.kill("SIGTERM"));
    const written = Number(await wrote);
    expect(runs).toEqual(commands.map(() => finished));
    using database = new DatabaseSync(path);
    expect(written).toBeGreaterThan(10);
    expect(database.prepare("SELECT count(*) AS count FROM by_hand").get()).toEqual({ count: written + 1 });
    expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    expect((await readdir(folder)).filter((name) => !/^live\.db(-wal|-shm|-journal)?$/.test(name))).toEqual([]);
  });

  test("a missing file, and a missing folder, are not created", async () => {
    const folder = await mkdtemp(join(room.path, "nothing-"));
    for (const url of [`file:${folder}/live.db`, `file:${folder}/missing/live.db`, `sqlite://${folder}/live.db?mode=rwc`]) {
      await using sqlite = await projectWith("sqlite");
      const { status, stdout } = await room.schemagate(
        ["preflight", "--json", "--environment", "test", "--url", url],
        sqlite.path,
      );
      expect({ status, ...JSON.parse(stdout) }).toMatchObject({
        status: 1,
        outcome: "failed",
        failureReason: "connection-failed",
      });
      expect(await listTree(sqlite.path)).not.toContain("dev-docs");
    }
    expect(await listTree(folder)).toEqual([]);
  });
});

/** Writes as fast as it is let, until it is told to stop; then it says how often. */
const writing = `
  const { DatabaseSync } = require("node:sqlite");
  const database = new DatabaseSync(process.argv[1], { timeout: 10000 });
  let written = 0;
  process.on("SIGTERM", () => {
    console.log(written);
    process.exit();
  });
  setInterval(() => {
    database.exec("INSERT INTO by_hand DEFAULT VALUES");
    written++;
  }, 1);`;

describe("files of this machine", { timeout }, () => {
  test("outside of --out and the cache nothing is written", async () => {
    await using own = await projectWith("postgresql", withNextMigration("postgresql"));
    const before = await listTree(own.path);
    expect(
      await room.schemagate(["preflight", "--environment", "test", "--out", "out/here", "--url", server.adminUrl], own.path),
    ).toEqual(finished);
    const added = (await listTree(own.path)).filter((path) => !before.includes(path));
    expect(added).toEqual(
      [
        "out",
        "out/here",
        ...["", "/desired.json", "/live.json", "/plan.json"].map((name) => `out/here/artifacts${name}`),
        ...reports.map((name) => `out/here/${name}`),
      ].sort(),
    );
    expect(await room.leftovers()).toEqual([]);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s in the middle leaves nothing, either", async (signal) => {
    await using own = await openRoom();
    const { folder, url } = await databaseFolder("wal");
    await using sqlite = await projectWith("sqlite", {
      "migrations/20260102000000_next/migration.sql":
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r;",
    });
    const before = await listTree(sqlite.path);
    const started = own.start(["preflight", "--environment", "test", "--url", url], sqlite.path);
    await vi.waitFor(async () => expect((await own.leftovers()).length).toBeGreaterThan(2), { timeout: 30_000 });
    await sleep(500);
    started.kill(signal);
    const { status } = await started.ended;
    expect(status).not.toBe(0);
    await vi.waitFor(async () => expect(await own.leftovers()).toEqual([]), { timeout: 5_000 });
    expect(await listTree(sqlite.path)).toEqual(before);
    expect(await listTree(folder)).toEqual(["live.db"]);
  });
});

const reports = ["00-connection-check.md", "01-drift-report.md", "02-migration-plan.md"];
