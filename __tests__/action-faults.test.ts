import { hash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type ActionEnd, runAction } from "./support/action-runner.ts";
import { checkout } from "./support/github/checkout.ts";
import { type GithubEvent, pullRequestEvent, pushEvent } from "./support/github/events.ts";
import type { Fault } from "./support/github/faults.ts";
import type { Permissions } from "./support/github/state.ts";
import { workflowLanguage } from "./support/github/workflow-language.ts";
import { type EnvironmentRules, type Github, startGithub } from "./support/github-server.ts";
import { hiddenIn } from "./support/whole-markdown.ts";

/** What GitHub may answer, and what people may plant: the verdict stays right, the gate closed, the comment one. */

const folder = "prisma/migrations";
const nickname = `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`;
const schema = (columns: string) =>
  `datasource db {\n  provider = "sqlite"\n  url      = env("DATABASE_URL")\n}\n\nmodel users {\n  id Int @id\n${columns}}\n`;

type Files = Readonly<Record<string, string>>;
type Asked = {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
};

type Scene = AsyncDisposable & {
  readonly github: Github;
  readonly url: string;
  columns(): readonly string[];
  push(branch: string, files: Files): Promise<void>;
  /** Opens the pull request, once. */
  readonly number: () => Promise<number>;
  preflight(asked?: Asked): Promise<ActionEnd>;
  /** The plan on the default branch, and the approval that it waits for. */
  plan(approval?: { readonly by: string; readonly comment: string } | null): Promise<Planned>;
};

type Planned = {
  readonly id: number;
  readonly end: ActionEnd;
  apply(asked?: Asked): Promise<ActionEnd>;
};

const change: Files = {
  "prisma/schema.prisma": schema("  fax String?\n  nickname String?\n"),
  [`${folder}/2_nickname/migration.sql`]: nickname,
};

async function openScene(rules: EnvironmentRules = { reviewers: ["eve"] }, environment = "production"): Promise<Scene> {
  const home = await mkdtemp(join(tmpdir(), "schemagate-faults-"));
  const path = join(home, "shop.db");
  await writeFile(path, "");
  const init = `CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY, "fax" TEXT);`;
  using database = new DatabaseSync(path);
  database.exec(init);
  const github = await startGithub({ environments: { [environment]: rules } });
  const files: Files = {
    "prisma/schema.prisma": schema("  fax String?\n"),
    [`${folder}/migration_lock.toml`]: `provider = "sqlite"\n`,
    [`${folder}/1_init/migration.sql`]: init,
  };
  await github.push("main", files);
  recordHistory(database, init);
  let opened: number | null = null;
  let workspaces = 0;

  async function act(event: GithubEvent, run: number, job: string, asked: Asked, inputs: Readonly<Record<string, string>>) {
    const workspace = join(home, `workspace-${++workspaces}`);
    await mkdir(workspace);
    await checkout(github, workspace, { event, ref: null, depth: 1, path: "." });
    const permissions = asked.permissions ?? { contents: "read", "pull-requests": "write", actions: "read" };
    return runAction({
      github,
      workspace,
      event,
      inputs: { environment, url: `file:${path}`, ...inputs, ...asked.inputs },
      run: { id: run, attempt: github.run(run).attempt, workflow: ".github/workflows/schema.yml", job },
      token: github.token(permissions),
      secrets: [],
    });
  }
  const start = (event: GithubEvent, headSha: string, headBranch: string) =>
    github.startRun({ workflow: ".github/workflows/schema.yml", event: event.name, headSha, headBranch, actor: event.actor }).id;

  const scene: Scene = {
    github,
    url: `file:${path}`,
    columns() {
      using reader = new DatabaseSync(path);
      return reader
        .prepare(`SELECT name FROM pragma_table_info('users')`)
        .all()
        .map(({ name }) => String(name));
    },
    push: async (branch, changed) => void (await github.push(branch, changed)),
    async number() {
      if (opened !== null) return opened;
      if ((await github.git.resolve("refs/heads/change")) === null) await github.push("change", change);
      opened = await github.openPullRequest({ branch: "change", login: "ann" });
      return opened;
    },
    async preflight(asked = {}) {
      const number = await scene.number();
      const event = await pullRequestEvent(github, number, "synchronize");
      const run = start(event, github.pull(number).headSha, "change");
      return act(event, run, "preflight", asked, { command: "preflight" });
    },
    async plan(approval = { by: "eve", comment: "" }) {
      const event = await pushEvent(github, "main", "ann");
      const id = start(event, event.sha, "main");
      const end = await act(event, id, "plan", {}, { command: "preflight" });
      if (approval !== null) {
        github.state.runs.get(id)?.pending.add(environment);
        github.approve(id, environment, approval.by, approval.comment, { unchecked: true });
      }
      const { plan = "", digest = "" } = end.outputs;
      let jobs = 0;
      return {
        id,
        end,
        // Another job each time: artifacts of one attempt have one name.
        async apply(asked = {}) {
          dropLogs(github);
          return act(event, id, `apply-${++jobs}`, asked, { command: "apply", plan, approve: digest });
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true });
    },
  };
  return scene;
}

