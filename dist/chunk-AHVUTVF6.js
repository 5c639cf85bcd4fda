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
} from "./chunk-T2MC6MYU.js";
import {
  makeTemporaryFolder,
  startChild
} from "./chunk-IZJLRMYL.js";
import {
  parseScript
} from "./chunk-NZECNEVF.js";
import {
  quoteIdentifier,
  readAction
} from "./chunk-JIY4KKOR.js";
import "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";
import {
  bundled,
  homePath,
  programPath
} from "./chunk-LQ7MRN4E.js";
import "./chunk-6UE6K25P.js";
import {
  tokenize
} from "./chunk-N3LCJO5V.js";
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
    const made2 = __using(_stack, new AsyncDisposableStack(), true);
    const folder = made2.use(await makeTemporaryFolder());
    const copy = join(folder.path, "copy.db");
    await copyConsistently(path, copy);
    await mergeLog(copy);
    made2.move();
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

// src/dialects/sqlite/rehearsal/observe.ts
function observe(sql, before, after, originals, names) {
  const action = readAction(tokenize(sql));
  const renames = action.kind === "rename table";
  const seen = seenOf(action, sql, originals);
  return {
    outcome: { kind: "done" },
    // One writer at a time: it holds the file until its transaction ends, and no table apart.
    locks: [],
    ...seen,
    drops: renames ? [] : gone(before.entries, after.entries, names),
    empties: emptied(before, after, names),
    creates: renames ? [] : made(before.entries, after.entries),
    notices: [],
    duration: durationOf(action, seen)
  };
}
function lostInRebuild(table, start, end) {
  if (!end.entries.some(({ type, name }) => type === "table" && name === table)) return [];
  const remains = new Set(end.entries.map(({ id }) => id));
  return start.entries.filter((entry) => entry.table === table && entry.type !== "table" && !remains.has(entry.id)).map(({ id }) => id).sort();
}
function droppedTable(sql) {
  const action = readAction(tokenize(sql));
  return action.kind === "drop" && action.type === "table" ? action.name : null;
}
function seenOf(action, sql, originals) {
  const nothing = { rewrites: [], scans: [], builds: [] };
  const original = (table) => originals.has(table) ? [objectId("table", null, table)] : [];
  switch (action.kind) {
    // The end of a rebuild: the copy takes the name of what was there.
    case "rename table":
      return { ...nothing, rewrites: originals.has(action.table) ? [] : original(action.to) };
    // Every row is written anew without it (https://sqlite.org/lang_altertable.html#altertabdropcol).
    case "drop column":
      return { ...nothing, rewrites: original(action.table) };
    case "add column":
      return { ...nothing, scans: /\b(?:CHECK|NOT\s+NULL|GENERATED|AS)\b/i.test(sql) ? original(action.table) : [] };
    case "create index":
      return {
        ...nothing,
        scans: original(action.table),
        builds: originals.has(action.table) ? [objectId("index", null, action.name)] : []
      };
    default:
      return nothing;
  }
}
function durationOf({ kind }, { rewrites, builds, scans }) {
  if (rewrites.length > 0 || kind === "vacuum") return "rewrite";
  if (builds.length > 0) return "index build";
  if (scans.length > 0) return "scan";
  return ["insert", "update", "delete", "select", "unknown"].includes(kind) ? "unknown" : "instant";
}
function gone(before, after, names) {
  const remains = new Set(after.map(({ id }) => id));
  const missing = before.filter(({ id }) => !remains.has(id));
  const tables = new Set(missing.flatMap(({ type, name }) => type === "table" ? [name] : []));
  return missing.filter(({ id, table, type }) => !names.has(id) && (type === "table" || !tables.has(table))).map(({ id }) => id).sort();
}
function made(before, after) {
  const there = new Set(before.map(({ id }) => id));
  return after.flatMap(({ id }) => there.has(id) ? [] : [id]).sort();
}
function emptied(before, after, names) {
  return [...before.rows].flatMap(([table, rows]) => {
    const id = objectId("table", null, table);
    return rows > (after.rows.get(table) ?? rows) && !names.has(id) ? [id] : [];
  });
}

