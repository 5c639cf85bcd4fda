import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { majors, npmPostgres } from "../__tests__/support/postgres-binaries.ts";
import { startPostgres, unprivilegedAccount } from "../__tests__/support/private-postgres.ts";
import type { JsonDocument } from "../src/report/json.ts";
import { type MigrationFile, readMigrations } from "./prisma-history.ts";
import { type Engine, type ScratchDatabase, scratchPostgres, scratchSqlite } from "./scratch-database.ts";

/** A public project as it lies in a folder: schema.prisma (or schema/*.prisma) and migrations/. */
export type Project = {
  readonly engine: Engine;
  /** `postgresql/<name of its folder>` */
  readonly id: string;
  readonly folder: string;
  readonly migrations: readonly MigrationFile[];
};

export type Server = { readonly label: string; open(name: string): Promise<ScratchDatabase> };

/** Where and with what the command line runs. */
export type Surroundings = { readonly cli: string; readonly cwd: string; readonly cache: string };

export type Answer = { readonly document: JsonDocument; readonly exitCode: number; readonly ms: number };

/** The bundle of this repository. */
export const shippedCli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** Projects in `home`/postgresql and `home`/sqlite whose id holds `only`, sorted. */
export async function findProjects(home: string, only: string): Promise<readonly Project[]> {
  const engines = ["postgresql", "sqlite"] as const;
  return (await Promise.all(engines.map((engine) => projectsOf(home, engine, only)))).flat();
}

async function projectsOf(home: string, engine: Engine, only: string): Promise<readonly Project[]> {
  const names = existsSync(join(home, engine)) ? (await readdir(join(home, engine))).sort() : [];
  return Promise.all(
    names
      .filter((name) => `${engine}/${name}`.includes(only))
      .map(async (name) => {
        const folder = join(home, engine, name);
        return { engine, id: `${engine}/${name}`, folder, migrations: await readMigrations(join(folder, "migrations")) };
      }),
  );
}

/** The servers that these projects need: those at `urls`, or where that is null the three of the tests, which end with `stack`. */
export async function openServers(
  projects: readonly Project[],
  urls: readonly string[] | null,
  stack: AsyncDisposableStack,
): Promise<(engine: Engine) => readonly Server[]> {
  const postgres = projects.some(({ engine }) => engine === "postgresql") ? await postgresServers(urls, stack) : [];
  return (engine) => (engine === "sqlite" ? [{ label: "SQLite", open: scratchSqlite }] : postgres);
}

async function postgresServers(urls: readonly string[] | null, stack: AsyncDisposableStack): Promise<readonly Server[]> {
  const server = (label: string, url: string): Server => ({ label, open: (name) => scratchPostgres(url, name) });
  if (urls !== null) return urls.map((url) => server(new URL(url).host, url));
  const account = await unprivilegedAccount();
  return Promise.all(
    majors.map(async (major) =>
      server(`PostgreSQL ${major}`, stack.use(await startPostgres(await npmPostgres(major), account)).adminUrl),
    ),
  );
}

/** For `--schema`: its one file, or the folder of several. */
export function schemaPath(folder: string): string {
  return existsSync(join(folder, "schema.prisma")) ? "schema.prisma" : "schema";
}

/** Runs the command line with `--json`, away from this process' own environment. */
export function askSchemagate(args: readonly string[], { cli, cwd, cache }: Surroundings): Promise<Answer> {
  const env = { PATH: process.env["PATH"], XDG_CACHE_HOME: cache };
  const started = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  execFile(process.execPath, [cli, ...args, "--json"], { cwd, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
    const exitCode = error === null ? 0 : Number(error.code);
    try {
      resolve({ document: JSON.parse(stdout) as JsonDocument, exitCode, ms: performance.now() - started });
    } catch {
      reject(new Error(`no JSON: ${stderr.trim().split("\n")[0] ?? ""}`));
    }
  });
  return promise;
}

/** What it said, for a cell that is not ok. */
export function said(answer: Pick<JsonDocument, "outcome" | "failureReason" | "message" | "drift">): string {
  const drift = answer.drift.map(({ cause, object }) => `${cause}: ${object}`);
  const shown = drift.length > 6 ? [...drift.slice(0, 6), `and ${drift.length - 6} more`] : drift;
  return cell([answer.outcome, answer.failureReason, answer.message, ...shown].filter((part) => part !== null).join("; "));
}

export function cell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 600);
}
