/**
 * Takes real projects the whole way with Schemagate, and compares what it leaves with what Prisma leaves; prints a Markdown table.
 *
 *     node scripts/try-apply.ts DIR [--postgres URL]... [--only TEXT] [--cli PATH]
 *
 * DIR is laid out as for try-projects.ts. For every project, on every server (without --postgres: the three of the tests):
 *   deploy            from an empty database, all migrations but the last three are planned, approved, applied and verified; then the
 *                     last three; then `verify` is "verified", and a second `preflight` is up to date without drift. The schema of the
 *                     moment in between is that of Prisma's own `db pull`. `ignoring *`: that schema and the migrations differ, so the
 *                     whole project's schema was used, with everything ignored. `allow-hazards`: what the configuration had to let run;
 *   same as Prisma    the real `prisma migrate deploy` into a second empty database leaves the same: catalogues, number of rows, history
 *                     apart from ids and times, and the text of pg_dump where there is one for that server;
 *   push              `preflight --strategy push` on an empty database, applied: then there is nothing to do;
 *   sync              `sync --apply` on an empty database, twice: the second does nothing. Where extensions are all that it refuses,
 *                     they are made by hand first, and the cell says so.
 * Times, in seconds: `apply` both applies, whole processes; `statements` from the first statement to the last of these; `plain` one
 * process of psql or sqlite3 with the same files; `Prisma` the whole `prisma migrate deploy`.
 * Ends with 1 when a cell is not ok. A project that plain replay says needs an extension this server lacks is skipped.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { dbPull, migrateDeploy } from "../__tests__/support/prisma-cli.ts";
import type { Execution } from "../src/execution.ts";
import type { JsonDocument } from "../src/report/json.ts";
import type { SchemaFile } from "../src/source/prisma/schema-text.ts";
import { databaseText, differences, dumpText } from "./database-text.ts";
import {
  type Answer,
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
import type { ScratchDatabase } from "./scratch-database.ts";

/** A copy of a project as it is at some moment, which Schemagate runs in. */
type Workspace = { readonly folder: string; readonly args: readonly string[] };

/** What goes into one row. */
type Row = {
  readonly statements: number;
  readonly deploy: string;
  readonly same: string;
  readonly push: string;
  readonly sync: string;
  readonly times: string;
};

type Deployed = { readonly cell: string; readonly statements: number; readonly applyMs: number; readonly statementsMs: number };

/** What is not as it should be; its message is the cell. */
class NotOk extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    postgres: { type: "string", multiple: true },
    only: { type: "string", default: "" },
    cli: { type: "string", default: shippedCli },
  },
});
const [home] = positionals;
if (home === undefined) {
  console.error("usage: node scripts/try-apply.ts DIR [--postgres URL]... [--only TEXT] [--cli PATH]");
  process.exit(64);
}

const run = promisify(execFile);
const cli = resolve(values.cli);
await using stack = new AsyncDisposableStack();
const work = await mkdtemp(join(tmpdir(), "schemagate-apply-"));
stack.defer(() => rm(work, { recursive: true, force: true }));
const projects = await findProjects(home, values.only);
const serversFor = await openServers(projects, values.postgres ?? null, stack);

const ignoreAll = ["ignore:", '  - { object: "*", reason: trying it out }'];

console.log("| project | server | migrations | statements | deploy | same as Prisma | push | sync | times |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const project of projects) {
  for (const server of serversFor(project.engine)) {
    const { statements, deploy, same, push, sync, times } = await tryProject(project, server);
    const cells = [project.id, server.label, project.migrations.length, statements, deploy, same, push, sync, times];
    console.log(`| ${cells.join(" | ")} |`);
    if ([deploy, same, push, sync].some((text) => !/^(ok|skipped)/.test(text))) process.exitCode = 1;
  }
}

