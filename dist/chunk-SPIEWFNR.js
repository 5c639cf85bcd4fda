import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  Cursor,
  canonicalType,
  defaultNames,
  isPlainName,
  isReserved,
  onConflict,
  quoteIdentifier,
  readCreateTable,
  splitList,
  uniqueNames,
  writeOptions
} from "./chunk-JIY4KKOR.js";
import {
  sha256
} from "./chunk-Y2UPQWOQ.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";
import {
  resultCodeName
} from "./chunk-6UE6K25P.js";
import {
  isOperator,
  isWord,
  tokenize
} from "./chunk-N3LCJO5V.js";
import {
  __callDispose,
  __using
} from "./chunk-KPJN5OEV.js";

// src/dialects/sqlite/failures.ts
function explain(path, error) {
  if (error instanceof UserError) return error;
  const code = errorCode(error);
  switch (code) {
    case null:
      return error;
    case "ENOENT":
    case "ENOTDIR":
      return new UserError(
        "connection-failed",
        `There is no database file at ${path}.`,
        "Check the path and the folder it is relative to. Nothing is ever created here.",
        { cause: error }
      );
    case "EISDIR":
      return isDirectory(path);
    case "ELOOP":
    case "ENAMETOOLONG":
      return new UserError(
        "connection-failed",
        `Can't open ${path}: the path leads nowhere.`,
        "Check the path and its symbolic links.",
        { cause: error }
      );
    case "EACCES":
    case "EPERM":
      return new UserError("permission-denied", `Can't read ${path}: permission denied.`, grantAccess, { cause: error });
    case "ENOSPC":
      return new UserError(
        "connection-failed",
        `Can't copy ${path}: the disk with the temporary files is full. A database in WAL mode is read from a copy.`,
        "Make room, or point TMPDIR at a larger disk.",
        { cause: error }
      );
    case "SQLITE_READONLY_ROLLBACK":
    case "SQLITE_READONLY_RECOVERY":
      return interruptedWrite(path);
    case "SQLITE_NOTADB":
      return notADatabase(path);
  }
  return explainClass(path, code, error);
}
function isDirectory(path) {
  return new UserError(
    "connection-failed",
    `Can't open ${path}: it is a directory.`,
    "Give the path of the database file in it."
  );
}
function notADatabase(path) {
  return new UserError(
    "connection-failed",
    `Can't read ${path}: it is not a SQLite database, or it is encrypted.`,
    "Check the path. Encrypted databases (SQLCipher and others) can't be read here."
  );
}
function interruptedWrite(path) {
  return new UserError(
    "connection-failed",
    `Can't read ${path}: a write to it was interrupted, and ${path}-journal holds what is needed to undo it. Reading would have to write first.`,
    "Open the database once with the program that owns it, or with sqlite3: that undoes the interrupted write. Then run this again."
  );
}
function errorCode(error) {
  if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") return resultCodeName(error.errcode);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
var grantAccess = "Give this user the right to read the file, and to enter its folder.";
function explainClass(path, code, error) {
  const message = error instanceof Error ? error.message : String(error);
  switch (/^SQLITE_[A-Z]+/.exec(code)?.[0]) {
    case "SQLITE_CORRUPT":
      return new UserError(
        "connection-failed",
        `Can't read ${path}: the file is damaged (${message}).`,
        "Check it with PRAGMA integrity_check, and restore a backup.",
        { cause: error }
      );
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return new UserError(
        "connection-failed",
        `Can't read ${path}: another process keeps it locked for writing.`,
        "Run this again when its write has ended.",
        { cause: error }
      );
    case "SQLITE_CANTOPEN":
    case "SQLITE_PERM":
    case "SQLITE_AUTH":
      return new UserError("permission-denied", `Can't open ${path}: ${message}.`, grantAccess, { cause: error });
    case "SQLITE_IOERR":
      return new UserError("connection-failed", `Can't read ${path}: ${message}.`, "Check the disk it is on.", { cause: error });
    default:
      return error;
  }
}

// src/dialects/sqlite/database-file.ts
import { open, realpath, stat } from "node:fs/promises";
async function find(path) {
  try {
    const real = await realpath(path);
    const facts = await stat(real, { bigint: true });
    if (facts.isDirectory()) throw isDirectory(path);
    if (!facts.isFile())
      throw new UserError(
        "connection-failed",
        `Can't open ${path}: it is not a regular file.`,
        "Give the path of the database file."
      );
    return { path: real, identity: sha256(`sqlite\0${real}\0${facts.dev}\0${facts.ino}`) };
  } catch (error) {
    throw explain(path, error);
  }
}
async function examine(file, path) {
  try {
    const header = await readStart(file.path, 100);
    const empty = header.length === 0;
    if (!empty && (header.length < 100 || header.toString("latin1", 0, 16) !== "SQLite format 3\0")) throw notADatabase(path);
    const wal = header[18] === 2 || await exists(`${file.path}-wal`);
    if (wal && await hasHotJournal(file.path)) throw interruptedWrite(path);
    return wal ? "wal" : "rollback";
  } catch (error) {
    throw explain(path, error);
  }
}
async function readStart(path, length) {
  var _stack = [];
  try {
    const handle = __using(_stack, await open(path, "r"), true);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function exists(path) {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}
async function hasHotJournal(path) {
  if (!await exists(`${path}-journal`)) return false;
  const start = await readStart(`${path}-journal`, 1);
  return start.length > 0 && start[0] !== 0;
}

// src/dialects/sqlite/environment.ts
async function inspectEnvironment(session, notes) {
  const [row] = await session.query("SELECT encoding FROM pragma_encoding");
  return {
    encoding: row?.encoding ?? "",
    collation: "BINARY",
    superuser: false,
    schemas: [],
    extensions: [],
    permissions: [
      {
        what: "the whole file",
        ok: true,
        detail: "SQLite has no roles: who can read the file sees everything in it.",
        grant: null
      }
    ],
    notes
  };
}

// src/dialects/sqlite/facts.ts
function connectionFacts(file, display, serverVersion, readOnlyProof) {
  return {
    dialect: "sqlite",
    display,
    database: file.path,
    user: null,
    serverVersion,
    serverMajor: 3,
    identity: file.identity,
    encryption: { encrypted: false, certificateVerified: false, description: "a local file: nothing goes over a network" },
    route: { kind: "local", description: "a file on this machine" },
    defaultSchema: null,
    readOnlyProof
  };
}
function environmentNotes(journal, ignoredParameters) {
  return [
    `The database is in ${journal === "wal" ? "WAL" : "rollback journal"} mode.`,
    ...ignoredParameters.map(
      (name) => `The parameter ${nameable.has(name) ? `"${name}" ` : ""}of the URL means nothing to SQLite and was ignored.`
    )
  ];
}
var nameable = /* @__PURE__ */ new Set([
  "cache",
  "connect_timeout",
  "connection_limit",
  "immutable",
  "mode",
  "pool_timeout",
  "schema",
  "socket_timeout",
  "vfs"
]);

// src/dialects/sqlite/in-this-process.ts
var uses = /* @__PURE__ */ new Set();
function enter(identity, opener) {
  const entry = { identity, opener };
  if ([...uses].some((other) => other.identity === identity && other.opener !== opener)) {
    throw new Error(
      `The database is open in this process, by ${opener === "others" ? "node:sqlite" : "a reading connection"}: close that first.`
    );
  }
  uses.add(entry);
  return { [Symbol.dispose]: () => void uses.delete(entry) };
}
function openerFor(identity) {
  return [...uses].some((use) => use.identity === identity && use.opener === "node:sqlite") ? "node:sqlite" : "others";
}

// src/dialects/sqlite/in-turn.ts
function inTurn() {
  let previous = Promise.resolve();
  return (run) => {
    const result = previous.then(run);
    previous = result.catch(() => void 0);
    return result;
  };
}

// src/dialects/sqlite/queries.ts
var versionQuery = "SELECT sqlite_version() AS version";
var tablesQuery = `
  SELECT l.name, l.type, l.wr AS withoutRowid, l.strict, s.sql
  FROM pragma_table_list AS l JOIN sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view')
  WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  ORDER BY l.name`;
var columnsQuery = `
  SELECT s.name AS "table", c.cid, c.name, c.type, c."notnull" AS "notNull", c.dflt_value AS defaultText, c.pk, c.hidden
  FROM sqlite_schema AS s JOIN pragma_table_xinfo(s.name) AS c
  WHERE s.type = 'table' AND s.rootpage > 0
  ORDER BY s.name, c.cid`;
var indexesQuery = `
  SELECT s.name AS "table", i.name, i."unique" AS isUnique, i.origin, x.sql
  FROM sqlite_schema AS s JOIN pragma_index_list(s.name) AS i LEFT JOIN sqlite_schema AS x ON x.type = 'index' AND x.name = i.name
  WHERE s.type = 'table' AND s.rootpage > 0
  ORDER BY s.name, i.name`;
var indexKeysQuery = `
  SELECT i.name AS "index", k.seqno, k.name, k."desc" AS descending, k.coll AS collation
  FROM sqlite_schema AS s JOIN pragma_index_list(s.name) AS i JOIN pragma_index_xinfo(i.name) AS k
  WHERE s.type = 'table' AND s.rootpage > 0 AND k.key = 1
  ORDER BY i.name, k.seqno`;
var foreignKeysQuery = `
  SELECT s.name AS "table", f.id, f.seq, f."table" AS parent, f."from" AS "column", f."to" AS parentColumn, f.on_update AS onUpdate, f.on_delete AS onDelete
  FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS f
  WHERE s.type = 'table' AND s.rootpage > 0
  ORDER BY s.name, f.id DESC, f.seq`;
var triggersQuery = `SELECT name, tbl_name AS "table", sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`;
var modulesQuery = "SELECT name FROM pragma_module_list";
var rowEstimatesQuery = `SELECT tbl AS "table", max(CAST(stat AS INTEGER)) AS rows FROM sqlite_stat1 WHERE stat IS NOT NULL GROUP BY tbl`;
var analyzedQuery = "SELECT 1 AS one FROM sqlite_schema WHERE name = 'sqlite_stat1'";
var bytesQuery = `
  WITH sizes AS MATERIALIZED (SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE)
  SELECT s.tbl_name AS "table", sum(d.pgsize) AS bytes
  FROM sizes AS d JOIN sqlite_schema AS s ON s.name = d.name
  GROUP BY s.tbl_name`;
var fileSizeQuery = "SELECT c.page_count * s.page_size AS bytes FROM pragma_page_count AS c, pragma_page_size AS s";

// src/dialects/sqlite/canonical.ts
function canonicalText(tokens, isName = () => false) {
  let text = "";
  tokens.forEach((token, index2) => {
    const before = tokens[index2 - 1];
    const certain = isCertainName(tokens, index2) || isName(token, index2);
    text += (before === void 0 || sticks(tokens, index2) ? "" : " ") + spell(token, certain, isOperator(before, ".") || isOperator(tokens[index2 + 1], "."));
  });
  return text;
}
function canonicalExpression(tokens, columns) {
  return canonicalText(tokens, (token) => columns.has(token.value.toLowerCase()));
}
function spell(token, certainName, qualified) {
  if (token.kind === "word") return isReserved(token.text) && !qualified ? token.text.toUpperCase() : token.text;
  if (token.kind !== "name") return token.kind === "blob" ? token.text.toLowerCase() : token.text;
  const knownToBeName = certainName || !token.text.startsWith('"');
  return knownToBeName && isPlainName(token.value) ? token.value : quoteIdentifier(token.value);
}
var namesFollow = ["FROM", "JOIN", "INTO", "TABLE", "VIEW", "TRIGGER", "REFERENCES", "AS"];
function isCertainName(tokens, index2) {
  const before = tokens[index2 - 1];
  if (isWord(before, "FROM") && isWord(tokens[index2 - 2], "DISTINCT")) return false;
  return isOperator(before, ".") || isOperator(tokens[index2 + 1], ".") || isWord(before, ...namesFollow);
}
function sticks(tokens, index2) {
  const [token, before] = [tokens[index2], tokens[index2 - 1]];
  if (isOperator(token, ",") || isOperator(token, ")") || isOperator(token, ".") || isOperator(token, ";")) return true;
  if (isOperator(before, "(") || isOperator(before, ".")) return true;
  if (isOperator(token, "(")) return before?.kind === "word" ? !isReserved(before.text) : before?.kind === "name";
  return isSign(tokens, index2 - 1) && token?.kind === "number";
}
function isSign(tokens, index2) {
  const [token, before] = [tokens[index2], tokens[index2 - 1]];
  if (!isOperator(token, "-") && !isOperator(token, "+")) return false;
  if (before === void 0) return true;
  return before.kind === "operator" && before.text !== ")" || before.kind === "word" && isReserved(before.text);
}

// src/dialects/sqlite/create-index.ts
function readCreateIndex(sql) {
  const cursor = new Cursor(tokenize(sql));
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  cursor.name();
  const keys = splitList(cursor.group() ?? []).map(withoutSuffix);
  return { keys, where: cursor.take("WHERE") ? cursor.rest() : null };
}
function withoutSuffix(tokens) {
  if (isWord(tokens.at(-1), "ASC", "DESC")) return withoutSuffix(tokens.slice(0, -1));
  if (tokens.length > 2 && isWord(tokens.at(-2), "COLLATE")) return tokens.slice(0, -2);
  return tokens;
}

// src/dialects/sqlite/table-parts.ts
function readTable(row, catalogue) {
  const text = catalogue.texts.get(row.name);
  if (text === void 0) return [];
  const columns = catalogue.columns.get(row.name) ?? [];
  const rowidAlias = findRowidAlias(row, columns, catalogue.indexes.get(row.name) ?? []);
  const table = {
    kind: "table",
    id: objectId("table", null, row.name),
    schema: null,
    name: row.name,
    persistence: "permanent",
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    options: writeOptions(text, {
      strict: row.strict === 1,
      withoutRowid: row.withoutRowid === 1,
      rowidAlias: rowidAlias !== null
    }),
    rowSecurity: "off",
    sql: row.sql
  };
  if (row.type === "virtual") return [table];
  return [
    table,
    ...columns.map((column) => readColumn(column, text, rowidAlias)),
    ...readPrimaryKey(row.name, columns, text),
    ...readForeignKeys(row.name, catalogue, text),
    ...readChecks(row.name, columns, text)
  ];
}
function visibleNames(columns) {
  return /* @__PURE__ */ new Set([...columns.map((column) => column.name.toLowerCase()), "rowid", "oid", "_rowid_"]);
}
function withoutTable(tokens, table) {
  const isTable = (token) => (token?.kind === "word" || token?.kind === "name") && token.value.toLowerCase() === table.toLowerCase();
  return tokens.filter((token, index2) => {
    if (isTable(token) && isOperator(tokens[index2 + 1], ".")) return false;
    return !(isOperator(token, ".") && isTable(tokens[index2 - 1]));
  });
}
function findRowidAlias(table, columns, indexes) {
  const [key, second] = columns.filter((column) => column.pk > 0);
  if (key === void 0 || second !== void 0 || table.withoutRowid === 1) return null;
  return indexes.some((index2) => index2.origin === "pk") ? null : key.name;
}
function readColumn(row, text, rowidAlias) {
  const said = text.columns.find((column) => sameName(column.name, row.name));
  const collation = said?.collation?.toUpperCase() ?? null;
  const key = text.primaryKey;
  return {
    kind: "column",
    id: objectId("column", null, row.table, row.name),
    schema: null,
    name: row.name,
    table: row.table,
    position: row.cid + 1,
    type: canonicalType(row.type),
    nullable: row.notNull === 0 && row.name !== rowidAlias,
    default: row.defaultText === null ? null : canonicalDefault(row.defaultText),
    identity: null,
    generated: readGenerated(row, said?.generated ?? null, text),
    collation: collation === "BINARY" ? null : collation,
    autoIncrement: row.pk > 0 && key !== null && key.autoIncrement
  };
}
function readGenerated(row, expression, text) {
  if (expression === null || row.hidden !== 2 && row.hidden !== 3) return null;
  const names = new Set(text.columns.map((column) => column.name.toLowerCase()));
  return { expression: canonicalExpression(withoutTable(expression, row.table), names), stored: row.hidden === 3 };
}
function canonicalDefault(text) {
  const tokens = tokenize(text);
  const [first, second] = tokens;
  if (first?.kind !== "word" || second !== void 0) return canonicalText(tokens);
  if (/^(true|false)$/i.test(first.text)) return first.text.toLowerCase();
  return /^(null|current_(date|time|timestamp))$/i.test(first.text) ? first.text.toUpperCase() : first.text;
}
function readPrimaryKey(table, columns, text) {
  const keys = columns.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  if (keys.length === 0) return [];
  const name = text.primaryKey?.name ?? defaultNames.primaryKey(table);
  return [
    {
      kind: "primary key",
      id: objectId("primary key", null, table, name),
      schema: null,
      name,
      table,
      columns: keys.map((column) => column.name),
      include: [],
      deferrable: "no"
    }
  ];
}
function readForeignKeys(table, catalogue, text) {
  const rows = Map.groupBy(catalogue.foreignKeys.get(table) ?? [], (row) => row.id);
  const unique = uniqueNames();
  return [...rows.entries()].toSorted(([a], [b]) => b - a).map(([id, parts]) => {
    const columns = parts.map((part) => part.column);
    const said = text.foreignKeys[text.foreignKeys.length - 1 - id];
    const name = unique(said?.name ?? defaultNames.foreignKey(table, columns));
    const parent = findParent(parts[0]?.parent ?? "", catalogue);
    return {
      kind: "foreign key",
      id: objectId("foreign key", null, table, name),
      schema: null,
      name,
      table,
      columns,
      references: objectId("table", null, parent.name),
      referencedColumns: referencedColumns(parts, parent.columns),
      onDelete: action(parts[0]?.onDelete),
      onUpdate: action(parts[0]?.onUpdate),
      onDeleteColumns: [],
      match: "simple",
      deferrable: said?.deferrable ?? "no",
      validated: true,
      enforced: true
    };
  });
}
function findParent(name, catalogue) {
  if (catalogue.columns.has(name)) return { name, columns: catalogue.columns.get(name) ?? [] };
  const real = [...catalogue.columns.keys()].find((table) => sameName(table, name));
  return { name: real ?? name, columns: real === void 0 ? [] : catalogue.columns.get(real) ?? [] };
}
function referencedColumns(parts, parent) {
  const key = parent.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  return parts.flatMap((part, index2) => {
    if (part.parentColumn === null) return key[index2]?.name ?? [];
    const named = part.parentColumn;
    return parent.find((column) => sameName(column.name, named))?.name ?? named;
  });
}
var actions = /* @__PURE__ */ new Set(["no action", "restrict", "cascade", "set null", "set default"]);
function action(text) {
  const lower = text?.toLowerCase() ?? "";
  return actions.has(lower) ? lower : "no action";
}
function readChecks(table, columns, text) {
  const names = visibleNames(columns);
  const unique = uniqueNames();
  return text.checks.map((check) => {
    const name = unique(check.name ?? defaultNames.check(table, check.column));
    return {
      kind: "check",
      id: objectId("check", null, table, name),
      schema: null,
      name,
      table,
      expression: canonicalExpression(withoutTable(check.expression, table), names),
      validated: true,
      enforced: true,
      noInherit: false
    };
  });
}
function sameName(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}

// src/dialects/sqlite/index-parts.ts
function readIndexes(tables, catalogue) {
  const rows = tables.flatMap((table) => catalogue.indexes.get(table.name) ?? []);
  const created = rows.filter((row) => row.origin === "c");
  const unique = uniqueNames(created.map((row) => row.name));
  return [
    ...created.map((row) => readIndex(row, catalogue)),
    ...rows.filter((row) => row.origin === "u").map((row) => readConstraint(row, catalogue, unique))
  ];
}
function readIndex(row, catalogue) {
  const text = readCreateIndex(row.sql ?? "");
  const expression = (tokens) => canonicalExpression(withoutTable(tokens, row.table), visibleNames(catalogue.columns.get(row.table) ?? []));
  const keys = (catalogue.indexKeys.get(row.name) ?? []).map(
    (key) => readKey(key, row.table, catalogue, expression(text.keys[key.seqno] ?? []))
  );
  return {
    ...index(row.table, row.name, keys),
    unique: row.isUnique === 1,
    where: text.where === null ? null : expression(text.where)
  };
}
function readConstraint(row, catalogue, unique) {
  const keys = (catalogue.indexKeys.get(row.name) ?? []).map((key) => readKey(key, row.table, catalogue, null));
  const columns = keys.map((key) => key.column ?? "");
  const said = catalogue.texts.get(row.table)?.uniques.find(
    (key) => sameNames(
      key.columns.map((column) => column.name),
      columns
    )
  );
  const name = unique(said?.name ?? defaultNames.unique(row.table, columns));
  const conflict = onConflict(said?.conflict ?? null).trim();
  return {
    ...index(row.table, name, keys),
    unique: true,
    options: conflict === "" ? [] : [conflict],
    constraint: { deferrable: "no" }
  };
}
function index(table, name, keys) {
  return {
    kind: "index",
    id: objectId("index", null, name),
    schema: null,
    name,
    table,
    unique: false,
    nullsNotDistinct: false,
    method: "btree",
    keys,
    include: [],
    where: null,
    options: [],
    valid: true,
    constraint: null
  };
}
function readKey(row, table, catalogue, expression) {
  const column = catalogue.texts.get(table)?.columns.find((text) => text.name.toLowerCase() === row.name?.toLowerCase());
  const usual = column?.collation?.toUpperCase() ?? "BINARY";
  const collation = row.collation.toUpperCase();
  return {
    column: row.name,
    expression: row.name === null ? expression : null,
    order: row.descending === 1 ? "desc" : "asc",
    nulls: row.descending === 1 ? "last" : "first",
    opclass: null,
    collation: collation === usual ? null : collation
  };
}
function sameNames(a, b) {
  return a.length === b.length && a.every((name, at) => name.toLowerCase() === b[at]?.toLowerCase());
}

// src/dialects/sqlite/introspect.ts
async function introspect(session, _scope) {
  const [version] = await session.query(versionQuery);
  const tables = await session.query(tablesQuery);
  const ordinary = tables.filter((table) => table.type === "table" || table.type === "virtual");
  const catalogue = {
    texts: new Map(ordinary.map((table) => [table.name, readCreateTable(tokenize(table.sql))])),
    columns: byTable(await session.query(columnsQuery)),
    indexes: byTable(await session.query(indexesQuery)),
    indexKeys: Map.groupBy(await session.query(indexKeysQuery), (row) => row.index),
    foreignKeys: byTable(await session.query(foreignKeysQuery))
  };
  const triggers = await session.query(triggersQuery);
  const objects = [
    ...ordinary.flatMap((table) => readTable(table, catalogue)),
    ...readIndexes(ordinary, catalogue),
    ...tables.filter((table) => table.type === "view").map(readView),
    ...triggers.map(readTrigger)
  ];
  return {
    format: 1,
    dialect: "sqlite",
    serverVersion: version?.version ?? "",
    schemas: [],
    objects: objects.toSorted((a, b) => a.id < b.id ? -1 : 1),
    notCompared: await unknownModules(session, ordinary, catalogue),
    invisible: [],
    statistics: await readStatistics(session, ordinary)
  };
}
function byTable(rows) {
  return Map.groupBy(rows, (row) => row.table);
}
function readView(row) {
  const cursor = new Cursor(tokenize(row.sql));
  while (!cursor.done && !cursor.take("VIEW")) cursor.next();
  cursor.qualifiedName();
  const columns = cursor.group();
  cursor.take("AS");
  return {
    kind: "view",
    id: objectId("view", null, row.name),
    schema: null,
    name: row.name,
    definition: canonicalText(cursor.rest()),
    options: columns === null ? [] : [`(${canonicalText(columns)})`],
    columns: []
  };
}
function readTrigger(row) {
  const tokens = tokenize(row.sql);
  const target = tokens.findIndex((token) => isWord(token, "ON")) + 1;
  return {
    kind: "trigger",
    id: objectId("trigger", null, row.table, row.name),
    schema: null,
    name: row.name,
    table: row.table,
    definition: canonicalText(tokens, (_token, index2) => index2 === target),
    enabled: "origin"
  };
}
async function unknownModules(session, tables, catalogue) {
  const known = new Set((await session.query(modulesQuery)).map((row) => row.name.toLowerCase()));
  const strangers = tables.filter((table) => {
    const module = catalogue.texts.get(table.name)?.module?.[0]?.value;
    return module !== void 0 && !known.has(module.toLowerCase());
  });
  if (strangers.length === 0) return [];
  return [
    {
      kind: "virtual table of a module that is not available here",
      names: strangers.map((table) => table.name),
      reason: "Only the text of the table is compared; the tables in which the module keeps its content look like ordinary ones."
    }
  ];
}
var largestMeasuredBytes = 256 * 2 ** 20;
async function readStatistics(session, tables) {
  const analyzed = (await session.query(analyzedQuery)).length > 0;
  const estimates = analyzed ? await session.query(rowEstimatesQuery) : [];
  const [file] = await session.query(fileSizeQuery);
  const measured = (file?.bytes ?? 0) <= largestMeasuredBytes;
  const sizes = measured ? await session.query(bytesQuery) : [];
  const rowsOf = new Map(estimates.map((row) => [row.table, row.rows]));
  const bytesOf = new Map(sizes.map((row) => [row.table, row.bytes]));
  return Object.fromEntries(
    tables.map((table) => [
      objectId("table", null, table.name),
      { rows: rowsOf.get(table.name) ?? null, bytes: bytesOf.get(table.name) ?? null }
    ])
  );
}

// src/dialects/sqlite/location.ts
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
function locate(url, workingDirectory) {
  const match = /^(file|sqlite):/i.exec(url);
  if (match === null) return { path: onDisk(url, workingDirectory), ignored: [] };
  const [address = "", query = ""] = splitOnce(url.slice(match[0].length), "?");
  const ignored = [...new Set(new URLSearchParams(query).keys())].sort();
  return { path: onDisk(decode(withoutSlashes(address)), workingDirectory), ignored };
}
function onDisk(path, workingDirectory) {
  if (path === "" || path === ":memory:") {
    throw new UserError(
      "invalid-input",
      "The URL names no file, so there is no database to read.",
      "Give the path of the file: file:./dev.db"
    );
  }
  if (path.includes("\0"))
    throw new UserError(
      "invalid-input",
      "The path of the database holds a null character.",
      "Give the path of the file: file:./dev.db"
    );
  return isAbsolute(path) ? path : resolve(workingDirectory, path);
}
function withoutSlashes(address) {
  if (!address.startsWith("//")) return address;
  const path = address.slice(2);
  if (/^\/[A-Za-z]:/.test(path)) return fileURLToPath(`file://${path}`);
  return path.replace(/^\/+/, "/");
}
function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

export {
  explain,
  errorCode,
  find,
  examine,
  readStart,
  exists,
  inspectEnvironment,
  connectionFacts,
  environmentNotes,
  enter,
  openerFor,
  inTurn,
  versionQuery,
  introspect,
  locate
};
