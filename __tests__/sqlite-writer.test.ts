import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Executed, LiveDatabase, Scope, WritableDatabase } from "../src/dialects/dialect.ts";
import { sqlite } from "../src/dialects/sqlite/dialect.ts";
import { sqliteDriver } from "../src/dialects/sqlite/driver.ts";
import { UserError } from "../src/errors.ts";
import { Secret } from "../src/secret.ts";

const scope: Scope = { include: [], exclude: [], absent: "refuse" };
const driverUrl = new URL("../src/dialects/sqlite/driver.ts", import.meta.url).href;
let folder = "";
let path = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "schemagate-test-")));
  path = join(folder, "a.db");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const options = {
  applicationName: "test",
  connectTimeoutMs: 100,
  statementTimeoutMs: 1000,
  lockTimeoutMs: 200,
  writeTimeoutMs: 0,
};

function open(url = path): Promise<WritableDatabase> {
  return sqliteDriver.openForWriting(new Secret(url), { ...options, workingDirectory: folder });
}

function connect(): Promise<LiveDatabase> {
  return sqliteDriver.connect(new Secret(path), { ...options, workingDirectory: folder });
}

function create(sql: string): void {
  using database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec(sql);
}

function ask(sql: string): readonly Record<string, unknown>[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database
    .prepare(sql)
    .all()
    .map((row) => ({ ...row }));
}

/** Schema and rows, as `sqlite3 .dump` would have them. */
function dump(): readonly unknown[] {
  const objects = ask("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid");
  const tables = objects.filter(({ type }) => type === "table").map(({ name }) => String(name));
  return [...objects, ...tables.map((name) => ask(`SELECT * FROM "${name.replaceAll('"', '""')}"`))];
}

/** Runs a file as the runner does, and stops at the first failure. */
async function runFile(database: WritableDatabase, sql: string): Promise<Executed> {
  const { statements } = await sqlite.parseScript(sql, { defaultSchema: null, historyTables: [] });
  await database.startFile();
  for (const group of sqlite.groupStatements(statements)) {
    if (group.transactional) await database.begin(group.foreignKeys);
    for (const statement of group.statements) {
      const executed = await database.execute(statement.sql);
      if (executed.outcome === "done") continue;
      await database.rollback();
      return executed;
    }
    const committed = group.transactional ? await database.commit() : null;
    if (committed?.outcome === "failed") return committed;
  }
  return { outcome: "done", rows: null, notices: [] };
}

async function run(sql: string): Promise<Executed> {
  await using database = await open();
  return await runFile(database, sql);
}

async function runOne(sql: string): Promise<Executed> {
  await using database = await open();
  return await database.execute(sql);
}

async function failureOf(opening: Promise<WritableDatabase>): Promise<UserError> {
  const error: unknown = await opening.then(
    async (database) => database[Symbol.asyncDispose](),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`No UserError, but ${String(error)}`);
  return error;
}

/** Runs code that has `openDatabase` and `say`, in a process of its own. */
function start(code: string, uid?: number): ChildProcess {
  const program = `
    import { DatabaseSync } from "node:sqlite";
    const { sqliteDriver } = await import(${JSON.stringify(driverUrl)});
    const { Secret } = await import(${JSON.stringify(new URL("../src/secret.ts", import.meta.url).href)});
    const path = ${JSON.stringify(path)};
    const options = ${JSON.stringify({ ...options, workingDirectory: folder })};
    const openDatabase = () => sqliteDriver.openForWriting(new Secret(path), options);
    const say = (message) => process.send(message);
    const forever = () => new Promise(() => setInterval(() => {}, 1000));
    ${code}`;
  return spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", program], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: {},
    ...(uid === undefined ? {} : { uid }),
  });
}

function said(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (status) => reject(new Error(`It ended with ${status} and said nothing.`)));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

const family = `
  CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE owned (id INTEGER PRIMARY KEY, parent INT REFERENCES parent (id) ON DELETE CASCADE);
  CREATE TABLE loose (id INTEGER PRIMARY KEY, parent INT REFERENCES parent (id) ON DELETE SET NULL);
  INSERT INTO parent VALUES (1, 'a'), (2, 'b');
  INSERT INTO owned VALUES (1, 1), (2, 2), (3, 2);
  INSERT INTO loose VALUES (1, 1), (2, 2);`;
