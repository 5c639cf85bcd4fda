import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  introspect,
  pinnedSettings
} from "./chunk-ZKZDYPJJ.js";
import {
  sha256
} from "./chunk-L25U5XOZ.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  quoteIdentifier,
  quoteLiteral,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import "./chunk-OZCZYI5W.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/postgres/connection.ts
import { userInfo } from "node:os";
var tlsModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
function parseConnection(url) {
  const { authority, path, query } = split(url.reveal().trim());
  const at = authority.lastIndexOf("@");
  const [user = "", ...password] = authority.slice(0, Math.max(at, 0)).split(":");
  const options = readOptions(query);
  const take = (name) => {
    const value = options.get(name) ?? null;
    options.delete(name);
    return value === "" ? null : value;
  };
  const login2 = take("user") ?? (decode(user) || userInfo().username);
  const address = readAddress(authority.slice(at + 1), take("host"), take("port"));
  const pooled = take("pgbouncer") === "true";
  const connection = {
    address,
    user: login2,
    password: take("password") ?? (password.length === 0 ? null : decode(password.join(":"))),
    database: take("dbname") ?? (decode(path) || login2),
    schema: take("schema"),
    tls: readTls(take),
    connectTimeoutMs: readSeconds(take("connect_timeout")),
    poolerHint: pooled ? "the URL says pgbouncer=true" : hintOf(address),
    channelBinding: oneOf("channel_binding", take("channel_binding"), ["disable", "prefer", "require"]) ?? "prefer"
  };
  for (const name of harmless) options.delete(name);
  return { ...connection, ignored: [...options.keys()].sort() };
}
function display({ address, database }) {
  return `${displayAddress(address)}/${database}`;
}
function displayAddress(address) {
  if (address.kind === "unix") return `${address.folder}/.s.PGSQL.${address.port}`;
  return `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
}
var harmless = [
  "application_name",
  "client_encoding",
  "connection_limit",
  "fallback_application_name",
  "gssencmode",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "max_idle_connection_lifetime",
  "pool_timeout",
  "single_use_connections",
  "socket_timeout",
  "statement_cache_size"
];
function split(url) {
  refuseOtherSchemes(url);
  const [, authority = "", path = "", query = "", fragment] = /^[a-z]+:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/is.exec(url) ?? [];
  if (fragment !== void 0 || path.includes("@") || query.includes("@")) {
    throw malformed("it holds a character that has a meaning in URLs", "In user name and password write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25.");
  }
  return { authority, path, query };
}
function refuseOtherSchemes(url) {
  const scheme = /^(jdbc:[a-z]+|[a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") {
    if (!/^[a-z]+:\/\//i.test(url)) throw malformed("the scheme is not followed by //", "It looks like postgresql://user:password@host:5432/database.");
    return;
  }
  if (scheme?.startsWith("jdbc:")) {
    throw malformed("it is a JDBC URL", "Write it as postgresql://user:password@host:5432/database.");
  }
  if (scheme === "prisma" || scheme === "prisma+postgres") {
    throw malformed(
      "it names a service of Prisma (Accelerate or Prisma Postgres), which answers Prisma's own client only",
      "Give the direct URL of the database, which starts with postgresql://."
    );
  }
  throw malformed("it does not start with postgresql://", "It looks like postgresql://user:password@host:5432/database.");
}
function readOptions(query) {
  const pairs = query.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return equals === -1 ? [decode(pair), ""] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    })
  );
}
function readAddress(authority, hostOption, portOption) {
  const [, bracketed, plain = "", portText] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(authority) ?? [];
  const host = hostOption ?? (decode(bracketed ?? plain) || "localhost");
  if (host.includes(",") || portText?.includes(",")) {
    throw malformed("it names several hosts", "Name the one that may be written to.");
  }
  const port = readPort(portOption ?? (portText === void 0 || portText === "" ? "5432" : portText));
  return host.startsWith("/") ? { kind: "unix", folder: host.replace(/(?<=.)\/+$/, ""), port } : { kind: "tcp", host, port };
}
function readPort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw malformed("its port is not a number from 1 to 65535", "If the password holds a colon or an @, write them as %3A and %40.");
  }
  return port;
}
function readSeconds(text) {
  const seconds = Number(text ?? 0);
  if (!Number.isInteger(seconds)) throw malformed("its connect_timeout is not a number of seconds", "Write it as connect_timeout=10.");
  return seconds > 0 ? seconds * 1e3 : null;
}
function readTls(take) {
  const unverified = take("ssl") === "true" ? "require" : null;
  const asked = oneOf("sslmode", take("sslmode"), [...tlsModes, "no-verify"]);
  const strict = oneOf("sslaccept", take("sslaccept"), ["strict", "accept_invalid_certs"]) === "strict";
  const root = take("sslrootcert");
  const [certificate, key, identityPath, passphrase] = [take("sslcert"), take("sslkey"), take("sslidentity"), take("sslpassword")];
  const rootPath = root ?? (key === null ? certificate : null);
  const rootCertificate = asked === "no-verify" || rootPath === null ? null : rootPath === "system" ? "system" : { path: rootPath };
  const named = asked === "no-verify" ? "require" : asked ?? unverified;
  return {
    mode: strict && named !== "disable" ? "verify-full" : named ?? (rootCertificate === "system" ? "verify-full" : "prefer"),
    rootCertificate,
    certificate: certificate !== null && key !== null ? { path: certificate, keyPath: key } : null,
    identityPath,
    passphrase
  };
}
function oneOf(name, value, allowed) {
  if (value === null) return null;
  const known = allowed.find((candidate) => candidate === value);
  if (known === void 0) throw malformed(`its ${name} has an unknown value`, `It may be ${allowed.join(", ")}.`);
  return known;
}
function hintOf(address) {
  if (address.kind === "tcp" && /(^|[.-])pooler[.-]/.test(address.host)) return "the host is called a pooler";
  if (address.port === 6432 || address.port === 6543) return `port ${address.port} is usually a pooler's`;
  return null;
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed("it holds a % that is not followed by two hexadecimal digits", "Write the character % as %25.");
  }
}
function malformed(what, hint) {
  return new UserError("invalid-input", `Can't use the database URL: ${what}.`, hint);
}

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
  return (include.length === 0 ? madeBy(row) === null : include.includes(row.name)) && !exclude.includes(row.name);
}
function schemaUsage({ name, usable }, role) {
  return {
    what: `USAGE on schema ${name}`,
    ok: usable,
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
    detail: missing.length === 0 ? `granted on ${counted(ownTables)}` : `missing on ${missing.length} of ${counted(ownTables)}: ${listed.join(", ")}`,
    grant: missing.length === 0 ? null : grantSelect(name, missing, ownTables, role)
  };
}
function counted(tables) {
  return tables === 1 ? "1 table" : `${tables} tables`;
}
function grantSelect(schema, missing, tables, role) {
  if (missing.length === tables && missing.length > 1) return `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoteIdentifier(schema)} TO ${role};`;
  return `GRANT SELECT ON ${missing.map((table) => quoteQualified(schema, table)).join(", ")} TO ${role};`;
}
function historyAccess({ schema, readable }, role) {
  return {
    what: `migration history in ${schema}.${historyTable}`,
    ok: readable,
    detail: readable ? "readable" : "not readable: applied migrations are unknown",
    grant: readable ? null : `GRANT SELECT ON ${quoteQualified(schema, historyTable)} TO ${role};`
  };
}
function othersActivity({ superuser, seesOthers }, role) {
  const ok = superuser || seesOthers;
  return {
    what: "activity of other sessions",
    ok,
    detail: ok ? "visible" : "long transactions of others are not visible",
    grant: ok ? null : `GRANT pg_read_all_stats TO ${role};`
  };
}
async function serverNotes(session, { standby }) {
  const transactions2 = await session.query(transactionsQuery);
  const invalid = await session.query(invalidIndexesQuery);
  return [
    ...standby ? ["This server is a read replica: it can be compared, and nothing can be applied to it."] : [],
    ...transactions2.map(({ pid, seconds }) => `A transaction has been open for ${seconds} seconds (pid ${pid}): changes of its tables will wait for it.`),
    ...invalid.map(({ schema, name }) => `Index ${schema}.${name} is invalid: an earlier CREATE INDEX CONCURRENTLY failed. It is not used, and costs every write.`)
  ];
}

