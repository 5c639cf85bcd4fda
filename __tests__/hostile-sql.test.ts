import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listTree, openRoom } from "./support/command-line.ts";
import {
  type Aims,
  type Attack,
  exhaustingPostgresAttacks,
  forbiddenAttacks,
  silentPostgresAttack,
  sqliteAttacks,
} from "./support/hostile-sql.ts";
import { distributionPostgres } from "./support/postgres-binaries.ts";
import { databaseState, type PostgresState } from "./support/postgres-state.ts";
import { appliedSql, type Provider, preflight, projectWith } from "./support/preflight-run.ts";
import { startPostgres, unprivilegedAccount } from "./support/private-postgres.ts";
import { createDatabase, describeWith, servers } from "./support/servers.ts";

const pending = "migrations/20260102000000_next/migration.sql";
/** What never ends has to end soon here; also a busy machine needs less for what does. */
const limits = { timeMs: 8_000, memoryBytes: 1_000_000_000 };
const timeout = 240_000;
const secret = "cormorant-4711";
const honest: ReadonlySet<string> = new Set(["reaches-outside", "changes-rights", "not-understood"]);

const [server] = await servers(18);
await using stack = new AsyncDisposableStack();
const room = stack.use(await openRoom());
const live = stack.use(await createDatabase(server));
const machine = join(room.path, "machine");
const sqliteUrl = `file:${join(machine, "live.db")}`;
const aims: Aims = {
  newFile: join(machine, "written"),
  secretFile: join(machine, "secret"),
  preciousDatabase: join(machine, "precious.db"),
  liveUrl: live.url,
  liveDatabase: live.name,
};
const kept = stack.move();
let before: readonly [PostgresState, readonly string[]];

beforeAll(async () => {
  await mkdir(machine);
  await writeFile(aims.secretFile, secret);
  makeSqlite(aims.preciousDatabase, "CREATE TABLE precious (id int)");
  makeSqlite(join(machine, "live.db"), appliedSql("sqlite"));
  await live.admin.query(appliedSql("postgresql"));
  before = [await databaseState(live.admin), await machineState()];
  // What every run needs is made and kept now, without the small limits.
  for (const [provider, url] of [
    ["postgresql", live.url],
    ["sqlite", sqliteUrl],
  ] as const) {
    await using project = await projectWith(provider);
    expect((await preflight(room, project, url)).document.outcome).toBe("up-to-date");
  }
}, timeout);

afterAll(async () => {
  try {
    expect([await databaseState(live.admin), await machineState()]).toEqual(before);
    expect(await room.leftovers()).toEqual([]);
  } finally {
    await kept[Symbol.asyncDispose]();
  }
});

function makeSqlite(file: string, sql: string): void {
  using database = new DatabaseSync(file);
  database.exec(sql);
}

async function machineState(): Promise<readonly string[]> {
  const names = await listTree(machine);
  return Promise.all(names.map(async (name) => `${name} ${(await readFile(join(machine, name))).toString("base64")}`));
}

/** Whatever the migration tries: blocked, with the reason, and nothing of the secret anywhere. */
async function expectBlocked(
  provider: Provider,
  url: string,
  { sql, answer }: Attack,
  flags: readonly string[] = [],
): Promise<void> {
  await using project = await projectWith(provider, { [pending]: sql });
  const { status, document, everything } = await preflight(room, project, url, { limits, flags });
  expect(document.message).toMatch(answer);
  expect({ status, outcome: document.outcome, digest: document.digest }).toEqual({ status: 3, outcome: "blocked", digest: null });
  expect(everything).not.toContain(secret);
}

