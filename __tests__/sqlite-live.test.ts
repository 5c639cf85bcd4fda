import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LiveDatabase, Scope } from "../src/dialects/dialect.ts";
import { sqliteDriver } from "../src/dialects/sqlite/driver.ts";
import { UserError } from "../src/errors.ts";
import { Secret } from "../src/secret.ts";

const scope: Scope = { include: [], exclude: [], absent: "refuse" };
let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "schemagate-test-")));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function connect(url: string): Promise<LiveDatabase> {
  return sqliteDriver.connect(new Secret(url), {
    applicationName: "test",
    connectTimeoutMs: 100,
    statementTimeoutMs: 1000,
    workingDirectory: folder,
  });
}

function write(name: string, sql: string): string {
  const path = join(folder, name);
  using database = new DatabaseSync(path);
  database.exec(sql);
  return path;
}

/** Everything about a folder that a reader could change, except the time of access. */
function observe(path = folder): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const { size, mtimeNs, ctimeNs, mode, ino } = statSync(file, { bigint: true });
      return [entry.name, size, mtimeNs, ctimeNs, mode, ino, createHash("sha256").update(readFileSync(file)).digest("hex")].join(
        " ",
      );
    })
    .sort();
}

/** Opening a journal as root, SQLite gives it to the owner it has already. */
function withoutChangeTime(observed: readonly string[]): readonly string[] {
  return observed.map((line) => line.split(" ").toSpliced(3, 1).join(" "));
}

async function readAll(url: string): Promise<readonly string[]> {
  await using live = await connect(url);
  await live.inspectEnvironment(scope);
  const snapshot = await live.introspect(scope);
  return snapshot.objects.map((object) => object.id);
}

async function failure(url: string): Promise<UserError> {
  const error: unknown = await connect(url).then(
    async (live) => live[Symbol.asyncDispose](),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`No UserError, but ${String(error)}`);
  return error;
}

const schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t (a) VALUES ('x')";
const objects = ["column t.a", "column t.id", "primary key t.t_pkey", "table t"];

/** Runs code that has `database`, and `send` to talk to the test, in a process of its own. */
function startWriter(path: string, code: string): ChildProcess {
  const program = `
    const { DatabaseSync } = require("node:sqlite");
    const database = new DatabaseSync(${JSON.stringify(path)});
    const send = (message) => process.send(message);
    ${code}`;
  return spawn(process.execPath, ["-e", program], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { NODE_NO_WARNINGS: "1" },
  });
}

async function said(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => child.once("message", resolve));
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

/** Files as a crash in the middle of things leaves them: copied while the writer still had them open. */
async function crashed(setUp: string, suffixes: readonly string[]): Promise<string> {
  const path = join(folder, "crashed.db");
  mkdirSync(join(folder, "alive"));
  const writer = startWriter(join(folder, "alive/a.db"), `${setUp}; send("ready"); setInterval(() => {}, 1000);`);
  try {
    await said(writer);
    for (const suffix of ["", ...suffixes]) copyFileSync(join(folder, `alive/a.db${suffix}`), path + suffix);
  } finally {
    await stop(writer);
  }
  rmSync(join(folder, "alive"), { recursive: true });
  return path;
}

