import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { compareChecksum } from "../src/source/prisma/checksum.ts";
import { diagnose as compare } from "../src/source/prisma/diagnose.ts";
import { readHistory } from "../src/source/prisma/history.ts";
import type { History, HistoryRow, Migration } from "../src/source/source.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { memoryDatabase, sessionOf } from "./support/sqlite.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function migration(id: string, sql = `-- ${id}\n`): Migration {
  return { id, parents: [], path: `prisma/migrations/${id}/migration.sql`, checksum: sha256(sql), sql, opaque: null };
}

function row(id: string, fields: Partial<HistoryRow> = {}): HistoryRow {
  const at = new Date("2026-01-02T03:04:05Z");
  const checksum = sha256(`-- ${id}\n`);
  return {
    id: `row-${id}`,
    migration: id,
    checksum,
    startedAt: at,
    finishedAt: at,
    rolledBackAt: null,
    appliedSteps: 1,
    errorCode: null,
    ...fields,
  };
}

const history = (...rows: readonly HistoryRow[]): History => ({ rows });
const names = (migrations: readonly Migration[]) => migrations.map(({ id }) => id);

const diagnose = (migrations: readonly Migration[], rows: History | null) => compare(migrations, rows, []);

describe("diagnosis", () => {
  const [one, two, three] = [migration("1_one"), migration("2_two"), migration("3_three")];

  test("no table and an empty one", () => {
    expect(diagnose([one], null)).toMatchObject({ empty: true, applied: [], problems: [] });
    expect(names(diagnose([one, two], history()).pending)).toEqual(["1_one", "2_two"]);
  });

  test("pending and out of order", () => {
    const diagnosis = diagnose([one, two, three], history(row("3_three"), row("1_one")));
    expect(names(diagnosis.applied)).toEqual(["3_three", "1_one"]);
    expect(names(diagnosis.pending)).toEqual(["2_two"]);
    expect(diagnosis.outOfOrder).toEqual(["2_two"]);
    expect(diagnose([one, two], history(row("1_one"))).outOfOrder).toEqual([]);
  });

  test("a failed migration blocks, with the commands that resolve it", () => {
    const { problems, pending } = diagnose(
      [one, two],
      history(row("1_one"), row("2_two", { finishedAt: null, errorCode: "42P07" })),
    );
    expect(pending).toEqual([]);
    expect(problems).toMatchObject([{ kind: "failed", migration: "2_two", blocks: true }]);
    expect(problems[0]?.message).toBe(
      'The migration "2_two" was started on 2026-01-02 and failed with error 42P07: Prisma applies nothing until that is resolved (P3009).',
    );
    expect(problems[0]?.hint).toContain('npx prisma migrate resolve --rolled-back "2_two"');
    expect(problems[0]?.hint).toContain('npx prisma migrate resolve --applied "2_two"');
  });

  test("names from the database stay one word of a command", () => {
    const { problems } = diagnose([], history(row('x" ; rm -rf $(y) `z`', { finishedAt: null })));
    expect(problems[0]?.hint).toContain("--applied 'x\" ; rm -rf $(y) `z`'");
  });

  test("a rolled-back migration is pending again; a later success settles it", () => {
    const failed = row("1_one", { id: "a", finishedAt: null, rolledBackAt: new Date("2026-01-03") });
    expect(diagnose([one], history(failed))).toMatchObject({
      pending: [{ id: "1_one" }],
      problems: [{ kind: "rolled-back", blocks: false }],
    });
    expect(diagnose([one], history(failed, row("1_one", { id: "b" })))).toMatchObject({
      pending: [],
      applied: [{ id: "1_one" }],
      problems: [],
    });
    expect(diagnose([], history(failed)).problems).toEqual([]);
  });

  test("edited after it was applied, line endings told apart, unknown", () => {
    const windows = row("2_two", { checksum: sha256("-- 2_two\r\n") });
    const { problems } = diagnose([one, two], history(row("1_one", { checksum: sha256("before") }), windows, row("9_gone")));
    expect(problems.map(({ kind, migration: id, blocks }) => [kind, id, blocks])).toEqual([
      ["edited", "1_one", true],
      ["edited-line-endings", "2_two", false],
      ["unknown", "9_gone", true],
    ]);
  });

  test("no checksum is no edit", () => {
    expect(diagnose([one], history(row("1_one", { checksum: null }))).problems).toEqual([]);
  });
});