/** As Prisma keeps it. */
function recordHistory(database: DatabaseSync, sql: string): void {
  database.exec(
    `CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  );
  database
    .prepare(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES ('1', ?, 1, '1_init', 1)`,
    )
    .run(hash("sha256", sql));
}

function dropLogs(github: Github): void {
  for (const { id, name } of github.artifacts()) if (name.startsWith("schemagate-log")) github.state.artifacts.delete(id);
}

const words = (end: ActionEnd) => end.annotations.map(({ title, message }) => `${title ?? ""}: ${message}`).join("\n");
const explain = (end: ActionEnd) => `${end.exitCode}\n${JSON.stringify(end.outputs)}\n${words(end)}\n${end.log.slice(-3000)}`;

/** The answers of an ill GitHub, each with what it is called. */
const refusals: readonly (readonly [name: string, fault: Omit<Fault, "path">])[] = [
  ["401", { status: 401 }],
  ["403", { status: 403 }],
  ["404", { status: 404 }],
  ["422", { status: 422 }],
  ["429", { status: 429, headers: { "retry-after": "1" } }],
  ["500", { status: 500 }],
  ["an empty list", { body: [] }],
  ["an empty object", { body: {} }],
  ["null", { body: "null", headers: { "content-type": "application/json" } }],
  ["no JSON", { body: "<html>", headers: { "content-type": "text/html" } }],
];

const someRefusals = refusals.filter(([name]) => ["403", "500", "an empty list", "an empty object", "null"].includes(name));

