import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  quoteIdentifier
} from "./chunk-4PLWE6NW.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";

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
    throw malformed(
      "it holds a character that has a meaning in URLs",
      "In user name and password write @ as %40, / as %2F, ? as %3F, # as %23 and % as %25."
    );
  }
  return { authority, path, query };
}
function refuseOtherSchemes(url) {
  const scheme = /^(jdbc:[a-z]+|[a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") {
    if (!/^[a-z]+:\/\//i.test(url))
      throw malformed("the scheme is not followed by //", "It looks like postgresql://user:password@host:5432/database.");
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
    throw malformed(
      "its port is not a number from 1 to 65535",
      "If the password holds a colon or an @, write them as %3A and %40."
    );
  }
  return port;
}
function readSeconds(text) {
  const seconds = Number(text ?? 0);
  if (!Number.isInteger(seconds))
    throw malformed("its connect_timeout is not a number of seconds", "Write it as connect_timeout=10.");
  return seconds > 0 ? seconds * 1e3 : null;
}
function readTls(take) {
  const unverified = take("ssl") === "true" ? "require" : null;
  const asked = oneOf("sslmode", take("sslmode"), [...tlsModes, "no-verify"]);
  const strict = oneOf("sslaccept", take("sslaccept"), ["strict", "accept_invalid_certs"]) === "strict";
  const root = take("sslrootcert");
  const [certificate, key, identityPath, passphrase] = [
    take("sslcert"),
    take("sslkey"),
    take("sslidentity"),
    take("sslpassword")
  ];
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
    return fail(
      `${at} did not answer within ${timeoutMs / 1e3} seconds.`,
      "Check host and port, and that a firewall or an allow list lets this machine in."
    );
  }
  switch (failure.stage) {
    case "network":
      return explainNetwork(connection, fail, codeOf(error));
    case "protocol":
      return fail(
        `What listens at ${at} does not speak PostgreSQL's protocol.`,
        "Check the port: 5432 is PostgreSQL's, 3306 MySQL's. A proxy in between must pass the connection through."
      );
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
    if (code === "EACCES")
      return fail(`The socket ${at} may not be used by this user.`, "Change its permissions, or connect over TCP.");
    return fail(`No PostgreSQL listens at the socket ${at}.`, "Check that the server runs, its folder of sockets and its port.");
  }
  switch (code) {
    case "ENOTFOUND":
      return fail(
        `There is no host ${JSON.stringify(address.host)}: the name is not known.`,
        "Check the host in the URL. Names of private networks are known only inside of them."
      );
    case "EAI_AGAIN":
      return fail(
        `The name server did not answer when asked for ${JSON.stringify(address.host)}.`,
        "Try again; check this machine's DNS."
      );
    case "ECONNREFUSED":
      return fail(
        `Nothing listens at ${at}: the connection was refused.`,
        "Check host and port, and that the server runs and accepts connections over TCP (listen_addresses)."
      );
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return fail(
        `There is no way to ${at} from this machine.`,
        "Check the network; an address of IPv6 needs a network that has it."
      );
    default:
      return fail(`Can't connect to ${at}: ${code}.`, "Check host, port and network.");
  }
}
function explainTls({ address, tls }, fail, error) {
  const at = displayAddress(address);
  const code = codeOf(error);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fail(
      `The certificate of ${at} is made out to another host name.`,
      "Use the name that the certificate holds, or sslmode=verify-ca with sslrootcert=."
    );
  }
  if (code === "CERT_HAS_EXPIRED") return fail(`The certificate of ${at} has expired.`, "Renew it on the server.");
  if (untrusted.test(code)) {
    return fail(
      `The certificate of ${at} is not trusted: it was not signed by an authority that is known here (${code}).`,
      tls.rootCertificate === null ? "Download your provider's root certificate and name the file with sslrootcert=." : "Check that sslrootcert= names the authority that signed this server's certificate."
    );
  }
  return fail(
    `TLS with ${at} failed: ${code}.`,
    "Check the TLS settings of the server, and a client certificate that it may ask for (sslcert=, sslkey=)."
  );
}
var untrusted = /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE/;
function explainLogin(connection, error, because) {
  const { user, database, password } = connection;
  const [role, name, at] = [JSON.stringify(user), JSON.stringify(database), displayAddress(connection.address)];
  const fail = (message, hint) => new UserError("connection-failed", message, hint, because);
  switch (codeOf(error)) {
    case "28P01":
      return fail(
        `The server at ${at} refused the password of user ${role}.`,
        "Check user and password; special characters in a URL must be percent-encoded."
      );
    case "28000":
      return fail(
        `The server at ${at} does not let user ${role} in: ${quoted(connection, error)}.`,
        "Check the user, and the server's pg_hba.conf for this user, database, address and encryption."
      );
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
      return fail(
        `The server at ${at} has no connection left for user ${role}.`,
        "Try again later, close idle sessions, or raise max_connections."
      );
    case "57P03":
      return fail(`The server at ${at} is not ready: it is starting, stopping or recovering.`, "Try again in a moment.");
    case "57P01":
      return fail(`The server at ${at} is shutting down.`, "Try again when it is back.");
  }
  if (password === null && error.message.startsWith("SASL")) {
    return fail(
      `The server at ${at} asks for a password of user ${role}, and the URL has none.`,
      "Write it as postgresql://user:password@host/database."
    );
  }
  return fail(`${at} did not let user ${role} in: ${quoted(connection, error)}.`, "Check the URL and the server's log.");
}
function explainQuestion(connection, error) {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const because = { cause: new Refusal(error) };
  const at = display(connection);
  switch (codeOf(error)) {
    case "42501":
      return new UserError(
        "permission-denied",
        `${at}: ${quoted(connection, error)}.`,
        `Grant it to ${quoteIdentifier(connection.user)}; \`schemagate check\` shows the statements.`,
        because
      );
    case "55P03":
      return new UserError(
        "lock-timeout",
        `${at}: something holds a lock that reading the schema has to wait for.`,
        "Try again when the ALTER TABLE or the like has ended.",
        because
      );
    case "57014":
      return new UserError(
        "connection-failed",
        `${at}: an answer took too long and was given up.`,
        "Try again when the server is less busy.",
        because
      );
  }
  const state = sqlState(error);
  if (error.message.includes("statement pooling mode")) {
    return new UserError(
      "pooled-connection",
      `${at} is a pooler in statement mode, which has no transactions.`,
      "Connect to PostgreSQL directly, or to a pool in transaction or session mode.",
      because
    );
  }
  if (state === null || /^(08|57P|25P03)/.test(state)) {
    return new UserError(
      "connection-failed",
      `The connection to ${at} was lost.`,
      "Try again; check the network and the server's log.",
      because
    );
  }
  const words = /^2[23]/.test(state) ? "" : `: ${quoted(connection, error)}`;
  return Object.assign(new Error(`PostgreSQL refused a question with ${state}${words}`, because), { code: state });
}
function isMovedUnderneath(error) {
  return sqlState(error) === "XX000" && error instanceof Error && /cache lookup failed|could not open relation/.test(error.message);
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
    throw new UserError(
      "invalid-input",
      `sslrootcert=system needs sslmode=verify-full, and the URL says sslmode=${settings.mode}.`,
      "Leave sslmode out, or write sslmode=verify-full."
    );
  }
  if (settings.mode === "verify-ca" && root === null) {
    throw new UserError(
      "invalid-input",
      "sslmode=verify-ca needs to know who signed the server's certificate.",
      "Name the file with sslrootcert=, or use sslmode=verify-full, which falls back to the authorities of the system."
    );
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
    throw new UserError(
      "invalid-input",
      `Can't read the file that ${option} names: ${path}.`,
      "Check the path; relative ones start at the working directory.",
      {
        cause: error
      }
    );
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
  const refusal = Promise.withResolvers();
  signal.addEventListener("abort", () => refusal.reject(signal.reason));
  const started = client.connect();
  socket.prependOnceListener("data", (chunk) => {
    if (!firstMessages.includes(chunk[0] ?? 0)) refusal.reject(new NotPostgres("answered something else"));
  });
  let bound = false;
  client.connection.on("authenticationSASL", ({ mechanisms }) => {
    bound = mechanisms.includes("SCRAM-SHA-256-PLUS");
  });
  await Promise.race([started, refusal.promise]);
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

export {
  parseConnection,
  display,
  displayAddress,
  sqlState,
  explainQuestion,
  isMovedUnderneath,
  login
};
