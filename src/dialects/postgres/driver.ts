import { UserError } from "../../errors.ts";
import type { Snapshot } from "../../schema/snapshot.ts";
import type { Secret } from "../../secret.ts";
import type {
  ConnectionFacts,
  ConnectOptions,
  Driver,
  EnvironmentFacts,
  LiveDatabase,
  ReadSession,
  Scope,
  SessionSetting,
  StandIn,
  StandInRequest,
  WritableDatabase,
  WriteOptions,
} from "../dialect.ts";
import { type Connection, display, parseConnection } from "./connection.ts";
import { inspectEnvironment } from "./environment.ts";
import { explainQuestion, isMovedUnderneath } from "./failures.ts";
import { identify } from "./identity.ts";
import { introspect } from "./introspect.ts";
import { login, type Session } from "./login.ts";
import { inReadOnlyTransaction, proveReadOnly } from "./read-only.ts";

/** Reads live servers with pg; builds scratch databases with PGlite, a private server or the one that `dev-url` names. */
export const postgresDriver: Driver = {
  connect: async (url, options) => (await open(url, options)).live,
  openForWriting,
  openStandIn,
};

async function openStandIn(request: StandInRequest): Promise<StandIn> {
  const standIn = await import("./stand-in.ts");
  return standIn.openStandIn(request);
}

async function openForWriting(url: Secret, options: WriteOptions): Promise<WritableDatabase> {
  const { live, session, connection } = await open(url, options);
  const { writer } = await import("./writer.ts");
  return writer(live, session.client, connection, options);
}

type Opened = { readonly live: LiveDatabase; readonly session: Session; readonly connection: Connection };

async function open(url: Secret, options: ConnectOptions): Promise<Opened> {
  const connection = parseConnection(url);
  const session = await login(connection, options);
  await using opened = new AsyncDisposableStack();
  opened.defer(() => close(session));
  const read = transactions(session, connection, options);
  const { facts, notes } = await read((asked) => readFacts(asked, session, connection));
  opened.move();
  const live: LiveDatabase = {
    connection: facts,
    query: (sql, values) => read((asked) => asked.query(sql, values)),
    introspect: (scope: Scope): Promise<Snapshot> => {
      const attempt = () => read((asked) => introspect(asked, scope));
      return attempt().catch((error: unknown) => (isMovedUnderneath(error) ? attempt() : Promise.reject(error)));
    },
    inspectEnvironment: (scope: Scope): Promise<EnvironmentFacts> =>
      read((asked) => inspectEnvironment(asked, scope, facts, notes)),
    sessionSettings: () => read(readSettings),
    [Symbol.asyncDispose]: () => close(session),
  };
  return { live, session, connection };
}

/** `reset_val` is what a new session of this user has, whatever this one was set to. */
const settingsQuery = `
SELECT name, reset_val AS value FROM pg_settings
WHERE name IN ('TimeZone', 'DateStyle', 'IntervalStyle', 'default_toast_compression', 'xmloption', 'bytea_output', 'array_nulls',
  'transform_null_equals', 'backslash_quote', 'standard_conforming_strings', 'createrole_self_grant', 'default_transaction_isolation')
ORDER BY name`;

function readSettings(asked: ReadSession): Promise<readonly SessionSetting[]> {
  return asked.query<SessionSetting>(settingsQuery);
}

/** Each reading in a read-only transaction of its own, one after the other. */
function transactions(session: Session, connection: Connection, options: ConnectOptions) {
  let previous: Promise<unknown> = Promise.resolve();
  return <Result>(work: (session: ReadSession) => Promise<Result>): Promise<Result> => {
    const result = previous
      .then(() => inReadOnlyTransaction(session.client, options, work))
      .catch((error: unknown) => {
        throw explainQuestion(connection, error);
      });
    previous = result.catch(() => undefined);
    return result;
  };
}

const closeTimeoutMs = 2_000;

