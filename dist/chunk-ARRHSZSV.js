import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  Names,
  controlOf,
  createIndex,
  createdBy,
  groupStatements,
  isTransactional,
  parseScript,
  readBlock,
  touchedBy,
  verbOf
} from "./chunk-XVTBVWKQ.js";
import {
  newSession
} from "./chunk-KCGQLK6G.js";
import {
  startChild
} from "./chunk-IZJLRMYL.js";
import {
  nameParts,
  nodesOf,
  ofTag,
  option,
  splitScript,
  strings
} from "./chunk-67743SDL.js";
import {
  introspect,
  pinnedSettings
} from "./chunk-2DLNQABW.js";
import {
  quoteIdentifier,
  quoteLiteral,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import {
  lockModes
} from "./chunk-QXUCRDIG.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";
import {
  EngineGone
} from "./chunk-VFGNKPCW.js";
import {
  bundled,
  homePath,
  programPath
} from "./chunk-LQ7MRN4E.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/postgres/pglite-child.ts
var startLimitMs = 12e4;
async function askPglite(child, request) {
  const called = await child.call(request, request.ask === "open" ? startLimitMs : void 0);
  if (called.outcome === "killed") throw new EngineGone(called.message);
  return called.reply;
}

// src/dialects/postgres/pglite-data.ts
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
async function preparePgliteData() {
  var _stack = [];
  try {
    const child = __using(_stack, await startChild(programPath("postgres-stand-in.js"), { timeMs: 12e4, memoryBytes: 2 ** 31 }), true);
    await askPglite(child, { ask: "open", data: null, extensions: [] });
    return Buffer.from(await askPglite(child, { ask: "dump" }), "base64");
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function pgliteData() {
  if (bundled) return homePath("pglite-data.tgz");
  const path = homePath(`node_modules/.cache/schemagate/pglite-data-${await installedVersion()}.tgz`);
  if (await exists(path)) return path;
  try {
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, await preparePgliteData());
    await rename(unfinished, path);
    return path;
  } catch (error) {
    if (isReadOnly(error)) return null;
    throw error;
  }
}
async function installedVersion() {
  const manifest = JSON.parse(await readFile(homePath("node_modules/@electric-sql/pglite/package.json"), "utf8"));
  return manifest.version;
}
async function exists(path) {
  return stat(path).then(
    () => true,
    () => false
  );
}
function isReadOnly(error) {
  const { code } = error;
  return code === "EACCES" || code === "EPERM" || code === "EROFS";
}

// src/dialects/postgres/pglite.ts
async function openPglite(extensions, limits) {
  const data = await pgliteData();
  const child = await startChild(programPath("postgres-stand-in.js"), limits);
  try {
    const { pglite, postgres } = await askPglite(child, { ask: "open", data, extensions });
    return engineIn(child, `PGlite ${pglite} (PostgreSQL ${postgres})`, Number.parseInt(postgres, 10));
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
}
function engineIn(child, description, serverMajor) {
  let gone = null;
  return {
    description,
    serverMajor,
    async execute(statements) {
      if (gone !== null) return gone;
      const called = await child.call({ ask: "execute", statements });
      const executed = called.outcome === "replied" ? called.reply : called;
      if (executed.outcome !== "killed") return executed;
      gone = executed;
      await child[Symbol.asyncDispose]();
      return gone;
    },
    async query(sql, values = []) {
      if (gone !== null) throw new EngineGone(gone.message);
      const answer = await askPglite(child, { ask: "query", sql, values });
      if (answer.outcome === "failed") throw Object.assign(new Error(answer.message), { code: answer.code });
      return answer.rows;
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]()
  };
}

// src/dialects/postgres/prepare.ts
async function prepare(sessions, request) {
  const roles = await prepareRoles(sessions, request.roles);
  const schemas = new Set([...request.schemas, ...request.extensions.map(({ installedIn }) => installedIn)].filter(isOwnName));
  for (const schema of schemas) await sessions.session.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
  const missingExtensions = [];
  for (const extension of request.extensions) {
    if (!await prepareExtension(sessions, extension)) missingExtensions.push(extension.name);
  }
  const extensions = request.extensions.map(({ name }) => name).filter((name) => !missingExtensions.includes(name));
  return { schemas: [...schemas], roles, extensions, missingExtensions };
}
function lookForPrepared(tree, prepared) {
  if ("CreateSchemaStmt" in tree) {
    const { schemaname = "", schemaElts } = tree.CreateSchemaStmt;
    if (schemaElts !== void 0 || !prepared.schemas.includes(schemaname)) return null;
    return { sql: "SELECT FROM pg_namespace WHERE nspname = $1", name: schemaname };
  }
  if ("CreateRoleStmt" in tree) {
    const { role = "" } = tree.CreateRoleStmt;
    return prepared.roles.includes(role) ? { sql: "SELECT FROM pg_roles WHERE rolname = $1", name: role } : null;
  }
  if ("CreateExtensionStmt" in tree) {
    const { extname = "" } = tree.CreateExtensionStmt;
    return prepared.extensions.includes(extname) ? { sql: "SELECT FROM pg_extension WHERE extname = $1", name: extname } : null;
  }
  return null;
}
async function prepareRoles({ session, administrator }, wanted2) {
  const names = [...new Set(wanted2)].filter(isOwnName);
  const rows = await administrator.query("SELECT rolname FROM pg_roles WHERE rolname = ANY($1::text[])", [
    names
  ]);
  const there = new Set(rows.map(({ rolname }) => rolname));
  const [me] = await session.query("SELECT current_user AS name");
  for (const name of names.filter((name2) => !there.has(name2))) {
    await administrator.query(`CREATE ROLE ${quoteIdentifier(name)}`);
    await administrator.query(`GRANT ${quoteIdentifier(name)} TO ${quoteIdentifier(me?.name ?? "")}`);
  }
  return names;
}
async function prepareExtension({ session, administrator }, extension) {
  const [available] = await session.query("SELECT FROM pg_available_extensions WHERE name = $1", [extension.name]);
  if (available === void 0) return false;
  const place = extension.installedIn === "public" || isOwnName(extension.installedIn) ? ` WITH SCHEMA ${quoteIdentifier(extension.installedIn)}` : "";
  const create = `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(extension.name)}${place} CASCADE`;
  if (await succeeds(session, create)) return true;
  return !connectingExtensions.has(extension.name) && succeeds(administrator, create);
}
var connectingExtensions = /* @__PURE__ */ new Set(["dblink", "postgres_fdw"]);
async function succeeds(session, sql) {
  return session.query(sql).then(
    () => true,
    () => false
  );
}
function isOwnName(name) {
  return !name.startsWith("pg_") && name !== "public" && name !== "none" && name !== "information_schema" && name !== "";
}

// src/dialects/postgres/reading-transaction.ts
async function inReadingTransaction(engine, rename2, work) {
  await engine.query("DISCARD ALL");
  await engine.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  try {
    if (rename2 !== null) await renameSchema(engine, rename2);
    for (const setting of pinnedSettings) await engine.query(setting);
    return await work();
  } finally {
    await engine.execute(["ROLLBACK"]);
  }
}
async function renameSchema(engine, { from, to }) {
  const [taken] = await engine.query("SELECT FROM pg_namespace WHERE nspname = $1", [to]);
  if (taken !== void 0)
    await engine.query(`ALTER SCHEMA ${quoteIdentifier(to)} RENAME TO ${quoteIdentifier(`schemagate ${to}`.slice(0, 40))}`);
  await engine.query(`ALTER SCHEMA ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
  await engine.query(`COMMENT ON SCHEMA ${quoteIdentifier(to)} IS NULL`);
}

// src/dialects/postgres/rehearsal/build.ts
async function build({ engine, newSession: newSession2 }, statements) {
  const together = await engine.execute([...newSession2, ...opening, statements.join(";\n"), "COMMIT"]);
  if (together.outcome === "killed") return together;
  if (together.outcome === "done") return { outcome: "built", failed: [] };
  const reset = await engine.execute(["ROLLBACK", ...opening]);
  if (reset.outcome === "killed") return reset;
  const failed = [];
  for (let next = 0; next < statements.length; ) {
    const rest = statements.slice(next).flatMap((sql) => ["SAVEPOINT schemagate_build", sql, "RELEASE schemagate_build"]);
    const executed = await engine.execute(rest);
    if (executed.outcome === "killed") return executed;
    if (executed.outcome === "done") break;
    const index = next + Math.floor(executed.index / 3);
    failed.push({ index, message: executed.message });
    const undone = await engine.execute(["ROLLBACK TO schemagate_build", "RELEASE schemagate_build"]);
    if (undone.outcome === "killed") return undone;
    next = index + 1;
  }
  const ended = await engine.execute(["COMMIT"]);
  return ended.outcome === "killed" ? ended : { outcome: "built", failed };
}
var opening = ["BEGIN", "SET LOCAL check_function_bodies = off"];

// src/dialects/postgres/rehearsal/observe.ts
function originalsOf({ entries }) {
  return new Map(entries.map(({ key, id }) => [key, id]));
}
function observe(before, after, originals, known, notices) {
  const [earlier, later] = [byKey(before.entries), byKey(after.entries)];
  const written = known.emptiesTables ? [] : rewritten(earlier, after.entries);
  const rewrites = written.filter(({ kind }) => kind === "table" || kind === "materialized view");
  const builds = known.emptiesTables ? [] : built(before.entries, after.entries, originals);
  const scans = known.emptiesTables ? [] : after.entries.filter(({ key, scans: scans2 }) => scans2 > (earlier.get(key)?.scans ?? 0));
  const original = (entries) => sorted(entries.flatMap(({ key }) => originals.get(key) ?? []));
  const seen = { rewrites: original(rewrites), scans: original(scans), builds: sorted(builds.map(({ id }) => id)) };
  return {
    outcome: { kind: "done" },
    locks: locks(before, after, originals, known),
    ...seen,
    drops: collateral(before.entries, later, known.names),
    empties: known.emptiesTables ? emptied(earlier, after.entries, originals, known.names) : [],
    creates: made(before.entries, after.entries),
    notices: [...new Set(notices.map(template))],
    duration: durationOf(seen, known)
  };
}
function notRun(reason) {
  const nothing = { locks: [], rewrites: [], scans: [], builds: [], drops: [], empties: [], creates: [], notices: [] };
  return { outcome: { kind: "not-run", reason }, ...nothing, duration: "unknown" };
}
function byKey(entries) {
  return new Map(entries.map((entry) => [entry.key, entry]));
}
function rewritten(earlier, after) {
  return after.filter(({ key, file }) => {
    const was = earlier.get(key)?.file ?? 0;
    return was !== 0 && file !== 0 && was !== file;
  });
}
function built(before, after, originals) {
  const files = new Set(before.map(({ file }) => file));
  return after.filter(
    ({ id, file, table }) => isIndex(id) && file !== 0 && !files.has(file) && table !== null && originals.has(table)
  );
}
function locks(before, after, originals, { unseenLocks }) {
  const taken = [...after.locks].flatMap(([key, modes]) => {
    const relation = originals.get(key);
    if (relation === void 0 || isIndex(relation)) return [];
    const held = strength(strongest(before.locks.get(key) ?? []));
    const mode = strongest(modes);
    return mode !== null && strength(mode) > held ? [{ relation, mode }] : [];
  });
  return [...taken, ...unseenLocks].sort((a, b) => a.relation < b.relation ? -1 : 1);
}
function isIndex(id) {
  return /^(index|primary key|exclusion) /.test(id);
}
function strongest(modes) {
  return modes.reduce((best, mode) => strength(mode) > strength(best) ? mode : best, null);
}
function strength(mode) {
  return lockModes.indexOf(mode);
}
function collateral(before, later, names) {
  const gone = before.filter(({ key }) => !later.has(key));
  const goneKeys = new Set(gone.map(({ key }) => key));
  const remade = new Set([...later.values()].map(({ id }) => id));
  const isPart = ({ table }) => table !== null && goneKeys.has(table);
  return sorted(gone.filter((entry) => !names.has(entry.id) && !remade.has(entry.id) && !isPart(entry)).map(({ id }) => id));
}
function emptied(earlier, after, originals, names) {
  const tables = rewritten(earlier, after).filter(({ kind, id }) => kind === "table" && !names.has(id));
  return sorted(tables.flatMap(({ key }) => originals.get(key) ?? []));
}
function made(before, after) {
  const there = new Set(before.flatMap(({ key, id }) => [key, id]));
  return sorted(after.filter(({ key, id }) => !there.has(key) && !there.has(id)).map(({ id }) => id));
}
function durationOf(seen, known) {
  if (seen.rewrites.length > 0) return "rewrite";
  if (seen.builds.length > 0) return "index build";
  if (known.runsOverRows) return "unknown";
  return seen.scans.length > 0 ? "scan" : "instant";
}
var longest = 300;
function template(notice) {
  return notice.replaceAll(/"[^"]*"/g, '"\u2026"').slice(0, longest);
}
function sorted(ids) {
  return [...new Set(ids)].sort();
}

// src/dialects/postgres/rehearsal/state.ts
var entriesQuery = `
WITH spaces AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), members AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relations AS (
  SELECT c.oid, c.relname, c.relkind, c.relfilenode, n.nspname
  FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
)
SELECT json_build_array('c', r.oid, CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END,
  r.nspname, NULL, r.relname, NULL, r.relfilenode, CASE WHEN r.relkind IN ('r', 'm') THEN pg_stat_get_xact_numscans(r.oid) ELSE 0 END) AS row
FROM relations r WHERE r.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT json_build_array('c', r.oid, 'sequence', r.nspname, t.relname, r.relname, t.oid, 0, 0)
FROM relations r
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class t ON t.oid = d.refobjid
WHERE r.relkind = 'S'
UNION ALL
SELECT json_build_array('c', r.oid, CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'x' THEN 'exclusion' ELSE 'index' END,
  r.nspname, t.relname, r.relname, t.oid, r.relfilenode, 0)
FROM relations r
JOIN pg_index i ON i.indexrelid = r.oid
JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_constraint k ON k.conindid = r.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'x')
UNION ALL
SELECT json_build_array('a', a.attrelid || '/' || a.attnum, 'column', r.nspname, r.relname, a.attname, r.oid, 0, 0)
FROM pg_attribute a JOIN relations r ON r.oid = a.attrelid AND r.relkind IN ('r', 'p')
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT json_build_array('k', k.oid, CASE k.contype WHEN 'f' THEN 'foreign key' ELSE 'check' END, r.nspname, r.relname, k.conname, r.oid, 0, 0)
FROM pg_constraint k JOIN relations r ON r.oid = k.conrelid
WHERE k.contype IN ('f', 'c') AND k.conparentid = 0 AND (k.conislocal OR k.coninhcount = 0)
UNION ALL
SELECT json_build_array('t', t.oid, CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'type' END, n.nspname, NULL, t.typname, NULL, 0, 0)
FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
UNION ALL
SELECT json_build_array('p', p.oid, 'function', n.nspname, NULL, p.proname || '(' || oidvectortypes(p.proargtypes) || ')', NULL, 0, 0)
FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid AND m.deptype IN ('e', 'i'))
UNION ALL
SELECT json_build_array('g', g.oid, 'trigger', r.nspname, r.relname, g.tgname, r.oid, 0, 0)
FROM pg_trigger g JOIN relations r ON r.oid = g.tgrelid
WHERE NOT g.tgisinternal AND g.tgparentid = 0
UNION ALL
SELECT json_build_array('y', y.oid, 'policy', r.nspname, r.relname, y.polname, r.oid, 0, 0)
FROM pg_policy y JOIN relations r ON r.oid = y.polrelid
UNION ALL
SELECT json_build_array('n', n.oid, 'schema', NULL, NULL, n.nspname, NULL, 0, 0) FROM spaces n
UNION ALL
SELECT json_build_array('x', x.oid, 'extension', NULL, NULL, x.extname, NULL, 0, 0) FROM pg_extension x WHERE x.extname <> 'plpgsql'`;
var firstOwnOid = 16384;
var locksQuery = `
SELECT json_agg(json_build_array(l.relation, l.mode))
FROM pg_locks l
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= ${firstOwnOid}`;
var stateQuery = `SELECT (SELECT json_agg(o.row) FROM (${entriesQuery}) o)::text AS entries, (${locksQuery})::text AS locks`;
async function readState(engine) {
  await mustRun(engine, ["SAVEPOINT schemagate_look", "SET LOCAL search_path = pg_catalog, pg_temp"]);
  const [row] = await engine.query(stateQuery);
  await mustRun(engine, ["ROLLBACK TO schemagate_look", "RELEASE schemagate_look"]);
  const locks2 = /* @__PURE__ */ new Map();
  for (const [relation, mode] of JSON.parse(row?.locks ?? "[]"))
    locks2.set(`c${relation}`, [...locks2.get(`c${relation}`) ?? [], mode]);
  return { entries: JSON.parse(row?.entries ?? "[]").map(toEntry), locks: locks2 };
}
function withoutActivity({ entries }) {
  return { entries: entries.map((entry) => ({ ...entry, scans: 0 })), locks: /* @__PURE__ */ new Map() };
}
async function mustRun(engine, statements) {
  const executed = await engine.execute(statements);
  if (executed.outcome === "killed") throw new EngineGone(executed.message);
  if (executed.outcome === "failed") throw new Error(`The stand-in could not be looked at: ${executed.message}`);
}
function toEntry([catalogue, oid, kind, schema, table, name, tableOid, file, scans]) {
  const ownName = table === null || kind === "index" || kind === "sequence";
  return {
    key: `${catalogue}${oid}`,
    kind,
    id: ownName ? objectId(kind, schema, name) : objectId(kind, schema, table, name),
    table: tableOid === null ? null : `c${tableOid}`,
    file,
    scans
  };
}

// src/dialects/postgres/rehearsal/statement.ts
async function readStatement(sql, defaultSchema) {
  const split = await splitScript(sql);
  const tree = split.outcome === "split" && split.statements.length === 1 ? split.statements[0]?.tree ?? null : null;
  const parsed = await parseScript(sql, { defaultSchema, historyTables: [] });
  const names = new Set(parsed.statements.flatMap(({ touches }) => touches));
  if (tree === null)
    return {
      tree,
      control: null,
      transactional: false,
      names,
      emptiesTables: false,
      runsOverRows: true,
      concurrent: null
    };
  return {
    tree,
    control: controlOf(tree),
    transactional: isTransactional(tree),
    names,
    emptiesTables: "TruncateStmt" in tree,
    runsOverRows: runsOverRows(tree),
    concurrent: concurrentLock(tree, new Names(defaultSchema))
  };
}
function runsOverRows(tree) {
  if ("InsertStmt" in tree) {
    const select = tree.InsertStmt.selectStmt;
    return select !== void 0 && !("SelectStmt" in select && select.SelectStmt.valuesLists !== void 0);
  }
  return [
    "UpdateStmt",
    "DeleteStmt",
    "MergeStmt",
    "SelectStmt",
    "DoStmt",
    "CallStmt",
    "CopyStmt",
    "CreateTableAsStmt",
    "ExecuteStmt"
  ].some((tag) => tag in tree);
}
function concurrentLock(tree, names) {
  if ("IndexStmt" in tree && tree.IndexStmt.concurrent === true)
    return { mode: "ShareUpdateExclusiveLock", on: [names.relation(tree.IndexStmt.relation)] };
  if ("DropStmt" in tree && tree.DropStmt.concurrent === true)
    return {
      mode: "ShareUpdateExclusiveLock",
      on: (tree.DropStmt.objects ?? []).map((object) => names.id("index", nameParts(object)))
    };
  if ("ReindexStmt" in tree && option(tree.ReindexStmt.params, "concurrently") !== null) {
    const kind = tree.ReindexStmt.kind === "REINDEX_OBJECT_INDEX" ? "index" : "table";
    return { mode: "ShareUpdateExclusiveLock", on: [names.relation(tree.ReindexStmt.relation, kind)] };
  }
  if ("VacuumStmt" in tree && tree.VacuumStmt.is_vacuumcmd === true) {
    const full = option(tree.VacuumStmt.options, "full");
    const mode = full === null || full === "false" ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock";
    const relations = (tree.VacuumStmt.rels ?? []).flatMap(
      (rel) => "VacuumRelation" in rel ? [rel.VacuumRelation.relation] : []
    );
    return { mode, on: relations.map((relation) => names.relation(relation)) };
  }
  if ("AlterTableStmt" in tree && !isTransactional(tree))
    return { mode: "ShareUpdateExclusiveLock", on: [names.relation(tree.AlterTableStmt.relation)] };
  return null;
}

// src/dialects/postgres/rehearsal/rehearse.ts
async function rehearse(place, prepared, request) {
  const run = new Rehearsing(place, prepared, request);
  try {
    await run.all();
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error;
    run.stop("gone", error.message, null);
  }
  return run.result();
}
var Rehearsing = class {
  #engine;
  #place;
  #prepared;
  #request;
  #observations = [];
  #stopped = null;
  #state = { entries: [], locks: /* @__PURE__ */ new Map() };
  #originals = /* @__PURE__ */ new Map();
  #inTransaction = false;
  constructor(place, prepared, request) {
    this.#engine = place.engine;
    this.#place = place;
    this.#prepared = prepared;
    this.#request = request;
  }
  async all() {
    await this.#inOwnTransaction(async () => {
      this.#state = await readState(this.#engine);
    });
    this.#originals = originalsOf(this.#state);
    let origin = null;
    for (const batch of this.#request.batches) {
      if (batch.origin !== origin) await this.#startFile();
      origin = batch.origin;
      await (batch.transactional ? this.#transaction(batch) : this.#oneByOne(batch));
      if (this.#stopped !== null) return;
    }
  }
  result() {
    const total = this.#request.batches.reduce((sum, { statements }) => sum + statements.length, 0);
    const missing = Math.max(total - this.#observations.length, 0);
    const rest = Array.from({ length: missing }, () => notRun("The rehearsal ended before it."));
    return { observations: [...this.#observations, ...rest], stopped: this.#stopped };
  }
  /** The statement at which it stops is the one that has no observation yet. */
  stop(kind, message, code) {
    this.#stopped ??= { statement: this.#observations.length, kind, message, code };
  }
  async #startFile() {
    await this.#execute(this.#place.newSession);
    for (const setting of this.#request.settings) await this.#engine.execute([settingStatement(setting)]);
    await this.#execute(["SET client_min_messages = debug1"]);
  }
  async #transaction({ statements }) {
    await this.#begin();
    for (const sql of statements) {
      await this.#step(sql, await this.#read(sql));
      if (this.#stopped !== null) return;
    }
    await this.#commit();
  }
  /** Each for itself, or in the transactions that the file opens. */
  async #oneByOne({ statements }) {
    for (const sql of statements) {
      const statement = await this.#read(sql);
      if (statement.control !== null) await this.#control(sql, statement.control);
      else if (this.#inTransaction) await this.#step(sql, statement);
      else if (statement.transactional) {
        await this.#begin();
        await this.#step(sql, statement);
        if (this.#stopped === null) await this.#commit();
      } else await this.#outside(sql, statement);
      if (this.#stopped !== null) return;
    }
    if (this.#inTransaction) {
      this.#inTransaction = false;
      await this.#execute(["ROLLBACK"]);
      this.#stopped = {
        statement: null,
        kind: "refused",
        message: "the file opens a transaction and does not end it",
        code: null
      };
    }
  }
  async #read(sql) {
    return readStatement(sql, this.#request.defaultSchema ?? "public");
  }
  async #control(sql, control) {
    const executed = await this.#engine.execute([sql]);
    if (executed.outcome !== "done") return this.#refused(executed);
    if (control === "begin") this.#inTransaction = true;
    if (control === "commit" || control === "rollback") this.#inTransaction = false;
    const look = async () => {
      this.#state = await readState(this.#engine);
    };
    if (this.#inTransaction) await look();
    else await this.#inOwnTransaction(look);
    if (!this.#inTransaction) this.#state = withoutActivity(this.#state);
    this.#observations.push(observe(this.#state, this.#state, this.#originals, nothingKnown, executed.notices));
  }
  /** Inside of a transaction. */
  async #step(sql, statement) {
    if (await this.#isPrepared(statement)) {
      this.#observations.push(observe(this.#state, this.#state, this.#originals, nothingKnown, []));
      return;
    }
    await this.#execute(["SAVEPOINT schemagate_step"]);
    const executed = await this.#engine.execute([sql]);
    if (executed.outcome === "failed" && needsRows(executed.code)) {
      await this.#execute(["ROLLBACK TO schemagate_step", "RELEASE schemagate_step"]);
      this.#observations.push(notRun(withoutRows(executed.code)));
      this.#state = await readState(this.#engine);
      return;
    }
    if (executed.outcome !== "done") return this.#refused(executed);
    await this.#execute(["RELEASE schemagate_step"]);
    const after = await readState(this.#engine);
    this.#observations.push(observe(this.#state, after, this.#originals, { ...statement, unseenLocks: [] }, executed.notices));
    this.#state = after;
  }
  /** What can't run inside of a transaction: its locks are gone when it is done. */
  async #outside(sql, statement) {
    const executed = await this.#engine.execute([sql]);
    if (executed.outcome !== "done") return this.#refused(executed);
    let after = this.#state;
    await this.#inOwnTransaction(async () => {
      after = await readState(this.#engine);
    });
    const unseenLocks = this.#locksOf(statement);
    after = withoutActivity(after);
    this.#observations.push(observe(this.#state, after, this.#originals, { ...statement, unseenLocks }, executed.notices));
    this.#state = after;
  }
  #locksOf({ concurrent }) {
    if (concurrent === null) return [];
    const original = (key) => key === null ? void 0 : this.#originals.get(key);
    return concurrent.on.flatMap((id) => {
      const found = this.#state.entries.find(
        (entry) => entry.id === id || entry.id === id.replace(/^table /, "materialized view ")
      );
      const relation = found === void 0 ? void 0 : original(found.table ?? found.key);
      return relation === void 0 ? [] : [{ relation, mode: concurrent.mode }];
    });
  }
  async #isPrepared({ tree }) {
    const lookFor = tree === null ? null : lookForPrepared(tree, this.#prepared);
    return lookFor !== null && (await this.#engine.query(lookFor.sql, [lookFor.name])).length > 0;
  }
  /** Scans are counted from whenever the server last passed its counts on, which it does between transactions: so the count starts here. */
  async #begin() {
    await this.#execute(["BEGIN"]);
    this.#state = await readState(this.#engine);
  }
  async #commit() {
    const executed = await this.#engine.execute(["COMMIT"]);
    if (executed.outcome === "done") this.#state = withoutActivity(this.#state);
    else {
      await this.#refused(executed);
      if (this.#stopped !== null) this.#stopped = { ...this.#stopped, statement: null };
    }
  }
  async #refused(executed) {
    if (executed.outcome === "killed") throw new EngineGone(executed.message);
    const { message, code, constraint } = executed;
    this.stop("refused", message, code);
    this.#observations.push({ ...notRun(message), outcome: { kind: "failed", code, message, constraint } });
    await this.#engine.execute(["ROLLBACK"]);
    this.#inTransaction = false;
  }
  async #inOwnTransaction(work) {
    await this.#execute(["BEGIN"]);
    await work();
    await this.#execute(["COMMIT"]);
  }
  /** Our own statements: none of them fails on an engine that is well. */
  async #execute(statements) {
    const executed = await this.#engine.execute(statements);
    if (executed.outcome === "done") return;
    throw new EngineGone(
      executed.outcome === "killed" ? executed.message : `It refused ${statements[executed.index]}: ${executed.message}.`
    );
  }
};
var nothingKnown = { names: /* @__PURE__ */ new Set(), emptiesTables: false, runsOverRows: false, unseenLocks: [] };
function settingStatement({ name, value }) {
  return `SET ${quoteIdentifier(name)} = ${quoteLiteral(value)}`;
}
function needsRows(code) {
  return code !== null && /^(21|22|23|P0)/.test(code);
}
function withoutRows(code) {
  return `It fails where there are no rows (${code}), so what it does to yours was not tried.`;
}

// src/dialects/postgres/respell.ts
async function respell(engine, objects, scope) {
  const made2 = /* @__PURE__ */ new Map();
  await engine.execute(["SET LOCAL check_function_bodies = off"]);
  for (const [index, object] of objects.entries()) {
    const respelling = respellingOf(object, index);
    if (respelling !== null && await runs(engine, respelling.statements)) made2.set(object, respelling);
  }
  if (made2.size === 0) return objects;
  const readBack = new Map((await introspect(engine, scope)).objects.map((object) => [object.id, object]));
  return objects.map((object) => {
    const respelling = made2.get(object);
    const spelled = respelling === void 0 ? void 0 : readBack.get(respelling.readAs);
    return respelling === void 0 || spelled === void 0 ? object : respelling.adopt(spelled);
  });
}
async function runs(engine, statements) {
  const executed = await engine.execute(["SAVEPOINT respell", ...statements, "RELEASE respell"]);
  if (executed.outcome === "failed") await engine.execute(["ROLLBACK TO respell"]);
  return executed.outcome === "done";
}
function respellingOf(object, index) {
  switch (object.kind) {
    case "view":
      return inPlace(object, [`CREATE OR REPLACE VIEW ${pathOf(object)} AS ${object.definition}`], ["definition"]);
    case "materialized view": {
      const name = `schemagate ${index}`;
      return {
        statements: [`CREATE VIEW ${quoteQualified(object.schema, name)} AS ${object.definition}`],
        readAs: objectId("view", object.schema, name),
        adopt: (spelled) => spelled.kind === "view" ? { ...object, definition: spelled.definition } : object
      };
    }
    case "check":
      return inPlace(object, checkAgain(object), ["expression"]);
    case "exclusion":
      return inPlace(object, exclusionAgain(object), ["definition"]);
    case "index":
      return hasExpression(object) ? inPlace(object, indexAgain(object), ["keys", "where"]) : null;
    case "trigger":
      return inPlace(
        object,
        [`DROP TRIGGER ${quoteIdentifier(object.name)} ON ${tableOf(object)}`, object.definition],
        ["definition"]
      );
    case "policy":
      return object.using === null && object.check === null ? null : inPlace(object, [policyAgain(object)], ["using", "check"]);
    case "function":
      return object.routine === "aggregate" ? null : inPlace(object, [object.definition], ["definition"]);
    case "column":
      return columnAgain(object);
    case "domain":
      return inPlace(object, domainAgain(object), ["default", "checks"]);
    case "schema":
    case "extension":
    case "enum":
    case "type":
    case "sequence":
    case "table":
    case "primary key":
    case "foreign key":
    case "rights":
    case "comment":
      return null;
  }
}
function inPlace(object, statements, fields) {
  return {
    statements,
    readAs: object.id,
    adopt: (spelled) => spelled.kind === object.kind ? { ...object, ...Object.fromEntries(fields.map((field) => [field, spelled[field]])) } : object
  };
}
function checkAgain(check) {
  const name = quoteIdentifier(check.name);
  return [
    `ALTER TABLE ${tableOf(check)} DROP CONSTRAINT ${name}`,
    `ALTER TABLE ${tableOf(check)} ADD CONSTRAINT ${name} CHECK (${check.expression})${check.noInherit ? " NO INHERIT" : ""} NOT VALID`
  ];
}
function exclusionAgain(exclusion) {
  const name = quoteIdentifier(exclusion.name);
  return [
    `ALTER TABLE ${tableOf(exclusion)} DROP CONSTRAINT ${name}`,
    `ALTER TABLE ${tableOf(exclusion)} ADD CONSTRAINT ${name} ${exclusion.definition}`
  ];
}
function hasExpression(index) {
  return index.where !== null || index.keys.some(({ expression }) => expression !== null);
}
function indexAgain(index) {
  const create = createIndex(index, "plain").flatMap((draft) => draft.kind === "statement" ? [draft.sql] : []);
  return [`DROP INDEX ${pathOf(index)}`, ...create];
}
function policyAgain(policy) {
  const clauses = [
    ...policy.using === null ? [] : [`USING (${policy.using})`],
    ...policy.check === null ? [] : [`WITH CHECK (${policy.check})`]
  ];
  return `ALTER POLICY ${quoteIdentifier(policy.name)} ON ${tableOf(policy)} ${clauses.join(" ")}`;
}
function columnAgain(column) {
  const alter = `ALTER TABLE ${tableOf(column)} ALTER COLUMN ${quoteIdentifier(column.name)}`;
  if (column.generated !== null) {
    return inPlace(column, [`${alter} SET EXPRESSION AS (${column.generated.expression})`], ["generated"]);
  }
  return column.default === null || column.autoIncrement ? null : inPlace(column, [`${alter} SET DEFAULT ${column.default}`], ["default"]);
}
function domainAgain(domain) {
  const alter = `ALTER DOMAIN ${pathOf(domain)}`;
  return [
    ...domain.default === null ? [] : [`${alter} SET DEFAULT ${domain.default}`],
    ...domain.checks.flatMap(({ name, expression, validated }) => [
      `${alter} DROP CONSTRAINT ${quoteIdentifier(name)}`,
      `${alter} ADD CONSTRAINT ${quoteIdentifier(name)} CHECK (${expression})${validated ? "" : " NOT VALID"}`
    ])
  ];
}
function pathOf({ schema, name }) {
  return quoteQualified(schema, name);
}
function tableOf({ schema, table }) {
  return quoteQualified(schema, table);
}

// src/dialects/postgres/named-schemas.ts
async function namedSchemas({ sql, tree }) {
  const trees = "DoStmt" in tree ? (await readBlock(sql, tree.DoStmt)).statements : [tree];
  return [...new Set(trees.flatMap(schemasIn))].filter((schema) => !schema.startsWith("pg_") && schema !== "information_schema");
}
function schemasIn(tree) {
  const names = new Names("");
  const nodes = nodesOf(tree);
  touchedBy(tree, nodes, names);
  createdBy(tree, names);
  const called = ofTag(nodes, "FuncCall").flatMap(({ funcname }) => strings(funcname).slice(-2, -1));
  return [...names.written, ...called, ...schemaItself(tree)];
}
function schemaItself(tree) {
  if ("CreateSchemaStmt" in tree) return [tree.CreateSchemaStmt.schemaname ?? ""];
  if ("DropStmt" in tree && tree.DropStmt.removeType === "OBJECT_SCHEMA")
    return (tree.DropStmt.objects ?? []).flatMap((node) => strings([node]));
  if ("AlterObjectSchemaStmt" in tree) return [tree.AlterObjectSchemaStmt.newschema ?? ""];
  if ("VariableSetStmt" in tree && tree.VariableSetStmt.name === "search_path") {
    return (tree.VariableSetStmt.args ?? []).flatMap((arg) => "A_Const" in arg ? [arg.A_Const.sval?.sval ?? ""] : []);
  }
  return [];
}

// src/dialects/postgres/run-scripts.ts
async function runScripts(place, prepared, scripts) {
  for (const script of scripts) {
    const run = await runScript(place, prepared, script);
    if (run.outcome !== "done") {
      if (run.outcome === "failed") await place.engine.execute(["ROLLBACK"]);
      return run;
    }
  }
  return { outcome: "done" };
}
async function runScript({ engine, newSession: newSession2, rename: rename2 }, prepared, script) {
  const started = await engine.execute(newSession2);
  if (started.outcome !== "done") return asRun(script, started, []);
  const split = await splitScript(script.sql);
  if (split.outcome === "unreadable") {
    const executed = await engine.execute([script.sql]);
    return executed.outcome === "done" ? finish(engine, script) : asRun(script, executed, [null]);
  }
  if (rename2 !== null) {
    for (const statement of split.statements) {
      const [schema] = await namedSchemas(statement);
      if (schema !== void 0)
        return failedFor(
          script,
          statement.sql,
          `it names the schema "${schema}", and everything is built in the schema "${rename2.from}"`
        );
    }
  }
  for (const group of groupsOf(split.statements)) {
    const [before, after] = group.transactional && group.statements.length > 1 ? [["BEGIN"], ["COMMIT"]] : [[], []];
    const begun = await engine.execute(before);
    if (begun.outcome !== "done") return asRun(script, begun, []);
    for (const segment of segments(group.statements, prepared)) {
      if (segment.lookFor !== null) {
        const [found] = await engine.query(segment.lookFor.sql, [segment.lookFor.name]);
        if (found !== void 0) continue;
      }
      const executed = await engine.execute(segment.statements);
      if (executed.outcome !== "done") return asRun(script, executed, segment.statements);
    }
    const ended = await engine.execute(after);
    if (ended.outcome !== "done") return asRun(script, ended, []);
  }
  return split.statements.some(({ tree }) => "TransactionStmt" in tree) ? finish(engine, script) : { outcome: "done" };
}
function groupsOf(statements) {
  const described = statements.map((statement) => ({
    ...statement,
    control: controlOf(statement.tree),
    transactional: isTransactional(statement.tree),
    verb: verbOf(statement.tree)
  }));
  return groupStatements(described);
}
function segments(statements, prepared) {
  const found = [];
  let together = [];
  for (const { sql, tree } of statements) {
    const lookFor = lookForPrepared(tree, prepared);
    if (lookFor === null) together.push(sql);
    else {
      found.push({ statements: together, lookFor: null }, { statements: [sql], lookFor });
      together = [];
    }
  }
  return [...found, { statements: together, lookFor: null }].filter((segment) => segment.statements.length > 0);
}
async function finish(engine, script) {
  const savepoint = await engine.execute(["SAVEPOINT schemagate"]);
  switch (savepoint.outcome) {
    case "killed":
      return asRun(script, savepoint, []);
    case "failed":
      return { outcome: "done" };
    case "done":
      return failedFor(script, null, "it opens a transaction and does not end it");
  }
}
function failedFor(script, statement, message) {
  return { outcome: "failed", script: script.name, statement, message, code: null };
}
function asRun(script, executed, statements) {
  switch (executed.outcome) {
    case "done":
      return { outcome: "done" };
    case "failed":
      return {
        outcome: "failed",
        script: script.name,
        statement: statements[executed.index] ?? null,
        message: executed.message,
        code: executed.code
      };
    case "killed":
      return { outcome: "killed", script: script.name, message: executed.message };
  }
}

// src/dialects/postgres/stand-in.ts
async function openStandIn(request) {
  const place = await explained("made ready", () => openPlace(request));
  try {
    const prepared = await explained("made ready", () => prepare(place, wanted(request, place.rename)));
    return standInAt(place, prepared);
  } catch (error) {
    await place.engine[Symbol.asyncDispose]();
    throw error;
  }
}
async function openPlace(request) {
  if (request.devUrl !== null) {
    const { openScratchDatabase } = await import("./chunk-T73IBEC7.js");
    return openScratchDatabase(request.devUrl, request);
  }
  const { findServer, openNativeServer } = await import("./chunk-S5M4G2SS.js");
  const installed = request.serverMajor === null ? null : await findServer(request.serverMajor);
  if (installed !== null) return openNativeServer(installed, request);
  const engine = await openPglite(
    request.extensions.map(({ name }) => name),
    request.limits
  );
  return {
    engine,
    session: engine,
    administrator: engine,
    newSession: newSession([request.schemas[0] ?? "public"]),
    rename: null
  };
}
function wanted({ roles, schemas, extensions }, rename2) {
  if (rename2 === null) return { roles, schemas, extensions };
  const moved = extensions.map(({ name, installedIn }) => ({
    name,
    installedIn: installedIn === rename2.to ? rename2.from : installedIn
  }));
  return { roles, schemas: [], extensions: moved };
}
function standInAt(place, prepared) {
  const { engine, rename: rename2 } = place;
  return {
    engine: engine.description,
    serverMajor: engine.serverMajor,
    missingExtensions: prepared.missingExtensions,
    async run(scripts) {
      return explained("used", () => runScripts(place, prepared, scripts));
    },
    async introspect(scope) {
      return explained("read", () => inReadingTransaction(engine, rename2, () => introspect(engine, scope)));
    },
    async respell(objects, scope) {
      return explained("read", () => inReadingTransaction(engine, rename2, () => respell(engine, objects, scope)));
    },
    build: (statements) => build(place, statements),
    rehearse: (request) => rehearse(place, prepared, request),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]()
  };
}
async function explained(what, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineGone)) throw error;
    throw new UserError(
      "invalid-source",
      `Can't rebuild the schema: the stand-in could not be ${what}. ${error.message}`,
      "Name a scratch database with --dev-url.",
      {
        cause: error
      }
    );
  }
}
export {
  openStandIn
};
