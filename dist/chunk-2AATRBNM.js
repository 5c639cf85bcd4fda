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
  explain,
  find,
  inTurn,
  inspectEnvironment,
  introspect,
  locate,
  versionQuery
} from "./chunk-SPIEWFNR.js";
import {
  quoteIdentifier,
  readAction
} from "./chunk-JIY4KKOR.js";
import "./chunk-Y2UPQWOQ.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-TI3Q4EXQ.js";
import {
  confine
} from "./chunk-JAKCW7D7.js";
import "./chunk-6UE6K25P.js";
import {
  isOperator,
  tokenize
} from "./chunk-N3LCJO5V.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/sqlite/writer.ts
import { constants as constants3 } from "node:fs";
import { access } from "node:fs/promises";
import { dirname as dirname2 } from "node:path";
import { DatabaseSync as DatabaseSync3 } from "node:sqlite";

// src/dialects/sqlite/lock.ts
import { accessSync, closeSync, constants, fchmodSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep2 } from "node:timers/promises";
import { pathToFileURL } from "node:url";

// src/dialects/sqlite/busy.ts
import { setTimeout as sleep } from "node:timers/promises";
var busyTimeoutMs = 100;
async function whenNotBusy(waitMs, attempt) {
  const end = performance.now() + waitMs;
  for (; ; ) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
    }
    await sleep(25);
  }
}
function isBusy(error) {
  const code = errorCode(error);
  return code !== null && ["SQLITE_BUSY", "SQLITE_BUSY_TIMEOUT", "SQLITE_BUSY_RECOVERY"].includes(code);
}

