/**
 * One project, many databases at the start of its plan, each with a log of its own:
 *
 *     await using ground = await openGround(server);
 *     await using scene = await ground.open();
 *     const run = scene.start("--resume"); await scene.reached(run, [5, "worked"]); run.kill("SIGKILL");
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Plan } from "../../src/plan/plan.ts";
import type { JsonDocument } from "../../src/report/json.ts";
import { openProject, type Project } from "./apply-project.ts";
import type { CommandRun } from "./command-line.ts";
import {
  after,
  before,
  closeGate,
  configuration,
  configurations,
  effects,
  installGates,
  openGate,
  type Place,
  stateOf,
  whoWaits,
} from "./fault-plan.ts";
import { createDatabase, type TestDatabase, type TestServer } from "./servers.ts";

export type Told = CommandRun & { readonly document: JsonDocument };
export type Running = { kill(signal: NodeJS.Signals): void; readonly ended: Promise<CommandRun> };

export type Scene = AsyncDisposable & {
  readonly database: TestDatabase;
  /** Folder of the log. */
  readonly folder: string;
  readonly plan: Plan;
  /** An apply of the plan, started and not waited for. */
  start(...flags: readonly string[]): Running;
  apply(...flags: readonly string[]): Promise<Told>;
  told(run: CommandRun): Told;
  preflight(): Promise<Told>;
  log(name: string): Promise<string>;
  events(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** How many statements of the plan are committed; throws where the plan passes through no such state, or something took effect twice. */
  state(): Promise<number>;
  close(place: Place): Promise<void>;
  open(place: Place): Promise<void>;
  /** Waits until a server process stands at the gate, and gives it; fails when the run ends instead. */
  reached(run: Running, place: Place): Promise<number>;
  /** Waits until no session of ours is there any more. */
  quiet(): Promise<void>;
};

export type Ground = AsyncDisposable & { open(on?: TestServer): Promise<Scene> };

export async function openGround(server: TestServer): Promise<Ground> {
  const project = await openProject({ provider: "postgresql", ...before, configuration });
  await using template = await createDatabase(server);
  const applied = await project.apply(template.url, await project.plan(template.url));
  if (applied.status !== 0) throw new Error(applied.stdout);
  const dump = await history(template);
  await project.migrate(after.migrations);
  await project.schema(after.models);
  for (const [name, text] of Object.entries(configurations)) await writeFile(join(project.folder, name), text);
  let scenes = 0;
  return {
    open: (on = server) => openScene(project, on, dump, ++scenes),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** What brings an empty database to the start of the plan. */
async function history({ admin }: TestDatabase): Promise<string> {
  const { rows } = await admin.query<{ sql: string }>(
    "SELECT format('INSERT INTO _prisma_migrations VALUES (%L, %L, %L, %L, NULL, NULL, %L, 1)', id, checksum, finished_at, migration_name, started_at) AS sql FROM _prisma_migrations",
  );
  const table = `CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;
  return [before.migrations["1_init"], table, ...rows.map(({ sql }) => sql)].join(";\n");
}

async function openScene(project: Project, server: TestServer, dump: string, number: number): Promise<Scene> {
  const database = await createDatabase(server);
  await database.admin.query(dump);
  await installGates(database.admin);
  const folder = join(project.folder, `log-${number}`);
  await mkdir(folder);
  const planned = await project.say(database.url, "preflight", "--task", "t", "--out", folder);
  if (planned.document.outcome !== "planned") throw new Error(planned.stdout + planned.stderr);
  const plan = JSON.parse(await readFile(join(folder, "artifacts/plan.json"), "utf8")) as Plan;
  expect(plan.statements).toHaveLength(12);
  const path = join(folder, "artifacts/plan.json");
  const around = ["--environment", "test", "--url", database.url, "--out", folder, "--json"];
  const start = (...flags: readonly string[]) =>
    project.room.start(["apply", "--plan", path, "--approve", plan.digest, ...around, ...flags], project.folder);
  const told = (run: CommandRun): Told => ({ ...run, document: JSON.parse(run.stdout) as JsonDocument });
  const log = (name: string) => readFile(join(folder, name), "utf8");
  return {
    database,
    plan,
    folder,
    start,
    told,
    log,
    apply: async (...flags) => told(await start(...flags).ended),
    preflight: () => project.say(database.url, "preflight", "--task", "t", "--out", `${folder}-again`),
    events: async () =>
      (await log("artifacts/execution.jsonl"))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    state: async () => stateOf(await effects(database.admin)),
    close: (place) => closeGate(database.admin, place),
    open: (place) => openGate(database.admin, place),
    async reached(run, place) {
      let ended: CommandRun | null = null;
      void run.ended.then((said) => {
        ended = said;
      });
      return until(`statement ${place.join(" ")} is reached`, async () => {
        if (ended !== null) throw new Error(`The run ended before ${place.join(" ")}: ${JSON.stringify(ended)}`);
        return whoWaits(database.admin, place);
      });
    },
    async quiet() {
      const sessions =
        "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'schemagate%' AND datname = current_database()";
      await until("our sessions have ended", async () =>
        (await database.admin.query(sessions)).rows.length === 0 ? true : null,
      );
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** Asks until there is an answer. */
export async function until<Answer>(what: string, ask: () => Promise<Answer | null>): Promise<Answer> {
  for (const end = Date.now() + 100_000; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== null) return answer;
    await sleep(15);
  }
  throw new Error(`Not within 100 seconds: ${what}`);
}

/** What the log says of each statement is so: `seen` are the effects in the database. */
export function expectTruth({ document }: Told, seen: readonly number[]): void {
  const invisible = [9, 12];
  for (const { number, outcome } of document.execution?.statements ?? []) {
    if (invisible.includes(number) || outcome === "unknown") continue;
    const there = outcome === "done" || outcome === "applied-before";
    expect(`statement ${number} is ${outcome}: ${seen.includes(number)}`).toBe(`statement ${number} is ${outcome}: ${there}`);
  }
}
