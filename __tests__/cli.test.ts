import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { historyRow, historyTable, readMigrations } from "../scripts/prisma-history.ts";
import type { JsonDocument } from "../src/report/json.ts";
import type { Snapshot } from "../src/schema/snapshot.ts";
import { version } from "../src/version.ts";
import { runCli } from "./support/cli.ts";
import { type Folder, folderOf } from "./support/prisma-project.ts";
import { createDatabase, servers } from "./support/servers.ts";

vi.setConfig({ maxConcurrency: 2 });

const shop = fileURLToPath(new URL("cases/preflight/projects/file-shop", import.meta.url));
const production = ["--environment", "production"];

/** HOME and cache, shared by all tests. */
let home: Folder;
beforeAll(async () => {
  home = await folderOf({});
});
afterAll(() => home[Symbol.asyncDispose]());

/** The shop with its database `live.db`, which has run so many migrations and was then changed by hand. */
async function shopWith({ applied = 2, byHand = "" } = {}): Promise<Folder> {
  const folder = await folderOf({});
  await cp(shop, folder.path, { recursive: true });
  const migrations = (await readMigrations(join(folder.path, "prisma/migrations"))).slice(0, applied);
  const database = new DatabaseSync(join(folder.path, "live.db"));
  database.exec(historyTable("sqlite"));
  for (const migration of migrations) {
    database.exec(migration.bytes.toString("utf8"));
    database.exec(historyRow("sqlite", migration, new Date("2026-03-01T08:00:00Z")));
  }
  database.exec(byHand);
  database.close();
  return folder;
}

const cli = (
  folder: Folder,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = { DATABASE_URL: "file:./live.db" },
) => runCli(args, { cwd: folder.path, home: home.path, environment });

const addedColumn = 'ALTER TABLE "members" ADD COLUMN "legacy_ref" TEXT';