describe.concurrent("a preflight on a pull request", () => {
  test.for([
    ["GET", /\/issues\/\d+\/comments/, someRefusals],
    ["POST", /\/issues\/\d+\/comments/, refusals],
    ["GET", /\/pulls\/\d+$/, someRefusals],
    ["GET", /\/git\/trees\//, someRefusals],
    ["GET", /\/git\/commits\//, someRefusals],
  ] as const)("is right although %s %s goes wrong", { timeout: 120_000 }, async ([method, path, faults], { expect }) => {
    await using scene = await openScene();
    const number = await scene.number();
    for (const [name, fault] of faults) {
      scene.github.fail({ ...fault, method, path });
      const end = await scene.preflight();
      expect(end.outputs["outcome"], `${name}: ${explain(end)}`).toBe("planned");
      expect(end.exitCode, `${name}: ${explain(end)}`).toBe(0);
      expect(end.summary, name).toContain("nickname");
      if (path.source.includes("comments") && name === "403") expect(words(end)).toContain("pull-requests: write");
      expect(scene.github.comments(number).length, name).toBeLessThanOrEqual(1);
      scene.github.recover();
      // The next one starts without a comment again.
      for (const { id } of scene.github.comments(number)) scene.github.deleteComment(id);
    }
    await scene.preflight();
    expect(scene.github.comments(number)).toHaveLength(1);
  });

  test("never writes a second comment: answers that are lost, lists that are old, edits that fail", { timeout: 120_000 }, async ({
    expect,
  }) => {
    await using scene = await openScene();
    const number = await scene.number();
    const { github } = scene;
    const post = { method: "POST", path: /\/issues\/\d+\/comments/ } as const;
    const list = { method: "GET", path: /\/issues\/\d+\/comments/ } as const;
    for (const lost of [{ status: 502 }, { status: 500 }, { reset: true }] as const) {
      github.fail({ ...post, ...lost, afterStoring: true, times: 1 });
      const end = await scene.preflight();
      expect(end.exitCode, explain(end)).toBe(0);
      expect(github.comments(number)).toHaveLength(1);
      github.recover();
      for (const { id } of github.comments(number)) github.deleteComment(id);
    }
    // Stored, the answer lost, and the list does not know it yet.
    github.fail({ ...post, status: 502, afterStoring: true, times: 1 });
    github.fail({ ...list, body: [] });
    expect((await scene.preflight()).exitCode).toBe(0);
    expect(github.comments(number)).toHaveLength(1);
    // An empty page while ours is there, and lists without the fields that ours is known by.
    for (const blind of [{ body: [] }, { dropField: "user" }, { dropField: "body" }]) {
      github.recover();
      github.editComment(github.comments(number)[0]?.id ?? 0, outOfDate(github.comments(number)[0]?.body ?? ""));
      github.fail({ ...list, ...blind });
      expect((await scene.preflight()).exitCode).toBe(0);
      expect(github.comments(number), JSON.stringify(blind)).toHaveLength(1);
    }
    github.recover();
    github.fail({ method: "PATCH", path: /\/issues\/comments\//, status: 403 });
    const unedited = await scene.preflight();
    expect(unedited.exitCode).toBe(0);
    expect(words(unedited)).toContain("pull-requests: write");
    expect(github.comments(number)).toHaveLength(1);
  });

  test("is right without any answer, and without an artifact", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await openScene();
    scene.github.fail({ method: "POST", path: /\/issues\/\d+\/comments/, hang: true, afterStoring: true, times: 1 });
    scene.github.fail({ path: /CreateArtifact/, status: 403 });
    const end = await scene.preflight();
    expect(end.exitCode, explain(end)).toBe(0);
    expect(end.outputs).toMatchObject({ outcome: "planned", plan: "" });
    expect(words(end)).toContain("could not be kept");
    expect(scene.github.comments(await scene.number())).toHaveLength(1);
  });

  test("is right with a token that may nothing", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene();
    const end = await scene.preflight({ permissions: {} });
    expect(end.exitCode, explain(end)).toBe(0);
    expect(words(end)).toContain("pull-requests: write");
  });
});

/** The same comment with another hash, as of an older commit. */
function outOfDate(body: string): string {
  return body.replace(/hash=[0-9a-f]{64}/, `hash=${"0".repeat(64)}`);
}

describe.concurrent("apply stays closed", () => {
  const environment = /\/environments\/production$/;
  const policies = /\/deployment-branch-policies/;
  const approvals = /\/actions\/runs\/\d+\/approvals/;
  const head = /\/branches\/main/;
  const merged = /\/commits\/\w+\/pulls/;
  // An empty list is an answer: nobody proposed this commit.
  const noPull = someRefusals.filter(([name]) => name !== "an empty list");

  async function expectClosed(scene: Scene, planned: Planned, name: string, asked: Asked = {}): Promise<ActionEnd> {
    const end = await planned.apply(asked);
    expect(end.outputs["outcome"], `${name}: ${explain(end)}`).toMatch(/^(?:refused|failed)$/);
    expect(end.outputs["has-changes"], name).toBe("false");
    expect(end.exitCode, name).toBe(1);
    expect(words(end), name).not.toContain("This is a bug");
    expect(scene.columns(), name).toEqual(["id", "fax"]);
    return end;
  }

  test.for([
    ["the environment", environment, "environment-unprotected", "actions: read", refusals],
    ["the list of branches", policies, "environment-unprotected", null, someRefusals],
    ["the approvals", approvals, "approval-missing", "actions: read", someRefusals],
    ["the newest commit", head, "superseded", "contents: read", someRefusals],
    ["who made the change", merged, "approval-missing", "pull-requests: read", noPull],
  ] as const)("when %s can't be read", { timeout: 120_000 }, async ([what, path, reason, permission, faults], { expect }) => {
    await using scene = await openScene();
    await scene.push("main", change);
    const planned = await scene.plan();
    expect(planned.end.outputs["has-changes"], explain(planned.end)).toBe("true");
    for (const [name, fault] of faults) {
      scene.github.fail({ ...fault, method: "GET", path });
      const end = await expectClosed(scene, planned, `${what}: ${name}`);
      expect(end.outputs["failure-reason"], `${name}: ${explain(end)}`).toBe(reason);
      if (permission !== null && name === "403") expect(words(end)).toContain(permission);
      scene.github.recover();
    }
  });

  test("when a field is missing", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await openScene();
    await scene.push("main", change);
    const planned = await scene.plan();
    for (const [path, dropField] of [
      [environment, "can_admins_bypass"],
      [environment, "protection_rules"],
      [environment, "protection_rules.reviewers"],
      [environment, "protection_rules.prevent_self_review"],
      [environment, "protection_rules.type"],
      [environment, "deployment_branch_policy"],
      [environment, "id"],
      [policies, "branch_policies"],
      [policies, "branch_policies.name"],
      [approvals, "user"],
      [approvals, "user.id"],
      [approvals, "user.login"],
      [approvals, "environments"],
      [approvals, "environments.id"],
      [approvals, "state"],
      [head, "commit"],
      [head, "commit.sha"],
    ] as const) {
      scene.github.fail({ path, dropField });
      await expectClosed(scene, planned, `${path} without ${dropField}`);
      scene.github.recover();
    }
    // "Protected branches" is every branch where none is protected.
    scene.github.setEnvironment("production", { reviewers: ["eve"], branches: "protected" });
    scene.github.fail({ path: head, dropField: "protected" });
    const end = await expectClosed(scene, planned, "protected");
    expect(end.outputs["failure-reason"]).toBe("environment-unprotected");
  });

  test("when a team may review and it is not said who did", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene({ reviewers: ["team:dba"] });
    await scene.push("main", change);
    const planned = await scene.plan();
    for (const dropField of ["user.id", "user.login"]) {
      scene.github.fail({ path: approvals, dropField });
      const end = await expectClosed(scene, planned, dropField);
      expect(end.outputs["failure-reason"], explain(end)).toBe("approval-missing");
      scene.github.recover();
    }
  });

  test("when the plan is not that of this run", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await openScene();
    await scene.push("main", change);
    const other = await scene.plan(null);
    const planned = await scene.plan();
    const reasonOf = async (inputs: Readonly<Record<string, string>>) =>
      (await expectClosed(scene, planned, JSON.stringify(inputs), { inputs })).outputs["failure-reason"];
    expect(await reasonOf({ plan: other.end.outputs["plan"] ?? "" })).toBe("approval-missing");
    for (const plan of ["", "-1", "0", "1.5", "x", "1; echo", "9".repeat(400)])
      expect(await reasonOf({ plan })).toBe("invalid-input");
    expect(await reasonOf({ plan: "9".repeat(30) })).toMatch(/^(?:approval-missing|invalid-input)$/);
    for (const approve of ["", "0".repeat(64), (planned.end.outputs["digest"] ?? "").slice(0, 12), "::error::x"])
      expect(await reasonOf({ approve })).toBe("approval-missing");
    expect(await reasonOf({ approval: "none" })).toBe("environment-unprotected");
    expect(await reasonOf({ approval: "nobody" })).toBe("invalid-input");
    expect(await reasonOf({ environment: "staging" })).not.toBe("");
    for (const url of ["", "file:", "x"]) expect(await reasonOf({ url })).not.toBe("");
    scene.github.fail({ path: /ListArtifacts/, status: 403 });
    const unread = await expectClosed(scene, planned, "artifact list");
    expect(unread.outputs["failure-reason"]).toBe("approval-missing");
    scene.github.recover();
    scene.github.fail({ path: /GetSignedArtifactURL/, status: 404 });
    expect(await reasonOf({})).toBe("approval-missing");
    scene.github.recover();
    expect((await planned.apply()).outputs["outcome"]).toBe("applied");
  });
});

