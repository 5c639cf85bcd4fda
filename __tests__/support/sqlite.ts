import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { Ddl, ReadSession } from "../../src/dialects/dialect.ts";
import { introspect } from "../../src/dialects/sqlite/introspect.ts";
import type { Snapshot } from "../../src/schema/snapshot.ts";

/** A database in memory with the settings of Prisma's engine. */
export function memoryDatabase(sql = ""): DatabaseSync {
  const database = new DatabaseSync(":memory:", { enableDoubleQuotedStringLiterals: true });
  database.exec(sql);
  return database;
}

export function sessionOf(database: DatabaseSync): ReadSession {
  return {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      database.prepare(sql).all(...(values as readonly SQLInputValue[])) as unknown as readonly Row[],
  };
}

export function snapshotOf(database: DatabaseSync): Promise<Snapshot> {
  return introspect(sessionOf(database), { include: [], exclude: [], absent: "refuse" });
}

/** Runs DDL as a runner does: neighbours that may share a transaction do. */
export function runDdl(database: DatabaseSync, ddl: Ddl): void {
  for (const statement of ddl.statements) {
    if (statement.transactional && !database.isTransaction) database.exec("BEGIN");
    if (!statement.transactional && database.isTransaction) database.exec("COMMIT");
    database.exec(statement.sql);
  }
  if (database.isTransaction) database.exec("COMMIT");
}
