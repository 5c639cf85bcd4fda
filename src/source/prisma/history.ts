import type { ReadSession } from "../../dialects/dialect.ts";
import { UserError } from "../../errors.ts";
import type { DialectName } from "../../schema/snapshot.ts";
import type { History, HistoryRow } from "../source.ts";

/** Where Prisma notes what it has applied: https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories */
export const historyTable = "_prisma_migrations";

/** The columns of all versions of Prisma. A table that lacks some is read without them. */
const columns = [
  "id",
  "migration_name",
  "checksum",
  "started_at",
  "finished_at",
  "rolled_back_at",
  "applied_steps_count",
  "logs",
] as const;

type ColumnName = (typeof columns)[number];
type RawRow = Readonly<Partial<Record<ColumnName, unknown>>>;

/** Null when there is no history table. Asks the catalogue first: a failing statement would end the caller's transaction. Throws UserError `permission-denied` with the grants that are missing. */
export async function readHistory(
  session: ReadSession,
  dialect: DialectName,
  defaultSchema: string | null,
): Promise<History | null> {
  const present = await presentColumns(session, dialect, defaultSchema);
  if (!present.has("migration_name")) return null;
  const selected = columns.filter((column) => present.has(column)).map((column) => `"${column}"`);
  const schema = dialect === "postgres" ? `${quote(defaultSchema ?? "public")}.` : "";
  const rows = await session.query<RawRow>(`SELECT ${selected.join(", ")} FROM ${schema}"${historyTable}"`);
  return { rows: rows.map(historyRow).sort(byStart) };
}

async function presentColumns(
  session: ReadSession,
  dialect: DialectName,
  defaultSchema: string | null,
): Promise<ReadonlySet<string>> {
  const rows =
    dialect === "postgres"
      ? await readableColumns(session, defaultSchema ?? "public")
      : await session.query<{ name: string }>(sqliteColumns, [historyTable]);
  return new Set(rows.map(({ name }) => name));
}

async function readableColumns(session: ReadSession, schema: string): Promise<readonly PostgresColumn[]> {
  const found = await session.query<PostgresColumn>(postgresColumns, [schema, historyTable]);
  const needed = found.filter(({ name }) => columns.some((column) => column === name));
  const [refused] = needed.filter(({ readable }) => !readable);
  if (refused === undefined) return found;
  const table = `${quote(schema)}.${quote(historyTable)}`;
  throw new UserError(
    "permission-denied",
    `User ${JSON.stringify(refused.role)} may not read the migration history ${table}, so it can't be known which migrations are applied.`,
    `GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(refused.role)}; GRANT SELECT ON ${table} TO ${quote(refused.role)};`,
  );
}

type PostgresColumn = { readonly name: string; readonly role: string; readonly readable: boolean };

const postgresColumns = `
  SELECT a.attname::text AS name, current_user::text AS role,
    has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped`;

const sqliteColumns = "SELECT name FROM pragma_table_info(?)";

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function historyRow(row: RawRow): HistoryRow {
  return {
    id: String(row.id ?? ""),
    migration: String(row.migration_name),
    checksum: typeof row.checksum === "string" && row.checksum !== "" ? row.checksum : null,
    startedAt: dateOf(row.started_at),
    finishedAt: dateOf(row.finished_at),
    rolledBackAt: dateOf(row.rolled_back_at),
    appliedSteps: Number(row.applied_steps_count ?? 0),
    errorCode: errorCodeIn(row.logs),
  };
}

/** PostgreSQL gives dates; SQLite what was written: milliseconds by Prisma, text by other tools. */
function dateOf(value: unknown): Date | null {
  if (value === null || value === undefined) return null;
  const date =
    value instanceof Date ? value : new Date(typeof value === "string" && !/^\d+$/.test(value) ? isoText(value) : Number(value));
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

/** `2026-01-02 03:04:05.6+00` as ISO 8601; without a zone it is UTC, as the databases mean it. */
function isoText(text: string): string {
  const iso = text
    .trim()
    .replace(" ", "T")
    .replace(/ ?UTC$/, "Z")
    .replace(/([+-]\d\d)$/, "$1:00");
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(iso) || !iso.includes("T") ? iso : `${iso}Z`;
}

/** The text around the code may quote rows of tables: it goes nowhere. */
function errorCodeIn(logs: unknown): string | null {
  if (typeof logs !== "string") return null;
  return /Database error code: ([0-9A-Za-z]{1,5})\b/.exec(logs)?.[1] ?? /\bP\d{4}\b/.exec(logs)?.[0] ?? null;
}

function byStart(a: HistoryRow, b: HistoryRow): number {
  return (
    (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0) ||
    (a.migration < b.migration ? -1 : a.migration > b.migration ? 1 : 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