describe("nothing is written", () => {
  test("in rollback mode", async () => {
    const path = write("a.db", schema);
    const before = observe();
    expect(await readAll(path)).toEqual(objects);
    expect(observe()).toEqual(before);
  });

  test("in WAL mode, after its last user has left", async () => {
    const path = write("a.db", `PRAGMA journal_mode = WAL; ${schema}`);
    const before = observe();
    expect(before).toHaveLength(1);
    expect(await readAll(path)).toEqual(objects);
    expect(observe()).toEqual(before);
  });

  test.each([{ suffixes: ["-wal", "-shm"] }, { suffixes: ["-wal"] }])(
    "in WAL mode with $suffixes left by a crash",
    async ({ suffixes }) => {
      const path = await crashed(`database.exec("PRAGMA journal_mode = WAL; ${schema}")`, suffixes);
      const before = observe();
      expect(before).toHaveLength(1 + suffixes.length);
      expect(await readAll(path)).toEqual(objects);
      expect(observe()).toEqual(before);
    },
  );

  test("while another process keeps a WAL database open", async () => {
    const path = write("a.db", `PRAGMA journal_mode = WAL; ${schema}`);
    const writer = startWriter(path, `database.exec("CREATE TABLE u (b)"); send("ready"); setInterval(() => {}, 1000);`);
    try {
      await said(writer);
      const before = observe();
      expect(before).toHaveLength(3);
      expect(await readAll(path)).toEqual([
        "column t.a",
        "column t.id",
        "column u.b",
        "primary key t.t_pkey",
        "table t",
        "table u",
      ]);
      expect(observe()).toEqual(before);
    } finally {
      await stop(writer);
    }
  });

  test("and no copy stays in the temporary folder", async () => {
    const path = write("a.db", `PRAGMA journal_mode = WAL; ${schema}`);
    const own = join(folder, "tmp");
    mkdirSync(own);
    const usual = process.env["TMPDIR"];
    process.env["TMPDIR"] = own;
    try {
      await readAll(path);
      expect(readdirSync(own)).toEqual([]);
    } finally {
      if (usual === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = usual;
    }
  });

  test("also not by a query that tries to", async () => {
    const path = write("a.db", schema);
    const before = observe();
    await using live = await connect(path);
    await expect(live.query("CREATE TABLE u (b)")).rejects.toThrow();
    await expect(live.query("INSERT INTO t (a) VALUES ('y') RETURNING id")).rejects.toThrow(/readonly/);
    await live.query("PRAGMA query_only = OFF").catch(() => undefined);
    await expect(live.query("DELETE FROM t RETURNING id")).rejects.toThrow(/readonly/);
    expect(observe()).toEqual(before);
    expect(live.connection.readOnlyProof.join("\n")).toContain("attempt to write a readonly database");
  });
});

test("a copy is of one moment, whatever a writer and its checkpoints do meanwhile", async () => {
  const path = write(
    "a.db",
    "PRAGMA journal_mode = WAL; CREATE TABLE a (n INT, pad TEXT); CREATE TABLE b (n INT, pad TEXT); INSERT INTO a VALUES (0, ''); INSERT INTO b VALUES (0, '')",
  );
  const writer = startWriter(
    path,
    `database.exec("PRAGMA wal_autocheckpoint = 3; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 1000");
     send("ready");
     for (let n = 1; ; n++) {
       const pad = "x".repeat((n % 20) * 1000);
       database.exec("BEGIN; UPDATE a SET n = " + n + ", pad = '" + pad + "'; UPDATE b SET n = " + n + ", pad = '" + pad + "'; COMMIT");
       if (n % 50 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
     }`,
  );
  const seen = new Set<unknown>();
  try {
    await said(writer);
    for (let round = 0; round < 12; round++) {
      await using live = await connect(path).catch((error: unknown) => {
        // Allowed outcome: it says that it got no quiet moment.
        expect(error).toMatchObject({ message: expect.stringContaining("consistent copy") });
        return null;
      });
      const [row] =
        (await live?.query<{ a: number; b: number; lengths: number }>(
          "SELECT a.n AS a, b.n AS b, length(a.pad) = length(b.pad) AS lengths FROM a, b",
        )) ?? [];
      if (row === undefined) continue;
      expect(row).toEqual({ a: row.a, b: row.a, lengths: 1 });
      expect(await live?.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
      seen.add(row.a);
    }
  } finally {
    await stop(writer);
  }
  expect(seen.size).toBeGreaterThan(3);
});

describe("what can't be read is one clear sentence", () => {
  test.each([
    ["file:./missing.db", "There is no database file at"],
    ["file:./no/such/folder/a.db", "There is no database file at"],
    ["file:.", "it is a directory"],
    ["", "names no file"],
    ["file::memory:", "names no file"],
    ["file:?mode=memory", "names no file"],
  ])("%s", async (url, message) => {
    const error = await failure(url);
    expect(error.message).toContain(message);
    expect(error.hint).not.toBeNull();
    expect(observe()).toEqual([]);
  });

  test.each([
    ["a text", Buffer.from("id,name\n1,x\n".repeat(100)), "not a SQLite database, or it is encrypted"],
    [
      "noise",
      Buffer.from(Array.from({ length: 8192 }, (_, at) => (at * 7919) % 251)),
      "not a SQLite database, or it is encrypted",
    ],
    ["a cut header", Buffer.from("SQLite format 3\0"), "not a SQLite database, or it is encrypted"],
  ])("%s", async (_name, bytes, message) => {
    writeFileSync(join(folder, "a.db"), bytes);
    const before = observe();
    const error = await failure("a.db");
    expect(error.reason).toBe("connection-failed");
    expect(error.message).toContain(message);
    expect(observe()).toEqual(before);
  });

  test("a damaged file", async () => {
    const path = write("a.db", schema);
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 400);
    writeFileSync(path, bytes);
    expect((await failure(path)).message).toContain("damaged");
  });

  test("a journal of an interrupted write", async () => {
    const path = await crashed(
      `database.exec("PRAGMA cache_size = 1; CREATE TABLE t (a)");
       database.exec("BEGIN; INSERT INTO t WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 500) SELECT hex(zeroblob(500)) FROM c")`,
      ["-journal"],
    );
    const before = observe();
    const error = await failure(path);
    expect(error.message).toContain("a write to it was interrupted");
    expect(withoutChangeTime(observe())).toEqual(withoutChangeTime(before));
  });

  test("a lock that is not given up", async () => {
    const path = write("a.db", schema);
    const writer = startWriter(path, `database.exec("BEGIN EXCLUSIVE"); send("ready"); setInterval(() => {}, 1000);`);
    try {
      await said(writer);
      expect((await failure(path)).message).toContain("another process keeps it locked");
    } finally {
      await stop(writer);
    }
  });

  test("a file of somebody else", async () => {
    const path = write("a.db", schema);
    chmodSync(path, 0);
    chmodSync(folder, 0o755);
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      const error = await failure(path);
      expect(error.reason).toBe("permission-denied");
      expect(error.message).toContain("permission denied");
    } finally {
      if (root) process.seteuid?.(0);
    }
  });
});