// src/dialects/postgres/failures.ts
function sqlState(error) {
  if (error instanceof UserError) return sqlState(error.cause);
  const code = error instanceof Error ? error.code : void 0;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
var Refusal = class extends Error {
  code;
  constructor(error) {
    const { code } = error;
    super(typeof code === "string" ? code : error.name);
    this.code = typeof code === "string" ? code : null;
  }
};
function explainConnecting(connection, failure, timeoutMs) {
  const { error } = failure;
  const because = { cause: new Refusal(error) };
  const fail = (message, hint) => new UserError("connection-failed", message, hint, because);
  const at = displayAddress(connection.address);
  if (isTimeout(error)) {
    return fail(`${at} did not answer within ${timeoutMs / 1e3} seconds.`, "Check host and port, and that a firewall or an allow list lets this machine in.");
  }
  switch (failure.stage) {
    case "network":
      return explainNetwork(connection, fail, codeOf(error));
    case "protocol":
      return fail(`What listens at ${at} does not speak PostgreSQL's protocol.`, "Check the port: 5432 is PostgreSQL's, 3306 MySQL's. A proxy in between must pass the connection through.");
    case "no-tls":
      return fail(
        `The server at ${at} does not support TLS, and sslmode=${connection.tls.mode} demands it.`,
        "Switch TLS on in the server, or use sslmode=prefer where the network can be trusted."
      );
    case "tls":
      return explainTls(connection, fail, error);
    case "login":
      return codeOf(error).startsWith("ERR_SSL") ? explainTls(connection, fail, error) : explainLogin(connection, error, because);
  }
}
function explainNetwork({ address }, fail, code) {
  const at = displayAddress(address);
  if (address.kind === "unix") {
    if (code === "EACCES") return fail(`The socket ${at} may not be used by this user.`, "Change its permissions, or connect over TCP.");
    return fail(`No PostgreSQL listens at the socket ${at}.`, "Check that the server runs, its folder of sockets and its port.");
  }
  switch (code) {
    case "ENOTFOUND":
      return fail(`There is no host ${JSON.stringify(address.host)}: the name is not known.`, "Check the host in the URL. Names of private networks are known only inside of them.");
    case "EAI_AGAIN":
      return fail(`The name server did not answer when asked for ${JSON.stringify(address.host)}.`, "Try again; check this machine's DNS.");
    case "ECONNREFUSED":
      return fail(`Nothing listens at ${at}: the connection was refused.`, "Check host and port, and that the server runs and accepts connections over TCP (listen_addresses).");
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return fail(`There is no way to ${at} from this machine.`, "Check the network; an address of IPv6 needs a network that has it.");
    default:
      return fail(`Can't connect to ${at}: ${code}.`, "Check host, port and network.");
  }
}
function explainTls({ address, tls }, fail, error) {
  const at = displayAddress(address);
  const code = codeOf(error);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fail(`The certificate of ${at} is made out to another host name.`, "Use the name that the certificate holds, or sslmode=verify-ca with sslrootcert=.");
  }
  if (code === "CERT_HAS_EXPIRED") return fail(`The certificate of ${at} has expired.`, "Renew it on the server.");
  if (untrusted.test(code)) {
    return fail(
      `The certificate of ${at} is not trusted: it was not signed by an authority that is known here (${code}).`,
      tls.rootCertificate === null ? "Download your provider's root certificate and name the file with sslrootcert=." : "Check that sslrootcert= names the authority that signed this server's certificate."
    );
  }
  return fail(`TLS with ${at} failed: ${code}.`, "Check the TLS settings of the server, and a client certificate that it may ask for (sslcert=, sslkey=).");
}
var untrusted = /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE/;
function explainLogin(connection, error, because) {
  const { user, database, password } = connection;
  const [role, name, at] = [JSON.stringify(user), JSON.stringify(database), displayAddress(connection.address)];
  const fail = (message, hint) => new UserError("connection-failed", message, hint, because);
  switch (codeOf(error)) {
    case "28P01":
      return fail(`The server at ${at} refused the password of user ${role}.`, "Check user and password; special characters in a URL must be percent-encoded.");
    case "28000":
      return fail(`The server at ${at} does not let user ${role} in: ${quoted(connection, error)}.`, "Check the user, and the server's pg_hba.conf for this user, database, address and encryption.");
    case "3D000":
      return fail(`The server at ${at} has no database ${name}.`, "Check its name in the URL. Nothing is ever created here.");
    case "42501":
      return new UserError(
        "permission-denied",
        `User ${role} may not connect to database ${name}.`,
        `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(user)};`,
        because
      );
    case "53300":
      return fail(`The server at ${at} has no connection left for user ${role}.`, "Try again later, close idle sessions, or raise max_connections.");
    case "57P03":
      return fail(`The server at ${at} is not ready: it is starting, stopping or recovering.`, "Try again in a moment.");
    case "57P01":
      return fail(`The server at ${at} is shutting down.`, "Try again when it is back.");
  }
  if (password === null && error.message.startsWith("SASL")) {
    return fail(`The server at ${at} asks for a password of user ${role}, and the URL has none.`, "Write it as postgresql://user:password@host/database.");
  }
  return fail(`${at} did not let user ${role} in: ${quoted(connection, error)}.`, "Check the URL and the server's log.");
}
function explainQuestion(connection, error) {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const because = { cause: new Refusal(error) };
  const at = display(connection);
  switch (codeOf(error)) {
    case "42501":
      return new UserError("permission-denied", `${at}: ${quoted(connection, error)}.`, `Grant it to ${quoteIdentifier(connection.user)}; \`schemagate check\` shows the statements.`, because);
    case "55P03":
      return new UserError("lock-timeout", `${at}: something holds a lock that reading the schema has to wait for.`, "Try again when the ALTER TABLE or the like has ended.", because);
    case "57014":
      return new UserError("connection-failed", `${at}: an answer took too long and was given up.`, "Try again when the server is less busy.", because);
  }
  const state = sqlState(error);
  if (state === null || /^(08|57P|25P03)/.test(state)) {
    return new UserError("connection-failed", `The connection to ${at} was lost.`, "Try again; check the network and the server's log.", because);
  }
  const words = /^2[23]/.test(state) ? "" : `: ${quoted(connection, error)}`;
  return Object.assign(new Error(`PostgreSQL refused a question with ${state}${words}`, because), { code: state });
}
function isTimeout(error) {
  return error.name === "TimeoutError" || error.name === "AbortError" || codeOf(error) === "ETIMEDOUT";
}
function codeOf(error) {
  const { code } = error;
  return typeof code === "string" ? code : error.name;
}
function quoted({ password }, error) {
  const words = error.message.replace(/[.\s]+$/, "");
  const secrets = password === null ? [] : [password, encodeURIComponent(password)];
  return secrets.filter((secret) => secret.length > 3).reduce((text, secret) => text.replaceAll(secret, "***"), words);
}

