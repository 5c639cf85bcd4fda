import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test, vi } from "vitest";
import { openProject, type Project, type Said } from "./support/apply-project.ts";
import { migrateStatus, resolveApplied } from "./support/prisma-cli.ts";
import { createDatabase, servers } from "./support/servers.ts";

const first = `CREATE TABLE "items" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);`;
const second = `ALTER TABLE "items" ADD COLUMN "size" INTEGER;`;
const third = `CREATE INDEX "items_size" ON "items" ("size");`;
const models = 'model items {\n  id   Int     @id\n  name String?\n  size Int?\n\n  @@index([size], map: "items_size")\n}';
const migrations = { "1_init": first, "2_size": second, "3_index": third };

const baseline = (project: Project, url: string, ...args: readonly string[]) =>
  project.say(url, "baseline", "--task", "b", ...args);
const approve = (project: Project, url: string, shown: Said, ...args: readonly string[]) =>
  baseline(project, url, "--approve", shown.document.digest ?? "", ...args);

type Scene = AsyncDisposable & {
  readonly project: Project;
  readonly url: string;
  readonly file: string;
  sql(text: string): void;
  rows(): readonly unknown[];
};

async function openScene(live: string, files: Readonly<Record<string, string>> = migrations): Promise<Scene> {
  const project = await openProject({ provider: "sqlite", models, migrations: files });
  const file = join(project.folder, "shop.db");
  await writeFile(file, "");
  const sql = (text: string) => {
    using database = new DatabaseSync(file);
    database.exec(text);
  };
  sql(live);
  return {
    project,
    url: `file:${file}`,
    file,
    sql,
    rows() {
      using database = new DatabaseSync(file);
      const [table] = database.prepare("SELECT name FROM sqlite_schema WHERE name = '_prisma_migrations'").all();
      if (table === undefined) return [];
      return database
        .prepare(
          "SELECT migration_name AS name, applied_steps_count AS steps, logs, typeof(started_at) AS time, started_at = finished_at AS at_once FROM _prisma_migrations ORDER BY started_at",
        )
        .all();
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

const row = (name: string) => ({ name, steps: 0, logs: "", time: "integer", at_once: 1 });

describe("a database without a history", () => {
  test("the dry run finds its place and writes nothing; the approved rows are written once; Prisma agrees", async () => {
    await using scene = await openScene(`${first}${second}`);
    const { project, url } = scene;
    expect((await project.preflight(url)).document).toMatchObject({ outcome: "blocked", failureReason: "history-missing" });

    const shown = await baseline(project, url);
    expect(shown.document, shown.stderr).toMatchObject({ outcome: "planned", failureReason: null, pending: ["3_index"] });
    expect(shown.document.baseline?.rows?.migrations.map(({ id }) => id)).toEqual(["1_init", "2_size"]);
    expect(shown.status).toBe(0);
    expect(scene.rows()).toEqual([]);
    expect(existsSync(`${scene.file}.schemagate-lock`)).toBe(false);
    const log = (name: string) => project.log(`../../b/db/${name}`);
    expect(await log("02-baseline.md")).toContain(`--approve ${shown.document.digest}`);
    await expect(log("03-execution-log.md")).rejects.toThrow("ENOENT");
    expect((await baseline(project, url)).document.digest).toBe(shown.document.digest);

    const written = await approve(project, url, shown);
    expect(written.document, written.stdout).toMatchObject({
      outcome: "applied",
      failureReason: null,
      baseline: { verification: { outcome: "verified", sameSchema: true } },
    });
    expect(written.status).toBe(0);
    expect(scene.rows()).toEqual([row("1_init"), row("2_size")]);
    expect(await log("03-execution-log.md")).toContain("✅ Recorded 2 migrations");
    expect(await log("04-verification.md")).toContain("✅ Verified");

    const again = await approve(project, url, shown);
    expect(again.document).toMatchObject({ outcome: "nothing-to-do" });
    expect(scene.rows()).toHaveLength(2);

    const plan = await project.plan(url);
    expect(plan.plan.migrations.map(({ id }) => id)).toEqual(["3_index"]);
    expect((await project.apply(url, plan)).document.outcome).toBe("applied");
    expect(await migrateStatus({ folder: join(project.folder, "prisma"), url })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("Database schema is up to date!"),
    });
  });

  test("what stands between the look and the approval refuses it: another digest, a part of it, a change, an edited file", async () => {
    await using scene = await openScene(`${first}${second}${third}`);
    const { project, url } = scene;
    const shown = await baseline(project, url);
    const digest = shown.document.digest ?? "";
    const refused = async (approved: string, says: RegExp) => {
      const said = await baseline(project, url, "--approve", approved);
      expect({ status: said.status, outcome: said.document.outcome }).toEqual({ status: 3, outcome: "refused" });
      expect(said.document.reasons[0]?.message).toMatch(says);
      expect(scene.rows()).toEqual([]);
      return said.document.failureReason;
    };
    expect(await refused("0".repeat(64), /names other rows/)).toBe("approval-missing");
    expect(await refused(digest.slice(0, 12), /12 characters/)).toBe("approval-missing");
    scene.sql("CREATE TABLE other (id INTEGER)");
    expect(await refused(digest, /Nearest is the state after `3_index` \(3 of 3\), with 1 difference/)).toBe("drift-detected");
    scene.sql(`DROP TABLE other; DROP INDEX "items_size"`);
    expect(await refused(digest, /names other rows/)).toBe("approval-missing");
    scene.sql(third);
    await project.migrate({ "1_init": `${first}\n-- edited` });
    expect(await refused(digest, /names other rows/)).toBe("approval-missing");
    expect(existsSync(`${scene.file}.schemagate-lock`)).toBe(false);
    await project.migrate({ "1_init": first });
    expect((await approve(project, url, shown)).document.outcome).toBe("applied");
  });

  test("a database that is nowhere in the history is refused, with what differs from the nearest place", async () => {
    await using scene = await openScene(`${first}${second}ALTER TABLE "items" ADD COLUMN "by_hand" TEXT;`);
    const said = await baseline(scene.project, scene.url);
    expect(said.document).toMatchObject({ outcome: "refused", failureReason: "drift-detected", digest: null });
    expect(said.document.reasons.map(({ object }) => object)).toEqual([null, "column items.by_hand"]);
    expect(said.document.reasons[0]?.message).toContain("Nearest is the state after `2_size` (2 of 3), with 1 difference.");
  });

  test("migrations that a schema can't tell apart have to be named; an empty one has not", async () => {
    const files = {
      "1_init": first,
      "2_fill": `UPDATE "items" SET "name" = 'x' WHERE "name" IS NULL;`,
      "3_nothing": "-- nothing",
    };
    await using scene = await openScene(first, files);
    const { project, url } = scene;
    const said = await baseline(project, url);
    expect(said.document).toMatchObject({ outcome: "refused", failureReason: "history-missing" });
    expect(said.document.message).toContain("`1_init`, `2_fill`, `3_nothing`");
    const [one, two, other] = [
      await baseline(project, url, "--up-to", "1_init"),
      await baseline(project, url, "--up-to", "2_fill"),
      await baseline(project, url, "--up-to", "9_none"),
    ];
    expect(one.document).toMatchObject({ pending: ["2_fill", "3_nothing"], baseline: { unseen: [] } });
    expect(two.document).toMatchObject({ pending: ["3_nothing"], baseline: { unseen: ["2_fill"] } });
    expect(one.document.digest).not.toBe(two.document.digest);
    expect(other.status).toBe(64);
    expect((await approve(project, url, two)).document.failureReason).toBe("history-missing");
    expect((await approve(project, url, two, "--up-to", "2_fill")).document.outcome).toBe("applied");
    expect(scene.rows()).toEqual([row("1_init"), row("2_fill")]);

    await using empty = await openScene(first, { "1_init": first, "2_nothing": "-- nothing" });
    expect((await baseline(empty.project, empty.url)).document).toMatchObject({ outcome: "planned", pending: [] });
  });

  test("nothing to do, and nothing that could be done", async () => {
    await using scene = await openScene("PRAGMA user_version = 1");
    const { project, url } = scene;
    expect((await baseline(project, url)).document).toMatchObject({ outcome: "nothing-to-do", failureReason: null });
    scene.sql(
      `${first}CREATE TABLE _prisma_migrations (id TEXT PRIMARY KEY, checksum TEXT, finished_at DATETIME, migration_name TEXT, logs TEXT, rolled_back_at DATETIME, started_at DATETIME, applied_steps_count INTEGER)`,
    );
    expect((await baseline(project, url)).document).toMatchObject({ outcome: "planned", pending: ["2_size", "3_index"] });
    scene.sql("INSERT INTO _prisma_migrations VALUES ('a', 'x', NULL, '1_init', NULL, NULL, 1, 0)");
    expect((await baseline(project, url)).document).toMatchObject({ outcome: "refused", failureReason: "history-failed-state" });
    await project.migrate({ "1_init": null, "2_size": null, "3_index": null });
    scene.sql("DELETE FROM _prisma_migrations");
    expect((await baseline(project, url)).document).toMatchObject({ outcome: "refused", failureReason: "history-missing" });
  });

  test("several at once: the rows are there once", async () => {
    await using scene = await openScene(first);
    const { project, url } = scene;
    const { digest } = (await baseline(project, url)).document;
    const args = ["baseline", "--environment", "test", "--url", url, "--task", "b", "--approve", digest ?? ""];
    const runs = await Promise.all(Array.from({ length: 5 }, () => project.room.start(args, project.folder).ended));
    expect(runs.filter(({ stdout }) => stdout.includes("✓ recorded"))).toHaveLength(1);
    expect(runs.filter(({ status }) => status !== 0 && status !== 3).map(({ stdout, stderr }) => stdout + stderr)).toEqual([]);
    expect(scene.rows()).toEqual([row("1_init")]);
  });

  test("more migrations than one replay reads", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `${String(n).padStart(2, "0")}_t`,
        `CREATE TABLE "t${n}" ("id" INTEGER NOT NULL PRIMARY KEY);`,
      ]),
    );
    await using scene = await openScene(Object.values(many).slice(0, 42).join(""), many);
    const said = await baseline(scene.project, scene.url);
    expect(said.document.baseline?.rows?.migrations).toHaveLength(42);
    expect(said.document.pending).toHaveLength(18);
  });
});

