/**
 * `npm run bench`: measures dist/cli.js against `pg_dump --schema-only` of the same database, on a private server of the distribution's
 * PostgreSQL (installed when missing, as root with apt). Medians of several runs; memory is the most of all runs, of the process and its children.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownTable } from "markdown-table";
import { distributionPostgres } from "../__tests__/support/postgres-binaries.ts";
import { startPostgres, unprivilegedAccount } from "../__tests__/support/private-postgres.ts";
import { provideTool } from "../__tests__/support/system-tools.ts";
import { historySql } from "../scripts/prisma-history.ts";
import { type ScratchDatabase, scratchPostgres } from "../scripts/scratch-database.ts";
import type { JsonDocument } from "../src/report/json.ts";
import { watchFirstQuery } from "./first-query.ts";
import { type Medians, median, medianOf, type Run, runOnce } from "./measure.ts";
import { type GeneratedProject, longHistory, projectOf, tablesSql, writeProject } from "./project.ts";

const runs = 5;
const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

const tool = await provideTool("postgresql");
if (!tool.found) {
  console.error(`The benchmark ${tool.advice}`);
  process.exit(1);
}
await using stack = new AsyncDisposableStack();
const work = await mkdtemp(join(tmpdir(), "schemagate-bench-"));
stack.defer(() => rm(work, { recursive: true, force: true }));
const binaries = distributionPostgres().find(({ bin }) => bin === tool.path);
if (binaries === undefined) throw new Error(`There is no PostgreSQL in ${tool.path}.`);
const server = stack.use(await startPostgres(binaries, await unprivilegedAccount()));
const rows: string[][] = [];

const thousand = await databaseOf("sg_bench_1000", tablesSql(1000));
const dump1000 = await report("pg_dump --schema-only, 1,000 tables", await medianOf(runs, () => dump(thousand.url)), "");
const snapshot1000 = await medianOf(runs, () => snapshot(thousand.url));
await report("snapshot, 1,000 tables", snapshot1000, `${ratio(snapshot1000, dump1000)} of pg_dump (aim: 0.5)`);

const fiveThousand = await databaseOf("sg_bench_5000", tablesSql(5000));
const dump5000 = await report("pg_dump --schema-only, 5,000 tables", await medianOf(3, () => dump(fiveThousand.url)), "");
const snapshot5000 = await medianOf(3, () => snapshot(fiveThousand.url));
await report(
  "snapshot, 5,000 tables",
  snapshot5000,
  `${ratio(snapshot5000, dump5000)} of pg_dump (aim: 0.5); ${ratio(snapshot5000, snapshot1000)} of 1,000 tables (linear: 5)`,
);

await report("start until the first query", await startTime(thousand.url), "");

const five = projectOf(1000);
await writeProject(join(work, "five"), five);
await thousand.run(historySql("postgresql", applied(five, 1), new Date()));
await report(
  "preflight, 5 pending on 1,000 tables, from nothing",
  await medianOf(3, () => cold("five", thousand.url)),
  "aim: 20 s, 1 GB",
);
await preflight("five", thousand.url, "warm");
const warm = await medianOf(runs, () => preflight("five", thousand.url, "warm"));
await report("the same with the cache warm", warm, `${ratio(warm, dump1000)} of pg_dump (aim: 3)`);

const long = longHistory(400);
await writeProject(join(work, "long"), long);
const history = await databaseOf(
  "sg_bench_history",
  long.migrations.map(({ sql }) => sql),
);
await history.run(historySql("postgresql", applied(long, 400), new Date()));
await report("preflight, 400 migrations replayed from nothing", await medianOf(3, () => cold("long", history.url)), "");

console.log(`\nPostgreSQL ${server.major}, Node.js ${process.versions.node}, medians of up to ${runs} runs\n`);
console.log(markdownTable([["", "time", "peak memory", ""], ...rows], { align: ["l", "r", "r", "l"] }));

async function databaseOf(name: string, statements: readonly string[]): Promise<ScratchDatabase> {
  const database = stack.use(await scratchPostgres(server.adminUrl, name));
  // In parts: one transaction over all of them would hold more locks than a server has.
  for (let at = 0; at < statements.length; at += 500) await database.run(statements.slice(at, at + 500).join("\n"));
  return database;
}

async function report<Figures extends Medians>(what: string, figures: Figures, remark: string): Promise<Figures> {
  const memory = figures.peakBytes === null ? "" : `${Math.round(figures.peakBytes / 2 ** 20)} MB`;
  rows.push([what, `${(figures.ms / 1000).toFixed(2)} s`, memory, remark]);
  console.error(rows.at(-1)?.join("  "));
  return figures;
}

function ratio(figures: Medians, base: Medians): string {
  return (figures.ms / base.ms).toFixed(2);
}

function dump(url: string): Promise<Run> {
  return runOnce(join(tool.found ? tool.path : "", "pg_dump"), ["--schema-only", `--file=${join(work, "dump.sql")}`, url], {
    cwd: work,
    env: {},
  });
}

function snapshot(url: string): Promise<Run> {
  return schemagate(work, "none", ["snapshot", "--url", url, "--out", join(work, "snapshot.json")]);
}

/** Fails when the answer is not the one that the project was made for: a fast wrong answer is no figure. */
async function preflight(project: string, url: string, cache: string): Promise<Run> {
  const args = ["preflight", "--json", "--environment", "bench", "--url", url, "--out", join(work, "log")];
  const run = await schemagate(join(work, project), cache, args);
  const { outcome, drift } = JSON.parse(run.output) as JsonDocument;
  const surprising = drift.filter(({ cause }) => cause !== "pending");
  const expected = project === "five" ? "planned" : "up-to-date";
  if (outcome !== expected || surprising.length > 0) {
    throw new Error(`preflight says ${outcome} instead of ${expected}: ${surprising.map(({ summary }) => summary).join("; ")}`);
  }
  return run;
}

async function cold(project: string, url: string): Promise<Run> {
  await rm(join(work, "cache", "cold"), { recursive: true, force: true });
  return preflight(project, url, "cold");
}

async function startTime(url: string): Promise<Medians> {
  await using watch = await watchFirstQuery(url);
  const times: number[] = [];
  for (let time = 0; time < runs; time += 1) {
    const startedAt = performance.now();
    await snapshot(watch.url);
    times.push((watch.takeTime() ?? Number.NaN) - startedAt);
  }
  return { ms: median(times), peakBytes: null };
}

function schemagate(cwd: string, cache: string, args: readonly string[]): Promise<Run> {
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: work,
    XDG_CACHE_HOME: join(work, "cache", cache),
  };
  return runOnce(process.execPath, [cli, ...args], { cwd, env });
}

function applied(project: GeneratedProject, count: number) {
  return project.migrations.slice(0, count).map(({ name, sql }) => ({ name, bytes: Buffer.from(`${sql}\n`) }));
}
