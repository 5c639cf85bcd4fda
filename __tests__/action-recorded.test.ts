import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type GithubEvent, mergeGroupEvent, pullRequestEvent, pushEvent, workflowRunEvent } from "./support/github/events.ts";
import { type Github, type NewRun, startGithub } from "./support/github-server.ts";
import { runWorkflow, type WorkflowRun } from "./support/workflow.ts";

/** Pull requests and merge queues without a credential: compared with what a run of the default branch recorded, and only with that. */

const template = (name: string) => readFile(fileURLToPath(new URL(`../templates/workflows/${name}`, import.meta.url)), "utf8");
const pullRequestFile = ".github/workflows/schema.yml";
const productionFile = ".github/workflows/schema-production.yml";
const folder = "prisma/migrations";
const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`;
const schema = (columns: string, provider = "sqlite") =>
  `datasource db {\n  provider = "${provider}"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n${columns}}\n`;

const nickname = {
  "prisma/schema.prisma": schema("  fax String?\n  nickname String?\n"),
  [`${folder}/2_nickname/migration.sql`]: `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`,
};

type Scene = AsyncDisposable & {
  readonly github: Github;
  readonly database: string;
  /** The plan on the default branch, approved and applied where there is one. */
  release(): Promise<WorkflowRun>;
  /** Opens a pull request from a branch of these files, and runs its workflow. */
  propose(branch: string, files: Readonly<Record<string, string | null>>, fork?: string): Promise<Proposed>;
};
type Proposed = { readonly number: number; readonly run: WorkflowRun; again(): Promise<WorkflowRun> };

async function openScene(files: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const home = await mkdtemp(join(tmpdir(), "sg-recorded-"));
  const database = join(home, "shop.db");
  await writeFile(database, "");
  const github = await startGithub({ environments: { production: { reviewers: ["eve"] }, "production-plan": {} } });
  await github.push("main", {
    [pullRequestFile]: await template("schema.yml"),
    [productionFile]: await template("schema-production.yml"),
    "prisma/schema.prisma": schema("  fax String?\n"),
    [`${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
    [`${folder}/1_init/migration.sql`]: init,
    ...files,
  });
  const secrets = { DATABASE_URL: `file:${database}` };
  return {
    github,
    database,
    async release() {
      const event = await pushEvent(github, "main", "ann");
      const run = await runWorkflow({
        github,
        file: productionFile,
        event,
        environmentSecrets: { production: secrets, "production-plan": secrets },
      });
      if (run.waiting.length === 0) return run;
      github.approve(run.id, "production", "eve");
      return run.resume();
    },
    async propose(branch, changed, fork) {
      const by = fork === undefined ? { login: "ann" } : { login: "mallory", fork };
      await github.push(branch, changed, by);
      const number = await github.openPullRequest({ branch, ...by });
      const preflight = async (action: "opened" | "synchronize") =>
        runWorkflow({ github, file: pullRequestFile, event: await pullRequestEvent(github, number, action) });
      return { number, run: await preflight("opened"), again: () => preflight("synchronize") };
    },
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
}

const explain = (run: WorkflowRun) =>
  JSON.stringify({ jobs: run.jobs, annotations: run.annotations, summary: run.summary }, null, 1).slice(0, 6000);
const outputsOf = (run: WorkflowRun) => run.jobs["preflight"]?.steps.at(-1)?.end?.outputs ?? {};
const words = (run: WorkflowRun) => run.annotations.map(({ title, message }) => `${title ?? ""}: ${message}`).join("\n");

