import { execFile } from "node:child_process";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listTree, openRoom } from "./support/command-line.ts";
import { appliedSql, customers, preflight, projectWith } from "./support/preflight-run.ts";
import { type Folder, schemaText } from "./support/prisma-project.ts";

const run = promisify(execFile);
const timeout = 120_000;
const secret = "cormorant-4711";
const room = await openRoom();
const outside = join(room.path, "outside");
const url = `file:${join(room.path, "live.db")}`;
const schema = "prisma/schema.prisma";
const migration = `prisma/migrations/${customers.migration}/migration.sql`;

beforeAll(async () => {
  await mkdir(outside);
  await writeFile(join(outside, "file"), `-- ${secret}\nDATABASE_URL=file:${secret}\n`);
  using live = new DatabaseSync(join(room.path, "live.db"));
  live.exec(appliedSql("sqlite"));
});

afterAll(async () => {
  expect(await listTree(outside)).toEqual(["file"]);
  expect(await room.leftovers()).toEqual([]);
  await room[Symbol.asyncDispose]();
});

type Case = {
  readonly name: string;
  readonly make: (project: Folder) => Promise<unknown>;
  readonly flags?: readonly string[];
  readonly answer: RegExp;
  readonly reason?: string;
};

const environ = "/proc/self/environ";
const link = (path: string, target: string) => async (project: Folder) => {
  const place = join(project.path, path);
  await mkdir(dirname(place), { recursive: true });
  await rm(place, { recursive: true, force: true });
  await symlink(target, place);
};
const text = (path: string, content: string | Uint8Array) => async (project: Folder) => {
  const place = join(project.path, path);
  await rm(place, { recursive: true, force: true });
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, content);
};
const pipe = (path: string) => async (project: Folder) => {
  await rm(join(project.path, path), { force: true });
  await run("mkfifo", [join(project.path, path)]);
};
const folder = (path: string) => async (project: Folder) => {
  await rm(join(project.path, path), { force: true });
  await mkdir(join(project.path, path));
};
const moved = (path: string) => async (project: Folder) => {
  await rename(join(project.path, path), join(project.path, "elsewhere"));
  await symlink(join(project.path, "elsewhere"), join(project.path, path));
};

const links: readonly Case[] = [
  {
    name: "the schema to a file outside",
    make: link(schema, join(outside, "file")),
    answer: /schema\.prisma is a symbolic link/,
  },
  { name: "the schema to the environment", make: link(schema, environ), answer: /schema\.prisma is a symbolic link/ },
  { name: "a migration", make: link(migration, environ), answer: /migration\.sql is a symbolic link/ },
  { name: "the folder of the migrations", make: moved("prisma/migrations"), answer: /migrations is a symbolic link/ },
  { name: "the folder of the project", make: moved("prisma"), answer: /prisma is a symbolic link/ },
  { name: "package.json", make: link("package.json", environ), answer: /package\.json is a symbolic link/ },
  { name: "prisma.config.ts", make: link("prisma.config.ts", environ), answer: /prisma\.config\.ts is a symbolic link/ },
  { name: "the configuration", make: link(".github/schemagate.yml", environ), answer: /schemagate\.yml is a symbolic link/ },
  { name: "the folder of the configuration", make: link(".github", outside), answer: /\.github is a symbolic link/ },
  {
    name: "the folder of the reports",
    make: link("out", outside),
    answer: /Can't write to .*: out is a symbolic link/,
    reason: "invalid-input",
  },
  {
    name: "the folder of the artifacts",
    make: link("out/artifacts", outside),
    answer: /out\/artifacts is a symbolic link/,
    reason: "invalid-input",
  },
];

