import { UserError } from "../../errors.ts";
import { type Connection, display, displayAddress } from "./connection.ts";
import type { Failure } from "./login.ts";
import { quoteIdentifier } from "./types.ts";

/** SQLSTATE of an error of the server, or of what was made of it here. */
export function sqlState(error: unknown): string | null {
  if (error instanceof UserError) return sqlState(error.cause);
  const code = error instanceof Error ? (error as { readonly code?: unknown }).code : undefined;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** The code alone: an error of the driver holds details of rows, and options of the connection. */
class Refusal extends Error {
  readonly code: string | null;

  constructor(error: Error) {
    const { code } = error as { readonly code?: unknown };
    super(typeof code === "string" ? code : error.name);
    this.code = typeof code === "string" ? code : null;
  }
}

/** Why no session could be started, told apart by where it failed. */
export function explainConnecting(connection: Connection, failure: Failure, timeoutMs: number): UserError {
  const { error } = failure;
  const because = { cause: new Refusal(error) };
  const fail = (message: string, hint: string) => new UserError("connection-failed", message, hint, because);
  const at = displayAddress(connection.address);
  if (isTimeout(error)) {
    return fail(
      `${at} did not answer within ${timeoutMs / 1000} seconds.`,
      "Check host and port, and that a firewall or an allow list lets this machine in.",
    );
  }
  switch (failure.stage) {
    case "network":
      return explainNetwork(connection, fail, codeOf(error));
    case "protocol":
      return fail(
        `What listens at ${at} does not speak PostgreSQL's protocol.`,
        "Check the port: 5432 is PostgreSQL's, 3306 MySQL's. A proxy in between must pass the connection through.",
      );
    case "no-tls":
      return fail(
        `The server at ${at} does not support TLS, and sslmode=${connection.tls.mode} demands it.`,
        "Switch TLS on in the server, or use sslmode=prefer where the network can be trusted.",
      );
    case "tls":
      return explainTls(connection, fail, error);
    case "login":
      return codeOf(error).startsWith("ERR_SSL") ? explainTls(connection, fail, error) : explainLogin(connection, error, because);
  }
}

type Fail = (message: string, hint: string) => UserError;

function explainNetwork({ address }: Connection, fail: Fail, code: string): UserError {
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
        "Check the host in the URL. Names of private networks are known only inside of them.",
      );
    case "EAI_AGAIN":
      return fail(
        `The name server did not answer when asked for ${JSON.stringify(address.host)}.`,
        "Try again; check this machine's DNS.",
      );
    case "ECONNREFUSED":
      return fail(
        `Nothing listens at ${at}: the connection was refused.`,
        "Check host and port, and that the server runs and accepts connections over TCP (listen_addresses).",
      );
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return fail(
        `There is no way to ${at} from this machine.`,
        "Check the network; an address of IPv6 needs a network that has it.",
      );
    default:
      return fail(`Can't connect to ${at}: ${code}.`, "Check host, port and network.");
  }
}

function explainTls({ address, tls }: Connection, fail: Fail, error: Error): UserError {
  const at = displayAddress(address);
  const code = codeOf(error);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fail(
      `The certificate of ${at} is made out to another host name.`,
      "Use the name that the certificate holds, or sslmode=verify-ca with sslrootcert=.",
    );
  }
  if (code === "CERT_HAS_EXPIRED") return fail(`The certificate of ${at} has expired.`, "Renew it on the server.");
  if (untrusted.test(code)) {
    return fail(
      `The certificate of ${at} is not trusted: it was not signed by an authority that is known here (${code}).`,
      tls.rootCertificate === null
        ? "Download your provider's root certificate and name the file with sslrootcert=."
        : "Check that sslrootcert= names the authority that signed this server's certificate.",
    );
  }
  return fail(
    `TLS with ${at} failed: ${code}.`,
    "Check the TLS settings of the server, and a client certificate that it may ask for (sslcert=, sslkey=).",
  );
}

const untrusted = /SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE/;

