import { findPoint } from "./baseline-point.ts";
import { busy, noMigrations, whyNoPoint } from "./baseline-refusals.ts";
import { contextOfScripts, diagnosisOf } from "./compare.ts";
import type { ParsedStatement } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import { gateRoute } from "./gate.ts";
import type { Inputs } from "./inputs.ts";
import { type Baseline, type BaselineRows, baselineDigest, baselineTarget, gateBaseline } from "./plan/baseline.ts";
import { shortDigest } from "./plan/digest.ts";
import { historyProblems } from "./plan/verdict.ts";
import { verifiable } from "./plan/verifiable.ts";
import { fingerprint } from "./schema/fingerprint.ts";
import { openSource } from "./source/open-source.ts";
import type { Migration, SourceProject } from "./source/source.ts";
import { type LiveTarget, openTarget, openWritableTarget } from "./target.ts";
import type { Tools } from "./tools.ts";
import { coveredOf, type LiveSide, sideOf } from "./verify.ts";
import { verifyBaseline } from "./verify-baseline.ts";
import { writeRows } from "./write-rows.ts";

export type BaselineRequest = {
  readonly task: string;
  /** Name of the last migration that the database holds, where the schema alone can't tell; null: found. */
  readonly upTo: string | null;
  /** The digest that was approved; null: a dry run. */
  readonly approve: string | null;
  readonly newId: () => string;
  /** Called before the first row is written. */
  readonly onStart: (baseline: Baseline) => Promise<void>;
  /** Called when it is known what became of the rows: before anything is verified. */
  readonly onEnd: (baseline: Baseline) => Promise<void>;
};

/** How long to wait for another run that holds the session lock. */
const lockWaitMs = 10_000;

/**
 * Records which migrations a database without a history holds. Nothing of its schema is changed:
 *
 *     look, read-only → dry run; with an approval → lock → look again → write → verify on a fresh connection
 */
export async function baseline(given: Inputs, request: BaselineRequest, tools: Tools): Promise<Baseline> {
  const run = {
    inputs: { ...given, strategy: "migrate" as const },
    request,
    tools,
    project: await openSource(given, { required: true }),
  };
  const found = await lookReadOnly(run);
  if (found.outcome !== "planned" || request.approve === null || found.digest === null) return found;
  const refusals = gateBaseline(request.approve, found.digest);
  if (refusals.length > 0) return { ...found, outcome: "refused", reasons: refusals };

  const written = await write(run, request.approve, found);
  if (written.outcome !== "recorded" || written.rows === null) return written;
  await using target = await openTarget(run.inputs, run.project, tools);
  const side = await sideOf(run.inputs, run.project, target, request.task, tools);
  return { ...written, verification: await verifyBaseline(side, written.rows, written.pending) };
}

type BaselineRun = {
  readonly inputs: Inputs;
  readonly request: BaselineRequest;
  readonly tools: Tools;
  readonly project: SourceProject;
};

async function lookReadOnly(run: BaselineRun): Promise<Baseline> {
  await using target = await openTarget(run.inputs, run.project, run.tools);
  return await lookAt(run, target);
}

/** Which rows would be written, or why none. */
async function lookAt(run: BaselineRun, target: LiveTarget): Promise<Baseline> {
  const { inputs, request, tools, project } = run;
  const { connection } = target.database;
  const side = await sideOf(inputs, project, target, request.task, tools);
  const empty: Baseline = {
    version: 1,
    tool: tools.version,
    environment: inputs.environment ?? "",
    task: request.task,
    at: tools.clock().toISOString(),
    display: connection.display,
    outcome: "refused",
    digest: null,
    approved: request.approve,
    rows: null,
    pending: [],
    unseen: [],
    reasons: [],
    session: [],
    verification: null,
  };
  const needless = await whyNeedless(side);
  if (needless !== null) return { ...empty, ...needless };
  const upTo = countUpTo(project, request.upTo);
  const reasons = [...(request.approve === null ? [] : gateRoute(connection)), ...noMigrations(project)];
  if (reasons.length > 0) return { ...empty, reasons };

  tools.progress.step("Looking for the place of the database in the history");
  const point = await findPoint(side, upTo);
  if (point.kind !== "found") return { ...empty, reasons: whyNoPoint(point, project.migrations) };
  const rows: BaselineRows = {
    environment: empty.environment,
    target: baselineTarget(connection, target.scope.include),
    migrations: project.migrations.slice(0, point.count).map(({ id, checksum }) => ({ id, checksum })),
    live: fingerprint({ ...side.live, objects: verifiable(coveredOf(side, side.live).objects) }),
  };
  return {
    ...empty,
    outcome: "planned",
    digest: baselineDigest(rows),
    rows,
    pending: project.migrations.slice(point.count).map(({ id }) => id),
    unseen: await changingData(side, project.migrations.slice(0, point.count)),
  };
}

