import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  connectionFacts,
  enter,
  environmentNotes,
  errorCode,
  examine,
  exists,
  explain,
  find,
  inTurn,
  inspectEnvironment,
  introspect,
  locate,
  openerFor,
  readStart,
  versionQuery
} from "./chunk-R3PKQNWG.js";
import {
  makeTemporaryFolder,
  startChild
} from "./chunk-IZJLRMYL.js";
import "./chunk-ZZ5CKTC2.js";
import "./chunk-Y2UPQWOQ.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-TI3Q4EXQ.js";
import {
  bundled,
  homePath,
  programPath
} from "./chunk-LQ7MRN4E.js";
import "./chunk-6UE6K25P.js";
import "./chunk-VTDXW6VK.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/sqlite/addon.ts
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
var loaded = null;
function loadSqlite() {
  loaded ??= load();
  return loaded;
}
async function load() {
  const { default: Constructor } = await import("./chunk-WLL4AYVL.js");
  const addon = createRequire(import.meta.url)(addonPath());
  return (file, options) => new Constructor(file, { ...options, nativeBinding: addon });
}
function addonPath() {
  const target = `${isMusl() ? "linuxmusl" : process.platform}-${process.arch}`;
  return homePath(bundled ? `better-sqlite3-${target}.node` : `node_modules/better-sqlite3/prebuilds/${target}.node`);
}
function isMusl() {
  if (process.platform !== "linux" || !existsSync("/proc/self/maps")) return false;
  return /\/ld-musl-[^/\s]*\.so/.test(readFileSync("/proc/self/maps", "latin1"));
}

