import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openProject, type Project, type ProjectFiles, type Said } from "./support/apply-project.ts";

const models = `model parents {
  id       Int        @id
  name     String
  children children[]
}

model children {
  id     Int     @id
  parent Int
  parents parents @relation(fields: [parent], references: [id], onDelete: Cascade)
}`;
const init = `CREATE TABLE "parents" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
CREATE TABLE "children" ("id" INTEGER NOT NULL PRIMARY KEY, "parent" INTEGER NOT NULL,
  CONSTRAINT "children_parent_fkey" FOREIGN KEY ("parent") REFERENCES "parents" ("id") ON DELETE CASCADE ON UPDATE CASCADE);`;

/** As Prisma writes it. */
const rebuild = `-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_parents" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "size" INTEGER NOT NULL DEFAULT 7);
INSERT INTO "new_parents" ("id", "name") SELECT "id", "name" FROM "parents";
DROP TABLE "parents";
ALTER TABLE "new_parents" RENAME TO "parents";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;`;
const rebuiltModels = models.replace("name     String\n", "name     String\n  size     Int @default(7)\n");

type Scene = AsyncDisposable & {
  readonly project: Project;
  readonly url: string;
  sql(text: string): void;
  rows(query: string): readonly unknown[];
};

async function openScene(files: Partial<ProjectFiles> = {}): Promise<Scene> {
  const project = await openProject({ provider: "sqlite", models, migrations: { "1_init": init }, ...files });
  const path = join(project.folder, "shop.db");
  await writeFile(path, "");
  const open = () => new DatabaseSync(path);
  return {
    project,
    url: `file:${path}`,
    sql(text) {
      using database = open();
      database.exec(text);
    },
    rows(query) {
      using database = open();
      return database.prepare(query).all();
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

async function bring({ project, url }: Scene): Promise<void> {
  const said = await project.apply(url, await project.plan(url));
  if (said.status !== 0) throw new Error(said.stdout);
}

function outcomes({ document }: Said): readonly string[] {
  return document.execution?.statements.map(({ outcome }) => outcome) ?? [];
}

describe("apply to a SQLite file", () => {
  test("from an empty file to the schema, with the history that Prisma keeps; then nothing to do", async () => {
    await using scene = await openScene({ migrations: { "1_init": init, "2_empty": "-- nothing" } });
    const { project, url } = scene;
    const plan = await project.plan(url);
    const applied = await project.apply(url, plan);
    expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect(
      scene.rows(
        `SELECT migration_name AS name, typeof(finished_at) AS time, applied_steps_count AS steps, logs FROM _prisma_migrations ORDER BY migration_name`,
      ),
    ).toEqual([
      { name: "1_init", time: "integer", steps: 1, logs: null },
      { name: "2_empty", time: "integer", steps: 1, logs: null },
    ]);
    expect((await project.apply(url, plan)).document.outcome).toBe("nothing-to-do");
    expect((await project.preflight(url)).document.outcome).toBe("up-to-date");
  });

  test("a rebuild of a parent keeps every child row, with and without the pragmas", async () => {
    for (const sql of [rebuild, rebuild.replaceAll(/PRAGMA .*\n?/g, "")]) {
      await using scene = await openScene();
      const { project, url } = scene;
      await bring(scene);
      scene.sql(`INSERT INTO parents VALUES (1, 'Ä'), (2, 'b'); INSERT INTO children VALUES (10, 1), (11, 1), (12, 2)`);
      await project.migrate({ "2_rebuild": sql });
      await project.schema(rebuiltModels);
      const applied = await project.apply(url, await project.plan(url));
      expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
      expect(scene.rows("SELECT count(*) AS n FROM children")).toEqual([{ n: 3 }]);
      expect(scene.rows("SELECT name, size FROM parents ORDER BY id")).toEqual([
        { name: "Ä", size: 7 },
        { name: "b", size: 7 },
      ]);
      expect(applied.document.verification?.rows).toContainEqual({
        table: "table parents",
        rows: 2,
        exact: true,
        before: { rows: 2, exact: true },
      });
    }
  });

  test("a rebuild that fails at its end leaves schema, rows and history as they were", async () => {
    await using scene = await openScene();
    const { project, url } = scene;
    await bring(scene);
    scene.sql(`INSERT INTO parents VALUES (1, 'same'), (2, 'same'); INSERT INTO children VALUES (10, 1), (12, 2)`);
    await project.migrate({ "2_rebuild": `${rebuild}\nCREATE UNIQUE INDEX "one_name" ON "parents" ("name") WHERE "size" = 7;` });
    await project.schema(rebuiltModels);
    const before = scene.rows("SELECT sql FROM sqlite_schema ORDER BY name");
    const applied = await project.apply(url, await project.plan(url));
    expect(applied.document).toMatchObject({ outcome: "failed", failureReason: "apply-failed" });
    expect(applied.document.execution?.stop).toMatchObject({
      failure: { code: "SQLITE_CONSTRAINT_UNIQUE" },
      file: { left: "nothing" },
    });
    expect(outcomes(applied).at(-1)).toBe("failed");
    expect(scene.rows("SELECT sql FROM sqlite_schema ORDER BY name")).toEqual(before);
    expect(scene.rows("SELECT count(*) AS n FROM children")).toEqual([{ n: 2 }]);
    expect(scene.rows("SELECT count(*) AS n FROM _prisma_migrations")).toEqual([{ n: 1 }]);
  });

  test("rows that would be left without a parent end the transaction", async () => {
    await using scene = await openScene();
    const { project, url } = scene;
    await bring(scene);
    scene.sql(`INSERT INTO parents VALUES (1, 'a'), (2, 'b'); INSERT INTO children VALUES (10, 1), (12, 2)`);
    await project.migrate({ "2_rebuild": rebuild.replace('FROM "parents";', 'FROM "parents" WHERE "id" < 2;') });
    await project.schema(rebuiltModels);
    const plan = await project.plan(url);
    const applied = await project.apply(url, plan, "--allow-destructive", "--accept-risk", "to see it fail");
    expect(applied.document).toMatchObject({ outcome: "failed", execution: { stop: { kind: "commit" } } });
    expect(scene.rows("SELECT count(*) AS n FROM parents")).toEqual([{ n: 2 }]);
  });

  test("a rebuild that the file itself runs with foreign keys on deletes the children: that needs permission", async () => {
    await using scene = await openScene();
    const { project, url } = scene;
    await bring(scene);
    scene.sql("INSERT INTO parents VALUES (1, 'a'); INSERT INTO children VALUES (10, 1)");
    await project.migrate({
      "2_rebuild": rebuild
        .replace("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON")
        .replace("PRAGMA defer_foreign_keys=ON;\n", ""),
    });
    await project.schema(rebuiltModels);
    const refused = await project.apply(url, await project.plan(url));
    expect(refused.document).toMatchObject({ outcome: "refused", failureReason: "destructive-not-allowed" });
    expect(scene.rows("SELECT count(*) AS n FROM children")).toEqual([{ n: 1 }]);
  });

  test("a database that somebody else writes to: the wait ends, nothing is changed", async () => {
    await using scene = await openScene({ configuration: "environments:\n  test: { lock-timeout: 300ms, lock-retries: 1 }\n" });
    const { project, url } = scene;
    const plan = await project.plan(url);
    scene.sql("CREATE TABLE other (id)");
    const busy = new DatabaseSync(url.slice("file:".length));
    busy.exec("BEGIN IMMEDIATE");
    const applied = await project.apply(url, plan);
    busy.exec("ROLLBACK");
    busy.close();
    expect(applied.document).toMatchObject({ outcome: "failed", failureReason: "lock-timeout" });
    expect((await project.apply(url, plan)).document.outcome).toBe("applied");
  });

  test("ten applies at once: one runs, the others wait or name the holder", async () => {
    const slow = `${init}\nWITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000000) SELECT max(n) FROM c;`;
    await using scene = await openScene({ migrations: { "1_init": slow } });
    const { project, url } = scene;
    const plan = await project.plan(url);
    const args = ["apply", "--environment", "test", "--url", url, "--plan", plan.path, "--approve", plan.plan.digest];
    const runs = await Promise.all(Array.from({ length: 10 }, () => project.room.start(args, project.folder).ended));
    expect(runs.filter(({ stdout }) => stdout.includes("✓ applied"))).toHaveLength(1);
    expect(runs.filter(({ status }) => status !== 0 && status !== 3).map(({ stdout, stderr }) => stdout + stderr)).toEqual([]);
    expect(scene.rows("SELECT count(*) AS n FROM _prisma_migrations")).toEqual([{ n: 1 }]);
  });

  test("verify says nothing about another file, and the verify command knows no URL unless it is given", async () => {
    await using scene = await openScene();
    await using twin = await openScene();
    const { project, url } = scene;
    const plan = await project.plan(url);
    const print = join(project.folder, "print.mjs");
    await writeFile(
      print,
      "console.log('environment:', JSON.stringify(process.env)); process.exit(process.env.DATABASE_URL === undefined ? 0 : 7);",
    );
    const command = ["--verify-command", `${process.execPath} ${print}`];
    const applied = await project.apply(url, plan, ...command);
    expect(applied.document.verification, applied.stdout).toMatchObject({ outcome: "verified", command: { exitCode: 0 } });
    expect(applied.document.verification?.command?.output).toContain("environment:");
    expect(applied.document.verification?.command?.output).not.toContain("shop.db");
    const given = await project.say(url, "verify", "--plan", plan.path, ...command, "--pass-url");
    expect(given.document).toMatchObject({ outcome: "diverged", verification: { command: { exitCode: 7 } } });

    const elsewhere = await project.say(twin.url, "verify", "--plan", plan.path);
    expect(elsewhere.document).toMatchObject({ outcome: "failed", failureReason: "target-mismatch", verification: null });
    expect(elsewhere.status).toBe(1);
  });

  test("push and sync --apply from an empty file; the second time nothing", async () => {
    await using pushed = await openScene({ migrations: {} });
    const push = ["--strategy", "push", "--push-reason", "a prototype", "--push-until", "2099-01-01"];
    const plan = await pushed.project.plan(pushed.url, ...push);
    const applied = await pushed.project.apply(pushed.url, plan);
    expect(applied.document, applied.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    pushed.sql(`INSERT INTO parents VALUES (1, 'a'); INSERT INTO children VALUES (10, 1), (11, 1)`);
    await pushed.project.schema(models.replace("name     String\n", "name     String?\n"));
    const loosened = await pushed.project.apply(pushed.url, await pushed.project.plan(pushed.url, ...push));
    expect(loosened.document, loosened.stdout).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect(pushed.rows("SELECT count(*) AS n FROM children")).toEqual([{ n: 2 }]);

    await using synced = await openScene({ migrations: {} });
    const sync = () => synced.project.say(synced.url, "sync", "--apply", "--task", "t");
    expect((await sync()).document).toMatchObject({ outcome: "applied", verification: { outcome: "verified" } });
    expect((await sync()).document.outcome).toBe("up-to-date");
    await synced.project.schema(models.replace("name     String\n", "name     String\n  note     String?\n"));
    expect((await sync()).document).toMatchObject({ outcome: "applied" });
  });
});
