import { hash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { dispatchEvent, type GithubEvent, pullRequestEvent, scheduleEvent } from "./support/github/events.ts";
import type { Fault } from "./support/github/faults.ts";
import { type Github, startGithub } from "./support/github-server.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** The nightly watch, with the workflow file as it is shipped and the committed bundle. */

type Place = AsyncDisposable & {
  readonly url: string;
  readonly provider: "postgresql" | "sqlite";
  run(...statements: readonly string[]): Promise<void>;
};

const file = ".github/workflows/schema-watch.yml";
const shipped = await readFile(fileURLToPath(new URL("../templates/workflows/schema-watch.yml", import.meta.url)), "utf8");
const [, cron = ""] = /cron: "([^"]+)"/.exec(shipped) ?? [];

const folder = "prisma/migrations";
const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`;
const history = `CREATE TABLE "_prisma_migrations" ("id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMP, "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMP, "started_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;
const applied = `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES ('1', '${hash("sha256", init)}', CURRENT_TIMESTAMP, '1_init', 1)`;
const schema = (provider: string, columns: string) =>
  `datasource db {\n  provider = "${provider}"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n${columns}}\n`;

async function openPostgres(): Promise<Place> {
  const [server] = await servers(16);
  const database = await createDatabase(server);
  return {
    url: database.url,
    provider: "postgresql",
    async run(...statements) {
      for (const statement of statements) await database.admin.query(statement);
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function openSqlite(): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), "sg-watch-"));
  const path = join(home, "shop.db");
  await writeFile(path, "");
  return {
    url: `file:${path}`,
    provider: "sqlite",
    async run(...statements) {
      using database = new DatabaseSync(path);
      for (const statement of statements) database.exec(statement);
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

type Scene = AsyncDisposable & {
  readonly place: Place;
  readonly github: Github;
  night(): Promise<Night>;
};

type Night = {
  readonly run: WorkflowRun;
  readonly outputs: Readonly<Record<string, string>>;
  /** What was written to issues, `POST /issues` for example. */
  readonly written: readonly string[];
  readonly words: string;
};

async function openScene(open: () => Promise<Place>, workflow = shipped): Promise<Scene> {
  const place = await open();
  await place.run(init, history, applied);
  const github = await startGithub({ environments: { "production-plan": {} } });
  await github.push("main", {
    [file]: workflow,
    "prisma/schema.prisma": schema(place.provider, "  fax String?\n"),
    [`${folder}/migration_lock.toml`]: `provider = "${place.provider}"\n`,
    [`${folder}/1_init/migration.sql`]: init,
  });
  return {
    place,
    github,
    async night() {
      const before = github.requests.length;
      const event = await scheduleEvent(github, cron);
      const run = await runWorkflow({
        github,
        file,
        // On a schedule GitHub says nothing more than that.
        event: { ...event, payload: { schedule: cron } },
        environmentSecrets: { "production-plan": { DATABASE_URL: place.url } },
      });
      const written = github.requests
        .slice(before)
        .flatMap(({ method, path }) => (method !== "GET" && path.includes("/issues") ? [`${method} ${ending(path)}`] : []));
      const outputs = run.jobs["watch"]?.steps.at(-1)?.end?.outputs ?? {};
      return { run, outputs, written, words: run.annotations.map(({ title, message }) => `${title}: ${message}`).join("\n") };
    },
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}

const ending = (path: string) => path.replace(/^.*\/repos\/[^/]+\/[^/]+/, "").replaceAll(/\/\d+/g, "/N");
const explain = ({ run, outputs, words }: Night) =>
  `${JSON.stringify(outputs)}\n${words}\n${run.jobs["watch"]?.message ?? ""}\n${run.jobs["watch"]?.steps.at(-1)?.end?.log.slice(-3000) ?? ""}`;

const column = `ALTER TABLE "users" ADD COLUMN "nickname" TEXT`;
const noColumn = `ALTER TABLE "users" DROP COLUMN "nickname"`;
const index = `CREATE INDEX "users_fax" ON "users" ("fax")`;
const noIndex = `DROP INDEX "users_fax"`;

describe.each([
  ["PostgreSQL", openPostgres],
  ["SQLite", openSqlite],
] as const)("the watch on %s", (_name, open) => {
  test("opens one issue, leaves it alone, edits it, closes it, opens it again", { timeout: 240_000 }, async () => {
    await using scene = await openScene(open);
    const { github, place } = scene;
    const issue = () => github.issues()[0];

    const calm = await scene.night();
    expect(calm.run.conclusion, explain(calm)).toBe("success");
    expect(calm.outputs, explain(calm)).toMatchObject({ outcome: "up-to-date", "has-drift": "false", "issue-url": "" });
    expect(github.issues()).toEqual([]);
    expect(calm.written).toEqual([]);
    expect(calm.run.summary).toContain("no drift");

    await place.run(column);
    const drifted = await scene.night();
    expect(drifted.run.conclusion, explain(drifted)).toBe("success");
    expect(drifted.outputs, explain(drifted)).toMatchObject({
      "has-drift": "true",
      "has-changes": "false",
      "failure-reason": "",
      "issue-url": expect.stringContaining("/issues/1"),
    });
    expect(drifted.written).toEqual(["POST /issues"]);
    expect(issue()).toMatchObject({
      title: "Schema drift in production: 1 change made by hand",
      state: "open",
      labels: ["schemagate"],
      author: { login: "github-actions[bot]" },
    });
    for (const part of ["nickname", "Adopt it", "Undo it", "Ignore it", "What was compared", "/actions/runs/"])
      expect(issue()?.body).toContain(part);
    expect(drifted.words).toContain("drift: Schema drift in production: 1 change made by hand.\nhttps://");
    const artifact = github.artifacts(drifted.run.id).find(({ name }) => name === "schemagate-drift-production");
    expect(artifact?.files.get("01-drift-report.md")?.toString()).toContain("nickname");

    const body = issue()?.body;
    const second = await scene.night();
    expect(second.written).toEqual([]);
    expect(second.outputs["issue-url"]).toBe(drifted.outputs["issue-url"]);
    expect(issue()?.body).toBe(body);

    await place.run(index);
    const more = await scene.night();
    expect(more.written).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    expect(issue()?.title).toBe("Schema drift in production: 2 changes made by hand");
    expect(issue()?.body).toContain("users_fax");
    expect(github.comments(1).at(-1)?.body).toContain("now 2 changes made by hand");

    // Somebody takes the bad news out.
    const told = issue()?.body ?? "";
    github.issue(1).body = `${told.split("\n")[0]}\nAll is well.`;
    expect((await scene.night()).written).toEqual(["PATCH /issues/N"]);
    expect(issue()?.body).toContain("users_fax");

    await place.run(noColumn, noIndex);
    const gone = await scene.night();
    expect(gone.written, explain(gone)).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    expect(issue()).toMatchObject({ state: "closed", stateReason: "completed" });
    expect(github.comments(1).at(-1)?.body).toContain("no difference is left");
    expect(gone.outputs["issue-url"]).toBe("");
    expect((await scene.night()).written).toEqual([]);

    await place.run(index);
    const back = await scene.night();
    expect(back.written).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    expect(issue()).toMatchObject({ state: "open", title: "Schema drift in production: 1 change made by hand" });
    expect(github.comments(1).at(-1)?.body).toContain("drift again");
    expect(github.issues()).toHaveLength(1);
    if (place.provider === "postgresql") expect(github.everythingStored()).not.toContain(place.url);
  });
});

describe.concurrent("the watch says what it can't do", () => {
  test("pending migrations alone are no drift", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene(openSqlite);
    await scene.github.push("main", {
      "prisma/schema.prisma": schema("sqlite", "  fax String?\n  nickname String?\n"),
      [`${folder}/2_nickname/migration.sql`]: column,
    });
    const night = await scene.night();
    expect(night.outputs, explain(night)).toMatchObject({ outcome: "planned", "has-drift": "false", "has-changes": "false" });
    expect(scene.github.issues()).toEqual([]);
    expect(night.run.summary).toContain("1 migration is pending");
  });

  test("what can't be compared is red, and has its issue", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene(openSqlite);
    await scene.place.run(`DROP TABLE "_prisma_migrations"`);
    const night = await scene.night();
    expect(night.run.conclusion, explain(night)).toBe("failure");
    expect(night.outputs).toMatchObject({ outcome: "blocked", "failure-reason": "history-missing", "has-drift": "true" });
    expect(scene.github.issue(1).title).toBe("Schema drift in production: no migration history");
  });

  test("an issue stays open while it is not known that all is well", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene(openSqlite);
    const { github, place } = scene;
    await place.run(column);
    await scene.night();
    await place.run(noColumn);
    await github.push("main", { [`${folder}/2_broken/migration.sql`]: `ALTER TABLE "nobody" ADD COLUMN "x" TEXT;` });
    const night = await scene.night();
    expect(night.run.conclusion, explain(night)).toBe("failure");
    expect(night.outputs, explain(night)).toMatchObject({ "failure-reason": "invalid-source", "has-drift": "false" });
    expect(night.run.summary).toContain("could not be compared in full");
    expect(night.run.summary).toContain("2_broken");
    expect(night.written).toEqual([]);
    expect(github.issue(1).state).toBe("open");
  });

  test("each target has an issue of its own", { timeout: 90_000 }, async ({ expect }) => {
    const matrix = shipped
      .replace("  watch:\n", "  watch:\n    strategy:\n      matrix:\n        target: [billing, orders]\n")
      .replace(
        "          environment: production\n",
        `          environment: production\n          target: \${{ matrix.target }}\n`,
      );
    await using scene = await openScene(openSqlite, matrix);
    const { github, place } = scene;
    const services = ["billing", "orders"].map((name) => ({
      [`${name}/prisma/schema.prisma`]: schema("sqlite", "  fax String?\n"),
      [`${name}/${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
      [`${name}/${folder}/1_init/migration.sql`]: init,
    }));
    const targets = ["billing", "orders"].map((name) => `  ${name}: { working-directory: ${name}, environment: production }\n`);
    await github.push("main", Object.assign({ ".github/schemagate.yml": `targets:\n${targets.join("")}` }, ...services));
    await place.run(column);
    const night = await scene.night();
    expect(night.run.conclusion, explain(night)).toBe("success");
    expect(github.issues().map(({ title }) => title)).toEqual([
      "Schema drift in production, billing: 1 change made by hand",
      "Schema drift in production, orders: 1 change made by hand",
    ]);
    expect((await scene.night()).written).toEqual([]);
    await place.run(noColumn);
    await scene.night();
    expect(github.issues().map(({ state }) => state)).toEqual(["closed", "closed"]);
  });

  test("without the permission the report stands in the summary", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene(openSqlite, shipped.replace("      issues: write\n", ""));
    await scene.place.run(column);
    const night = await scene.night();
    expect(night.run.conclusion, explain(night)).toBe("success");
    expect(night.words).toContain("permissions:\n  issues: write");
    expect(night.words).toContain("The report is in the summary of this run.");
    expect(night.run.summary).toContain("nickname");
    expect(night.outputs).toMatchObject({ "has-drift": "true", "issue-url": "" });
  });

  test("another branch, a pull request or another strategy is refused", { timeout: 60_000 }, async ({ expect }) => {
    const anywhere = shipped.replace(/ {4}environment: .*\n/, "").replace("secrets.DATABASE_URL", "secrets.ANYWHERE");
    const onPull = anywhere.replace("  workflow_dispatch:\n", "  workflow_dispatch:\n  pull_request:\n");
    await using scene = await openScene(openSqlite, onPull);
    const { github, place } = scene;
    await github.push("feature", { [file]: onPull.replace("command: drift", "command: drift\n          strategy: push") });
    const number = await github.openPullRequest({ branch: "feature", login: "ann" });
    const events = [await dispatchEvent(github, "ann", {}, "feature"), await pullRequestEvent(github, number, "opened")];
    const reasons = async (event: GithubEvent) => {
      const run = await runWorkflow({ github, file, event, secrets: { ANYWHERE: place.url } });
      expect(run.conclusion).toBe("failure");
      return `${run.jobs["watch"]?.steps.at(-1)?.end?.outputs["failure-reason"]}: ${run.annotations[0]?.message}`;
    };
    for (const event of events) expect(await reasons(event)).toMatch(/^invalid-input: command: drift compares .* default branch/);
    await github.merge(number, "ann");
    expect(await reasons(await dispatchEvent(github, "ann"))).toMatch(/^invalid-input: .*strategy push/s);
    expect(github.issues()).toEqual([]);
  });
});

/** The answers of an ill GitHub, each with what it is called. */
const refusals: readonly (readonly [name: string, fault: Omit<Fault, "path">])[] = [
  ["401", { status: 401 }],
  ["403", { status: 403 }],
  ["404", { status: 404 }],
  ["410", { status: 410 }],
  ["422", { status: 422 }],
  ["429", { status: 429, headers: { "retry-after": "1" } }],
  ["500", { status: 500 }],
  ["an empty list", { body: [] }],
  ["an empty object", { body: {} }],
  ["null", { body: "null", headers: { "content-type": "application/json" } }],
  ["no JSON", { body: "<html>", headers: { "content-type": "text/html" } }],
  ["no answer", { reset: true }],
];
const list = { method: "GET", path: /\/issues\?/ } as const;
const post = { method: "POST", path: /\/issues$/ } as const;
const patch = { method: "PATCH", path: /\/issues\/\d+$/ } as const;
const said = { method: "POST", path: /\/issues\/\d+\/comments/ } as const;

describe.concurrent("never two issues, whatever GitHub answers", () => {
  async function drifted(): Promise<Scene> {
    const scene = await openScene(openSqlite);
    await scene.place.run(column);
    return scene;
  }
  /** As if the last look had found something else. */
  function makeOld(github: Github): void {
    github.issue(1).body = github.issue(1).body.replace(/hash=[0-9a-f]{64}/, `hash=${"0".repeat(64)}`);
  }

  test("to the list of issues", { timeout: 180_000 }, async ({ expect }) => {
    await using scene = await drifted();
    const { github } = scene;
    await scene.night();
    for (const [name, fault] of refusals) {
      makeOld(github);
      github.fail({ ...list, ...fault });
      const night = await scene.night();
      expect(night.run.conclusion, `${name}: ${explain(night)}`).toBe("success");
      expect(night.outputs["has-drift"], name).toBe("true");
      expect(night.words, `${name}: ${explain(night)}`).toContain("no issue: The issue about drift could not be written");
      if (name === "403") expect(night.words).toContain("issues: write");
      if (name === "410") expect(night.words).toContain("tick Issues");
      expect(night.written, name).toEqual([]);
      github.recover();
    }
    for (const dropField of ["user", "body", "number", "state"]) {
      github.fail({ ...list, dropField });
      expect((await scene.night()).written, dropField).toEqual([]);
      github.recover();
    }
    expect((await scene.night()).written).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    expect(github.issues()).toHaveLength(1);
  });

  test("when it is opened", { timeout: 180_000 }, async ({ expect }) => {
    await using scene = await drifted();
    const { github } = scene;
    for (const [name, fault] of refusals.filter(
      ([each]) => !["an empty list", "an empty object", "null", "no JSON"].includes(each),
    )) {
      github.fail({ ...post, ...fault });
      const night = await scene.night();
      expect(night.run.conclusion, `${name}: ${explain(night)}`).toBe("success");
      expect(night.words, name).toContain("no issue: The issue about drift could not be written");
      expect(github.issues(), name).toEqual([]);
      github.recover();
    }
    github.fail({ path: /\/repos\/acme\/shop$/, dropField: "open_issues_count" });
    expect((await scene.night()).written).toEqual([]);
    github.recover();
    for (const lost of [{ status: 502 }, { status: 500 }, { reset: true }, { hang: true }] as const) {
      github.fail({ ...post, ...lost, afterStoring: true });
      const night = await scene.night();
      expect(night.run.conclusion, explain(night)).toBe("success");
      expect(night.written, JSON.stringify(lost)).toEqual(["POST /issues"]);
      expect(night.outputs["issue-url"], JSON.stringify(lost)).toContain("/issues/");
      expect(github.issues(), JSON.stringify(lost)).toHaveLength(1);
      github.recover();
      github.state.issues.clear();
    }
    // Stored, the answer lost, and the list does not know it yet.
    github.fail({ ...post, status: 502, afterStoring: true });
    github.fail({ ...list, body: [] });
    const blind = await scene.night();
    expect(blind.run.conclusion).toBe("success");
    expect(blind.outputs["issue-url"]).toBe("");
    github.recover();
    expect((await scene.night()).written).toEqual([]);
    expect(github.issues()).toHaveLength(1);
  });

  test("when it is edited, commented on or closed", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await drifted();
    const { github, place } = scene;
    await scene.night();
    for (const fault of [{ status: 403 }, { status: 500 }, { reset: true }]) {
      makeOld(github);
      github.fail({ ...patch, ...fault });
      const night = await scene.night();
      expect(night.run.conclusion, explain(night)).toBe("success");
      expect(night.words).toContain("no issue");
      expect(github.comments(1)).toEqual([]);
      github.recover();
    }
    makeOld(github);
    github.fail({ ...said, status: 502, afterStoring: true });
    const unsaid = await scene.night();
    expect(unsaid.words, explain(unsaid)).toContain("The issue is updated, and the comment that tells it could not be written");
    expect(unsaid.outputs["issue-url"]).toContain("/issues/1");
    github.recover();
    expect((await scene.night()).written).toEqual([]);
    await place.run(noColumn);
    github.fail({ ...patch, status: 403 });
    expect((await scene.night()).words).toContain("issues: write");
    expect(github.issue(1).state).toBe("open");
    github.recover();
    expect((await scene.night()).written).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    expect(github.issues()).toHaveLength(1);
    expect(github.issue(1).state).toBe("closed");
  });

  test("among those of others, on a later page, or where the filter finds nothing", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await drifted();
    const { github } = scene;
    await scene.night();
    const { body, title } = github.issue(1);
    // The newest are first in the list: ours is on the second page.
    const bot = { login: "github-actions[bot]", type: "Bot" } as const;
    for (let number = 2; number <= 150; number++)
      github.state.issues.set(number, { ...github.issue(1), number, title: "Another", body: "Another", author: bot });
    makeOld(github);
    expect((await scene.night()).written).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    makeOld(github);
    github.fail({ ...list, path: /[?&]page=2/, body: [] });
    const short = await scene.night();
    expect(short.written, explain(short)).toEqual([]);
    expect(short.words).toContain("page 2 of the list of issues is empty");
    github.recover();
    github.fail({ ...list, path: /[?&]creator=/, body: [] });
    expect((await scene.night()).written).toEqual(["PATCH /issues/N", "POST /issues/N/comments"]);
    github.recover();

    // Planted: a marker counts only under our name, and in an issue.
    github.state.issues.clear();
    for (const [number, login] of ["mallory", "dependabot[bot]", "github-actions"].entries())
      github.state.issues.set(number + 1, {
        number: number + 1,
        author: { login, type: login.endsWith("]") ? "Bot" : "User" },
        title,
        body,
        state: "open",
        stateReason: null,
        labels: ["schemagate"],
        createdAt: "2026-01-01T00:00:00Z",
        updatedAt: "2026-01-01T00:00:00Z",
      });
    await github.push("robot", { "README.md": "x" });
    await github.openPullRequest({ branch: "robot", login: "github-actions[bot]", body });
    expect((await scene.night()).written).toEqual(["POST /issues"]);
    expect((await scene.night()).written).toEqual([]);
    expect(github.issues().filter(({ author }) => author.login === bot.login)).toHaveLength(1);
  });
});
