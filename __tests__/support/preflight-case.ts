import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { type MigrationFile, readMigrations } from "../../scripts/prisma-history.ts";
import type { Engine } from "../../scripts/scratch-database.ts";

const home = fileURLToPath(new URL("../cases/preflight", import.meta.url));

const settings = z.strictObject({
  /** What the case shows, as one sentence. */
  about: z.string(),
  /** Folder of `projects/` that it starts from. */
  project: z.string(),
  /** How many migrations the database has; without it, all. */
  applied: z.int().optional(),
  flags: z.array(z.string()).optional(),
  /** Present: a git repository whose default branch is the project, and whose branch of this name brings the case's own files. */
  branch: z.string().optional(),
  /** PostgreSQL only: `?schema=` of the URL. */
  schema: z.string().optional(),
  /** PostgreSQL only: servers besides 18 that have to give the same. */
  majors: z.array(z.union([z.literal(14), z.literal(16)])).optional(),
});

/** One folder of `cases/preflight/<engine>/`. `project/` lies on top of the project that the case starts from. */
export type PreflightCase = z.infer<typeof settings> & {
  readonly name: string;
  readonly engine: Engine;
  readonly folder: string;
  /** SQL to run after the migrations: rows first, then what somebody did by hand. */
  readonly live: readonly string[];
};

export async function readCases(engine: Engine): Promise<readonly PreflightCase[]> {
  const folder = join(home, engine === "postgresql" ? "postgres" : "sqlite");
  return Promise.all((await readdir(folder)).sort().map((name) => readCase(engine, name, join(folder, name))));
}

async function readCase(engine: Engine, name: string, folder: string): Promise<PreflightCase> {
  const own = settings.parse(JSON.parse(await readFile(join(folder, "case.json"), "utf8")));
  const scripts = ["data.sql", "live.sql"].map((file) => join(folder, file)).filter((path) => existsSync(path));
  return { ...own, name, engine, folder, live: await Promise.all(scripts.map((path) => readFile(path, "utf8"))) };
}

export type LaidOut = AsyncDisposable & {
  readonly path: string;
  readonly migrations: string;
  /** The project's own first, then those of the case. As they were when the database ran them: what a case edits is edited afterwards. */
  readonly history: readonly MigrationFile[];
};

/** The project of a case in a folder of its own. */
export async function layOut(scene: PreflightCase): Promise<LaidOut> {
  const path = await mkdtemp(join(tmpdir(), "schemagate-case-"));
  const migrations = join(path, "prisma", "migrations");
  await cp(join(home, "projects", scene.project), path, { recursive: true });
  const before = await migrationsIn(migrations);
  if (scene.branch !== undefined) await commit(path, ["init", "--quiet", "--initial-branch=main"]);
  if (scene.branch !== undefined) await commit(path, ["checkout", "--quiet", "-b", scene.branch]);
  if (existsSync(join(scene.folder, "project"))) await cp(join(scene.folder, "project"), path, { recursive: true });
  if (scene.branch !== undefined) await commit(path, []);
  const names = new Set(before.map(({ name }) => name));
  const added = (await migrationsIn(migrations)).filter(({ name }) => !names.has(name));
  return {
    path,
    migrations,
    history: [...before, ...added],
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

async function migrationsIn(folder: string): Promise<readonly MigrationFile[]> {
  return existsSync(folder) ? readMigrations(folder) : [];
}

/** Runs a git command, if there is one, and commits everything. */
async function commit(path: string, command: readonly string[]): Promise<void> {
  const git = (...args: readonly string[]) =>
    promisify(execFile)("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false", ...args], {
      cwd: path,
      env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
    });
  if (command.length > 0) await git(...command);
  await git("add", "--all");
  await git("commit", "--quiet", "--allow-empty", "--message", "Work");
}
