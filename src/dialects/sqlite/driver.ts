import type Database from "better-sqlite3";
import { UserError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";
import type { ConnectionFacts, ConnectOptions, Driver, LiveDatabase, ReadSession } from "../dialect.ts";
import { loadSqlite } from "./addon.ts";
import { type DatabaseFile, examine } from "./database-file.ts";
import { inspectEnvironment } from "./environment.ts";
import { errorCode, explain } from "./failures.ts";
import { introspect } from "./introspect.ts";
import { locate } from "./location.ts";
import { copyPrivately, type PrivateCopy } from "./private-copy.ts";
import { versionQuery } from "./queries.ts";
import { openStandIn } from "./stand-in.ts";

/** Reads files with better-sqlite3, opened read-only; builds scratch databases in a child process. */
export const sqliteDriver: Driver = { connect, openStandIn };

async function connect(url: Secret, options: ConnectOptions): Promise<LiveDatabase> {
  const location = locate(url.reveal(), options.workingDirectory);
  const file = await examine(location.path);
  await using opened = new AsyncDisposableStack();
  try {
    const copy = file.journal === "wal" ? opened.use(await copyPrivately(file.path)) : null;
    const database = await openReadOnly(copy?.path ?? file.path, options.connectTimeoutMs);
    opened.defer(() => void database.close());
    const live = liveDatabase(database, readFacts(database, file, location.path), environmentNotes(file, location.ignored), copy);
    opened.move();
    return live;
  } catch (error) {
    throw explain(location.path, error);
  }
}

async function openReadOnly(path: string, timeoutMs: number): Promise<Database.Database> {
  const open = await loadSqlite();
  const database = open(path, { readonly: true, fileMustExist: true, timeout: timeoutMs });
  try {
    // The first real read: until now SQLite has only opened the file.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function liveDatabase(
  database: Database.Database,
  connection: ConnectionFacts,
  notes: readonly string[],
  copy: PrivateCopy | null,
): LiveDatabase {
  const session: ReadSession = {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      database.prepare<unknown[], Row>(sql).all(...values),
  };
  const inTurn = transactionsOf(database, connection.display);
  return {
    connection,
    query: session.query,
    introspect: (scope) => inTurn(() => introspect(session, scope)),
    inspectEnvironment: () => inTurn(() => inspectEnvironment(session, notes)),
    async [Symbol.asyncDispose]() {
      database.close();
      await copy?.[Symbol.asyncDispose]();
    },
  };
}

/** Runs each reading in a transaction of its own, one after the other. */
function transactionsOf(database: Database.Database, path: string) {
  let previous: Promise<unknown> = Promise.resolve();
  async function run<Result>(read: () => Promise<Result>): Promise<Result> {
    database.exec("BEGIN");
    try {
      return await read();
    } catch (error) {
      throw explain(path, error);
    } finally {
      database.exec("COMMIT");
    }
  }
  return <Result>(read: () => Promise<Result>): Promise<Result> => {
    const result = previous.then(() => run(read));
    previous = result.catch(() => undefined);
    return result;
  };
}

function readFacts(database: Database.Database, file: DatabaseFile, display: string): ConnectionFacts {
  const refusal = tryToWrite(database, display);
  database.pragma("query_only = ON");
  return {
    dialect: "sqlite",
    display,
    database: file.path,
    user: null,
    serverVersion: database.prepare<[], { version: string }>(versionQuery).get()?.version ?? "",
    serverMajor: 3,
    identity: file.identity,
    encryption: { encrypted: false, certificateVerified: false, description: "a local file: nothing goes over a network" },
    route: { kind: "local", description: "a file on this machine" },
    defaultSchema: null,
    readOnlyProof: [
      file.journal === "wal"
        ? "The database is in WAL mode, where even a reader changes files, so a private copy of it was read."
        : "The file was opened read-only (SQLITE_OPEN_READONLY).",
      `A tried write was refused by SQLite: ${refusal} (SQLITE_READONLY).`,
      "PRAGMA query_only is ON.",
    ],
  };
}

/** What SQLite says to a CREATE TABLE, which would be rolled back if it were let through. */
function tryToWrite(database: Database.Database, display: string): string {
  database.exec("BEGIN");
  try {
    database.exec("CREATE TABLE schemagate_tried_write (id INTEGER)");
  } catch (error) {
    if (error instanceof Error && errorCode(error)?.startsWith("SQLITE_READONLY")) return error.message;
    throw error;
  } finally {
    database.exec("ROLLBACK");
  }
  throw new UserError(
    "not-read-only",
    `SQLite would let this session write to ${display}.`,
    "Nothing was written. This is a fault of Schemagate: please report it.",
  );
}

function environmentNotes(file: DatabaseFile, ignoredParameters: readonly string[]): readonly string[] {
  return [
    `The database is in ${file.journal === "wal" ? "WAL" : "rollback journal"} mode.`,
    ...ignoredParameters.map(
      (name) => `The parameter ${nameable.has(name) ? `"${name}" ` : ""}of the URL means nothing to SQLite and was ignored.`,
    ),
  ];
}

/** Of Prisma and SQLite. Only these are named: what else stands in a URL may be a part of a secret. */
const nameable: ReadonlySet<string> = new Set([
  "cache",
  "connect_timeout",
  "connection_limit",
  "immutable",
  "mode",
  "pool_timeout",
  "schema",
  "socket_timeout",
  "vfs",
]);