test.each([
  ["a.db"],
  ["./a.db"],
  ["file:a.db"],
  ["file:./a.db?connection_limit=1&socket_timeout=10"],
  ["FILE:./a.db"],
  ["file:$folder/a.db"],
  ["file://$folder/a.db"],
  ["sqlite://$folder/a.db"],
  ["sqlite:./a.db"],
  ["$folder/a.db"],
  ["file:./%61.db"],
])("%s names the file", async (url) => {
  write("a.db", schema);
  expect(await readAll(url.replace("$folder", folder))).toEqual(objects);
});

test("an empty file is an empty database", async () => {
  writeFileSync(join(folder, "a.db"), "");
  const before = observe();
  expect(await readAll("a.db")).toEqual([]);
  expect(observe()).toEqual(before);
});

test("names with blanks, percent signs and other alphabets", async () => {
  for (const name of ["my shop.db", "100%.db", "größe✓.db", "a#b.db"]) {
    write(name, schema);
    expect(await readAll(`file:./${name}`)).toEqual(objects);
  }
});

test("parameters that mean nothing are noted", async () => {
  write("a.db", schema);
  await using live = await connect("file:a.db?connection_limit=1");
  const { notes } = await live.inspectEnvironment(scope);
  expect(notes).toContain('The parameter "connection_limit" of the URL means nothing to SQLite and was ignored.');
});

test("the identity is of the file, not of the way to it", async () => {
  const path = write("a.db", schema);
  copyFileSync(path, join(folder, "b.db"));
  symlinkSync(path, join(folder, "link.db"));
  const identities = await Promise.all(
    ["a.db", "link.db", "b.db"].map(async (url) => {
      await using live = await connect(url);
      return live.connection.identity;
    }),
  );
  expect(identities[1]).toBe(identities[0]);
  expect(identities[2]).not.toBe(identities[0]);
  expect(identities[0]).toMatch(/^[0-9a-f]{64}$/);
});

test("readings wait for each other", async () => {
  write("a.db", schema);
  await using live = await connect("a.db");
  const [one, , two] = await Promise.all([live.introspect(scope), live.inspectEnvironment(scope), live.introspect(scope)]);
  expect(two).toEqual(one);
});

test("what only another build of SQLite could run is read all the same", async () => {
  using database = new DatabaseSync(join(folder, "a.db"), { enableDoubleQuotedStringLiterals: true, defensive: false });
  database.exec(`
    CREATE TABLE t (a TEXT CHECK (a <> "dq")); CREATE VIEW v AS SELECT "no such column" AS x, gone() AS y FROM t; CREATE INDEX i ON t (a || "dq");
    PRAGMA writable_schema = ON;
    INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'm', 'm', 0, 'CREATE VIRTUAL TABLE m USING vec0(e float[3])')`);
  await using live = await connect("a.db");
  const snapshot = await live.introspect(scope);
  expect(snapshot.objects.map((object) => object.id)).toEqual([
    "check t.t_a_check",
    "column t.a",
    "index i",
    "table m",
    "table t",
    "view v",
  ]);
  expect(snapshot.objects.find((object) => object.id === "table m")).toMatchObject({ options: ["USING vec0(e float[3])"] });
  expect(snapshot.notCompared).toMatchObject([{ names: ["m"] }]);
});
