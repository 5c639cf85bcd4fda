import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openProject, type Project, type ProjectFiles, type Said } from "./support/apply-project.ts";
import { startPooler } from "./support/pooler.ts";
import { createDatabase, describeWith, servers, type TestDatabase } from "./support/servers.ts";

const [server] = await servers(16);

const items = `model items {
  id   Int     @id @default(autoincrement())
  name String?
}`;
const init = `CREATE TABLE "items" ("id" SERIAL NOT NULL, "name" TEXT, CONSTRAINT "items_pkey" PRIMARY KEY ("id"));`;

type Scene = AsyncDisposable & { readonly project: Project; readonly database: TestDatabase };

async function openScene(files: Partial<ProjectFiles> = {}): Promise<Scene> {
  const database = await createDatabase(server);
  const project = await openProject({ provider: "postgresql", models: items, migrations: { "1_init": init }, ...files });
  return {
    project,
    database,
    async [Symbol.asyncDispose]() {
      await project[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Planned, approved, applied: the database is at the end of the project's migrations. */
async function bring({ project, database }: Scene): Promise<void> {
  const said = await project.apply(database.url, await project.plan(database.url));
  if (said.status !== 0) throw new Error(said.stdout);
}

async function history({ admin }: TestDatabase): Promise<readonly Record<string, unknown>[]> {
  const exists = await admin.query("SELECT to_regclass('_prisma_migrations') AS found");
  if (exists.rows[0]?.found === null) return [];
  const { rows } = await admin.query(
    "SELECT migration_name, finished_at IS NOT NULL AS finished, applied_steps_count AS steps, logs FROM _prisma_migrations ORDER BY started_at, migration_name",
  );
  return rows;
}

function outcomes({ document }: Said): readonly string[] {
  return document.execution?.statements.map(({ outcome }) => outcome) ?? [];
}

function reasons({ document }: Said): readonly string[] {
  return document.reasons.map(({ reason }) => reason);
}

describe("the way through", () => {
  test("an approved plan is applied once, noted as Prisma notes it, and verified; the second time there is nothing to do", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    const plan = await project.plan(database.url);
    const applied = await project.apply(database.url, plan);
    expect(applied.document).toMatchObject({ outcome: "applied", failureReason: null, verification: { outcome: "verified" } });
    expect(applied.status).toBe(0);
    expect(await history(database)).toEqual([{ migration_name: "1_init", finished: true, steps: 1, logs: null }]);
    expect((await project.log("03-execution-log.md")).split("\n")[2]).toMatch(/^✅ Applied plan/);
    expect((await project.log("04-verification.md")).split("\n")[2]).toMatch(/^✅ Verified/);

    const again = await project.apply(database.url, plan);
    expect(again.document).toMatchObject({ outcome: "nothing-to-do", verification: { outcome: "verified" } });
    expect(again.status).toBe(0);
    expect(await history(database)).toHaveLength(1);
    expect((await project.preflight(database.url)).document.outcome).toBe("up-to-date");
  });

  test("own transactions, functions, DO blocks, enum values used at once, CONCURRENTLY, text of any script", async () => {
    await using scene = await openScene({
      models: `${items}\nenum mood {\n  glad\n  sad\n}`,
      migrations: {
        "1_init": `${init}\nCREATE TYPE "mood" AS ENUM ('glad');`,
        "2_own": `BEGIN;\nINSERT INTO "items" ("name") VALUES ('Grüße, 你好, 🙂; --');\nCOMMIT;\nBEGIN;\nUPDATE "items" SET "name" = "name" || '!';\nCOMMIT;`,
        "3_code": `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN -- a ; here
  RETURN n * 2; END $$;
DO $do$ BEGIN PERFORM twice(2); END $do$;`,
        "4_value": `ALTER TYPE "mood" ADD VALUE 'sad';\nCREATE TABLE IF NOT EXISTS "moods" ("mood" "mood" DEFAULT 'sad');`,
        "5_index": `-- Größe\nCREATE INDEX CONCURRENTLY "items_named" ON "items" ("name") WHERE "name" IS NOT NULL;`,
        "6_empty": "-- This is an empty migration.",
      },
    });
    const { project, database } = scene;
    const applied = await project.apply(database.url, await project.plan(database.url));
    expect(applied.document.outcome, applied.stdout).toBe("applied");
    expect(applied.document.verification?.outcome, JSON.stringify(applied.document.verification)).toBe("verified");
    const { rows } = await database.admin.query(`SELECT "name" FROM "items"`);
    expect(rows).toEqual([{ name: "Grüße, 你好, 🙂; --!" }]);
    expect((await history(database)).map(({ steps }) => steps)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("the last file follows later: only it runs", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await project.migrate({ "2_more": `ALTER TABLE "items" ADD COLUMN "size" INTEGER;` });
    await project.schema(items.replace("name String?", "name String?\n  size Int?"));
    const plan = await project.plan(database.url);
    expect(plan.plan.migrations.map(({ id }) => id)).toEqual(["2_more"]);
    expect((await project.apply(database.url, plan)).document.outcome).toBe("applied");
    expect(await history(database)).toHaveLength(2);
  });
});

describe("failures leave a known state", () => {
  test("a file that fails leaves nothing; what was committed before is said; no value of a row gets out", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await database.admin.query(`INSERT INTO "items" ("name") VALUES ('hunter2-secret'), ('hunter2-secret')`);
    await project.migrate({
      "2_good": `CREATE VIEW "names" AS SELECT "name" FROM "items";`,
      "3_bad": `CREATE TABLE "extra" ("id" INT);\nCREATE UNIQUE INDEX "one_name" ON "items" ("name") WHERE "name" IS NOT NULL;`,
      "4_later": `CREATE VIEW "later" AS SELECT 1 AS "one";`,
    });
    const applied = await project.apply(database.url, await project.plan(database.url));
    expect(applied.status).toBe(1);
    expect(applied.document).toMatchObject({ outcome: "partially-applied", failureReason: "partially-applied" });
    expect(outcomes(applied)).toEqual(["done", "rolled-back", "failed", "not-run"]);
    expect(applied.document.execution?.stop).toMatchObject({
      statement: 3,
      failure: { code: "23505", constraint: "one_name" },
      file: { migration: "3_bad", left: "nothing" },
    });
    expect((await history(database)).map((row) => row["migration_name"])).toEqual(["1_init", "2_good"]);
    const { rows } = await database.admin.query("SELECT to_regclass('extra') AS extra, to_regclass('names') AS names");
    expect(rows).toEqual([{ extra: null, names: "names" }]);
    const artifacts = await readdir(join(project.folder, "dev-docs/active/t/db/artifacts"));
    for (const name of ["03-execution-log.md", ...artifacts.map((file) => `artifacts/${file}`)])
      expect(await project.log(name)).not.toContain("hunter2");
    expect(applied.stdout + applied.stderr).not.toContain("hunter2");

    // The file was not applied, so it may be mended; then the rest runs.
    await project.migrate({ "3_bad": `CREATE INDEX "one_name" ON "items" ("name") WHERE "name" IS NOT NULL;` });
    const mended = await project.plan(database.url);
    expect(mended.plan.migrations.map(({ id }) => id)).toEqual(["3_bad", "4_later"]);
    expect((await project.apply(database.url, mended)).document.outcome).toBe("applied");
  });

  test("the first file fails: the database is as it was, without even a history table", async () => {
    await using scene = await openScene({ migrations: { "1_init": init } });
    const { project, database } = scene;
    const plan = await project.plan(database.url);
    await database.admin.query("CREATE TYPE items AS (a int)");
    const applied = await project.apply(database.url, plan);
    expect(["failed", "refused"]).toContain(applied.document.outcome);
    const { rows } = await database.admin.query(
      "SELECT count(*)::int AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test("CONCURRENTLY that fails leaves an invalid index; the next try drops it first", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await database.admin.query(`INSERT INTO "items" ("name") VALUES ('a'), ('a')`);
    await project.migrate({
      "2_index": `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "one_name" ON "items" ("name") WHERE "name" IS NOT NULL;`,
    });
    const failed = await project.apply(database.url, await project.plan(database.url));
    expect(failed.document.outcome).toBe("failed");
    expect(await history(database)).toHaveLength(1);
    const invalid = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'one_name'::regclass";
    expect((await database.admin.query(invalid)).rows).toEqual([{ valid: false }]);

    await database.admin.query(`DELETE FROM "items" WHERE "id" = 2`);
    const applied = await project.apply(database.url, await project.plan(database.url));
    expect(applied.document).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect((await database.admin.query(invalid)).rows).toEqual([{ valid: true }]);
    expect(applied.document.execution?.statements[0]?.notices.join()).toContain("dropped first");
  });

  test("a file in several steps that fails half way is noted as failed, as Prisma would", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await database.admin.query(`INSERT INTO "items" ("name") VALUES ('a'), ('a')`);
    await project.migrate({
      "2_steps": `CREATE INDEX CONCURRENTLY "fine" ON "items" ("name") WHERE "name" IS NOT NULL;\nCREATE UNIQUE INDEX CONCURRENTLY "not_fine" ON "items" ("name") WHERE "name" IS NOT NULL;`,
    });
    const applied = await project.apply(database.url, await project.plan(database.url));
    expect(applied.document).toMatchObject({ outcome: "partially-applied" });
    expect(applied.document.execution?.stop?.file).toEqual({ migration: "2_steps", left: "partly" });
    const [, row] = await history(database);
    expect(row).toMatchObject({ migration_name: "2_steps", finished: false, steps: 1 });
    expect(row?.["logs"]).toContain("Database error code: 23505");
    const next = await project.preflight(database.url);
    expect(next.document).toMatchObject({ outcome: "blocked", failureReason: "history-failed-state" });
    const log = await project.log("03-execution-log.md");
    expect(log).toContain("migrate resolve");
    expect(log).toContain("--resume");
  });

  test("with the cause mended, --resume runs what is left of the file, and only that", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await database.admin.query(`INSERT INTO "items" ("name") VALUES ('a'), ('a')`);
    await project.migrate({
      "2_steps": `SET search_path = public;\nCREATE INDEX CONCURRENTLY "fine" ON "items" ("name") WHERE "name" IS NOT NULL;\nCREATE UNIQUE INDEX CONCURRENTLY "not_fine" ON "items" ("name") WHERE "name" IS NOT NULL;`,
      "3_more": `CREATE VIEW "names" AS SELECT "name" FROM "items";`,
    });
    const plan = await project.plan(database.url);
    expect((await project.apply(database.url, plan)).document.outcome).toBe("partially-applied");
    const hint = (await project.apply(database.url, plan)).document.reasons[0]?.hint;
    expect(hint).toMatch(/^To go on where it stopped, .*: schemagate apply .* --approve [0-9a-f]{64} --resume$/);

    await database.admin.query(`DELETE FROM "items" WHERE "id" = 2; ALTER TABLE "items" ADD COLUMN "hasty" INT`);
    const elsewhere = await project.apply(database.url, plan, "--resume");
    expect(elsewhere.document).toMatchObject({ outcome: "refused", failureReason: "drift-detected" });
    expect(elsewhere.document.message).toContain("hasty");

    await database.admin.query(`ALTER TABLE "items" DROP COLUMN "hasty"`);
    const applied = await project.apply(database.url, plan, "--resume");
    expect(applied.document, applied.stdout).toMatchObject({
      outcome: "applied",
      execution: { resumed: { migration: "2_steps", done: 2 } },
      verification: { outcome: "verified" },
    });
    // What only sets the session is said again.
    expect(outcomes(applied)).toEqual(["done", "applied-before", "done", "done"]);
    expect((await history(database)).map(({ steps, logs }) => [steps, logs])).toEqual([
      [1, null],
      [1, null],
      [1, null],
    ]);
    expect((await project.apply(database.url, plan, "--resume")).document.outcome).toBe("nothing-to-do");
  });

  test("what another tool left half done is not gone on with", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await project.migrate({ "2_more": `CREATE VIEW "names" AS SELECT "name" FROM "items";` });
    const plan = await project.plan(database.url);
    await database.admin.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('6f1c9e52-6f0b-4d57-a4f5-3f7d2b3f1c11', $1, '2_more')",
      [plan.plan.migrations[0]?.checksum],
    );
    const refused = await project.apply(database.url, plan, "--resume");
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "history-failed-state" });
    expect(refused.document.reasons[0]?.hint).toContain("migrate resolve");
  });

  test("a constraint that is checked at the end of the transaction", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await project.migrate({
      "2_deferred": `CREATE TABLE IF NOT EXISTS "child" ("item" INT REFERENCES "items" ("id") DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO "child" SELECT 4711 WHERE EXISTS (SELECT FROM "items");`,
    });
    const plan = await project.plan(database.url);
    await database.admin.query(`INSERT INTO "items" ("name") VALUES ('a')`);
    const applied = await project.apply(database.url, plan);
    expect(applied.document).toMatchObject({
      outcome: "failed",
      execution: { stop: { kind: "commit", failure: { code: "23503" } } },
    });
    expect((await database.admin.query("SELECT to_regclass('child') AS child")).rows).toEqual([{ child: null }]);
    expect(await history(database)).toHaveLength(1);
  });

  test("a connection that is lost inside of a transaction: nothing of it is left, and that is known", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    const role = `sg_slow_${process.pid}`;
    const sleepIf = `SELECT pg_sleep(CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN 30 ELSE 0 END);`;
    await project.migrate({ "2_slow": `CREATE VIEW "names" AS SELECT "name" FROM "items";\n${sleepIf}` });
    const plan = await project.plan(database.url);
    await database.admin.query(`CREATE ROLE ${role}`);
    try {
      const applying = project.apply(database.url, plan);
      const sleeping =
        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND datname = current_database()";
      await until(async () => (await database.admin.query(sleeping)).rows.length > 0);
      await database.admin.query(`SELECT pg_terminate_backend(pid) FROM (${sleeping}) s`);
      const applied = await applying;
      expect(applied.document).toMatchObject({
        outcome: "failed",
        execution: { stop: { statement: 2, file: { left: "nothing" } } },
      });
      expect(outcomes(applied)).toEqual(["rolled-back", "failed"]);
    } finally {
      await database.admin.query(`DROP ROLE ${role}`);
    }
    expect((await project.apply(database.url, plan)).document.outcome).toBe("applied");
  });

  test("a lock that somebody holds ends the wait; nothing is changed", async () => {
    await using scene = await openScene({ configuration: "environments:\n  test: { lock-timeout: 300ms, lock-retries: 1 }\n" });
    const { project, database } = scene;
    await bring(scene);
    await project.migrate({ "2_more": `ALTER TABLE "items" ADD COLUMN "size" INTEGER;` });
    await project.schema(items.replace("name String?", "name String?\n  size Int?"));
    const plan = await project.plan(database.url);
    await database.admin.query(`BEGIN; SELECT * FROM "items"`);
    const applied = await project.apply(database.url, plan);
    await database.admin.query("ROLLBACK");
    expect(applied.document).toMatchObject({ outcome: "failed", failureReason: "lock-timeout" });
    expect(applied.document.execution?.inTheWay.join()).toContain("idle in transaction");
    expect(applied.document.execution?.statements[0]?.notices.join()).toMatch(
      /^waited in vain for a lock \(held by .*public\.items\)\)$/,
    );
    expect((await project.apply(database.url, plan)).document.outcome).toBe("applied");
  });
});