describe.concurrent("apply is right", () => {
  test("although nothing can be told to GitHub afterwards", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await openScene();
    await scene.github.merge(await scene.number(), "ann");
    const planned = await scene.plan();
    scene.github.fail({ path: /\/issues\/\d+\/comments/, status: 403 });
    scene.github.fail({ path: /CreateArtifact/, status: 403 });
    const end = await planned.apply();
    expect(end.outputs, explain(end)).toMatchObject({ outcome: "applied", "failure-reason": "" });
    expect(end.exitCode).toBe(0);
    expect(words(end)).toContain("could not be kept");
    expect(scene.columns()).toEqual(["id", "fax", "nickname"]);
  });

  test("although the merged pull request can't be written to", { timeout: 120_000 }, async ({ expect }) => {
    await using scene = await openScene();
    const number = await scene.number();
    await scene.github.merge(number, "ann");
    const planned = await scene.plan();
    scene.github.fail({ method: "POST", path: /\/issues\/\d+\/comments/, status: 502, afterStoring: true, times: 1 });
    const end = await planned.apply();
    expect(end.outputs, explain(end)).toMatchObject({ outcome: "applied", "failure-reason": "" });
    expect(scene.github.comments(number)).toHaveLength(1);
  });
});

/** Texts for a migration's name, its SQL, a schema, a comment. */
const planted = [
  "::error::planted",
  "::add-mask::success",
  "##[add-mask]planned",
  "##[error]planted",
  "%0A::error::planted",
  "<!-- schemagate x -->",
  "]]>",
  "ghadelimiter_",
  "``` ` ````",
  "@acme/team @eve",
  "</details></summary><h1>fine</h1>",
  "\u202Eevil\u2066",
];