describe("PostgreSQL", async () => {
  const [server] = await servers(16);
  const others = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
  const asking = `${others} AND query LIKE '%72707369%'`;
  const text = (sql: string) => sql.replaceAll("TEXT", "text");

  test("the rows are those of prisma migrate resolve; the lock keeps others out; a schema of its own", {
    timeout: 180_000,
  }, async () => {
    await using database = await createDatabase(server);
    await using prismas = await createDatabase(server);
    await using project = await openProject({ provider: "postgresql", models, migrations });
    const url = `${database.url}?schema=my%20shop`;
    for (const [{ admin }, schema] of [
      [database, "my shop"],
      [prismas, "public"],
    ] as const)
      await admin.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"; SET search_path = "${schema}"; ${text(first)}`);
    await database.admin.query(`CREATE VIEW "my shop"."checked" AS SELECT 1 AS one`);
    await project.migrate({ "1b_view": `CREATE VIEW "checked" AS SELECT 1 AS one;` });

    const shown = await baseline(project, url);
    expect(shown.document, shown.stdout).toMatchObject({ outcome: "planned", pending: ["2_size", "3_index"] });
    await database.admin.query("SELECT pg_advisory_lock(72707369)");
    expect((await approve(project, url, shown)).document).toMatchObject({ outcome: "refused", failureReason: "lock-busy" });
    await database.admin.query("SELECT pg_advisory_unlock(72707369)");
    const written = await approve(project, url, shown);
    expect(written.document, written.stdout).toMatchObject({
      outcome: "applied",
      baseline: { verification: { outcome: "verified" } },
    });

    const resolved = await resolveApplied({ folder: join(project.folder, "prisma"), url: prismas.url }, ["1_init"]);
    expect(resolved.exitCode, resolved.stderr).toBe(0);
    const shape =
      "SELECT migration_name, checksum, logs, rolled_back_at, applied_steps_count, started_at = finished_at AS at_once";
    const [ours, theirs] = [
      await database.admin.query(`${shape} FROM "my shop"._prisma_migrations WHERE migration_name = '1_init'`),
      await prismas.admin.query(`${shape} FROM _prisma_migrations`),
    ];
    expect(ours.rows).toEqual(theirs.rows);
    expect(ours.rows).toHaveLength(1);

    const applied = await project.apply(url, await project.plan(url));
    expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    const status = await migrateStatus({ folder: join(project.folder, "prisma"), url });
    expect(status.stdout).toContain("Database schema is up to date!");
  });

  test("what changes while it waits for the lock is seen under the lock", { timeout: 120_000 }, async () => {
    await using database = await createDatabase(server);
    await using project = await openProject({ provider: "postgresql", models, migrations });
    const { admin, url } = database;
    await admin.query(text(first));
    const shown = await baseline(project, url);
    await admin.query("SELECT pg_advisory_lock(72707369)");
    const waits = approve(project, url, shown);
    await vi.waitUntil(async () => (await admin.query(asking)).rowCount === 1, { timeout: 30_000, interval: 50 });
    await admin.query(`${second}; SELECT pg_advisory_unlock(72707369)`);
    const refused = await waits;
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "approval-missing" });
    expect(refused.document.digest).not.toBe(shown.document.digest);
    const { rows } = await admin.query("SELECT to_regclass('_prisma_migrations') AS found");
    expect(rows).toEqual([{ found: null }]);
  });

  test("killed in the middle: no row is there, the log says so, and the same digest goes on", { timeout: 120_000 }, async () => {
    await using database = await createDatabase(server);
    await using project = await openProject({ provider: "postgresql", models, migrations });
    const { admin, url } = database;
    await admin.query(text(first));
    // As an empty history was left by Prisma: a lock on it stops the first row.
    await admin.query(
      "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0)",
    );
    const shown = await baseline(project, url);
    await admin.query("BEGIN; LOCK TABLE _prisma_migrations IN SHARE MODE");
    const words = ["baseline", "--environment", "test", "--url", url, "--task", "b", "--approve", shown.document.digest ?? ""];
    const run = project.room.start(words, project.folder);
    const waiting = "SELECT FROM pg_locks WHERE relation = '_prisma_migrations'::regclass AND NOT granted";
    await vi.waitUntil(async () => (await admin.query(waiting)).rowCount === 1, { timeout: 30_000, interval: 50 });
    run.kill("SIGKILL");
    await run.ended;
    await admin.query("COMMIT");
    expect(await project.log("../../b/db/03-execution-log.md")).toContain("either all of them are there or none");
    await vi.waitUntil(async () => (await admin.query(others)).rowCount === 0, { timeout: 30_000, interval: 50 });
    expect((await admin.query("SELECT FROM _prisma_migrations")).rowCount).toBe(0);
    expect((await approve(project, url, shown)).document.outcome).toBe("applied");
    expect((await admin.query("SELECT FROM _prisma_migrations")).rowCount).toBe(1);
  });

  test("a role that may not write: nothing is there, and it says why", async () => {
    await using database = await createDatabase(server);
    await using project = await openProject({ provider: "postgresql", models, migrations });
    await database.admin.query(text(first));
    await database.admin.query("CREATE ROLE sg_reads LOGIN; GRANT SELECT ON items TO sg_reads").catch(() => undefined);
    const url = database.url.replace("postgres@", "sg_reads@");
    const shown = await baseline(project, url);
    const failed = await approve(project, url, shown);
    expect(failed.document).toMatchObject({ outcome: "failed", failureReason: "permission-denied" });
    expect(failed.document.message).toContain("No row was written.");
    expect(failed.status).toBe(1);
    const { rows } = await database.admin.query("SELECT to_regclass('_prisma_migrations') AS found");
    expect(rows).toEqual([{ found: null }]);
  });
});
