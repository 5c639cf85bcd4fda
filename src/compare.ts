import { diagnoseHistory } from "./diagnosis.ts";
import type { EnvironmentFacts, ScriptContext } from "./dialects/dialect.ts";
import type { Change } from "./diff/change.ts";
import { diff } from "./diff/diff.ts";
import { compareWithCode, type DriftContext, type DriftReport, findDrift, type Sides } from "./diff/drift.ts";
import { neutralize } from "./diff/neutralize.ts";
import { respellable } from "./diff/respellable.ts";
import { UserError } from "./errors.ts";
import type { GitFacts } from "./git.ts";
import type { Inputs } from "./inputs.ts";
import { originOfChange, originOfFile } from "./provenance.ts";
import { buildDesired, type Replay, replayHistory, respellOnHistory } from "./replay.ts";
import type { SchemaObject, Snapshot } from "./schema/snapshot.ts";
import type { History, HistoryDiagnosis, Migration, SourceProject } from "./source/source.ts";
import { type StandInSetting, standInSetting } from "./stand-in-setting.ts";
import type { Target } from "./target.ts";
import type { Tools } from "./tools.ts";

/** What is known before anything is compared. */
export type Side = {
  readonly inputs: Inputs;
  readonly project: SourceProject;
  readonly target: Target;
  readonly facts: EnvironmentFacts;
  readonly live: Snapshot;
  /** Null for `sync`, which keeps no history, and for databases that have none. */
  readonly history: History | null;
  readonly task: string;
  readonly git: GitFacts | null;
  /** Files of the source that this branch changed. */
  readonly changedFiles: ReadonlySet<string>;
  readonly tools: Tools;
};

export type Comparison = {
  readonly diagnosis: HistoryDiagnosis;
  /** The live database holds tables, but no record of what was applied. */
  readonly historyMissing: boolean;
  readonly code: Snapshot;
  readonly replay: Replay | null;
  readonly report: DriftReport;
  /** `push` and `sync`: live to code, what the language can say. */
  readonly changes: readonly Change[];
  /** `push` and `sync`: the code's objects, with what the language can't say taken over from live. */
  readonly compared: readonly SchemaObject[];
  readonly engine: string | null;
  readonly context: ScriptContext;
};

/** `migrate`: live, the history replayed, and the code, each against the next. */
export async function compareThreeSides(side: Side): Promise<Comparison> {
  const { project } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay = await replayHistory(setting, diagnosis.applied, diagnosis.pending);
  const live = await withoutRemnants(side, diagnosis, context);
  const historyMissing =
    diagnosis.empty && live.objects.some(({ kind, id }) => kind === "table" && !context.historyTables.includes(id));
  const spelled =
    replay.outcome === "replayed" && !historyMissing
      ? await inOneSpelling({ ...side, live }, setting, diagnosis.applied, replay.before, context)
      : live;
  const report = findDrift(
    { live: spelled, code, history: historySide(replay, diagnosis, historyMissing) },
    contextOfDrift(side, diagnosis, context),
  );
  return { diagnosis, historyMissing, code, replay, report, changes: [], compared: [], engine: replay.engine, context };
}

/** Without the invalid indexes that an interrupted file left and that the next try of it drops first: they are nobody's work. */
async function withoutRemnants({ live, target }: Side, { pending }: HistoryDiagnosis, context: ScriptContext): Promise<Snapshot> {
  if (!live.objects.some((object) => object.kind === "index" && !object.valid)) return live;
  const scripts = await Promise.all(pending.map(({ sql }) => target.engine.dialect.parseScript(sql ?? "", context)));
  const built = new Set(
    scripts.flatMap(({ statements }) =>
      statements.flatMap(({ verb, creates }) => (/^CREATE (UNIQUE )?INDEX CONCURRENTLY$/.test(verb) ? creates : [])),
    ),
  );
  return {
    ...live,
    objects: live.objects.filter((object) => !(object.kind === "index" && !object.valid && built.has(object.id))),
  };
}

function historySide(replay: Replay, diagnosis: HistoryDiagnosis, historyMissing: boolean): Sides["history"] {
  if (replay.outcome === "undetermined")
    return { outcome: "undetermined", reason: [replay.reason, ...(replay.advice === null ? [] : [replay.advice])].join(" ") };
  const all = wholeHistory(replay, diagnosis);
  return historyMissing ? { outcome: "unknown", all } : { outcome: "replayed", applied: replay.before, all };
}