function countUpTo({ migrations }: SourceProject, upTo: string | null): number | null {
  if (upTo === null) return null;
  const index = migrations.findIndex(({ id }) => id === upTo);
  if (index >= 0) return index + 1;
  throw new UserError(
    "invalid-input",
    `--up-to ${upTo} is none of the ${migrations.length} migrations of this repository.`,
    "Give the name of a migration's folder.",
  );
}

/** A history, whatever is in it, is not written over; an empty database has nothing to record. */
async function whyNeedless(side: LiveSide): Promise<Pick<Baseline, "outcome" | "reasons"> | null> {
  const nothing = (message: string, hint: string) => ({
    outcome: "nothing-to-do" as const,
    reasons: [{ reason: "history-missing" as const, object: null, message, hint }],
  });
  const diagnosis = await diagnosisOf(side);
  if (!diagnosis.empty) {
    const problems = historyProblems(diagnosis);
    if (problems.length > 0) return { outcome: "refused", reasons: problems };
    const hint = "`schemagate preflight` says what is pending.";
    return nothing(`The database has a history already: ${diagnosis.applied.length} migrations are recorded in it.`, hint);
  }
  const { historyTables } = contextOfScripts(side);
  if (side.live.objects.some(({ kind, id }) => kind === "table" && !historyTables.includes(id))) return null;
  return nothing("The database has no tables, so no migration can have run in it.", "`schemagate preflight` plans all of them.");
}

/** Migrations that change rows: a schema doesn't show whether they ran. */
async function changingData(side: LiveSide, migrations: readonly Migration[]): Promise<readonly string[]> {
  const { dialect } = side.target.engine;
  const context = contextOfScripts(side);
  const scripts = await Promise.all(
    migrations.map(async ({ id, sql }) => ({ id, script: await dialect.parseScript(sql ?? "", context) })),
  );
  return scripts.filter(({ script }) => script.statements.some(isUnseen)).map(({ id }) => id);
}

/** Dropped tables and columns are seen; rows that were changed or deleted are not. */
function isUnseen({ effects, verb }: ParsedStatement): boolean {
  if (effects.includes("changes-data") || effects.includes("not-understood")) return true;
  return effects.includes("deletes-data") && !/^(?:DROP|ALTER)\b/.test(verb);
}

/** Holds the connection that can write, from the lock to the last row. */
async function write(run: BaselineRun, approved: string, shown: Baseline): Promise<Baseline> {
  const { inputs, request, tools, project } = run;
  tools.progress.step("Waiting for the session lock");
  await using target = await openWritableTarget(inputs, project, `schemagate baseline ${shortDigest(approved)}`);
  const { database } = target;
  const lock = await database.lock(lockWaitMs, (holder) =>
    tools.progress.step(`Waiting up to ${lockWaitMs / 1000} seconds: ${holder} holds the lock`),
  );
  if (lock.outcome === "busy") return { ...shown, outcome: "refused", reasons: [busy(lock.holder)] };
  const found = await lookAt(run, target);
  if (found.outcome !== "planned" || found.rows === null || found.digest === null) return found;
  const refusals = gateBaseline(approved, found.digest);
  if (refusals.length > 0) return { ...found, outcome: "refused", reasons: refusals };

  const started: Baseline = { ...found, session: database.sessionFacts };
  await request.onStart(started);
  tools.progress.step("Recording the migrations");
  const failure = await writeRows(database, project.bookkeeping(database.connection.defaultSchema), found.rows.migrations, {
    newId: request.newId,
    from: tools.clock(),
  });
  const ended: Baseline =
    failure === null ? { ...started, outcome: "recorded" } : { ...started, outcome: "failed", reasons: [failure] };
  await request.onEnd(ended);
  return ended;
}
