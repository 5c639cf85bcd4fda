import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../src/config-format.ts";
import type { JsonDocument } from "../src/report/json.ts";
import { lintWorkflow } from "./support/actionlint.ts";
import { runCli } from "./support/cli.ts";
import { pullRequestEvent, pushEvent } from "./support/github/events.ts";
import { workflowLanguage } from "./support/github/workflow-language.ts";
import { startGithub } from "./support/github-server.ts";
import { hostileTexts } from "./support/hostile-names.ts";
import { type Folder, folderOf, schemaText } from "./support/prisma-project.ts";
import { unprivilegedAccount } from "./support/private-postgres.ts";
import { runWorkflow } from "./support/workflow.ts";

const template = (name: string) => readFile(fileURLToPath(new URL(`../templates/workflows/${name}`, import.meta.url)), "utf8");
const schema = "prisma/schema.prisma";
const plain = { [schema]: schemaText("postgresql") };
const workflows = ".github/workflows";
const written = [
  `${workflows}/schema.yml`,
  `${workflows}/schema-production.yml`,
  `${workflows}/schema-watch.yml`,
  ".github/schemagate.yml",
];

let home: Folder;
beforeAll(async () => {
  home = await folderOf({});
});
afterAll(() => home[Symbol.asyncDispose]());