const rebuild = `CREATE TABLE "new_parent" (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
  INSERT INTO "new_parent" (id, name) SELECT id, coalesce(name, '') FROM parent;
  DROP TABLE parent;
  ALTER TABLE "new_parent" RENAME TO parent;`;

describe("a rebuild of a table with children loses no row", () => {
  test.each([
    [
      "as Prisma writes it",
      `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF; ${rebuild} PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`,
    ],
    ["without a word about foreign keys", rebuild],
    ["with a check", `PRAGMA foreign_keys=OFF; ${rebuild} PRAGMA foreign_key_check; PRAGMA foreign_keys=ON;`],
    ["in a transaction of its own", `PRAGMA foreign_keys=OFF; BEGIN; ${rebuild} COMMIT; PRAGMA foreign_keys=ON;`],
    [
      "before a deletion that cascades",
      `PRAGMA foreign_keys=OFF; ${rebuild} PRAGMA foreign_keys=ON; DELETE FROM parent WHERE id > 5;`,
    ],
  ])("%s", async (_name, sql) => {
    create(family);
    expect(await run(sql)).toMatchObject({ outcome: "done" });
    expect(ask("SELECT * FROM owned")).toEqual([
      { id: 1, parent: 1 },
      { id: 2, parent: 2 },
      { id: 3, parent: 2 },
    ]);
    expect(ask("SELECT * FROM loose")).toEqual([
      { id: 1, parent: 1 },
      { id: 2, parent: 2 },
    ]);
    expect(ask("SELECT sql FROM sqlite_schema WHERE name = 'parent'")[0]?.["sql"]).toContain("NOT NULL DEFAULT");
  });

  test("and what the file deletes with foreign keys on does cascade", async () => {
    create(family);
    expect(
      await run(`PRAGMA foreign_keys=OFF; ${rebuild} PRAGMA foreign_keys=ON; DELETE FROM parent WHERE id = 2;`),
    ).toMatchObject({ outcome: "done" });
    expect(ask("SELECT * FROM owned")).toEqual([{ id: 1, parent: 1 }]);
    expect(ask("SELECT * FROM loose")).toEqual([
      { id: 1, parent: 1 },
      { id: 2, parent: null },
    ]);
  });
});

describe("a failing file leaves nothing", () => {
  test.each([
    [
      "at a statement",
      `CREATE TABLE x (a); INSERT INTO x VALUES (1); UPDATE parent SET name = 'z'; INSERT INTO nowhere VALUES (1);`,
      "SQLITE_ERROR",
    ],
    [
      "in the midst of a rebuild",
      `PRAGMA foreign_keys=OFF; ${rebuild} CREATE INDEX i ON nowhere (a); PRAGMA foreign_keys=ON;`,
      "SQLITE_ERROR",
    ],
    ["in its own transaction", `BEGIN; ${rebuild} INSERT INTO parent (id) VALUES (1); COMMIT;`, "SQLITE_CONSTRAINT_PRIMARYKEY"],
    [
      "by a conflict that rolls back",
      `CREATE TABLE x (a); INSERT OR ROLLBACK INTO parent VALUES (1, 'c'); CREATE TABLE y (a);`,
      "SQLITE_CONSTRAINT_PRIMARYKEY",
    ],
    [
      "at a deferred constraint",
      `PRAGMA defer_foreign_keys=ON; UPDATE parent SET id = 7 WHERE id = 2; CREATE TABLE x (a);`,
      "SQLITE_CONSTRAINT_FOREIGNKEY",
    ],
  ])("%s", async (_name, sql, code) => {
    create(family);
    const before = dump();
    expect(await run(sql)).toMatchObject({ outcome: "failed", failure: { code } });
    expect(dump()).toEqual(before);
  });

  test("but a file outside of a transaction leaves what it did", async () => {
    create(family);
    expect(await run("CREATE TABLE x (a); VACUUM; CREATE TABLE y (a); INSERT INTO nowhere VALUES (1)")).toMatchObject({
      outcome: "failed",
    });
    expect(ask("SELECT name FROM sqlite_schema WHERE name IN ('x', 'y')")).toEqual([{ name: "x" }]);
  });
});

