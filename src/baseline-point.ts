import { contextOfScripts, diagnosisOf, differsInSpelling, inOneSpelling, type Side, today } from "./compare.ts";
import type { Change } from "./diff/change.ts";
import { diff } from "./diff/diff.ts";
import { ignoreChanges } from "./diff/ignore.ts";
import { neutralize } from "./diff/neutralize.ts";
import { replayHistory } from "./replay.ts";
import type { Snapshot } from "./schema/snapshot.ts";
import type { Migration } from "./source/source.ts";
import { type StandInSetting, standInSetting } from "./stand-in-setting.ts";

/** How many of its migrations a database holds, as its schema tells. */
export type BaselinePoint =
  | { readonly kind: "found"; readonly count: number }
  /** The schema is the same after each of these: only a person knows which of them ran. In ascending order. */
  | { readonly kind: "ambiguous"; readonly counts: readonly [number, ...number[]] }
  /** After none of them; `nearest` is where the fewest objects differ. */
  | { readonly kind: "none"; readonly nearest: { readonly count: number; readonly changes: readonly Change[] } }
  | { readonly kind: "undetermined"; readonly reason: string; readonly advice: string | null };

/** States that are read in one replay. */
const atOnce = 25;

type State = { readonly count: number; readonly snapshot: Snapshot };
type Failure = { readonly reason: string; readonly advice: string | null };
type Nearest = { readonly count: number; readonly changes: readonly Change[] };

/** Replays the migrations, and finds after which of them the schema is the live one. `upTo`: the only place to look at; null: everywhere. */
export async function findPoint(side: Side, upTo: number | null): Promise<BaselinePoint> {
  const setting = standInSetting(side, await diagnosisOf(side), contextOfScripts(side));
  const looked: Nearest[] = [];
  const failure = await eachState(side, setting, async (state) => {
    if (upTo !== null && state.count !== upTo) return;
    looked.push({ count: state.count, changes: await differencesTo(side, setting, state) });
  });
  const equal = looked.filter(({ changes }) => changes.length === 0).map(({ count }) => count);
  const [first, ...more] = equal;
  const last = more.at(-1);
  if (first === undefined) {
    const nearest = nearestOf(looked);
    return nearest === null ? { kind: "undetermined", ...failure } : { kind: "none", nearest };
  }
  if (last === undefined) return { kind: "found", count: first };
  return (await isAnyStatement(side, first, last))
    ? { kind: "ambiguous", counts: [first, ...more] }
    : { kind: "found", count: last };
}

/** Of two that are as near, the later one. */
function nearestOf(looked: readonly Nearest[]): Nearest | null {
  return looked.reduce<Nearest | null>(
    (best, next) => (best === null || next.changes.length <= best.changes.length ? next : best),
    null,
  );
}

/** Visits the schema after each migration, in their order, as far as they can be replayed; then says why not further. */
async function eachState(
  { project: { migrations } }: Side,
  setting: StandInSetting,
  visit: (state: State) => Promise<void>,
): Promise<Failure> {
  for (let from = 0; from < migrations.length; from += atOnce) {
    const replay = await replayHistory(setting, migrations.slice(0, from), migrations.slice(from, from + atOnce));
    if (replay.outcome === "undetermined") return replay;
    for (const [index, snapshot] of replay.after.entries())
      if (snapshot !== null) await visit({ count: from + index + 1, snapshot });
    if (replay.end.outcome === "failed")
      return { reason: `${replay.end.migration}: ${replay.end.message}`, advice: replay.end.advice };
  }
  return { reason: "No migration leads there.", advice: null };
}

/** The differences that count, by the rules of the drift report. */
async function differencesTo(side: Side, setting: StandInSetting, { count, snapshot }: State): Promise<readonly Change[]> {
  const context = contextOfScripts(side);
  const compare = (live: Snapshot) => {
    const neutral = neutralize(snapshot, live, context.historyTables);
    return ignoreChanges(diff(neutral.from, neutral.to), side.inputs.config.ignore, today(side)).changes;
  };
  const plain = compare(side.live);
  // Spelling alike costs a replay: only where nothing else differs can it make a difference.
  if (plain.length === 0 || !plain.every(differsInSpelling)) return plain;
  const applied: readonly Migration[] = side.project.migrations.slice(0, count);
  return compare(await inOneSpelling(side, setting, applied, snapshot, context));
}

/** Whether anything stands in the files between two points: an empty one may be called applied. */
async function isAnyStatement(side: Side, from: number, to: number): Promise<boolean> {
  const { dialect } = side.target.engine;
  const between = side.project.migrations.slice(from, to);
  const scripts = await Promise.all(between.map(({ sql }) => dialect.parseScript(sql ?? "", contextOfScripts(side))));
  return scripts.some(({ statements }) => statements.length > 0);
}
