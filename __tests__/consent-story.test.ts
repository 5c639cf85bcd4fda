import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { dispatchEvent, type GithubEvent, pullRequestEvent, pushEvent } from "./support/github/events.ts";
import { type EnvironmentRules, type Github, startGithub } from "./support/github-server.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** Who may let a plan run, with the committed bundle: a repository in which GitHub asks nobody, and configurations that come along. */

const template = (name: string) => readFile(fileURLToPath(new URL(`../templates/workflows/${name}`, import.meta.url)), "utf8");
const schema = (columns: string) =>
  `datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n${columns}}\n`;
const folder = "prisma/migrations";
const configuration = ".github/schemagate.yml";
const [preflight, production] = [".github/workflows/schema.yml", ".github/workflows/schema-production.yml"];

const nickname = {
  "prisma/schema.prisma": schema("  fax String?\n  nickname String?\n"),
  [`${folder}/2_nickname/migration.sql`]: `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`,
};
const noFax = {
  "prisma/schema.prisma": schema(""),
  [`${folder}/2_no_fax/migration.sql`]: `ALTER TABLE "users" DROP COLUMN "fax";`,
};

type Scene = AsyncDisposable & {
  readonly github: Github;
  run(sql: string): void;
  columns(): readonly string[];
  /** A pull request with these files, and our comment on it. */
  propose(files: Readonly<Record<string, string>>, opened?: number): Promise<number>;
  /** The workflow after the merge. */
  produce(event?: GithubEvent): Promise<WorkflowRun>;
  again(): Promise<WorkflowRun>;
};

type Setting = { readonly approval: string; readonly config: string; readonly rules?: EnvironmentRules };

