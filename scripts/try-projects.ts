/**
 * Tries Schemagate (dist/cli.js) on real projects, and prints a table of what it said.
 *
 *     node scripts/try-projects.ts DIR [--postgres URL]... [--only TEXT]
 *
 * DIR holds postgresql/<id>/ and sqlite/<id>/, each with schema.prisma (or schema/*.prisma) and migrations/. For every project, on every
 * server (without --postgres: the three of the tests): all migrations are replayed by plain SQL into a scratch database with the history
 * that Prisma would have left. Then `preflight` has to say
 *   up to date    nothing to do, no drift;
 *   cut           with the last three migrations (all, where there are fewer) not applied: exactly those are pending;
 *   by hand       with a column, an index, a trigger and a table added: exactly these four are unmanaged.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { JsonDocument } from "../src/report/json.ts";
import { historySql, type MigrationFile } from "./prisma-history.ts";
import {
  askSchemagate,
  cell,
  findProjects,
  openServers,
  type Project,
  type Server,
  said,
  schemaPath,
  shippedCli,
} from "./real-projects.ts";
import type { Engine, ScratchDatabase } from "./scratch-database.ts";

type Scene = { readonly database: ScratchDatabase; readonly say: () => Promise<JsonDocument> };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { postgres: { type: "string", multiple: true }, only: { type: "string", default: "" } },
});
const [home] = positionals;
if (home === undefined) {
  console.error("usage: node scripts/try-projects.ts DIR [--postgres URL]... [--only TEXT]");
  process.exit(64);
}

await using stack = new AsyncDisposableStack();
const work = await mkdtemp(join(tmpdir(), "schemagate-projects-"));
stack.defer(() => rm(work, { recursive: true, force: true }));
const projects = await findProjects(home, values.only);
const serversFor = await openServers(projects, values.postgres ?? null, stack);

console.log("| project | server | migrations | up to date | cut | by hand |\n| --- | --- | --- | --- | --- | --- |");
for (const project of projects) {
  for (const server of serversFor(project.engine)) {
    const cells = [await upToDate(project, server), await cut(project, server), await byHand(project, server)];
    console.log(`| ${project.id} | ${server.label} | ${project.migrations.length} | ${cells.join(" | ")} |`);
    if (cells.some((cell) => !cell.startsWith("ok"))) process.exitCode = 1;
  }
}

async function upToDate(project: Project, server: Server): Promise<string> {
  return onScene(project, server, project.migrations, async ({ say }) => {
    const answer = await say();
    const fine = answer.outcome === "up-to-date" && answer.drift.length === 0;
    return fine ? `ok${usedRules(answer)}` : said(answer);
  });
}

async function cut(project: Project, server: Server): Promise<string> {
  const kept = project.migrations.slice(0, Math.max(project.migrations.length - 3, 0));
  const expected = project.migrations.slice(kept.length).map(({ name }) => name);
  return onScene(project, server, kept, async ({ say }) => {
    const answer = await say();
    const fine =
      answer.outcome === "planned" &&
      answer.pending.join() === expected.join() &&
      answer.drift.every(({ cause }) => cause === "pending");
    return fine ? `ok (${answer.counts.statements} statements)` : said(answer);
  });
}

async function byHand(project: Project, server: Server): Promise<string> {
  return onScene(project, server, project.migrations, async ({ database, say }) => {
    const before = await say();
    const table = await database.someTable();
    if (table === null) return "no table";
    await database.run(handwork(project.engine, table));
    const answer = await say();
    const path = [table.schema, table.name].filter((part) => part !== null).join(".");
    const schema = table.schema === null ? "" : `${table.schema}.`;
    const expected = [
      `column ${path}.sg_column`,
      `index ${schema}sg_index`,
      `table ${schema}sg_table`,
      `trigger ${path}.sg_trigger`,
    ];
    const known = new Set(before.drift.map(({ object }) => object));
    const found = answer.drift.filter(({ object }) => !known.has(object));
    const fine =
      found.every(({ cause }) => cause === "unmanaged") &&
      found
        .map(({ object }) => object)
        .sort()
        .join() === expected.join();
    return fine ? "ok" : said({ ...answer, drift: found });
  });
}

/** Uses a trigger function that is always there: one made for this would be a fifth object. */
function handwork(engine: Engine, { schema, name }: { readonly schema: string | null; readonly name: string }): string {
  const quote = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`;
  const table = schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`;
  const trigger =
    engine === "sqlite"
      ? `CREATE TRIGGER sg_trigger AFTER UPDATE ON ${table} BEGIN SELECT 1; END;`
      : `CREATE TRIGGER sg_trigger BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();`;
  return `
    ALTER TABLE ${table} ADD COLUMN sg_column INTEGER;
    CREATE INDEX sg_index ON ${table} (sg_column);
    ${trigger}
    CREATE TABLE ${schema === null ? "" : `${quote(schema)}.`}sg_table (id INTEGER PRIMARY KEY NOT NULL, note TEXT);`;
}

/** Replays into a new database, and gives a way to ask Schemagate about it. What goes wrong is the result. */
async function onScene(
  project: Project,
  server: Server,
  applied: readonly MigrationFile[],
  look: (scene: Scene) => Promise<string>,
): Promise<string> {
  await using database = await server.open(`sg_try_${process.pid}`);
  try {
    for (const { name, bytes } of applied) {
      await database.run(bytes.toString("utf8")).catch((error: unknown) => {
        throw new Error(`replay stops at ${name}: ${error instanceof Error ? error.message : error}`);
      });
    }
    await database.run(
      `${project.engine === "postgresql" ? "SET search_path TO public;" : ""}${historySql(project.engine, applied, new Date())}`,
    );
    return await look({ database, say: () => preflight(project, database.url) });
  } catch (error) {
    return cell(error instanceof Error ? error.message : String(error));
  }
}

async function preflight(project: Project, url: string): Promise<JsonDocument> {
  const copy = await mkdtemp(join(work, "project-"));
  await cp(project.folder, copy, { recursive: true });
  const found = [
    "--environment",
    "try",
    "--url",
    url,
    "--schema",
    schemaPath(copy),
    "--migrations",
    "migrations",
    "--out",
    "log",
  ];
  const surroundings = { cli: shippedCli, cwd: copy, cache: join(work, "cache") };
  const asked = askSchemagate(["preflight", ...found], surroundings).finally(() => rm(copy, { recursive: true, force: true }));
  return (await asked).document;
}

function usedRules({ rules }: JsonDocument): string {
  const names = [...new Set(rules.map(({ rule }) => rule))].sort();
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}