const git = (folder: Folder, ...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", "-C", folder.path, ...args], { encoding: "utf8" });

/** A repository with these files, of which git knows nothing yet. */
async function repositoryWith(files: Readonly<Record<string, string>>, branch = "main"): Promise<Folder> {
  const folder = await folderOf(files);
  git(folder, "init", "--quiet", "-b", branch);
  return folder;
}

const init = (folder: Folder, ...args: readonly string[]) => runCli(["init", ...args], { cwd: folder.path, home: home.path });

async function initJson(folder: Folder, ...args: readonly string[]) {
  const { status, stdout, stderr } = await init(folder, "--json", ...args);
  const document = JSON.parse(stdout) as JsonDocument;
  return { status, stderr, document, files: document.init?.files ?? [] };
}

const readIn = (folder: Folder, path: string) => readFile(join(folder.path, path), "utf8");

async function problemsOf(files: readonly { readonly path: string; readonly content: string }[]): Promise<readonly string[]> {
  const language = await workflowLanguage();
  const found: string[] = [];
  for (const { path, content } of files.filter((file) => file.path.startsWith(workflows)))
    found.push(...(await language.problems(path, content)), ...(await lintWorkflow(path, content)));
  return found;
}

describe("one project in the root", () => {
  test("gets the workflows as they are shipped, and a configuration that can be read", async () => {
    await using folder = await repositoryWith(plain);
    const { status, document, files } = await initJson(folder);
    expect(status).toBe(0);
    expect(document).toMatchObject({
      command: "init",
      outcome: "done",
      environment: "production",
      failureReason: null,
      message: null,
    });
    expect(files.map(({ path, state }) => [path, state])).toEqual(written.map((path) => [path, "written"]));
    for (const name of ["schema.yml", "schema-production.yml", "schema-watch.yml"])
      expect(await readIn(folder, `${workflows}/${name}`)).toBe(await template(name));
    const config = parseConfig("schemagate.yml", await readIn(folder, ".github/schemagate.yml"));
    expect(config).toMatchObject({ targets: {}, environments: { production: { onDrift: "warn", unprotected: false } } });
    expect(document.init?.targets).toMatchObject([{ name: null, folder: ".", dialect: "postgres", environment: "production" }]);
  });

  test("twice is once, and a pinned version is no other content", async () => {
    await using folder = await repositoryWith(plain);
    await init(folder);
    const path = join(folder.path, workflows, "schema.yml");
    const pinned = (await readFile(path, "utf8"))
      .replace("schemagate@v0", `schemagate@${"a".repeat(40)} # v0`)
      .replaceAll("\n", "\r\n");
    await writeFile(path, pinned);
    const { document, files } = await initJson(folder);
    expect(files.map(({ state }) => state)).toEqual(["same", "same", "same", "same"]);
    expect(document.message).toBeNull();
    expect(await readFile(path, "utf8")).toBe(pinned);
  });

  test("a file with other content is left alone and named, with what differs", async () => {
    const own = `${workflows}/schema.yml`;
    await using folder = await repositoryWith({ ...plain, [own]: "on: push\n\u001b[31mname: mine\n" });
    const { status, document, files } = await initJson(folder);
    expect(status).toBe(0);
    expect(document.message).toContain(own);
    expect(files.find(({ path }) => path === own)).toMatchObject({
      state: "differs",
      differences: expect.arrayContaining(["- on: push", "+ name: schema"]),
    });
    expect(files.filter(({ state }) => state === "written")).toHaveLength(3);
    expect(await readIn(folder, own)).toBe("on: push\n\u001b[31mname: mine\n");
    const { stdout } = await init(folder);
    expect(stdout).toContain(`! ${own} is there with other content, and was left alone`);
    expect(stdout).not.toContain("\u001b[31m");
  });

  test("--dry-run prints everything, and writes nothing", async () => {
    await using folder = await repositoryWith(plain);
    const { status, stdout } = await init(folder, "--dry-run");
    expect(status).toBe(0);
    expect(stdout).toContain("not written: --dry-run");
    for (const line of (await template("schema-production.yml")).trimEnd().split("\n")) expect(stdout).toContain(line);
    expect((await readdir(folder.path)).sort()).toEqual([".git", "prisma"]);
    expect((await initJson(folder, "--dry-run")).files.map(({ state }) => state)).toEqual(Array(4).fill("would-be-written"));
  });

  test("says the boxes and the commands, with the names of this repository in them", async () => {
    await using folder = await repositoryWith(plain, "trunk");
    git(folder, "remote", "add", "origin", "https://x-token:hunter2hunter2@github.com/acme/shop.git");
    const { status, stdout } = await init(folder, "--environment", "eu/prod");
    expect(status).toBe(0);
    expect(stdout).toContain("https://github.com/acme/shop/settings/environments");
    expect(stdout).not.toContain("hunter2");
    for (const part of [
      "repos/{owner}/{repo}/environments/eu%2Fprod'",
      "repos/{owner}/{repo}/environments/eu%2Fprod-plan'",
      "-f name=trunk",
      "gh secret set DATABASE_URL --env eu/prod-plan",
      "Required reviewers",
      "Prevent self-review",
      "Allow administrators to bypass configured protection rules",
      "GRANT SELECT ON public._prisma_migrations TO schemagate_read;",
    ])
      expect(stdout).toContain(part);
    // The command that pins does what it says.
    const [command = ""] = /perl -pi -e .*/.exec(stdout) ?? [];
    execFileSync("bash", ["-c", `sha=${"b".repeat(40)}; ${command}`], { cwd: folder.path });
    expect(await readIn(folder, `${workflows}/schema-eu-prod.yml`)).toContain(
      `uses: schemagate/schemagate@${"b".repeat(40)} # v0\n`,
    );
    expect(await readIn(folder, `${workflows}/schema-eu-prod.yml`)).not.toContain("@v0");
  });

  test("in a folder: the configuration says where, the workflows stay as they are", async () => {
    await using folder = await repositoryWith({ [`services/shop/${schema}`]: schemaText("sqlite") });
    const { files } = await initJson(folder);
    expect(files[0]?.content).toBe(await template("schema.yml"));
    const config = parseConfig("schemagate.yml", await readIn(folder, ".github/schemagate.yml"));
    expect(config.targets).toMatchObject({ app: { workingDirectory: "services/shop", environment: null } });
  });

  test("started in the folder, or with it named, writes to the root of the repository", async () => {
    await using folder = await repositoryWith({
      [`services/shop/${schema}`]: schemaText("sqlite"),
      [`services/other/${schema}`]: schemaText("sqlite"),
    });
    const named = await initJson(folder, "--working-directory", "services/shop", "--dry-run");
    expect(named.document.init?.targets).toMatchObject([{ folder: "services/shop" }]);
    const inside = { path: join(folder.path, "services/shop") } as Folder;
    const { document, files } = await initJson(inside);
    expect(document.init?.targets).toMatchObject([{ folder: "services/shop" }]);
    expect(files.every(({ state }) => state === "written")).toBe(true);
    expect(await readIn(folder, ".github/schemagate.yml")).toContain("services/shop");
  });

  test("a schema elsewhere is named, and stands in the configuration", async () => {
    await using folder = await repositoryWith({ "db/main.prisma": schemaText("postgresql"), "db/steps/.keep": "" });
    expect((await init(folder)).stderr).toContain("No Prisma schema was found");
    const { document } = await initJson(folder, "--schema", "db/main.prisma", "--migrations", "db/steps");
    expect(document.outcome).toBe("done");
    const config = parseConfig("schemagate.yml", await readIn(folder, ".github/schemagate.yml"));
    expect(config.targets).toMatchObject({ app: { schema: "db/main.prisma", migrations: "db/steps", workingDirectory: "." } });
  });
});

describe("where the project is", () => {
  test.for([
    {
      name: "prisma.config.ts",
      files: { "a/prisma.config.ts": 'export default { schema: "db/x.prisma" };\n', "a/db/x.prisma": schemaText("postgresql") },
      folders: ["a"],
    },
    {
      name: "package.json",
      files: {
        "package.json": '{"prisma":{"schema":"packages/db/prisma/schema.prisma"}}',
        "packages/db/prisma/schema.prisma": schemaText("postgresql"),
      },
      folders: ["."],
    },
    {
      name: "a folder of files",
      files: {
        "a/prisma/schema/schema.prisma": schemaText("postgresql"),
        "a/prisma/schema/b.prisma": "model B {\n  id Int @id\n}\n",
      },
      folders: ["a"],
    },
    {
      name: "what git ignores is not looked at",
      files: { ...plain, ".gitignore": "vendor\n", [`vendor/${schema}`]: schemaText("postgresql") },
      folders: ["."],
    },
  ])("$name", async ({ files, folders }) => {
    await using folder = await repositoryWith(files as unknown as Readonly<Record<string, string>>);
    const { document } = await initJson(folder, "--dry-run");
    expect(
      document.init?.targets.map((target) => target.folder),
      JSON.stringify(document),
    ).toEqual(folders);
  });

  test("tests and examples are left out where there is something else, and too many are refused", async () => {
    await using folder = await repositoryWith({
      ...plain,
      [`examples/a/${schema}`]: schemaText("postgresql"),
      ...Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`tests/case-${at}/${schema}`, schemaText("postgresql")])),
    });
    const { document } = await initJson(folder, "--dry-run");
    expect(document.init?.targets.map((target) => target.folder)).toEqual(["."]);
    expect(document.init?.leftOut).toHaveLength(22);
    const named = await initJson(folder, "--dry-run", "--working-directory", "examples/a");
    expect(named.document.init?.targets.map((target) => target.folder)).toEqual(["examples/a"]);
    const many = await initJson(folder, "--working-directory", "tests");
    expect(many).toMatchObject({ status: 64, document: { message: expect.stringContaining("21 Prisma projects") } });
  });

  test("what can't be used is left out, with the reason; alone it is the error", async () => {
    await using folder = await repositoryWith({
      [`a/${schema}`]: schemaText("mysql"),
      [`b/${schema}`]: schemaText("postgresql"),
    });
    const { document } = await initJson(folder, "--dry-run");
    expect(document.init?.targets.map((target) => target.folder)).toEqual(["b"]);
    expect(document.init?.leftOut).toEqual([{ folder: "a", message: expect.stringContaining("mysql") }]);
    expect((await init(folder)).stdout).toContain("a is left out: ");
    const alone = await initJson(folder, "--working-directory", "a");
    expect(alone).toMatchObject({ status: 1, document: { outcome: "failed", failureReason: "invalid-source", init: null } });
  });

  test.for([
    {
      name: "origin's HEAD",
      branch: "trunk",
      make: ["update-ref refs/remotes/origin/release HEAD", "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/release"],
      expected: "release",
    },
    { name: "master", branch: "feature", make: ["branch master"], expected: "master" },
    { name: "the branch that is checked out", branch: "stable", make: [], expected: "stable" },
  ])("default branch: $name", async ({ branch, make, expected }) => {
    await using folder = await repositoryWith(plain, branch);
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "x");
    for (const command of make) git(folder, ...command.split(" "));
    const { document, files } = await initJson(folder);
    expect(document.init?.defaultBranch.name).toBe(expected);
    expect((parse(files[1]?.content ?? "") as { on: { push: { branches: string[] } } }).on.push.branches).toEqual([expected]);
  });
});

