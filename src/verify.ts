import { contextOfScripts, diagnosisOf, inOneSpelling, type Side, today } from "./compare.ts";
import type { EnvironmentFacts } from "./dialects/dialect.ts";
import { changedId } from "./diff/change.ts";
import { describeChange } from "./diff/describe-change.ts";
import { diff } from "./diff/diff.ts";
import { UserError } from "./errors.ts";
import type { TableRows } from "./execution.ts";
import { gateIdentity } from "./gate.ts";
import type { Inputs } from "./inputs.ts";
import { preflight } from "./pipeline.ts";
import { covered } from "./plan/coverage.ts";
import type { Plan } from "./plan/plan.ts";
import { concerns } from "./plan/touches.ts";
import { verifiable } from "./plan/verifiable.ts";
import { countRows } from "./row-counts.ts";
import { sha256 } from "./schema/fingerprint.ts";
import type { SchemaObject, Snapshot } from "./schema/snapshot.ts";
import type { HistoryDiagnosis, Migration, SourceProject } from "./source/source.ts";
import { standInSetting } from "./stand-in-setting.ts";
import { type LiveTarget, openTarget } from "./target.ts";
import type { Tools } from "./tools.ts";
import type { CommandResult, Verification } from "./verification.ts";

export type VerifyRequest = {
  readonly plan: Plan;
  /** As the user would type it. */
  readonly planPath: string;
  readonly project: SourceProject;
  readonly task: string;
  /** Files of the source that are not what they were when the plan was made: then nothing can be planned again. */
  readonly changedFiles: readonly string[];
  /** What an apply noted before it ran; null where it was another run. */
  readonly before: { readonly rows: readonly TableRows[]; readonly extensions: EnvironmentFacts["extensions"] } | null;
  /** Null: none was given. */
  readonly runCommand: (() => Promise<CommandResult>) | null;
};

/** Whether the database is what the plan promised, seen through a fresh connection that can't write. */
export async function verify(inputs: Inputs, request: VerifyRequest, tools: Tools): Promise<Verification> {
  const { plan, task } = request;
  const looked = await lookAtEnd(inputs, request, tools);
  const secondPlan = await planAgain(inputs, request, tools);
  if (request.runCommand !== null) tools.progress.step("Running the command that verifies");
  const command = (await request.runCommand?.()) ?? null;
  const clean =
    looked.differences.length === 0 &&
    looked.history.every(({ ok }) => ok) &&
    looked.unfinished.every(({ promised }) => promised) &&
    secondPlan.outcome !== "not-empty" &&
    secondPlan.outcome !== "blocked" &&
    (command === null || command.exitCode === 0);
  return {
    version: 1,
    tool: tools.version,
    digest: plan.digest,
    planPath: request.planPath,
    environment: inputs.environment ?? plan.environment,
    task,
    strategy: plan.strategy,
    at: tools.clock().toISOString(),
    outcome: clean ? "verified" : "diverged",
    ...looked,
    command,
    secondPlan,
  };
}

type Looked = Pick<
  Verification,
  "target" | "differences" | "elsewhere" | "equal" | "history" | "unfinished" | "extensions" | "rows"
>;

async function lookAtEnd(inputs: Inputs, request: VerifyRequest, tools: Tools): Promise<Looked> {
  const { plan, project } = request;
  await using target = await openTarget(inputs, project, tools);
  const { connection } = target.database;
  // Another database of the same structure would look verified.
  const [wrong] = gateIdentity(plan, inputs.environment ?? "", connection, target.scope.include);
  if (wrong !== undefined) throw new UserError(wrong.reason, wrong.message, wrong.hint);
  tools.progress.step("Comparing the database with what the plan promised");
  const side = await sideOf(inputs, project, target, request.task, tools);
  const diagnosis = await diagnosisOf(side);
  const compared = await compareWithExpected(side, diagnosis, plan);
  const rows = await countRows(plan, side.live, target.engine.dialect, target.database);
  return {
    target: { dialect: connection.dialect, display: connection.display, serverVersion: connection.serverVersion },
    ...compared,
    history: historyOf(plan, diagnosis),
    unfinished: unfinished(plan, side.live),
    extensions: extensionsOf(request.before, side.facts.extensions),
    rows: rowsOf(request.before, rows),
  };
}

type Before = VerifyRequest["before"];

/** Also those that are gone: `after` null. */
function extensionsOf(before: Before, now: EnvironmentFacts["extensions"]): Verification["extensions"] {
  const counts = (extensions: EnvironmentFacts["extensions"]) => new Map(extensions.map(({ name, objects }) => [name, objects]));
  const [earlier, later] = [counts(before?.extensions ?? []), counts(now)];
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .sort()
    .map((name) => ({ name, before: earlier.get(name) ?? null, after: later.get(name) ?? null }));
}

/** Also tables that are gone, and tables that are new: both have no row on one side. */
function rowsOf(before: Before, now: readonly TableRows[]): Verification["rows"] {
  const none = { rows: 0, exact: true };
  const earlier = new Map((before?.rows ?? []).map((counted) => [counted.table, counted]));
  const later = new Set(now.map(({ table }) => table));
  const gone = [...earlier.values()].filter(({ table }) => !later.has(table));
  const past = (table: string) => {
    const counted = earlier.get(table);
    if (counted !== undefined) return { rows: counted.rows, exact: counted.exact };
    return before === null ? null : none;
  };
  return [...now, ...gone.map(({ table }) => ({ table, ...none }))]
    .map((counted) => ({ ...counted, before: past(counted.table) }))
    .sort((a, b) => (a.table < b.table ? -1 : 1));
}

