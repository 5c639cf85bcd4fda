import { rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { historySql, historyTable, readMigrations } from "../scripts/prisma-history.ts";
import type { SentSql } from "./support/prisma-adapter.ts";
import { migrateDeploy } from "./support/prisma-cli.ts";
import { type Folder, folderOf, schemaText } from "./support/prisma-project.ts";
import { createDatabase, servers, type TestDatabase } from "./support/servers.ts";

// What `prisma migrate deploy` does and leaves: apply has to leave the same.

type Row = Readonly<Record<string, unknown>>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const pending = { finished_at: null, logs: null, rolled_back_at: null, applied_steps_count: 0 };
const twoTables = { "1_one": "CREATE TABLE one (id integer);\n", "2_two": "CREATE TABLE two (id integer);\n" };
const secondFails = {
  ...twoTables,
  "2_two": "CREATE TABLE two (id integer);\nALTER TABLE one ADD COLUMN id integer;\nCREATE TABLE three (id integer);\n",
  "3_three": "SELECT 1;\n",
};

function project(provider: "postgresql" | "sqlite", migrations: Readonly<Record<string, string>>): Promise<Folder> {
  return folderOf({
    "schema.prisma": schemaText(provider),
    "migrations/migration_lock.toml": `provider = "${provider}"\n`,
    ...Object.fromEntries(Object.entries(migrations).map(([name, sql]) => [`migrations/${name}/migration.sql`, sql])),
  });
}

/** One word for each message that writes. */
function writes(sent: readonly SentSql[]): readonly string[] {
  return sent.flatMap(({ kind, sql }) => {
    if (kind === "script") return [`script ${sql.trim()}`];
    const [, verb, column] =
      /^\s*(INSERT|UPDATE|CREATE \w+|PRAGMA|SELECT pg_advisory_lock)(?:.* SET ["`](\w+)["`])?/.exec(sql) ?? [];
    return verb === undefined ? [] : [[verb, column].filter((part) => part !== undefined).join(" ")];
  });
}

const script = (sql: string) => ["INSERT", `script ${sql.trim()}`, "UPDATE applied_steps_count", "UPDATE finished_at"];

describe("PostgreSQL", async () => {
  const [server] = await servers(16);

  const rows = async ({ admin }: TestDatabase, schema = "public") =>
    (await admin.query<Row>(`SELECT * FROM "${schema}"._prisma_migrations ORDER BY started_at, migration_name`)).rows;
  const tables = async ({ admin }: TestDatabase) =>
    (
      await admin.query<{ name: string }>(
        "SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY 1",
      )
    ).rows.map(({ name }) => name);
  const historyColumns = async ({ admin }: TestDatabase) =>
    (
      await admin.query<Row>(
        `SELECT attname, attnum, format_type(atttypid, atttypmod) AS type, attnotnull, pg_get_expr(adbin, adrelid) AS value,
            (SELECT json_agg(json_build_array(conname, pg_get_constraintdef(oid)) ORDER BY conname) FROM pg_constraint WHERE conrelid = attrelid AND contype = 'p') AS keys
           FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
          WHERE attrelid = '_prisma_migrations'::regclass AND attnum > 0 ORDER BY attnum`,
      )
    ).rows;

  test("a row before each script and two changes to it after, all in transactions of their own", async () => {
    await using folder = await project("postgresql", { ...twoTables, "2_two": "-- nothing\n" });
    await using database = await createDatabase(server);
    const { exitCode, stderr, sent } = await migrateDeploy({ folder: folder.path, url: database.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(writes(sent)).toEqual([
      "SELECT pg_advisory_lock",
      "CREATE TABLE",
      ...script(twoTables["1_one"]),
      ...script("-- nothing"),
    ]);
    const done = { ...pending, applied_steps_count: 1, finished_at: expect.any(Date), started_at: expect.any(Date) };
    const left = await rows(database);
    expect(left).toEqual(
      ["1_one", "2_two"].map((name) => ({
        ...done,
        id: expect.stringMatching(uuid),
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        migration_name: name,
      })),
    );
  });

  test("the history that scripts/prisma-history.ts writes is the same", async () => {
    await using folder = await project("postgresql", twoTables);
    await using database = await createDatabase(server);
    await using ours = await createDatabase(server);
    await migrateDeploy({ folder: folder.path, url: database.url });
    await ours.admin.query(historySql("postgresql", await readMigrations(`${folder.path}/migrations`), new Date()));
    expect(await historyColumns(database)).toEqual(await historyColumns(ours));
    expect((await rows(database)).map(withoutTimes)).toEqual((await rows(ours)).map(withoutTimes));
  });

  test("a file that fails is undone, its row says why, and the next deploy refuses", async () => {
    await using folder = await project("postgresql", secondFails);
    await using database = await createDatabase(server);
    const { exitCode, stderr } = await migrateDeploy({ folder: folder.path, url: database.url });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('column "id" of relation "one" already exists');
    expect(await tables(database)).toEqual(["public._prisma_migrations", "public.one"]);
    const [, failed, ...later] = await rows(database);
    expect(failed).toMatchObject({ ...pending, migration_name: "2_two", logs: expect.stringContaining("already exists") });
    expect(later).toEqual([]);
    const again = await migrateDeploy({ folder: folder.path, url: database.url });
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("P3009") });
    expect(again.sent.map(({ kind }) => kind)).not.toContain("script");
  });

  test("inside its own transaction a file that fails leaves a row that says nothing", async () => {
    await using folder = await project("postgresql", { "1_one": `BEGIN;\n${twoTables["1_one"]}SELECT 1 / 0;\nCOMMIT;\n` });
    await using database = await createDatabase(server);
    const { exitCode, stderr } = await migrateDeploy({ folder: folder.path, url: database.url });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("current transaction is aborted"),
    });
    expect(await tables(database)).toEqual(["public._prisma_migrations"]);
    expect(await rows(database)).toMatchObject([pending]);
  });

  test("what a file sets stays set: an emptied search_path ends the deploy with its own file", async () => {
    await using folder = await project("postgresql", {
      "1_one": "CREATE SCHEMA s; SET search_path = s, public; SET lock_timeout = '3s';\n",
      "2_two": "CREATE TABLE two AS SELECT current_setting('lock_timeout') AS lock_timeout;\n",
      "3_three": "SELECT pg_catalog.set_config('search_path', '', false);\n",
      "4_four": "CREATE TABLE public.four (id integer);\n",
    });
    await using database = await createDatabase(server);
    const { exitCode, stderr } = await migrateDeploy({ folder: folder.path, url: database.url });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("P1014") });
    expect(await tables(database)).toEqual(["public._prisma_migrations", "s.two"]);
    expect((await database.admin.query<Row>("SELECT * FROM s.two")).rows).toEqual([{ lock_timeout: "3s" }]);
    const [, , third, ...later] = await rows(database);
    expect(third).toMatchObject({ ...pending, migration_name: "3_three" });
    expect(later).toEqual([]);
  });

  test("`schema=` is made, and searched", async () => {
    await using folder = await project("postgresql", twoTables);
    await using database = await createDatabase(server);
    const { exitCode, sent } = await migrateDeploy({ folder: folder.path, url: `${database.url}?schema=my%20s` });
    expect(exitCode).toBe(0);
    expect(writes(sent).slice(0, 3)).toEqual(["CREATE SCHEMA", "SELECT pg_advisory_lock", "CREATE TABLE"]);
    expect(await tables(database)).toEqual(["my s._prisma_migrations", "my s.one", "my s.two"]);
    expect(await rows(database, "my s")).toHaveLength(2);
  });

  test("another table and no history: refused before anything is made; only a table counts", async () => {
    await using folder = await project("postgresql", {});
    await using database = await createDatabase(server);
    await database.admin.query("CREATE TABLE other (id integer)");
    const refused = await migrateDeploy({ folder: folder.path, url: database.url });
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("P3005") });
    expect(await tables(database)).toEqual(["public.other"]);
    await database.admin.query("DROP TABLE other; CREATE VIEW other AS SELECT 1; CREATE TYPE e AS ENUM ('a')");
    const nothing = await migrateDeploy({ folder: folder.path, url: database.url });
    expect(nothing).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("No pending migrations to apply.") });
    expect(await tables(database)).toEqual(["public._prisma_migrations"]);
  });
});

describe("SQLite", () => {
  const opened = (folder: Folder) => new DatabaseSync(`${folder.path}/app.db`);
  const deploy = (folder: Folder) => migrateDeploy({ folder: folder.path, url: `file:${folder.path}/app.db` });
  const rows = (database: DatabaseSync) => database.prepare("SELECT * FROM _prisma_migrations ORDER BY rowid").all() as Row[];
  const tables = (database: DatabaseSync) =>
    database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").all() as Row[];

  test("the same order; times are milliseconds; the table is spelled as scripts/prisma-history.ts does", async () => {
    await using folder = await project("sqlite", { ...twoTables, "2_two": "-- nothing\n" });
    const { exitCode, stderr, sent } = await deploy(folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(writes(sent)).toEqual(["PRAGMA", "CREATE TABLE", ...script(twoTables["1_one"]), ...script("-- nothing")]);
    using database = opened(folder);
    using ours = new DatabaseSync(":memory:");
    ours.exec(twoTables["1_one"] + historySql("sqlite", await readMigrations(`${folder.path}/migrations`), new Date()));
    expect(tables(database)).toEqual(tables(ours));
    expect(rows(database).map(withoutTimes)).toEqual(rows(ours).map(withoutTimes));
    for (const { started_at, finished_at } of rows(database)) {
      expect([started_at, finished_at].every((time) => Math.abs(Number(time) - Date.now()) < 60_000)).toBe(true);
    }
    const types = database.prepare("SELECT DISTINCT typeof(started_at) AS s, typeof(finished_at) AS f FROM _prisma_migrations");
    expect(types.all()).toEqual([{ s: "integer", f: "integer" }]);
  });

  test("a file that fails is half done; its row says why", async () => {
    await using folder = await project("sqlite", secondFails);
    const { exitCode, stderr } = await deploy(folder);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("duplicate column name: id") });
    using database = opened(folder);
    expect(tables(database).map(({ name }) => name)).toEqual(["_prisma_migrations", "one", "two"]);
    expect(rows(database).slice(1)).toMatchObject([
      { ...pending, migration_name: "2_two", logs: expect.stringContaining("duplicate column name: id") },
    ]);
  });

  test("foreign keys are on, and stay off when a file turns them off", async () => {
    await using folder = await project("sqlite", {
      "1_one": "CREATE TABLE one AS SELECT foreign_keys FROM pragma_foreign_keys;\nPRAGMA foreign_keys = OFF;\n",
      "2_two": 'CREATE TABLE two AS SELECT foreign_keys, "a string" AS text FROM pragma_foreign_keys;\n',
    });
    expect(await deploy(folder)).toMatchObject({ exitCode: 0 });
    using database = opened(folder);
    expect(database.prepare("SELECT * FROM one").all()).toEqual([{ foreign_keys: 1 }]);
    expect(database.prepare("SELECT * FROM two").all()).toEqual([{ foreign_keys: 0, text: "a string" }]);
  });

  test("the order is that of a dictionary; a folder without its file ends the deploy there", async () => {
    const names = ["10_a", "9_b", "a_d", "Z_c"];
    await using folder = await project("sqlite", Object.fromEntries(names.map((name) => [name, "SELECT 1;\n"])));
    expect((await readMigrations(`${folder.path}/migrations`)).map(({ name }) => name)).toEqual(names);
    await rm(`${folder.path}/migrations/a_d/migration.sql`);
    expect(await deploy(folder)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("P3015") });
    using database = opened(folder);
    expect(rows(database).map((row) => row["migration_name"])).toEqual(["10_a", "9_b"]);
  });

  test("no migrations: the table all the same; a second deploy changes nothing", async () => {
    await using folder = await project("sqlite", {});
    for (const _ of [1, 2]) {
      expect(await deploy(folder)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("No pending migrations") });
      using database = opened(folder);
      using ours = new DatabaseSync(":memory:");
      ours.exec(historyTable("sqlite"));
      expect(tables(database)).toEqual(tables(ours));
    }
  });
});

function withoutTimes({ id, started_at, finished_at, ...row }: Row): Row {
  return row;
}