// src/dialects/postgres/identity.ts
var mayAskQuery = `
SELECT has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') AS allowed,
  (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database`;
async function identify(session, connection) {
  const [row] = await session.query(mayAskQuery);
  const { allowed = false, database = "" } = row ?? {};
  if (!allowed) return { sha256: sha256(`postgres address ${displayAddress(connection.address)} ${database}`), exact: false };
  const [system] = await session.query("SELECT system_identifier::text AS identifier FROM pg_control_system()");
  return { sha256: sha256(`postgres system ${system?.identifier} ${database}`), exact: true };
}

// src/dialects/postgres/socket.ts
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
async function openSocket(address, tls, signal) {
  const socket = address.kind === "unix" ? connectTcp({ path: displayAddress(address) }) : connectTcp({ host: address.host, port: address.port, noDelay: true });
  try {
    await once(socket, "connect", { signal });
  } catch (error) {
    socket.destroy();
    return { outcome: "failed", stage: "network", error: asError(error) };
  }
  if (tls === null || address.kind === "unix") return { outcome: "open", open: { socket, tls: null } };
  return startTls(socket, tls, signal);
}
async function startTls(socket, tls, signal) {
  const answer = await requestTls(socket, signal);
  if (answer instanceof Error) {
    socket.destroy();
    return { outcome: "failed", stage: "protocol", error: answer };
  }
  if (answer === "N") return { outcome: "no-tls", open: { socket, tls: null } };
  try {
    const secure = connectTls({ ...tls.options, socket });
    await once(secure, "secureConnect", { signal });
    return { outcome: "open", open: { socket: secure, tls: secure } };
  } catch (error) {
    socket.destroy();
    return { outcome: "failed", stage: "tls", error: asError(error) };
  }
}
var sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
async function requestTls(socket, signal) {
  socket.write(sslRequest);
  try {
    const closed = once(socket, "close", { signal }).then(() => null);
    const first = await Promise.race([once(socket, "data", { signal }).then(([chunk]) => chunk), closed]);
    socket.pause();
    if (first === null) return new NotPostgres("closed the connection");
    const text = first.toString("latin1");
    return text === "S" || text === "N" ? text : new NotPostgres("answered something else");
  } catch (error) {
    return asError(error);
  }
}
var NotPostgres = class extends Error {
  constructor(what) {
    super(`The other side ${what}`);
    this.name = "NotPostgres";
  }
};
function asError(error) {
  return error instanceof Error ? error : new Error(String(error));
}

