import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pushEvent } from "./support/github/events.ts";
import { type Github, startGithub } from "./support/github-server.ts";
import { historyOf } from "./support/orders.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** `after: staging`: production takes only what a run of the default branch verified in staging. */

const template = (name: string) => readFile(fileURLToPath(new URL(`../templates/workflows/${name}`, import.meta.url)), "utf8");
const production = ".github/workflows/schema-production.yml";
const staging = ".github/workflows/schema-staging.yml";
const folder = "prisma/migrations";
const schema = (columns: string) =>
  `datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n${columns}}\n`;
const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);`;
const nickname = `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`;

type Scene = AsyncDisposable & {
  readonly github: Github;
  readonly databases: { readonly staging: string; readonly production: string };
  /** The workflow of an environment, approved where it waits. */
  release(environment: "staging" | "production"): Promise<WorkflowRun>;
};

async function openScene(): Promise<Scene> {
  const home = await mkdtemp(join(tmpdir(), "sg-promotion-"));
  const databases = { staging: join(home, "staging.db"), production: join(home, "production.db") };
  for (const path of Object.values(databases)) await writeFile(path, "");
  const gate = { reviewers: ["eve"] };
  const github = await startGithub({
    environments: { staging: gate, "staging-plan": {}, production: gate, "production-plan": {} },
  });
  const workflow = await template("schema-production.yml");
  await github.push("main", {
    [production]: workflow,
    [staging]: workflow.replaceAll("production", "staging"),
    ".github/schemagate.yml": "environments:\n  production: { after: staging }\n",
    "prisma/schema.prisma": schema(""),
    [`${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
    [`${folder}/1_init/migration.sql`]: init,
  });
  return {
    github,
    databases,
    async release(environment) {
      const secrets = { DATABASE_URL: `file:${databases[environment]}` };
      const run = await runWorkflow({
        github,
        file: environment === "staging" ? staging : production,
        event: await pushEvent(github, "main", "ann"),
        environmentSecrets: { [environment]: secrets, [`${environment}-plan`]: secrets },
      });
      if (run.waiting.length === 0) return run;
      github.approve(run.id, environment, "eve");
      return run.resume();
    },
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const explain = (run: WorkflowRun) => JSON.stringify({ jobs: run.jobs, annotations: run.annotations }, null, 1).slice(0, 5000);
const said = (run: WorkflowRun) => run.annotations.map(({ message }) => message).join("\n");

function tables(path: string): number {
  using database = new DatabaseSync(path);
  return database.prepare("SELECT name FROM sqlite_schema WHERE name = 'users'").all().length;
}

function expectRefused(run: WorkflowRun, words: string): void {
  expect(run.conclusion, explain(run)).toBe("failure");
  expect(run.jobs["apply"]?.steps.at(-1)?.end?.outputs, explain(run)).toMatchObject({
    outcome: "refused",
    "failure-reason": "promotion-missing",
  });
  expect(said(run)).toContain(words);
}

test("refused until staging has it; refused where GitHub does not show it; then applied, with the evidence in the log", {
  timeout: 400_000,
}, async () => {
  await using scene = await openScene();
  const { github, databases } = scene;
  expectRefused(await scene.release("production"), "No run of main shows what was applied to staging");
  expect(tables(databases.production)).toBe(0);

  const first = await scene.release("staging");
  expect(first.conclusion, explain(first)).toBe("success");
  const [kept] = github.artifacts().filter(({ name }) => name.startsWith("schemagate-verified-staging-"));
  expect(kept).toBeDefined();

  for (const [path, fault, words] of [
    [/\/actions\/artifacts/, { status: 403 }, "actions: read"],
    [/\/actions\/artifacts/, { status: 404 }, "actions: read"],
    [/\/actions\/artifacts/, { status: 500 }, "500"],
    [/\/actions\/artifacts/, { body: {} }, "list of artifacts"],
    [/\/actions\/artifacts\?/, { body: { total_count: 0, artifacts: [] } }, "No run of main shows"],
    [/\/compare\//, { body: {} }, "not taken"],
    [/\/zip$/, { status: 410 }, "410"],
  ] as const) {
    github.fail({ ...fault, method: "GET", path });
    expectRefused(await scene.release("production"), words);
    github.recover();
  }
  expect(tables(databases.production)).toBe(0);

  const released = await scene.release("production");
  expect(released.conclusion, explain(released)).toBe("success");
  expect(tables(databases.production)).toBe(1);

  // What came later, and what was applied there with another text.
  await github.push("main", {
    "prisma/schema.prisma": schema("  nickname String?\n"),
    [`${folder}/2_nickname/migration.sql`]: nickname,
  });
  expectRefused(await scene.release("production"), "`2_nickname` was not applied to staging");
  expect((await scene.release("staging")).conclusion).toBe("success");
  await github.push("main", { [`${folder}/2_nickname/migration.sql`]: `-- edited\n${nickname}` });
  expectRefused(await scene.release("production"), "staging has applied another text of `2_nickname`");
  await github.push("main", { [`${folder}/2_nickname/migration.sql`]: nickname });
  expect((await scene.release("production")).conclusion).toBe("success");
});

test("evidence that no run of the default branch made is not taken", { timeout: 200_000 }, async () => {
  await using scene = await openScene();
  const { github, databases } = scene;
  // A branch runs staging's workflow as it likes: its artifacts have the right name, and come from the wrong branch.
  await github.push("evil", {
    [staging]: (await template("schema-production.yml"))
      .replaceAll("production", "staging")
      .replace("branches: [main]", "branches: [evil]")
      .replace(/^ {4}environment: staging-plan.*\n/m, ""),
  });
  // Somebody brought staging there by hand, so a preflight finds nothing to do.
  {
    using database = new DatabaseSync(databases.staging);
    database.exec(init + historyOf("sqlite", ["1_init", init]));
  }
  const run = await runWorkflow({
    github,
    file: staging,
    event: await pushEvent(github, "evil", "mallory"),
    secrets: { DATABASE_URL: `file:${databases.staging}` },
  });
  expect(run.conclusion, explain(run)).toBe("success");
  const kept = () => github.artifacts().filter(({ name }) => name.startsWith("schemagate-verified-staging-"));
  expect(kept()).toHaveLength(1);
  expectRefused(await scene.release("production"), "(1 of that name was not taken: other runs made it)");
  expect(tables(databases.production)).toBe(0);

  // The same look by a run of the default branch is evidence, though nothing had to be applied.
  expect((await scene.release("staging")).conclusion).toBe("success");
  expect(kept()).toHaveLength(2);
  expect((await scene.release("production")).conclusion).toBe("success");
  expect(tables(databases.production)).toBe(1);
});