async function tryProject(project: Project, server: Server): Promise<Row> {
  const plain = await plainReplay(project, server);
  if (plain.outcome === "lacks-extension") {
    const cells = { same: "skipped", push: "skipped", sync: "skipped", times: "" };
    return { ...cells, statements: 0, deploy: `skipped: ${cell(plain.message)}` };
  }
  await using ours = await server.open(databaseName("ours"));
  await using theirs = await server.open(databaseName("prisma"));
  const deployed = await orCell(() => deploy(project, server, ours));
  const started = performance.now();
  const prisma = await migrateDeploy({ folder: project.folder, url: theirs.url });
  const prismaMs = performance.now() - started;
  const ran = typeof deployed === "string" ? { applyMs: 0, statementsMs: 0, statements: 0, cell: deployed } : deployed;
  const seconds = (ms: number) => (ms / 1000).toFixed(ms < 995 ? 2 : 1);
  return {
    statements: ran.statements,
    deploy: ran.cell,
    same: await orCell(async () => {
      if (typeof deployed === "string") throw new NotOk("not compared");
      if (prisma.exitCode !== 0) throw new NotOk(`prisma: ${prisma.stderr.trim() || prisma.stdout.trim()}`);
      return sameAs(project, ours, theirs);
    }),
    push: await orCell(() => push(project, server)),
    sync: await orCell(() => sync(project, server)),
    times: [
      `apply ${seconds(ran.applyMs)}`,
      `statements ${seconds(ran.statementsMs)}`,
      `plain ${plain.outcome === "replayed" ? seconds(plain.ms) : cell(plain.message)}`,
      `Prisma ${seconds(prismaMs)}`,
    ].join(", "),
  };
}

async function deploy(project: Project, server: Server, database: ScratchDatabase): Promise<Deployed> {
  const { migrations } = project;
  const cut = migrations.length > 3 ? migrations.length - 3 : migrations.length;
  const notes: string[] = [];
  const steps: Answer[] = [];
  const workspace = await newWorkspace(project, database);
  if (cut < migrations.length) {
    await setMigrations(workspace, project, cut);
    await setSchema(workspace, project, await schemaOfMoment(project, server, cut));
    const first = await preflight(workspace);
    if (first.outcome === "planned") steps.push(await approve(workspace, first, notes));
    else {
      notes.push(`ignoring * in step 1, since with db pull's schema: ${said(first).slice(0, 200)}`);
      await configure(workspace, ignoreAll);
      steps.push(await approve(workspace, mustBe("planned", await preflight(workspace)), notes, ignoreAll));
      await configure(workspace, []);
    }
    await setMigrations(workspace, project, migrations.length);
    await setSchema(workspace, project, null);
  }
  const last = mustBe("planned", await preflight(workspace));
  steps.push(await approve(workspace, last, notes));
  mustBe("verified", (await ask(workspace, ["verify", "--plan", last.planPath ?? ""])).document);
  const after = mustBe("up-to-date", await preflight(workspace));
  if (after.drift.length > 0) throw new NotOk(`drift after it: ${said(after)}`);
  const executions = steps.flatMap(({ document }) => (document.execution === null ? [] : [document.execution]));
  return {
    cell: ["ok", ...notes.map((note) => `(${note})`)].join(" "),
    statements: executions.reduce((sum, { statements }) => sum + statements.length, 0),
    applyMs: steps.reduce((sum, { ms }) => sum + ms, 0),
    statementsMs: executions.reduce((sum, execution) => sum + spanOf(execution), 0),
  };
}

async function sameAs({ engine }: Project, ours: ScratchDatabase, theirs: ScratchDatabase): Promise<string> {
  const found = differences(await databaseText(engine, ours.url), await databaseText(engine, theirs.url));
  if (found.length > 0) throw new NotOk(`${found.length} lines differ (< ours): ${found.slice(0, 6).join(" ")}`);
  if (engine === "sqlite") return "ok";
  const [dump, other] = [await dumpText(ours.url), await dumpText(theirs.url)];
  if (dump === null || other === null) return "ok";
  if (dump.join("\n") === other.join("\n")) return "ok, pg_dump too";
  const lines = differences(dump, other);
  throw new NotOk(lines.length === 0 ? "pg_dump in another order" : `pg_dump: ${lines.slice(0, 6).join(" ")}`);
}