describe("foreign keys that were suspended", () => {
  test("are checked before the commit", async () => {
    create(family);
    const before = dump();
    const executed = await run("PRAGMA foreign_keys=OFF; DELETE FROM parent; PRAGMA foreign_keys=ON");
    expect(executed).toMatchObject({
      outcome: "failed",
      failure: {
        code: "SQLITE_CONSTRAINT_FOREIGNKEY",
        message:
          'foreign keys would be broken: A few rows of "loose" refer to rows of "parent" that would not exist. A few rows of "owned" refer to rows of "parent" that would not exist.',
      },
    });
    expect(dump()).toEqual(before);
  });

  test("count what is many", async () => {
    create(
      `${family} WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n LIMIT 12) INSERT INTO loose SELECT i, 1 FROM n`,
    );
    const executed = await run("PRAGMA foreign_keys=OFF; DELETE FROM owned WHERE parent = 1; DELETE FROM parent WHERE id = 1");
    expect(executed).toMatchObject({
      failure: { message: expect.stringContaining('13 rows of "loose" refer to rows of "parent"') },
    });
  });

  test("may have been broken before, also where a rebuild numbers the rows anew", async () => {
    create(`
      CREATE TABLE parent (id TEXT PRIMARY KEY);
      CREATE TABLE child (id TEXT PRIMARY KEY, parent TEXT REFERENCES parent (id), other INT REFERENCES gone (id));
      INSERT INTO parent VALUES ('p');
      INSERT INTO child VALUES ('a', 'p', 1), ('b', 'lost', 2), ('c', 'lost', NULL), ('d', 'p', NULL); DELETE FROM child WHERE id = 'a'`);
    const sql = `PRAGMA foreign_keys=OFF;
      CREATE TABLE new_child (id TEXT PRIMARY KEY, other INT REFERENCES gone (id), parent TEXT REFERENCES parent (id));
      INSERT INTO new_child (id, parent, other) SELECT id, parent, other FROM child;
      DROP TABLE child; ALTER TABLE new_child RENAME TO child; PRAGMA foreign_keys=ON`;
    expect(await run(sql)).toMatchObject({ outcome: "done" });
    expect(ask("SELECT count(*) AS n FROM child")).toEqual([{ n: 3 }]);
    expect(await run(`${sql}; DELETE FROM parent`)).toMatchObject({
      outcome: "failed",
      failure: { code: "SQLITE_CONSTRAINT_FOREIGNKEY" },
    });
    expect(await run("PRAGMA foreign_keys=OFF; UPDATE child SET parent = 'elsewhere' WHERE id = 'b'")).toMatchObject({
      outcome: "failed",
    });
  });

  test("that can't be checked are named", async () => {
    create(`${family} CREATE TABLE a (x INT); CREATE TABLE b (x INT REFERENCES a (x)); INSERT INTO b VALUES (1)`);
    await using database = await open();
    await database.begin("suspended");
    expect(await database.commit()).toEqual({
      outcome: "done",
      rows: null,
      notices: [expect.stringContaining('The foreign keys of "b" can\'t be checked')],
    });
  });

  test("of the tables themselves, where a temporary one has the same name", async () => {
    create(family);
    expect(
      await run(
        "PRAGMA foreign_keys=OFF; CREATE TEMP TABLE owned (id INT); CREATE TEMP TABLE loose (id INT); DELETE FROM parent",
      ),
    ).toMatchObject({ outcome: "failed", failure: { code: "SQLITE_CONSTRAINT_FOREIGNKEY" } });
  });

  test("of tables without a rowid, and of columns that hide it", async () => {
    create(`
      CREATE TABLE p (id INTEGER PRIMARY KEY);
      CREATE TABLE a (id TEXT PRIMARY KEY, p INT REFERENCES p (id)) WITHOUT ROWID;
      CREATE TABLE b (rowid TEXT, _rowid_ TEXT, oid INT REFERENCES p (id));
      INSERT INTO a VALUES ('x', 1); INSERT INTO b VALUES ('r', 's', 2)`);
    expect(await run("PRAGMA foreign_keys=OFF; UPDATE a SET id = 'y'; UPDATE b SET rowid = 't'")).toMatchObject({
      outcome: "done",
    });
    expect(await run("PRAGMA foreign_keys=OFF; INSERT INTO a VALUES ('z', 3)")).toMatchObject({ outcome: "failed" });
    expect(await run("PRAGMA foreign_keys=OFF; INSERT INTO b VALUES ('t', 'u', 3)")).toMatchObject({ outcome: "failed" });
  });
});