// src/dialects/sqlite/rehearsal/seed.ts
async function seed(session, tables, attempt) {
  const triggers = await session.query(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
  );
  await attempt("PRAGMA foreign_keys = OFF");
  await attempt("PRAGMA ignore_check_constraints = ON");
  for (const { name } of triggers) await attempt(`DROP TRIGGER ${quoteIdentifier(name)}`);
  for (const table of tables) await insertInto(session, table, attempt);
  for (const { sql } of triggers) await attempt(sql);
  await attempt("PRAGMA ignore_check_constraints = OFF");
  await attempt("PRAGMA foreign_keys = ON");
}
async function insertInto(session, table, attempt) {
  const columns = await session.query(
    "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0",
    [table]
  );
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
  const values = columns.map(({ type }) => valueFor(type)).join(", ");
  await attempt(`INSERT INTO ${quoteIdentifier(table)} (${names}) VALUES (${values})`);
}
function valueFor(type) {
  if (/INT/i.test(type)) return "1";
  if (/CHAR|CLOB|TEXT/i.test(type)) return "'1'";
  return /BLOB/i.test(type) ? "x'31'" : "1";
}

// src/dialects/sqlite/rehearsal/state.ts
var entriesQuery = `
SELECT type, name, tbl_name AS "table" FROM sqlite_schema
WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND type IN ('table', 'index', 'view', 'trigger')
ORDER BY type, name`;
var mostInOne = 400;
async function readState(session, counted) {
  const rows = await session.query(entriesQuery);
  const entries = rows.map((row) => ({ ...row, id: idOf(row) }));
  const there = new Set(entries.filter(({ type }) => type === "table").map(({ name }) => name));
  return {
    entries,
    rows: await countRows(
      session,
      counted.filter((name) => there.has(name))
    )
  };
}
function idOf({ type, name, table }) {
  return type === "trigger" ? objectId("trigger", null, table, name) : objectId(type, null, name);
}
async function countRows(session, tables) {
  const counts = /* @__PURE__ */ new Map();
  for (let start = 0; start < tables.length; start += mostInOne) {
    const some = tables.slice(start, start + mostInOne);
    const parts = some.map(
      (_name, index) => `SELECT ${index} AS place, count(*) AS rows FROM ${quoteIdentifier(some[index] ?? "")}`
    );
    for (const { place, rows } of await session.query(parts.join(" UNION ALL ")))
      counts.set(some[place] ?? "", rows);
  }
  return counts;
}

// src/dialects/sqlite/rehearsal/trial.ts
var Gone = class extends Error {
};