const paths: readonly Case[] = [
  {
    name: "--schema",
    make: async () => {},
    flags: ["--schema", "../outside/file"],
    answer: /lies outside/,
    reason: "invalid-input",
  },
  {
    name: "--migrations",
    make: async () => {},
    flags: ["--migrations", "prisma/../.."],
    answer: /lies outside/,
    reason: "invalid-input",
  },
  {
    name: "--working-directory",
    make: async () => {},
    flags: ["--working-directory", ".."],
    answer: /lies outside/,
    reason: "invalid-input",
  },
  {
    name: "--config",
    make: async () => {},
    flags: ["--config", "/etc/hostname"],
    answer: /lies outside/,
    reason: "invalid-input",
  },
  {
    name: "package.json",
    make: text("package.json", '{"prisma":{"schema":"../../etc/passwd"}}'),
    answer: /lies outside/,
    reason: "invalid-input",
  },
  {
    name: "prisma.config.ts",
    make: text("prisma.config.ts", 'export default { schema: "/etc/passwd" }'),
    answer: /lies outside/,
    reason: "invalid-input",
  },
  {
    name: "the configuration",
    make: text(".github/schemagate.yml", "targets: { a: { working-directory: ../.. } }"),
    answer: /lies outside/,
    reason: "invalid-input",
  },
];

const others: readonly Case[] = [
  { name: "a pipe as a migration", make: pipe(migration), answer: /has no migration\.sql/ },
  { name: "a pipe as the schema", make: pipe(schema), answer: /No source of truth|no Prisma schema/i },
  { name: "a folder as a migration", make: folder(migration), answer: /has no migration\.sql/ },
  { name: "a folder as the schema", make: folder(schema), answer: /holds no file that ends in \.prisma/ },
  { name: "a migration that is too large", make: text(migration, Buffer.alloc(11 * 2 ** 20, 32)), answer: /the limit is/ },
  { name: "a schema that is too large", make: text(schema, Buffer.alloc(2 ** 21, 32)), answer: /the limit is/ },
  {
    name: "a migration that is not UTF-8",
    make: text(migration, Buffer.from('CREATE TABLE "\xff\xfe" (id int)', "latin1")),
    answer: /migration\.sql" is not valid UTF-8/,
  },
  {
    name: "a schema that is not UTF-8",
    make: text(schema, Buffer.from(schemaText("sqlite", "// \xff"), "latin1")),
    answer: /schema\.prisma" is not valid UTF-8/,
  },
  {
    name: "an alias bomb as the configuration",
    make: text(".github/schemagate.yml", aliasBomb()),
    answer: /aliases/,
    reason: "invalid-input",
  },
  {
    name: "thousands of brackets as the configuration",
    make: text(".github/schemagate.yml", "[".repeat(100_000)),
    answer: /./,
    reason: "invalid-input",
  },
];

function aliasBomb(): string {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(", ")}]`,
  );
  return ["a0: &a0 x", ...levels].join("\n");
}

async function expectRefused({ make, flags = [], answer, reason = "invalid-source" }: Case): Promise<void> {
  await using project = await projectWith("sqlite");
  await make(project);
  const { status, document, everything } = await preflight(room, project, url, { flags });
  expect(document).toMatchObject({ outcome: "failed", failureReason: reason, message: expect.stringMatching(answer) });
  expect(status).toBe(reason === "invalid-input" ? 64 : 1);
  expect(everything).not.toContain(secret);
}

describe.concurrent("a symbolic link is not followed:", { timeout }, () => {
  test.each(links)("$name", expectRefused);
});

describe.concurrent("a path that leads outside is refused:", { timeout }, () => {
  test.each(paths)("$name", expectRefused);
});

describe.concurrent("refused with one sentence:", { timeout }, () => {
  test.each(others)("$name", expectRefused);
});

test("links among the migrations are left out, and the report says so", { timeout }, async () => {
  await using project = await projectWith("sqlite");
  await link("prisma/migrations/20260103000000_link", outside)(project);
  await link("prisma/migrations/migration_lock.toml", environ)(project);
  const { status, document, reports, everything } = await preflight(room, project, url);
  expect({ status, outcome: document.outcome, pending: document.pending }).toEqual({
    status: 0,
    outcome: "up-to-date",
    pending: [],
  });
  expect(reports.join()).toMatch(
    /Left out, as they are symbolic links or no files.*20260103000000\S*link, migration\S*lock\.toml/,
  );
  expect(everything).not.toContain("PATH=");
});

test("a link as .env: no URL", { timeout }, async () => {
  await using project = await projectWith("sqlite");
  await link(".env", join(outside, "file"))(project);
  const { status, stdout, stderr } = await room.schemagate(["check", "--json", "--environment", "test"], project.path);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "failed",
    failureReason: "invalid-source",
    message: expect.stringContaining(".env is a symbolic link"),
  });
  expect(stdout + stderr).not.toContain(secret);
});