async function openScene({ approval, config, rules = {} }: Setting): Promise<Scene> {
  const home = await mkdtemp(join(tmpdir(), "schemagate-consent-"));
  const path = join(home, "shop.db");
  await writeFile(path, "");
  using database = new DatabaseSync(path);
  const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`;
  let now = Date.parse("2026-11-22T08:00:00Z");
  const github = await startGithub({
    environments: { production: rules, "production-plan": {} },
    isPrivate: true,
    now: () => {
      now += 1_000;
      return new Date(now);
    },
  });
  const workflow = (await template("schema-production.yml")).replace(
    "command: apply\n",
    `command: apply\n          approval: ${approval}\n`,
  );
  await github.push("main", {
    [preflight]: await template("schema.yml"),
    [production]: workflow,
    ...(config === "" ? {} : { [configuration]: config }),
    "prisma/schema.prisma": schema("  fax String?\n"),
    [`${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
    [`${folder}/1_init/migration.sql`]: init,
  });
  database.exec(init);
  const { hash } = await import("node:crypto");
  database.exec(
    `CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0);
     INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES ('1', '${hash("sha256", init)}', 1, '1_init', 1);`,
  );
  const url = `file:${path}`;
  const produce = (event: GithubEvent) =>
    runWorkflow({
      github,
      file: production,
      event,
      environmentSecrets: { production: { DATABASE_URL: url }, "production-plan": { DATABASE_URL: url } },
    });
  // What pull requests are compared with is the record of a run on the default branch.
  await produce(await pushEvent(github, "main", "ann"));
  return {
    github,
    run(sql) {
      using writer = new DatabaseSync(path);
      writer.exec(sql);
    },
    columns() {
      using reader = new DatabaseSync(path);
      const rows = reader.prepare(`SELECT name FROM pragma_table_info('users')`).all();
      return rows.map(({ name }) => String(name));
    },
    async propose(files, opened) {
      if (opened === undefined) await github.push("change", files, { login: "ann" });
      const number = opened ?? (await github.openPullRequest({ branch: "change", login: "ann" }));
      const event = await pullRequestEvent(github, number, "opened");
      const run = await runWorkflow({ github, file: preflight, event });
      expect(run.conclusion, JSON.stringify(run.annotations)).toBe("success");
      return number;
    },
    produce: async (event) => produce(event ?? (await pushEvent(github, "main", "ann"))),
    again: async () => produce(await dispatchEvent(github, "ann")),
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const outputsOf = (run: WorkflowRun) => run.jobs["apply"]?.steps.at(-1)?.end?.outputs ?? {};
const words = (run: WorkflowRun) => run.annotations.map(({ title, message }) => `${title}: ${message}`).join("\n");
const logOf = ({ github }: Scene, run: WorkflowRun) =>
  github
    .artifacts(run.id)
    .find(({ name }) => name.startsWith("schemagate-log"))
    ?.files.get("artifacts/execution.json")
    ?.toString() ?? "{}";

function expectRefused(scene: Scene, run: WorkflowRun, reason: string): void {
  expect(outputsOf(run), words(run)).toMatchObject({ outcome: "refused", "failure-reason": reason });
  expect(run.conclusion).toBe("failure");
  expect(scene.columns()).toEqual(["id", "fax"]);
}

describe("approval: pull-request-review", () => {
  const byReview = { approval: "pull-request-review", config: "approvers: [eve]\n" };

  test("an approver's review of what was merged, after the comment with the plan, lets it run", { timeout: 180_000 }, async ({
    expect,
  }) => {
    await using scene = await openScene(byReview);
    const number = await scene.propose(nickname);
    expect(scene.github.comments(number)[0]?.body).toContain(
      "Merging applies it where the workflow takes the review of an approver (`eve`)",
    );
    scene.github.review(number, "eve", "APPROVED");
    await scene.github.merge(number, "eve", "squash");
    const run = await scene.produce();
    expect(outputsOf(run), words(run)).toMatchObject({ outcome: "applied", "failure-reason": "" });
    expect(scene.columns()).toEqual(["id", "fax", "nickname"]);
    // A second job of this run for the same environment has another plan, and its log another name.
    const name = `schemagate-log-production-${run.id}-${outputsOf(run)["digest"]?.slice(0, 12)}`;
    expect(scene.github.artifacts(run.id).map((artifact) => artifact.name)).toContain(name);
    const { permission } = JSON.parse(logOf(scene, run));
    expect(permission).toMatchObject({ kind: "pull-request-review", destructive: { allowed: false } });
    expect(permission.evidence.join()).toContain(`Approved by eve in a review of pull request #${number}`);
    expect(scene.github.comments(number).at(-1)?.body).toContain("✅");
  });

  test("without one nothing runs; after a look at the plan it does, in a new run", { timeout: 180_000 }, async ({ expect }) => {
    await using scene = await openScene(byReview);
    const number = await scene.propose(nickname);
    await scene.github.merge(number, "ann");
    const alone = await scene.produce();
    expectRefused(scene, alone, "approval-missing");
    expect(words(alone)).toContain("by one of the approvers (eve)");
    scene.github.review(number, "bob", "APPROVED");
    expectRefused(scene, await scene.again(), "approval-missing");
    scene.github.review(number, "eve", "APPROVED");
    const run = await scene.again();
    expect(outputsOf(run), words(run)).toMatchObject({ outcome: "applied" });
  });

  test("a review of another plan: both are named; approved again under the refusal it runs", { timeout: 180_000 }, async ({
    expect,
  }) => {
    await using scene = await openScene(byReview);
    const number = await scene.propose(nickname);
    scene.github.review(number, "eve", "APPROVED");
    await scene.github.merge(number, "ann");
    scene.run(`CREATE TABLE "notes" ("id" INTEGER PRIMARY KEY)`);
    const moved = await scene.produce();
    expectRefused(scene, moved, "approval-missing");
    expect(words(moved)).toMatch(/eve could read the plan [0-9a-f]{12} there, and this is [0-9a-f]{12}/);
    scene.github.review(number, "eve", "APPROVED");
    const run = await scene.again();
    expect(outputsOf(run), words(run)).toMatchObject({ outcome: "applied" });
  });

  test("a review from before the comment", { timeout: 180_000 }, async () => {
    await using scene = await openScene(byReview);
    await scene.github.push("change", nickname, { login: "ann" });
    const number = await scene.github.openPullRequest({ branch: "change", login: "ann" });
    scene.github.review(number, "eve", "APPROVED");
    await scene.propose(nickname, number);
    await scene.github.merge(number, "ann");
    const unseen = await scene.produce();
    expectRefused(scene, unseen, "approval-missing");
    expect(words(unseen)).toContain("before the comment with the plan was there");
  });

  test("a commit that nobody proposed", { timeout: 180_000 }, async () => {
    await using scene = await openScene(byReview);
    await scene.github.push("main", nickname, { login: "ann" });
    const run = await scene.produce();
    expectRefused(scene, run, "approval-missing");
    expect(words(run)).toContain("is not the merge of a pull request");
  });

  test("approvers that come with the change don't count for it", { timeout: 180_000 }, async ({ expect }) => {
    await using scene = await openScene({ ...byReview, config: "" });
    const number = await scene.propose({ ...nickname, [configuration]: "approvers: [eve]\n" });
    scene.github.review(number, "eve", "APPROVED");
    await scene.github.merge(number, "ann");
    const run = await scene.produce();
    expectRefused(scene, run, "approval-missing");
    expect(words(run)).toMatch(/approvers does not count for this run[\s\S]*gh workflow run schema-production\.yml/);
    const next = await scene.again();
    expect(outputsOf(next), words(next)).toMatchObject({ outcome: "applied" });
  });

  test("data is deleted only with the words for it in the review", { timeout: 180_000 }, async ({ expect }) => {
    await using scene = await openScene(byReview);
    const number = await scene.propose(noFax);
    scene.github.review(number, "eve", "APPROVED");
    await scene.github.merge(number, "ann");
    const bare = await scene.produce();
    expectRefused(scene, bare, "destructive-not-allowed");
    expect(words(bare)).toContain("approve the pull request once more");
    const { id } = scene.github.review(number, "eve", "APPROVED", "accept-risk=fax was never used");
    scene.github.editReview(number, id, "accept-risk=fax was never used, I promise");
    expectRefused(scene, await scene.again(), "destructive-not-allowed");
    scene.github.review(number, "eve", "APPROVED", "accept-risk=fax was never used");
    const run = await scene.again();
    expect(outputsOf(run), words(run)).toMatchObject({ outcome: "applied" });
    expect(JSON.parse(logOf(scene, run)).permission.destructive).toEqual({
      allowed: true,
      backup: null,
      acceptedRisk: "fax was never used",
    });
  });

  test("not for the strategy push", { timeout: 180_000 }, async () => {
    await using scene = await openScene(byReview);
    const text = (await scene.github.git.read(await head(scene), production))?.toString() ?? "";
    const step = "environment: production\n          url";
    const push = text.replace(
      step,
      `strategy: push\n          push-reason: x\n          push-until: 2099-01-01\n          ${step}`,
    );
    const schemaOnly = { "prisma/schema.prisma": schema("  fax String?\n  nickname String?\n") };
    await scene.github.push("change", { ...schemaOnly, [production]: push });
    const number = await scene.github.openPullRequest({ branch: "change", login: "ann" });
    scene.github.review(number, "eve", "APPROVED");
    await scene.github.merge(number, "ann");
    const run = await scene.produce();
    expectRefused(scene, run, "approval-missing");
    expect(words(run)).toContain("strategy push");
  });
});

const head = async ({ github }: Scene) => (await github.git.resolve("refs/heads/main")) ?? "";

describe("a configuration that comes with the change", () => {
  test("asks somebody else once more, and counts from the next run on", { timeout: 180_000 }, async ({ expect }) => {
    const rules = { reviewers: ["ann", "eve"], preventSelfReview: false };
    await using scene = await openScene({ approval: "environment", config: "", rules });
    const allowed = { [configuration]: "environments:\n  production: { allow-self-review: true }\n" };
    await scene.github.push("main", { ...nickname, ...allowed }, { login: "ann" });
    const run = await scene.produce();
    scene.github.approve(run.id, "production", "ann");
    const refused = await run.resume();
    expectRefused(scene, refused, "environment-unprotected");
    expect(words(refused)).toMatch(/allow-self-review does not count for this run[\s\S]*gh workflow run schema-production\.yml/);
    const next = await scene.again();
    scene.github.approve(next.id, "production", "ann");
    const applied = await next.resume();
    expect(outputsOf(applied), words(applied)).toMatchObject({ outcome: "applied" });
  });

  test("can't do without an approval; where nobody is asked, nothing is deleted, and it says what to do", {
    timeout: 180_000,
  }, async ({ expect }) => {
    await using scene = await openScene({ approval: "none", config: "" });
    await scene.github.push("main", { ...noFax, [configuration]: "environments:\n  production: { unprotected: true }\n" });
    const run = await scene.produce();
    expectRefused(scene, run, "environment-unprotected");
    expect(words(run)).toContain("unprotected does not count for this run");
    const next = await scene.again();
    expectRefused(scene, next, "destructive-not-allowed");
    expect(words(next)).toMatch(/approval: none nobody is asked who could allow it[\s\S]*schemagate apply/);
    expect(JSON.parse(logOf(scene, next)).permission.kind).toBe("none");
  });
});
