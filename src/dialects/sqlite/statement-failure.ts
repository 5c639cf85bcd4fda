import { UserError } from "../../errors.ts";
import type { StatementFailure } from "../dialect.ts";
import type { Action } from "./action.ts";
import { errorCode } from "./failures.ts";
import { tokenize } from "./tokens.ts";

export type FailedStatement = {
  readonly action: Action | null;
  /** SQLite had understood it and was running it. What it says before that quotes nothing but the statement and the schema. */
  readonly running: boolean;
  /** In the authorizer's words; null: it refused nothing. */
  readonly refusal: string | null;
  /** Texts of the triggers that there are. */
  readonly triggers: readonly string[];
};

/** What SQLite said about a statement, without what may come from a row. Throws what is no error of SQLite. */
export function describeFailure(error: unknown, statement: FailedStatement): StatementFailure {
  const code = errorCode(error);
  if (!code?.startsWith("SQLITE_") || !(error instanceof Error)) throw error;
  const kind = kindOf(code);
  return {
    code,
    message: statement.refusal ?? withoutValues(code, error.message, statement),
    ...namesIn(error.message),
    kind,
    hint: hintFor(code, kind, statement),
  };
}

/** A failure that SQLite did not put in words. */
export function ownFailure(code: string, message: string, hint: string | null): StatementFailure {
  return { code, message, constraint: null, table: null, column: null, kind: "other", hint };
}

export function asUserError(what: string, failure: StatementFailure): UserError {
  const reason =
    failure.kind === "lock-timeout" ? "lock-timeout" : failure.kind === "permission" ? "permission-denied" : "apply-failed";
  return new UserError(reason, `${what}: ${failure.message} (${failure.code}).`, failure.hint);
}

function kindOf(code: string): StatementFailure["kind"] {
  switch (/^SQLITE_[A-Z]+/.exec(code)?.[0]) {
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return "lock-timeout";
    case "SQLITE_AUTH":
    case "SQLITE_PERM":
    case "SQLITE_READONLY":
    case "SQLITE_CANTOPEN":
      return "permission";
    case "SQLITE_INTERRUPT":
      return "interrupted";
    default:
      return "other";
  }
}

/**
 * RAISE may take any expression for its text (https://sqlite.org/lang_createtrigger.html#raise), and some functions quote the value that
 * they can't read: `bad JSON path: 'x'`.
 */
function withoutValues(code: string, message: string, { action, running, triggers }: FailedStatement): string {
  if (code === "SQLITE_CONSTRAINT_TRIGGER")
    return triggers.some((sql) => holdsText(sql, message)) ? message : "a trigger refused it, with a text that may hold values";
  const aboutData = code === "SQLITE_ERROR" || code === "SQLITE_CONSTRAINT_VTAB" || code === "SQLITE_CONSTRAINT_FUNCTION";
  if (!running || !aboutData || (action !== null && onlySchema.has(action.kind))) return message;
  return message.replace(/:?\s*['"[`].*$/s, " …");
}

const onlySchema: ReadonlySet<Action["kind"]> = new Set([
  "alter table",
  "add column",
  "drop column",
  "rename column",
  "rename table",
  "create virtual table",
  "create view",
  "create trigger",
  "drop",
  "control",
  "vacuum",
  "pragma",
]);

function holdsText(sql: string, text: string): boolean {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return tokenize(sql).some((token) => token.text === quoted || token.text === `"${text.replaceAll('"', '""')}"`);
}

/** `UNIQUE constraint failed: t.a, t.b`, `UNIQUE constraint failed: index 'i'`, `CHECK constraint failed: positive`. */
function namesIn(message: string): Pick<StatementFailure, "constraint" | "table" | "column"> {
  const none = { constraint: null, table: null, column: null };
  const [, kind, what = ""] = /^(UNIQUE|NOT NULL|CHECK) constraint failed: (.*)$/s.exec(message) ?? [];
  if (kind === undefined) return none;
  if (kind === "CHECK") return { ...none, constraint: what };
  const index = /^index '(.*)'$/.exec(what)?.[1];
  if (index !== undefined) return { ...none, constraint: index };
  const columns = what.split(", ").map((name) => /^(.*)\.([^.]*)$/.exec(name));
  return { ...none, table: columns[0]?.[1] ?? null, column: columns.length === 1 ? (columns[0]?.[2] ?? null) : null };
}

function hintFor(code: string, kind: StatementFailure["kind"], statement: FailedStatement): string | null {
  if (kind === "lock-timeout") return "Another program uses the database. Run this again when it has ended its work.";
  if (statement.refusal !== null) return "Take it out of the file, or run it by hand with sqlite3.";
  if (kind === "permission") return "Give this user the right to write to the file and to its folder.";
  if (code === "SQLITE_FULL") return "Make room on the disk.";
  if (code.startsWith("SQLITE_CORRUPT")) return "Check the file with PRAGMA integrity_check, and restore a backup.";
  return null;
}
