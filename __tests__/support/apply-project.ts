/**
 * A Prisma project in a room of its own, planned and applied through the bundle as a user would.
 *
 *     await using project = await openProject({ provider: "postgresql", models: "...", migrations: { "1_init": "CREATE ..." } });
 *     const plan = await project.plan(url);
 *     const applied = await project.apply(url, plan);
 *     applied.status; applied.document.outcome; await project.log("03-execution-log.md");
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../../src/plan/plan.ts";
import type { JsonDocument } from "../../src/report/json.ts";
import { type CommandRun, openRoom, type Room } from "./command-line.ts";

export type ProjectFiles = {
  readonly provider: "postgresql" | "sqlite";
  readonly models: string;
  /** Folder name → SQL. */
  readonly migrations: Readonly<Record<string, string>>;
  /** `.github/schemagate.yml` */
  readonly configuration?: string;
};

export type Said = CommandRun & { readonly document: JsonDocument };
export type StoredPlan = { readonly path: string; readonly plan: Plan };

export type Project = AsyncDisposable & {
  readonly folder: string;
  readonly room: Room;
  /** Writes migrations; null removes one. */
  migrate(migrations: Readonly<Record<string, string | null>>): Promise<void>;
  schema(models: string): Promise<void>;
  say(url: string, ...args: readonly string[]): Promise<Said>;
  /** Preflight that must end with a plan. */
  plan(url: string, ...args: readonly string[]): Promise<StoredPlan>;
  preflight(url: string, ...args: readonly string[]): Promise<Said>;
  apply(url: string, plan: StoredPlan, ...args: readonly string[]): Promise<Said>;
  log(name: string): Promise<string>;
};

export async function openProject(files: ProjectFiles): Promise<Project> {
  const room = await openRoom();
  const folder = join(room.path, "project");
  const migrationsFolder = join(folder, "prisma", "migrations");
  const schema = (models: string) =>
    writeFile(
      join(folder, "prisma", "schema.prisma"),
      `datasource db {\n  provider = "${files.provider}"\n  url      = env("DATABASE_URL")\n}\n\n${models}\n`,
    );
  const migrate = async (migrations: Readonly<Record<string, string | null>>) => {
    for (const [name, sql] of Object.entries(migrations)) {
      await rm(join(migrationsFolder, name), { recursive: true, force: true });
      if (sql === null) continue;
      await mkdir(join(migrationsFolder, name), { recursive: true });
      await writeFile(join(migrationsFolder, name, "migration.sql"), sql);
    }
  };
  await mkdir(migrationsFolder, { recursive: true });
  await writeFile(join(migrationsFolder, "migration_lock.toml"), `provider = "${files.provider}"\n`);
  await schema(files.models);
  await migrate(files.migrations);
  if (files.configuration !== undefined) {
    await mkdir(join(folder, ".github"));
    await writeFile(join(folder, ".github", "schemagate.yml"), files.configuration);
  }
  const say = async (url: string, ...args: readonly string[]): Promise<Said> => {
    const run = await room.schemagate([...args, "--environment", "test", "--url", url, "--json"], folder);
    return { ...run, document: JSON.parse(run.stdout) as JsonDocument };
  };
  let plans = 0;
  const preflight = (url: string, ...args: readonly string[]) => say(url, "preflight", "--task", "t", ...args);
  const log = (name: string) => readFile(join(folder, "dev-docs/active/t/db", name), "utf8");
  return {
    folder,
    room,
    migrate,
    schema,
    say,
    preflight,
    log,
    async plan(url, ...args) {
      const said = await preflight(url, ...args);
      if (said.document.outcome !== "planned") throw new Error(`No plan: ${said.stdout}${said.stderr}`);
      const path = join(folder, `plan-${++plans}.json`);
      const text = await log("artifacts/plan.json");
      await writeFile(path, text);
      return { path, plan: JSON.parse(text) as Plan };
    },
    apply: (url, { path, plan }, ...args) => say(url, "apply", "--plan", path, "--approve", plan.digest, ...args),
    [Symbol.asyncDispose]: () => room[Symbol.asyncDispose](),
  };
}
