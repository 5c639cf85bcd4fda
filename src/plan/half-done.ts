import type { History, HistoryDiagnosis } from "../source/source.ts";
import { isEntryOf } from "./entry-id.ts";
import type { Plan } from "./plan.ts";

/** A file of the plan that an earlier run of the same plan began and did not finish. */
export type HalfDone = {
  readonly migration: string;
  /** Id of its row in the history. */
  readonly entry: string;
  /** Statements of the file that are committed, as the row counts them. What was not in a transaction of ours may be one further. */
  readonly committed: number;
  /** Files of the plan that are applied. */
  readonly applied: readonly string[];
};

/** Null where nothing is half done, or where it is not for a run of this plan to go on with: another tool's row, more than one, other files. Pure. */
export function halfDone(plan: Plan, history: History | null, diagnosis: HistoryDiagnosis): HalfDone | null {
  if (plan.strategy !== "migrate") return null;
  const [row, ...others] = (history?.rows ?? []).filter(
    ({ finishedAt, rolledBackAt }) => finishedAt === null && rolledBackAt === null,
  );
  if (row === undefined || others.length > 0 || !isEntryOf(row.id, plan.digest, row.migration)) return null;
  const files = plan.migrations.map(({ id }) => id);
  const at = files.indexOf(row.migration);
  const known = new Set(diagnosis.applied.map(({ id }) => id));
  const applied = files.filter((id) => known.has(id));
  const problems = diagnosis.problems.filter(({ blocks, migration }) => blocks && migration !== row.migration);
  const fits =
    plan.migrations[at]?.checksum === row.checksum &&
    problems.length === 0 &&
    equal(applied, files.slice(0, at)) &&
    equal(
      diagnosis.pending.map(({ id }) => id),
      files.slice(at + 1),
    );
  return fits ? { migration: row.migration, entry: row.id, committed: row.appliedSteps, applied } : null;
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