async function push(project: Project, server: Server): Promise<string> {
  await using database = await server.open(databaseName("push"));
  const workspace = await newWorkspace(project, database);
  const strategy = ["--strategy", "push", "--push-reason", "trying it out", "--push-until", "2099-01-01"];
  const planned = mustBe("planned", await preflight(workspace, strategy));
  const notes: string[] = [];
  await approve(workspace, planned, notes);
  const after = mustBe("up-to-date", await preflight(workspace, strategy));
  if (after.statements.length > 0) throw new NotOk(`still to do: ${after.statements.map(({ sql }) => sql).join("; ")}`);
  return [`ok, ${planned.statements.length}`, ...notes.map((note) => `(${note})`)].join(" ");
}

async function sync(project: Project, server: Server): Promise<string> {
  await using database = await server.open(databaseName("sync"));
  const workspace = await newWorkspace(project, database);
  const refused = await ask(workspace, ["sync", "--apply"]);
  const extensions = missingExtensions(refused.document);
  for (const name of extensions) await database.run(`CREATE EXTENSION "${name}"`);
  const first = extensions.length === 0 ? refused : await ask(workspace, ["sync", "--apply"]);
  mustBeApplied(first);
  const second = await ask(workspace, ["sync", "--apply"]);
  mustBe("up-to-date", second.document);
  if (second.exitCode !== 0 || second.document.execution !== null) throw new NotOk(`the second ends with ${second.exitCode}`);
  const left = second.document.sync?.left ?? [];
  const notes = [
    ...(extensions.length === 0 ? [] : [`(refused until somebody had made ${extensions.join(", ")})`]),
    ...(left.length === 0 ? [] : [`(left alone: ${cell(left.join("; "))})`]),
  ];
  return [`ok, ${first.document.statements.length}`, ...notes].join(" ");
}

/** Extensions, where they are all that keeps a sync from being applied: a standing approval does not reach that far. */
function missingExtensions({ outcome, reasons }: JsonDocument): readonly string[] {
  const names = reasons.flatMap(({ object }) =>
    object?.startsWith("extension ") === true ? [object.slice("extension ".length)] : [],
  );
  return outcome === "refused" && names.length === reasons.length ? names : [];
}

/** Approves what was planned, with what its statements need, and applies it. */
async function approve(
  workspace: Workspace,
  { planPath, digest, statements }: JsonDocument,
  notes: string[],
  settings: readonly string[] = [],
): Promise<Answer> {
  const effects = new Set(statements.flatMap((statement) => statement.effects));
  const allowed = (["not-understood", "reaches-outside"] as const).filter((effect) => effects.has(effect));
  if (allowed.length > 0) {
    await configure(workspace, [...settings, "environments:", "  try:", `    allow-hazards: [${allowed.join(", ")}]`]);
    notes.push(`allow-hazards: ${allowed.join(", ")}`);
  }
  const destructive = effects.has("deletes-data") ? ["--allow-destructive", "--accept-risk", "trying it out"] : [];
  const answer = await ask(workspace, ["apply", "--plan", planPath ?? "", "--approve", digest ?? "", ...destructive]);
  mustBeApplied(answer);
  return answer;
}

function mustBeApplied({ document, exitCode }: Answer): void {
  mustBe("applied", document);
  const { verification } = document;
  if (exitCode === 0 && verification?.outcome === "verified") return;
  throw new NotOk(`applied, exit ${exitCode}, ${verificationText(document)}`);
}

function mustBe(outcome: JsonDocument["outcome"], document: JsonDocument): JsonDocument {
  if (document.outcome === outcome) return document;
  const reasons = document.reasons.map(({ reason, message }) => `${reason}: ${message}`);
  const failure = document.execution?.stop?.failure?.message ?? "";
  throw new NotOk([`${document.command}: ${said(document)}`, ...reasons, failure, verificationText(document)].join(" "));
}

function verificationText({ verification }: JsonDocument): string {
  if (verification === null) return "";
  const { outcome, differences: found, history, unfinished, secondPlan } = verification;
  const second =
    secondPlan.outcome === "not-empty"
      ? secondPlan.statements
      : secondPlan.outcome === "blocked"
        ? secondPlan.reasons.map(({ message }) => message)
        : [];
  const open = history.filter(({ ok }) => !ok).map(({ message }) => message);
  const invalid = unfinished.filter(({ promised }) => !promised).map(({ object, what }) => `${object} ${what}`);
  return [
    outcome,
    ...found.map(({ summary }) => summary),
    ...open,
    ...invalid,
    `second plan ${secondPlan.outcome}`,
    ...second,
  ].join("; ");
}

