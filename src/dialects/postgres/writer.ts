import type { Client } from "pg";
import { type FailureReason, UserError } from "../../errors.ts";
import type { Executed, LiveDatabase, StatementFailure, WritableDatabase, WriteOptions } from "../dialect.ts";
import { dropInvalidRemnant, invalidRemnant, readConcurrent } from "./concurrently.ts";
import { type Connection, display } from "./connection.ts";
import { lockHolders } from "./lock-holders.ts";
import { login } from "./login.ts";
import { noticeText } from "./notice-text.ts";
import { takeSessionLock } from "./session-lock.ts";
import { failureOf } from "./statement-failure.ts";
import { quoteIdentifier, quoteLiteral } from "./types.ts";

/** Makes the session that executes out of one that reads; both are the same connection. */
export function writer(live: LiveDatabase, client: Client, connection: Connection, options: WriteOptions): WritableDatabase {
  const state = watch(client);
  let interrupted = false;
  /** By the statement that failed. */
  let leftBehind: string | null = null;

  async function run(work: () => Promise<number | null>): Promise<Executed> {
    state.notices = [];
    leftBehind = null;
    try {
      const rows = await work();
      return { outcome: "done", rows, notices: state.notices };
    } catch (error) {
      const failure = failureOf(error, interrupted);
      const left = leftBehind === null ? "" : `; it left the invalid index ${leftBehind} behind, which the next try drops first`;
      return { outcome: "failed", failure: { ...failure, message: `${failure.message}${left}` }, notices: state.notices };
    }
  }

  const plainly = async (sql: string): Promise<number | null> => countOf(await client.query(sql));

  async function concurrently(sql: string, index: string | null): Promise<number | null> {
    // It waits for every transaction that is open: with a timeout it would fail half done, and leave an invalid index.
    await client.query("SET lock_timeout = 0");
    const dropped = index === null ? null : await dropInvalidRemnant(client, index);
    if (dropped !== null) state.notices.push(dropped);
    try {
      return await plainly(sql);
    } catch (error) {
      if (index !== null) leftBehind = await invalidRemnant(client, index).catch(() => null);
      throw error;
    } finally {
      await client.query(`SET lock_timeout = ${options.lockTimeoutMs}`).catch(() => undefined);
    }
  }

  return {
    ...live,
    sessionFacts: sessionFacts(live, client, options),
    get inTransaction() {
      return state.status !== "I";
    },
    lock: (waitMs, onWait) => takeSessionLock(client, waitMs, onWait),
    // Naming them is a help, no condition.
    holders: (objects) => lockHolders(client, objects).catch(() => []),
    async startFile() {
      await client.query(freshSession(connection, options).join("; "));
    },
    async begin() {
      await client.query("BEGIN");
    },
    async execute(sql) {
      const concurrent = state.status === "I" ? await readConcurrent(sql) : null;
      return run(() => (concurrent === null ? plainly(sql) : concurrently(sql, concurrent.indexToBuild)));
    },
    async write(sql, values) {
      const done = await run(async () => countOf(await client.query(sql, [...values])));
      if (done.outcome === "done") return;
      const { kind, message, code, hint } = done.failure;
      throw new UserError(
        reasons[kind] ?? "apply-failed",
        `${display(connection)}: the migration history can't be written: ${message}${code === null ? "" : ` [${code}]`}.`,
        hint,
      );
    },
    commit: () => run(() => plainly("COMMIT")),
    async rollback() {
      // On a connection that is lost there is nothing to end.
      if (state.status !== "I") await client.query("ROLLBACK").catch(() => undefined);
    },
    async interrupt() {
      interrupted = true;
      await cancel(client, connection, options);
    },
  };
}

const reasons: Partial<Record<StatementFailure["kind"], FailureReason>> = {
  "connection-lost": "connection-failed",
  permission: "permission-denied",
  "lock-timeout": "lock-timeout",
};

type State = { status: string; notices: string[] };

/** Status of the session after each message: I idle, T in a transaction, E in one that failed. */
function watch(client: Client): State {
  const state: State = { status: "I", notices: [] };
  client.connection.on("readyForQuery", ({ status }: { readonly status: string }) => {
    state.status = status;
  });
  client.on("notice", (notice) => state.notices.push(noticeText(notice)));
  return state;
}

/** What DISCARD ALL does, without giving back the session lock; then what a migration tool sets. */
function freshSession(
  { schema }: Connection,
  { applicationName, lockTimeoutMs, writeTimeoutMs }: WriteOptions,
): readonly string[] {
  return [
    "SET SESSION AUTHORIZATION DEFAULT",
    "RESET ALL",
    "CLOSE ALL",
    "UNLISTEN *",
    "DEALLOCATE ALL",
    "DISCARD PLANS",
    "DISCARD TEMP",
    "DISCARD SEQUENCES",
    `SET search_path = ${quoteIdentifier(schema ?? "public")}`,
    `SET application_name = ${quoteLiteral(applicationName)}`,
    `SET lock_timeout = ${lockTimeoutMs}`,
    `SET statement_timeout = ${writeTimeoutMs}`,
    "SET idle_in_transaction_session_timeout = 0",
    // What the log calls committed, a server that crashes must not forget.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
  ];
}

/** Number of rows; several results come back for a script that nothing could split. */
function countOf(result: { readonly rowCount: number | null } | readonly { readonly rowCount: number | null }[]): number | null {
  return "rowCount" in result ? result.rowCount : (result.at(-1)?.rowCount ?? null);
}

function sessionFacts({ connection }: LiveDatabase, client: Client, options: WriteOptions): readonly string[] {
  const { processID } = client as Client & { readonly processID: number | null };
  return [
    `user ${connection.user ?? ""}`,
    `server process ${processID ?? "unknown"}`,
    `application_name ${options.applicationName}`,
    `lock_timeout ${options.lockTimeoutMs} ms (none for CONCURRENTLY)`,
    options.writeTimeoutMs === 0 ? "no statement_timeout" : `statement_timeout ${options.writeTimeoutMs} ms`,
  ];
}

/** Through a second session: the first one is busy with the statement. */
async function cancel(client: Client, connection: Connection, options: WriteOptions): Promise<void> {
  const { processID } = client as Client & { readonly processID: number | null };
  const other = await login(connection, options);
  try {
    await other.client.query("SELECT pg_catalog.pg_cancel_backend($1)", [processID]);
  } finally {
    await other.client.end().catch(() => undefined);
  }
}