describe("several projects", () => {
  test("each has its own environment, files and approval, and GitHub would run them", { timeout: 120_000 }, async () => {
    await using folder = await repositoryWith({
      [`services/billing/${schema}`]: schemaText("sqlite", "model invoices {\n  id Int @id\n}\n"),
      [`services/shop/${schema}`]: schemaText("sqlite", "model orders {\n  id Int @id\n}\n"),
      "live-billing.db": "",
      "live-shop.db": "",
    });
    const { document, files } = await initJson(folder);
    expect(document.init?.targets.map(({ name, environment }) => [name, environment])).toEqual([
      ["billing", "production-billing"],
      ["shop", "production-shop"],
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      `${workflows}/schema.yml`,
      `${workflows}/schema-production-billing.yml`,
      `${workflows}/schema-production-shop.yml`,
      `${workflows}/schema-watch.yml`,
      ".github/schemagate.yml",
    ]);
    expect(await problemsOf(files)).toEqual([]);
    expect((await initJson(folder)).files.every(({ state }) => state === "same")).toBe(true);

    await using github = await startGithub({
      environments: Object.fromEntries(
        ["billing", "shop"].flatMap((name) => [
          [`production-${name}`, { reviewers: ["eve"] }],
          [`production-${name}-plan`, {}],
        ]),
      ),
    });
    const migrations = (name: string, table: string) => ({
      [`services/${name}/prisma/migrations/migration_lock.toml`]: 'provider = "sqlite"\n',
      [`services/${name}/prisma/migrations/1_init/migration.sql`]: `CREATE TABLE "${table}" ("id" INTEGER NOT NULL PRIMARY KEY);\n`,
    });
    await github.push(
      "main",
      {
        ...Object.fromEntries(files.map(({ path, content }) => [path, content])),
        [`services/billing/${schema}`]: await readIn(folder, `services/billing/${schema}`),
        [`services/shop/${schema}`]: await readIn(folder, `services/shop/${schema}`),
        ...migrations("billing", "invoices"),
        ...migrations("shop", "orders"),
      },
      { login: "ann" },
    );
    const urls = Object.fromEntries(
      ["billing", "shop"].flatMap((name) => {
        const secrets = { DATABASE_URL: `file:${join(folder.path, `live-${name}.db`)}` };
        return [
          [`production-${name}`, secrets],
          [`production-${name}-plan`, secrets],
        ];
      }),
    );
    const event = await pushEvent(github, "main", "ann");
    const run = await runWorkflow({ github, file: `${workflows}/schema-production-shop.yml`, event, environmentSecrets: urls });
    expect(run.waiting, JSON.stringify(run.jobs).slice(0, 3000)).toMatchObject([{ environment: "production-shop" }]);
    github.approve(run.id, "production-shop", "eve");
    const ended = await run.resume();
    expect(ended.jobs["apply"]?.steps.at(-1)?.end?.outputs).toMatchObject({ outcome: "applied" });

    await github.push(
      "note",
      { "services/shop/prisma/migrations/2_note/migration.sql": 'ALTER TABLE "orders" ADD COLUMN "note" TEXT;\n' },
      { login: "bob" },
    );
    const number = await github.openPullRequest({ branch: "note", login: "bob" });
    const opened = await pullRequestEvent(github, number, "opened");
    const proposed = await runWorkflow({ github, file: `${workflows}/schema.yml`, event: opened });
    expect(proposed.conclusion, JSON.stringify(proposed.jobs).slice(0, 3000)).toBe("success");
    expect(Object.keys(proposed.jobs)).toEqual(["preflight"]);
    expect(github.comments(number).map(({ body }) => body)).toEqual([expect.stringContaining("note")]);
  });

  test("folders with one name get the longer one", async () => {
    await using folder = await repositoryWith({
      [`a/db/${schema}`]: schemaText("postgresql"),
      [`b/db/${schema}`]: schemaText("postgresql"),
      ...plain,
    });
    const { document } = await initJson(folder, "--dry-run");
    expect(document.init?.targets.map(({ name, folder: of }) => [name, of])).toEqual([
      ["app", "."],
      ["a-db", "a/db"],
      ["b-db", "b/db"],
    ]);
  });
});