/** Says goodbye, and does not wait for an answer for long. */
async function close({ client }: Session): Promise<void> {
  const timeout = setTimeout(() => client.connection.stream.destroy(), closeTimeoutMs);
  await client.end().catch(() => undefined);
  clearTimeout(timeout);
}

const serverQuery = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
  current_database() AS database, current_user AS user, pg_backend_pid() AS pid`;

type ServerRow = {
  readonly version: string;
  readonly number: number;
  readonly database: string;
  readonly user: string;
  readonly pid: number;
};

async function readFacts(
  asked: ReadSession,
  session: Session,
  connection: Connection,
): Promise<{ facts: ConnectionFacts; notes: readonly string[] }> {
  const [server] = await asked.query<ServerRow>(serverQuery);
  if (server === undefined) throw new Error("The server did not tell who it is");
  const serverMajor = Math.floor(server.number / 10_000);
  const serverVersion = server.version.split(" ", 1)[0] ?? server.version;
  if (serverMajor < oldest) {
    throw new UserError(
      "unsupported-version",
      `The server is PostgreSQL ${serverVersion}; 14 to 18 are supported, and 13 with limits.`,
      "Upgrade the server.",
    );
  }
  const identity = await identify(asked, connection);
  const facts: ConnectionFacts = {
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
    readOnlyProof: await proveReadOnly(asked),
  };
  return { facts, notes: notes(facts, connection, identity.exact) };
}

const oldest = 13;
const newest = 18;

function encryption({ tls, tlsRefused }: Session, connection: Connection): ConnectionFacts["encryption"] {
  const { mode } = connection.tls;
  if (tls === null) {
    const why =
      connection.address.kind === "unix"
        ? "a Unix socket"
        : tlsRefused
          ? `sslmode=${mode}: the server has no TLS`
          : `sslmode=${mode}`;
    return { encrypted: false, certificateVerified: false, description: `not encrypted (${why})` };
  }
  const checked = {
    none: `certificate not verified (sslmode=${mode})`,
    ca: "certificate verified, host name not compared",
    full: "certificate and host name verified",
  } as const;
  return {
    encrypted: true,
    certificateVerified: tls.verification !== "none",
    description: `${tls.protocol}, ${checked[tls.verification]}`,
  };
}

function route({ greetedBy }: Session, { address, poolerHint }: Connection, pid: number): ConnectionFacts["route"] {
  const hint = poolerHint === null ? "" : ` (${poolerHint})`;
  if (greetedBy === null || greetedBy === 0) {
    return { kind: "unknown", description: `the server did not name its process at the start of the session${hint}` };
  }
  if (greetedBy !== pid)
    return { kind: "pooled", description: `through a pooler: another server process answers than the one that greeted${hint}` };
  const socket = address.kind === "unix";
  return {
    kind: socket ? "local" : "direct",
    description: socket ? "over a Unix socket" : `direct: the server process that greeted is the one that answers${hint}`,
  };
}

function notes(facts: ConnectionFacts, { ignored }: Connection, exact: boolean): readonly string[] {
  return [
    ...ignoredOptions(ignored),
    ...(exact
      ? []
      : [
          "The role may not run pg_control_system(): the database is told apart by its address and oid instead of the system identifier.",
        ]),
    ...(facts.serverMajor === oldest ? ["PostgreSQL 13 is supported with limits: it is not part of the tests."] : []),
    ...(facts.serverMajor > newest
      ? [`PostgreSQL ${facts.serverMajor} is newer than ${newest}, the last version that was tested.`]
      : []),
  ];
}

/** Of libpq. Only these are named: after an & that was not encoded, the rest of a password looks like the name of an option. */
const nameable: ReadonlySet<string> = new Set([
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
  "tcp_user_timeout",
]);

function ignoredOptions(ignored: readonly string[]): readonly string[] {
  const named = ignored.filter((name) => nameable.has(name));
  const others = ignored.length - named.length;
  const parts = [...named, ...(others === 0 ? [] : [`${others} that PostgreSQL does not know`])];
  return parts.length === 0 ? [] : [`Options of the URL that were ignored: ${parts.join(", ")}.`];
}
