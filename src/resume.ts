import { loggedOf } from "./attempt-log.ts";
import { contextOfScripts } from "./compare.ts";
import type { ParsedStatement } from "./dialects/dialect.ts";
import { patch } from "./diff/patch.ts";
import type { HalfDone } from "./plan/half-done.ts";
import type { Plan } from "./plan/plan.ts";
import { resumePoint } from "./plan/resume-point.ts";
import { type Placed, statementsOf, type Unit, unitsOf } from "./plan/units.ts";
import type { Blocked } from "./plan/verdict.ts";
import { replayHalfway } from "./replay-halfway.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import type { HistoryDiagnosis, Migration } from "./source/source.ts";
import { standInSetting } from "./stand-in-setting.ts";
import { compareWithExpected, type LiveSide } from "./verify.ts";

/** How a half-done file is completed. */
export type Resume = {
  readonly migration: string;
  /** Id of the row that the earlier try wrote. */
  readonly entry: string;
  /** The first statements of the file that are not run again. */
  readonly done: number;
  /** Numbers of those of them that only set the session, which the later ones may rely on. */
  readonly repeat: readonly number[];
  /** One sentence for the log. */
  readonly why: string;
};

export type Asked = {
  /** `--resume-from`: where to go on when nothing else can tell; the number of a statement of the plan. */
  readonly from: number | null;
  /** `execution.jsonl` of the task; null: there is none. */
  readonly readLog: () => Promise<string | null>;
};

/** Compares the database with the states inside of the half-done file, and says from which of them it goes on. */
export async function resumeOf(
  side: LiveSide,
  plan: Plan,
  diagnosis: HistoryDiagnosis,
  half: HalfDone,
  asked: Asked,
): Promise<Resume | { readonly reasons: readonly [Blocked, ...Blocked[]] }> {
  const statements = statementsOf(plan, half.migration);
  const { dialect } = side.target.engine;
  const context = contextOfScripts(side);
  const scripts = await Promise.all(statements.map(({ sql }) => dialect.parseScript(sql, context)));
  const parsed = scripts.map((script) => script.statements[0]);
  const units = unitsOf(
    plan,
    statements,
    parsed.map((statement) => statement?.control ?? null),
  );
  const at = placeOf(units, half.committed);
  if (at === null) return { reasons: [notAtAnEnd(half)] };
  const lost = statements.slice(0, half.committed).find((_, index) => leavesInSession(parsed[index]));
  if (lost !== undefined) return { reasons: [sessionLost(half, lost)] };

  const settings = (upTo: number) =>
    statements.slice(0, upTo).filter((_, index) => setsSession(units, statements[index], parsed[index]));
  const next = units[at] ?? null;
  const further = half.committed + (next?.statements.length ?? 0);
  const compared = await compareStates(
    { side, plan, diagnosis, half, statements, settings },
    half.committed,
    next === null || next.noted ? null : further,
  );
  if (typeof compared === "string") return { reasons: [notRebuilt(half, compared)] };
  const point = resumePoint({
    migration: half.migration,
    first: statements[0]?.number ?? 0,
    committed: half.committed,
    next,
    ...compared,
    logged: next === null ? "unknown" : loggedOf(await asked.readLog(), half.entry, next),
    said: asked.from,
  });
  if (point.outcome === "refused") return { reasons: point.reasons };
  const { done, why } = point;
  return { migration: half.migration, entry: half.entry, done, repeat: settings(done).map(({ number }) => number), why };
}

/** How many units the count covers; null: it ends inside of one. */
function placeOf(units: readonly Unit[], committed: number): number | null {
  let counted = 0;
  for (const [index, { statements }] of [...units, { statements: [] }].entries()) {
    if (counted === committed) return index;
    counted += statements.length;
  }
  return null;
}

/** What only holds for the session, and can simply be said again. Inside of a transaction of ours PRAGMAs are the runner's business. */
function setsSession(units: readonly Unit[], statement: Placed | undefined, parsed: ParsedStatement | undefined): boolean {
  if (statement === undefined || parsed === undefined) return false;
  if (/^(?:SET|RESET)\b/.test(parsed.verb) || /^SELECT\s+(?:pg_catalog\s*\.\s*)?set_config\s*\(/i.test(bare(parsed))) return true;
  const unit = units.find(({ statements }) => statements.includes(statement));
  return parsed.verb.startsWith("PRAGMA") && unit?.noted === false;
}

/** What ended with the session of the earlier run and can't be said again. */
function leavesInSession(parsed: ParsedStatement | undefined): boolean {
  return (
    parsed !== undefined &&
    /^(?:CREATE\s+(?:OR\s+REPLACE\s+)?(?:LOCAL\s+|GLOBAL\s+)?TEMP(?:ORARY)?|PREPARE|DECLARE)\s/i.test(bare(parsed))
  );
}

/** Without the comments before it. */
function bare({ sql }: ParsedStatement): string {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, "");
}