// src/dialects/sqlite/lock.ts
var pollMs = 200;
async function takeLock(databasePath, waitMs, onWait) {
  const path = `${databasePath}.schemagate-lock`;
  const database = openSidecar(path, databasePath);
  const end = performance.now() + waitMs;
  for (let told = false; ; told = true) {
    if (tryToLock(database, path)) return { outcome: "held", held: heldLock(database, path) };
    const holder = await readHolder(path);
    if (!told && waitMs > 0) onWait(holder);
    const left = end - performance.now();
    if (left <= 0) {
      database.close();
      return { outcome: "busy", holder };
    }
    await sleep2(Math.min(pollMs, left));
  }
}
function openSidecar(path, databasePath) {
  try {
    createEmpty(path, statSync(databasePath).mode & 438);
    accessSync(path, constants.R_OK | constants.W_OK);
    const url = pathToFileURL(path);
    url.searchParams.set("mode", "rw");
    return new DatabaseSync(url, { timeout: 0 });
  } catch (error) {
    throw explainSidecar(path, error);
  }
}
function createEmpty(path, mode) {
  try {
    const created = openSync(path, "wx", mode);
    try {
      fchmodSync(created, mode);
    } finally {
      closeSync(created);
    }
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}
function tryToLock(database, path) {
  try {
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    if (isBusy(error)) return false;
    database.close();
    throw explainSidecar(path, error);
  }
  try {
    nameHolder(path);
    return true;
  } catch (error) {
    database.close();
    throw explainSidecar(path, error);
  }
}
function nameHolder(path) {
  rmSync(`${path}.holder`, { force: true });
  writeFileSync(`${path}.holder`, `process ${process.pid} of ${userName()} on ${hostname()}`, { flag: "wx", mode: 420 });
}
function userName() {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
function heldLock(database, path) {
  return {
    [Symbol.dispose]() {
      rmSync(`${path}.holder`, { force: true });
      database.close();
    }
  };
}
async function readHolder(path) {
  for (let attempt = 0; attempt < 5; attempt++) {
    const holder = await readName(`${path}.holder`);
    if (holder !== null) return holder;
    await sleep2(10);
  }
  return "another process that has not left its name";
}
async function readName(path) {
  try {
    const facts = await lstat(path);
    if (!facts.isFile() || facts.size === 0 || facts.size > 1e3) return null;
    const name = (await readFile(path, "utf8")).replaceAll(new RegExp("\\p{C}", "gu"), " ");
    return `${name}, since ${facts.mtime.toISOString()}`;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}
function explainSidecar(path, error) {
  const code = errorCode(error);
  if (code === null) return error;
  if (["EACCES", "EPERM", "EROFS"].includes(code) || code.startsWith("SQLITE_READONLY") || code.startsWith("SQLITE_CANTOPEN")) {
    return new UserError(
      "permission-denied",
      `Can't take the lock ${path}: this user may not write there.`,
      `Give this user the right to write to the folder ${dirname(path)} and to the files in it. SQLite needs it for its journal, too.`,
      { cause: error }
    );
  }
  return new UserError(
    "connection-failed",
    `Can't take the lock ${path}: ${error instanceof Error ? error.message : code}.`,
    "If that file is not Schemagate's, move it away. Then run this again.",
    { cause: error }
  );
}

// src/dialects/sqlite/write-connection.ts
import { constants as constants2, DatabaseSync as DatabaseSync2 } from "node:sqlite";
import { setImmediate as eventLoop } from "node:timers/promises";
import { pathToFileURL as pathToFileURL2 } from "node:url";

// src/dialects/sqlite/orphans.ts
function findOrphans(database) {
  const groups = /* @__PURE__ */ new Map();
  const unchecked = [];
  for (const { name } of ask(database, tablesWithKeysQuery)) {
    try {
      for (const broken of ask(database, brokenKeysQuery, name)) addGroups(database, name, broken, groups);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("foreign key mismatch"))) throw error;
      unchecked.push(name);
    }
  }
  return { groups, unchecked };
}
function describeNewOrphans(before, after) {
  const pairs = /* @__PURE__ */ new Map();
  for (const [key, orphan] of after.groups) {
    const rows = orphan.rows - (before.groups.get(key)?.rows ?? 0);
    if (rows <= 0) continue;
    const pair = JSON.stringify([orphan.child, orphan.parent]);
    pairs.set(pair, { ...orphan, rows: rows + (pairs.get(pair)?.rows ?? 0) });
  }
  return [...pairs.values()].map(
    ({ child, parent, rows }) => `${rows < 5 ? "A few" : rows} rows of "${child}" refer to rows of "${parent}" that would not exist.`
  );
}
var tablesWithKeysQuery = `
  SELECT DISTINCT s.name FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name, 'main') AS f
  WHERE s.type = 'table' AND s.rootpage > 0 ORDER BY s.name`;
var brokenKeysQuery = "SELECT fkid, parent, count(*) AS rows FROM pragma_foreign_key_check(?, 'main') GROUP BY fkid, parent";
function addGroups(database, child, broken, groups) {
  const { parent, fkid } = broken;
  const columns = ask(
    database,
    `SELECT "from" AS name FROM pragma_foreign_key_list(?, 'main') WHERE id = ? ORDER BY seq`,
    child,
    fkid
  ).map(({ name }) => name);
  for (const { value, rows } of valuesOf(database, child, broken, columns)) {
    const key = JSON.stringify([...[child, parent, ...columns].map((name) => name.toLowerCase()), value]);
    groups.set(key, { child, parent, rows: rows + (groups.get(key)?.rows ?? 0) });
  }
}
function valuesOf(database, child, { fkid, rows }, columns) {
  const rowid = rowidName(database, child);
  if (rowid === null) return [{ value: null, rows }];
  const value = columns.map((name) => `quote(CAST(c.${quoteIdentifier(name)} AS TEXT))`).join(` || ',' || `);
  return ask(
    database,
    `SELECT ${value} AS value, count(*) AS rows FROM pragma_foreign_key_check(?, 'main') AS v JOIN main.${quoteIdentifier(child)} AS c ON c.${rowid} = v.rowid
     WHERE v.fkid = ? GROUP BY 1`,
    child,
    fkid
  );
}
function rowidName(database, table) {
  const [facts] = ask(database, "SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", table);
  if (facts?.wr !== 0) return null;
  const taken = new Set(
    ask(database, "SELECT name FROM pragma_table_xinfo(?, 'main')", table).map(
      ({ name }) => name.toLowerCase()
    )
  );
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) ?? null;
}
function ask(database, sql, ...values) {
  return database.prepare(sql).all(...values);
}