/** `push` and `sync`: live against code. The history is replayed for `push` only, to know which tables the repo itself made. */
export async function compareCodeAndLive(side: Side): Promise<Comparison> {
  const { inputs, project } = side;
  const diagnosis = await diagnosisOf(side);
  const context = contextOfScripts(side);
  const setting = standInSetting(side, diagnosis, context);
  const code = await buildDesired(setting, () => project.desiredDdl(context.defaultSchema));
  const replay =
    inputs.strategy === "push" && project.migrations.length > 0 ? await replayHistory(setting, project.migrations, []) : null;
  const driftContext = contextOfDrift(side, diagnosis, context);
  const live = side.inputs.strategy === "sync" ? withoutInvalidIndexes(side.live) : side.live;
  const { changes, ignored, kept, rules, compared } = compareWithCode(live, code, driftContext);
  const report: DriftReport = { drift: [], kept, rules, ignored };
  const extensions = await extensionsToMake(side, diagnosis, context, code, compared);
  return {
    diagnosis,
    historyMissing: false,
    code,
    replay,
    report,
    changes: [...extensions.map((object): Change => ({ kind: "create", object, parts: [] })), ...changes],
    compared: [...compared, ...extensions],
    engine: null,
    context,
  };
}

/** An index that no query uses is not there: `sync` builds it again, and what is left of it is dropped first. */
function withoutInvalidIndexes(live: Snapshot): Snapshot {
  return { ...live, objects: live.objects.filter((object) => !(object.kind === "index" && !object.valid)) };
}

/**
 * Extensions that only the migrations make, that the database lacks, and without which the schema can't be built: types and operator
 * classes of theirs are part of it.
 */
async function extensionsToMake(
  side: Side,
  diagnosis: HistoryDiagnosis,
  context: ScriptContext,
  code: Snapshot,
  compared: readonly SchemaObject[],
): Promise<readonly SchemaObject[]> {
  const known = new Set([...side.live.objects, ...compared].map(({ id }) => id));
  const candidates = code.objects.filter((object) => object.kind === "extension" && !known.has(object.id));
  if (candidates.length === 0) return [];
  const without = standInSetting(side, diagnosis, context, "declared extensions");
  try {
    await buildDesired(without, () => side.project.desiredDdl(context.defaultSchema));
    return [];
  } catch (error) {
    if (error instanceof UserError && error.reason === "invalid-source") return candidates;
    throw error;
  }
}

/** What a failed migration would lead to is part of no history, so nothing can be said about what is missing after it. */
function wholeHistory({ end }: Extract<Replay, { outcome: "replayed" }>, { problems }: HistoryDiagnosis): Snapshot | null {
  return end.outcome === "reached" && !problems.some(({ kind }) => kind === "failed") ? end.snapshot : null;
}

/** What names in a script mean for this target. */
export function contextOfScripts({ project, target }: Side): ScriptContext {
  const { defaultSchema } = target.database.connection;
  return { defaultSchema, historyTables: project.historyTables(defaultSchema) };
}

/** The history rows against the files. */
export function diagnosisOf(side: Side): Promise<HistoryDiagnosis> {
  return diagnoseHistory(side.project, side.history, side.git, { inputs: side.inputs, today: today(side) });
}

/** ISO date. */
export function today({ tools }: Side): string {
  return tools.clock().toISOString().slice(0, 10);
}

function contextOfDrift(side: Side, diagnosis: HistoryDiagnosis, context: ScriptContext): DriftContext {
  const { project, git } = side;
  const migrationFiles = new Set(project.migrations.map(({ path }) => path));
  const schemaFiles = project.files.map(({ path }) => path).filter((path) => !migrationFiles.has(path));
  return {
    language: side.project.language,
    historyTables: context.historyTables,
    diagnosis,
    ignore: side.inputs.config.ignore,
    originOf: (id) =>
      originOfFile(git, project.migrations.find((migration) => migration.id === id)?.path ?? "", side.changedFiles),
    schemaOrigin: originOfChange(git, schemaFiles, side.changedFiles),
    today: today(side),
  };
}

/** Whether another server's spelling of the same could be all that differs. */
export function differsInSpelling(change: Change): boolean {
  return change.kind === "alter" && change.fields.every((field) => respellable.has(field));
}

/**
 * The live schema with every object whose text differs only by the spelling of another server taken from the history. Both texts go
 * through the same stand-in; what is equal there is equal.
 */
export async function inOneSpelling(
  side: Side,
  setting: StandInSetting,
  applied: readonly Migration[],
  history: Snapshot,
  context: ScriptContext,
): Promise<Snapshot> {
  const neutral = neutralize(history, side.live, context.historyTables);
  const pairs = diff(neutral.from, neutral.to).flatMap((change) =>
    change.kind === "alter" && differsInSpelling(change) ? [{ from: change.from, to: change.to }] : [],
  );
  if (pairs.length === 0) return side.live;
  const spelled = await respellOnHistory(setting, applied, pairs);
  const equal = new Map<string, SchemaObject>();
  for (const [index, pair] of pairs.entries()) {
    const [from, to] = [spelled.from[index], spelled.to[index]];
    if (from !== undefined && to !== undefined && diff([from], [to]).length === 0) equal.set(pair.to.id, pair.from);
  }
  return { ...side.live, objects: side.live.objects.map((object) => equal.get(object.id) ?? object) };
}