test("checksums of all of Prisma's versions", () => {
  const script = "-- a\n-- b\n";
  const old = (text: string) => [...createHash("sha256").update(text).digest()].map((byte) => byte.toString(16)).join("");
  expect(compareChecksum(script, sha256(script))).toBe("same");
  expect(compareChecksum(script, sha256("-- a\r\n-- b\r\n"))).toBe("line-endings");
  expect(compareChecksum("-- a\r\n-- b\r\n", sha256(script))).toBe("line-endings");
  expect(compareChecksum(script, sha256("-- c\n"))).toBe("different");
  for (let index = 0; index < 200; index += 1) expect(compareChecksum(`-- ${index}`, old(`-- ${index}`))).toBe("same");
});

const logs =
  "A migration failed to apply.\n\nMigration name: 2_two\n\nDatabase error code: 23505\n\nDatabase error:\nERROR: Key (email)=(ada@example.com)";

describe("rows of SQLite", () => {
  const table =
    'CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)';

  test("no table", async () => {
    expect(await readHistory(sessionOf(memoryDatabase()), "sqlite", null)).toBeNull();
  });

  test("milliseconds and texts, in the order in which they started, without what the error quotes", async () => {
    const database = memoryDatabase(table);
    const insert = database.prepare('INSERT INTO "_prisma_migrations" VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    insert.run("b", "f".repeat(64), null, "2_two", logs, null, "2026-01-02 03:04:06", 0);
    insert.run("a", "f".repeat(64), 1767323045000, "1_one", null, null, 1767323045000, 1);
    const read = await readHistory(sessionOf(database), "sqlite", null);
    expect(
      read?.rows.map(({ migration: id, startedAt, finishedAt, errorCode }) => [
        id,
        startedAt?.toISOString(),
        finishedAt?.toISOString(),
        errorCode,
      ]),
    ).toEqual([
      ["1_one", "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05.000Z", null],
      ["2_two", "2026-01-02T03:04:06.000Z", undefined, "23505"],
    ]);
    expect(JSON.stringify(read)).not.toContain("ada@");
  });
});

test("rows of PostgreSQL, in any schema, with columns missing, and nothing created", async () => {
  const [server] = await servers(16);
  await using database = await createDatabase(server);
  const session = {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await database.admin.query<Row>(sql, [...values])).rows,
  };
  await database.admin.query('CREATE SCHEMA "o""dd"; SET default_transaction_read_only = on');
  expect(await readHistory(session, "postgres", 'o"dd')).toBeNull();
  expect(await readHistory(session, "postgres", null)).toBeNull();

  await database.admin.query("SET default_transaction_read_only = off");
  await database.admin.query('CREATE TABLE "o""dd"._prisma_migrations (migration_name text, finished_at timestamptz, logs text)');
  await database.admin.query(
    `INSERT INTO "o""dd"._prisma_migrations VALUES ('1_one', '2026-01-02 05:04:05+02', NULL), ('2_two', NULL, $1)`,
    [logs],
  );
  const read = await readHistory(session, "postgres", 'o"dd');
  expect(read?.rows).toMatchObject([
    { migration: "1_one", checksum: null, finishedAt: new Date("2026-01-02T03:04:05Z"), startedAt: null, appliedSteps: 0 },
    { migration: "2_two", finishedAt: null, errorCode: "23505" },
  ]);
});
