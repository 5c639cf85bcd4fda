import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  option,
  splitScript
} from "./chunk-67743SDL.js";
import {
  display,
  login,
  sqlState
} from "./chunk-5BEQHQJC.js";
import {
  quoteIdentifier,
  quoteLiteral
} from "./chunk-4PLWE6NW.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  noticeText,
  oneLine,
  raisedByCode
} from "./chunk-QTSD2RIJ.js";
import "./chunk-LQ7MRN4E.js";
import "./chunk-KPJN5OEV.js";

// src/dialects/postgres/concurrently.ts
async function readConcurrent(sql) {
  const split = await splitScript(sql);
  if (split.outcome === "unreadable" || split.statements.length !== 1) return null;
  const tree = split.statements[0]?.tree;
  if (tree === void 0) return null;
  if ("IndexStmt" in tree) return tree.IndexStmt.concurrent === true ? { indexToBuild: tree.IndexStmt.idxname ?? null } : null;
  if ("DropStmt" in tree) return tree.DropStmt.concurrent === true ? { indexToBuild: null } : null;
  if ("ReindexStmt" in tree) return option(tree.ReindexStmt.params, "concurrently") === null ? null : { indexToBuild: null };
  return null;
}
async function invalidRemnant(client, index) {
  const { rows } = await client.query(
    `SELECT n.nspname AS schema FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = $1 AND NOT i.indisvalid AND pg_catalog.pg_table_is_visible(i.indrelid)`,
    [index]
  );
  const [remnant] = rows;
  return remnant === void 0 ? null : `${quoteIdentifier(remnant.schema)}.${quoteIdentifier(index)}`;
}
async function dropInvalidRemnant(client, index) {
  const remnant = await invalidRemnant(client, index);
  if (remnant === null) return null;
  await client.query(`DROP INDEX CONCURRENTLY ${remnant}`);
  return `the invalid index ${remnant} that an earlier try left behind was dropped first`;
}

// src/dialects/postgres/lock-holders.ts
var query = `
SELECT a.pid, a.usename AS role, a.application_name AS application, a.state,
  floor(extract(epoch FROM clock_timestamp() - a.xact_start))::int AS seconds,
  min(n.nspname || '.' || c.relname) AS relation, count(DISTINCT c.oid)::int AS relations
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND n.nspname || '.' || c.relname = ANY($1)
GROUP BY a.pid, a.usename, a.application_name, a.state, a.xact_start
ORDER BY a.xact_start NULLS LAST, a.pid
LIMIT 5`;
async function lockHolders(client, objects) {
  const relations = objects.flatMap((id) => /^(?:table|index|view|materialized view|sequence) (.+)$/.exec(id)?.[1] ?? []);
  if (relations.length === 0) return [];
  const { rows } = await client.query(query, [relations]);
  return rows.map(phrase);
}
function phrase({ pid, role, application, state, seconds, relation, relations }) {
  const name = application === null || application === "" ? "a session" : JSON.stringify(application);
  const doing = state === null || seconds === null ? null : `${state} for ${seconds} s`;
  const what = relations === 1 ? relation : `${relation} and ${relations - 1} more`;
  return `${name} (${[`process ${pid}`, role === null ? null : `user ${role}`, doing, what].filter((part) => part !== null).join(", ")})`;
}

// src/dialects/postgres/session-lock.ts
import { setTimeout as sleep } from "node:timers/promises";
var key = 72707369;
var pollMs = 250;
async function takeSessionLock(client, waitMs, onWait) {
  const until = Date.now() + waitMs;
  for (let first = true; ; first = false) {
    if (await tryLock(client)) return { outcome: "held" };
    if (first) onWait(await describeHolder(client));
    if (Date.now() >= until) return { outcome: "busy", holder: await describeHolder(client) };
    await sleep(Math.min(pollMs, Math.max(until - Date.now(), 1)));
  }
}
async function tryLock(client) {
  const { rows } = await client.query(`SELECT pg_catalog.pg_try_advisory_lock(${key}) AS held`);
  return rows[0]?.held === true;
}
var holderQuery = `
SELECT l.pid, a.usename AS role, a.application_name AS application, host(a.client_addr) AS address,
  to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${key} AND l.objsubid = 1 AND l.granted
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`;
async function describeHolder(client) {
  const [holder] = (await client.query(holderQuery)).rows;
  if (holder === void 0) return "a session that has just ended";
  const { pid, role, application, address, since } = holder;
  const details = [
    role === null ? null : `user ${role}`,
    address === null ? null : `from ${address}`,
    since === null ? null : `since ${since} UTC`
  ].filter((part) => part !== null);
  const name = application === null || application === "" ? "a session" : `"${application}"`;
  return `${name} (process ${pid}${details.map((part) => `, ${part}`).join("")})`;
}

