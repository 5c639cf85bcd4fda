import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { serve } from "../child-program.ts";
import { confine } from "./confine.ts";
import type { Tried } from "./rehearsal/trial.ts";
import { resultCodeName } from "./result-codes.ts";
import { splitScript } from "./split.ts";

/** Program of the stand-in: one database in memory, in a process that holds nothing else. */

export type StandInCall =
  | { readonly kind: "run"; readonly sql: string }
  | { readonly kind: "try"; readonly sql: string }
  | { readonly kind: "query"; readonly sql: string; readonly values: readonly SQLInputValue[] };

export type ScriptResult =
  | { readonly outcome: "done" }
  | { readonly outcome: "failed"; readonly statement: string | null; readonly message: string; readonly code: string | null };

/** Longest text or blob: what a schema needs is far smaller. */
const longestValue = 64 * 2 ** 20;

// Prisma's engine has foreign keys on and reads "x" as a string where no column x exists; real migrations rely on both.
const database = new DatabaseSync(":memory:", {
  enableForeignKeyConstraints: true,
  enableDoubleQuotedStringLiterals: true,
  limits: { length: longestValue },
});
database.exec("PRAGMA temp_store = MEMORY");
const refusals = confine(database);

serve(async (request) => {
  const call = request as StandInCall;
  switch (call.kind) {
    case "run":
      return runScript(call.sql);
    case "try":
      return tryStatement(call.sql);
    case "query":
      return database.prepare(call.sql).all(...call.values);
  }
});

/** A transaction that is open stays open, unless SQLite itself has ended it. */
function tryStatement(sql: string): Tried {
  if (sql.includes("\0")) return { ...nullCharacter, inTransaction: database.isTransaction };
  refusals.take();
  try {
    database.exec(sql);
    return { outcome: "done", inTransaction: database.isTransaction };
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) throw error;
    const message = refusals.take() ?? error.message;
    return { outcome: "failed", message, code: resultCodeName(error.errcode), inTransaction: database.isTransaction };
  }
}

const nullCharacter = {
  outcome: "failed",
  message: "The script holds a null character, where SQLite would stop reading.",
  code: null,
} as const;

/** Each statement commits by itself unless the script opens a transaction, as when Prisma's engine runs it. */
function runScript(sql: string): ScriptResult {
  if (sql.includes("\0")) return failed(null, nullCharacter.message, null);
  for (const statement of splitScript(sql)) {
    const failure = runStatement(statement.sql);
    if (failure !== null) return failure;
  }
  if (!database.isTransaction) {
    dropTemporary();
    return { outcome: "done" };
  }
  database.exec("ROLLBACK");
  return failed(null, "The script opens a transaction and never ends it.", null);
}

/** What is temporary ends with the session of its file; here all files share one, where it would hide what has its name. */
function dropTemporary(): void {
  const left = database.prepare("SELECT type, name FROM sqlite_temp_schema WHERE type IN ('table', 'view', 'trigger')").all();
  for (const { type, name } of left) database.exec(`DROP ${String(type)} IF EXISTS temp."${String(name).replaceAll('"', '""')}"`);
}

function runStatement(sql: string): ScriptResult | null {
  refusals.take();
  try {
    database.exec(sql);
    return null;
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) throw error;
    if (database.isTransaction) database.exec("ROLLBACK");
    return failed(sql, refusals.take() ?? error.message, resultCodeName(error.errcode & 0xff));
  }
}

function failed(statement: string | null, message: string, code: string | null): ScriptResult {
  return { outcome: "failed", statement, message, code };
}