// src/dialects/sqlite/private-copy.ts
import { constants } from "node:fs";
import { copyFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
var attempts = 20;
async function copyPrivately(path) {
  var _stack = [];
  try {
    const made = __using(_stack, new AsyncDisposableStack(), true);
    const folder = made.use(await makeTemporaryFolder());
    const copy = join(folder.path, "copy.db");
    await copyConsistently(path, copy);
    await mergeLog(copy);
    made.move();
    return { path: copy, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function copyConsistently(from, to) {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await stateOf(from);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await rm(`${to}-wal`, { force: true });
    if (before.log !== null) await copyLog(from, to);
    const after = await stateOf(from);
    if (before.log === after.log && (after.log !== null || before.database === after.database)) return;
    await sleep(25 * attempt);
  }
  throw new UserError(
    "connection-failed",
    `Can't get a consistent copy of ${from}: it is being written without a pause.`,
    "Run this again when there is less traffic."
  );
}
async function stateOf(path) {
  const log = await readLogHeader(path);
  const { size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { log: log.length === 0 ? null : log.toString("hex"), database: `${size} ${mtimeNs} ${ctimeNs}` };
}
async function readLogHeader(path) {
  if (!await exists(`${path}-wal`)) return Buffer.alloc(0);
  return unlessGone(readStart(`${path}-wal`, 32), Buffer.alloc(0));
}
async function copyLog(from, to) {
  await unlessGone(copyFile(`${from}-wal`, `${to}-wal`, constants.COPYFILE_FICLONE), void 0);
}
async function unlessGone(reading, otherwise) {
  try {
    return await reading;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return otherwise;
    throw error;
  }
}
async function mergeLog(copy) {
  const open = await loadSqlite();
  const database = open(copy, { fileMustExist: true });
  try {
    database.pragma("journal_mode = DELETE");
  } finally {
    database.close();
  }
}

// src/dialects/sqlite/stand-in.ts
async function openStandIn(request) {
  const child = await startChild(programPath("sqlite-stand-in.js"), request.limits);
  try {
    const session = sessionOf(child);
    const [row] = await session.query(versionQuery);
    return {
      engine: `SQLite ${row?.version ?? ""}`,
      serverMajor: 3,
      missingExtensions: request.extensions.map((extension) => extension.name),
      run: (scripts) => runScripts(child, scripts),
      introspect: (scope) => introspect(session, scope),
      // Every SQLite keeps texts as they were written, so there is no spelling of this engine.
      respell: async (objects) => objects,
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]()
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}
async function runScripts(child, scripts) {
  for (const script of scripts) {
    const called = await child.call({ kind: "run", sql: script.sql });
    if (called.outcome === "killed") return { outcome: "killed", script: script.name, message: called.message };
    if (called.reply.outcome === "failed") return { ...called.reply, script: script.name };
  }
  return { outcome: "done" };
}
function sessionOf(child) {
  return {
    async query(sql, values = []) {
      const called = await child.call({
        kind: "query",
        sql,
        values
      });
      if (called.outcome === "replied") return called.reply;
      throw new UserError(
        "invalid-source",
        `The scratch SQLite database is gone: ${called.message}`,
        "Raise the limits of the stand-in, or look at what the migrations do."
      );
    }
  };
}

// src/dialects/sqlite/driver.ts
var sqliteDriver = {
  connect,
  // Loaded when it is used: most commands never write.
  openForWriting: async (url, options) => (await import("./chunk-5HAI7T7S.js")).openForWriting(url, options),
  openStandIn
};
async function connect(url, options) {
  var _stack = [];
  try {
    const location = locate(url.reveal(), options.workingDirectory);
    const found = await find(location.path);
    const opened = __using(_stack, new AsyncDisposableStack(), true);
    const opener = openerFor(found.identity);
    const use = opened.use(enter(found.identity, opener));
    try {
      const { database, journal, copied } = opener === "others" ? await openByItself(found, location.path, options.connectTimeoutMs, opened) : await openBesideWriter(found, options.connectTimeoutMs, opened);
      if (copied) use[Symbol.dispose]();
      const facts = connectionFacts(found, location.path, readVersion(database), proveReadOnly(database, location.path, copied));
      return liveDatabase(database, facts, environmentNotes(journal, location.ignored), opened.move());
    } catch (error) {
      throw explain(location.path, error);
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function openByItself(found, display, timeoutMs, opened) {
  const journal = await examine(found, display);
  const copy = journal === "wal" ? opened.use(await copyPrivately(found.path)) : null;
  const open = await loadSqlite();
  const database = open(copy?.path ?? found.path, { readonly: true, fileMustExist: true, timeout: timeoutMs });
  opened.defer(() => void database.close());
  readFirst(database);
  return { database, journal, copied: copy !== null };
}
async function openBesideWriter(found, timeoutMs, opened) {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(found.path, { readOnly: true, timeout: timeoutMs });
  opened.defer(() => database.close());
  const reader = database;
  readFirst(reader);
  const [row] = reader.prepare("PRAGMA journal_mode").all();
  return { database: reader, journal: row?.journal_mode === "wal" ? "wal" : "rollback", copied: false };
}
function readFirst(database) {
  database.prepare("SELECT count(*) FROM sqlite_schema").all();
}
function liveDatabase(database, connection, notes, opened) {
  const session = {
    query: async (sql, values = []) => database.prepare(sql).all(...values)
  };
  const takeTurn = inTurn();
  async function inTransaction(read) {
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
    [Symbol.asyncDispose]: () => opened.disposeAsync()
  };
}
function readVersion(database) {
  const [row] = database.prepare(versionQuery).all();
  return row?.version ?? "";
}
function proveReadOnly(database, display, copied) {
  const refusal = tryToWrite(database, display);
  database.exec("PRAGMA query_only = ON");
  return [
    copied ? "The database is in WAL mode, where even a reader changes files, so a private copy of it was read." : "The file was opened read-only (SQLITE_OPEN_READONLY).",
    `A tried write was refused by SQLite: ${refusal} (SQLITE_READONLY).`,
    "PRAGMA query_only is ON."
  ];
}
function tryToWrite(database, display) {
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
    "Nothing was written. This is a fault of Schemagate: please report it."
  );
}
export {
  sqliteDriver
};
