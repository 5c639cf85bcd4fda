import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareSchema, type SchemaFile } from "../../src/source/prisma/schema-text.ts";
import type { SentSql } from "./prisma-adapter.ts";

/** What the CLI wants to read in the schema, and its engine does not. */
export const urlLine = '\n  url = env("DATABASE_URL")';

export type Deployed = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the engine asked of the database, in order. */
  readonly sent: readonly SentSql[];
};

/** A folder with schema.prisma or schema/, and migrations/; the URL of PostgreSQL, or `file:` with an absolute path. */
export type Deployment = { readonly folder: string; readonly url: string };

/**
 * Runs the real `prisma migrate deploy`, offline: its engine is `prisma-engine.ts`. The schema is cleaned first, since old ones
 * hold settings that the engine refuses; the migrations are the project's own bytes.
 */
export async function migrateDeploy(deployment: Deployment): Promise<Deployed> {
  return withProject(deployment, (project) => project.run(["migrate", "deploy"]));
}

/** The real `prisma migrate status`: 0 where the database is up to date. */
export async function migrateStatus(deployment: Deployment): Promise<Deployed> {
  return withProject(deployment, (project) => project.run(["migrate", "status"]));
}

/** The real `prisma migrate resolve --applied`, for one migration after the other; stops at the first that fails. */
export async function resolveApplied(deployment: Deployment, migrations: readonly string[]): Promise<Deployed> {
  return withProject(deployment, async ({ run }) => {
    let ended: Deployed = { exitCode: 0, stdout: "", stderr: "", sent: [] };
    for (const migration of migrations) {
      ended = await run(["migrate", "resolve", "--applied", migration]);
      if (ended.exitCode !== 0) break;
    }
    return ended;
  });
}

/**
 * The schema files that the real `prisma db pull` makes of a database, offline too. It starts from the project's own, whose names it
 * keeps for what it finds. Throws what the CLI says where it fails.
 */
export async function dbPull(deployment: Deployment): Promise<readonly SchemaFile[]> {
  return withProject(deployment, async ({ folder, run }) => {
    const { exitCode, stderr } = await run(["db", "pull"]);
    if (exitCode !== 0) throw new Error(`prisma db pull: ${stderr.trim()}`);
    const names = (await readdir(folder)).filter((name) => name.endsWith(".prisma")).sort();
    return Promise.all(
      names.map(async (path) => ({ path, text: withPartialIndexes(await readFile(join(folder, path), "utf8")) })),
    );
  });
}

/** This engine writes partial indexes without being asked, and then refuses to read them. */
function withPartialIndexes(text: string): string {
  if (!/\bwhere: raw\(/.test(text)) return text;
  return `${text}\ngenerator pulled {\n  provider = "none"\n  previewFeatures = ["partialIndexes"]\n}\n`;
}

type PrismaProject = {
  /** A copy of schema and migrations, for as long as this runs. */
  readonly folder: string;
  readonly run: (command: readonly string[]) => Promise<Deployed>;
};

async function withProject<Result>(
  { folder, url }: Deployment,
  work: (project: PrismaProject) => Promise<Result>,
): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), "schemagate-prisma-"));
  try {
    await copyProject(folder, join(home, "prisma"));
    return await work({ folder: join(home, "prisma"), run: (command) => runPrisma(home, url, command) });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function runPrisma(home: string, url: string, command: readonly string[]): Promise<Deployed> {
  const log = join(home, "sent.jsonl");
  const engine = fileURLToPath(new URL("./prisma-engine.ts", import.meta.url));
  const ended = await runCli(home, command, {
    DATABASE_URL: url,
    ENGINE_LOG: log,
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    // It is not used, and fetched unless a file is named.
    PRISMA_QUERY_ENGINE_LIBRARY: engine,
    // Asks no server for a newer version.
    CHECKPOINT_DISABLE: "1",
    HOME: home,
    TMPDIR: home,
    // The engine's first line asks `env` for this Node.js.
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
  });
  return { ...ended, sent: await readLog(log) };
}

async function copyProject(from: string, to: string): Promise<void> {
  const { files } = prepareSchema(await schemaFiles(from));
  await mkdir(to, { recursive: true });
  for (const { path, text } of files) await writeFile(join(to, path), text.replace(/^datasource\s+\w+\s*\{/m, `$&${urlLine}`));
  await cp(join(from, "migrations"), join(to, "migrations"), { recursive: true });
}

async function schemaFiles(folder: string): Promise<readonly SchemaFile[]> {
  const one = join(folder, "schema.prisma");
  if (existsSync(one)) return [{ path: "schema.prisma", text: await readFile(one, "utf8") }];
  const names = (await readdir(join(folder, "schema"))).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(names.map(async (path) => ({ path, text: await readFile(join(folder, "schema", path), "utf8") })));
}

function runCli(cwd: string, command: readonly string[], env: NodeJS.ProcessEnv): Promise<Omit<Deployed, "sent">> {
  const require = createRequire(import.meta.url);
  const program = require.resolve("prisma/build/index.js");
  const args = [program, ...command, "--schema", "prisma"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === "number") resolve({ exitCode, stdout, stderr });
      else reject(error);
    });
  });
}

async function readLog(path: string): Promise<readonly SentSql[]> {
  if (!existsSync(path)) return [];
  const text = await readFile(path, "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as SentSql]));
}