// src/dialects/postgres/tls.ts
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { checkServerIdentity, getCACertificates } from "node:tls";
function attempts(mode) {
  switch (mode) {
    case "disable":
      return ["plain"];
    case "allow":
      return ["plain", "tls"];
    case "prefer":
      return ["tls", "plain"];
    case "require":
    case "verify-ca":
    case "verify-full":
      return ["tls"];
  }
}
async function loadTls(settings, host, workingDirectory) {
  const root = settings.rootCertificate ?? defaultRoot();
  if (settings.rootCertificate === "system" && settings.mode !== "verify-full") {
    throw new UserError("invalid-input", `sslrootcert=system needs sslmode=verify-full, and the URL says sslmode=${settings.mode}.`, "Leave sslmode out, or write sslmode=verify-full.");
  }
  if (settings.mode === "verify-ca" && root === null) {
    throw new UserError("invalid-input", "sslmode=verify-ca needs to know who signed the server's certificate.", "Name the file with sslrootcert=, or use sslmode=verify-full, which falls back to the authorities of the system.");
  }
  const verification = verificationOf(settings.mode, root !== null);
  const path = (name) => resolve(workingDirectory, name);
  const read = (option, name) => readCertificate(option, path(name));
  return {
    verification,
    options: {
      // SNI must not hold an address (RFC 6066, section 3).
      ...isIP(host) === 0 ? { servername: host } : {},
      rejectUnauthorized: verification !== "none",
      checkServerIdentity: (_name, certificate) => verification === "full" ? checkServerIdentity(host, certificate) : void 0,
      ...verification === "none" ? {} : { ca: await authorities(root, workingDirectory) },
      ...settings.certificate === null ? {} : { cert: await read("sslcert", settings.certificate.path), key: await read("sslkey", settings.certificate.keyPath) },
      ...settings.identityPath === null ? {} : { pfx: await read("sslidentity", settings.identityPath) },
      ...settings.passphrase === null ? {} : { passphrase: settings.passphrase }
    }
  };
}
function verificationOf(mode, hasRoot) {
  if (mode === "verify-full") return "full";
  if (mode === "verify-ca") return "ca";
  return mode === "require" && hasRoot ? "ca" : "none";
}
function defaultRoot() {
  const path = join(homedir(), ".postgresql", "root.crt");
  return existsSync(path) ? { path } : null;
}
async function authorities(root, workingDirectory) {
  if (root !== null && root !== "system") return [await readCertificate("sslrootcert", resolve(workingDirectory, root.path))];
  return [...getCACertificates("system"), ...getCACertificates("bundled")];
}
async function readCertificate(option, path) {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError("invalid-input", `Can't read the file that ${option} names: ${path}.`, "Check the path; relative ones start at the working directory.", {
      cause: error
    });
  }
}