test("triggers, other alphabets, quotes and long values", async () => {
  writeFileSync(path, "");
  const long = "ü✓💥'".repeat(300_000);
  const executed = await run(`
    -- größe; CREATE TABLE no (a);
    CREATE TABLE "Größe; ""x""" (a TEXT DEFAULT 'Ω;', b TEXT);
    CREATE TABLE log (a TEXT);
    CREATE TRIGGER r AFTER INSERT ON "Größe; ""x""" BEGIN INSERT INTO log SELECT CASE WHEN NEW.a IS NULL THEN 'none;' ELSE NEW.a END; DELETE FROM log WHERE a = 'never'; END;
    INSERT INTO "Größe; ""x""" (b) VALUES ("no such column");
    INSERT INTO "Größe; ""x""" (a) VALUES ('${long.replaceAll("'", "''")}');`);
  expect(executed).toMatchObject({ outcome: "done" });
  expect(ask("SELECT a FROM log")).toEqual([{ a: "Ω;" }, { a: long }]);
  expect(ask('SELECT b FROM "Größe; ""x"""')[0]).toEqual({ b: "no such column" });
});

test("rows are counted where they are changed", async () => {
  create(family);
  await using database = await open();
  const rows = async (sql: string) => {
    const executed = await database.execute(sql);
    return executed.outcome === "done" ? executed.rows : executed.failure;
  };
  expect(await rows("UPDATE parent SET name = 'x'")).toBe(2);
  expect(await rows("CREATE TABLE x (a)")).toBeNull();
  expect(await rows("SELECT * FROM parent")).toBeNull();
  expect(await rows("INSERT INTO x VALUES (1), (2), (3) RETURNING a")).toBe(3);
  expect(await rows("WITH y AS (SELECT 9) DELETE FROM x WHERE a IN y")).toBe(0);
  expect(await rows("DELETE FROM parent WHERE id = 2")).toBe(1);
});

test("a WAL database is written to in place", async () => {
  create(`PRAGMA journal_mode = WAL; ${family}`);
  {
    await using database = await open();
    expect(database.sessionFacts).toContain("journal mode wal");
    expect(await runFile(database, `${rebuild} INSERT INTO owned VALUES (9, 1)`)).toMatchObject({ outcome: "done" });
    expect(await runFile(database, "CREATE TABLE later (a)")).toMatchObject({ outcome: "done" });
  }
  expect(readdirSync(folder)).toEqual(["a.db"]);
  expect(ask("SELECT count(*) AS n FROM owned")).toEqual([{ n: 4 }]);
});

describe("what reaches outside or breaks the frame is refused", () => {
  test.each([
    ["ATTACH 'other.db' AS other", "ATTACH and VACUUM INTO are not allowed here: they reach other files."],
    ["VACUUM INTO 'other.db'", "ATTACH and VACUUM INTO are not allowed here: they reach other files."],
    ["SELECT load_extension('x')", "The function load_extension is not allowed here: it reaches outside of the database."],
    ["PRAGMA writable_schema = ON", "PRAGMA writable_schema is not allowed here."],
  ])("%s", async (sql, message) => {
    create(family);
    const before = dump();
    const executed = await runOne(sql);
    expect(executed).toMatchObject({ outcome: "failed", failure: { message } });
    if (executed.outcome === "failed") expect(executed.failure.hint).not.toBeNull();
    expect(dump()).toEqual(before);
    expect(readdirSync(folder)).toEqual(["a.db"]);
  });

  test.each(["COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT s", "END TRANSACTION"])(
    "%s inside of a transaction of the runner",
    async (control) => {
      create(family);
      await using database = await open();
      await database.begin("enforced");
      await database.execute("DELETE FROM owned");
      expect(await database.execute(control)).toMatchObject({
        failure: { message: expect.stringContaining("inside of the one that it runs in") },
      });
      expect(database.inTransaction).toBe(true);
      await database.rollback();
      expect(ask("SELECT count(*) AS n FROM owned")).toEqual([{ n: 3 }]);
    },
  );

  test("several statements in one, and a null character", async () => {
    create(family);
    expect(await runOne("DELETE FROM owned; DELETE FROM loose")).toMatchObject({
      failure: { message: expect.stringContaining("more than one statement") },
    });
    expect(await runOne("DELETE FROM owned\0 WHERE 1 = 0")).toMatchObject({
      failure: { message: expect.stringContaining("null character") },
    });
    expect(ask("SELECT count(*) AS n FROM owned")).toEqual([{ n: 3 }]);
  });
});