type States = {
  readonly side: LiveSide;
  readonly plan: Plan;
  readonly diagnosis: HistoryDiagnosis;
  readonly half: HalfDone;
  readonly statements: readonly Placed[];
  readonly settings: (upTo: number) => readonly Placed[];
};

type Differences = Awaited<ReturnType<typeof compareWithExpected>>["differences"];

/** How live differs from the state after the first `here` statements of the file, and after the first `there`. A string: why that can't be known. */
async function compareStates(
  states: States,
  here: number,
  there: number | null,
): Promise<{ readonly here: Differences; readonly there: Differences | null } | string> {
  const { side, plan, diagnosis, half, statements, settings } = states;
  const known = new Map(side.project.migrations.map((migration) => [migration.id, migration]));
  const part = (from: number, to: number) =>
    [...settings(from), ...statements.slice(from, to)].map(({ sql }) => sql).join("\n;\n");
  const file = known.get(half.migration);
  const partial = (upTo: number): Migration => ({
    id: half.migration,
    parents: [],
    path: "",
    checksum: "",
    opaque: null,
    ...file,
    sql: part(0, upTo),
  });
  const whole = { ...diagnosis, pending: [...(file === undefined ? [] : [file]), ...diagnosis.pending] };
  const setting = standInSetting(side, whole, contextOfScripts(side));
  const middle = there ?? here;
  const rebuilt = await replayHalfway(setting, diagnosis.applied, [
    [{ name: half.migration, sql: part(0, here) }],
    [{ name: half.migration, sql: part(here, middle) }],
    [
      { name: half.migration, sql: part(middle, statements.length) },
      ...diagnosis.pending.map(({ id, sql }) => ({ name: id, sql: sql ?? "" })),
    ],
  ]);
  if (rebuilt.outcome === "failed") return rebuilt.reason;
  const [stateHere, stateThere, end] = rebuilt.states;
  if (stateHere === undefined || stateThere === undefined || end === undefined) throw new Error("A state was not read.");

  const differences = async (state: Snapshot, upTo: number): Promise<Differences> => {
    const { snapshot } = plan.expected;
    const objects = patch(snapshot.objects, end.objects, state.objects).objects;
    const reached = { ...plan, expected: { ...plan.expected, snapshot: { ...snapshot, objects } } };
    const applied = { ...diagnosis, applied: [...diagnosis.applied, partial(upTo)] };
    return (await compareWithExpected(side, applied, reached)).differences;
  };
  return {
    here: await differences(stateHere, here),
    there: there === null ? null : [...(await differences(stateThere, there)), ...halfDropped(side.live, stateHere, stateThere)],
  };
}

/** A drop of an index that was interrupted leaves it invalid: it is in no fingerprint, and not gone. */
function halfDropped(live: Snapshot, before: Snapshot, after: Snapshot): Differences {
  const [was, is] = [new Set(before.objects.map(({ id }) => id)), new Set(after.objects.map(({ id }) => id))];
  return live.objects.flatMap((object) =>
    object.kind === "index" && !object.valid && was.has(object.id) && !is.has(object.id)
      ? [{ object: object.id, summary: `${object.id} is invalid, and not dropped yet` }]
      : [],
  );
}

const byHand = "Complete or undo the file by hand, and resolve it in the history.";

function notAtAnEnd({ migration, committed }: HalfDone): Blocked {
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `The history says that ${committed} statements of \`${migration}\` are committed, and the file commits nothing after that many.`,
    hint: byHand,
  };
}

function sessionLost({ migration }: HalfDone, { number }: Placed): Blocked {
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `Statement ${number} of the half-done \`${migration}\` made something that ended with the session of that run; what follows may need it.`,
    hint: byHand,
  };
}

function notRebuilt({ migration }: HalfDone, reason: string): Blocked {
  return {
    reason: "history-failed-state",
    object: `migration ${migration}`,
    message: `The states inside of the half-done \`${migration}\` can't be rebuilt to compare the database with them: ${reason}`,
    hint: byHand,
  };
}