describe.concurrent("a migration for PGlite with", { timeout }, () => {
  test.each(exhaustingPostgresAttacks)("$name", (attack) => expectBlocked("postgresql", live.url, attack));

  // PGlite alone breaks down on it.
  test.each(forbiddenAttacks(aims).slice(0, 1))("$name", (attack) => expectBlocked("postgresql", live.url, attack));

  test("attempts that it keeps quiet about: the plan says what each would do, or that nobody can tell", async () => {
    await using project = await projectWith("postgresql", { [pending]: silentPostgresAttack(aims) });
    const { status, document, everything } = await preflight(room, project, live.url);
    expect({ status, outcome: document.outcome }).toEqual({ status: 0, outcome: "planned" });
    const told = document.statements.map(({ effects }) => effects.some((effect) => honest.has(effect)));
    expect(told).toEqual(told.map(() => true));
    expect(everything).not.toContain("cormorant");
  });

  test("what only a whole server feels, with Windows' line ends: the plan says so", async () => {
    await using project = await projectWith("postgresql", {
      [pending]: "ALTER SYSTEM SET work_mem = '5MB';\r\nALTER SYSTEM RESET ALL;\r\n",
    });
    const { status, document } = await preflight(room, project, live.url);
    expect({ status, outcome: document.outcome }).toEqual({ status: 0, outcome: "planned" });
    expect(document.statements.map(({ effects }) => effects)).toEqual([["reaches-outside"], ["reaches-outside"]]);
  });

  test("5 MB of SQL", async () => {
    const insert = `INSERT INTO customers VALUES (11111, '${"` ".repeat(500)}') ON CONFLICT DO NOTHING;\n`;
    await using project = await projectWith("postgresql", { [pending]: insert.repeat(5000) });
    const { status, document } = await preflight(room, project, live.url);
    expect({ status, outcome: document.outcome }).toEqual({ status: 0, outcome: "planned" });
    expect(document.statements.map(({ effects }) => effects)).toEqual([["not-understood"]]);
  });
});

describe.concurrent("a migration for SQLite with", { timeout }, () => {
  test.each(sqliteAttacks(aims))("$name", (attack) => expectBlocked("sqlite", sqliteUrl, attack));
});

describe("a scratch database on the live server", { timeout }, () => {
  test.each(forbiddenAttacks(aims))("with a superuser's URL gives nobody its rights: $name", async (attack) => {
    await using scratch = await createDatabase(server);
    await expectBlocked("postgresql", live.url, attack, ["--dev-url", scratch.url]);
    const { rows } = await scratch.admin.query(
      "SELECT FROM pg_roles r JOIN pg_database d ON r.rolname = 'schemagate_scratch_' || d.oid WHERE d.datname = current_database()",
    );
    expect(rows).toEqual([]);
  });

  test("is refused to a role that owns another one", async () => {
    await using scratch = await createDatabase(server);
    await using other = await createDatabase(server);
    const role = `${scratch.name}_role`;
    for (const { name } of [scratch, other]) {
      await live.admin.query(`DO $$ BEGIN CREATE ROLE ${role} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$`);
      await live.admin.query(`ALTER DATABASE ${name} OWNER TO ${role}`);
    }
    const url = new URL(scratch.url);
    url.username = role;
    await using project = await projectWith("postgresql");
    const { status, document } = await preflight(room, project, live.url, { flags: ["--dev-url", url.href] });
    for (const { name } of [scratch, other]) await live.admin.query(`ALTER DATABASE ${name} OWNER TO CURRENT_USER`);
    await live.admin.query(`DROP ROLE ${role}`);
    expect({ status, reason: document.failureReason }).toEqual({ status: 64, reason: "invalid-input" });
    expect(document.message).toContain(`its role also owns the database ${other.name}`);
  });
});

await describeWith("postgresql", "a migration for a PostgreSQL of this machine", () => {
  test("gets nowhere", { timeout }, async () => {
    const [binaries] = distributionPostgres();
    if (binaries === undefined) throw new Error("There is no PostgreSQL.");
    await using own = await startPostgres(binaries, await unprivilegedAccount());
    await using database = await createDatabase({ major: own.major, label: "", adminUrl: own.adminUrl, own: null });
    await database.admin.query(appliedSql("postgresql"));
    const state = await databaseState(database.admin);
    const forbidden = forbiddenAttacks({ ...aims, liveUrl: database.url, liveDatabase: database.name }).slice(0, 5);
    for (const attack of [...forbidden, ...exhaustingPostgresAttacks.slice(0, 2)])
      await expectBlocked("postgresql", database.url, attack);
    expect(await databaseState(database.admin)).toEqual(state);
  });
});
