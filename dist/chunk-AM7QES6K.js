import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  identify
} from "./chunk-HSS763HQ.js";
import {
  introspect,
  pinnedSettings,
  refuseAbsent
} from "./chunk-2DLNQABW.js";
import {
  display,
  explainQuestion,
  isMovedUnderneath,
  login,
  parseConnection,
  sqlState
} from "./chunk-5BEQHQJC.js";
import {
  quoteIdentifier,
  quoteLiteral,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-TI3Q4EXQ.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/postgres/environment.ts
var databaseQuery = `
SELECT pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collation, pg_is_in_recovery() AS standby,
  (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) AS superuser,
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS "seesOthers"
FROM pg_database d
WHERE d.datname = current_database()`;
var schemasQuery = `
SELECT n.nspname AS name, has_schema_privilege(n.oid, 'USAGE') AS usable,
  count(c.oid)::int AS tables,
  count(c.oid) FILTER (WHERE x.extname IS NULL)::int AS "ownTables",
  json_agg(c.relname ORDER BY c.relname) FILTER (WHERE x.extname IS NULL AND NOT has_table_privilege(c.oid, 'SELECT')) AS unreadable,
  coalesce((SELECT o.extname FROM pg_depend d JOIN pg_extension o ON o.oid = d.refobjid
    WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e'), min(x.extname)) AS extension
FROM pg_namespace n
LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
LEFT JOIN pg_depend m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid AND m.deptype = 'e'
LEFT JOIN pg_extension x ON x.oid = m.refobjid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY n.oid, n.nspname
ORDER BY n.nspname`;
var extensionsQuery = `
SELECT x.extname AS name, x.extversion AS version, n.nspname AS schema,
  (SELECT count(*) FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid AND d.deptype = 'e')::int AS objects,
  (SELECT json_agg(m.name) FROM (
    SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS name
    FROM pg_depend d
    WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid AND d.deptype = 'e'
    ORDER BY d.classid <> 'pg_class'::regclass, d.classid <> 'pg_type'::regclass, 1
    LIMIT 3) m) AS examples
FROM pg_extension x
JOIN pg_namespace n ON n.oid = x.extnamespace
ORDER BY x.extname`;
var transactionsQuery = `
SELECT pid, floor(extract(epoch FROM clock_timestamp() - xact_start))::int AS seconds
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - interval '60 seconds'
ORDER BY xact_start
LIMIT 5`;
var invalidIndexesQuery = `
SELECT n.nspname AS schema, c.relname AS name
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
ORDER BY 1, 2`;
var historyTable = "_prisma_migrations";
var historyQuery = `
SELECT n.nspname AS schema, has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND n.nspname = ANY($2)
ORDER BY 1`;
async function inspectEnvironment(session, scope, { user }, connectionNotes) {
  const [database] = await session.query(databaseQuery);
  if (database === void 0) throw new Error("The database is not listed in pg_database");
  const rows = await session.query(schemasQuery);
  refuseAbsent(
    rows.map(({ name }) => name),
    scope
  );
  const schemas = rows.map((row) => ({ ...row, madeBy: madeBy(row), inScope: isInScope(row, scope) }));
  const inScope = schemas.filter((row) => row.inScope);
  const history = await session.query(historyQuery, [historyTable, inScope.map(({ name }) => name)]);
  const extensions = await session.query(extensionsQuery);
  const role = quoteIdentifier(user ?? "");
  return {
    encoding: database.encoding,
    collation: database.collation,
    superuser: database.superuser,
    schemas: schemas.map(({ name, inScope: inScope2, tables, madeBy: madeBy2 }) => ({ name, inScope: inScope2, tables, madeBy: madeBy2 })),
    extensions: extensions.map((row) => ({ ...row, examples: row.examples ?? [] })),
    permissions: [
      ...inScope.flatMap((row) => [schemaUsage(row, role), tableAccess(row, role)]),
      ...history.map((row) => historyAccess(row, role)),
      othersActivity(database, role)
    ],
    notes: [...connectionNotes, ...await serverNotes(session, database)]
  };
}
function madeBy({ name, extension, ownTables }) {
  return ownTables === 0 && name !== "public" ? extension : null;
}
function isInScope(row, { include, exclude }) {
  return (include === null ? madeBy(row) === null : include.includes(row.name)) && !exclude.includes(row.name);
}
function schemaUsage({ name, usable }, role) {
  return {
    what: `USAGE on schema ${name}`,
    ok: usable,
    needed: false,
    detail: usable ? "granted" : "missing: rows of its tables can't be counted; the schema itself is read from the catalogue",
    grant: usable ? null : `GRANT USAGE ON SCHEMA ${quoteIdentifier(name)} TO ${role};`
  };
}
function tableAccess({ name, ownTables, unreadable }, role) {
  const missing = unreadable ?? [];
  const listed = missing.length > 5 ? [...missing.slice(0, 5), "\u2026"] : missing;
  return {
    what: `SELECT on tables of schema ${name}`,
    ok: missing.length === 0,
    needed: false,
    detail: missing.length === 0 ? `granted on ${counted(ownTables)}` : `missing on ${missing.length} of ${counted(ownTables)}: ${listed.join(", ")}`,
    grant: missing.length === 0 ? null : grantSelect(name, missing, ownTables, role)
  };
}
function counted(tables) {
  return tables === 1 ? "1 table" : `${tables} tables`;
}
function grantSelect(schema, missing, tables, role) {
  if (missing.length === tables && missing.length > 1)
    return `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoteIdentifier(schema)} TO ${role};`;
  return `GRANT SELECT ON ${missing.map((table) => quoteQualified(schema, table)).join(", ")} TO ${role};`;
}
function historyAccess({ schema, readable }, role) {
  return {
    what: `migration history in ${schema}.${historyTable}`,
    ok: readable,
    needed: true,
    detail: readable ? "readable" : "not readable: applied migrations are unknown",
    grant: readable ? null : `GRANT SELECT ON ${quoteQualified(schema, historyTable)} TO ${role};`
  };
}
function othersActivity({ superuser, seesOthers }, role) {
  const ok = superuser || seesOthers;
  return {
    what: "activity of other sessions",
    ok,
    needed: false,
    detail: ok ? "visible" : "long transactions of others are not visible",
    grant: ok ? null : `GRANT pg_read_all_stats TO ${role};`
  };
}
async function serverNotes(session, { standby }) {
  const transactions2 = await session.query(transactionsQuery);
  const invalid = await session.query(invalidIndexesQuery);
  return [
    ...standby ? ["This server is a read replica: it can be compared, and nothing can be applied to it."] : [],
    ...transactions2.map(
      ({ pid, seconds }) => `A transaction has been open for ${seconds} seconds (pid ${pid}): changes of its tables will wait for it.`
    ),
    ...invalid.map(
      ({ schema, name }) => `Index ${schema}.${name} is invalid: an earlier CREATE INDEX CONCURRENTLY failed. It is not used, and costs every write.`
    )
  ];
}

// src/dialects/postgres/read-only.ts
var lockTimeoutMs = 5e3;
async function inReadOnlyTransaction(client, options, work) {
  await client.query(opening(options));
  try {
    const [row] = (await client.query(`SELECT current_setting('transaction_read_only') AS "readOnly"`)).rows;
    if (row?.readOnly !== "on") throw notReadOnly(`transaction_read_only is "${row?.readOnly}" after BEGIN READ ONLY`);
    return await work(sessionOf(client));
  } finally {
    await client.query("ROLLBACK").catch(() => void 0);
  }
}
function opening({
  applicationName,
  statementTimeoutMs
}) {
  return [
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    ...pinnedSettings,
    `SET LOCAL application_name = ${quoteLiteral(applicationName)}`,
    `SET LOCAL statement_timeout = ${Math.ceil(statementTimeoutMs)}`,
    `SET LOCAL lock_timeout = ${lockTimeoutMs}`,
    "SET LOCAL idle_in_transaction_session_timeout = 60000",
    // A policy that hides rows must be an error, not an empty answer.
    "SET LOCAL row_security = off"
  ].join("; ");
}
function sessionOf(client) {
  return {
    pipelined: true,
    async query(sql, values = []) {
      const question = {
        text: sql,
        values: [...values],
        queryMode: "extended"
      };
      const { rows } = await client.query(question);
      return rows;
    }
  };
}
var forbidden = "CREATE TEMPORARY TABLE schemagate_read_only_proof ()";
var refusal = "25006";
async function proveReadOnly(session) {
  await session.query("SAVEPOINT proof");
  const said = await session.query(forbidden).then(
    () => null,
    (error) => error
  );
  await session.query("ROLLBACK TO SAVEPOINT proof");
  if (said === null || sqlState(said) !== refusal) {
    throw notReadOnly(
      said === null ? "a write was not refused" : `a write was refused with ${sqlState(said) ?? "no SQLSTATE"} instead of ${refusal}`
    );
  }
  return [
    "Every question runs inside BEGIN READ ONLY, and transaction_read_only was read back as on.",
    `A write that was tried on purpose was refused by the server: ${forbidden} \u2192 SQLSTATE ${refusal}, ${said instanceof Error ? said.message : ""}.`
  ];
}
function notReadOnly(what) {
  return new UserError(
    "not-read-only",
    `The server does not keep this session from writing: ${what}.`,
    "Connect to PostgreSQL directly, without a proxy that rewrites transactions."
  );
}

// src/dialects/postgres/driver.ts
var postgresDriver = {
  connect: async (url, options) => (await open(url, options)).live,
  openForWriting,
  openStandIn
};
async function openStandIn(request) {
  const standIn = await import("./chunk-ARRHSZSV.js");
  return standIn.openStandIn(request);
}
async function openForWriting(url, options) {
  const { live, session, connection } = await open(url, options);
  const { writer } = await import("./chunk-YOKP5WXV.js");
  return writer(live, session.client, connection, options);
}
async function open(url, options) {
  var _stack = [];
  try {
    const connection = parseConnection(url);
    const session = await login(connection, options);
    const opened = __using(_stack, new AsyncDisposableStack(), true);
    opened.defer(() => close(session));
    const read = transactions(session, connection, options);
    const { facts, notes: notes2 } = await read((asked) => readFacts(asked, session, connection));
    opened.move();
    const live = {
      connection: facts,
      query: (sql, values) => read((asked) => asked.query(sql, values)),
      introspect: (scope) => {
        const attempt = () => read((asked) => introspect(asked, scope));
        return attempt().catch((error) => isMovedUnderneath(error) ? attempt() : Promise.reject(error));
      },
      inspectEnvironment: (scope) => read((asked) => inspectEnvironment(asked, scope, facts, notes2)),
      sessionSettings: () => read(readSettings),
      [Symbol.asyncDispose]: () => close(session)
    };
    return { live, session, connection };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
var settingsQuery = `
SELECT name, reset_val AS value FROM pg_settings
WHERE name IN ('TimeZone', 'DateStyle', 'IntervalStyle', 'default_toast_compression', 'xmloption', 'bytea_output', 'array_nulls',
  'transform_null_equals', 'backslash_quote', 'standard_conforming_strings', 'createrole_self_grant', 'default_transaction_isolation')
ORDER BY name`;
function readSettings(asked) {
  return asked.query(settingsQuery);
}
function transactions(session, connection, options) {
  let previous = Promise.resolve();
  return (work) => {
    const result = previous.then(() => inReadOnlyTransaction(session.client, options, work)).catch((error) => {
      throw explainQuestion(connection, error);
    });
    previous = result.catch(() => void 0);
    return result;
  };
}
var closeTimeoutMs = 2e3;
async function close({ client }) {
  const timeout = setTimeout(() => client.connection.stream.destroy(), closeTimeoutMs);
  await client.end().catch(() => void 0);
  clearTimeout(timeout);
}
var serverQuery = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  current_database() AS database, current_user AS user, pg_backend_pid() AS pid`;
async function readFacts(asked, session, connection) {
  const [server] = await asked.query(serverQuery);
  if (server === void 0) throw new Error("The server did not tell who it is");
  const serverMajor = Math.floor(server.number / 1e4);
  const serverVersion = server.version.split(" ", 1)[0] ?? server.version;
  if (serverMajor < oldest) {
    throw new UserError(
      "unsupported-version",
      `The server is PostgreSQL ${serverVersion}; 14 to 18 are supported, and 13 with limits.`,
      "Upgrade the server."
    );
  }
  const identity = await identify(asked, connection);
  const facts = {
    dialect: "postgres",
    display: display(connection),
    database: server.database,
    user: server.user,
    serverVersion,
    serverMajor,
    identity: identity.sha256,
    encryption: encryption(session, connection),
    route: route(session, connection, server.pid),
    defaultSchema: connection.schema ?? "public",
    readOnlyProof: await proveReadOnly(asked)
  };
  return { facts, notes: notes(facts, connection, identity.exact) };
}
var oldest = 13;
var newest = 18;
function encryption({ tls, tlsRefused }, connection) {
  const { mode } = connection.tls;
  if (tls === null) {
    const why = connection.address.kind === "unix" ? "a Unix socket" : tlsRefused ? `sslmode=${mode}: the server has no TLS` : `sslmode=${mode}`;
    return { encrypted: false, certificateVerified: false, description: `not encrypted (${why})` };
  }
  const checked = {
    none: `certificate not verified (sslmode=${mode})`,
    ca: "certificate verified, host name not compared",
    full: "certificate and host name verified"
  };
  return {
    encrypted: true,
    certificateVerified: tls.verification !== "none",
    description: `${tls.protocol}, ${checked[tls.verification]}`
  };
}
function route({ greetedBy }, { address, poolerHint }, pid) {
  const hint = poolerHint === null ? "" : ` (${poolerHint})`;
  if (greetedBy === null || greetedBy === 0) {
    return { kind: "unknown", description: `the server did not name its process at the start of the session${hint}` };
  }
  if (greetedBy !== pid)
    return { kind: "pooled", description: `through a pooler: another server process answers than the one that greeted${hint}` };
  const socket = address.kind === "unix";
  return {
    kind: socket ? "local" : "direct",
    description: socket ? "over a Unix socket" : `direct: the server process that greeted is the one that answers${hint}`
  };
}
function notes(facts, { ignored }, exact) {
  return [
    ...ignoredOptions(ignored),
    ...exact ? [] : [
      "The role may not run pg_control_system(): the database is told apart by its address and oid instead of the system identifier."
    ],
    ...facts.serverMajor === oldest ? ["PostgreSQL 13 is supported with limits: it is not part of the tests."] : [],
    ...facts.serverMajor > newest ? [`PostgreSQL ${facts.serverMajor} is newer than ${newest}, the last version that was tested.`] : []
  ];
}
var nameable = /* @__PURE__ */ new Set([
  "gssdelegation",
  "gsslib",
  "hostaddr",
  "krbsrvname",
  "load_balance_hosts",
  "options",
  "passfile",
  "replication",
  "require_auth",
  "requirepeer",
  "service",
  "ssl_max_protocol_version",
  "ssl_min_protocol_version",
  "sslcertmode",
  "sslcompression",
  "sslcrl",
  "sslcrldir",
  "sslnegotiation",
  "sslsni",
  "target_session_attrs",
  "tcp_user_timeout"
]);
function ignoredOptions(ignored) {
  const named = ignored.filter((name) => nameable.has(name));
  const others = ignored.length - named.length;
  const parts = [...named, ...others === 0 ? [] : [`${others} that PostgreSQL does not know`]];
  return parts.length === 0 ? [] : [`Options of the URL that were ignored: ${parts.join(", ")}.`];
}
export {
  postgresDriver
};
