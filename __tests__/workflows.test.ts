import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { lintWorkflow } from "./support/actionlint.ts";
import { pullRequestEvent, pushEvent } from "./support/github/events.ts";
import { workflowLanguage } from "./support/github/workflow-language.ts";
import { startGithub } from "./support/github-server.ts";
import { createDatabase, servers } from "./support/servers.ts";
import { runWorkflow } from "./support/workflow.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFile(join(root, path), "utf8");
const folders = [".github/workflows", "templates/workflows"];
const paths = (
  await Promise.all(folders.map(async (folder) => (await readdir(join(root, folder))).map((name) => `${folder}/${name}`)))
).flat();

type Step = { readonly uses?: string; readonly run?: string };
type Job = { readonly permissions?: unknown; readonly steps?: readonly Step[]; readonly uses?: string };
type Workflow = { readonly permissions?: unknown; readonly jobs: Readonly<Record<string, Job>> };

test("there are the files of users and ours", () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      "templates/workflows/schema.yml",
      "templates/workflows/schema-production.yml",
      "templates/workflows/schema-watch.yml",
      ".github/workflows/preflight.yml",
      ".github/workflows/example.yml",
    ]),
  );
});

describe.each(paths)("%s", (path) => {
  test("is a workflow for GitHub, and for actionlint", async () => {
    const text = await read(path);
    const language = await workflowLanguage();
    expect(await language.problems(path, text)).toEqual([]);
    expect(await lintWorkflow(path, text)).toEqual([]);
  });

  test("says what its token may, and pins every action of others to one commit", async () => {
    const workflow = parse(await read(path)) as Workflow;
    const jobs = Object.values(workflow.jobs);
    if (workflow.permissions === undefined) for (const job of jobs) expect(job.permissions).toBeDefined();
    expect(JSON.stringify([workflow.permissions, jobs.map(({ permissions }) => permissions)])).not.toMatch(/write-all|read-all/);
    const used = jobs
      .flatMap(({ steps = [], uses }) => [...steps.map((step) => step.uses), uses])
      .filter((uses) => uses !== undefined);
    for (const uses of used) expect(uses).toMatch(/@[0-9a-f]{40}$|^schemagate\/schemagate@v0$|^\.\//);
  });
});

test("comments of templates name nothing that init puts another name for", async () => {
  for (const path of paths.filter((each) => each.startsWith("templates/")))
    for (const [comment] of (await read(path)).matchAll(/(?:^|\s)#.*$/gm))
      expect(comment, path).not.toMatch(/\bmain\b|production/);
});

test("one action has one commit in all files", async () => {
  const texts = await Promise.all(paths.map(read));
  const pins = texts.flatMap((text) => [...text.matchAll(/uses: (\S+)@([0-9a-f]{40} # \S+)/g)]);
  const byAction = Map.groupBy(pins, ([, action]) => action);
  for (const uses of byAction.values()) expect(new Set(uses.map(([, , commit]) => commit)).size).toBe(1);
});

test("what has a mistake is found by both", async () => {
  const language = await workflowLanguage();
  const expression = ["$", "{{ github.event.issue.title }}"].join("");
  const bad = `on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo ${expression}
      - uses: x/y@v1
        wiht: {}
`;
  expect(await language.problems("bad.yml", bad)).not.toEqual([]);
  expect(await lintWorkflow("bad.yml", bad)).toEqual(
    expect.arrayContaining([expect.stringContaining("untrusted"), expect.stringContaining("wiht")]),
  );
});

describe("release.yml: the tag of the major version", () => {
  test.for([
    ["moves to a new version", "v0.9.0 v0.10.0 v1.0.0", 0, ["PATCH git/refs/tags/v0"]],
    ["stays when the version is older than another", "v0.9.0 v0.11.0 v0.10.0", 0, []],
    ["is made where there is none yet", "v0.10.0", 1, ["PATCH git/refs/tags/v0", "POST git/refs"]],
  ] as const)("%s", async ([, releases, status, calls]) => {
    const { jobs } = parse(await read(".github/workflows/release.yml")) as Workflow;
    expect(jobs["major"]?.permissions).toEqual({ contents: "write" });
    const [step] = jobs["major"]?.steps ?? [];
    const folder = await mkdtemp(join(tmpdir(), "sg-release-"));
    // A gh that answers what it is told, and writes down which calls would change something.
    const gh = [
      "#!/bin/bash",
      `if test "$1 $2" = "release list"; then printf '%s\\n' ${releases}; exit 0; fi`,
      'echo "$3 $4 $6 $8" >> calls',
      `if test "$3" = PATCH; then exit ${status}; fi`,
      "",
    ];
    await writeFile(join(folder, "gh"), gh.join("\n"), { mode: 0o755 });
    await writeFile(join(folder, "calls"), "");
    const variables = { GITHUB_REF_NAME: "v0.10.0", GITHUB_REPOSITORY: "o/r", GITHUB_SHA: "0123abcd" };
    const env = { PATH: `${folder}:${process.env["PATH"] ?? ""}`, ...variables };
    await promisify(execFile)("bash", ["-e", "-c", step?.run ?? "exit 9"], { cwd: folder, env });
    const lines = (await readFile(join(folder, "calls"), "utf8")).split("\n").filter((line) => line !== "");
    expect(lines.map((line) => line.split(" ").slice(0, 2).join(" ").replace("repos/o/r/", ""))).toEqual(calls);
    for (const line of lines) expect(line).toContain("sha=0123abcd");
    await rm(folder, { recursive: true });
  });
});

const migration = "prisma/migrations/2_nickname/migration.sql";

test("example.yml: the action of the checkout comments on a pull request that changes the shop", {
  timeout: 120_000,
}, async () => {
  const [server] = await servers(16);
  await using database = await createDatabase(server);
  const url = /postgresql:\/\/postgres:throwaway@\S+/;
  const workflow = await read(".github/workflows/example.yml");
  expect(workflow).toMatch(url);
  await using github = await startGithub();
  const shop = await filesBelow("examples/shop");
  await github.push("main", { ...shop, ".github/workflows/example.yml": workflow.replace(url, database.url) }, { login: "ann" });
  await github.push(
    "more",
    {
      "examples/shop/prisma/migrations/20270101000000_names/migration.sql":
        'CREATE VIEW "names" AS SELECT "name" FROM "members";\n',
    },
    { login: "ann" },
  );
  const number = await github.openPullRequest({ branch: "more", login: "ann" });
  const event = await pullRequestEvent(github, number, "opened");
  const run = await runWorkflow({ github, file: ".github/workflows/example.yml", event });
  expect(run.conclusion, github.comments(number)[0]?.body).toBe("success");
  expect(
    github.comments(number).map(({ body }) => body),
    JSON.stringify(run.jobs).slice(0, 3000),
  ).toEqual([expect.stringContaining("20270101000000_names")]);
});

test("preflight.yml: called by another repository's workflow, without any secret", { timeout: 180_000 }, async () => {
  const [server] = await servers(16);
  await using database = await createDatabase(server);
  const production = "schema-production.yml";
  const shown = [...(await read("docs/getting-started.md")).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
    ([, block]) => block ?? "",
  );
  const calling =
    shown.find((block) => block.includes("preflight.yml@"))?.replace("<all 40 characters>", "0123456789".repeat(4)) ?? "";
  await using github = await startGithub({ environments: { production: { reviewers: ["eve"] }, "production-plan": {} } });
  await github.push(
    "main",
    {
      ".github/workflows/schema.yml": calling,
      ".github/workflows/preflight.yml": await read(".github/workflows/preflight.yml"),
      [`.github/workflows/${production}`]: await read(`templates/workflows/${production}`),
      "prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\n\nmodel users {\n  id Int @id\n}\n',
      "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
      "prisma/migrations/1_init/migration.sql": 'CREATE TABLE "users" ("id" INTEGER NOT NULL PRIMARY KEY);\n',
    },
    { login: "ann" },
  );
  const secrets = { production: { DATABASE_URL: database.url }, "production-plan": { DATABASE_URL: database.url } };
  const event = await pushEvent(github, "main", "ann");
  const first = await runWorkflow({ github, file: `.github/workflows/${production}`, event, environmentSecrets: secrets });
  github.approve(first.id, "production", "eve");
  expect((await first.resume()).conclusion).toBe("success");

  await github.push("nickname", { [migration]: 'ALTER TABLE "users" ADD COLUMN "nickname" TEXT;\n' }, { login: "bob" });
  const number = await github.openPullRequest({ branch: "nickname", login: "bob" });
  const opened = await pullRequestEvent(github, number, "opened");
  const run = await runWorkflow({ github, file: ".github/workflows/schema.yml", event: opened });
  expect(run.conclusion).toBe("success");
  expect(
    github.comments(number).map(({ body }) => body),
    JSON.stringify(run.jobs).slice(0, 3000),
  ).toEqual([expect.stringContaining("nickname")]);
});

async function filesBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length));
  return Object.fromEntries(await Promise.all(files.map(async (path) => [path, await read(path)] as const)));
}