describe("a failure", () => {
  const schema = `
    CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT CONSTRAINT positive CHECK (b > 0), c TEXT, d TEXT, UNIQUE (c, d));
    CREATE UNIQUE INDEX lowered ON t (lower(a));
    CREATE TABLE s (n INT) STRICT;
    CREATE TRIGGER fixed BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'It''s kept'); END;
    CREATE TRIGGER telling BEFORE UPDATE ON t BEGIN SELECT RAISE(ABORT, 'not ' || OLD.a); END;
    INSERT INTO t VALUES (1, 'secret', 1, 'x', 'y')`;

  test.each<[string, object]>([
    ["INSERT INTO t VALUES (1, 'b', 1, 1, 1)", { code: "SQLITE_CONSTRAINT_PRIMARYKEY", table: "t", column: "id" }],
    [
      "INSERT INTO t VALUES (2, 'b', 1, 'x', 'y')",
      { code: "SQLITE_CONSTRAINT_UNIQUE", table: "t", column: null, constraint: null },
    ],
    ["INSERT INTO t VALUES (2, 'SECRET', 1, 1, 1)", { code: "SQLITE_CONSTRAINT_UNIQUE", constraint: "lowered", table: null }],
    ["INSERT INTO t VALUES (2, NULL, 1, 1, 1)", { code: "SQLITE_CONSTRAINT_NOTNULL", table: "t", column: "a" }],
    ["INSERT INTO t VALUES (2, 'b', 0, 1, 1)", { code: "SQLITE_CONSTRAINT_CHECK", constraint: "positive" }],
    [
      "INSERT INTO s VALUES ('secret')",
      { code: "SQLITE_CONSTRAINT_DATATYPE", message: "cannot store TEXT value in INT column s.n" },
    ],
    ["DELETE FROM t", { code: "SQLITE_CONSTRAINT_TRIGGER", message: "It's kept" }],
    [
      "UPDATE t SET a = 'b'",
      { code: "SQLITE_CONSTRAINT_TRIGGER", message: "a trigger refused it, with a text that may hold values" },
    ],
    ["SELECT json_extract('{}', a) FROM t", { code: "SQLITE_ERROR", message: "bad JSON path …" }],
    ['SELECT "a" FROM nowhere', { code: "SQLITE_ERROR", message: "no such table: nowhere", kind: "other" }],
    ["ALTER TABLE t DROP COLUMN c", { code: "SQLITE_ERROR", message: "error in table t after drop column: no such column: c" }],
    ["CREATE INDEX t ON t (a)", { code: "SQLITE_ERROR", message: "there is already a table named t" }],
  ])("of %s names what SQLite named, and no value", async (sql, failure) => {
    create(schema);
    const executed = await runOne(sql);
    expect(executed).toMatchObject({ outcome: "failed", failure });
    expect(JSON.stringify(executed)).not.toMatch(/secret/i);
  });
});

