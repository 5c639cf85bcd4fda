import type { Client, QueryConfig } from "pg";
import { UserError } from "../../errors.ts";
import type { ConnectOptions, ReadSession } from "../dialect.ts";
import { sqlState } from "./failures.ts";
import { pinnedSettings } from "./introspect.ts";
import { quoteLiteral } from "./types.ts";

/** Waiting for a lock longer than this holds up others who wait for it behind us. */
const lockTimeoutMs = 5_000;

/**
 * Runs `work` in a transaction that the server itself keeps from writing. Everything that is set ends with it (SET LOCAL): through
 * a pooler in transaction mode, a setting of the session would be the next client's.
 */
export async function inReadOnlyTransaction<Result>(
  client: Client,
  options: Pick<ConnectOptions, "applicationName" | "statementTimeoutMs">,
  work: (session: ReadSession) => Promise<Result>,
): Promise<Result> {
  await client.query(opening(options));
  try {
    const [row] = (await client.query<{ readOnly: string }>("SELECT current_setting('transaction_read_only') AS \"readOnly\""))
      .rows;
    if (row?.readOnly !== "on") throw notReadOnly(`transaction_read_only is "${row?.readOnly}" after BEGIN READ ONLY`);
    return await work(sessionOf(client));
  } finally {
    // On a connection that is lost there is nothing to end, and the reason is already on its way.
    await client.query("ROLLBACK").catch(() => undefined);
  }
}

/** Sent as one message, so that it costs one round trip. */
function opening({
  applicationName,
  statementTimeoutMs,
}: Pick<ConnectOptions, "applicationName" | "statementTimeoutMs">): string {
  return [
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    ...pinnedSettings,
    `SET LOCAL application_name = ${quoteLiteral(applicationName)}`,
    `SET LOCAL statement_timeout = ${Math.ceil(statementTimeoutMs)}`,
    `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    "SET LOCAL idle_in_transaction_session_timeout = 60000",
    // A policy that hides rows must be an error, not an empty answer.
    "SET LOCAL row_security = off",
  ].join("; ");
}

function sessionOf(client: Client): ReadSession {
  return {
    pipelined: true,
    async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
      // The extended protocol takes one statement only; without a name nothing stays behind on the server.
      const question: QueryConfig & { readonly queryMode: "extended" } = {
        text: sql,
        values: [...values],
        queryMode: "extended",
      };
      const { rows } = await client.query<Row>(question);
      return rows;
    },
  };
}

/** Refused in a read-only transaction whatever the role may do, superusers included, and gone with the rollback if it were not. */
const forbidden = "CREATE TEMPORARY TABLE schemagate_read_only_proof ()";
const refusal = "25006";

/** Tries to write, and tells what the server said. Throws UserError `not-read-only` when it did not refuse. */
export async function proveReadOnly(session: ReadSession): Promise<readonly string[]> {
  await session.query("SAVEPOINT proof");
  const said = await session.query(forbidden).then(
    () => null,
    (error: unknown) => error,
  );
  await session.query("ROLLBACK TO SAVEPOINT proof");
  if (said === null || sqlState(said) !== refusal) {
    throw notReadOnly(
      said === null
        ? "a write was not refused"
        : `a write was refused with ${sqlState(said) ?? "no SQLSTATE"} instead of ${refusal}`,
    );
  }
  return [
    "Every question runs inside BEGIN READ ONLY, and transaction_read_only was read back as on.",
    `A write that was tried on purpose was refused by the server: ${forbidden} → SQLSTATE ${refusal}, ${said instanceof Error ? said.message : ""}.`,
  ];
}

function notReadOnly(what: string): UserError {
  return new UserError(
    "not-read-only",
    `The server does not keep this session from writing: ${what}.`,
    "Connect to PostgreSQL directly, without a proxy that rewrites transactions.",
  );
}
