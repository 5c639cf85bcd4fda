import type { ObjectId, Snapshot } from "../schema/snapshot.ts";
import type { HistoryDiagnosis, HistoryProblem, Language, Migration } from "../source/source.ts";
import { type Change, changedId } from "./change.ts";
import { describeChange } from "./describe-change.ts";
import { diff } from "./diff.ts";
import { type Ignored, type IgnoreRule, ignoreChanges } from "./ignore.ts";
import { type Kept, neutralize, type UsedRule } from "./neutralize.ts";

export const driftCauses = [
  "pending",
  "unmanaged",
  "missing-migration",
  "edited-after-apply",
  "unknown-migration",
  "undetermined",
] as const;
export type DriftCause = (typeof driftCauses)[number];

/** Whose work a difference is: what this branch brings, what the default branch has already, or not to be told (null). */
export type Origin = "this-pull-request" | "default-branch" | null;

export type Drift = {
  readonly cause: DriftCause;
  readonly from: Origin;
  /** An object id, or `migration NAME`. */
  readonly object: string;
  readonly summary: string;
  /** What differs, for the causes that are about objects. */
  readonly change: Change | null;
  /** What to do about it, in words; null where the ways are given as SQL. */
  readonly hint: string | null;
};

export type DriftReport = {
  readonly drift: readonly Drift[];
  /** In the database, not in the code, and left alone. */
  readonly kept: readonly Kept[];
  /** Differences that are none, with the rule that says so. */
  readonly rules: readonly UsedRule[];
  readonly ignored: readonly Ignored[];
};

/** The three sides; or nothing is known of what was applied; or why the history could not be rebuilt. */
export type Sides = {
  readonly live: Snapshot;
  readonly code: Snapshot;
  readonly history:
    | { readonly outcome: "replayed"; readonly applied: Snapshot; readonly all: Snapshot | null }
    | { readonly outcome: "unknown"; readonly all: Snapshot | null }
    | { readonly outcome: "undetermined"; readonly reason: string };
};

export type DriftContext = {
  readonly language: Language;
  readonly historyTables: readonly ObjectId[];
  readonly diagnosis: HistoryDiagnosis;
  readonly ignore: readonly IgnoreRule[];
  /** Whose a migration is. */
  readonly originOf: (migration: string) => Origin;
  /** Whose a change of the schema files is. */
  readonly schemaOrigin: Origin;
  readonly today: string;
};

/**
 * Three-sided drift for `migrate`: history against live shows what was changed by hand, code against the whole history what has
 * no migration yet; what is pending is told apart from both.
 */
export function findDrift(sides: Sides, context: DriftContext): DriftReport {
  const { live, history } = sides;
  const known = [...pendingDrift(context), ...problemDrift(context)];
  if (history.outcome === "undetermined") return undeterminedDrift(sides, context, history.reason, known);
  if (history.outcome === "unknown") return driftWithoutHistory(history.all, sides.code, context);

  const neutral = neutralize(history.applied, live, context.historyTables);
  const unmanaged = ignoreChanges(diff(neutral.from, neutral.to), context.ignore, context.today);
  const missing = missingMigrations(history.all, sides.code, context);
  return {
    drift: [...known, ...unmanaged.changes.map((change) => objectDrift("unmanaged", null, change, null)), ...missing.drift],
    kept: [...neutral.kept, ...missing.kept],
    rules: [...neutral.rules, ...missing.rules],
    ignored: [...unmanaged.ignored, ...missing.ignored],
  };
}

/** What `push` and `sync` compare: live against code, and only what the language can say. */
export function compareWithCode(
  live: Snapshot,
  code: Snapshot,
  context: Pick<DriftContext, "language" | "historyTables" | "ignore" | "today">,
) {
  const reduced = context.language.reduce(withoutTables(live, context.historyTables), code);
  const { changes, ignored } = ignoreChanges(diff(reduced.from, reduced.to), context.ignore, context.today);
  return { changes, ignored, kept: reduced.kept, rules: reduced.rules, compared: reduced.to };
}