describe("a database that others use", () => {
  const locked = (begin: string) =>
    start(`const database = new DatabaseSync(path); database.exec(${JSON.stringify(begin)}); say("ready"); await forever();`);

  test("is waited for, then given up", async () => {
    create(family);
    await using database = await open();
    const writer = locked("BEGIN IMMEDIATE");
    try {
      await said(writer);
      await expect(database.begin("enforced")).rejects.toMatchObject({
        reason: "lock-timeout",
        message: expect.stringContaining("database is locked"),
      });
      expect(database.inTransaction).toBe(false);
      expect(await database.execute("CREATE TABLE x (a)")).toMatchObject({
        failure: { kind: "lock-timeout", code: "SQLITE_BUSY" },
      });
      const waiting = database.execute("CREATE TABLE x (a)");
      setTimeout(() => writer.kill("SIGKILL"), 50);
      expect(await waiting).toMatchObject({ outcome: "done" });
    } finally {
      await kill(writer);
    }
  });

  test("can keep a commit from being made, and then nothing of it is left", async () => {
    create(family);
    await using database = await open();
    const reader = locked("BEGIN; SELECT * FROM parent");
    try {
      await said(reader);
      const before = dump();
      await database.begin("suspended");
      expect(await database.execute("CREATE TABLE x (a)")).toMatchObject({ outcome: "done" });
      expect(await database.commit()).toMatchObject({ outcome: "failed", failure: { kind: "lock-timeout" } });
      expect(database.inTransaction).toBe(false);
      expect(dump()).toEqual(before);
      expect(await database.query("PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }]);
    } finally {
      await kill(reader);
    }
  });
});

describe("a session", () => {
  test("starts each file afresh", async () => {
    create(family);
    await using database = await open();
    expect(
      await runFile(
        database,
        "CREATE TEMP TABLE parent (x); PRAGMA recursive_triggers=ON; PRAGMA ignore_check_constraints=ON; PRAGMA legacy_alter_table=ON; PRAGMA synchronous=OFF",
      ),
    ).toMatchObject({ outcome: "done" });
    await database.execute("PRAGMA foreign_keys = OFF");
    await database.startFile();
    expect(await database.query("SELECT id FROM parent")).toHaveLength(2);
    for (const [pragma, value] of Object.entries({
      foreign_keys: 1,
      recursive_triggers: 0,
      ignore_check_constraints: 0,
      legacy_alter_table: 0,
      synchronous: 2,
    }))
      expect(await database.query(`PRAGMA ${pragma}`)).toEqual([
        { [pragma === "ignore_check_constraints" ? "ignore_check_constraints" : pragma]: value },
      ]);
  });

  test("ends what a file left open", async () => {
    create(family);
    const before = dump();
    await using database = await open();
    await database.execute("BEGIN");
    await database.execute("DELETE FROM owned");
    expect(database.inTransaction).toBe(true);
    await expect(database.startFile()).rejects.toThrow("A transaction is open");
    await database.rollback();
    await database.rollback();
    expect(database.inTransaction).toBe(false);
    expect(dump()).toEqual(before);
  });

  test("writes a history inside of the transaction", async () => {
    create("CREATE TABLE history (id TEXT PRIMARY KEY, at, n INT)");
    await using database = await open();
    await database.begin(null);
    await database.write("INSERT INTO history VALUES (?, ?, ?)", ["a", null, 1763774400000]);
    await expect(database.write("INSERT INTO history VALUES (?, ?, ?)", ["a", null, 1])).rejects.toMatchObject({
      reason: "apply-failed",
      message: expect.stringContaining("UNIQUE constraint failed: history.id (SQLITE_CONSTRAINT_PRIMARYKEY)"),
    });
    await database.rollback();
    expect(await database.query("SELECT * FROM history")).toEqual([]);
    await database.write("INSERT INTO history VALUES (?, ?, ?)", ["a", null, 1763774400000]);
    expect(await database.query("SELECT * FROM history WHERE id = ?", ["a"])).toEqual([{ id: "a", at: null, n: 1763774400000 }]);
  });

  test("asks its questions read-only", async () => {
    create(family);
    await using database = await open();
    await expect(database.query("DELETE FROM owned RETURNING id")).rejects.toThrow(/readonly/);
    await expect(database.query("PRAGMA writable_schema = ON")).rejects.toThrow(/not authorized/);
    expect(await database.query("SELECT count(*) AS n FROM owned")).toEqual([{ n: 3 }]);
    expect(await database.execute("DELETE FROM owned")).toMatchObject({ rows: 3 });
  });

  test("notices that another file stands in the place of its own", async () => {
    create(family);
    await using database = await open();
    await database.execute("CREATE TABLE x (a)");
    renameSync(path, join(folder, "old.db"));
    copyFileSync(join(folder, "old.db"), path);
    await expect(database.startFile()).rejects.toMatchObject({ reason: "target-mismatch" });
    await database.rollback();
    expect(database.inTransaction).toBe(false);
  });
});

describe("opening", () => {
  test("creates nothing", async () => {
    expect((await failureOf(open())).message).toContain("There is no database file at");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("changes nothing", async () => {
    create(family);
    const before = [readFileSync(path), statSync(path).mtimeMs];
    {
      await using database = await open();
      expect(database.connection.readOnlyProof).toEqual([]);
      await database.introspect(scope);
    }
    expect([readFileSync(path), statSync(path).mtimeMs]).toEqual(before);
    expect(readdirSync(folder)).toEqual(["a.db"]);
  });

  test("takes an empty file for an empty database", async () => {
    writeFileSync(path, "");
    await using database = await open();
    expect((await database.introspect(scope)).objects).toEqual([]);
    expect(await runFile(database, family)).toMatchObject({ outcome: "done" });
    expect((await database.introspect(scope)).objects).not.toEqual([]);
  });

  test("names the same file as a reader does", async () => {
    create(family);
    symlinkSync(path, join(folder, "link.db"));
    const facts = [];
    for (const url of ["a.db", "file:./link.db?connection_limit=1"]) {
      await using database = await open(url);
      facts.push(database.connection);
      expect((await database.inspectEnvironment(scope)).notes[0]).toBe("The database is in rollback journal mode.");
    }
    await using live = await connect();
    expect(facts.map(({ identity }) => identity)).toEqual([live.connection.identity, live.connection.identity]);
    const { serverVersion, readOnlyProof, ...others } = live.connection;
    expect({ ...facts[0], display: live.connection.display }).toMatchObject(others);
    expect([serverVersion, readOnlyProof]).not.toContain("");
  });

  test.each([
    ["a text", Buffer.from("id,name\n1,x\n".repeat(100)), "not a SQLite database"],
    ["a cut header", Buffer.from("SQLite format 3\0"), "not a SQLite database"],
  ])("refuses %s", async (_name, bytes, message) => {
    writeFileSync(path, bytes);
    expect((await failureOf(open())).message).toContain(message);
    expect(readFileSync(path)).toEqual(bytes);
  });

  test("refuses what an interrupted write left", async () => {
    const alive = join(folder, "alive");
    mkdirSync(alive);
    const original = path;
    path = join(alive, "a.db");
    const writer = start(`
      const database = new DatabaseSync(path);
      database.exec("PRAGMA cache_size = 1; CREATE TABLE t (a)");
      database.exec("BEGIN; INSERT INTO t WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 500) SELECT hex(zeroblob(500)) FROM c");
      say("ready"); await forever();`);
    try {
      await said(writer);
      for (const suffix of ["", "-journal"]) copyFileSync(path + suffix, original + suffix);
    } finally {
      await kill(writer);
    }
    path = original;
    const before = readFileSync(path);
    expect((await failureOf(open())).message).toContain("a write to it was interrupted");
    expect(readFileSync(path)).toEqual(before);
    expect(existsSync(`${path}-journal`)).toBe(true);
  });

  test.skipIf(process.geteuid?.() !== 0).each([
    ["the file", () => chmodSync(path, 0o644), () => chmodSync(folder, 0o777)],
    ["its folder", () => chmodSync(path, 0o666), () => chmodSync(folder, 0o755)],
  ])("refuses where %s may not be written", async (what, file, directory) => {
    create(family);
    file();
    directory();
    const stranger = start("await openDatabase().catch(({ reason, message }) => say([reason, message].join(': ')));", 65534);
    expect(await said(stranger)).toContain(
      `permission-denied: Can't write to ${path}: this user has no right to write to ${what}`,
    );
  });
});

describe("two libraries of SQLite in one process", () => {
  const rich = `
    CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE DEFAULT (1 + 2), b AS (a || 'x') STORED, CHECK (length(a) > 1), UNIQUE (a, b));
    CREATE TABLE c (t INT REFERENCES t ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, u TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;
    CREATE INDEX i ON t (lower(a) DESC) WHERE a > 'x';
    CREATE VIEW v (x) AS SELECT a FROM t;
    CREATE TRIGGER r INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.x); END;
    CREATE VIRTUAL TABLE f USING fts5(body); CREATE VIRTUAL TABLE g USING rtree(id, x0, x1);
    INSERT INTO t (a) VALUES ('abc'), ('def'); ANALYZE`;

  test.each(["", "PRAGMA journal_mode = WAL;"])("read the same schema %s", async (mode) => {
    create(`${mode} ${rich.replace("WITHOUT ROWID, STRICT", "WITHOUT ROWID").replace("t INT REFERENCES", "t INT REFERENCES")}`);
    const { serverVersion: _better, ...before } = await (async () => {
      await using live = await connect();
      return await live.introspect(scope);
    })();
    await using database = await open();
    const { serverVersion: _node, ...through } = await database.introspect(scope);
    expect(through).toEqual(before);
    // A reader that comes while it is open for writing uses the library that writes.
    await using beside = await connect();
    const { serverVersion: _beside, ...third } = await beside.introspect(scope);
    expect(third).toEqual(before);
    await expect(beside.query("DELETE FROM t RETURNING id")).rejects.toThrow(/readonly/);
    expect(beside.connection.readOnlyProof.join("\n")).toContain("attempt to write a readonly database");
  });

  test("never have a file open at once where one of them writes", async () => {
    create(family);
    const live = await connect();
    await expect(open()).rejects.toThrow("close that first");
    await live[Symbol.asyncDispose]();
    await using database = await open();
    await database.begin("enforced");
    await database.execute("DELETE FROM owned");
    {
      await using beside = await connect();
      expect(await beside.query("SELECT count(*) AS n FROM owned")).toEqual([{ n: 3 }]);
    }
    // The lock is still there after the reader has closed its descriptors.
    const other = start(`
      const database = new DatabaseSync(path);
      try { database.exec("BEGIN IMMEDIATE"); say("written"); } catch (error) { say(error.message); }`);
    expect(await said(other)).toBe("database is locked");
    expect(await database.commit()).toMatchObject({ outcome: "done" });
  });
});

describe("the lock of a session", () => {
  const holder = `
    const database = await openDatabase();
    const lock = await database.lock(WAIT, (name) => say("waits for " + name));
    say(lock.outcome === "held" ? "held" : "busy: " + lock.holder);
    if (lock.outcome === "held") await forever();`;

  test("is held by one of ten, and the others name it; a killed holder holds nothing", async () => {
    create(family);
    const children = Array.from({ length: 10 }, () => start(holder.replace("WAIT", "0")));
    try {
      const answers = await Promise.all(children.map(said));
      const held = children[answers.indexOf("held")];
      expect(answers.filter((answer) => answer === "held")).toHaveLength(1);
      for (const answer of answers.filter((one) => one !== "held"))
        expect(answer).toMatch(new RegExp(`^busy: process ${held?.pid} of .+ on .+, since 20\\d\\d-`));
      await kill(held as ChildProcess);
      expect(readdirSync(folder)).toEqual(["a.db", "a.db.schemagate-lock", "a.db.schemagate-lock.holder"]);
      await using database = await open();
      expect(await database.lock(0, () => {})).toEqual({ outcome: "held" });
      expect(readFileSync(`${path}.schemagate-lock.holder`, "utf8")).toContain(`process ${process.pid} `);
    } finally {
      await Promise.all(children.map(kill));
    }
    expect(readdirSync(folder)).toEqual(["a.db", "a.db.schemagate-lock"]);
    expect(statSync(`${path}.schemagate-lock`).size).toBe(0);
  }, 60_000);

  test("is waited for", async () => {
    create(family);
    const first = await open();
    expect(await first.lock(0, () => {})).toEqual({ outcome: "held" });
    const second = start(holder.replace("WAIT", "20000"));
    try {
      expect(await said(second)).toContain(`waits for process ${process.pid} `);
      await sleep(300);
      const answer = said(second);
      await first[Symbol.asyncDispose]();
      expect(await answer).toBe("held");
      await using third = await open();
      const told: string[] = [];
      expect(await third.lock(450, (name) => told.push(name))).toEqual({ outcome: "busy", holder: told[0] });
      expect(told).toEqual([expect.stringContaining(`process ${second.pid} `)]);
    } finally {
      await kill(second);
    }
  }, 30_000);

  test("keeps two sessions of one process apart, too", async () => {
    create(family);
    await using first = await open();
    await using second = await open();
    expect(await first.lock(0, () => {})).toEqual({ outcome: "held" });
    expect(await second.lock(0, () => {})).toMatchObject({ outcome: "busy" });
    const third = start(holder.replace("WAIT", "0"));
    expect(await said(third)).toContain(`busy: process ${process.pid} `);
  });

  test("follows no link and overwrites nothing that is not its own", async () => {
    create(family);
    writeFileSync(join(folder, "precious"), "text");
    symlinkSync(join(folder, "precious"), `${path}.schemagate-lock.holder`);
    {
      await using database = await open();
      expect(await database.lock(0, () => {})).toEqual({ outcome: "held" });
    }
    rmSync(`${path}.schemagate-lock`);
    symlinkSync(join(folder, "precious"), `${path}.schemagate-lock`);
    await using database = await open();
    await expect(database.lock(0, () => {})).rejects.toMatchObject({
      reason: "connection-failed",
      message: expect.stringContaining("not a database"),
    });
    expect(readFileSync(join(folder, "precious"), "utf8")).toBe("text");
  });
});