/** A comparison with a database that can be asked more. */
export type LiveSide = Side & { readonly target: LiveTarget };

/** What a comparison starts from, read through this connection. */
export async function sideOf(
  inputs: Inputs,
  project: SourceProject,
  target: LiveTarget,
  task: string,
  tools: Tools,
): Promise<LiveSide> {
  const { database, scope } = target;
  const facts = await database.inspectEnvironment(scope);
  const live = await database.introspect(scope);
  const history = inputs.strategy === "migrate" ? await target.readHistory(project) : null;
  const git = await tools.readGit(inputs.workingDirectory);
  return { inputs, project, target, facts, live, history, task, git, changedFiles: new Set(), tools };
}

/** The live schema without what a fingerprint leaves out. */
export function coveredOf(side: Side, snapshot: Snapshot): Snapshot {
  const { historyTables } = contextOfScripts(side);
  return covered(snapshot, { historyTables, ignore: side.inputs.config.ignore, today: today(side) });
}

export type ComparedWithExpected = Pick<Verification, "differences" | "elsewhere" | "equal">;

/** The structured diff between the end that the plan promised and the database as it is; texts of two servers are respelled first. */
export async function compareWithExpected(side: Side, diagnosis: HistoryDiagnosis, plan: Plan): Promise<ComparedWithExpected> {
  const context = contextOfScripts(side);
  const expected = coveredOf(side, plan.expected.snapshot);
  const live = coveredOf(side, side.live);
  const steps = plan.strategy === "migrate" ? diagnosis.applied : [await schemaAsStep(side, context.defaultSchema)];
  const setting = standInSetting(side, diagnosis, context);
  const spelled = await inOneSpelling({ ...side, live }, setting, steps, expected, context);
  const [promised, found] = [verifiable(expected.objects), verifiable(spelled.objects)];
  const touches = new Set(plan.touches);
  const grants = plan.statements.some(({ effects }) => effects.includes("changes-rights"));
  const differing = diff(promised, found).map((change) => {
    const objects: readonly SchemaObject[] =
      change.kind === "create" || change.kind === "drop" ? [change.object] : [change.from, change.to];
    // Default privileges of the database add grants to what is new; that is its administrators' business.
    const counts = objects.some((object) => concerns(touches, object) && (grants || object.kind !== "rights"));
    return { object: changedId(change), summary: describeChange(change), counts };
  });
  const strip = ({ object, summary }: (typeof differing)[number]) => ({ object, summary });
  return {
    differences: differing.filter(({ counts }) => counts).map(strip),
    elsewhere: differing.filter(({ counts }) => !counts).map(strip),
    equal: promised.length - new Set(differing.map(({ object }) => object)).size,
  };
}

/** What `push` and `sync` build from: the schema of the code as one script. */
async function schemaAsStep({ project }: Side, defaultSchema: string | null): Promise<Migration> {
  const sql = await project.desiredDdl(defaultSchema);
  return { id: "schema", parents: [], path: "", checksum: sha256(sql), sql, opaque: null };
}

function historyOf(plan: Plan, { applied, problems }: HistoryDiagnosis): Verification["history"] {
  const known = new Set(applied.map(({ id }) => id));
  return plan.migrations.map(({ id }) => {
    const problem = problems.find(({ migration, kind }) => migration === id && kind !== "edited-line-endings");
    if (problem !== undefined) return { migration: id, ok: false, message: problem.message };
    return known.has(id)
      ? { migration: id, ok: true, message: "finished, with the checksum of its file" }
      : { migration: id, ok: false, message: "is not in the history of the database" };
  });
}

function unfinished(plan: Plan, live: Snapshot): Verification["unfinished"] {
  const touches = new Set(plan.touches);
  const promised = new Map(plan.expected.snapshot.objects.map((object) => [object.id, object]));
  return live.objects.flatMap((object) => {
    const what = whatIsUnfinished(object);
    if (what === null || !concerns(touches, object)) return [];
    const intended = promised.get(object.id);
    return [{ object: object.id, what, promised: intended !== undefined && whatIsUnfinished(intended) === what }];
  });
}

function whatIsUnfinished(object: SchemaObject): string | null {
  if (object.kind === "index" && !object.valid) return "the index is invalid: no query uses it";
  if ((object.kind === "foreign key" || object.kind === "check") && !object.validated)
    return "the constraint is not validated: rows from before may break it";
  return null;
}

async function planAgain(inputs: Inputs, request: VerifyRequest, tools: Tools): Promise<Verification["secondPlan"]> {
  if (request.changedFiles.length > 0)
    return {
      outcome: "not-checked",
      reason: `The code has moved on since the plan was made (${request.changedFiles.length} files differ), so a plan made now says nothing about this one.`,
    };
  tools.progress.step("Planning once more: nothing may be left to do");
  const { verdict, plan } = (await preflight({ ...inputs, rehearsal: "off" }, request.task, tools)).proposal;
  if (verdict.outcome === "blocked") return { outcome: "blocked", reasons: verdict.reasons };
  if (verdict.outcome === "up-to-date" || plan === null) return { outcome: "empty" };
  return { outcome: "not-empty", statements: plan.statements.map(({ sql }) => sql) };
}
