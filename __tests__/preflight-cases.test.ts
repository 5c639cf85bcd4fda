import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, type ExpectStatic, test, vi } from "vitest";
import { parse } from "yaml";
import { historyRow, historyTable } from "../scripts/prisma-history.ts";
import { type ScratchDatabase, scratchPostgres, scratchSqlite } from "../scripts/scratch-database.ts";
import { withoutBelongings } from "../src/diff/neutralize.ts";
import type { Plan } from "../src/plan/plan.ts";
import { verifiable } from "../src/plan/verifiable.ts";
import type { JsonDocument } from "../src/report/json.ts";
import { hashObjects } from "../src/schema/fingerprint.ts";
import type { Snapshot } from "../src/schema/snapshot.ts";
import { runCli } from "./support/cli.ts";
import { essence, offeredMigration, offeredWays, settled } from "./support/golden.ts";
import { type LaidOut, layOut, type PreflightCase, readCases } from "./support/preflight-case.ts";
import { servers } from "./support/servers.ts";

/**
 * Each folder of cases/preflight/<engine>/ is a project and a database that has run some of its migrations and was perhaps changed by
 * hand. `expected.json`, `01.md` and `02.md` are what preflight has to say. Beyond that, what it says has to be right: the plan leads
 * where it says, the offered migration is the one that is missing, and each way out of a change made by hand leads out.
 */
vi.setConfig({ maxConcurrency: 2, testTimeout: 180_000 });

/** Shared by all cases: HOME, and the cache of stand-ins. */
let home = "";
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "schemagate-home-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe.concurrent.each(await servers())("$label", async (server) => {
  const cases = (await readCases("postgresql")).filter(
    ({ majors }) => server.major === 18 || majors?.some((major) => major === server.major),
  );
  test.for(cases)("$name", (scene, { expect }) =>
    tryCase(scene, () => scratchPostgres(server.adminUrl, `sg_case_${scene.name.replaceAll("-", "_")}`), expect),
  );
});

describe.concurrent("SQLite", async () => {
  test.for(await readCases("sqlite"))("$name", (scene, { expect }) => tryCase(scene, scratchSqlite, expect));
});

type Scene = { readonly of: PreflightCase; readonly database: ScratchDatabase; readonly project: LaidOut };

async function tryCase(of: PreflightCase, open: () => Promise<ScratchDatabase>, expect: ExpectStatic): Promise<void> {
  await using database = await open();
  await using project = await layOut(of);
  const scene = { of, database, project };
  await build(scene);

  const said = await preflight(scene);
  const golden = (name: string) => join(of.folder, name);
  await expect(`${JSON.stringify(essence(said.status, said.document), null, 2)}\n`).toMatchFileSnapshot(golden("expected.json"));
  await expect(settled(said.drift)).toMatchFileSnapshot(golden("01.md"));
  await expect(settled(said.plan)).toMatchFileSnapshot(golden("02.md"));

  const causes = new Set(said.document.drift.map(({ cause }) => cause));
  if (said.document.outcome === "planned") await appliedPlanLeadsThere(scene, expect);
  if (causes.has("missing-migration")) await offeredMigrationIsTheMissingOne(scene, said.drift, expect);
  if (causes.has("unmanaged")) await waysLeadOut(scene, said, expect);
}

/** The migrations that the database has, its rows, and what somebody did to it. */
async function build({ of, database, project }: Scene): Promise<void> {
  if (of.schema !== undefined) await database.run(`CREATE SCHEMA "${of.schema}"; SET search_path TO "${of.schema}"`);
  const applied = project.history.slice(0, of.applied);
  for (const { bytes } of applied) await database.run(bytes.toString("utf8"));
  if (applied.length > 0) await record(of, database, applied);
  for (const sql of of.live) await database.run(sql);
}

async function record(of: PreflightCase, database: ScratchDatabase, migrations: LaidOut["history"]): Promise<void> {
  const at = new Date("2026-03-01T08:00:00Z");
  await database.run(
    [historyTable(of.engine), ...migrations.map((migration) => historyRow(of.engine, migration, at))].join(";\n"),
  );
}

type Said = { readonly status: number | null; readonly document: JsonDocument; readonly drift: string; readonly plan: string };