/** From the start of the first statement to the end of the last. */
function spanOf({ statements }: Execution): number {
  const ran = statements.flatMap(({ startedAt, durationMs }) =>
    startedAt === null ? [] : [{ from: Date.parse(startedAt), to: Date.parse(startedAt) + (durationMs ?? 0) }],
  );
  return ran.length === 0 ? 0 : Math.max(...ran.map(({ to }) => to)) - Math.min(...ran.map(({ from }) => from));
}

async function preflight(workspace: Workspace, more: readonly string[] = []): Promise<JsonDocument> {
  return (await ask(workspace, ["preflight", ...more])).document;
}

function ask({ folder, args }: Workspace, command: readonly string[]): Promise<Answer> {
  return askSchemagate([...command, ...args], { cli, cwd: folder, cache: join(work, "cache") });
}

async function newWorkspace(project: Project, { url }: ScratchDatabase): Promise<Workspace> {
  const folder = await mkdtemp(join(work, "project-"));
  await cp(project.folder, folder, { recursive: true });
  const files = ["--schema", schemaPath(folder), "--migrations", "migrations", "--out", "log"];
  return { folder, args: ["--environment", "try", "--url", url, ...files] };
}

async function setMigrations({ folder }: Workspace, project: Project, count: number): Promise<void> {
  await rm(join(folder, "migrations"), { recursive: true });
  await cp(join(project.folder, "migrations"), join(folder, "migrations"), { recursive: true });
  for (const { name } of project.migrations.slice(count)) await rm(join(folder, "migrations", name), { recursive: true });
}

/** Null: the project's own. */
async function setSchema({ folder }: Workspace, project: Project, files: readonly SchemaFile[] | null): Promise<void> {
  const path = schemaPath(project.folder);
  await rm(join(folder, path), { recursive: true });
  if (files === null) return cp(join(project.folder, path), join(folder, path), { recursive: true });
  if (path === "schema") await mkdir(join(folder, path));
  const place = path === "schema" ? join(folder, path) : folder;
  for (const file of files) await writeFile(join(place, file.path), file.text);
}

async function configure({ folder }: Workspace, lines: readonly string[]): Promise<void> {
  await mkdir(join(folder, ".github"), { recursive: true });
  await writeFile(join(folder, ".github", "schemagate.yml"), `${lines.join("\n")}\n`);
}

async function schemaOfMoment(project: Project, server: Server, count: number): Promise<readonly SchemaFile[]> {
  await using database = await server.open(databaseName("moment"));
  for (const { bytes } of project.migrations.slice(0, count)) await database.run(bytes.toString("utf8"));
  return await dbPull({ folder: project.folder, url: database.url });
}

type Replayed =
  | { readonly outcome: "replayed"; readonly ms: number }
  | { readonly outcome: "lacks-extension" | "failed"; readonly message: string };

async function plainReplay({ engine, folder, migrations }: Project, server: Server): Promise<Replayed> {
  await using database = await server.open(databaseName("plain"));
  const files = migrations.map(({ name }) => join(folder, "migrations", name, "migration.sql"));
  const started = performance.now();
  try {
    await (engine === "sqlite"
      ? run("sqlite3", ["-bail", database.url.slice("file:".length), ...files.map((file) => `.read '${file}'`)])
      : run("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.url, ...files.flatMap((file) => ["-f", file])]));
    return { outcome: "replayed", ms: performance.now() - started };
  } catch (error) {
    const { stderr = String(error) } = error as { readonly stderr?: string };
    const message = /ERROR: .*|Error: .*/.exec(stderr)?.[0] ?? stderr;
    return {
      outcome: /extension "[^"]+" is not available|extension control file/.test(message) ? "lacks-extension" : "failed",
      message,
    };
  }
}

function databaseName(part: string): string {
  return `sg_apply_${process.pid}_${part}`;
}

/** What went wrong is what the cell says. */
async function orCell<Result>(work: () => Promise<Result>): Promise<Result | string> {
  try {
    return await work();
  } catch (error) {
    return cell(error instanceof Error ? error.message : String(error));
  }
}