// src/dialects/postgres/login.ts
async function login(connection, options) {
  const { address, tls } = connection;
  const timeoutMs = connection.connectTimeoutMs ?? options.connectTimeoutMs;
  const context = address.kind === "unix" || tls.mode === "disable" ? null : await loadTls(tls, address.host, options.workingDirectory);
  const ways = context === null ? ["plain"] : attempts(tls.mode);
  const failures = [];
  for (const way of ways) {
    const result = await attempt(connection, way === "tls" ? context : null, ways.length > 1, AbortSignal.timeout(timeoutMs));
    if (result.outcome === "started") return result.session;
    failures.push(result);
    if (!result.retry) break;
  }
  const [failure] = failures;
  if (failure === void 0) throw new Error("No way to connect was tried");
  throw explainConnecting(connection, failure, timeoutMs);
}
async function attempt(connection, tls, canFallBack, signal) {
  const opened = await openSocket(connection.address, tls, signal);
  if (opened.outcome === "failed") return { ...opened, retry: opened.stage === "tls" };
  if (opened.outcome === "no-tls" && !canFallBack) {
    opened.open.socket.destroy();
    return { outcome: "failed", stage: "no-tls", error: new Error("The server has no TLS"), retry: false };
  }
  const { socket, tls: secure } = opened.open;
  try {
    const client = await startSession(connection, socket, signal);
    return { outcome: "started", session: describe(client, secure, tls, opened.outcome === "no-tls") };
  } catch (error) {
    socket.destroy();
    const failed = error instanceof Error ? error : new Error(String(error));
    const stage = failed instanceof NotPostgres ? "protocol" : "login";
    return { outcome: "failed", stage, error: failed, retry: failed.code === "28000" };
  }
}
async function startSession(connection, socket, signal) {
  const { Client } = (await import("./chunk-BBIHGKDO.js")).default;
  const { user, database, password, channelBinding } = connection;
  const client = new Client({
    user,
    database,
    // Not used for anything: the socket is connected. Unset, pg would look at the environment.
    host: "localhost",
    port: 5432,
    ssl: false,
    password: () => password ?? "",
    stream: () => connected(socket),
    enableChannelBinding: channelBinding === "require",
    pipeline: true
  });
  Object.assign(client, { getStartupConf: () => ({ user, database }) });
  client.on("error", () => void 0);
  const refusal2 = Promise.withResolvers();
  signal.addEventListener("abort", () => refusal2.reject(signal.reason));
  const started = client.connect();
  socket.prependOnceListener("data", (chunk) => {
    if (!firstMessages.includes(chunk[0] ?? 0)) refusal2.reject(new NotPostgres("answered something else"));
  });
  let bound = false;
  client.connection.on("authenticationSASL", ({ mechanisms }) => {
    bound = mechanisms.includes("SCRAM-SHA-256-PLUS");
  });
  await Promise.race([started, refusal2.promise]);
  if (channelBinding === "require" && !bound) throw new Error("channel_binding=require, and the server does not offer it");
  return client;
}
var firstMessages = [..."RENv"].map((letter) => letter.charCodeAt(0));
function connected(socket) {
  return Object.assign(socket, {
    connect() {
      queueMicrotask(() => socket.resume().emit("connect"));
      return socket;
    }
  });
}
function describe(client, secure, context, tlsRefused) {
  const { processID } = client;
  return {
    client,
    tls: secure === null || context === null ? null : { protocol: secure.getProtocol() ?? "TLS", verification: context.verification },
    tlsRefused,
    greetedBy: processID
  };
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
function opening({ applicationName, statementTimeoutMs }) {
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
      const question = { text: sql, values: [...values], queryMode: "extended" };
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
    throw notReadOnly(said === null ? "a write was not refused" : `a write was refused with ${sqlState(said) ?? "no SQLSTATE"} instead of ${refusal}`);
  }
  return [
    "Every question runs inside BEGIN READ ONLY, and transaction_read_only was read back as on.",
    `A write that was tried on purpose was refused by the server: ${forbidden} \u2192 SQLSTATE ${refusal}, ${said instanceof Error ? said.message : ""}.`
  ];
}
function notReadOnly(what) {
  return new UserError("not-read-only", `The server does not keep this session from writing: ${what}.`, "Connect to PostgreSQL directly, without a proxy that rewrites transactions.");
}

