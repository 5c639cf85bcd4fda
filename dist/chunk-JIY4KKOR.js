import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  explainLength,
  isOperator,
  isWord
} from "./chunk-N3LCJO5V.js";

// src/dialects/sqlite/types.ts
function quoteIdentifier(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
function quoteLiteral(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
function canonicalType(declared) {
  return declared.trim().replaceAll(/\s+/g, " ").replaceAll(/ ?([(),]) ?/g, "$1").toUpperCase();
}

// src/dialects/sqlite/table-options.ts
function writeOptions(table, facts) {
  const options = [
    facts.strict ? "STRICT" : null,
    facts.withoutRowid ? "WITHOUT ROWID" : null,
    table.module === null ? null : `USING ${asWritten(table.module)}`,
    table.primaryKey === null ? null : primaryKeyOption(table.primaryKey, facts.rowidAlias),
    ...table.columns.map(
      (column) => column.notNullConflict === null ? null : `${quoteIdentifier(column.name)} NOT NULL${onConflict(column.notNullConflict)}`
    )
  ];
  return options.filter((option) => option !== null).sort();
}
function onConflict(resolution) {
  return resolution === null ? "" : ` ON CONFLICT ${resolution.toUpperCase()}`;
}
function isVirtual(options) {
  return moduleOf(options) !== null;
}
function moduleOf(options) {
  return options.find((option) => option.startsWith("USING ")) ?? null;
}
function listedPrimaryKey(options) {
  return options.find((option) => option.startsWith("PRIMARY KEY ")) ?? null;
}
function columnPrimaryKey(options, column) {
  return columnClause(options, column, "PRIMARY KEY");
}
function columnNotNull(options, column) {
  return columnClause(options, column, "NOT NULL");
}
function columnClause(options, column, clause) {
  const prefix = `${quoteIdentifier(column)} `;
  return options.find((option) => option.startsWith(prefix + clause))?.slice(prefix.length) ?? null;
}
function asWritten(tokens) {
  return tokens.map((token, index) => isApart(tokens[index - 1], token) ? ` ${token.text}` : token.text).join("");
}
function isApart(before, token) {
  const edge = (one) => ["(", ")", ","].includes(one.text);
  return before !== void 0 && token.start > before.end && !edge(before) && !edge(token);
}
function primaryKeyOption(key, rowidAlias) {
  const [first, second] = key.columns;
  const conflict = onConflict(key.conflict);
  if (first !== void 0 && second === void 0 && first.collation === null) {
    const order = first.order === "desc" && !rowidAlias ? " DESC" : "";
    return order + conflict === "" ? null : `${quoteIdentifier(first.name)} PRIMARY KEY${order}${conflict}`;
  }
  const plain = conflict === "" && key.columns.every((column) => column.order === "asc" && column.collation === null);
  if (plain) return null;
  const columns = key.columns.map(
    (column) => quoteIdentifier(column.name) + (column.collation === null ? "" : ` COLLATE ${column.collation.toUpperCase()}`) + (column.order === "desc" ? " DESC" : "")
  );
  return `PRIMARY KEY (${columns.join(", ")})${conflict}`;
}

// src/dialects/sqlite/cursor.ts
var Cursor = class {
  #tokens;
  #at = 0;
  constructor(tokens) {
    this.#tokens = tokens;
  }
  get done() {
    return this.#at >= this.#tokens.length;
  }
  peek(ahead = 0) {
    return this.#tokens[this.#at + ahead];
  }
  next() {
    return this.#tokens[this.#at++];
  }
  /** Takes the given keywords if all of them stand here, one after the other. */
  take(...keywords) {
    if (!keywords.every((keyword, index) => isWord(this.peek(index), keyword))) return false;
    this.#at += keywords.length;
    return true;
  }
  takeOperator(text) {
    if (!isOperator(this.peek(), text)) return false;
    this.#at++;
    return true;
  }
  /** A name in any quoting; SQLite takes a string for one too. Null when none stands here. */
  name() {
    const token = this.peek();
    if (token === void 0 || !["word", "name", "string"].includes(token.kind)) return null;
    this.#at++;
    return token.kind === "string" ? token.text.slice(1, -1).replaceAll("''", "'") : token.value;
  }
  /** A name that may be qualified by a database: `main.t` gives `{ database: "main", name: "t" }`. */
  qualifiedName() {
    const first = this.name();
    if (first === null) return null;
    if (!this.takeOperator(".")) return { database: null, name: first };
    const second = this.name();
    return second === null ? null : { database: first, name: second };
  }
  /** The tokens between an opening parenthesis, which must stand here, and its partner. Null when none stands here. */
  group() {
    if (!this.takeOperator("(")) return null;
    const start = this.#at;
    let depth = 1;
    while (!this.done) {
      const token = this.next();
      if (isOperator(token, "(")) depth++;
      if (isOperator(token, ")")) depth--;
      if (depth === 0) return this.#tokens.slice(start, this.#at - 1);
    }
    return this.#tokens.slice(start);
  }
  rest() {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return rest;
  }
};
function splitList(tokens) {
  const parts = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    if (depth === 0 && isOperator(token, ",")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

// src/dialects/sqlite/create-table.ts
function readCreateTable(tokens) {
  const cursor = new Cursor(tokens);
  while (!cursor.done && !cursor.take("TABLE")) cursor.next();
  cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.qualifiedName()?.name ?? "";
  if (cursor.take("USING")) return { ...collect(name, []), module: cursor.rest() };
  return collect(name, splitList(cursor.group() ?? []).flatMap(readItem));
}
function collect(name, clauses) {
  return {
    name,
    columns: clauses.flatMap((clause) => clause.kind === "column" ? [clause.column] : []),
    primaryKey: clauses.find((clause) => clause.kind === "primary key")?.key ?? null,
    uniques: clauses.flatMap((clause) => clause.kind === "unique" ? [clause.key] : []),
    foreignKeys: clauses.flatMap((clause) => clause.kind === "foreign key" ? [clause.key] : []),
    checks: clauses.flatMap((clause) => clause.kind === "check" ? [clause.check] : []),
    module: null
  };
}
function readItem(tokens) {
  const cursor = new Cursor(tokens);
  return isWord(tokens[0], "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN") ? readTableConstraints(cursor) : readColumn(cursor);
}
function readTableConstraints(cursor) {
  const clauses = [];
  let name = null;
  while (!cursor.done) {
    if (cursor.take("CONSTRAINT")) {
      name = cursor.name();
      continue;
    }
    const clause = readTableConstraint(cursor, name);
    if (clause === null) cursor.next();
    else clauses.push(clause);
    name = null;
  }
  return clauses;
}
function readTableConstraint(cursor, name) {
  if (cursor.take("PRIMARY", "KEY")) {
    const list = cursor.group() ?? [];
    const autoIncrement = isWord(list.at(-1), "AUTOINCREMENT");
    const columns = readKeyColumns(autoIncrement ? list.slice(0, -1) : list);
    return { kind: "primary key", key: { name, columns, autoIncrement, conflict: readConflict(cursor), inColumn: false } };
  }
  if (cursor.take("UNIQUE")) {
    const columns = readKeyColumns(cursor.group() ?? []);
    return { kind: "unique", key: { name, columns, autoIncrement: false, conflict: readConflict(cursor), inColumn: false } };
  }
  if (cursor.take("CHECK")) {
    const expression = cursor.group() ?? [];
    readConflict(cursor);
    return { kind: "check", check: { name, column: null, expression } };
  }
  if (cursor.take("FOREIGN", "KEY")) {
    const columns = readKeyColumns(cursor.group() ?? []).map((column) => column.name);
    cursor.take("REFERENCES");
    return { kind: "foreign key", key: { name, columns, deferrable: readReference(cursor) } };
  }
  return null;
}
function readColumn(cursor) {
  const column = cursor.name() ?? "";
  const clauses = [];
  let said = { name: column, collation: null, generated: null, notNullConflict: null };
  let name = null;
  while (!cursor.done) {
    if (cursor.take("CONSTRAINT")) {
      name = cursor.name();
      continue;
    }
    if (cursor.take("COLLATE")) said = { ...said, collation: cursor.name() };
    else if (cursor.take("AS")) said = { ...said, generated: cursor.group() };
    else if (cursor.take("NOT", "NULL")) said = { ...said, notNullConflict: readConflict(cursor) };
    else if (cursor.take("DEFAULT")) skipDefault(cursor);
    else {
      const clause = readColumnConstraint(cursor, column, name);
      if (clause === null) skipOne(cursor);
      else clauses.push(clause);
    }
    name = null;
  }
  return [{ kind: "column", column: said }, ...clauses];
}
function readColumnConstraint(cursor, column, name) {
  if (cursor.take("PRIMARY", "KEY")) {
    const order = readOrder(cursor);
    const conflict = readConflict(cursor);
    const autoIncrement = cursor.take("AUTOINCREMENT");
    return {
      kind: "primary key",
      key: { name, columns: [{ name: column, collation: null, order }], autoIncrement, conflict, inColumn: true }
    };
  }
  if (cursor.take("UNIQUE")) {
    const columns = [{ name: column, collation: null, order: "asc" }];
    return { kind: "unique", key: { name, columns, autoIncrement: false, conflict: readConflict(cursor), inColumn: true } };
  }
  if (cursor.take("CHECK")) return { kind: "check", check: { name, column, expression: cursor.group() ?? [] } };
  if (cursor.take("REFERENCES"))
    return { kind: "foreign key", key: { name, columns: [column], deferrable: readReference(cursor) } };
  return null;
}
function readReference(cursor) {
  cursor.qualifiedName();
  cursor.group();
  let deferrable = "no";
  while (!cursor.done) {
    if (cursor.take("ON", "DELETE") || cursor.take("ON", "UPDATE") || cursor.take("ON", "INSERT")) {
      if (isWord(cursor.peek(), "SET", "NO")) cursor.next();
      cursor.next();
    } else if (cursor.take("MATCH")) cursor.name();
    else if (cursor.take("NOT", "DEFERRABLE")) readInitially(cursor);
    else if (cursor.take("DEFERRABLE")) deferrable = readInitially(cursor) ? "initially deferred" : "initially immediate";
    else break;
  }
  return deferrable;
}
function readInitially(cursor) {
  if (cursor.take("INITIALLY", "DEFERRED")) return true;
  cursor.take("INITIALLY", "IMMEDIATE");
  return false;
}
function readKeyColumns(tokens) {
  return splitList(tokens).map((part) => {
    const cursor = new Cursor(part);
    const name = cursor.name() ?? "";
    const collation = cursor.take("COLLATE") ? cursor.name() : null;
    return { name, collation, order: readOrder(cursor) };
  });
}
function readOrder(cursor) {
  if (cursor.take("DESC")) return "desc";
  cursor.take("ASC");
  return "asc";
}
function readConflict(cursor) {
  if (!cursor.take("ON", "CONFLICT")) return null;
  const resolution = cursor.next()?.text.toLowerCase() ?? null;
  return resolution === "abort" ? null : resolution;
}
function skipDefault(cursor) {
  if (cursor.group() !== null) return;
  const first = cursor.next();
  if (first?.text === "-" || first?.text === "+") cursor.next();
}
function skipOne(cursor) {
  if (cursor.group() === null) cursor.next();
}

// src/dialects/sqlite/action.ts
var unknown = { kind: "unknown" };
function readAction(tokens) {
  if (tokens.some((token) => token.kind === "illegal")) return unknown;
  if (explainLength(tokens) > 0) return { kind: "explain" };
  const cursor = new Cursor(tokens);
  if (cursor.take("CREATE")) return readCreate(cursor, tokens);
  if (cursor.take("DROP")) return readDrop(cursor);
  if (cursor.take("ALTER", "TABLE")) return readAlter(cursor);
  if (cursor.take("PRAGMA")) return readPragma(cursor);
  if (cursor.take("VACUUM")) return { kind: "vacuum", into: tokens.some((token) => isWord(token, "INTO")) };
  if (cursor.take("ATTACH")) return { kind: "attach" };
  if (cursor.take("DETACH")) return { kind: "detach" };
  if (cursor.take("ANALYZE")) return { kind: "analyze" };
  if (cursor.take("REINDEX")) return { kind: "reindex" };
  return readControl(cursor) ?? readQuery(cursor);
}
function readCreate(cursor, tokens) {
  const temporary = cursor.take("TEMP") || cursor.take("TEMPORARY");
  if (cursor.take("VIRTUAL", "TABLE")) {
    const { name: name2, module } = readCreateTable(tokens);
    return module === null ? unknown : { kind: "create virtual table", name: name2, module: module[0]?.value.toLowerCase() ?? "" };
  }
  const unique = cursor.take("UNIQUE");
  const type = cursor.next();
  const ifNotExists = cursor.take("IF", "NOT", "EXISTS");
  const name = cursor.qualifiedName()?.name;
  if (name === void 0) return unknown;
  if (isWord(type, "TABLE")) return { kind: "create table", name, temporary, ifNotExists };
  if (isWord(type, "VIEW")) return { kind: "create view", name, temporary };
  if (!isWord(type, "INDEX", "TRIGGER")) return unknown;
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  const table = cursor.qualifiedName()?.name;
  if (table === void 0) return unknown;
  if (isWord(type, "INDEX")) return { kind: "create index", name, table, unique };
  return { kind: "create trigger", name, table, complete: isWord(tokens.at(-1), "END") && isOperator(tokens.at(-2), ";") };
}
function readDrop(cursor) {
  const type = cursor.next()?.text.toLowerCase();
  cursor.take("IF", "EXISTS");
  const name = cursor.qualifiedName()?.name;
  if (name === void 0 || !(type === "table" || type === "index" || type === "view" || type === "trigger")) return unknown;
  return { kind: "drop", type, name };
}
function readAlter(cursor) {
  const table = cursor.qualifiedName()?.name;
  if (table === void 0) return unknown;
  if (cursor.take("RENAME", "TO")) return { kind: "rename table", table, to: cursor.name() ?? "" };
  if (cursor.take("RENAME")) {
    cursor.take("COLUMN");
    return { kind: "rename column", table, column: cursor.name() ?? "" };
  }
  if (isWord(cursor.peek(), "ADD", "DROP") && isWord(cursor.peek(1), "CONSTRAINT", "CHECK"))
    return { kind: "alter table", table };
  if (cursor.take("ADD")) {
    cursor.take("COLUMN");
    return { kind: "add column", table, column: cursor.name() ?? "", definition: cursor.rest() };
  }
  if (cursor.take("DROP")) {
    cursor.take("COLUMN");
    return { kind: "drop column", table, column: cursor.name() ?? "" };
  }
  return cursor.take("ALTER") ? { kind: "alter table", table } : unknown;
}
function readPragma(cursor) {
  const name = cursor.qualifiedName()?.name.toLowerCase();
  if (name === void 0) return unknown;
  const value = cursor.takeOperator("=") ? cursor.rest() : cursor.group();
  return { kind: "pragma", name, value: value === null ? null : value.map((token) => token.value.toLowerCase()).join("") };
}
function readControl(cursor) {
  if (cursor.take("BEGIN")) return { kind: "control", control: "begin" };
  if (cursor.take("COMMIT") || cursor.take("END")) return { kind: "control", control: "commit" };
  if (cursor.take("SAVEPOINT") || cursor.take("RELEASE")) return { kind: "control", control: "savepoint" };
  if (!cursor.take("ROLLBACK")) return null;
  cursor.take("TRANSACTION");
  return { kind: "control", control: cursor.take("TO") ? "savepoint" : "rollback" };
}
function readQuery(cursor) {
  const common = cursor.take("WITH");
  if (common) skipCommonTables(cursor);
  if (isWord(cursor.peek(), "SELECT", "VALUES")) return { kind: "select" };
  if (isWord(cursor.peek(), "INSERT", "REPLACE")) {
    const verb = cursor.next();
    const plain = !common && isWord(verb, "INSERT") && isWord(cursor.peek(), "INTO");
    const replaces = isWord(verb, "REPLACE") || cursor.take("OR", "REPLACE");
    while (!cursor.done && !cursor.take("INTO")) cursor.next();
    const table2 = cursor.qualifiedName()?.name;
    return table2 === void 0 ? unknown : { kind: "insert", table: table2, plain, replaces, source: cursor.rest() };
  }
  const kind = cursor.take("UPDATE") ? "update" : cursor.take("DELETE", "FROM") ? "delete" : null;
  if (kind === null) return unknown;
  if (cursor.take("OR")) cursor.next();
  const table = cursor.qualifiedName()?.name;
  return table === void 0 ? unknown : { kind, table, bounded: isBounded(cursor) };
}
function skipCommonTables(cursor) {
  cursor.take("RECURSIVE");
  do {
    cursor.name();
    cursor.group();
    cursor.take("AS");
    cursor.take("NOT");
    cursor.take("MATERIALIZED");
    cursor.group();
  } while (cursor.takeOperator(","));
}
function isBounded(cursor) {
  while (!cursor.done) {
    if (cursor.take("LIMIT")) return true;
    if (cursor.take("WHERE")) {
      const condition = cursor.rest();
      return condition.length > 1 || !/^(1|true)$/i.test(condition[0]?.text ?? "");
    }
    if (cursor.group() === null) cursor.next();
  }
  return false;
}

// src/dialects/sqlite/keywords.ts
var reserved = new Set(
  `ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT DEFERRABLE DELETE DISTINCT DROP
  ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM GROUP HAVING IN INDEX INSERT INTERSECT INTO IS ISNULL JOIN LIMIT NOT NOTHING NOTNULL NULL
  ON OR ORDER PRIMARY REFERENCES RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE`.split(
    /\s+/
  )
);
var contextual = new Set(
  `ABORT ACTION AFTER ALWAYS ANALYZE ASC ATTACH BEFORE BEGIN BY CASCADE CAST COLUMN CONFLICT CROSS CURRENT CURRENT_DATE CURRENT_TIME
  CURRENT_TIMESTAMP DATABASE DEFERRED DESC DETACH DO EACH END EXCLUDE EXCLUSIVE EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FULL
  GENERATED GLOB GROUPS IF IGNORE IMMEDIATE INDEXED INITIALLY INNER INSTEAD KEY LAST LEFT LIKE MATCH MATERIALIZED NATURAL NO NULLS
  OF OFFSET OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING QUERY RAISE RANGE RECURSIVE REGEXP REINDEX RELEASE RENAME REPLACE
  RESTRICT RIGHT ROLLBACK ROW ROWS SAVEPOINT TEMP TEMPORARY TIES TRIGGER UNBOUNDED VACUUM VIEW VIRTUAL WINDOW WITH WITHIN WITHOUT
  FALSE TRUE`.split(/\s+/)
);
function isReserved(word) {
  return reserved.has(word.toUpperCase());
}
function isPlainName(name) {
  const upper = name.toUpperCase();
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(upper) && !contextual.has(upper);
}

// src/dialects/sqlite/names.ts
var defaultNames = {
  primaryKey: (table) => `${table}_pkey`,
  unique: (table, columns) => `${[table, ...columns].join("_")}_key`,
  foreignKey: (table, columns) => `${[table, ...columns].join("_")}_fkey`,
  check: (table, column) => `${table}${column === null ? "" : `_${column}`}_check`
};
function uniqueNames(taken = []) {
  const names = new Set(taken);
  return (wanted) => {
    let name = wanted;
    for (let count = 2; names.has(name); count++) name = `${wanted}_${count}`;
    names.add(name);
    return name;
  };
}

export {
  isReserved,
  isPlainName,
  defaultNames,
  uniqueNames,
  quoteIdentifier,
  quoteLiteral,
  canonicalType,
  writeOptions,
  onConflict,
  isVirtual,
  moduleOf,
  listedPrimaryKey,
  columnPrimaryKey,
  columnNotNull,
  Cursor,
  splitList,
  readCreateTable,
  readAction
};
