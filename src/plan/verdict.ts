import type { Drift } from "../diff/drift.ts";
import type { Patched } from "../diff/patch.ts";
import type { FailureReason } from "../errors.ts";
import type { Rehearsal } from "../rehearsal.ts";
import { commandLine } from "../report/command-line.ts";
import type { ObjectId, SchemaObject } from "../schema/snapshot.ts";
import type { HistoryDiagnosis, HistoryProblem } from "../source/source.ts";
import type { Plan } from "./plan.ts";
import { concerns } from "./touches.ts";

export type Verdict =
  | { readonly outcome: "up-to-date" }
  | { readonly outcome: "planned" }
  | { readonly outcome: "blocked"; readonly reasons: readonly [Blocked, ...Blocked[]] };

/** Why no plan may be applied as things are: what was seen, and what to do. */
export type Blocked = {
  readonly reason: FailureReason;
  readonly object: string | null;
  readonly message: string;
  readonly hint: string;
};

export type Findings = {
  readonly drift: readonly Drift[];
  readonly diagnosis: HistoryDiagnosis;
  readonly plan: Plan | null;
  readonly conflicts: Patched["conflicts"];
  readonly onDrift: "warn" | "block";
  /** The pending files don't run on the stand-in. */
  readonly failedMigration: { readonly migration: string; readonly message: string; readonly advice: string | null } | null;
  /** The live database holds tables but no history. */
  readonly historyMissing: boolean;
  readonly hasMigrations: boolean;
  readonly environment: string;
  /** Why the applied migrations can't be replayed, when that keeps a plan from being made. */
  readonly undetermined: { readonly reason: string; readonly advice: string | null } | null;
};

/** Every reason at once, worst first. Pure. */
export function judge(findings: Findings): Verdict {
  const reasons = [
    ...missingHistory(findings),
    ...historyProblems(findings.diagnosis),
    ...unreplayable(findings),
    ...failing(findings),
    ...conflicting(findings),
    ...missingMigration(findings),
    ...unexplained(findings),
    ...madeByHand(findings),
  ];
  const [first, ...rest] = reasons;
  if (first !== undefined) return { outcome: "blocked", reasons: [first, ...rest] };
  return { outcome: findings.plan !== null && findings.plan.statements.length > 0 ? "planned" : "up-to-date" };
}

/** A plan that a copy of the live schema refuses would be refused by the live database. Other reasons come first: they may be why. */
export function blockedByRehearsal(verdict: Verdict, rehearsal: Rehearsal): Verdict {
  if (rehearsal.outcome !== "failed" || verdict.outcome === "up-to-date") return verdict;
  const reason: Blocked = {
    reason: "invalid-source",
    object: null,
    message: `The plan fails on a copy of the live schema. ${rehearsal.reason}`,
    hint: "Correct the statement: nothing of it has been applied here. If the copy is wrong and the live database would take it, --no-rehearsal (in the action the input rehearsal: off) leaves the copy out.",
  };
  return { outcome: "blocked", reasons: verdict.outcome === "blocked" ? [...verdict.reasons, reason] : [reason] };
}

function missingHistory({ historyMissing, hasMigrations, environment }: Findings): readonly Blocked[] {
  if (!historyMissing) return [];
  const hint = hasMigrations
    ? `\`${commandLine(["schemagate", "baseline", "--environment", environment])}\` finds which migrations it holds, and shows the rows that would record them; it writes them once they are approved. Then run this again.`
    : "This project has no migrations: compare with --strategy push or sync, or make a first migration and baseline the database with it.";
  return [
    {
      reason: "history-missing",
      object: null,
      message:
        "The database has tables but no migration history, so it can't be known which migrations it has: no plan without a baseline.",
      hint,
    },
  ];
}

const problemReasons: Readonly<Record<HistoryProblem["kind"], FailureReason>> = {
  failed: "history-failed-state",
  "rolled-back": "history-failed-state",
  edited: "history-edited",
  "edited-line-endings": "history-edited",
  unknown: "unknown-revision",
};

/** What keeps any plan from running, as the history tells it. */
export function historyProblems(diagnosis: HistoryDiagnosis): readonly Blocked[] {
  const blocking = diagnosis.problems.filter(({ blocks }) => blocks);
  const strange = strangers(diagnosis);
  const single = blocking
    .filter((problem) => strange.length < 2 || !strange.includes(problem))
    .map((problem) => ({
      reason: problemReasons[problem.kind],
      object: `migration ${problem.migration}`,
      message: problem.message,
      hint: problem.hint,
    }));
  return strange.length < 2 ? single : [...single, otherHistory(strange)];
}

