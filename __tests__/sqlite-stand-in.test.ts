import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope, StandIn, StandInRun } from "../src/dialects/dialect.ts";
import { sqliteDriver } from "../src/dialects/sqlite/driver.ts";
import { fingerprint } from "../src/schema/fingerprint.ts";
import { memoryDatabase, snapshotOf } from "./support/sqlite.ts";

const scope: Scope = { include: [], exclude: [], absent: "refuse" };
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "schemagate-test-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function open(limits = { timeMs: 30_000, memoryBytes: 2 ** 30 }): Promise<StandIn> {
  return sqliteDriver.openStandIn({
    serverMajor: 3,
    schemas: [],
    extensions: [],
    roles: [],
    devUrl: null,
    shadowSchema: null,
    targetIdentity: null,
    limits,
  });
}

async function run(...scripts: readonly string[]): Promise<StandInRun> {
  await using standIn = await open();
  return await standIn.run(scripts.map((sql, index) => ({ name: `${index + 1}`, sql })));
}

test("builds what a file would hold", async () => {
  const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT DEFAULT "dq", CHECK (a <> "x"));
    CREATE VIRTUAL TABLE d USING fts5(body); CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO d VALUES (NEW.a); END; VACUUM; ANALYZE;`;
  await using standIn = await open();
  using database = memoryDatabase(sql);

  expect(await standIn.run([{ name: "1", sql }])).toEqual({ outcome: "done" });
  expect(fingerprint(await standIn.introspect(scope))).toBe(fingerprint(await snapshotOf(database)));
  expect(standIn.engine).toMatch(/^SQLite 3\.\d+\.\d+$/);
});

test("stops at the first failure and names the statement", async () => {
  expect(await run("CREATE TABLE a (x)", "CREATE TABLE b (x);\n-- oops\nCREATE TABLE a (y); CREATE TABLE c (z)")).toEqual({
    outcome: "failed",
    script: "2",
    statement: "-- oops\nCREATE TABLE a (y)",
    message: "table a already exists",
    code: "SQLITE_ERROR",
  });
});

test("has foreign keys on, as Prisma's engine has, and lets files switch them off", async () => {
  const tables = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p (id))";
  expect(await run(tables, "INSERT INTO c VALUES (1)")).toMatchObject({ outcome: "failed", code: "SQLITE_CONSTRAINT" });
  expect(
    await run(tables, "PRAGMA foreign_keys=OFF; INSERT INTO c VALUES (1); PRAGMA foreign_key_check; PRAGMA foreign_keys=ON"),
  ).toEqual({ outcome: "done" });
});

test("a transaction that stays open is a failure", async () => {
  expect(await run("BEGIN; CREATE TABLE t (a)")).toMatchObject({
    outcome: "failed",
    message: expect.stringContaining("never ends it"),
  });
  expect(await run("BEGIN; CREATE TABLE t (a); COMMIT", "CREATE TABLE u (a)")).toEqual({ outcome: "done" });
});

test.each([
  ["ATTACH '$victim' AS v; DROP TABLE v.t", /ATTACH/],
  ["ATTACH 'file:$victim?mode=rw' AS v", /ATTACH/],
  ["ATTACH (SELECT '$victim') AS v", /ATTACH/],
  ["VACUUM INTO '$folder/out.db'", /VACUUM INTO/],
  ["CREATE TABLE x (a); BEGIN; COMMIT; VACUUM main INTO '$folder/out.db'", /VACUUM INTO/],
  ["SELECT load_extension('/tmp/x.so')", /load_extension|authorized/],
  ["PRAGMA writable_schema = ON", /writable_schema/],
  ["PRAGMA temp_store_directory = '$folder'", /temp_store_directory/],
  ["SELECT fts3_tokenizer('simple', x'00')", /fts3_tokenizer|authorized/],
  ["CREATE VIRTUAL TABLE f USING csv(filename = '/etc/passwd')", /no such module/],
  ["CREATE TRIGGER x AFTER INSERT ON t BEGIN ATTACH 'a' AS b; END", /syntax error/],
])("%s stays inside", async (sql, message) => {
  const victim = join(folder, "victim.db");
  if (!existsSync(victim)) {
    using database = new DatabaseSync(victim);
    database.exec("CREATE TABLE t (a)");
  }
  const result = await run("CREATE TABLE t (a)", sql.replaceAll("$victim", victim).replaceAll("$folder", folder));

  expect(result).toMatchObject({ outcome: "failed", script: "2", message: expect.stringMatching(message) });
  expect(readdirSync(folder)).toEqual(["victim.db"]);
  using database = new DatabaseSync(victim, { readOnly: true });
  expect(database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()).toEqual({ tables: 1 });
});

test("a null character ends no script early", async () => {
  expect(await run("SELECT 1;\0 SELECT 2")).toMatchObject({
    outcome: "failed",
    message: expect.stringContaining("null character"),
  });
});

test("an endless loop is stopped, and so is everything after it", async () => {
  await using standIn = await open({ timeMs: 1500, memoryBytes: 2 ** 30 });
  const loop = "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c";

  expect(
    await standIn.run([
      { name: "ok", sql: "SELECT 1" },
      { name: "loop", sql: loop },
    ]),
  ).toMatchObject({ outcome: "killed", script: "loop" });
  expect(await standIn.run([{ name: "later", sql: "SELECT 1" }])).toMatchObject({ outcome: "killed", script: "later" });
  await expect(standIn.introspect(scope)).rejects.toThrow("The scratch SQLite database is gone");
});

test("too much memory is stopped", async () => {
  await using standIn = await open({ timeMs: 30_000, memoryBytes: 256 * 2 ** 20 });
  const hog =
    "CREATE TABLE t (a); WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000) INSERT INTO t SELECT randomblob(1000000) FROM c";

  expect(await standIn.run([{ name: "hog", sql: hog }])).toMatchObject({
    outcome: "killed",
    message: expect.stringContaining("memory"),
  });
});