describe("hostile", () => {
  const names = hostileTexts.filter((text) => !text.includes("/") && Buffer.byteLength(text) < 200);
  const halves = [names.slice(0, 15), names.slice(15)].map((folders) => ({ folders }));

  test.for(halves)("names of folders break no file", { timeout: 120_000 }, async ({ folders }) => {
    await using folder = await repositoryWith(
      Object.fromEntries(folders.map((name) => [`${name}/${schema}`, schemaText("postgresql")])),
    );
    const { status, document, files } = await initJson(folder);
    expect(status, document.message ?? "").toBe(0);
    expect(document.init?.targets.map((target) => target.folder).toSorted()).toEqual(folders.toSorted());
    expect(await problemsOf(files)).toEqual([]);
    const config = parseConfig("schemagate.yml", await readIn(folder, ".github/schemagate.yml"));
    expect(
      Object.values(config.targets)
        .map(({ workingDirectory }) => workingDirectory)
        .toSorted(),
    ).toEqual(folders.toSorted());
    const { stdout } = await init(folder);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\u202E\u200B\uFEFF]/u);
    expect(stdout).not.toMatch(/^\s*::/m);
  });

  test.for(["1e3", "true", "123", "on", "Producción", "eu/prod 1", "x"])(
    "an environment called %j is that text",
    async (environment) => {
      await using folder = await repositoryWith(plain);
      const { files, document } = await initJson(folder, "--environment", environment);
      expect(document.outcome, document.message ?? "").toBe("done");
      const [, production] = files;
      const { jobs } = parse(production?.content ?? "") as {
        jobs: Record<string, { environment: string; steps: { with: Record<string, string> }[] }>;
      };
      expect(jobs["plan"]?.environment).toBe(`${environment}-plan`);
      expect(jobs["apply"]?.environment).toBe(environment);
      expect(jobs["apply"]?.steps.at(-1)?.with["environment"]).toBe(environment);
      expect(await problemsOf(files)).toEqual([]);
      expect(Object.keys(parseConfig("x", files.at(-1)?.content ?? "").environments)).toEqual([environment]);
    },
  );

  test.for(["", " ", "watch", "a\nb", `${"$"}{{ secrets.X }}`, "x # y", "a: b", "'", "-", "../x", "x".repeat(101), "@everyone"])(
    "an environment called %j is refused",
    async (environment) => {
      await using folder = await repositoryWith(plain);
      const { status, document } = await initJson(folder, "--environment", environment);
      expect(status).toBe(64);
      expect(document).toMatchObject({ outcome: "failed", failureReason: "invalid-input" });
      expect(await readdir(folder.path)).not.toContain(".github");
    },
  );

  test("a branch is taken literally by GitHub's patterns, or refused", async () => {
    await using odd = await repositoryWith(plain, "release+1,x");
    const { files } = await initJson(odd);
    expect((parse(files[1]?.content ?? "") as { on: { push: { branches: string[] } } }).on.push.branches).toEqual([
      "release\\+1,x",
    ]);
    expect(await problemsOf(files)).toEqual([]);
    await using worse = await repositoryWith(plain, `a${"$"}{{x}}`);
    expect(await initJson(worse)).toMatchObject({ status: 64, document: { failureReason: "invalid-input" } });
  });
});

