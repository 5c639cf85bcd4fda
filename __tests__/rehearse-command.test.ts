import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonDocument } from "../src/report/json.ts";
import { runCli } from "./support/cli.ts";
import { createDatabase, servers, type TestDatabase } from "./support/servers.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "schemagate-rehearse-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rehearse(
  url: string,
  sql: string,
  ...flags: readonly string[]
): Promise<{ status: number | null; document: JsonDocument }> {
  const file = join(folder, "change.sql");
  await writeFile(file, sql);
  const { status, stdout, stderr } = await runCli(["rehearse", "--url", url, "--sql", file, "--json", ...flags], {
    cwd: folder,
    home: folder,
  });
  if (stdout === "") throw new Error(stderr);
  return { status, document: JSON.parse(stdout) as JsonDocument };
}

describe("PostgreSQL", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    const [server] = await servers(16);
    database = await createDatabase(server);
    await database.admin.query(`
      CREATE SCHEMA other;
      CREATE TABLE orders (id int PRIMARY KEY, status text);
      CREATE TABLE other.notes (id int PRIMARY KEY, order_id int REFERENCES orders);
      CREATE FUNCTION leave_a_trace() RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO orders VALUES (99, 'trace'); RETURN 1; END $$;
      INSERT INTO orders SELECT n, NULL FROM generate_series(1, 20) n;
      ANALYZE;`);
  });
  afterAll(() => database[Symbol.asyncDispose]());

  test("says per statement what it does, and writes nothing", async () => {
    const { status, document } = await rehearse(
      database.url,
      "CREATE INDEX orders_status_idx ON orders (status);\nALTER TABLE orders ALTER COLUMN status SET NOT NULL;\nDROP TABLE other.notes;",
    );
    expect(status).toBe(0);
    expect(document).toMatchObject({
      command: "rehearse",
      outcome: "done",
      rehearsal: { outcome: "rehearsed", notReproduced: [] },
    });
    expect(document.statements.map(({ locks }) => locks[0])).toEqual([
      { relation: "table public.orders", mode: "ShareLock" },
      { relation: "table public.orders", mode: "AccessExclusiveLock" },
      { relation: "table other.notes", mode: "AccessExclusiveLock" },
    ]);
    expect(document.hazards.map(({ id }) => id)).toEqual(expect.arrayContaining(["set-not-null-nulls", "drop-table"]));
    const { rows } = await database.admin.query(
      "SELECT count(*)::int AS n FROM pg_class WHERE relname IN ('orders_status_idx', 'notes')",
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test("a refusal of the copy is the answer", async () => {
    const { status, document } = await rehearse(database.url, "ALTER TABLE orders ADD COLUMN status text");
    expect(status).toBe(3);
    expect(document.rehearsal).toMatchObject({ outcome: "failed", statement: 0 });
    expect(document.message).toContain('column "status" of relation "orders" already exists [42701]');
  });

  test("what the stand-in takes and the server's version refuses is a refusal", async () => {
    const { status, document } = await rehearse(database.url, "ALTER TABLE orders ADD COLUMN token uuid DEFAULT uuidv7()");
    expect(status).toBe(3);
    expect(document.message).toContain("Statement 1 needs PostgreSQL 18 (uuidv7()), and the server is version 16.");
  });

  test("an extension that is not there is said to be why nothing was tried", async () => {
    const missing = await rehearse(database.url, "CREATE EXTENSION postgis;");
    expect(missing.status).toBe(1);
    expect(missing.document).toMatchObject({ outcome: "failed", rehearsal: { outcome: "not-rehearsed" } });
    expect(missing.document.message).toContain("postgis");
  });

  test("no function of the database is called with its rows, whatever the script says", async () => {
    await rehearse(
      database.url,
      "ALTER TABLE orders ADD CONSTRAINT traced CHECK (leave_a_trace() > 0);\nALTER TABLE orders ADD COLUMN x int DEFAULT leave_a_trace();\nSELECT leave_a_trace();",
    );
    const { rows } = await database.admin.query("SELECT count(*)::int AS n FROM orders WHERE status = 'trace'");
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("people get it as text", async () => {
    const file = join(folder, "text.sql");
    await writeFile(file, "ALTER TABLE orders ALTER COLUMN id TYPE bigint");
    const { stdout } = await runCli(["rehearse", "--url", database.url, "--sql", file], { cwd: folder, home: folder });
    expect(stdout).toContain("✓ rehearsed");
    expect(stdout).toContain(
      "writes table public.orders (≈ 20 rows) anew; readers and writers of table public.orders, table other.notes wait until it is written",
    );
    expect(stdout).toContain("Nothing was written to the database.");
  });
});

describe("SQLite", () => {
  test("a rebuild is recognised, and what it would delete is said", async () => {
    const path = join(folder, "shop.db");
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parents (id) ON DELETE CASCADE);
      CREATE INDEX parents_name_idx ON parents (name);
      INSERT INTO parents VALUES (1, 'a');
      INSERT INTO children VALUES (1, 1);`);
    database.close();
    const rebuild = `
      CREATE TABLE new_parents (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
      INSERT INTO new_parents SELECT id, coalesce(name, '') FROM parents;
      DROP TABLE parents;
      ALTER TABLE new_parents RENAME TO parents;`;
    const { document } = await rehearse(`file:${path}`, rebuild, "--transaction", "none");
    const observations = document.rehearsal?.observations ?? [];
    expect(observations[2]).toMatchObject({ empties: ["table children"], drops: ["index parents_name_idx"] });
    expect(observations[3]).toMatchObject({ rewrites: ["table parents"], duration: "rewrite" });
  });

  test("what only rows refuse is refused only where there are rows", async () => {
    const path = join(folder, "rows.db");
    const database = new DatabaseSync(path);
    database.exec(
      "CREATE TABLE full (id INTEGER PRIMARY KEY); INSERT INTO full VALUES (1); CREATE TABLE bare (id INTEGER PRIMARY KEY);",
    );
    database.close();
    const url = `file:${path}`;
    expect((await rehearse(url, "ALTER TABLE full ADD COLUMN a TEXT NOT NULL")).document.rehearsal?.outcome).toBe("failed");
    expect((await rehearse(url, "ALTER TABLE bare ADD COLUMN a TEXT NOT NULL")).document.rehearsal?.outcome).toBe("rehearsed");
  });
});