// src/dialects/sqlite/statement-failure.ts
function describeFailure(error, statement) {
  const code = errorCode(error);
  if (!code?.startsWith("SQLITE_") || !(error instanceof Error)) throw error;
  const kind = kindOf(code);
  return {
    code,
    message: statement.refusal ?? withoutValues(code, error.message, statement),
    ...namesIn(error.message),
    kind,
    hint: hintFor(code, kind, statement)
  };
}
function ownFailure(code, message, hint) {
  return { code, message, constraint: null, table: null, column: null, kind: "other", hint };
}
function asUserError(what, failure) {
  const reason = failure.kind === "lock-timeout" ? "lock-timeout" : failure.kind === "permission" ? "permission-denied" : "apply-failed";
  return new UserError(reason, `${what}: ${failure.message} (${failure.code}).`, failure.hint);
}
function kindOf(code) {
  switch (/^SQLITE_[A-Z]+/.exec(code)?.[0]) {
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return "lock-timeout";
    case "SQLITE_AUTH":
    case "SQLITE_PERM":
    case "SQLITE_READONLY":
    case "SQLITE_CANTOPEN":
      return "permission";
    case "SQLITE_INTERRUPT":
      return "interrupted";
    default:
      return "other";
  }
}
function withoutValues(code, message, { action, running, triggers }) {
  if (code === "SQLITE_CONSTRAINT_TRIGGER")
    return triggers.some((sql) => holdsText(sql, message)) ? message : "a trigger refused it, with a text that may hold values";
  const aboutData = code === "SQLITE_ERROR" || code === "SQLITE_CONSTRAINT_VTAB" || code === "SQLITE_CONSTRAINT_FUNCTION";
  if (!running || !aboutData || action !== null && onlySchema.has(action.kind)) return message;
  return message.replace(/:?\s*['"[`].*$/s, " \u2026");
}
var onlySchema = /* @__PURE__ */ new Set([
  "alter table",
  "add column",
  "drop column",
  "rename column",
  "rename table",
  "create virtual table",
  "create view",
  "create trigger",
  "drop",
  "control",
  "vacuum",
  "pragma"
]);
function holdsText(sql, text) {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return tokenize(sql).some((token) => token.text === quoted || token.text === `"${text.replaceAll('"', '""')}"`);
}
function namesIn(message) {
  const none = { constraint: null, table: null, column: null };
  const [, kind, what = ""] = /^(UNIQUE|NOT NULL|CHECK) constraint failed: (.*)$/s.exec(message) ?? [];
  if (kind === void 0) return none;
  if (kind === "CHECK") return { ...none, constraint: what };
  const index = /^index '(.*)'$/.exec(what)?.[1];
  if (index !== void 0) return { ...none, constraint: index };
  const columns = what.split(", ").map((name) => /^(.*)\.([^.]*)$/.exec(name));
  return { ...none, table: columns[0]?.[1] ?? null, column: columns.length === 1 ? columns[0]?.[2] ?? null : null };
}
function hintFor(code, kind, statement) {
  if (kind === "lock-timeout") return "Another program uses the database. Run this again when it has ended its work.";
  if (statement.refusal !== null) return "Take it out of the file, or run it by hand with sqlite3.";
  if (kind === "permission") return "Give this user the right to write to the file and to its folder.";
  if (code === "SQLITE_FULL") return "Make room on the disk.";
  if (code.startsWith("SQLITE_CORRUPT")) return "Check the file with PRAGMA integrity_check, and restore a backup.";
  return null;
}

// src/dialects/sqlite/write-connection.ts
var WriteConnection = class {
  #file;
  #lockTimeoutMs;
  #database;
  #refusals;
  /** A transaction of ours is open: statements have no business in beginning or ending one. */
  #ours = false;
  /** Set while foreign keys are suspended: what was broken before. */
  #before = null;
  /** Throws what SQLite throws. Creates nothing. */
  constructor(file, lockTimeoutMs) {
    this.#file = file;
    this.#lockTimeoutMs = lockTimeoutMs;
    [this.#database, this.#refusals] = this.#open();
  }
  get inTransaction() {
    return this.#database.isTransaction;
  }
  /** A new connection is in the state in which Prisma's engine starts, whatever settings and temporary tables the last file left. */
  async reopen() {
    if (this.inTransaction) throw new Error("A transaction is open: end it before the next file.");
    const { identity } = await find(this.#file.path);
    if (identity !== this.#file.identity) {
      throw new UserError(
        "target-mismatch",
        `Another file stands at ${this.#file.path} since this began.`,
        "Find out who replaced the database. What was done until now is in the old file."
      );
    }
    const last = this.#database;
    [this.#database, this.#refusals] = this.#open();
    last.close();
  }
  /** Waits for whoever has locked the database. Throws what SQLite throws. */
  whenNotBusy(attempt) {
    return whenNotBusy(this.#lockTimeoutMs, () => attempt(this.#database));
  }
  async begin(foreignKeys) {
    try {
      this.#database.exec(`PRAGMA foreign_keys = ${foreignKeys === "suspended" ? "OFF" : "ON"}`);
      await this.whenNotBusy((database) => database.exec("BEGIN IMMEDIATE"));
      if (foreignKeys === "suspended") this.#before = findOrphans(this.#database);
      this.#ours = true;
    } catch (error) {
      this.rollback();
      throw asUserError(`Can't begin to write to ${this.#file.path}`, this.#describe(error, null, true));
    }
  }
  async execute(sql) {
    await eventLoop();
    if (sql.includes("\0"))
      return failed(ownFailure("SQLITE_ERROR", "it holds a null character, where SQLite would stop reading", null));
    const action = readAction(tokenize(sql));
    const progress = { running: false };
    this.#refusals.take();
    try {
      return await this.#whenNotBusyNorUndone(() => this.#run(sql, action, progress));
    } catch (error) {
      return failed(this.#describe(error, action, progress.running));
    }
  }
  async write(sql, values) {
    try {
      await this.#whenNotBusyNorUndone(() => this.#database.prepare(sql).run(...values));
    } catch (error) {
      throw asUserError(`Can't write to ${this.#file.path}`, this.#describe(error, null, true));
    }
  }
  async commit() {
    this.#ours = false;
    try {
      const after = this.#before === null ? null : findOrphans(this.#database);
      const broken = this.#before === null || after === null ? [] : describeNewOrphans(this.#before, after);
      if (broken.length > 0) return failed(brokenKeys(broken));
      await this.whenNotBusy((database) => database.exec("COMMIT"));
      return { outcome: "done", rows: null, notices: (after?.unchecked ?? []).map(uncheckedKeys) };
    } catch (error) {
      return failed(this.#describe(error, null, true));
    } finally {
      this.rollback();
    }
  }
  /** Also brings the settings back that belong to a transaction. */
  rollback() {
    this.#ours = false;
    this.#before = null;
    if (this.inTransaction) this.#database.exec("ROLLBACK");
    this.#database.exec("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF");
  }
  /** As better-sqlite3 gives rows: every number is a number. */
  ask(sql, values) {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all(...values).map(
      (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value]))
    );
  }
  exec(sql) {
    this.#database.exec(sql);
  }
  [Symbol.dispose]() {
    if (this.#database.isOpen) this.#database.close();
  }
  #open() {
    const url = pathToFileURL2(this.#file.path);
    url.searchParams.set("mode", "rw");
    const database = new DatabaseSync2(url, {
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: true,
      timeout: Math.min(busyTimeoutMs, this.#lockTimeoutMs)
    });
    return [database, confine(database, (action) => this.#refuseControl(action))];
  }
  #refuseControl(action) {
    if (!this.#ours || action !== constants2.SQLITE_TRANSACTION && action !== constants2.SQLITE_SAVEPOINT) return null;
    return "It would begin or end a transaction inside of the one that it runs in.";
  }
  #run(sql, action, progress) {
    const first = this.#database.prepare(sql).sourceSQL;
    if (tokenize(sql.slice(first.length)).some((token) => !isOperator(token, ";")))
      return failed(
        ownFailure("SQLITE_ERROR", "SQLite reads more than one statement in it, so it is not what was looked at", null)
      );
    progress.running = true;
    this.#database.exec(sql);
    const counted = action.kind === "insert" || action.kind === "update" || action.kind === "delete";
    const rows = counted ? this.ask("SELECT changes() AS n", [])[0]?.n ?? null : null;
    return { outcome: "done", rows, notices: [] };
  }
  /** A statement that SQLite answered with the end of the whole transaction must not be tried again without it. */
  #whenNotBusyNorUndone(attempt) {
    const open = this.inTransaction;
    let busy = null;
    return this.whenNotBusy(() => {
      if (busy !== null && this.inTransaction !== open) throw new Undone(busy);
      try {
        return attempt();
      } catch (error) {
        busy = error;
        throw error;
      }
    }).catch((error) => {
      throw error instanceof Undone ? error.cause : error;
    });
  }
  #describe(error, action, running) {
    const refusal = this.#refusals.take();
    return describeFailure(error, { action, running, refusal, triggers: this.#triggers() });
  }
  #triggers() {
    try {
      return this.ask(triggerTextsQuery, []).map(({ sql }) => sql);
    } catch {
      return [];
    }
  }
};
var triggerTextsQuery = `
  SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE%'
  UNION ALL SELECT sql FROM sqlite_temp_schema WHERE type = 'trigger' AND sql LIKE '%RAISE%'`;
var Undone = class extends Error {
  constructor(cause) {
    super("The transaction is gone.", { cause });
  }
};
function failed(failure) {
  return { outcome: "failed", failure, notices: [] };
}
function brokenKeys(sentences) {
  return ownFailure(
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    `foreign keys would be broken: ${sentences.join(" ")}`,
    "Delete or move these rows in the migration, before what they refer to goes."
  );
}
function uncheckedKeys(table) {
  return `The foreign keys of "${table}" can't be checked: one refers to columns that are not the primary key of a table and have no unique index.`;
}

// src/dialects/sqlite/writer.ts
async function openForWriting(url, options) {
  var _stack = [];
  try {
    const location = locate(url.reveal(), options.workingDirectory);
    const file = await find(location.path);
    const opened = __using(_stack, new AsyncDisposableStack(), true);
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
        `waits up to ${options.lockTimeoutMs / 1e3} s for a lock`,
        "no time limit for a statement"
      ];
      return writableDatabase(connection, facts, notes, sessionFacts, opened.move());
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
async function refuseUnwritable(file, display) {
  for (const path of [file.path, dirname2(file.path)]) {
    try {
      await access(path, constants3.W_OK);
    } catch (error) {
      throw new UserError(
        "permission-denied",
        `Can't write to ${display}: this user has no right to write to ${path === file.path ? "the file" : `its folder ${path}`}.`,
        "Give this user the right to write to the file and to its folder, where SQLite keeps its journal.",
        { cause: error }
      );
    }
  }
}
function refuseInterrupted(file, timeoutMs) {
  var _stack = [];
  try {
    const database = __using(_stack, new DatabaseSync3(file.path, { readOnly: true, timeout: timeoutMs }));
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}
function readState(connection) {
  const [version] = connection.ask(versionQuery, []);
  const [journal] = connection.ask("PRAGMA journal_mode", []);
  return { version: version?.version ?? "", journal: journal?.journal_mode ?? "" };
}
function writableDatabase(connection, facts, notes, sessionFacts, opened) {
  const session = {
    query: async (sql, values = []) => connection.ask(sql, values)
  };
  const takeTurn = inTurn();
  const questions = (ask2) => takeTurn(() => readOnly(connection, facts.display, ask2));
  let locked = false;
  let used = false;
  return {
    connection: facts,
    sessionFacts,
    query: (sql, values) => questions(() => session.query(sql, values)),
    introspect: (scope) => questions(() => introspect(session, scope)),
    inspectEnvironment: () => questions(() => inspectEnvironment(session, notes)),
    sessionSettings: async () => [],
    async lock(waitMs, onWait) {
      if (locked) throw new Error("The lock is taken already.");
      const lock = await takeLock(facts.database, waitMs, onWait);
      if (lock.outcome === "busy") return lock;
      opened.use(lock.held);
      locked = true;
      return { outcome: "held" };
    },
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
    interrupt: async () => {
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync()
  };
}
async function readOnly(connection, display, ask2) {
  const own = !connection.inTransaction;
  connection.exec("PRAGMA query_only = ON");
  try {
    if (own) await connection.whenNotBusy(() => beginReading(connection));
    return await ask2();
  } catch (error) {
    throw errorCode(error) === null ? error : explain(display, error);
  } finally {
    if (own && connection.inTransaction) connection.exec("COMMIT");
    connection.exec("PRAGMA query_only = OFF");
  }
}
function beginReading(connection) {
  if (!connection.inTransaction) connection.exec("BEGIN");
  connection.ask("SELECT count(*) FROM sqlite_schema", []);
}
export {
  openForWriting
};