// src/dialects/sqlite/rehearsal/rehearse.ts
async function rehearse(trial, request) {
  const run = new Rehearsing(trial, request);
  try {
    await run.all();
  } catch (error) {
    if (!(error instanceof Gone)) throw error;
    run.stop("gone", error.message, null);
  }
  return run.result();
}
var Rehearsing = class {
  #trial;
  #request;
  #observations = [];
  #stopped = null;
  #state = { entries: [], rows: /* @__PURE__ */ new Map() };
  #originals = /* @__PURE__ */ new Set();
  #counted = [];
  #inTransaction = false;
  constructor(trial, request) {
    this.#trial = trial;
    this.#request = request;
  }
  async all() {
    const { filled, batches } = this.#request;
    this.#counted = filled.map((id) => id.slice("table ".length));
    await seed(this.#trial, this.#counted, (sql) => this.#trial.run(sql).then(({ outcome }) => outcome === "done"));
    this.#state = await readState(this.#trial, this.#counted);
    this.#originals = new Set(this.#state.entries.flatMap(({ type, name }) => type === "table" ? [name] : []));
    for (const batch of batches) {
      const start = this.#state;
      const first = this.#observations.length;
      await this.#batch(batch);
      if (this.#stopped !== null) return;
      this.#noteLosses(batch, first, start);
    }
  }
  result() {
    const total = this.#request.batches.reduce((sum, { statements }) => sum + statements.length, 0);
    const missing = Math.max(total - this.#observations.length, 0);
    const rest = Array.from({ length: missing }, () => notRun("The rehearsal ended before it."));
    return { observations: [...this.#observations, ...rest], stopped: this.#stopped };
  }
  stop(kind, message, code) {
    this.#stopped ??= { statement: this.#observations.length, kind, message, code };
  }
  async #batch({ transactional, foreignKeys, statements }) {
    await this.#must(`PRAGMA foreign_keys = ${foreignKeys === "suspended" ? "OFF" : "ON"}`);
    if (transactional) await this.#must("BEGIN IMMEDIATE");
    for (const sql of statements) {
      await this.#step(sql);
      if (this.#stopped !== null) return;
    }
    const ended = transactional ? await this.#trial.run("COMMIT") : null;
    if (ended?.outcome === "failed") {
      this.#stopped = { statement: null, kind: "refused", message: ended.message, code: ended.code };
      return;
    }
    if (ended === null && this.#inTransaction) {
      await this.#must("ROLLBACK");
      this.#stopped = {
        statement: null,
        kind: "refused",
        message: "the file opens a transaction and does not end it",
        code: null
      };
    }
    await this.#must("PRAGMA foreign_keys = ON");
    await this.#must("PRAGMA legacy_alter_table = OFF");
  }
  async #step(sql) {
    const done = await this.#trial.run(sql);
    this.#inTransaction = done.inTransaction;
    if (done.outcome === "failed") return this.#refused(done);
    const after = await readState(this.#trial, this.#counted);
    const { statements } = parseScript(sql, { defaultSchema: null, historyTables: [] });
    const names = new Set(statements.flatMap(({ touches }) => touches));
    this.#observations.push(observe(sql, this.#state, after, this.#originals, names));
    this.#state = after;
  }
  /** A broken constraint is a matter of rows, and ours are made up. It undoes the statement alone, unless it says otherwise. */
  async #refused({
    message,
    code,
    inTransaction
  }) {
    if (code?.startsWith("SQLITE_CONSTRAINT") && inTransaction) {
      this.#observations.push(notRun(`It depends on rows (${code}), so what it does to yours was not tried.`));
      this.#state = await readState(this.#trial, this.#counted);
      return;
    }
    this.stop("refused", message, code);
    this.#observations.push({ ...notRun(message), outcome: { kind: "failed", code, message, constraint: null } });
    if (inTransaction) await this.#trial.run("ROLLBACK");
  }
  /** What a table had before it was dropped and has no more when its file is done. */
  #noteLosses({ statements }, first, start) {
    for (const [index, sql] of statements.entries()) {
      const table = droppedTable(sql);
      const observation = this.#observations[first + index];
      if (table === null || observation === void 0 || !this.#originals.has(table)) continue;
      const drops = [.../* @__PURE__ */ new Set([...observation.drops, ...lostInRebuild(table, start, this.#state)])].sort();
      this.#observations[first + index] = { ...observation, drops };
    }
  }
  async #must(sql) {
    const done = await this.#trial.run(sql);
    if (done.outcome === "failed") throw new Gone(`It refused ${sql}: ${done.message}.`);
  }
};
function notRun(reason) {
  const nothing = { locks: [], rewrites: [], scans: [], builds: [], drops: [], empties: [], creates: [], notices: [] };
  return { outcome: { kind: "not-run", reason }, ...nothing, duration: "unknown" };
}

// src/dialects/sqlite/stand-in.ts
async function openStandIn(request) {
  const child = await startChild(programPath("sqlite-stand-in.js"), request.limits);
  try {
    const session = sessionOf(child);
    const trial = trialOf(child, session);
    const [row] = await session.query(versionQuery);
    return {
      engine: `SQLite ${row?.version ?? ""}`,
      serverMajor: 3,
      missingExtensions: request.extensions.map((extension) => extension.name),
      run: (scripts) => runScripts(child, scripts),
      introspect: (scope) => introspect(session, scope),
      // Every SQLite keeps texts as they were written, so there is no spelling of this engine.
      respell: async (objects) => objects,
      build: (statements) => answered(() => build(trial, statements)),
      rehearse: (asked) => rehearse(trial, asked),
      [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]()
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}
function trialOf(child, session) {
  return {
    query: (sql, values) => session.query(sql, values).catch((error) => {
      throw error instanceof UserError ? new Gone(error.message) : error;
    }),
    async run(sql) {
      const called = await child.call({ kind: "try", sql });
      if (called.outcome === "replied") return called.reply;
      throw new Gone(called.message);
    }
  };
}
async function build(trial, statements) {
  const failed = [];
  await trial.run("PRAGMA foreign_keys = OFF");
  for (const [index, sql] of statements.entries()) {
    const done = await trial.run(sql);
    if (done.outcome === "failed") failed.push({ index, message: done.message });
  }
  await trial.run("PRAGMA foreign_keys = ON");
  return { outcome: "built", failed };
}
async function answered(work) {
  return work().catch((error) => {
    if (error instanceof Gone) return { outcome: "killed", message: error.message };
    throw error;
  });
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
  openForWriting: async (url, options) => (await import("./chunk-Y2JQYWI2.js")).openForWriting(url, options),
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
    // What a session begins with is what the runner sets.
    sessionSettings: async () => [],
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