describe("only what was approved, only where it was approved", () => {
  test("edited, another digest, another environment, another database, an older format: each with its reason", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await using twin = await createDatabase(server);
    const stored = await project.plan(database.url);
    const text = JSON.stringify(stored.plan);
    const tried = async (name: string, change: (plan: Record<string, unknown>) => void, digest = stored.plan.digest) => {
      const copy = JSON.parse(text) as Record<string, unknown>;
      change(copy);
      const path = join(project.folder, `${name}.json`);
      await writeFile(path, JSON.stringify(copy));
      return project.say(database.url, "apply", "--plan", path, "--approve", digest);
    };
    const edited = await tried("edited", (plan) => {
      const [statement] = plan["statements"] as { sql: string }[];
      if (statement !== undefined) statement.sql = "DROP SCHEMA public CASCADE";
    });
    expect(edited.status).toBe(3);
    expect(reasons(edited)).toEqual(["plan-changed"]);
    const untouching = await tried("touches", (plan) => Object.assign(plan, { touches: [] }));
    expect(reasons(untouching)).toEqual(["plan-changed"]);
    const promised = await tried("promised", (plan) => {
      const expected = plan["expected"] as { snapshot: { objects: unknown[] } };
      expected.snapshot.objects.pop();
    });
    expect(reasons(promised)).toEqual(["plan-changed"]);
    const elsewhereOnDisk = await tried("task", (plan) => Object.assign(plan, { task: "../../../elsewhere" }));
    expect(reasons(elsewhereOnDisk)).toEqual(["plan-changed"]);
    const older = await tried("older", (plan) => Object.assign(plan, { version: 0 }));
    expect(reasons(older)).toEqual(["unsupported-format"]);
    const another = await tried("another", () => undefined, "0".repeat(64));
    expect(reasons(another)).toEqual(["approval-missing"]);
    const named = await tried("named", () => undefined, stored.plan.digest.slice(0, 12));
    expect(reasons(named)).toEqual(["approval-missing"]);

    expect(reasons(await project.apply(twin.url, stored))).toEqual(["target-mismatch"]);
    const elsewhere = await project.room.schemagate(
      ["apply", "--environment", "prod", "--url", twin.url, "--plan", stored.path, "--approve", "0".repeat(64), "--json"],
      project.folder,
    );
    const said = JSON.parse(elsewhere.stdout) as Said["document"];
    expect(said.reasons.map(({ reason }) => reason)).toEqual(["target-mismatch", "approval-missing", "target-mismatch"]);
    expect(said.outcome).toBe("refused");
    expect(elsewhere.status).toBe(3);

    await project.migrate({ "2_more": "SELECT 1;" });
    expect(reasons(await project.apply(database.url, stored))[0]).toBe("plan-changed");
    expect((await database.admin.query("SELECT to_regclass('items') AS items")).rows).toEqual([{ items: null }]);
  });

  test("what deletes data needs a permission with a backup or a reason", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await project.migrate({ "2_less": `ALTER TABLE "items" DROP COLUMN "name";` });
    await project.schema(items.replace("  name String?\n", ""));
    const plan = await project.plan(database.url);
    expect(reasons(await project.apply(database.url, plan))).toEqual(["destructive-not-allowed"]);
    expect(reasons(await project.apply(database.url, plan, "--allow-destructive"))).toEqual(["backup-missing"]);
    const misused = await project.apply(database.url, plan, "--backup", "s3://b/1");
    expect(misused.status).toBe(64);
    const applied = await project.apply(database.url, plan, "--allow-destructive", "--backup", "s3://b/1");
    expect(applied.document.outcome).toBe("applied");
    expect(await project.log("03-execution-log.md")).toContain("s3://b/1");
  });

  test("a change made meanwhile: refused when the plan touches it, listed when not", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    await bring(scene);
    await database.admin.query("CREATE TABLE other (id int)");
    await project.migrate({ "2_more": `ALTER TABLE "items" ADD COLUMN "size" INTEGER;` });
    await project.schema(items.replace("name String?", "name String?\n  size Int?"));
    const plan = await project.plan(database.url);
    await database.admin.query("ALTER TABLE items ADD COLUMN hasty text");
    const refused = await project.apply(database.url, plan);
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "drift-detected" });
    expect(refused.document.reasons.map(({ object }) => object)).toEqual(["column public.items.hasty"]);
    await database.admin.query(
      "ALTER TABLE items DROP COLUMN hasty; ALTER TABLE other ADD COLUMN more text; CREATE TABLE third (id int)",
    );
    const applied = await project.apply(database.url, plan);
    expect(applied.document.outcome, applied.stdout).toBe("applied");
    expect(applied.document.execution?.moved.map(({ object }) => object)).toContain("table public.third");
    expect(applied.document.verification?.outcome).toBe("verified");
    expect(applied.document.verification?.elsewhere.map(({ object }) => object)).toContain("column public.other.more");
  });

  test("SQL that nobody could read, or that reaches outside, is refused unless the configuration allows it", async () => {
    const migrations = {
      "1_init": `${init}\nDO $$ BEGIN EXECUTE 'SELECT ' || current_setting('server_version_num'); END $$;`,
    };
    await using scene = await openScene({ migrations });
    const { project, database } = scene;
    const refused = await project.apply(database.url, await project.plan(database.url));
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "not-understood" });
    await using allowed = await openScene({
      migrations,
      configuration: "environments:\n  test:\n    allow-hazards: [not-understood]\n",
    });
    const plan = await allowed.project.plan(allowed.database.url);
    expect((await allowed.project.apply(allowed.database.url, plan)).document.outcome).toBe("applied");
  });

  test("files that were applied meanwhile are not run again; the rest is", async () => {
    await using scene = await openScene({
      migrations: { "1_init": init, "2_view": `CREATE VIEW "names" AS SELECT "name" FROM "items";` },
    });
    const { project, database } = scene;
    const plan = await project.plan(database.url);
    await project.migrate({ "2_view": null });
    await bring(scene);
    await project.migrate({ "2_view": `CREATE VIEW "names" AS SELECT "name" FROM "items";` });
    const applied = await project.apply(database.url, plan);
    expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", execution: { alreadyApplied: ["1_init"] } });
    expect(outcomes(applied)).toEqual(["applied-before", "done"]);
    expect(applied.document.verification?.outcome).toBe("verified");
  });
});

