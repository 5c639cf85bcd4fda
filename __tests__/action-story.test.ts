import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { pullRequestEvent, pushEvent } from "./support/github/events.ts";
import { type Github, startGithub } from "./support/github-server.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** The whole way, with the workflow files as they are shipped and the committed bundle. */

type Place = AsyncDisposable & {
  readonly url: string;
  readonly provider: "postgresql" | "sqlite";
  run(sql: string): Promise<void>;
};

const template = (name: string) => readFile(fileURLToPath(new URL(`../templates/workflows/${name}`, import.meta.url)), "utf8");

const model = (columns: string) => `model users {\n  id Int @id\n${columns}}\n`;
const schema = (provider: string, columns: string) =>
  `datasource db {\n  provider = "${provider}"\n  url      = env("DATABASE_URL")\n}\n\n${model(columns)}`;
const folder = "prisma/migrations";
const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`;

async function openPostgres(): Promise<Place> {
  const [server] = await servers(16);
  const database = await createDatabase(server);
  return {
    url: database.url,
    provider: "postgresql",
    run: async (sql) => void (await database.admin.query(sql)),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function openSqlite(): Promise<Place> {
  const { DatabaseSync } = await import("node:sqlite");
  const home = await mkdtemp(join(tmpdir(), "sg-story-"));
  const path = join(home, "shop.db");
  await writeFile(path, "");
  return {
    url: `file:${path}`,
    provider: "sqlite",
    async run(sql) {
      using database = new DatabaseSync(path);
      database.exec(sql);
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

async function openRepository(place: Place): Promise<Github> {
  const github = await startGithub({
    environments: { production: { reviewers: ["eve"] }, "production-plan": {} },
  });
  await github.push(
    "main",
    {
      ".github/workflows/schema.yml": await template("schema.yml"),
      ".github/workflows/schema-production.yml": await template("schema-production.yml"),
      "prisma/schema.prisma": schema(place.provider, "  fax String?\n"),
      [`${folder}/migration_lock.toml`]: `provider = "${place.provider}"\n`,
      [`${folder}/1_init/migration.sql`]: init,
    },
    { login: "ann" },
  );
  return github;
}

const production = (github: Github, place: Place, actor: string) =>
  pushEvent(github, "main", actor).then((event) =>
    runWorkflow({
      github,
      file: ".github/workflows/schema-production.yml",
      event,
      environmentSecrets: { production: { DATABASE_URL: place.url }, "production-plan": { DATABASE_URL: place.url } },
    }),
  );

const pullRequest = async (github: Github, place: Place, number: number, action: "opened" | "synchronize") =>
  runWorkflow({
    github,
    file: ".github/workflows/schema.yml",
    event: await pullRequestEvent(github, number, action),
    secrets: { PREFLIGHT_DATABASE_URL: place.url },
  });

function explain(run: WorkflowRun): string {
  return JSON.stringify({ jobs: run.jobs, annotations: run.annotations }, null, 1).slice(0, 6000);
}

describe.each([
  ["PostgreSQL", openPostgres],
  ["SQLite", openSqlite],
] as const)("the whole story on %s", (_name, open) => {
  test("pull request, comment, merge, plan, refused, approved, applied, result; then nothing to do", {
    timeout: 240_000,
  }, async () => {
    await using place = await open();
    await using github = await openRepository(place);

    // The first schema comes to an empty database.
    const first = await production(github, place, "ann");
    expect(first.waiting, explain(first)).toMatchObject([{ job: "apply", environment: "production" }]);
    github.approve(first.id, "production", "eve");
    const applied = await first.resume();
    expect(applied.conclusion, explain(applied)).toBe("success");
    await place.run(`INSERT INTO "users" ("id", "fax") VALUES (1, 'x')`);

    // A pull request that adds a column: one comment, edited when it is pushed to again.
    await github.push(
      "nickname",
      {
        "prisma/schema.prisma": schema(place.provider, "  fax String?\n  nickname String?\n"),
        [`${folder}/2_nickname/migration.sql`]: `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`,
      },
      { login: "ann" },
    );
    const number = await github.openPullRequest({ branch: "nickname", login: "ann" });
    const opened = await pullRequest(github, place, number, "opened");
    expect(opened.conclusion, explain(opened)).toBe("success");
    expect(github.comments(number)).toHaveLength(1);
    expect(github.comments(number)[0]?.body).toContain("nickname");
    await pullRequest(github, place, number, "synchronize");
    expect(github.comments(number)).toHaveLength(1);

    // The verdict gets worse: a new comment, since an edit notifies nobody.
    await github.push(
      "nickname",
      {
        "prisma/schema.prisma": schema(place.provider, "  nickname String?\n"),
        [`${folder}/3_no_fax/migration.sql`]: `ALTER TABLE "users" DROP COLUMN "fax";`,
      },
      { login: "ann" },
    );
    await pullRequest(github, place, number, "synchronize");
    const [old, worse] = github.comments(number);
    expect(old?.body).toContain("Outdated");
    expect(worse?.body.split("\n").slice(0, 3).join("\n")).toMatch(/fax/);

    // Merged: the plan waits; an approval without a backup is refused before anything is written.
    await github.merge(number, "ann");
    const unbacked = await production(github, place, "ann");
    expect(unbacked.waiting[0]?.title).toMatch(/^apply [0-9a-f]{12}: 2 statements, deletes data$/);
    github.approve(unbacked.id, "production", "eve");
    const refused = await unbacked.resume();
    expect(refused.conclusion).toBe("failure");
    expect(refused.jobs["apply"]?.steps.at(-1)?.end?.outputs).toMatchObject({
      outcome: "refused",
      "failure-reason": "destructive-not-allowed",
    });

    const backed = await production(github, place, "ann");
    github.approve(backed.id, "production", "eve", "backup=s3://backups/1");
    const done = await backed.resume();
    expect(done.conclusion, explain(done)).toBe("success");
    expect(done.jobs["apply"]?.steps.at(-1)?.end?.outputs).toMatchObject({ outcome: "applied", "failure-reason": "" });
    expect(github.comments(number).at(-1)?.body).toMatch(/✅/);
    const log = github.artifacts(backed.id).find(({ name }) => name.startsWith("schemagate-log"));
    expect(log?.files.get("03-execution-log.md")?.toString()).toContain("s3://backups/1");
    expect(log?.files.get("03-execution-log.md")?.toString()).toContain("Approved by eve");

    const again = await production(github, place, "ann");
    expect(again.conclusion).toBe("success");
    expect(again.jobs["apply"]?.result).toBe("skipped");
    if (place.provider === "postgresql") expect(github.everythingStored()).not.toContain(place.url);
  });
});

describe("the gate of GitHub", () => {
  async function waiting(environment: Parameters<Github["setEnvironment"]>[1] = { reviewers: ["eve"] }) {
    const place = await openSqlite();
    const github = await openRepository(place);
    github.setEnvironment("production", environment);
    return {
      place,
      github,
      run: await production(github, place, "ann"),
      [Symbol.asyncDispose]: async () => {
        await github[Symbol.asyncDispose]();
        await place[Symbol.asyncDispose]();
      },
    };
  }
  const reasonOf = (run: WorkflowRun) => run.jobs["apply"]?.steps.at(-1)?.end?.outputs["failure-reason"];

  test("an environment without reviewers, with bypass, with open branches, or with self-review is refused", {
    timeout: 120_000,
  }, async () => {
    for (const rules of [
      {},
      { reviewers: ["eve"], canAdminsBypass: true },
      { reviewers: ["eve"], canAdminsBypass: "unknown" as const },
      { reviewers: ["eve"], branches: null },
      { reviewers: ["eve"], branches: ["main", "*"] },
      { reviewers: ["eve"], preventSelfReview: false },
    ]) {
      await using scene = await waiting(rules);
      if (scene.run.waiting.length > 0) scene.github.approve(scene.run.id, "production", "eve");
      const ended = await scene.run.resume();
      expect(ended.conclusion, JSON.stringify(rules)).toBe("failure");
      expect(reasonOf(ended), JSON.stringify(rules)).toBe("environment-unprotected");
    }
  });

  test("who started it, a second attempt, an older run: refused, and nothing is written", { timeout: 120_000 }, async () => {
    await using self = await waiting({ reviewers: ["ann", "eve"] });
    self.github.approve(self.run.id, "production", "ann", "", { unchecked: true });
    expect(reasonOf(await self.run.resume())).toBe("approval-missing");

    await using again = await waiting();
    again.github.approve(again.run.id, "production", "eve");
    again.github.fail({ method: "GET", path: /approvals/, status: 502, times: 10 });
    const unread = await again.run.resume();
    expect(reasonOf(unread)).toBe("approval-missing");
    again.github.recover();
    const second = await unread.rerun("ann");
    expect(second.waiting).toEqual([]);
    expect(second.conclusion).toBe("failure");
    expect(second.annotations.map(({ message }) => message).join()).toContain("attempt 2");

    await using older = await waiting();
    await older.github.push("main", { "README.md": "x" }, { login: "bob" });
    older.github.approve(older.run.id, "production", "eve");
    expect(reasonOf(await older.run.resume())).toBe("superseded");
  });

  test("a fork gets a green check without a secret and without a comment", async () => {
    await using place = await openSqlite();
    await using github = await openRepository(place);
    const note = { [`${folder}/2_note/migration.sql`]: `ALTER TABLE "users" ADD COLUMN "note" TEXT;` };
    await github.push(
      "patch",
      { "prisma/schema.prisma": schema("sqlite", "  fax String?\n  note String?\n"), ...note },
      { login: "mallory", fork: "mallory/shop" },
    );
    const number = await github.openPullRequest({ branch: "patch", login: "mallory", fork: "mallory/shop" });
    const run = await pullRequest(github, place, number, "opened");
    expect(run.conclusion, explain(run)).toBe("success");
    expect(github.comments(number)).toHaveLength(0);
    expect(run.summary).toContain("Not compared with production");
    expect(run.summary).toContain("no record of it yet");
  });
});
