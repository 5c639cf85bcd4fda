import { UserError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";
import type { ConnectionFacts, ConnectOptions, Driver, LiveDatabase, ReadSession } from "../dialect.ts";
import { loadSqlite } from "./addon.ts";
import { type DatabaseFile, examine, find } from "./database-file.ts";
import { inspectEnvironment } from "./environment.ts";
import { connectionFacts, environmentNotes } from "./facts.ts";
import { errorCode, explain } from "./failures.ts";
import { enter, openerFor } from "./in-this-process.ts";
import { inTurn } from "./in-turn.ts";
import { introspect } from "./introspect.ts";
import { locate } from "./location.ts";
import { copyPrivately } from "./private-copy.ts";
import { versionQuery } from "./queries.ts";
import { openStandIn } from "./stand-in.ts";

/** Reads files with better-sqlite3, opened read-only; writes with node:sqlite, which has an authorizer; builds scratch databases in a child process. */
export const sqliteDriver: Driver = {
  connect,
  // Loaded when it is used: most commands never write.
  openForWriting: async (url, options) => (await import("./writer.ts")).openForWriting(url, options),
  openStandIn,
};

async function connect(url: Secret, options: ConnectOptions): Promise<LiveDatabase> {
  const location = locate(url.reveal(), options.workingDirectory);
  const found = await find(location.path);
  await using opened = new AsyncDisposableStack();
  const opener = openerFor(found.identity);
  const use = opened.use(enter(found.identity, opener));
  try {
    const { database, journal, copied } =
      opener === "others"
        ? await openByItself(found, location.path, options.connectTimeoutMs, opened)
        : await openBesideWriter(found, options.connectTimeoutMs, opened);
    // A copy is another file.
    if (copied) use[Symbol.dispose]();
    const facts = connectionFacts(found, location.path, readVersion(database), proveReadOnly(database, location.path, copied));
    return liveDatabase(database, facts, environmentNotes(journal, location.ignored), opened.move());
  } catch (error) {
    throw explain(location.path, error);
  }
}

/** What better-sqlite3 and `node:sqlite` have in common. */
type Reader = {
  exec(sql: string): unknown;
  prepare(sql: string): { all(...values: unknown[]): unknown[] };
  close(): unknown;
};

type Opened = { readonly database: Reader; readonly journal: "rollback" | "wal"; readonly copied: boolean };

async function openByItself(
  found: DatabaseFile,
  display: string,
  timeoutMs: number,
  opened: AsyncDisposableStack,
): Promise<Opened> {
  const journal = await examine(found, display);
  const copy = journal === "wal" ? opened.use(await copyPrivately(found.path)) : null;
  const open = await loadSqlite();
  const database = open(copy?.path ?? found.path, { readonly: true, fileMustExist: true, timeout: timeoutMs });
  opened.defer(() => void database.close());
  readFirst(database);
  return { database, journal, copied: copy !== null };
}

/** While this process has the file open for writing: by the same SQLite, which knows of both connections. */
async function openBesideWriter(found: DatabaseFile, timeoutMs: number, opened: AsyncDisposableStack): Promise<Opened> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(found.path, { readOnly: true, timeout: timeoutMs });
  opened.defer(() => database.close());
  const reader = database as unknown as Reader;
  readFirst(reader);
  const [row] = reader.prepare("PRAGMA journal_mode").all() as readonly { readonly journal_mode: string }[];
  return { database: reader, journal: row?.journal_mode === "wal" ? "wal" : "rollback", copied: false };
}

/** The first real read: until now SQLite has only opened the file. */
function readFirst(database: Reader): void {
  database.prepare("SELECT count(*) FROM sqlite_schema").all();
}

function liveDatabase(
  database: Reader,
  connection: ConnectionFacts,
  notes: readonly string[],
  opened: AsyncDisposableStack,
): LiveDatabase {
  const session: ReadSession = {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      database.prepare(sql).all(...values) as readonly Row[],
  };
  const takeTurn = inTurn();
  async function inTransaction<Result>(read: () => Promise<Result>): Promise<Result> {
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
    introspect: (scope) => takeTurn(() => inTransaction(() => introspect(session, scope))),
    inspectEnvironment: () => takeTurn(() => inTransaction(() => inspectEnvironment(session, notes))),
    // What a session begins with is what the runner sets.
    sessionSettings: async () => [],
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function readVersion(database: Reader): string {
  const [row] = database.prepare(versionQuery).all() as readonly { readonly version: string }[];
  return row?.version ?? "";
}

function proveReadOnly(database: Reader, display: string, copied: boolean): readonly string[] {
  const refusal = tryToWrite(database, display);
  database.exec("PRAGMA query_only = ON");
  return [
    copied
      ? "The database is in WAL mode, where even a reader changes files, so a private copy of it was read."
      : "The file was opened read-only (SQLITE_OPEN_READONLY).",
    `A tried write was refused by SQLite: ${refusal} (SQLITE_READONLY).`,
    "PRAGMA query_only is ON.",
  ];
}

/** What SQLite says to a CREATE TABLE, which would be rolled back if it were let through. */
function tryToWrite(database: Reader, display: string): string {
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
