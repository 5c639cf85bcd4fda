import type Database from "better-sqlite3";
import { UserError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";
import type { ConnectionFacts, ConnectOptions, Driver, EnvironmentFacts, LiveDatabase, ReadSession, Scope } from "../dialect.ts";
import type { Snapshot } from "../../schema/snapshot.ts";
import { loadSqlite } from "./addon.ts";
import { examine, hotJournal, notADatabase, unreadable, type DatabaseFile } from "./database-file.ts";
import { inspectEnvironment } from "./environment.ts";
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
  await using rollback = new AsyncDisposableStack();
  const copy = file.access === "wal" ? rollback.use(await copyOf(file, location.path)) : null;
  const database = await openReadOnly(copy?.path ?? file.path, location.path, options);
  rollback.defer(() => void database.close());
  const notes = location.ignored.map((name) => `The parameter "${name}" of the URL means nothing for SQLite and was ignored.`);
  const live = liveDatabase(database, await connectionFacts(database, file, location.path), notes, copy);
  rollback.move();
  return live;
}

async function copyOf(file: DatabaseFile, shown: string): Promise<PrivateCopy> {
  try {
    return await copyPrivately(file.path);
  } catch (error) {
    throw explain(shown, unreadable(shown, error));
  }
}

async function openReadOnly(path: string, shown: string, options: ConnectOptions): Promise<Database.Database> {
  const open = await loadSqlite();
  try {
    const database = open(path, { readonly: true, fileMustExist: true, timeout: options.connectTimeoutMs });
    // The first real read: until now SQLite has only opened the file.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    throw explain(shown, error);
  }
}

function liveDatabase(database: Database.Database, connection: ConnectionFacts, notes: readonly string[], copy: PrivateCopy | null): LiveDatabase {
  const session: ReadSession = {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => database.prepare<unknown[], Row>(sql).all(...values),
  };
  async function inOneTransaction<Result>(read: () => Promise<Result>): Promise<Result> {
    database.exec("BEGIN");
    try {
      return await read();
    } catch (error) {
      throw explain(connection.display, error);
    } finally {
      database.exec("COMMIT");
    }
  }
  return {
    connection,
    query: session.query,
    introspect: (scope: Scope): Promise<Snapshot> => inOneTransaction(() => introspect(session, scope)),
    inspectEnvironment: (): Promise<EnvironmentFacts> => inOneTransaction(() => inspectEnvironment(session, notes)),
    async [Symbol.asyncDispose]() {
      database.close();
      await copy?.[Symbol.asyncDispose]();
    },
  };
}

async function connectionFacts(database: Database.Database, file: DatabaseFile, display: string): Promise<ConnectionFacts> {
  const { version } = database.prepare<[], { version: string }>(versionQuery).get() ?? { version: "" };
  const refusal = tryToWrite(database, display);
  database.pragma("query_only = ON");
  return {
    display,
    database: file.path,
    user: null,
    serverVersion: version,
    serverMajor: 3,
    identity: file.identity,
    encryption: { encrypted: false, certificateVerified: false, description: "A local file: nothing goes over a network." },
    route: { kind: "local", description: "The file was opened by this process." },
    defaultSchema: null,
    readOnlyProof: [
      file.access === "wal"
        ? "The database is in WAL mode, so it was read from a private copy; the file itself was opened for reading only, by the operating system."
        : "The file was opened read-only (SQLITE_OPEN_READONLY).",
      `A tried write was refused by SQLite: ${refusal}.`,
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
    if (codeOf(error)?.startsWith("SQLITE_READONLY")) return `${messageOf(error)} (SQLITE_READONLY)`;
    throw error;
  } finally {
    database.exec("ROLLBACK");
  }
  throw new UserError("not-read-only", `SQLite would let this session write to ${display}.`, "This is a fault of ours: please report it. Nothing was written.");
}

/** The UserError for what SQLite said; anything else is given back as it is. */
function explain(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === null) return error;
  if (code === "SQLITE_READONLY_ROLLBACK" || code === "SQLITE_READONLY_RECOVERY") return hotJournal(path);
  if (code === "SQLITE_NOTADB") return notADatabase(path);
  if (code.startsWith("SQLITE_CORRUPT")) {
    return new UserError("connection-failed", `Can't read ${path}: the file is damaged (${messageOf(error)}).`, "Check it with PRAGMA integrity_check, and restore a backup.");
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new UserError("connection-failed", `Can't read ${path}: another process keeps it locked for writing.`, "Run this again when its write has ended.");
  }
  if (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_PERM") || code.startsWith("SQLITE_AUTH")) {
    return new UserError("permission-denied", `Can't open ${path}: ${messageOf(error)}.`, "Give this user the right to read the file, and to enter its folder.");
  }
  if (code.startsWith("SQLITE_IOERR")) return new UserError("connection-failed", `Can't read ${path}: ${messageOf(error)}.`, "Check the disk it is on.");
  return error;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_") ? error.code : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
