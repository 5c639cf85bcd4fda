import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonDocument } from "../src/report/json.ts";
import { openProject, type Project, type Said } from "./support/apply-project.ts";

/** 1, 2 | 3 | 4 to 7 | 8, 9 | 10 (VACUUM) | 11, 12 */
const models = (more: string) =>
  `model ledger {\n  id        Int @id\n  statement Int\n}\n\nmodel items {\n  id   Int     @id\n  name String?\n${more}`;
const before = {
  models: models("}"),
  migrations: {
    "1_init": `CREATE TABLE "ledger" ("id" INTEGER NOT NULL PRIMARY KEY, "statement" INTEGER NOT NULL);
CREATE TABLE "items" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT);`,
  },
};
/** Takes long enough to be killed meanwhile. */
const note = (statement: number) =>
  `INSERT INTO "ledger" ("statement") SELECT ${statement} WHERE (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 60000) SELECT max(n) FROM c) > 0`;
const after = {
  models: `${models(`\n  @@index([name], map: "items_name_idx")\n}`)}\n\nmodel parts {\n  id Int @id\n}\n\nmodel boxes {\n  id Int @id\n}`,
  migrations: {
    "2_whole": `CREATE TABLE "parts" ("id" INTEGER NOT NULL PRIMARY KEY);\n${note(2)};`,
    "3_own": `${note(3)};\nBEGIN;\nCREATE TABLE "boxes" ("id" INTEGER NOT NULL PRIMARY KEY);\n${note(6)};\nCOMMIT;`,
    "4_steps": `CREATE INDEX "items_name_idx" ON "items" ("name");\n${note(9)};\nVACUUM;\n${note(11)};\nCREATE VIEW "names" AS SELECT "name" FROM "items";`,
  },
};
/** VACUUM has no effect that can be seen. */
const visible = [1, 2, 3, 5, 6, 8, 9, 11, 12];
const states = [0, 2, 3, 7, 9, 12];

let project: Project;
/** The file at the start of the plan. */
let start: Buffer;
beforeAll(async () => {
  project = await openProject({ provider: "sqlite", ...before });
  const path = join(project.folder, "start.db");
  await writeFile(path, "");
  await project.apply(`file:${path}`, await project.plan(`file:${path}`));
  start = await readFile(path);
  await project.migrate(after.migrations);
  await project.schema(after.models);
});
afterAll(() => project[Symbol.asyncDispose]());

type Scene = { readonly url: string; readonly folder: string; readonly args: readonly string[] };
/** A database of its own at the start of the plan, with a log of its own. */
async function openScene(name: string): Promise<Scene> {
  const path = join(project.folder, `${name}.db`);
  const url = `file:${path}`;
  await writeFile(path, start);
  const folder = join(project.folder, `log-${name}`);
  await mkdir(folder);
  const planned = await project.say(url, "preflight", "--task", "t", "--out", folder);
  expect(planned.document.outcome, planned.stdout).toBe("planned");
  expect(planned.document.statements).toHaveLength(12);
  const plan = join(project.folder, `${name}.json`);
  await rename(join(folder, "artifacts/plan.json"), plan);
  const args = ["--environment", "test", "--url", url, "--out", folder, "--json", "--plan", plan];
  return { url, folder, args: ["apply", ...args, "--approve", planned.document.digest ?? ""] };
}

async function apply({ args }: Scene, ...flags: readonly string[]): Promise<Said> {
  const run = await project.room.schemagate([...args, ...flags], project.folder);
  return { ...run, document: JSON.parse(run.stdout) as JsonDocument };
}

function effects({ url }: Scene): readonly number[] {
  using database = new DatabaseSync(url.slice("file:".length));
  return database
    .prepare(
      `SELECT CASE name WHEN 'parts' THEN 1 WHEN 'boxes' THEN 5 WHEN 'items_name_idx' THEN 8 WHEN 'names' THEN 12 END AS n
         FROM sqlite_schema WHERE name IN ('parts', 'boxes', 'items_name_idx', 'names')
       UNION ALL SELECT statement FROM ledger ORDER BY 1`,
    )
    .all()
    .map(({ n }) => Number(n));
}

function stateOf(scene: Scene): number {
  const seen = effects(scene);
  const state = states.find((state) => visible.filter((number) => number <= state).join() === seen.join());
  if (state === undefined) throw new Error(`The plan passes through no state with the effects ${seen.join(", ")}`);
  return state;
}