await describeWith("pgbouncer", "through a pooler", (program) => {
  test("is refused before a connection that can write is opened", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    const plan = await project.plan(database.url);
    await using pooler = await startPooler(program, server.adminUrl, "transaction");
    const refused = await project.apply(`postgres://postgres@127.0.0.1:${pooler.port}/${database.name}`, plan);
    expect(reasons(refused)).toContain("pooled-connection");
    expect(await history(database)).toEqual([]);
  });
});

describe("several at once, and interruptions", () => {
  const slow = { "1_init": `${init}\nSELECT pg_sleep(2.5);` };

  test("ten applies: one runs, the others wait, name the holder, and find nothing to do", async () => {
    await using scene = await openScene({ migrations: slow });
    const { project, database } = scene;
    const plan = await project.plan(database.url);
    const args = ["apply", "--environment", "test", "--url", database.url, "--plan", plan.path, "--approve", plan.plan.digest];
    const runs = await Promise.all(Array.from({ length: 10 }, () => project.room.start([...args], project.folder).ended));
    const said = runs.map(({ stdout, stderr }) => stdout + stderr);
    expect(said.filter((text) => text.includes("✓ applied"))).toHaveLength(1);
    expect(runs.every(({ status }) => status === 0 || status === 3)).toBe(true);
    expect(said.some((text) => /"schemagate apply [0-9a-f]{12}" \(process \d+/.test(text))).toBe(true);
    expect(await history(database)).toHaveLength(1);
  });

  test("who holds the lock is named when the wait is over", async () => {
    await using scene = await openScene();
    const { project, database } = scene;
    const plan = await project.plan(database.url);
    await database.admin.query("SET application_name = 'prisma of somebody'; SELECT pg_advisory_lock(72707369)");
    const refused = await project.apply(database.url, plan);
    expect(refused.status).toBe(3);
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "lock-busy" });
    expect(refused.document.message).toContain("prisma of somebody");
  });

  test("SIGTERM stops the running statement, rolls back, and writes the log", async () => {
    await using scene = await openScene({ migrations: { "1_init": `${init}\nSELECT pg_sleep(60);` } });
    const { project, database } = scene;
    // The stand-in would sleep, too.
    await project.migrate({
      "1_init": `${init}\nSELECT pg_sleep(CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'sg_slow') THEN 60 ELSE 0 END);`,
    });
    const plan = await project.plan(database.url);
    await database.admin.query("CREATE ROLE sg_slow");
    try {
      const run = project.room.start(
        ["apply", "--environment", "test", "--url", database.url, "--plan", plan.path, "--approve", plan.plan.digest, "--json"],
        project.folder,
      );
      await until(
        async () =>
          (await database.admin.query("SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"))
            .rows.length > 0,
      );
      const started = Date.now();
      run.kill("SIGTERM");
      const { status, stdout } = await run.ended;
      expect(Date.now() - started).toBeLessThan(8_000);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ outcome: "failed", execution: { stop: { kind: "signal" } } });
      expect((await database.admin.query("SELECT to_regclass('items') AS items")).rows).toEqual([{ items: null }]);
      expect(await project.log("03-execution-log.md")).toContain("asked to stop");

      const killed = project.room.start(
        ["apply", "--environment", "test", "--url", database.url, "--plan", plan.path, "--approve", plan.plan.digest],
        project.folder,
      );
      await until(
        async () =>
          (await database.admin.query("SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"))
            .rows.length > 0,
      );
      killed.kill("SIGKILL");
      await killed.ended;
      const events = (await project.log("artifacts/execution.jsonl"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { event: string });
      expect(events.at(-1)).toMatchObject({ event: "statement", number: 2 });
      // No log of an earlier run passes for this one's.
      expect(await project.log("03-execution-log.md")).toContain("⏳ Applying plan");
    } finally {
      await database.admin.query("DROP ROLE sg_slow");
    }
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return;
    await sleep(100);
  }
  throw new Error("It did not happen within 20 seconds");
}