// src/dialects/postgres/statement-failure.ts
function failureOf(error, interrupted) {
  const fields = error instanceof Error ? error : {};
  const code = sqlState(error);
  const kind = kindOf(code, interrupted);
  const named = raisedByCode(fields) ? {} : fields;
  return {
    code,
    message: kind === "connection-lost" ? "The connection was lost while it ran" : withoutValues(fields, code),
    constraint: named.constraint ?? null,
    table: named.table ?? null,
    column: named.column ?? null,
    kind,
    hint: hintOf(kind, code)
  };
}
function kindOf(code, interrupted) {
  if (code === null || /^(08|57P)/.test(code)) return "connection-lost";
  if (code === "57014") return interrupted ? "interrupted" : "timeout";
  if (code === "55P03") return "lock-timeout";
  return code === "42501" ? "permission" : "other";
}
function withoutValues(fields, code) {
  if (raisedByCode(fields) || code?.startsWith("P0"))
    return "Code in the database raised an exception (its text is in the server's log, not here: it may quote rows)";
  const message = oneLine(fields.message ?? "").replace(/[.\s]+$/, "");
  return code?.startsWith("22") ? message.replaceAll(quotedValue, '"\u2026"') : message;
}
var quotedValue = /(?<!\b(?:type|enum|column|relation|constraint|function|index|domain) )"[^"]*"?/g;
function hintOf(kind, code) {
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
      return code === null ? null : hints[code] ?? null;
  }
}
var hints = {
  "23502": "Rows without a value exist: fill them first, in a migration before this one.",
  "23503": "Rows refer to others that do not exist: mend or delete them first.",
  "23505": "Rows with equal values exist: mend them first, in a migration before this one.",
  "23514": "Rows that break the new rule exist: mend them first.",
  "25006": "The server or the role allows reading only: connect to the primary, with a role that may write.",
  "40P01": "Another session and this one waited for each other: run it again.",
  "53100": "The server's disk is full."
};

// src/dialects/postgres/writer.ts
function writer(live, client, connection, options) {
  const state = watch(client);
  let interrupted = false;
  let leftBehind = null;
  async function run(work) {
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
  const plainly = async (sql) => countOf(await client.query(sql));
  async function concurrently(sql, index) {
    await client.query("SET lock_timeout = 0");
    const dropped = index === null ? null : await dropInvalidRemnant(client, index);
    if (dropped !== null) state.notices.push(dropped);
    try {
      return await plainly(sql);
    } catch (error) {
      if (index !== null) leftBehind = await invalidRemnant(client, index).catch(() => null);
      throw error;
    } finally {
      await client.query(`SET lock_timeout = ${options.lockTimeoutMs}`).catch(() => void 0);
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
      return run(() => concurrent === null ? plainly(sql) : concurrently(sql, concurrent.indexToBuild));
    },
    async write(sql, values) {
      const done = await run(async () => countOf(await client.query(sql, [...values])));
      if (done.outcome === "done") return;
      const { kind, message, code, hint } = done.failure;
      throw new UserError(
        reasons[kind] ?? "apply-failed",
        `${display(connection)}: the migration history can't be written: ${message}${code === null ? "" : ` [${code}]`}.`,
        hint
      );
    },
    commit: () => run(() => plainly("COMMIT")),
    async rollback() {
      if (state.status !== "I") await client.query("ROLLBACK").catch(() => void 0);
    },
    async interrupt() {
      interrupted = true;
      await cancel(client, connection, options);
    }
  };
}
var reasons = {
  "connection-lost": "connection-failed",
  permission: "permission-denied",
  "lock-timeout": "lock-timeout"
};
function watch(client) {
  const state = { status: "I", notices: [] };
  client.connection.on("readyForQuery", ({ status }) => {
    state.status = status;
  });
  client.on("notice", (notice) => state.notices.push(noticeText(notice)));
  return state;
}
function freshSession({ schema }, { applicationName, lockTimeoutMs, writeTimeoutMs }) {
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
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
  ];
}
function countOf(result) {
  return "rowCount" in result ? result.rowCount : result.at(-1)?.rowCount ?? null;
}
function sessionFacts({ connection }, client, options) {
  const { processID } = client;
  return [
    `user ${connection.user ?? ""}`,
    `server process ${processID ?? "unknown"}`,
    `application_name ${options.applicationName}`,
    `lock_timeout ${options.lockTimeoutMs} ms (none for CONCURRENTLY)`,
    options.writeTimeoutMs === 0 ? "no statement_timeout" : `statement_timeout ${options.writeTimeoutMs} ms`
  ];
}
async function cancel(client, connection, options) {
  const { processID } = client;
  const other = await login(connection, options);
  try {
    await other.client.query("SELECT pg_catalog.pg_cancel_backend($1)", [processID]);
  } finally {
    await other.client.end().catch(() => void 0);
  }
}
export {
  writer
};
