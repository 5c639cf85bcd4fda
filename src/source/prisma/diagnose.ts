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
      ...rows.filter(isFailed).map(failedProblem),
      ...rolledBack(rows, applied, failed).flatMap((row) => (known.has(row.migration) ? [rolledBackProblem(row)] : [])),
      ...[...applied.values()].flatMap((row) => appliedProblem(row, known.get(row.migration))),
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

function failedProblem(row: HistoryRow): HistoryProblem {
  const when = row.startedAt === null ? "" : ` on ${day(row.startedAt)}`;
  const code = row.errorCode === null ? "" : ` with error ${row.errorCode}`;
  return {
    kind: "failed",
    migration: row.migration,
    message: `The migration "${row.migration}" was started${when} and failed${code}: Prisma applies nothing until that is resolved (P3009).`,
    hint:
      `If nothing of it is left in the database, run \`npx prisma migrate resolve --rolled-back ${shellWord(row.migration)}\`; ` +
      `if you completed it by hand, \`npx prisma migrate resolve --applied ${shellWord(row.migration)}\`.`,
    blocks: true,
  };
}

function rolledBackProblem(row: HistoryRow): HistoryProblem {
  return {
    kind: "rolled-back",
    migration: row.migration,
    message: `The migration "${row.migration}" failed once and was marked as rolled back${row.rolledBackAt === null ? "" : ` on ${day(row.rolledBackAt)}`}.`,
    hint: "It runs again with the next deployment. Check that nothing of the first try is left in the database.",
    blocks: false,
  };
}

function appliedProblem(row: HistoryRow, migration: Migration | undefined): readonly HistoryProblem[] {
  if (migration === undefined) return [unknownProblem(row)];
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

function unknownProblem(row: HistoryRow): HistoryProblem {
  return {
    kind: "unknown",
    migration: row.migration,
    message: `The database has applied the migration "${row.migration}", which the repository doesn't have.`,
    hint: "Restore its folder from the branch that applied it, or check that this is the right database.",
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
      `Restore the file (\`git log -- ${shellWord(path)}\` shows its versions) and put the change into a new migration; ` +
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