describe("push and sync", () => {
  test("push brings an empty database to the schema; the second plan is empty", async () => {
    await using scene = await openScene({ migrations: {} });
    const { project, database } = scene;
    const push = ["--strategy", "push", "--push-reason", "a prototype", "--push-until", "2099-01-01"];
    const plan = await project.plan(database.url, ...push);
    const applied = await project.apply(database.url, plan);
    expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect((await project.preflight(database.url, ...push)).document.outcome).toBe("up-to-date");
    expect((await project.apply(database.url, plan)).document.outcome).toBe("nothing-to-do");
    await database.admin.query("ALTER TABLE items ADD COLUMN hasty text");
    expect((await project.apply(database.url, plan)).document).toMatchObject({
      outcome: "refused",
      failureReason: "drift-detected",
    });
    const verified = await project.say(database.url, "verify", "--plan", plan.path);
    expect(verified.document).toMatchObject({ outcome: "diverged", failureReason: "verify-failed" });
    expect(verified.status).toBe(1);
  });

  test("sync --apply adds what is missing, once, and refuses what needs somebody's eyes", async () => {
    await using scene = await openScene({ migrations: {} });
    const { project, database } = scene;
    const sync = () => project.say(database.url, "sync", "--apply", "--task", "t");
    expect((await sync()).document).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    const second = await sync();
    expect(second.document.outcome).toBe("up-to-date");
    expect(second.status).toBe(0);

    await database.admin.query(`INSERT INTO items (name) VALUES ('a')`);
    await project.schema(
      `enum mood {\n  glad\n  sad\n}\n\n${items.replace("name String?", "name String?\n  size Int @default(3)\n  mood mood?\n  @@index([name])")}`,
    );
    const added = await sync();
    expect(added.document, added.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect(added.document.statements.map(({ sql }) => sql).join("\n")).toContain("CREATE INDEX CONCURRENTLY IF NOT EXISTS");

    await project.schema(
      `enum mood {\n  glad\n  sad\n}\n\n${items.replace("name String?", "name String?\n  size Int @default(3)\n  mood mood?\n  must String\n  @@index([name])")}`,
    );
    const refused = await sync();
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "policy" });
    expect(refused.status).toBe(3);
    expect(refused.document.reasons[0]?.hint).toContain("schemagate apply --environment test --plan");
    expect((await database.admin.query("SELECT count(*)::int AS n FROM items")).rows).toEqual([{ n: 1 }]);
  });

  test("sync --apply: a unique index that could not be built is not there the second time, either", async () => {
    await using scene = await openScene({ migrations: {} });
    const { project, database } = scene;
    await database.admin.query(`${init.replace(";", "")}; INSERT INTO items (name) VALUES ('a'), ('a')`);
    await project.schema(items.replace("name String?", "name String? @unique"));
    const sync = () => project.say(database.url, "sync", "--apply", "--task", "t");
    // The rows are asked first: what would fail is not begun.
    expect((await sync()).document).toMatchObject({
      outcome: "refused",
      statements: [{ hazards: [{ id: "unique-duplicates" }] }],
    });
    const build = database.admin.query('CREATE UNIQUE INDEX CONCURRENTLY "items_name_key" ON items (name)');
    await expect(build).rejects.toThrow(/could not create unique index/);
    expect((await sync()).document).toMatchObject({ outcome: "refused" });
    await database.admin.query("DELETE FROM items WHERE id = 2");
    expect((await sync()).document).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect((await sync()).document.outcome).toBe("up-to-date");
  });
});