// src/dialects/postgres/driver.ts
var postgresDriver = { connect, openStandIn };
async function openStandIn(request) {
  const standIn = await import("./chunk-WUDC7K6Y.js");
  return standIn.openStandIn(request);
}
async function connect(url, options) {
  var _stack = [];
  try {
    const connection = parseConnection(url);
    const session = await login(connection, options);
    const opened = __using(_stack, new AsyncDisposableStack(), true);
    opened.defer(() => close(session));
    const read = transactions(session, connection, options);
    const { facts, notes: notes2 } = await read((asked) => readFacts(asked, session, connection));
    opened.move();
    return {
      connection: facts,
      query: (sql, values) => read((asked) => asked.query(sql, values)),
      introspect: (scope) => read((asked) => introspect(asked, scope)),
      inspectEnvironment: (scope) => read((asked) => inspectEnvironment(asked, scope, facts, notes2)),
      [Symbol.asyncDispose]: () => close(session)
    };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
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
    throw new UserError("unsupported-version", `The server is PostgreSQL ${serverVersion}; 14 to 18 are supported, and 13 with limits.`, "Upgrade the server.");
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
  return { encrypted: true, certificateVerified: tls.verification !== "none", description: `${tls.protocol}, ${checked[tls.verification]}` };
}
function route({ greetedBy }, { address, poolerHint }, pid) {
  const hint = poolerHint === null ? "" : ` (${poolerHint})`;
  if (greetedBy === null || greetedBy === 0) {
    return { kind: "unknown", description: `the server did not name its process at the start of the session${hint}` };
  }
  if (greetedBy !== pid) return { kind: "pooled", description: `through a pooler: another server process answers than the one that greeted${hint}` };
  const socket = address.kind === "unix";
  return { kind: socket ? "local" : "direct", description: socket ? "over a Unix socket" : `direct: the server process that greeted is the one that answers${hint}` };
}
function notes(facts, { ignored }, exact) {
  return [
    ...ignored.length === 0 ? [] : [`Options of the URL that were ignored: ${ignored.join(", ")}.`],
    ...exact ? [] : ["The role may not run pg_control_system(): the database is told apart by its address and oid instead of the system identifier."],
    ...facts.serverMajor === oldest ? ["PostgreSQL 13 is supported with limits: it is not part of the tests."] : [],
    ...facts.serverMajor > newest ? [`PostgreSQL ${facts.serverMajor} is newer than ${newest}, the last version that was tested.`] : []
  ];
}
export {
  postgresDriver
};