describe.concurrent("help", () => {
  test("--version says the version alone", async () => {
    expect(await cli(home, ["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("help lists the commands, help of a command its flags", async () => {
    const [all, one] = await Promise.all([cli(home, ["help"]), cli(home, ["help", "preflight"])]);
    expect(all).toMatchObject({ status: 0, stderr: "" });
    for (const name of ["check", "snapshot", "preflight", "drift", "sync"])
      expect(all.stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    expect(all.stdout).not.toMatch(/introspect|pull/);
    expect(one).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining("--environment <name>") });
  });
});

describe.concurrent("exit status", () => {
  test.for([
    { name: "nothing to do", scene: {}, args: ["preflight", "--exit-code"], status: 0, outcome: "up-to-date" },
    { name: "a plan", scene: { applied: 1 }, args: ["preflight"], status: 0, outcome: "planned" },
    {
      name: "a plan, asked for a status",
      scene: { applied: 1 },
      args: ["preflight", "--exit-code"],
      status: 2,
      outcome: "planned",
    },
    { name: "sync with something to add", scene: { applied: 1 }, args: ["sync", "--exit-code"], status: 2, outcome: "planned" },
    {
      name: "blocked",
      scene: { byHand: "DELETE FROM _prisma_migrations" },
      args: ["preflight", "--exit-code"],
      status: 3,
      outcome: "blocked",
    },
    { name: "drift where nothing drifts", scene: {}, args: ["drift", "--exit-code"], status: 0, outcome: "up-to-date" },
    { name: "drift that is only pending", scene: { applied: 1 }, args: ["drift", "--exit-code"], status: 0, outcome: "planned" },
    { name: "drift by hand", scene: { byHand: addedColumn }, args: ["drift"], status: 0, outcome: "up-to-date" },
    {
      name: "drift by hand, asked for a status",
      scene: { byHand: addedColumn },
      args: ["drift", "--exit-code"],
      status: 2,
      outcome: "up-to-date",
    },
    {
      name: "drift that can't be told",
      scene: { byHand: "DELETE FROM _prisma_migrations" },
      args: ["drift"],
      status: 3,
      outcome: "blocked",
    },
    { name: "no such file", scene: {}, args: ["preflight", "--url", "file:./other.db"], status: 1, outcome: "failed" },
    { name: "bad usage", scene: {}, args: ["preflight", "--strategy", "guess"], status: 64, outcome: "failed" },
    { name: "an unknown flag", scene: {}, args: ["preflight", "--colour"], status: 64, outcome: "failed" },
  ])("$name: $status", async ({ scene, args, status, outcome }, { expect }) => {
    await using folder = await shopWith(scene);
    const ended = await cli(folder, [...args, ...production, "--json"]);
    expect({ status: ended.status, outcome: (JSON.parse(ended.stdout) as JsonDocument).outcome }).toEqual({ status, outcome });
  });
});

describe.concurrent("--json", () => {
  test.for([
    ["check", ...production],
    ["snapshot", "--out", "schema.json"],
    ["preflight", ...production],
    ["drift", ...production],
    ["sync", ...production],
    ["preflight"],
    ["pull"],
    ["what"],
  ])("%s prints one document and nothing else", async (args, { expect }) => {
    await using folder = await shopWith({ applied: 1, byHand: addedColumn });
    const { stdout, stderr, status } = await cli(folder, [...args, "--json"]);
    const document = JSON.parse(stdout) as JsonDocument;
    expect(Object.keys(document)).toEqual(expect.arrayContaining(["command", "outcome", "failureReason", "drift", "statements"]));
    if (status === 0) expect(stderr).toBe("");
  });
});

describe.concurrent("what is written, and where", () => {
  test("check: the connection check alone", async ({ expect }) => {
    await using folder = await shopWith();
    const { stdout, status } = await cli(folder, ["check", ...production, "--out", "log"]);
    expect(status).toBe(0);
    expect(stdout).toContain("SQLite");
    expect(await readdir(join(folder.path, "log"), { recursive: true })).toEqual(["00-connection-check.md"]);
    const report = await readFile(join(folder.path, "log/00-connection-check.md"), "utf8");
    expect(report).toMatch(
      /^# 00 Connection check: production\n\n✅ Connected to `[^`]*live\.db` \(SQLite [\d.]+\), read-only\./,
    );
    expect(headings(report)).toEqual(["Proof of read-only", "What the role may see", "Schemas", "Extensions", "Worth knowing"]);
  });

  test("check of PostgreSQL: role, route, extensions, and a write that was refused", async ({ expect }) => {
    const [server] = await servers(18);
    await using database = await createDatabase(server);
    await database.admin.query('CREATE EXTENSION citext; CREATE SCHEMA "elsewhere"');
    await using folder = await folderOf({});
    const { status } = await cli(folder, ["check", ...production, "--out", "log"], { DATABASE_URL: database.url });
    const report = await readFile(join(folder.path, "log/00-connection-check.md"), "utf8");
    expect(status).toBe(0);
    expect(report).toMatch(/SQLSTATE 25006/);
    expect(report).toMatch(/\| Role +\| `postgres` \(a superuser/);
    expect(report).toMatch(/\| `citext` +\| 1\.\d+ +\| `public`/);
    expect(report).toMatch(/\| `elsewhere` +\| 0 tables +\| not compared/);
    expect(report).not.toContain(new URL(database.url).password || "no password");
  });

  test("drift: nothing without --out", async ({ expect }) => {
    await using folder = await shopWith({ byHand: addedColumn });
    const before = await readdir(folder.path, { recursive: true });
    const { stdout } = await cli(folder, ["drift", ...production]);
    expect(stdout).toContain("Made by hand (1)\n  column members.legacy_ref: added (TEXT)");
    expect(await readdir(folder.path, { recursive: true })).toEqual(before);
    await cli(folder, ["drift", ...production, "--out", "log"]);
    expect(await readFile(join(folder.path, "log/01-drift-report.md"), "utf8")).toContain("### `column members.legacy_ref`");
  });

  test("snapshot: a sorted schema that names its format, the same as live.json", async ({ expect }) => {
    await using folder = await shopWith();
    await cli(folder, ["snapshot", "--out", "schema.json"]);
    await cli(folder, ["preflight", ...production, "--out", "log"]);
    const schema = JSON.parse(await readFile(join(folder.path, "schema.json"), "utf8")) as Snapshot;
    const ids = schema.objects.map(({ id }) => id);
    expect(schema).toMatchObject({ format: 1, dialect: "sqlite", schemas: [] });
    expect(ids).toContain("column orders.total");
    expect(ids).toEqual([...ids].sort());
    expect(schema).toEqual(JSON.parse(await readFile(join(folder.path, "log/artifacts/live.json"), "utf8")));
  });

  test("the folder of the task: from the branch, from --task, or `schema`", async ({ expect }) => {
    await using folder = await shopWith();
    const written = async (...args: readonly string[]) => {
      const { stdout } = await cli(folder, ["check", ...production, ...args]);
      return stdout.trimEnd().split("\n").at(-1);
    };
    expect(await written()).toBe("dev-docs/active/schema/db/00-connection-check.md");
    git(folder, "init", "--quiet", "--initial-branch=feature/ABC-12_Nickname");
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "1");
    expect(await written()).toBe("dev-docs/active/abc-12-nickname/db/00-connection-check.md");
    expect(await written("--task", "fax")).toBe("dev-docs/active/fax/db/00-connection-check.md");
  });
});

describe.concurrent("where the URL comes from", () => {
  test.for([
    { name: ".env", args: [], environment: {}, from: ".env" },
    { name: "the environment before .env", args: [], environment: { DATABASE_URL: "file:./live.db" }, from: "DATABASE_URL" },
    {
      name: "--url before both",
      args: ["--url", "file:./live.db"],
      environment: { DATABASE_URL: "file:./no.db" },
      from: "--url",
    },
  ])("$name", async ({ args, environment, from }, { expect }) => {
    await using folder = await shopWith();
    const inFile = from === ".env" ? "live.db" : "no.db";
    await writeFile(join(folder.path, ".env"), `# secrets\nexport DATABASE_URL='file:./${inFile}'\n`);
    const { status } = await cli(folder, ["check", ...production, "--out", "log", ...args], environment);
    expect(status).toBe(0);
    expect(await readFile(join(folder.path, "log/00-connection-check.md"), "utf8")).toMatch(
      new RegExp(`URL from +\\| \`${from.replace(".", "\\.")}\` `),
    );
  });

  test(".env of the service's folder", async ({ expect }) => {
    await using folder = await folderOf({});
    await using service = await shopWith();
    await mkdir(join(folder.path, "services"));
    await cp(service.path, join(folder.path, "services/shop"), { recursive: true });
    await writeFile(join(folder.path, "services/shop/.env"), "DATABASE_URL=file:./live.db\n");
    expect(await cli(folder, ["check", ...production, "--working-directory", "services/shop"], {})).toMatchObject({ status: 0 });
    expect(existsSync(join(folder.path, "dev-docs/active/schema/db/00-connection-check.md"))).toBe(true);
  });
});

describe("colours", () => {
  const colourCode = "\u001b[";
  const check = ["check", ...production, "--out", "log"];

  test("none where nobody looks, unless they are asked for", async () => {
    await using folder = await shopWith();
    const url = { DATABASE_URL: "file:./live.db" };
    const plain = await cli(folder, check, url);
    expect(plain.stdout + plain.stderr).not.toContain(colourCode);
    expect((await cli(folder, check, { ...url, FORCE_COLOR: "1" })).stdout).toContain(colourCode);
  });

  // util-linux gives a program a terminal.
  const script = "/usr/bin/script";
  test.skipIf(process.platform !== "linux" || !existsSync(script))("on a terminal, but not with NO_COLOR", async () => {
    await using folder = await shopWith();
    const onTerminal = (environment: Readonly<Record<string, string>>) =>
      execFileSync(
        script,
        ["--quiet", "--return", "--command", `"${process.execPath}" "${bundle}" ${check.join(" ")}`, "/dev/null"],
        {
          cwd: folder.path,
          encoding: "utf8",
          env: {
            PATH: process.env["PATH"],
            HOME: home.path,
            XDG_CACHE_HOME: home.path,
            TERM: "xterm-256color",
            DATABASE_URL: "file:./live.db",
            ...environment,
          },
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
    expect(onTerminal({})).toContain(colourCode);
    expect(onTerminal({ NO_COLOR: "1" })).not.toContain(colourCode);
  });
});

const bundle = join(dirname(fileURLToPath(import.meta.url)), "../dist/cli.js");

function headings(report: string): readonly string[] {
  return [...report.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading ?? "");
}

function git({ path }: Folder, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false", ...args], {
    cwd: path,
    env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}