function withoutTables(snapshot: Snapshot, tables: readonly ObjectId[]): Snapshot {
  return { ...snapshot, objects: neutralize(snapshot, snapshot, tables).to };
}

function pendingDrift({ diagnosis, originOf }: DriftContext): readonly Drift[] {
  return diagnosis.pending.map((migration) => ({
    cause: "pending" as const,
    from: originOf(migration.id),
    object: migrationName(migration),
    summary: diagnosis.outOfOrder.includes(migration.id)
      ? "not applied yet, and older than a migration that is"
      : "not applied yet",
    change: null,
    hint: null,
  }));
}

function migrationName(migration: Pick<Migration, "id">): string {
  return `migration ${migration.id}`;
}

function problemDrift({ diagnosis }: DriftContext): readonly Drift[] {
  const causes: Readonly<Record<HistoryProblem["kind"], DriftCause | null>> = {
    edited: "edited-after-apply",
    "edited-line-endings": null,
    unknown: "unknown-migration",
    failed: "undetermined",
    "rolled-back": null,
  };
  return diagnosis.problems.flatMap((problem) => {
    const cause = causes[problem.kind];
    if (cause === null) return [];
    return [
      { cause, from: null, object: `migration ${problem.migration}`, summary: problem.message, change: null, hint: problem.hint },
    ];
  });
}

function objectDrift(cause: DriftCause, from: Origin, change: Change, hint: string | null): Drift {
  return { cause, from, object: changedId(change), summary: describeChange(change), change, hint };
}

function missingMigrations(all: Snapshot | null, code: Snapshot, context: DriftContext) {
  if (all === null) return { drift: [], kept: [], rules: [], ignored: [] };
  const reduced = context.language.reduce(all, code);
  const { changes, ignored } = ignoreChanges(diff(reduced.from, reduced.to), context.ignore, context.today);
  const inNoModel = changes.filter(isDroppedTable);
  return {
    drift: changes
      .filter((change) => !isDroppedTable(change))
      .map((change) => objectDrift("missing-migration", context.schemaOrigin, change, null)),
    kept: [...reduced.kept, ...inNoModel.map((change) => ({ object: changedId(change), reason: tableInNoModel }))],
    rules: reduced.rules,
    ignored,
  };
}

/** Migrations also make tables for other programs by raw SQL; only their author knows whether such a table is to go. */
const tableInNoModel =
  "a migration made it, and the schema in the code does not name it; if it is to go, a migration has to drop it";

function isDroppedTable(change: Change): boolean {
  return change.kind === "drop" && change.object.kind === "table";
}

/** Tables, but no record of what was applied: nothing can be called pending or made by hand. */
function driftWithoutHistory(all: Snapshot | null, code: Snapshot, context: DriftContext): DriftReport {
  const missing = missingMigrations(all, code, context);
  const unknown: Drift = {
    cause: "undetermined",
    from: null,
    object: historyName,
    summary: "The database has tables, but no record of the migrations that it has.",
    change: null,
    hint: "What is pending, and what was made by hand, can be told after a baseline.",
  };
  return { drift: [unknown, ...missing.drift], kept: missing.kept, rules: missing.rules, ignored: missing.ignored };
}

/** What an `undetermined` is about when it is not one object. */
export const historyName = "migration history";

/** Without a history only code and live are left: what differs has no known cause, and says so. */
function undeterminedDrift(sides: Sides, context: DriftContext, reason: string, known: readonly Drift[]): DriftReport {
  const { changes, ignored, kept, rules } = compareWithCode(sides.live, sides.code, context);
  const pendingExplainsMost = context.diagnosis.pending.length > 0;
  const hint = "Until the migrations can be replayed, it can't be told what was made by hand.";
  return {
    drift: [
      ...known,
      { cause: "undetermined", from: null, object: historyName, summary: reason, change: null, hint },
      ...(pendingExplainsMost ? [] : changes.map((change) => objectDrift("undetermined", null, change, null))),
    ],
    kept,
    rules,
    ignored,
  };
}
