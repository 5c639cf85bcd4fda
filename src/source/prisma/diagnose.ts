import type { History, HistoryDiagnosis, HistoryProblem, HistoryRow, Migration } from "../source.ts";
import { compareChecksum } from "./checksum.ts";

/** Compares the rows of a database with the migrations of the repository. `elsewhere`: migrations that only another branch has. Pure. */
export function diagnose(
  migrations: readonly Migration[],
  history: History | null,
  elsewhere: readonly Migration[],
): HistoryDiagnosis {
  const rows = history?.rows ?? [];
  const known = new Map([...elsewhere, ...migrations].map((migration) => [migration.id, migration]));
  const applied = latestByMigration(rows.filter(isApplied));
  const failed = new Set(rows.filter(isFailed).map(({ migration }) => migration));
  const pending = migrations.filter(({ id }) => !applied.has(id) && !failed.has(id));
  const lastApplied = migrations.findLastIndex(({ id }) => applied.has(id));
  const late = new Set(migrations.slice(0, Math.max(lastApplied, 0)).map(({ id }) => id));
  return {
    empty: rows.length === 0,
    applied: [...applied.keys()].flatMap((id) => known.get(id) ?? []),
    pending,
    outOfOrder: pending.map(({ id }) => id).filter((id) => late.has(id)),
    problems: [
      ...rows
        .filter(isFailed)
        .map((row) => failedProblem(row, known.has(row.migration) ? null : pathOf(migrations, row.migration))),
      ...rolledBack(rows, applied, failed).flatMap((row) => (known.has(row.migration) ? [rolledBackProblem(row)] : [])),
      ...[...applied.values()].flatMap((row) => appliedProblem(row, known.get(row.migration), pathOf(migrations, row.migration))),
    ],
  };
}

function isApplied(row: HistoryRow): boolean {
  return row.finishedAt !== null && row.rolledBackAt === null;
}

function isFailed(row: HistoryRow): boolean {
  return row.finishedAt === null && row.rolledBackAt === null;
}

/** Rows come in the order in which they started; the place in the result is that of the first row, the row the last. */
function latestByMigration(rows: readonly HistoryRow[]): ReadonlyMap<string, HistoryRow> {
  return new Map(rows.map((row) => [row.migration, row]));
}

function rolledBack(
  rows: readonly HistoryRow[],
  applied: ReadonlyMap<string, HistoryRow>,
  failed: ReadonlySet<string>,
): readonly HistoryRow[] {
  const latest = latestByMigration(rows.filter(({ rolledBackAt }) => rolledBackAt !== null));
  return [...latest.values()].filter(({ migration }) => !applied.has(migration) && !failed.has(migration));
}

/** Where its file would be, as the others lie; null where there is none to tell by. */
function pathOf([any]: readonly Migration[], id: string): string | null {
  return any === undefined ? null : any.path.replace(`${any.id}/migration.sql`, () => `${id}/migration.sql`);
}

/** `missing`: where its file would be, if the repository doesn't have it. */
function failedProblem(row: HistoryRow, missing: string | null): HistoryProblem {
  const when = row.startedAt === null ? "" : ` on ${day(row.startedAt)}`;
  const how =
    row.errorCode === null ? "did not finish (it failed, was ended, or is still running)" : `failed with error ${row.errorCode}`;
  const rolledBack = `\`npx prisma migrate resolve --rolled-back ${shellWord(row.migration)}\``;
  const applied = `\`npx prisma migrate resolve --applied ${shellWord(row.migration)}\``;
  return {
    kind: "failed",
    migration: row.migration,
    message: `The migration "${row.migration}" was started${when} and ${how}: Prisma applies nothing until that is resolved (P3009).`,
    hint:
      missing === null
        ? `If nothing of it is left in the database, run ${rolledBack}; if you completed it by hand, ${applied}.`
        : `The repository doesn't have it: \`${findCommand(missing)}\` finds the commit that does, and what it did. If nothing of it is left in the database, run ${rolledBack}; if you completed it by hand, bring its folder back first (without it Prisma says P3017), then run ${applied}.`,
    blocks: true,
  };
}

function findCommand(path: string): string {
  return `git log --all --oneline -- ${shellWord(path)}`;
}

function restoreCommand(path: string): string {
  return `git checkout COMMIT -- ${shellWord(path)}`;
}

function rolledBackProblem(row: HistoryRow): HistoryProblem {
  return {
    kind: "rolled-back",
    migration: row.migration,
    message: `The migration "${row.migration}" failed once and was marked as rolled back${row.rolledBackAt === null ? "" : ` on ${day(row.rolledBackAt)}`}.`,
    hint: "It is pending, and runs again when a plan is applied. What is left of the first try stands in the drift report as made by hand: undo it there first.",
    blocks: false,
  };
}

function appliedProblem(row: HistoryRow, migration: Migration | undefined, path: string | null): readonly HistoryProblem[] {
  if (migration === undefined) return [unknownProblem(row, path)];
  if (row.checksum === null) return [];
  const comparison = compareChecksum(migration.sql ?? "", row.checksum);
  switch (comparison) {
    case "same":
      return [];
    case "line-endings":
      return [lineEndingsProblem(migration)];
    case "different":
      return [editedProblem(migration)];
  }
}

function unknownProblem({ migration }: HistoryRow, path: string | null): HistoryProblem {
  const restore =
    path === null
      ? "Restore its folder from the branch that applied it"
      : `Restore it from the branch that applied it: \`${findCommand(path)}\` finds the commit, \`${restoreCommand(path)}\` brings it here`;
  return {
    kind: "unknown",
    migration,
    message: `The database has applied the migration "${migration}", which the repository doesn't have.`,
    hint: `${restore}. Or check that this is the right database; where the file is gone on purpose, accept that under ignore: as "migration ${migration}", with a reason.`,
    blocks: true,
  };
}

function lineEndingsProblem({ id, path }: Migration): HistoryProblem {
  return {
    kind: "edited-line-endings",
    migration: id,
    message: `Only the line endings of "${id}" differ from what was applied; Prisma takes both as the same.`,
    hint: `Nothing has to be done. To keep them, add \`${path} -text\` to .gitattributes.`,
    blocks: false,
  };
}

function editedProblem({ id, path }: Migration): HistoryProblem {
  return {
    kind: "edited",
    migration: id,
    message: `The migration "${id}" was edited after the database had applied it: the change never reaches this database.`,
    hint:
      `Restore the file (\`git log --oneline -- ${shellWord(path)}\` shows its versions, \`${restoreCommand(path)}\` brings one back) and put the change into a new migration; ` +
      `where that is past mending, accept it under ignore: as "migration ${id}", with a reason.`,
    blocks: true,
  };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Names come from a database: what is shown as a command must stay one argument of it. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) && !text.startsWith("-") ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