describe("a pull request without a credential", () => {
  test("is compared with the newest record, also from a fork; the database is not opened", { timeout: 120_000 }, async () => {
    await using scene = await openScene();
    const applied = await scene.release();
    expect(applied.conclusion, explain(applied)).toBe("success");
    const names = scene.github.artifacts().map(({ name }) => name);
    expect(names).toContain("schemagate-live-production");
    expect(names).toContain("schemagate-live-production-applied");
    // Whoever opened it now would fail.
    await rm(scene.database);

    const { number, run } = await scene.propose("nickname", nickname);
    expect(run.conclusion, explain(run)).toBe("success");
    expect(outputsOf(run)).toMatchObject({ outcome: "planned", destructive: "false" });
    const [comment] = scene.github.comments(number);
    // The record is the one after the apply: the first migration is there.
    expect(comment?.body).toContain("1 statement, no data is lost");
    expect(comment?.body).toMatch(/Compared with the record of \d{4}-\d\d-\d\d \d\d:\d\d UTC/);

    const outside = await scene.propose("patch", nickname, "mallory/shop");
    expect(outside.run.conclusion, explain(outside.run)).toBe("success");
    expect(outside.run.summary).toContain("nickname");
    expect(scene.github.comments(outside.number)).toHaveLength(0);
  });

  test("shows the same twelve characters as the plan after the merge", { timeout: 120_000 }, async () => {
    await using scene = await openScene();
    await scene.release();
    const { number, run } = await scene.propose("nickname", nickname);
    await scene.github.merge(number, "ann");
    const released = await scene.release();
    expect(released.conclusion, explain(released)).toBe("success");
    expect(released.jobs["apply"]?.title).toContain(outputsOf(run)["digest"]?.slice(0, 12));
  });

  test("is green and says why when there is no record, when it is damaged, or when GitHub does not give it", {
    timeout: 240_000,
  }, async () => {
    await using scene = await openScene();
    const { run, again, number } = await scene.propose("nickname", nickname);
    expect(run.conclusion, explain(run)).toBe("success");
    expect(run.summary).toContain("There is no record of it yet");
    await scene.release();
    const faults = [
      [/\/actions\/artifacts/, { status: 403 }, "actions: read"],
      [/\/actions\/artifacts/, { status: 500 }, "500"],
      [/\/actions\/artifacts/, { body: [] }, "list of artifacts"],
      [/\/actions\/artifacts\?/, { body: { total_count: 0, artifacts: [] } }, "no record of it yet"],
      [/\/actions\/runs\//, { status: 404 }, "actions: read"],
      [/\/actions\/runs\//, { body: {} }, "were not taken"],
      [/\/compare\//, { status: 403 }, "403"],
      [/\/compare\//, { body: {} }, "were not taken"],
      [/\/zip$/, { status: 410 }, "410"],
    ] as const;
    for (const [path, fault, word] of faults) {
      scene.github.fail({ ...fault, method: "GET", path });
      const failed = await again();
      expect(failed.conclusion, `${path} ${word}: ${explain(failed)}`).toBe("success");
      expect(failed.summary, `${path} ${word}`).toContain("Not compared with production");
      expect(words(failed), `${path} ${word}`).toContain(word);
      scene.github.recover();
    }
    // Without the database there still is something to say, and it says so before all else.
    expect(scene.github.comments(number)).toHaveLength(1);
    expect(scene.github.comments(number)[0]?.body.split("\n").slice(0, 6).join("\n")).toContain(
      "**The database was not looked at**",
    );
    expect(outputsOf(await again())).toMatchObject({ outcome: "planned", digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(scene.github.comments(number)).toHaveLength(1);
    expect(scene.github.comments(number)[0]?.body).toContain("Compared with the record of");
  });

  test.for(["sqlite", "postgresql"])(
    "says what the migrations themselves tell when nothing is known of the database: %s",
    {
      timeout: 120_000,
    },
    async (provider) => {
      await using scene = await openScene({
        "prisma/schema.prisma": schema("  fax String?\n", provider),
        [`${folder}/migration_lock.toml`]: `provider = "${provider}"\n`,
      });
      const drop = {
        "prisma/schema.prisma": schema("", provider),
        [`${folder}/2_drop/migration.sql`]: `ALTER TABLE "users" DROP COLUMN "fax";`,
      };
      const { run, number } = await scene.propose("drop", drop);
      const body = scene.github.comments(number)[0]?.body ?? "";
      expect(body.split("\n")[1], explain(run)).toMatch(/fax/);
      expect(body).not.toContain("the approval shows the same 12 characters");
      expect(outputsOf(run)).toMatchObject({ outcome: "planned", destructive: "true", digest: "" });
      const kept = scene.github.artifacts(run.id).find(({ name }) => name.startsWith("schemagate-plan"));
      expect([...(kept?.files.keys() ?? [])]).toContain("01-drift-report.md");
      expect([...(kept?.files.keys() ?? [])]).not.toContain("artifacts/plan.json");

      // A column of the schema without a migration is found without a database, too.
      const missing = await scene.propose("missing", {
        "prisma/schema.prisma": schema("  fax String?\n  extra Int?\n", provider),
      });
      expect(scene.github.comments(missing.number)[0]?.body).toContain("extra");
      const edited = await scene.propose("edited", { [`${folder}/1_init/migration.sql`]: `${init} -- edited` });
      expect(edited.run.conclusion).toBe("failure");
      expect(outputsOf(edited.run)["failure-reason"]).toBe("history-edited");
      const broken = await scene.propose("broken", {
        [`${folder}/2_bad/migration.sql`]: `ALTER TABLE "nowhere" DROP COLUMN "x";`,
      });
      expect(outputsOf(broken.run)["outcome"]).toBe("blocked");
    },
  );

  test("takes no record but that of a run of the default branch", { timeout: 240_000 }, async () => {
    await using scene = await openScene();
    const { github } = scene;
    await scene.release();
    const records = [...github.state.artifacts.values()].filter(({ name }) => name.startsWith("schemagate-live-"));
    const [genuineRecord] = records;
    if (genuineRecord === undefined) throw new Error("there is no record");
    for (const { id } of records) github.state.artifacts.delete(id);
    const plant = (run: NewRun) => {
      const id = github.state.nextId();
      const name = "schemagate-live-production";
      github.state.artifacts.set(id, { ...genuineRecord, id, run: github.startRun(run).id, name });
      return id;
    };
    const main = (await github.git.resolve("refs/heads/main")) ?? "";
    const evil = await github.push("evil", { "x.txt": "1" }, { login: "mallory" });
    // The run is ours in all but one thing.
    const genuine: NewRun = { workflow: productionFile, event: "push", headSha: main, headBranch: "main", actor: "mallory" };
    const forged: readonly NewRun[] = [
      { ...genuine, event: "pull_request" },
      { ...genuine, event: "pull_request_target" },
      { ...genuine, event: "issue_comment" },
      { ...genuine, event: "workflow_run" },
      { ...genuine, headBranch: "evil", headSha: evil },
      // A tag that is called like the branch.
      { ...genuine, headSha: evil },
      { ...genuine, headRepository: "mallory/shop" },
      { ...genuine, workflow: "dynamic/pages/pages-build-deployment" },
      { ...genuine, workflow: "other/repo/.github/workflows/schema.yml@v1" },
    ];
    const { again } = await scene.propose("nickname", nickname);
    for (const run of forged) {
      const id = plant(run);
      const looked = await again();
      expect(looked.summary, JSON.stringify(run)).toContain("Not compared with production");
      expect(looked.summary, JSON.stringify(run)).toContain("1 of that name were not taken");
      github.state.artifacts.delete(id);
    }
    // The same artifact of a genuine run is taken: it was refused for its run, and for nothing else.
    const taken = plant(genuine);
    expect(outputsOf(await again())["outcome"]).toBe("planned");
    github.state.artifacts.delete(taken);
    // GitHub may name the branch behind the file.
    plant({ ...genuine, workflow: `${productionFile}@main` });
    expect((await again()).summary).not.toContain("Not compared");
  });

  test("finds it behind hundreds that a branch made under its name", { timeout: 120_000 }, async () => {
    await using scene = await openScene();
    const { github } = scene;
    await scene.release();
    const [record] = [...github.state.artifacts.values()].filter(({ name }) => name === "schemagate-live-production");
    if (record === undefined) throw new Error("there is no record");
    const evil = await github.push("evil", { "x.txt": "1" }, { login: "mallory" });
    const forged = { workflow: productionFile, event: "push", headSha: evil, headBranch: "evil", actor: "mallory" };
    const run = github.startRun(forged).id;
    for (const name of ["schemagate-live-production", "schemagate-live-production-applied"])
      for (let count = 0; count < 350; count += 1) {
        const id = github.state.nextId();
        github.state.artifacts.set(id, { ...record, id, run, name, createdAt: new Date().toISOString() });
      }
    const { run: looked } = await scene.propose("nickname", nickname);
    expect(looked.summary, explain(looked)).toContain("Compared with the record of");
    const asked = github.requests.filter(({ path }) => path.includes(`/actions/runs/${run}`));
    expect(asked).toEqual([]);
  });

  test("passes over a record of something else, and takes the next", { timeout: 120_000 }, async () => {
    await using scene = await openScene();
    const { github } = scene;
    await scene.release();
    const { again } = await scene.propose("nickname", nickname);
    const genuine = [...github.state.artifacts.values()].filter(({ name }) => name.startsWith("schemagate-live-"));
    // A database of another environment, whose artifact bears this one's name.
    await github.push("main", {
      [productionFile]: (await template("schema-production.yml")).replaceAll(
        "environment: production\n",
        "environment: staging\n",
      ),
    });
    github.setEnvironment("staging", { reviewers: ["eve"] });
    const secrets = { DATABASE_URL: `file:${scene.database}` };
    await runWorkflow({
      github,
      file: productionFile,
      event: await pushEvent(github, "main", "ann"),
      secrets,
      environmentSecrets: { staging: secrets },
    });
    const [other] = [...github.state.artifacts.values()].filter(({ name }) => name === "schemagate-live-staging");
    if (other === undefined) throw new Error("there is no record of staging");
    const id = github.state.nextId();
    github.state.artifacts.set(id, { ...other, id, name: "schemagate-live-production" });
    const passed = await again();
    expect(passed.conclusion, explain(passed)).toBe("success");
    expect(passed.summary).toContain("Compared with the record of");

    for (const each of genuine) github.state.artifacts.delete(each.id);
    const none = await again();
    expect(none.conclusion, explain(none)).toBe("success");
    expect(none.summary).toContain("The record is of staging, and asked was for production");
  });
});

describe("a pull request that changes nothing of the schema", () => {
  test("is green without looking at anything, and takes back what an earlier push said", { timeout: 120_000 }, async () => {
    await using scene = await openScene();
    await scene.release();
    const { run, number, again } = await scene.propose("docs", { "README.md": "hello" });
    expect(run.conclusion, explain(run)).toBe("success");
    expect(run.summary).toContain("changes neither the schema nor its migrations");
    expect(scene.github.comments(number)).toHaveLength(0);
    expect(scene.github.requests.filter(({ path }) => path.includes("/actions/artifacts"))).toHaveLength(0);

    await scene.github.push("docs", nickname);
    await again();
    expect(scene.github.comments(number)[0]?.body).toContain("1 statement");
    await scene.github.push("docs", {
      "prisma/schema.prisma": schema("  fax String?\n"),
      [`${folder}/2_nickname/migration.sql`]: null,
    });
    await again();
    expect(scene.github.comments(number)).toHaveLength(1);
    expect(scene.github.comments(number)[0]?.body).toContain("production: nothing to do");
  });

  test("but the rules is told so on the first screen", { timeout: 120_000 }, async () => {
    const strict = "environments:\n  production: { on-drift: block }\n";
    const loose =
      "environments:\n  production: { unprotected: true, allow-self-review: true, allow-hazards: [not-understood] }\nignore:\n  - { object: table public.x, reason: why }\n";
    await using scene = await openScene({ ".github/schemagate.yml": strict });
    await scene.release();
    const { run, number } = await scene.propose("rules", { ".github/schemagate.yml": loose });
    expect(run.conclusion, explain(run)).toBe("success");
    const first = scene.github.comments(number)[0]?.body.split("\n").slice(0, 8).join("\n") ?? "";
    for (const said of [
      "nobody has to approve changes to production",
      "may approve it",
      "not-understood",
      "drift no longer blocks",
      "table public.x",
    ])
      expect(first).toContain(said);
    expect(run.annotations.some(({ file }) => file === ".github/schemagate.yml")).toBe(true);

    const tighter = await scene.propose("tighter", { ".github/schemagate.yml": `${strict}# a comment\n` });
    expect(scene.github.comments(tighter.number)[0]?.body).toContain("**This pull request changes the rules**");
  });
});

test("a group of the merge queue is judged like a pull request, and nobody is written to", { timeout: 120_000 }, async () => {
  await using scene = await openScene();
  const { github } = scene;
  await scene.release();
  const main = (await github.git.resolve("refs/heads/main")) ?? "";
  const queue = async (name: string, files: Readonly<Record<string, string>>) => {
    const branch = `gh-readonly-queue/main/${name}`;
    const head = await github.push(branch, files);
    const event = await mergeGroupEvent(github, branch, head, main, "ann");
    return runWorkflow({ github, file: pullRequestFile, event });
  };
  const good = await queue("pr-1", nickname);
  expect(good.conclusion, explain(good)).toBe("success");
  expect(outputsOf(good)).toMatchObject({ outcome: "planned", "comment-url": "" });
  const nothing = await queue("pr-2", { "README.md": "x" });
  expect(nothing.summary).toContain("changes neither the schema");
  const bad = await queue("pr-3", { [`${folder}/1_init/migration.sql`]: `${init} -- edited` });
  expect(bad.conclusion, explain(bad)).toBe("failure");
  expect(outputsOf(bad)).toMatchObject({ outcome: "blocked", "failure-reason": "history-edited" });
});

describe("several targets in one run", () => {
  const service = (name: string, columns = "  fax String?\n") => ({
    [`services/${name}/prisma/schema.prisma`]: schema(columns),
    [`services/${name}/${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
    [`services/${name}/${folder}/1_init/migration.sql`]: init,
  });
  const configuration = `targets:
  billing: { working-directory: services/billing, environment: production }
  shop: { working-directory: services/shop, environment: production }
  other: { working-directory: services/other, environment: staging }
`;

  test("share one comment: a section for each, the worst first; what has nothing to say is short", {
    timeout: 240_000,
  }, async () => {
    const workflow = (await template("schema.yml"))
      .replace("          live: recorded", '          target: all\n          url: "$' + '{{ secrets.URLS }}"')
      .replace(/ {10}# Instead of.*\n/, "");
    await using scene = await openScene({
      ...service("billing"),
      ...service("shop"),
      ...service("other"),
      ".github/schemagate.yml": configuration,
      [pullRequestFile]: workflow,
    });
    for (const name of ["billing", "shop"]) {
      using database = new DatabaseSync(`${scene.database}-${name}`);
      database.exec(init);
    }
    const urls = ["billing", "shop"].map((name) => `${name}=file:${scene.database}-${name}`).join("\n");
    await scene.github.push("drop", {
      "services/shop/prisma/schema.prisma": schema(""),
      [`services/shop/${folder}/2_drop/migration.sql`]: `ALTER TABLE "users" DROP COLUMN "fax";`,
    });
    const number = await scene.github.openPullRequest({ branch: "drop", login: "ann" });
    const preflight = async (secrets: Readonly<Record<string, string>>) =>
      runWorkflow({
        github: scene.github,
        file: pullRequestFile,
        event: await pullRequestEvent(scene.github, number, "synchronize"),
        secrets,
      });
    const run = await preflight({ URLS: urls });
    const [comment, ...more] = scene.github.comments(number);
    expect(more, explain(run)).toHaveLength(0);
    const headings = (comment?.body ?? "").split("\n").filter((line) => line.startsWith("### "));
    // Billing is not touched, and has nothing to say.
    expect(headings).toHaveLength(1);
    expect(headings[0]).toContain("shop on production");
    expect(outputsOf(run)).toMatchObject({ outcome: "blocked", digest: "" });
    expect(scene.github.artifacts().map(({ name }) => name)).toContain("schemagate-plan-production");

    const missing = await preflight({ URLS: `shop=file:${scene.database}-shop` });
    expect(missing.conclusion).toBe("failure");
    expect(words(missing)).toContain("no line for billing");
  });
});

/** Jobs `app` and `billing`, told apart by their folders alone. */
const twoServices = (on: string, given: (name: string) => string) =>
  [
    `on: ${on}`,
    "permissions: { contents: read, actions: read, pull-requests: write }",
    "jobs:",
    ...["app", "billing"].flatMap((name) => [
      `  ${name}:`,
      "    runs-on: ubuntu-24.04",
      "    steps:",
      "      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1",
      "      - uses: schemagate/schemagate@v0",
      "        with:",
      "          command: preflight",
      "          environment: production",
      `          working-directory: services/${name}`,
      `          ${given(name)}`,
    ]),
    "",
  ].join("\n");

test("two services that only their folders tell apart have a comment, a plan and a record each", {
  timeout: 240_000,
}, async () => {
  const own = (name: string, table: string, more = "") => ({
    [`services/${name}/prisma/schema.prisma`]: schema(`  fax String?\n${more}`).replace("model users", `model ${table}`),
    [`services/${name}/${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
    [`services/${name}/${folder}/1_init/migration.sql`]: init.replace("users", table),
  });
  const secret = (name: string) => ["$", `{{ secrets.${name.toUpperCase()}_URL }}`].join("");
  await using scene = await openScene({
    ...own("app", "users"),
    ...own("billing", "invoices"),
    [productionFile]: twoServices("push", (name) => `url: "${secret(name)}"`),
    [pullRequestFile]: twoServices("pull_request", () => "live: recorded"),
  });
  const { github } = scene;
  for (const name of ["app", "billing"]) await writeFile(`${scene.database}-${name}`, "");
  const secrets = { APP_URL: `file:${scene.database}-app`, BILLING_URL: `file:${scene.database}-billing` };
  const pushed = await runWorkflow({ github, file: productionFile, event: await pushEvent(github, "main", "ann"), secrets });
  expect(words(pushed)).not.toContain("could not be kept");
  const namesOf = (run: number) => github.artifacts(run).map(({ name }) => name);
  expect(new Set(namesOf(pushed.id)).size).toBe(4);

  const { number, run } = await scene.propose("columns", {
    ...own("app", "users", "  nickname String?\n"),
    ...own("billing", "invoices", "  total Int?\n"),
    [`services/app/${folder}/2_nickname/migration.sql`]: `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`,
    [`services/billing/${folder}/2_total/migration.sql`]: `ALTER TABLE "invoices" ADD COLUMN "total" INTEGER;`,
  });
  expect(run.conclusion, explain(run)).toBe("success");
  expect(words(run)).not.toContain("could not be kept");
  expect(new Set(namesOf(run.id)).size).toBe(2);
  expect(run.summary).not.toContain("Not compared");
  const bodies = github.comments(number).map(({ body }) => body);
  expect(bodies).toHaveLength(2);
  for (const [name, table, other] of [
    ["app", "users", "invoices"],
    ["billing", "invoices", "users"],
  ] as const) {
    const body = bodies.find((each) => each.includes(`services/${name} on production`)) ?? "";
    expect(body).toContain("Compared with the record of");
    expect(body).toContain(table);
    expect(body).not.toContain(other);
  }
});

describe("an event that is of neither a pull request nor a push", () => {
  test.for(["pull_request_target", "workflow_run", "issue_comment"])("is refused: %s", { timeout: 60_000 }, async (name) => {
    const on = name === "workflow_run" ? "on:\n  workflow_run: { workflows: [ci], types: [completed] }" : `on: ${name}`;
    const workflow = (await template("schema.yml")).replace("on:\n  pull_request:\n  merge_group:", on);
    await using scene = await openScene({ [pullRequestFile]: workflow });
    const { github } = scene;
    await github.push("nickname", nickname);
    const number = await github.openPullRequest({ branch: "nickname", login: "ann" });
    const run = await runWorkflow({ github, file: pullRequestFile, event: await eventNamed(github, name, number) });
    expect(run.conclusion, explain(run)).toBe("failure");
    expect(words(run)).toContain(`command: preflight can't run for the event ${name}`);
    expect(outputsOf(run)).toMatchObject({ outcome: "failed", "failure-reason": "invalid-input" });
    expect(github.comments(number)).toHaveLength(0);
  });
});

async function eventNamed(github: Github, name: string, number: number): Promise<GithubEvent> {
  const target = await pullRequestEvent(github, number, "opened", null, "pull_request_target");
  if (name === "pull_request_target") return target;
  const headSha = (await github.git.resolve("refs/heads/main")) ?? "";
  const ci = { workflow: ".github/workflows/ci.yml", event: "push", headSha, headBranch: "main", actor: "ann", name: "ci" };
  const followed = await workflowRunEvent(github, github.startRun(ci).id, "ann");
  return name === "workflow_run" ? followed : { ...followed, name, payload: { repository: followed.payload["repository"] } };
}

test.for([
  ["live: recorded with a url", "live: recorded\n          url: file:x.db", "still this job holds a credential"],
  ["live: nonsense", "live: nonsense", "database or recorded"],
] as const)("%s is refused", { timeout: 60_000 }, async ([, to, said]) => {
  await using scene = await openScene();
  const { run } = await scene.propose("x", {
    ...nickname,
    [pullRequestFile]: (await template("schema.yml")).replace(/live: recorded$/m, to),
  });
  expect(run.conclusion).toBe("failure");
  expect(words(run)).toContain(said);
});