function explainLogin(connection: Connection, error: Error, because: ErrorOptions): UserError {
  const { user, database, password } = connection;
  const [role, name, at] = [JSON.stringify(user), JSON.stringify(database), displayAddress(connection.address)];
  const fail = (message: string, hint: string) => new UserError("connection-failed", message, hint, because);
  switch (codeOf(error)) {
    case "28P01":
      return fail(
        `The server at ${at} refused the password of user ${role}.`,
        "Check user and password; special characters in a URL must be percent-encoded.",
      );
    case "28000":
      return fail(
        `The server at ${at} does not let user ${role} in: ${quoted(connection, error)}.`,
        "Check the user, and the server's pg_hba.conf for this user, database, address and encryption.",
      );
    case "3D000":
      return fail(`The server at ${at} has no database ${name}.`, "Check its name in the URL. Nothing is ever created here.");
    case "42501":
      return new UserError(
        "permission-denied",
        `User ${role} may not connect to database ${name}.`,
        `GRANT CONNECT ON DATABASE ${quoteIdentifier(database)} TO ${quoteIdentifier(user)};`,
        because,
      );
    case "53300":
      return fail(
        `The server at ${at} has no connection left for user ${role}.`,
        "Try again later, close idle sessions, or raise max_connections.",
      );
    case "57P03":
      return fail(`The server at ${at} is not ready: it is starting, stopping or recovering.`, "Try again in a moment.");
    case "57P01":
      return fail(`The server at ${at} is shutting down.`, "Try again when it is back.");
  }
  if (password === null && error.message.startsWith("SASL")) {
    return fail(
      `The server at ${at} asks for a password of user ${role}, and the URL has none.`,
      "Write it as postgresql://user:password@host/database.",
    );
  }
  return fail(`${at} did not let user ${role} in: ${quoted(connection, error)}.`, "Check the URL and the server's log.");
}

/** Why a question was not answered. Errors that are nobody's mistake but ours come back without the server's words about values. */
export function explainQuestion(connection: Connection, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const because = { cause: new Refusal(error) };
  const at = display(connection);
  switch (codeOf(error)) {
    case "42501":
      return new UserError(
        "permission-denied",
        `${at}: ${quoted(connection, error)}.`,
        `Grant it to ${quoteIdentifier(connection.user)}; \`schemagate check\` shows the statements.`,
        because,
      );
    case "55P03":
      return new UserError(
        "lock-timeout",
        `${at}: something holds a lock that reading the schema has to wait for.`,
        "Try again when the ALTER TABLE or the like has ended.",
        because,
      );
    case "57014":
      return new UserError(
        "connection-failed",
        `${at}: an answer took too long and was given up.`,
        "Try again when the server is less busy.",
        because,
      );
  }
  const state = sqlState(error);
  // pgbouncer's words; it has no SQLSTATE of its own for it.
  if (error.message.includes("statement pooling mode")) {
    return new UserError(
      "pooled-connection",
      `${at} is a pooler in statement mode, which has no transactions.`,
      "Connect to PostgreSQL directly, or to a pool in transaction or session mode.",
      because,
    );
  }
  if (state === null || /^(08|57P|25P03)/.test(state)) {
    return new UserError(
      "connection-failed",
      `The connection to ${at} was lost.`,
      "Try again; check the network and the server's log.",
      because,
    );
  }
  // Messages of these classes quote values: 22 data exceptions, 23 broken constraints.
  const words = /^2[23]/.test(state) ? "" : `: ${quoted(connection, error)}`;
  return Object.assign(new Error(`PostgreSQL refused a question with ${state}${words}`, because), { code: state });
}

/** Something was dropped while the catalogue was being read: functions like pg_get_viewdef look at the newest state. */
export function isMovedUnderneath(error: unknown): boolean {
  return (
    sqlState(error) === "XX000" && error instanceof Error && /cache lookup failed|could not open relation/.test(error.message)
  );
}

function isTimeout(error: Error): boolean {
  return error.name === "TimeoutError" || error.name === "AbortError" || codeOf(error) === "ETIMEDOUT";
}

function codeOf(error: Error): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : error.name;
}

/** The server's words without its full stop. They never hold the password, unless somebody put it where a name belongs. */
function quoted({ password }: Connection, error: Error): string {
  const words = error.message.replace(/[.\s]+$/, "");
  const secrets = password === null ? [] : [password, encodeURIComponent(password)];
  return secrets.filter((secret) => secret.length > 3).reduce((text, secret) => text.replaceAll(secret, "***"), words);
}
