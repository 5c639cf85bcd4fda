import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { UserError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";
import type { ConnectionFacts, LockResult, ReadSession, WritableDatabase, WriteOptions } from "../dialect.ts";
import { type DatabaseFile, find } from "./database-file.ts";
import { inspectEnvironment } from "./environment.ts";
import { connectionFacts, environmentNotes } from "./facts.ts";
import { errorCode, explain } from "./failures.ts";
import { enter } from "./in-this-process.ts";
import { inTurn } from "./in-turn.ts";
import { introspect } from "./introspect.ts";
import { locate } from "./location.ts";
import { takeLock } from "./lock.ts";
import { versionQuery } from "./queries.ts";
import { WriteConnection } from "./write-connection.ts";

/**
 * The connection that executes a plan, on the file itself, with `node:sqlite`: it has an authorizer, and reads "x" as a string as Prisma's
 * engine does. The file must exist; an empty one is an empty database. No time limit holds for a statement: nothing can be heard while
 * SQLite works in this thread. No other connection of this process may have the file open meanwhile (in-this-process.ts).
 */
export async function openForWriting(url: Secret, options: WriteOptions): Promise<WritableDatabase> {
  const location = locate(url.reveal(), options.workingDirectory);
  const file = await find(location.path);
  await using opened = new AsyncDisposableStack();
  opened.use(enter(file.identity, "node:sqlite"));
  try {
    await refuseUnwritable(file, location.path);
    refuseInterrupted(file, options.connectTimeoutMs);
    const connection = opened.use(new WriteConnection(file, options.lockTimeoutMs));
    const { version, journal } = await connection.whenNotBusy(() => readState(connection));
    const facts = connectionFacts(file, location.path, version, []);
    const notes = environmentNotes(journal === "wal" ? "wal" : "rollback", location.ignored);
    const sessionFacts = [
      `SQLite ${version} (node:sqlite)`,
      `journal mode ${journal}`,
      `waits up to ${options.lockTimeoutMs / 1000} s for a lock`,
      "no time limit for a statement",
    ];
    return writableDatabase(connection, facts, notes, sessionFacts, opened.move());
  } catch (error) {
    throw explain(location.path, error);
  }
}

/** SQLite opens such a file read-only without a word, and fails at the first write. Nothing is opened here: see in-this-process.ts. */
async function refuseUnwritable(file: DatabaseFile, display: string): Promise<void> {
  for (const path of [file.path, dirname(file.path)]) {
    try {
      await access(path, constants.W_OK);
    } catch (error) {
      throw new UserError(
        "permission-denied",
        `Can't write to ${display}: this user has no right to write to ${path === file.path ? "the file" : `its folder ${path}`}.`,
        "Give this user the right to write to the file and to its folder, where SQLite keeps its journal.",
        { cause: error },
      );
    }
  }
}

/** A connection that may write would undo an interrupted write, and with it change what was looked at; one that may not says that it would have to. */
function refuseInterrupted(file: DatabaseFile, timeoutMs: number): void {
  using database = new DatabaseSync(file.path, { readOnly: true, timeout: timeoutMs });
  database.prepare("SELECT count(*) FROM sqlite_schema").get();
}

function readState(connection: WriteConnection): { readonly version: string; readonly journal: string } {
  const [version] = connection.ask<{ readonly version: string }>(versionQuery, []);
  const [journal] = connection.ask<{ readonly journal_mode: string }>("PRAGMA journal_mode", []);
  return { version: version?.version ?? "", journal: journal?.journal_mode ?? "" };
}

function writableDatabase(
  connection: WriteConnection,
  facts: ConnectionFacts,
  notes: readonly string[],
  sessionFacts: readonly string[],
  opened: AsyncDisposableStack,
): WritableDatabase {
  const session: ReadSession = {
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => connection.ask<Row>(sql, values),
  };
  const takeTurn = inTurn();
  const questions = <Result>(ask: () => Promise<Result>) => takeTurn(() => readOnly(connection, facts.display, ask));
  let locked = false;
  let used = false;
  return {
    connection: facts,
    sessionFacts,
    query: (sql, values) => questions(() => session.query(sql, values)),
    introspect: (scope) => questions(() => introspect(session, scope)),
    inspectEnvironment: () => questions(() => inspectEnvironment(session, notes)),
    sessionSettings: async () => [],
    async lock(waitMs, onWait): Promise<LockResult> {
      if (locked) throw new Error("The lock is taken already.");
      const lock = await takeLock(facts.database, waitMs, onWait);
      if (lock.outcome === "busy") return lock;
      opened.use(lock.held);
      locked = true;
      return { outcome: "held" };
    },
    // The locks of other processes on a file have no names.
    holders: async () => [],
    async startFile() {
      if (used) await connection.reopen();
      used = false;
    },
    begin: (foreignKeys) => connection.begin(foreignKeys),
    execute(sql) {
      used = true;
      return connection.execute(sql);
    },
    write: (sql, values) => connection.write(sql, values),
    commit: () => connection.commit(),
    rollback: async () => connection.rollback(),
    get inTransaction() {
      return connection.inTransaction;
    },
    // Nothing runs while this is called: SQLite works in this thread, and one statement is never left half done.
    interrupt: async () => {},
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Inside of a transaction of the plan, a question is part of it; else it has one of its own. */
async function readOnly<Result>(connection: WriteConnection, display: string, ask: () => Promise<Result>): Promise<Result> {
  const own = !connection.inTransaction;
  connection.exec("PRAGMA query_only = ON");
  try {
    if (own) await connection.whenNotBusy(() => beginReading(connection));
    return await ask();
  } catch (error) {
    throw errorCode(error) === null ? error : explain(display, error);
  } finally {
    if (own && connection.inTransaction) connection.exec("COMMIT");
    connection.exec("PRAGMA query_only = OFF");
  }
}

/** BEGIN alone takes no lock: the first question does. */
function beginReading(connection: WriteConnection): void {
  if (!connection.inTransaction) connection.exec("BEGIN");
  connection.ask("SELECT count(*) FROM sqlite_schema", []);
}