describe.concurrent("attacks", () => {
  test("a marker that another has planted is left alone, and ours is written", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene();
    const { github } = scene;
    const number = await scene.number();
    await scene.preflight();
    const [ours] = github.comments(number);
    const body = ours?.body ?? "";
    github.deleteComment(ours?.id ?? 0);
    const others = ["mallory", "dependabot[bot]", "github-actions"].map((login) => github.comment(number, login, body));
    expect((await scene.preflight()).exitCode).toBe(0);
    const written = github.comments(number).filter(({ author }) => author.login === "github-actions[bot]");
    expect(written).toHaveLength(1);
    expect(others.map(({ id, edits }) => [github.comments(number).find((each) => each.id === id)?.body, edits])).toEqual(
      others.map(() => [body, 0]),
    );
    expect((await scene.preflight()).exitCode).toBe(0);
    expect(github.comments(number)).toHaveLength(4);
  });

  test("our comment, edited by somebody who may write, does not hide the verdict", { timeout: 90_000 }, async ({ expect }) => {
    await using scene = await openScene();
    const { github } = scene;
    const number = await scene.number();
    await scene.preflight();
    const right = github.comments(number)[0]?.body ?? "";
    const [first = "", ...rest] = right.split("\n");
    for (const edited of [
      `${first}\n## Nothing to do`,
      [first.replace(/badness=\d/, "badness=9").replace(/hash=\w+/, `hash=${"a".repeat(64)}`), "fine"].join("\n"),
      [first.replace(/badness=\d/, "badness=0"), ...rest].join("\n"),
      [first, ...rest].join("\n").replace("nickname", "harmless"),
      right.replace("badness=", "badness=x"),
      "",
    ]) {
      const at = github.comments(number).at(-1)?.id ?? 0;
      github.editComment(at, edited);
      expect((await scene.preflight()).exitCode).toBe(0);
      const last = github.comments(number).at(-1)?.body ?? "";
      expect(last.split("\n").slice(1, 4).join("\n").replaceAll(/\d+/g, "0"), edited.slice(0, 200)).toBe(
        rest.slice(0, 3).join("\n").replaceAll(/\d+/g, "0"),
      );
      expect(last, edited.slice(0, 200)).toContain("nickname");
    }
    // It is ours as long as its first line is whole.
    expect(github.comments(number).length).toBeLessThanOrEqual(4);
  });

  test("nothing planted becomes a command, a mask, an output, a mention or Markdown", { timeout: 90_000 }, async ({ expect }) => {
    await using scene = await openScene({ reviewers: ["eve"] });
    const comment = planted.map((text) => `-- ${text}\n`).join("");
    const literal = planted.join(" ").replaceAll("'", "''");
    await scene.push("change", {
      "prisma/schema.prisma": `// ${planted.join(" ")}\n${schema("  fax String?\n  nickname String?\n")}`,
      [`${folder}/2_ ##[add-mask]planned @eve \`x\` %0A ]]>/migration.sql`]: `${comment}ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`,
      [`${folder}/3_ ::error::x ghadelimiter_ <b>/migration.sql`]:
        `UPDATE "users" SET "fax" = '${literal}\n::error::planted\n##[add-mask]applied\n' WHERE 1 = 0 ${comment.replaceAll("\n", "\n")};`.replace(
          / -- [\s\S]*;$/,
          ";",
        ),
    });
    const number = await scene.number();
    const seen = await scene.preflight();
    expect(seen.exitCode, explain(seen)).toBe(0);
    const outputNames = Object.keys(seen.outputs);
    await scene.github.merge(number, "ann");
    const planned = await scene.plan({ by: "eve", comment: `backup="${planted.join(" ")}" accept-risk=\`::error::x\` <b> @eve` });
    const applied = await planned.apply();
    expect(applied.outputs, explain(applied)).toMatchObject({ outcome: "applied" });
    for (const end of [seen, planned.end, applied]) {
      expect(end.otherCommands).toEqual([]);
      expect(end.masks.filter((mask) => ["success", "planned", "applied"].includes(mask))).toEqual([]);
      expect(end.annotations.filter(({ level, message }) => level === "error" || message === "planted")).toEqual([]);
      expect(`${end.stdout}\n${end.stderr}`).not.toContain("##[");
      expect(end.changedEnvironment).toEqual({});
      expect(Object.keys(end.outputs).filter((name) => !outputNames.includes(name) && name !== "failure-reason")).toEqual([]);
      expect(escapes(end.summary), end.summary).toEqual([]);
    }
    for (const { body } of scene.github.comments(number)) expect(escapes(body.split("\n").slice(1).join("\n")), body).toEqual([]);
  });

  test("names of environments with slashes and spaces reach GitHub whole", { timeout: 60_000 }, async ({ expect }) => {
    for (const name of ["live/eu west", "a%2Fb?x=1#y"]) {
      await using scene = await openScene({ reviewers: ["eve"] }, name);
      await scene.push("main", change);
      const end = await (await scene.plan()).apply();
      expect(end.outputs["outcome"], `${name}: ${explain(end)}`).toBe("applied");
    }
  });

  test("a secret that is empty or short: said, and no output is lost", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene();
    const onPull = await scene.preflight({ inputs: { url: "" } });
    expect(onPull.exitCode, explain(onPull)).toBe(0);
    expect(words(onPull)).toContain("No credential here");
    const short = await scene.preflight({ inputs: { url: "file:x" } });
    expect(short.masks).toEqual([]);
    expect(short.outputs["outcome"], explain(short)).toMatch(/^(?:failed|blocked)$/);
    const planned = await scene.plan();
    const end = await planned.apply({ inputs: { url: "" } });
    expect(end.exitCode).toBe(1);
    expect(words(end)).toContain("The input url is empty");
    for (const { masks, outputs } of [onPull, short, planned.end, end])
      expect(Object.values(outputs).filter((value) => masks.some((mask) => value.includes(mask)))).toEqual([]);
  });

  test("a pull request can't say that its environment needs nobody", { timeout: 60_000 }, async ({ expect }) => {
    await using scene = await openScene();
    await scene.push("main", { ".github/schemagate.yml": "environments:\n  production:\n    unprotected: false\n" });
    await scene.push("change", {
      ...change,
      ".github/schemagate.yml": "environments:\n  production:\n    unprotected: true\n    allow-self-review: true\n",
    });
    const end = await scene.preflight();
    expect(end.outputs["outcome"], explain(end)).toBe("planned");
    expect(scene.columns()).toEqual(["id", "fax"]);
    expect(`${end.summary}\n${words(end)}`, explain(end)).toContain("the rules change");
  });

  test("the workflows are what GitHub's own schema takes", async ({ expect }) => {
    const language = await workflowLanguage();
    for (const where of ["templates/workflows", ".github/workflows"]) {
      const home = fileURLToPath(new URL(`../${where}`, import.meta.url));
      for (const name of await readdir(home))
        expect(await language.problems(name, await readFile(join(home, name), "utf8")), `${where}/${name}`).toEqual([]);
    }
  });
});

/** Marks that foreign text leaves outside of code when it is not escaped. */
function escapes(markdown: string): readonly string[] {
  const fences = markdown.replaceAll(/^ *(`{3,}).*\n[\s\S]*?^ *\1 *$/gm, "");
  const prose = fences.replaceAll(/<code>[^<>]*<\/code>/g, "").replaceAll(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "");
  return [
    ...hiddenIn(markdown),
    ...(prose.match(/@(?:eve|acme)|<h1>|<b>|<!-- schemagate|^::.*$/gm) ?? []),
    ...((prose.match(/<details>/g) ?? []).length === (prose.match(/<\/details>/g) ?? []).length ? [] : ["folds"]),
  ];
}