describe("where it can't write", () => {
  test.for([
    { name: ".github is a link", make: (folder: Folder, elsewhere: string) => symlink(elsewhere, join(folder.path, ".github")) },
    {
      name: "the workflows are a link",
      make: async (folder: Folder, elsewhere: string) => {
        await mkdir(join(folder.path, ".github"));
        await symlink(elsewhere, join(folder.path, workflows));
      },
    },
    {
      name: "a file is a link to nowhere",
      make: async (folder: Folder, elsewhere: string) => {
        await mkdir(join(folder.path, workflows), { recursive: true });
        await symlink(join(elsewhere, "new.yml"), join(folder.path, workflows, "schema-watch.yml"));
      },
    },
  ])("$name: nothing is written anywhere", async ({ make }) => {
    await using folder = await repositoryWith(plain);
    await using elsewhere = await folderOf({});
    await make(folder, elsewhere.path);
    const { status, document } = await initJson(folder);
    expect({ status, outcome: document.outcome }).toEqual({ status: 1, outcome: "failed" });
    expect(document.message).toContain("is a symbolic link");
    expect(await readdir(elsewhere.path)).toEqual([]);
    expect(await readdir(join(folder.path, ".github", "workflows")).catch(() => [])).not.toContain("schema.yml");
  });

  test("a folder that may not be written is named", async () => {
    await using folder = await repositoryWith(plain);
    await mkdir(join(folder.path, workflows), { recursive: true });
    const account = await unprivilegedAccount();
    await chmod(folder.path, 0o755);
    const ended = await runCli(["init"], { cwd: folder.path, home: home.path, account });
    expect(ended.status).toBe(64);
    expect(ended.stderr).toMatch(/Can't write \.github\/workflows\/schema\.yml in .*: permission denied\./);
  });

  test("something else in the way is named", async () => {
    await using folder = await repositoryWith(plain);
    await mkdir(join(folder.path, dirname(written[0] ?? "")), { recursive: true });
    await mkdir(join(folder.path, ".github/schemagate.yml"));
    const { status, document } = await initJson(folder);
    expect(status).toBe(64);
    expect(document.message).toContain("Can't write .github/schemagate.yml");
  });

  test("a folder that is not there, or outside", async () => {
    await using folder = await repositoryWith(plain);
    for (const path of ["services/none", schema, ".."])
      expect(await initJson(folder, "--working-directory", path)).toMatchObject({
        status: 64,
        document: { failureReason: "invalid-input" },
      });
  });

  test("without a repository, and without a project", async () => {
    await using bare = await folderOf(plain);
    expect(await initJson(bare)).toMatchObject({
      status: 64,
      document: { failureReason: "invalid-input", message: expect.stringContaining("git init") },
    });
    await using empty = await repositoryWith({});
    expect(await initJson(empty)).toMatchObject({
      status: 1,
      document: { failureReason: "invalid-source", message: expect.stringContaining("--schema") },
    });
    await using alembic = await repositoryWith({ "alembic.ini": "" });
    expect((await initJson(alembic)).document.message).toContain("Alembic");
  });
});
