import type { ReadSession } from "../../dialect.ts";
import { quoteIdentifier } from "../types.ts";

/** Runs one statement; false when it was refused. */
export type Try = (sql: string) => Promise<boolean>;

/**
 * Puts one made-up row into each of these tables: SQLite refuses some changes, and cascades, only where there are rows. All keys are 1,
 * so that children find their parents. A table whose rules refuse such a row stays empty. No trigger sees it.
 */
export async function seed(session: ReadSession, tables: readonly string[], attempt: Try): Promise<void> {
  const triggers = await session.query<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
  );
  await attempt("PRAGMA foreign_keys = OFF");
  await attempt("PRAGMA ignore_check_constraints = ON");
  for (const { name } of triggers) await attempt(`DROP TRIGGER ${quoteIdentifier(name)}`);
  for (const table of tables) await insertInto(session, table, attempt);
  for (const { sql } of triggers) await attempt(sql);
  await attempt("PRAGMA ignore_check_constraints = OFF");
  await attempt("PRAGMA foreign_keys = ON");
}

async function insertInto(session: ReadSession, table: string, attempt: Try): Promise<void> {
  const columns = await session.query<{ name: string; type: string }>(
    "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0",
    [table],
  );
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
  const values = columns.map(({ type }) => valueFor(type)).join(", ");
  await attempt(`INSERT INTO ${quoteIdentifier(table)} (${names}) VALUES (${values})`);
}

/** Enough of the rules of affinity (https://sqlite.org/datatype3.html) for STRICT tables to take it. */
function valueFor(type: string): string {
  if (/INT/i.test(type)) return "1";
  if (/CHAR|CLOB|TEXT/i.test(type)) return "'1'";
  return /BLOB/i.test(type) ? "x'31'" : "1";
}