/** Applied and unknown to the repository, where it knows none of what is applied. */
function strangers({ applied, problems }: HistoryDiagnosis): readonly HistoryProblem[] {
  return applied.length > 0 ? [] : problems.filter(({ kind, blocks }) => kind === "unknown" && blocks);
}

/** Not many reasons but one: the wrong database, or the wrong folder. */
function otherHistory(strange: readonly HistoryProblem[]): Blocked {
  return {
    reason: "unknown-revision",
    object: null,
    message: `The database has applied ${strange.length} migrations ("${strange[0]?.migration}" is the first), and the repository has none of them.`,
    hint: "Check that this is the right database, and that the migrations are found: --migrations names their folder.",
  };
}

function unreplayable({ undetermined }: Findings): readonly Blocked[] {
  if (undetermined === null) return [];
  return [
    {
      reason: "invalid-source",
      object: "migration history",
      message: `The applied migrations can't be replayed, so the state that the pending ones lead to can't be known: ${undetermined.reason}`,
      hint:
        undetermined.advice ??
        "Where the file itself is broken, squash the history and baseline. For PostgreSQL, --dev-url with an empty scratch database that has what is missing may help.",
    },
  ];
}

function failing({ failedMigration }: Findings): readonly Blocked[] {
  if (failedMigration === null) return [];
  const { migration, message, advice } = failedMigration;
  const correct = "correct the file: it has not been applied here yet, so it may still be edited.";
  return [
    {
      reason: "invalid-source",
      object: `migration ${migration}`,
      message: `The pending migration "${migration}" fails when it is run after the applied ones: ${message}`,
      hint: advice === null ? `C${correct.slice(1)}` : `${advice} If that is not why, ${correct}`,
    },
  ];
}

function conflicting({ conflicts }: Findings): readonly Blocked[] {
  return conflicts.map(({ object, message }) => ({
    reason: "drift-detected" as const,
    object,
    message: `${object} ${message} in the live database.`,
    hint: "Bring the database back to what the applied migrations say (undo the change made by hand), or adopt that change in a migration that comes first.",
  }));
}

/** Where there is not one migration, nothing has one: that is said already. */
function missingMigration({ drift, diagnosis, historyMissing, hasMigrations }: Findings): readonly Blocked[] {
  const entries = drift.filter(({ cause, from }) => cause === "missing-migration" && from !== "default-branch");
  if (entries.length === 0 || (!hasMigrations && (historyMissing || strangers(diagnosis).length > 0))) return [];
  return [
    {
      reason: "drift-detected",
      object: entries.length === 1 ? (entries[0]?.object ?? null) : null,
      message: `The schema in the code has changes that no migration makes: ${firstFew(entries)}.`,
      hint: "Commit the missing migration together with the schema; its text is in the drift report.",
    },
  ];
}

function firstFew(entries: readonly Drift[]): string {
  const named = entries.slice(0, 5).map(({ summary }) => summary);
  return `${named.join("; ")}${entries.length > named.length ? `; and ${entries.length - named.length} more` : ""}`;
}

/** Without a history it can't be told who made a difference; that there is one must not look like "up to date". */
function unexplained({ drift }: Findings): readonly Blocked[] {
  const entries = drift.filter(({ cause, change }) => cause === "undetermined" && change !== null);
  if (entries.length === 0) return [];
  return [
    {
      reason: "drift-detected",
      object: null,
      message: `The database and the code differ, and the migrations can't be replayed to tell why: ${firstFew(entries)}.`,
      hint: "The drift report says what keeps the migrations from being replayed; with that out of the way, each difference gets its cause.",
    },
  ];
}

function madeByHand({ drift, plan, onDrift, conflicts }: Findings): readonly Blocked[] {
  const touches = new Set<ObjectId>(plan?.touches ?? []);
  const reported = new Set(conflicts.map(({ object }) => object));
  return drift.flatMap((entry): readonly Blocked[] => {
    if (entry.cause !== "unmanaged" || reported.has(entry.object)) return [];
    if (changedObjects(entry).some((object) => concerns(touches, object))) {
      return [
        {
          reason: "drift-detected",
          object: entry.object,
          message: `Changed by hand, and the plan touches it: ${entry.summary}.`,
          hint: "Adopt the change in a migration, or undo it; the drift report has the text for both.",
        },
      ];
    }
    if (onDrift === "block") {
      return [
        {
          reason: "drift-detected",
          object: entry.object,
          message: `Changed by hand: ${entry.summary}.`,
          hint: "The configuration blocks on drift here: adopt, undo or ignore the change.",
        },
      ];
    }
    return [];
  });
}

function changedObjects({ change }: Drift): readonly SchemaObject[] {
  if (change === null) return [];
  return change.kind === "create" || change.kind === "drop" ? [change.object] : [change.from, change.to];
}
