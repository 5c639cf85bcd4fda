import type { StatementFailure } from "../dialect.ts";
import { sqlState } from "./failures.ts";
import { oneLine, raisedByCode, type ServerFields } from "./notice-text.ts";

/** What the server said about a statement, without DETAIL and without what its message may quote of rows. */
export function failureOf(error: unknown, interrupted: boolean): StatementFailure {
  const fields = (error instanceof Error ? error : {}) as ServerFields;
  const code = sqlState(error);
  const kind = kindOf(code, interrupted);
  // RAISE ... USING CONSTRAINT fills these with whatever it likes.
  const named: ServerFields = raisedByCode(fields) ? {} : fields;
  return {
    code,
    message: kind === "connection-lost" ? "The connection was lost while it ran" : withoutValues(fields, code),
    constraint: named.constraint ?? null,
    table: named.table ?? null,
    column: named.column ?? null,
    kind,
    hint: hintOf(kind, code),
  };
}

function kindOf(code: string | null, interrupted: boolean): StatementFailure["kind"] {
  if (code === null || /^(08|57P)/.test(code)) return "connection-lost";
  if (code === "57014") return interrupted ? "interrupted" : "timeout";
  if (code === "55P03") return "lock-timeout";
  return code === "42501" ? "permission" : "other";
}

/** Messages of class 22 (data exceptions) quote the value; names of types and columns are left. */
function withoutValues(fields: ServerFields, code: string | null): string {
  if (raisedByCode(fields) || code?.startsWith("P0"))
    return "Code in the database raised an exception (its text is in the server's log, not here: it may quote rows)";
  const message = oneLine(fields.message ?? "").replace(/[.\s]+$/, "");
  return code?.startsWith("22") ? message.replaceAll(quotedValue, '"…"') : message;
}

const quotedValue = /(?<!\b(?:type|enum|column|relation|constraint|function|index|domain) )"[^"]*"?/g;

function hintOf(kind: StatementFailure["kind"], code: string | null): string | null {
  switch (kind) {
    case "lock-timeout":
      return "Another session held a lock that it needs for longer than lock-timeout allows: run it again when that session is done, or raise lock-timeout for this environment in the configuration.";
    case "timeout":
      return "It ran longer than statement-timeout allows: raise that for this environment in the configuration, or make the statement smaller.";
    case "permission":
      return "Apply needs a role that owns what it changes; see `schemagate check`.";
    case "connection-lost":
      return "It is not known whether it took effect: look before you run anything again.";
    case "interrupted":
      return "It was given up because this run was asked to stop.";
    case "other":
      return code === null ? null : (hints[code] ?? null);
  }
}

const hints: Readonly<Record<string, string>> = {
  "23502": "Rows without a value exist: fill them first, in a migration before this one.",
  "23503": "Rows refer to others that do not exist: mend or delete them first.",
  "23505": "Rows with equal values exist: mend them first, in a migration before this one.",
  "23514": "Rows that break the new rule exist: mend them first.",
  "25006": "The server or the role allows reading only: connect to the primary, with a role that may write.",
  "40P01": "Another session and this one waited for each other: run it again.",
  "53100": "The server's disk is full.",
};
