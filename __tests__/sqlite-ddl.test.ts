import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeDdl } from "../src/dialects/sqlite/ddl.ts";
import { parseScript } from "../src/dialects/sqlite/statements.ts";
import { diff } from "../src/diff/diff.ts";
import type { SchemaObject, Snapshot } from "../src/schema/snapshot.ts";
import { memoryDatabase, runDdl, snapshotOf } from "./support/sqlite.ts";

const cases = join(import.meta.dirname, "cases/sqlite-ddl");
const read = (name: string, file: string) => readFileSync(join(cases, name, file), "utf8");
const isVirtualOrShadowed = (object: SchemaObject) =>
  object.kind === "table" && object.options.some((option) => option.startsWith("USING "));

describe.each(readdirSync(cases))("%s", (name) => {
  test.each([
    ["from.sql", "to.sql"],
    ["to.sql", "from.sql"],
  ])("%s becomes %s", async (before, after) => {
    using database = memoryDatabase(read(name, before));
    using wanted = memoryDatabase(read(name, after));
    const [from, to] = [await snapshotOf(database), await snapshotOf(wanted)];
    const changes = diff(from.objects, to.objects);
    const ddl = writeDdl(changes, { from, to, form: "plain" });
    const tables = rowCounts(database, from, to);

    runDdl(database, ddl);

    expect(ddl.refused).toEqual([]);
    expect(diff((await snapshotOf(database)).objects, to.objects)).toEqual([]);
    expect(rowCounts(database, from, to)).toEqual(tables);
    expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    expect(new Set(ddl.statements.flatMap((statement) => statement.changes))).toEqual(new Set(changes.keys()));
  });

  test("to.sql is built from nothing", async () => {
    using wanted = memoryDatabase(read(name, "to.sql"));
    using empty = memoryDatabase();
    const [from, to] = [await snapshotOf(empty), await snapshotOf(wanted)];

    runDdl(empty, writeDdl(diff(from.objects, to.objects), { from, to, form: "plain" }));

    expect(diff((await snapshotOf(empty)).objects, to.objects)).toEqual([]);
  });

  test("what is guarded runs twice", async () => {
    using wanted = memoryDatabase(read(name, "to.sql"));
    using empty = memoryDatabase();
    const [from, to] = [await snapshotOf(empty), await snapshotOf(wanted)];
    const ddl = writeDdl(diff(from.objects, to.objects), { from, to, form: "guarded" });

    runDdl(empty, ddl);
    runDdl(empty, ddl);

    expect(ddl.refused).toEqual([]);
    expect(diff((await snapshotOf(empty)).objects, to.objects)).toEqual([]);
  });
});

/** Rows of the ordinary tables that both sides have. */
function rowCounts(database: ReturnType<typeof memoryDatabase>, from: Snapshot, to: Snapshot): Readonly<Record<string, unknown>> {
  const ids = new Set(to.objects.map((object) => object.id));
  const kept = from.objects.filter((object) => object.kind === "table" && ids.has(object.id) && !isVirtualOrShadowed(object));
  return Object.fromEntries(
    kept.map(({ name }) => [name, database.prepare(`SELECT count(*) AS rows FROM "${name.replaceAll('"', '""')}"`).get()]),
  );
}

async function planned(before: string, after: string, form: "plain" | "guarded") {
  using database = memoryDatabase(before);
  using wanted = memoryDatabase(after);
  const [from, to] = [await snapshotOf(database), await snapshotOf(wanted)];
  return writeDdl(diff(from.objects, to.objects), { from, to, form });
}

test("a rebuild reads like Prisma's", async () => {
  const ddl = await planned(
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER NOT NULL DEFAULT 0)",
    "plain",
  );

  expect(ddl.statements.map(({ sql, transactional }) => `${transactional ? "  " : ""}${sql}`)).toEqual([
    "PRAGMA defer_foreign_keys=ON",
    "PRAGMA foreign_keys=OFF",
    '  CREATE TABLE "new_t" (\n    "id" INTEGER NOT NULL PRIMARY KEY,\n    "a" INTEGER NOT NULL DEFAULT 0\n)',
    '  INSERT INTO "new_t" ("id", "a") SELECT "id", coalesce("a", (0)) FROM "t"',
    '  DROP TABLE "t"',
    "  PRAGMA legacy_alter_table=ON",
    '  ALTER TABLE "new_t" RENAME TO "t"',
    "  PRAGMA legacy_alter_table=OFF",
    "PRAGMA foreign_keys=ON",
    "PRAGMA defer_foreign_keys=OFF",
  ]);
});

test("a rebuild of ours is understood as one when it is read back as a script", async () => {
  const before =
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT); CREATE TABLE c (t INT REFERENCES t (id) ON DELETE CASCADE)";
  const ddl = await planned(before, before.replace("a TEXT", "a INT"), "plain");
  const script = ddl.statements.map(({ sql }) => sql).join(";\n");
  const { statements } = parseScript(script, { defaultSchema: null, historyTables: [] });

  expect(statements.map(({ sql }) => sql)).toEqual(ddl.statements.map(({ sql }) => sql));
  expect(statements.map(({ transactional }) => transactional || null)).toEqual(
    ddl.statements.map(({ transactional, sql }) => transactional || sql.includes("defer_") || null),
  );
  expect(statements.flatMap(({ hazards }) => hazards.map(({ id }) => id))).toEqual(["sqlite-table-rebuild"]);
  expect(statements.flatMap(({ effects }) => effects)).not.toContain("deletes-data");
});

test("the guarded form adds what it can and refuses a rebuild with the reason", async () => {
  const ddl = await planned("CREATE TABLE t (a INT)", "CREATE TABLE t (a TEXT, b INT); CREATE INDEX i ON t (b)", "guarded");

  expect(ddl.statements.map(({ sql }) => sql)).toEqual([
    'ALTER TABLE "t" ADD COLUMN "b" INT',
    'CREATE INDEX IF NOT EXISTS "i" ON "t" ("b")',
  ]);
  expect(ddl.refused).toMatchObject([
    { change: { kind: "alter", from: { id: "column t.a" } }, reason: expect.stringContaining("replacing the table with a copy") },
  ]);
});

test("a virtual table is never changed, and other engines' objects are refused", async () => {
  const ddl = await planned("CREATE VIRTUAL TABLE d USING fts5(a)", "CREATE VIRTUAL TABLE d USING fts5(a, b)", "plain");

  expect(ddl.statements).toEqual([]);
  expect(ddl.refused).toMatchObject([{ reason: expect.stringContaining("without losing its content") }]);
});

test("numbers that AUTOINCREMENT gave once are not given again after a rebuild", async () => {
  using database = memoryDatabase(
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT); INSERT INTO t (a) VALUES (1), (2), (3); DELETE FROM t",
  );
  using wanted = memoryDatabase("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)");
  const [from, to] = [await snapshotOf(database), await snapshotOf(wanted)];

  runDdl(database, writeDdl(diff(from.objects, to.objects), { from, to, form: "plain" }));
  database.exec("INSERT INTO t (a) VALUES (4)");

  expect(database.prepare("SELECT id FROM t").get()).toEqual({ id: 4 });
});
