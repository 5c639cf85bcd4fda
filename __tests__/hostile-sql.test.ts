import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listTree, openRoom, type Room } from "./support/command-line.ts";
import { type Aims, postgresAttacks, silentPostgresAttack, sqliteAttacks } from "./support/hostile-sql.ts";
import { databaseState, type PostgresState } from "./support/postgres-state.ts";
import { appliedSql, preflight, projectWith } from "./support/preflight-run.ts";
import { createDatabase, servers, type TestDatabase } from "./support/servers.ts";

const pending = "migrations/20260102000000_next/migration.sql";
/** Small enough that what never ends does, and enough for a start on a busy machine. */
const limits = { timeMs: 10_000, memoryBytes: 1_000_000_000 };
const patience = 240_000;
const secret = "cormorant-4711";

const [server] = await servers(18);
const stack = new AsyncDisposableStack();
const room: Room = stack.use(await openRoom());
const database: TestDatabase = stack.use(await createDatabase(server));
const machine = join(room.path, "machine");
const aims: Aims = {
  newFile: join(machine, "written"),
  secretFile: join(machine, "secret"),
  preciousDatabase: join(machine, "precious.db"),
  liveUrl: database.url,
  liveDatabase: database.name,
};
const sqliteUrl = `file:${join(machine, "live.db")}`;
let before: PostgresState = {};
let filesBefore: readonly string[] = [];

beforeAll(async () => {
  await mkdir(machine);
  await writeFile(aims.secretFile, secret);
  for (const [file, sql] of [
    [aims.preciousDatabase, "CREATE TABLE precious (id int)"],
    [join(machine, "live.db"), appliedSql("sqlite")],
  ] as const) {
    using live = new DatabaseSync(file);
    live.exec(sql);
  }
  await database.admin.query(appliedSql("postgresql"));
  before = await databaseState(database.admin);
  filesBefore = await machineState();
});

afterAll(async () => {
  try {
    expect(await databaseState(database.admin)).toEqual(before);
    expect(await machineState()).toEqual(filesBefore);
    expect(await room.leftovers()).toEqual([]);
  } finally {
    await stack[Symbol.asyncDispose]();
  }
});

async function machineState(): Promise<readonly string[]> {
  const names = await listTree(machine);
  return Promise.all(names.map(async (name) => `${name} ${(await readFile(join(machine, name))).toString("base64")}`));
}

describe.concurrent.each([
  { provider: "postgresql", url: database.url, attacks: postgresAttacks(aims) },
  { provider: "sqlite", url: sqliteUrl, attacks: sqliteAttacks(aims) },
] as const)("a migration for $provider with", { timeout: patience }, ({ provider, url, attacks }) => {
  test.each(attacks)("$name", async ({ sql, answer }) => {
    await using project = await projectWith(provider, { [pending]: sql });
    const { status, document, everything } = await preflight(room, project, url, { limits });
    expect(everything).not.toContain(secret);
    expect(document.message).toMatch(answer);
    expect({ status, outcome: document.outcome, digest: document.digest }).toEqual({ status: 3, outcome: "blocked", digest: null });
  });
});
void silentPostgresAttack;