async function events({ folder }: Scene): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const text = await readFile(join(folder, "artifacts/execution.jsonl"), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => (line.endsWith("}") ? [JSON.parse(line) as Record<string, unknown>] : []));
}

/** Neither schema nor log can tell whether statement 3 took effect if the process was killed meanwhile: a person looks. */
async function goOn(scene: Scene): Promise<readonly string[]> {
  const said = await apply(scene, "--resume");
  if (said.document.outcome !== "refused") return [];
  expect(said.document.reasons[0]?.hint, said.stdout).toMatch(/--resume-from 3; if it did, --resume-from 4/);
  expect(stateOf(scene)).toBeLessThanOrEqual(3);
  return ["--resume", "--resume-from", stateOf(scene) === 3 ? "4" : "3"];
}

async function complete(scene: Scene): Promise<void> {
  const flags = await goOn(scene);
  const said = await apply(scene, ...(flags.length === 0 ? ["--resume"] : flags));
  expect(["applied", "nothing-to-do"], said.stdout + said.stderr).toContain(said.document.outcome);
  expect(said.document.verification?.outcome).toBe("verified");
  expect(stateOf(scene)).toBe(12);
}

const moments = Array.from({ length: 12 }, (_, index) => index + 1).flatMap((number) =>
  (["statement", "done"] as const).map((event) => ({ number, event })),
);

describe("SQLite: the process is killed", () => {
  test.concurrent.for(moments)("at $event of statement $number", { timeout: 120_000 }, async ({ number, event }) => {
    const scene = await openScene(`kill-${number}-${event}`);
    const log = join(scene.folder, "artifacts/execution.jsonl");
    const run = project.room.start(scene.args, project.folder);
    let ended = false;
    void run.ended.then(() => {
      ended = true;
    });
    let size = 0;
    while (!ended) {
      const now = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
      if (now !== size) {
        size = now;
        if ((await events(scene)).some((seen) => seen["event"] === event && seen["number"] === number)) break;
      }
      await sleep(1);
    }
    run.kill("SIGKILL");
    await run.ended;
    stateOf(scene);
    await complete(scene);
  });
});

describe("SQLite: the disk of the log is full", () => {
  const room = [40, 300, 700, 1200, 1800, 2300, 2800, 3300];

  test.concurrent.for(room)("after %d bytes: it stops, says so, and can be gone on with", { timeout: 120_000 }, async (bytes) => {
    const scene = await openScene(`full-${bytes}`);
    const log = join(scene.folder, "artifacts/execution.jsonl");
    const limit = 1024 * 1024;
    const line = `${JSON.stringify({ event: "earlier", filler: "x".repeat(limit - bytes - 40) })}`;
    await writeFile(log, `${line.slice(0, -2)}${"x".repeat(limit - bytes - line.length - 1)}"}\n`);
    const { status, stdout } = await limited(limit, [join(project.room.path, "dist/cli.js"), ...scene.args]);
    const document = JSON.parse(stdout) as JsonDocument;
    expect(status, stdout).toBe(1);
    expect(stdout).toContain("EFBIG");
    const seen = effects(scene);
    for (const { number, outcome } of document.execution?.statements ?? [])
      if (visible.includes(number))
        expect([number, outcome, seen.includes(number)]).toEqual([number, outcome, outcome === "done"]);
    stateOf(scene);
    // Room again.
    await writeFile(log, (await readFile(log, "utf8")).split("\n").slice(1).join("\n"));
    await complete(scene);
  });

  test("a folder that can't be written: nothing runs", async () => {
    const scene = await openScene("no-folder");
    await rm(join(scene.folder, "artifacts"), { recursive: true });
    await writeFile(join(scene.folder, "artifacts"), "no folder");
    const said = await apply(scene);
    expect(said.status).toBe(1);
    expect(said.document.message).toContain("log can't be written");
    expect(said.stderr).not.toContain("bug");
    expect(effects(scene)).toEqual([]);
  });
});

/** As on a full disk: no file of the process may grow beyond the limit. */
function limited(
  bytes: number,
  program: readonly string[],
): Promise<{ readonly status: number | null; readonly stdout: string }> {
  const child = spawn("sh", ["-c", `ulimit -f ${bytes / 512}; exec "$@"`, "sh", process.execPath, ...program], {
    cwd: project.folder,
    env: { PATH: process.env["PATH"], HOME: join(project.room.path, "home"), XDG_CACHE_HOME: join(project.room.path, "cache") },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, stdout })));
}