async function preflight({ of, database, project }: Scene): Promise<Said> {
  const url = of.schema === undefined ? database.url : `${database.url}?schema=${encodeURIComponent(of.schema)}`;
  const flags = ["--environment", "production", "--url", url, "--out", "log", "--json", ...(of.flags ?? [])];
  const { status, stdout, stderr } = await runCli(["preflight", ...flags], { cwd: project.path, home });
  if (stdout === "") throw new Error(stderr);
  const document = JSON.parse(stdout) as JsonDocument;
  if (document.outcome === "failed") throw new Error(document.message ?? stderr);
  const report = (name: string) => readFile(join(project.path, "log", name), "utf8");
  return { status, document, drift: await report("01-drift-report.md"), plan: await report("02-migration-plan.md") };
}

async function artifact<Content>({ project }: Scene, name: string): Promise<Content> {
  return JSON.parse(await readFile(join(project.path, "log", "artifacts", name), "utf8")) as Content;
}

/** Its statements by plain SQL, batch by batch: then nothing is left to do, and the schema is the one that the plan expects. */
async function appliedPlanLeadsThere(scene: Scene, expect: ExpectStatic): Promise<void> {
  const plan = await artifact<Plan>(scene, "plan.json");
  const before = await artifact<Snapshot>(scene, "live.json");
  await apply(scene, plan);
  const after = await preflight(scene);
  expect(after.document, "a second preflight").toMatchObject({ outcome: "up-to-date", pending: [], statements: [] });
  const live = await artifact<Snapshot>(scene, "live.json");
  // The plan leaves out the history's own table, and what the configuration ignores.
  const outside = before.objects.filter(({ id }) => !(id in plan.base.objects)).map(({ id }) => id);
  const history = live.objects.filter(({ kind, name }) => kind === "table" && name === "_prisma_migrations").map(({ id }) => id);
  const covered = withoutBelongings(live.objects, new Set([...outside, ...history]));
  expect(hashObjects(verifiable(covered))).toEqual(plan.expected.objects);
}

async function apply({ of, database, project }: Scene, plan: Plan): Promise<void> {
  for (const [index, batch] of plan.batches.entries()) {
    if (batch.transactional) await database.run("BEGIN");
    for (const { sql } of plan.statements.filter((statement) => statement.batch === index)) await database.run(sql);
    if (batch.transactional) await database.run("COMMIT");
  }
  const origins = new Set(plan.batches.map(({ origin }) => origin));
  const migrations = project.history.filter(({ name }) => origins.has(name));
  if (migrations.length > 0) await record(of, database, migrations);
}

async function offeredMigrationIsTheMissingOne(scene: Scene, report: string, expect: ExpectStatic): Promise<void> {
  const offered = offeredMigration(report);
  expect(offered, "the report offers a migration").not.toBeNull();
  if (offered === null) return;
  await addMigration(scene, offered.name, offered.sql);
  const said = await preflight(scene);
  expect(said.document.drift.filter(({ cause }) => cause === "missing-migration")).toEqual([]);
  expect(said.document.pending).toContain(offered.name);
}

async function addMigration({ project }: Scene, name: string, sql: string): Promise<Buffer> {
  const bytes = Buffer.from(sql);
  await mkdir(join(project.migrations, name), { recursive: true });
  await writeFile(join(project.migrations, name, "migration.sql"), bytes);
  return bytes;
}

/** Undone, nothing is left of what was made by hand; where it is not there, the text for a migration runs. */
async function waysLeadOut(scene: Scene, said: Said, expect: ExpectStatic): Promise<void> {
  const found = said.document.drift.filter(({ cause }) => cause === "unmanaged");
  for (const { object, ways } of found) expect(parse(ways?.ignore ?? "")).toMatchObject([{ object, reason: expect.any(String) }]);

  const { adopt, undo } = offeredWays(said.drift);
  if (undo === null) return;
  await scene.database.run(undo);
  const left = (await preflight(scene)).document.drift.filter(({ cause }) => cause === "unmanaged");
  expect(left, "after undoing").toEqual([]);
  if (adopt !== null) await scene.database.run(adopt);
}
