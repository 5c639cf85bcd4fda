import type { DialectName } from "../../schema/snapshot.ts";
import type { Bookkeeping, HistoryEntry, HistoryStatement } from "../source.ts";
import { historyTable } from "./history.ts";

/**
 * The rows that `prisma migrate deploy` writes, measured on Prisma 6.19: checksum of the file's bytes, one step per file, no logs, and
 * in SQLite times as milliseconds. The table is named with its schema: a migration may have changed the search path.
 */
export function bookkeeping(dialect: DialectName, defaultSchema: string | null): Bookkeeping {
  const schema = dialect === "postgres" ? `${quote(defaultSchema ?? "public")}.` : "";
  const table = `${schema}${quote(historyTable)}`;
  const time = (at: Date) => (dialect === "sqlite" ? at.getTime() : at);
  const statement = (sql: string, ...values: readonly unknown[]): HistoryStatement => ({
    sql: dialect === "postgres" ? numbered(sql) : sql,
    values,
  });
  return {
    create: statement(`CREATE TABLE IF NOT EXISTS ${table} ${dialect === "postgres" ? postgresColumns : sqliteColumns}`),
    started: ({ id, checksum, migration, startedAt }: HistoryEntry) =>
      statement(
        `INSERT INTO ${table} ("id", "checksum", "migration_name", "started_at") VALUES (?, ?, ?, ?)`,
        id,
        checksum,
        migration,
        time(startedAt),
      ),
    advanced: ({ id }, committed) => statement(`UPDATE ${table} SET "applied_steps_count" = ? WHERE "id" = ?`, committed, id),
    resumed: (earlier, { id }, committed) =>
      statement(`UPDATE ${table} SET "id" = ?, "logs" = NULL, "applied_steps_count" = ? WHERE "id" = ?`, id, committed, earlier),
    finished: ({ id }, at) =>
      statement(`UPDATE ${table} SET "finished_at" = ?, "applied_steps_count" = 1 WHERE "id" = ?`, time(at), id),
    applied: ({ id, checksum, migration, startedAt }, at) =>
      statement(
        `INSERT INTO ${table} ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)`,
        id,
        checksum,
        migration,
        time(startedAt),
        time(at),
      ),
    // As `prisma migrate resolve --applied` does.
    recorded: ({ id, checksum, migration, startedAt }: HistoryEntry) =>
      statement(
        `INSERT INTO ${table} ("id", "checksum", "logs", "migration_name", "started_at", "finished_at") VALUES (?, ?, '', ?, ?, ?)`,
        id,
        checksum,
        migration,
        time(startedAt),
        time(startedAt),
      ),
    failed: ({ id }, logs) => statement(`UPDATE ${table} SET "logs" = ? WHERE "id" = ?`, logs, id),
    forget: ({ id }) => statement(`DELETE FROM ${table} WHERE "id" = ?`, id),
  };
}

function numbered(sql: string): string {
  let number = 0;
  return sql.replaceAll("?", () => `$${++number}`);
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

const postgresColumns = `(
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

/** SQLite keeps this text as it is written. */
const sqliteColumns = `(
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
