import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  readAction
} from "./chunk-F3VULM3Q.js";
import {
  Cursor,
  columnNotNull,
  columnPrimaryKey,
  defaultNames,
  isPlainName,
  isReserved,
  isVirtual,
  listedPrimaryKey,
  moduleOf,
  quoteIdentifier,
  quoteLiteral,
  splitList
} from "./chunk-ZZ5CKTC2.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import {
  outsideFunctions,
  splitScript
} from "./chunk-BEQCTY5M.js";
import {
  isOperator,
  isWord,
  tokenize
} from "./chunk-VTDXW6VK.js";
import "./chunk-KPJN5OEV.js";

// src/dialects/sqlite/ddl/parts.ts
function partsOf(table, parts) {
  const indexes = parts.filter((part) => part.kind === "index");
  return {
    table,
    columns: parts.filter((part) => part.kind === "column").toSorted((a, b) => a.position - b.position),
    primaryKey: parts.find((part) => part.kind === "primary key") ?? null,
    foreignKeys: parts.filter((part) => part.kind === "foreign key"),
    checks: parts.filter((part) => part.kind === "check"),
    uniques: indexes.filter((index) => index.constraint !== null),
    indexes: indexes.filter((index) => index.constraint === null),
    triggers: parts.filter((part) => part.kind === "trigger")
  };
}
function tableName(id) {
  return id.slice("table ".length);
}

// src/dialects/sqlite/ddl/create-sql.ts
function createTable(parts, form, name = parts.table.name) {
  const { options } = parts.table;
  const module = moduleOf(options);
  if (module !== null) return `CREATE VIRTUAL TABLE ${unlessThere(form)}${quoteIdentifier(name)} ${module}`;
  const lines = [
    ...parts.columns.map((column) => columnDefinition(column, parts)),
    ...tablePrimaryKey(parts),
    ...parts.uniques.map(uniqueConstraint),
    ...parts.foreignKeys.map(
      (key) => `CONSTRAINT ${quoteIdentifier(key.name)} FOREIGN KEY (${list(key.columns)}) ${references(key)}`
    ),
    ...parts.checks.map((check) => `CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})`)
  ];
  const suffix = ["STRICT", "WITHOUT ROWID"].filter((option) => options.includes(option)).join(", ");
  return `CREATE TABLE ${unlessThere(form)}${quoteIdentifier(name)} (
    ${lines.join(",\n    ")}
)${suffix === "" ? "" : ` ${suffix}`}`;
}
function addColumn(column, parts, reference) {
  const constraint = reference === null ? "" : ` CONSTRAINT ${quoteIdentifier(reference.name)} ${references(reference)}`;
  return `ALTER TABLE ${quoteIdentifier(column.table)} ADD COLUMN ${columnDefinition(column, parts)}${constraint}`;
}
function dropColumn(column) {
  return `ALTER TABLE ${quoteIdentifier(column.table)} DROP COLUMN ${quoteIdentifier(column.name)}`;
}
function createIndex(index, form) {
  const where = index.where === null ? "" : ` WHERE ${index.where}`;
  const unique = index.unique ? "UNIQUE " : "";
  return `CREATE ${unique}INDEX ${unlessThere(form)}${quoteIdentifier(index.name)} ON ${quoteIdentifier(index.table)} (${keys(index)})${where}`;
}
function createView(view, form) {
  const columns = view.options[0] === void 0 ? "" : ` ${view.options[0]}`;
  return `CREATE VIEW ${unlessThere(form)}${quoteIdentifier(view.name)}${columns} AS ${view.definition}`;
}
function createTrigger(trigger, form) {
  const head = "CREATE TRIGGER ";
  return form === "plain" ? trigger.definition : `${head}${unlessThere(form)}${trigger.definition.slice(head.length)}`;
}
function drop(type, name, form) {
  return `DROP ${type} ${form === "guarded" ? "IF EXISTS " : ""}${quoteIdentifier(name)}`;
}
function list(names) {
  return names.map(quoteIdentifier).join(", ");
}
function isConstant(expression) {
  const tokens = tokenize(expression);
  return isLiteral(tokens) && !/^current_/i.test(tokens[0]?.text ?? "");
}
function unlessThere(form) {
  return form === "guarded" ? "IF NOT EXISTS " : "";
}
function columnDefinition(column, parts) {
  const clauses = [
    quoteIdentifier(column.name),
    typeName(column.type),
    column.collation === null ? "" : `COLLATE ${quoteIdentifier(column.collation)}`,
    column.nullable ? "" : columnNotNull(parts.table.options, column.name) ?? "NOT NULL",
    ownPrimaryKey(column, parts),
    column.default === null ? "" : `DEFAULT ${defaultValue(column.default)}`,
    column.generated === null ? "" : `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`
  ];
  return clauses.filter((clause) => clause !== "").join(" ");
}
function typeName(type) {
  if (type === "") return "";
  const tokens = tokenize(type);
  const open = tokens.findIndex((token) => token.text === "(");
  const words = open === -1 ? tokens : tokens.slice(0, open);
  const size = open === -1 ? "()" : type.slice(type.indexOf("("));
  const plain = words.length > 0 && words.every((token) => token.kind === "word" && isPlainName(token.text)) && /^\([-+0-9.,]*\)$/.test(size);
  return plain ? type : quoteIdentifier(type);
}
function ownPrimaryKey(column, parts) {
  const { primaryKey, table } = parts;
  if (primaryKey?.columns.length !== 1 || primaryKey.columns[0] !== column.name || listedPrimaryKey(table.options) !== null)
    return "";
  const clause = columnPrimaryKey(table.options, column.name) ?? "PRIMARY KEY";
  return `${constraintName(primaryKey)}${clause}${column.autoIncrement ? " AUTOINCREMENT" : ""}`;
}
function tablePrimaryKey(parts) {
  const { primaryKey, table } = parts;
  if (primaryKey === null) return [];
  const listed = listedPrimaryKey(table.options);
  if (listed !== null) return [constraintName(primaryKey) + listed];
  return primaryKey.columns.length === 1 ? [] : [`${constraintName(primaryKey)}PRIMARY KEY (${list(primaryKey.columns)})`];
}
function constraintName(key) {
  return key.name === defaultNames.primaryKey(key.table) ? "" : `CONSTRAINT ${quoteIdentifier(key.name)} `;
}
function uniqueConstraint(index) {
  const conflict = index.options[0] === void 0 ? "" : ` ${index.options[0]}`;
  return `CONSTRAINT ${quoteIdentifier(index.name)} UNIQUE (${keys(index)})${conflict}`;
}
function references(key) {
  const columns = key.referencedColumns.length === 0 ? "" : ` (${list(key.referencedColumns)})`;
  const onDelete = key.onDelete === "no action" ? "" : ` ON DELETE ${key.onDelete.toUpperCase()}`;
  const onUpdate = key.onUpdate === "no action" ? "" : ` ON UPDATE ${key.onUpdate.toUpperCase()}`;
  const deferrable = key.deferrable === "no" ? "" : key.deferrable === "initially deferred" ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
  return `REFERENCES ${quoteIdentifier(tableName(key.references))}${columns}${onDelete}${onUpdate}${deferrable}`;
}
function keys(index) {
  return index.keys.map(indexKey).join(", ");
}
function indexKey(key) {
  const what = key.column === null ? key.expression ?? "" : quoteIdentifier(key.column);
  const collation = key.collation === null ? "" : ` COLLATE ${quoteIdentifier(key.collation)}`;
  return `${what}${collation}${key.order === "desc" ? " DESC" : ""}`;
}
function defaultValue(expression) {
  return isLiteral(tokenize(expression)) ? expression : `(${expression})`;
}
function isLiteral(tokens) {
  const [first2, second, third] = tokens;
  if (first2 !== void 0 && second === void 0) return first2.kind !== "operator";
  return (first2?.text === "-" || first2?.text === "+") && second?.kind === "number" && third === void 0;
}

// src/dialects/sqlite/ddl/order.ts
function inDependencyOrder(items, needs) {
  const sorted = [];
  const visited = /* @__PURE__ */ new Set();
  const visit = (item) => {
    if (visited.has(item)) return;
    visited.add(item);
    for (const other of items) if (other !== item && needs(item, other)) visit(other);
    sorted.push(item);
  };
  for (const item of items) visit(item);
  return sorted;
}

// src/dialects/sqlite/ddl/rebuild-table.ts
function rebuildTable(from, to, temporaryName2) {
  const { name } = to.table;
  return [
    createTable(to, "plain", temporaryName2),
    ...copyRows(from, to, temporaryName2),
    ...keepSequence(from, to, temporaryName2),
    drop("TABLE", name, "plain"),
    "PRAGMA legacy_alter_table=ON",
    `ALTER TABLE ${quoteIdentifier(temporaryName2)} RENAME TO ${quoteIdentifier(name)}`,
    "PRAGMA legacy_alter_table=OFF",
    ...to.indexes.map((index) => createIndex(index, "plain")),
    ...to.triggers.map((trigger) => createTrigger(trigger, "plain"))
  ];
}
function copyRows(from, to, temporaryName2) {
  const copied = to.columns.flatMap((column) => {
    const before = from.columns.find(({ name: name2 }) => name2 === column.name);
    if (before === void 0 || column.generated !== null) return [];
    const filled = before.nullable && !column.nullable && column.default !== null;
    const name = quoteIdentifier(column.name);
    return [{ name: column.name, value: filled ? `coalesce(${name}, (${column.default}))` : name }];
  });
  if (copied.length === 0) return [];
  const columns = list(copied.map(({ name }) => name));
  return [
    `INSERT INTO ${quoteIdentifier(temporaryName2)} (${columns}) SELECT ${copied.map(({ value }) => value).join(", ")} FROM ${quoteIdentifier(from.table.name)}`
  ];
}
function keepSequence(from, to, temporaryName2) {
  const counts = (parts) => parts.columns.some((column) => column.autoIncrement);
  if (!counts(from) || !counts(to)) return [];
  const [old, fresh] = [quoteLiteral(from.table.name), quoteLiteral(temporaryName2)];
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${fresh}`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${fresh}, seq FROM sqlite_sequence WHERE name = ${old}`
  ];
}

// src/dialects/sqlite/ddl/table-changes.ts
function sortTableChanges(from, changes) {
  const to = apply(from, changes);
  const direct = changes.filter(({ change }) => isDirect(change, from, to, changes));
  return { from, to, direct, byRebuild: changes.filter((change) => !direct.includes(change)) };
}
function inlineReference(column, changes) {
  for (const { change, index } of changes) {
    if (change.kind !== "create" || change.object.kind !== "foreign key") continue;
    const { columns } = change.object;
    if (columns.length === 1 && columns[0] === column.name && column.default === null) return { key: change.object, index };
  }
  return null;
}
function apply(from, changes) {
  const objects = new Map(allOf(from).map((object) => [object.id, object]));
  let { table } = from;
  for (const { change } of changes) {
    if (change.kind === "drop") objects.delete(change.object.id);
    else if (change.kind === "create") objects.set(change.object.id, atTheEnd(change.object, from));
    else {
      objects.delete(change.from.id);
      objects.set(change.to.id, keepingPlace(change.from, change.to));
      if (change.to.kind === "table") table = change.to;
    }
  }
  return partsOf(table, [...objects.values()]);
}
function allOf(parts) {
  const key = parts.primaryKey === null ? [] : [parts.primaryKey];
  return [...parts.columns, ...key, ...parts.foreignKeys, ...parts.checks, ...parts.uniques, ...parts.indexes, ...parts.triggers];
}
function atTheEnd(object, from) {
  return object.kind === "column" ? { ...object, position: (from.columns.at(-1)?.position ?? 0) + object.position } : object;
}
function keepingPlace(from, to) {
  return from.kind === "column" && to.kind === "column" ? { ...to, position: from.position } : to;
}
function isDirect(change, from, to, changes) {
  const object = change.kind === "create" || change.kind === "drop" ? change.object : change.to;
  if (object.kind === "trigger") return true;
  if (object.kind === "index")
    return [object, ...change.kind === "alter" ? [change.from] : []].every(
      (index) => index.kind === "index" && index.constraint === null
    );
  if (object.kind === "column" && change.kind === "create") return canAdd(object, to);
  if (object.kind === "column" && change.kind === "drop") return canDrop(object, from, to);
  if (object.kind !== "foreign key" || change.kind !== "create") return false;
  return changes.some(
    (other) => other.change.kind === "create" && other.change.object.kind === "column" && canAdd(other.change.object, to) && inlineReference(other.change.object, changes)?.key === object
  );
}
function canAdd(column, to) {
  if (isVirtual(to.table.options) || column.generated?.stored === true) return false;
  if (to.primaryKey?.columns.includes(column.name) === true) return false;
  return column.default === null || isConstant(column.default);
}
function canDrop(column, from, to) {
  if (from.primaryKey?.columns.includes(column.name) === true) return false;
  const mentioned = [from, to].some(
    (parts) => parts.foreignKeys.some((key) => key.columns.includes(column.name)) || parts.checks.some((check) => mentions(check.expression, column))
  );
  const computed = from.columns.some(
    (other) => other.name !== column.name && other.generated !== null && mentions(other.generated.expression, column)
  );
  const unique = from.uniques.some((index) => index.keys.some((key) => key.column === column.name));
  const indexed = to.indexes.some(
    (index) => index.keys.some((key) => key.column === column.name || mentions(key.expression ?? "", column)) || mentions(index.where ?? "", column)
  );
  return !mentioned && !computed && !unique && !indexed;
}
function mentions(expression, column) {
  return tokenize(expression).some(
    (token) => (token.kind === "word" || token.kind === "name") && token.value.toLowerCase() === column.name.toLowerCase()
  );
}

// src/dialects/sqlite/named-tables.ts
function namedTables(tokens) {
  const names = /* @__PURE__ */ new Set();
  const ownTables = commonTables(tokens);
  const inList = listsOfTables(tokens);
  tokens.forEach((_token, index) => {
    if (!startsTable(tokens, index) && !inList.has(index)) return;
    const at = isOperator(tokens[index + 1], ".") ? index + 2 : index;
    const name = tokens[at];
    const called = isOperator(tokens[at + 1], "(") && isWord(tokens[index - 1], "FROM", "JOIN");
    if (!isNameLike(name) || called || ownTables.has(name.value.toLowerCase())) return;
    names.add(name.value);
  });
  return [...names].sort();
}
function isNameLike(token) {
  return token?.kind === "word" || token?.kind === "name";
}
function startsTable(tokens, index) {
  const [before, earlier] = [tokens[index - 1], tokens[index - 2]];
  if (isWord(before, "FROM")) return !isWord(earlier, "DISTINCT");
  if (isWord(before, "JOIN", "INTO", "REFERENCES")) return true;
  if (isWord(before, "TABLE")) return !isWord(tokens[index], "IF");
  if (isWord(before, "EXISTS"))
    return isWord(tokens[0], "CREATE", "DROP") && tokens.slice(0, index).some((token) => isWord(token, "TABLE"));
  if (isWord(before, "UPDATE")) return isStatementStart(earlier) && !isWord(tokens[index], "OR", "OF", "ON", "SET");
  if (isWord(tokens[index - 3], "UPDATE") && isWord(earlier, "OR")) return true;
  if (isWord(before, "ON")) return isHeaderOn(tokens, index - 1);
  return isWord(before, "TO") && isWord(earlier, "RENAME") && isWord(tokens[0], "ALTER");
}
function isStatementStart(before) {
  return before === void 0 || isOperator(before, ";") || isOperator(before, ")") || isWord(before, "BEGIN");
}
function isHeaderOn(tokens, at) {
  const header = tokens.slice(0, at);
  return isWord(tokens[0], "CREATE") && header.some((token) => isWord(token, "INDEX", "TRIGGER")) && !header.some((token) => isWord(token, "ON", "BEGIN"));
}
function commonTables(tokens) {
  if (!tokens.some((token) => isWord(token, "WITH"))) return /* @__PURE__ */ new Set();
  const names = tokens.filter((token, index) => {
    if (!isNameLike(token)) return false;
    const opens = isWord(tokens[index + 1], "AS") && (isOperator(tokens[index + 2], "(") || isWord(tokens[index + 2], "MATERIALIZED", "NOT"));
    const listed = isOperator(tokens[index - 1], ",") || isWord(tokens[index - 1], "WITH", "RECURSIVE");
    return listed && (opens || isOperator(tokens[index + 1], "("));
  });
  return new Set(names.map((token) => token.value.toLowerCase()));
}
function listsOfTables(tokens) {
  const places = /* @__PURE__ */ new Set();
  const clauses = [false];
  tokens.forEach((token, index) => {
    if (isOperator(token, "(")) clauses.push(false);
    else if (isOperator(token, ")")) clauses.pop();
    else if (isWord(token, "FROM") && !isWord(tokens[index - 1], "DISTINCT")) clauses[clauses.length - 1] = true;
    else if (isWord(token, "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "SET", "USING") || isOperator(token, ";")) {
      clauses[clauses.length - 1] = false;
    } else if (isOperator(token, ",") && clauses.at(-1) === true) places.add(index + 1);
  });
  return places;
}

// src/dialects/sqlite/ddl.ts
function writeDdl(changes, context) {
  const { form } = context;
  const numbered = changes.map((change, index) => ({ change, index }));
  const refused = numbered.flatMap(({ change }) => refusal(change));
  const accepted = numbered.filter(({ change }) => !refused.some((one) => one.change === change));
  const tables = changedTables(accepted, context);
  const rebuilt = form === "plain" ? tables.filter(({ byRebuild }) => byRebuild.length > 0) : [];
  const altered = tables.filter((table) => !rebuilt.includes(table));
  const direct = [...altered.flatMap((table) => table.direct), ...accepted.filter(({ change }) => ofView(change, context))];
  const unreachable = form === "plain" ? [] : tables.flatMap((table) => table.byRebuild.map(({ change }) => ({ change, reason: needsRebuild })));
  const dropsAndRebuilds = [
    ...dropTables(accepted, context),
    ...createTables(accepted, form),
    ...altered.flatMap((table) => alterTable(table)),
    ...rebuilds(rebuilt, context)
  ];
  const statements = [
    ...dropTriggers(direct, form),
    ...dropViews(accepted, form),
    ...dropIndexes(direct, form),
    ...withoutForeignKeys(dropsAndRebuilds, accepted, rebuilt),
    ...createIndexes(accepted, direct, form),
    ...createViews(accepted, form),
    ...createTriggers(accepted, direct, context)
  ];
  return { statements, refused: [...refused, ...unreachable] };
}
var needsRebuild = "SQLite can do this only by replacing the table with a copy, which is not additive and can't be run twice. Use the strategy push, or a migration.";
var kindsOfSqlite = /* @__PURE__ */ new Set([
  "table",
  "column",
  "primary key",
  "foreign key",
  "check",
  "index",
  "view",
  "trigger"
]);
function refusal(change) {
  const object = subject(change);
  if (!kindsOfSqlite.has(object.kind)) return [{ change, reason: `SQLite has no ${object.kind}.` }];
  const virtual = change.kind === "alter" && [change.from, change.to].some((table) => table.kind === "table" && isVirtual(table.options));
  return virtual ? [
    {
      change,
      reason: "A virtual table can't be changed without losing its content. Drop it and create it again in a migration."
    }
  ] : [];
}
function subject(change) {
  return change.kind === "create" || change.kind === "drop" ? change.object : change.to;
}
function changedTables(accepted, context) {
  const present = new Map(context.from.objects.filter((object) => object.kind === "table").map((table) => [table.id, table]));
  const byTable = Map.groupBy(accepted, ({ change }) => stayingTable(change));
  return [...byTable.entries()].flatMap(([id, changes]) => {
    const table = id === null ? void 0 : present.get(id);
    if (table === void 0) return [];
    const parts = context.from.objects.filter((object) => object.id !== id && ownerOf(object) === id);
    return [sortTableChanges(partsOf(table, parts), changes)];
  });
}
function stayingTable(change) {
  const object = subject(change);
  if (object.kind === "table") return change.kind === "alter" ? object.id : null;
  return object.kind === "view" ? null : ownerOf(object);
}
function ofView(change, context) {
  const object = subject(change);
  return object.kind === "trigger" && [...context.from.objects, ...context.to.objects].some((view) => view.kind === "view" && view.name === object.table);
}
function statement(sql, ...changes) {
  return { sql, changes, transactional: true };
}
function dropTriggers(direct, form) {
  return direct.flatMap(({ change, index }) => {
    const gone = change.kind === "drop" ? change.object : change.kind === "create" ? null : change.from;
    return gone?.kind === "trigger" ? [statement(drop("TRIGGER", gone.name, form), index)] : [];
  });
}
function dropViews(accepted, form) {
  return accepted.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "view" && change.kind !== "create" ? [statement(drop("VIEW", object.name, form), index)] : [];
  });
}
function dropIndexes(direct, form) {
  return direct.flatMap(({ change, index }) => {
    const gone = change.kind === "drop" ? change.object : change.kind === "create" ? null : change.from;
    return gone?.kind === "index" ? [statement(drop("INDEX", gone.name, form), index)] : [];
  });
}
function dropTables(accepted, context) {
  const drops = accepted.flatMap(
    ({ change, index }) => change.kind === "drop" && change.object.kind === "table" ? [{ table: change.object, index }] : []
  );
  const keys2 = context.from.objects.filter((object) => object.kind === "foreign key");
  const childrenFirst = inDependencyOrder(
    drops,
    (parent, child) => keys2.some((key) => key.references === parent.table.id && key.table === child.table.name)
  );
  return childrenFirst.map(({ table, index }) => statement(drop("TABLE", table.name, context.form), index));
}
function createTables(accepted, form) {
  const creates = accepted.flatMap(
    ({ change, index }) => change.kind === "create" && change.object.kind === "table" ? [{ parts: partsOf(change.object, change.parts), index }] : []
  );
  const parentsFirst = inDependencyOrder(
    creates,
    (child, parent) => child.parts.foreignKeys.some((key) => key.references === parent.parts.table.id)
  );
  return parentsFirst.map(({ parts, index }) => statement(createTable(parts, form), index));
}
function alterTable({ to, direct }) {
  const drops = direct.flatMap(
    ({ change, index }) => change.kind === "drop" && change.object.kind === "column" ? [statement(dropColumn(change.object), index)] : []
  );
  const adds = direct.flatMap(
    ({ change, index }) => change.kind === "create" && change.object.kind === "column" ? [{ column: change.object, index }] : []
  ).toSorted((a, b) => a.column.position - b.column.position).map(({ column, index }) => {
    const reference = inlineReference(column, direct);
    return statement(addColumn(column, to, reference?.key ?? null), index, ...reference === null ? [] : [reference.index]);
  });
  return [...drops, ...adds];
}
function rebuilds(tables, context) {
  const taken = new Set([...context.from.objects, ...context.to.objects].map((object) => object.id.toLowerCase()));
  return tables.flatMap(({ from, to, direct, byRebuild }) => {
    const changes = [...direct, ...byRebuild].map(({ index }) => index).sort((a, b) => a - b);
    return rebuildTable(from, to, temporaryName(to.table, taken)).map((sql) => statement(sql, ...changes));
  });
}
function temporaryName(table, taken) {
  let name = `new_${table.name}`;
  while (taken.has(objectId("table", null, name).toLowerCase())) name = `new_${name}`;
  return name;
}
function withoutForeignKeys(statements, accepted, rebuilt) {
  const drops = accepted.filter(({ change }) => change.kind === "drop" && change.object.kind === "table");
  const causes = [...drops, ...rebuilt.flatMap((table) => table.byRebuild)].map(({ index }) => index).sort((a, b) => a - b);
  if (causes.length === 0) return statements;
  const pragma = (sql) => ({ sql, changes: causes, transactional: false });
  return [
    pragma("PRAGMA defer_foreign_keys=ON"),
    pragma("PRAGMA foreign_keys=OFF"),
    ...statements,
    pragma("PRAGMA foreign_keys=ON"),
    pragma("PRAGMA defer_foreign_keys=OFF")
  ];
}
function createIndexes(accepted, direct, form) {
  const ofNewTables = accepted.flatMap(
    ({ change, index }) => change.kind === "create" && change.object.kind === "table" ? partsOf(change.object, change.parts).indexes.map((part) => ({ part, index })) : []
  );
  const changed = direct.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "index" && change.kind !== "drop" ? [{ part: object, index }] : [];
  });
  return [...ofNewTables, ...changed].map(({ part, index }) => statement(createIndex(part, form), index));
}
function createViews(accepted, form) {
  const views = accepted.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "view" && change.kind !== "drop" ? [{ view: object, index }] : [];
  });
  const names = new Map(
    views.map(({ view }) => [view, new Set(namedTables(tokenize(view.definition)))])
  );
  const sorted = inDependencyOrder(views, (one, other) => names.get(one.view)?.has(other.view.name) === true);
  return sorted.map(({ view, index }) => statement(createView(view, form), index));
}
function createTriggers(accepted, direct, context) {
  const ofNewOwners = accepted.flatMap(
    ({ change, index }) => change.kind === "create" ? change.parts.flatMap((part) => part.kind === "trigger" ? [{ trigger: part, index }] : []) : []
  );
  const changed = direct.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "trigger" && change.kind !== "drop" ? [{ trigger: object, index }] : [];
  });
  const known = new Set(
    direct.flatMap(({ change }) => [subject(change).id, ...change.kind === "alter" ? [change.from.id] : []])
  );
  const swept = accepted.flatMap(({ change, index }) => {
    if (change.kind !== "alter" || change.to.kind !== "view") return [];
    return triggersOf(change.to, context).flatMap((trigger) => known.has(trigger.id) ? [] : [{ trigger, index }]);
  });
  return [...ofNewOwners, ...swept, ...changed].map(
    ({ trigger, index }) => statement(createTrigger(trigger, context.form), index)
  );
}
function triggersOf(view, context) {
  return context.from.objects.filter((object) => object.kind === "trigger" && object.table === view.name);
}

// src/dialects/sqlite/rebuild.ts
function findRebuilds(actions) {
  return actions.flatMap((action, index) => {
    if (action.kind !== "rename table") return [];
    return newFirst(actions, index, action.table, action.to) ?? oldFirst(actions, index, action.table, action.to) ?? [];
  });
}
function newFirst(actions, end, replacement, table) {
  const create = last(actions, end, (action) => action.kind === "create table" && same(action.name, replacement));
  const drop2 = last(actions, end, (action) => action.kind === "drop" && action.type === "table" && same(action.name, table));
  if (create === null || drop2 === null || drop2 < create) return null;
  const copy = findCopy(actions, create, drop2, replacement, table);
  return copy === null ? null : { table, replacement, copy: copy.at, drop: drop2, oldFirst: false, copied: copy.copied };
}
function oldFirst(actions, start, table, old) {
  const create = first(actions, start, (action) => action.kind === "create table" && same(action.name, table));
  const drop2 = first(actions, start, (action) => action.kind === "drop" && action.type === "table" && same(action.name, old));
  if (create === null || drop2 === null || drop2 < create) return null;
  const copy = findCopy(actions, create, drop2, table, old);
  return copy === null ? null : { table, replacement: table, copy: copy.at, drop: drop2, oldFirst: true, copied: copy.copied };
}
function findCopy(actions, from, to, into, source) {
  for (let at = from + 1; at < to; at++) {
    const action = actions[at];
    if (action?.kind !== "insert" || !same(action.table, into)) continue;
    const copied = action.plain ? readCopy(action.source, source) : null;
    if (copied !== null) return { at, copied };
  }
  return null;
}
function readCopy(source, table) {
  const cursor = new Cursor(source);
  cursor.group();
  if (!cursor.take("SELECT")) return null;
  const query = cursor.rest();
  const from = outermost(query, "FROM");
  if (from === -1) return null;
  const after = new Cursor(query.slice(from + 1));
  if (!same(after.qualifiedName()?.name ?? "", table)) return null;
  const list2 = query.slice(0, from);
  const star = splitList(list2).some(
    (part) => isOperator(part.at(-1), "*") && (part.length === 1 || isOperator(part.at(-2), "."))
  );
  return { allRows: after.done && !isWord(list2[0], "DISTINCT"), names: star ? null : namesIn(list2) };
}
function namesIn(list2) {
  const names = list2.filter((token, index) => {
    const before = list2[index - 1];
    if (token.kind !== "word" && token.kind !== "name") return false;
    const afterValue = before !== void 0 && (before.kind !== "operator" || before.text === ")") && !(before.kind === "word" && isReserved(before.text));
    return !isWord(before, "AS") && !afterValue;
  });
  return new Set(names.map((token) => token.value.toLowerCase()));
}
function outermost(tokens, word) {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    return depth === 0 && isWord(token, word);
  });
}
function last(actions, before, matches) {
  const at = actions.slice(0, before).findLastIndex(matches);
  return at === -1 ? null : at;
}
function first(actions, after, matches) {
  const at = actions.findIndex((action, index) => index > after && matches(action));
  return at === -1 ? null : at;
}
function same(a, b) {
  return a.toLowerCase() === b.toLowerCase();
}

// src/dialects/sqlite/made-before.ts
function followTables(actions) {
  const straight = actions.every(isStraight);
  const rebuilds2 = straight ? findRebuilds(actions) : [];
  return { rebuilds: rebuilds2, isNew: (table, index) => straight && madeBefore(actions, rebuilds2, table, index) };
}
function isStraight(action) {
  if (action.kind === "control") return action.control === "begin" || action.control === "commit";
  return !((action.kind === "create table" || action.kind === "create view") && action.temporary);
}
function madeBefore(actions, rebuilds2, table, index) {
  const makes = (action) => (action.kind === "create table" && !action.ifNotExists || action.kind === "create virtual table") && same(action.name, table);
  const holdsRows = (rebuild) => same(rebuild.table, table) || same(rebuild.replacement, table) && rebuild.copy < index;
  if (rebuilds2.some(holdsRows)) return false;
  return actions.slice(0, index).some(
    (action, at) => makes(action) || action.kind === "rename table" && same(action.to, table) && madeBefore(actions, rebuilds2, action.table, at)
  );
}

// src/dialects/sqlite/group-statements.ts
function groupStatements(statements) {
  const actions = statements.map(({ sql }) => actionOf(sql));
  return groupActions(actions, followTables(actions)).map(({ indexes, ...group }) => ({
    ...group,
    statements: indexes.flatMap((index) => statements[index] ?? [])
  }));
}
function groupActions(actions, tables) {
  const all = actions.map((_action, index) => index);
  if (all.length === 0) return [];
  if (actions.some(({ kind }) => kind === "control")) return [{ transactional: false, foreignKeys: "enforced", indexes: all }];
  const parts = asOneOrAsWritten(actions, tables);
  const groups = [];
  for (const { foreignKeys, indexes } of parts) {
    let open = null;
    for (const index of indexes) {
      const action = actions[index];
      if (action !== void 0 && standsAlone(action)) {
        groups.push({ transactional: false, foreignKeys: "enforced", indexes: [index] });
        open = null;
      } else if (open === null) {
        open = [index];
        groups.push({ transactional: true, foreignKeys, indexes: open });
      } else open.push(index);
    }
  }
  return groups;
}
function isTransactional(action) {
  return !standsAlone(action) && switchesForeignKeys(action) === null;
}
function standsAlone(action) {
  if (action.kind === "vacuum" || action.kind === "attach" || action.kind === "detach") return true;
  if (action.kind !== "pragma") return false;
  return action.name === "wal_checkpoint" || action.value !== null && sessionPragmas.has(action.name);
}
var sessionPragmas = /* @__PURE__ */ new Set([
  "journal_mode",
  "synchronous",
  "auto_vacuum",
  "page_size",
  "encoding",
  "locking_mode",
  "temp_store"
]);
function switchesForeignKeys(action) {
  if (action.kind !== "pragma" || action.name !== "foreign_keys" || action.value === null) return null;
  const value = action.value.replaceAll(/^['"`[+]+|['"`\]]+$/g, "");
  return /^(on|yes|true)$/.test(value) || Number.parseInt(value, 10) > 0;
}
function asOneOrAsWritten(actions, tables) {
  const all = actions.map((_action, index) => index);
  const states = foreignKeyStates(actions);
  const dropsTables = actions.some((action, index) => dropsForeignTable(action, index, tables));
  if (actions.every((action) => switchesForeignKeys(action) === null))
    return [{ foreignKeys: dropsTables ? "suspended" : "enforced", indexes: all }];
  if (!states.includes(false)) return [{ foreignKeys: "enforced", indexes: all }];
  const cascades2 = actions.some((action, index) => states[index] === true && mayCascade(action, index, tables));
  return cascades2 ? asWritten(actions, states) : [{ foreignKeys: "suspended", indexes: all }];
}
function foreignKeyStates(actions) {
  let on = true;
  return actions.map((action) => {
    on = switchesForeignKeys(action) ?? on;
    return on;
  });
}
function mayCascade(action, index, tables) {
  if (action.kind === "delete") return !tables.isNew(action.table, index);
  if (action.kind === "insert") return action.replaces && !tables.isNew(action.table, index);
  return dropsForeignTable(action, index, tables);
}
function dropsForeignTable(action, index, tables) {
  return action.kind === "drop" && action.type === "table" && !tables.isNew(action.name, index);
}
function asWritten(actions, states) {
  const parts = [];
  for (const [index, action] of actions.entries()) {
    const foreignKeys = states[index] === false ? "suspended" : "enforced";
    const acts = action.kind !== "pragma";
    const open = parts.at(-1);
    if (open !== void 0 && (open.foreignKeys === foreignKeys || !open.acts)) {
      open.indexes.push(index);
      open.foreignKeys = foreignKeys;
      open.acts ||= acts;
    } else parts.push({ foreignKeys, indexes: [index], acts });
  }
  const last2 = parts.at(-1);
  if (parts.length > 1 && last2?.acts === false) {
    parts.pop();
    parts.at(-1)?.indexes.push(...last2.indexes);
  }
  return parts;
}
function actionOf(sql) {
  const [statement2, ...others] = splitScript(sql);
  return statement2 === void 0 || others.length > 0 ? { kind: "unknown" } : readAction(statement2.tokens);
}

// src/dialects/sqlite/rebuild-hazards.ts
function rebuildHazards(rebuild, surroundings) {
  return [
    hazard(
      "sqlite-table-rebuild",
      "blocking",
      rebuild,
      `Copies table ${rebuild.table} as a whole; nobody can write to the database meanwhile.`,
      "Use ADD, DROP or RENAME COLUMN where that is enough."
    ),
    ...rebuild.copied.allRows ? [] : [rowsLeft(rebuild)],
    ...rebuild.copied.names === null ? [misaligned(rebuild)] : [],
    ...surroundings.columnsLeftBehind(rebuild).map((column) => ({ ...columnLeft(rebuild), object: column })),
    ...surroundings.foreignKeysOn(rebuild.drop) && mayCascade2(rebuild, surroundings.objects) ? [cascades(rebuild)] : [],
    ...lostObjects(rebuild, surroundings)
  ];
}
function mayCascade2(rebuild, objects) {
  if (objects === null) return true;
  const parent = objectId("table", null, rebuild.table);
  return objects.some(
    (object) => object.kind === "foreign key" && same(object.references, parent) && !["no action", "restrict"].includes(object.onDelete)
  );
}
function lostObjects(rebuild, surroundings) {
  const madeAgain = surroundings.actions.slice(rebuild.drop).flatMap((action) => action.kind === "create index" || action.kind === "create trigger" ? [action.name] : []);
  const droppedOnPurpose = surroundings.actions.flatMap((action) => action.kind === "drop" ? [action.name] : []);
  const expected = new Set([...madeAgain, ...droppedOnPurpose].map((name) => name.toLowerCase()));
  return (surroundings.objects ?? []).flatMap((object) => {
    if (!("table" in object) || !same(object.table, rebuild.table) || expected.has(object.name.toLowerCase())) return [];
    if (object.kind === "trigger") return [{ ...triggerLost(rebuild, object.name), object: object.id }];
    return object.kind === "index" && object.constraint === null ? [{ ...indexLost(rebuild, object.name), object: object.id }] : [];
  });
}
function hazard(id, severity, rebuild, message, saferWay) {
  return { id, severity, object: objectId("table", null, rebuild.table), message, evidence: null, saferWay };
}
function rowsLeft(rebuild) {
  return hazard(
    "drop-table",
    "destructive",
    rebuild,
    `The copy of ${rebuild.table} may leave rows behind, and they are deleted with the old table.`,
    "Copy all rows."
  );
}
function columnLeft(rebuild) {
  return hazard(
    "drop-column",
    "destructive",
    rebuild,
    `The copy of ${rebuild.table} leaves this column behind, and its values are deleted.`,
    "Drop it in a later release, once no code reads it, with a backup."
  );
}
function misaligned(rebuild) {
  return hazard(
    "sqlite-rebuild-column-misalignment",
    "destructive",
    rebuild,
    `SELECT * copies ${rebuild.table} by the order of its columns: values land in the wrong ones when the order differs.`,
    "Name the columns on both sides."
  );
}
function cascades(rebuild) {
  return hazard(
    "sqlite-rebuild-cascade-delete",
    "destructive",
    rebuild,
    `With foreign keys on, dropping the old ${rebuild.table} deletes or empties the rows that refer to it with ON DELETE CASCADE, SET NULL or SET DEFAULT.`,
    "PRAGMA foreign_keys=OFF before the transaction, and PRAGMA foreign_key_check at its end."
  );
}
function triggerLost(rebuild, name) {
  return hazard(
    "sqlite-rebuild-loses-objects",
    "destructive",
    rebuild,
    `Trigger ${name} goes with the old ${rebuild.table} and is not created again.`,
    "Create it again after the rename."
  );
}
function indexLost(rebuild, name) {
  return hazard(
    "index-dropped",
    "advisory",
    rebuild,
    `Index ${name} goes with the old ${rebuild.table} and is not created again.`,
    "Create it again after the rename, if it is still needed."
  );
}

// src/dialects/sqlite/hazards.ts
function findHazards(index, touches, surroundings) {
  const action = surroundings.actions[index];
  if (action === void 0) return [];
  const rebuild = surroundings.rebuildDroppedAt(index);
  return [
    ...rebuild === null ? ownHazards(action, index, surroundings) : rebuildHazards(rebuild, surroundings),
    ...surroundings.writesHistory(index, touches) ? [historyRewritten] : []
  ];
}
function ownHazards(action, index, surroundings) {
  switch (action.kind) {
    case "drop":
      return dropHazards(action, index, surroundings);
    case "drop column":
      return surroundings.isNew(action.table, index) ? [] : [columnDropped(action.table, action.column)];
    case "update":
    case "delete":
      return action.bounded || surroundings.isNew(action.table, index) ? [] : [unbounded(action)];
    case "rename table":
      return renameHazards(action, index, surroundings);
    case "rename column":
      return surroundings.isNew(action.table, index) ? [] : [columnRenamed(action.table, action.column)];
    case "add column":
      return surroundings.isNew(action.table, index) ? [] : addColumnHazards(action);
    case "create index":
      return action.unique && mayHoldDuplicates(action, index, surroundings) ? [duplicates(action)] : [];
    case "control":
      return [transactionControl];
    case "pragma":
      return action.name === "foreign_keys" && action.value !== null && surroundings.inTransaction(index) ? [pragmaIgnored] : [];
    default:
      return [];
  }
}
function dropHazards(action, index, surroundings) {
  const again = surroundings.actions.slice(index).some((later) => later.kind === `create ${action.type}` && "name" in later && same(later.name, action.name));
  switch (action.type) {
    case "table":
      return surroundings.isNew(action.name, index) ? [] : [tableDropped(action.name)];
    case "index":
      return again ? [] : [indexDropped(action.name)];
    case "view":
      return again ? [] : [viewDropped(action.name)];
    case "trigger":
      return [];
  }
}
function renameHazards(action, index, surroundings) {
  const rebuild = surroundings.rebuilds.find((one) => same(one.table, action.to) || same(one.table, action.table));
  if (rebuild?.oldFirst === true && same(rebuild.table, action.table)) return [renamedOldFirst(action.table, action.to)];
  return rebuild !== void 0 || surroundings.isNew(action.table, index) ? [] : [tableRenamed(action.table, action.to)];
}
function addColumnHazards(action) {
  const { definition, table, column } = action;
  const object = objectId("column", null, table, column);
  const has = (...words) => definition.some((_token, at) => words.every((word, offset) => isWord(definition[at + offset], word)));
  const hazards = [];
  if (has("UNIQUE") || has("PRIMARY", "KEY"))
    hazards.push(restricted(object, "SQLite adds no column that is UNIQUE or PRIMARY KEY."));
  if (hasComputedDefault(definition))
    hazards.push(restricted(object, "SQLite adds a column with a computed default only while the table is empty."));
  const required = has("NOT", "NULL") && !has("DEFAULT") && !definition.some((token) => isWord(token, "AS"));
  return required ? [...hazards, requiredColumn(object)] : hazards;
}
function hasComputedDefault(definition) {
  const value = definition[definition.findIndex((token) => isWord(token, "DEFAULT")) + 1];
  return definition.some((token) => isWord(token, "DEFAULT")) && (isOperator(value, "(") || isWord(value, "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"));
}
function mayHoldDuplicates(action, index, surroundings) {
  if (surroundings.isNew(action.table, index)) return false;
  if (surroundings.objects !== null) return !surroundings.objects.some((object) => isUniqueIndex(object, action));
  return !surroundings.rebuilds.some((rebuild) => same(rebuild.table, action.table));
}
function isUniqueIndex(object, action) {
  return object.kind === "index" && object.unique && same(object.name, action.name) && same(object.table, action.table);
}
function hazard2(id, severity, object, message, saferWay) {
  return { id, severity, object, message, evidence: null, saferWay };
}
function tableDropped(table) {
  const saferWay = "Stop everything that uses it and rename it first; drop it after a while, with a backup.";
  return hazard2(
    "drop-table",
    "destructive",
    objectId("table", null, table),
    `Deletes table ${table} with all its rows.`,
    saferWay
  );
}
function columnDropped(table, column) {
  const message = `Deletes the values of ${table}.${column} in every row, and rewrites the table.`;
  return hazard2(
    "drop-column",
    "destructive",
    objectId("column", null, table, column),
    message,
    "Drop it in a later release, once no code reads it, with a backup."
  );
}
function unbounded(action) {
  const message = `${action.kind === "delete" ? "Deletes" : "Changes"} every row of ${action.table}: there is no WHERE.`;
  return hazard2(
    "unbounded-dml",
    "destructive",
    objectId("table", null, action.table),
    message,
    "Say in a WHERE which rows are meant, and keep a copy of them."
  );
}
function indexDropped(name) {
  return hazard2(
    "index-dropped",
    "advisory",
    objectId("index", null, name),
    `Queries that relied on index ${name} get slower.`,
    "Make sure that no query needs it."
  );
}
function viewDropped(name) {
  return hazard2(
    "view-contract-change",
    "backward-incompatible",
    objectId("view", null, name),
    `Code that reads view ${name} fails.`,
    "Drop it once no code reads it."
  );
}
function tableRenamed(table, to) {
  const message = `Code that still says ${table} fails as soon as it is called ${to}.`;
  return hazard2(
    "rename-table",
    "backward-incompatible",
    objectId("table", null, table),
    message,
    "Leave a view under the old name until no code uses it."
  );
}
function columnRenamed(table, column) {
  const message = `Code that still says ${table}.${column} fails.`;
  return hazard2(
    "rename-column",
    "backward-incompatible",
    objectId("column", null, table, column),
    message,
    "Add the new column, move over, drop the old one later."
  );
}
function renamedOldFirst(table, old) {
  const message = `Renaming ${table} away makes other tables' references follow to ${old}, which is dropped afterwards.`;
  return hazard2(
    "sqlite-rename-old-first",
    "backward-incompatible",
    objectId("table", null, table),
    message,
    `Create the new table under another name, copy, drop ${table}, and rename the new one.`
  );
}
function restricted(object, message) {
  return hazard2(
    "sqlite-add-column-restricted",
    "unexecutable",
    object,
    message,
    "Add a plain column and a unique index, or rebuild the table."
  );
}
function requiredColumn(object) {
  return hazard2(
    "add-required-column",
    "data-dependent",
    object,
    "Fails as soon as the table holds a row: the new column is NOT NULL and has no default.",
    "Give it a default, or add it as nullable and fill it first."
  );
}
function duplicates(action) {
  return hazard2(
    "unique-duplicates",
    "data-dependent",
    objectId("index", null, action.name),
    `Fails if ${action.table} holds duplicates.`,
    "Look for duplicates first and merge them."
  );
}
var historyRewritten = hazard2(
  "migration-history-rewritten",
  "backward-incompatible",
  null,
  "Writes to the table in which the migration tool keeps its history.",
  "Use the tool's own commands for that."
);
var transactionControl = hazard2(
  "transaction-control-in-migration",
  "advisory",
  null,
  "The file controls transactions itself, so it does not run as one transaction.",
  "Leave it to the tool that runs the file."
);
var pragmaIgnored = hazard2(
  "sqlite-pragma-in-transaction",
  "data-dependent",
  null,
  "PRAGMA foreign_keys does nothing inside of a transaction.",
  "Set it before BEGIN."
);

// src/dialects/sqlite/surroundings.ts
function surroundingsOf(actions, context) {
  const tables = followTables(actions);
  const { rebuilds: rebuilds2, isNew } = tables;
  const session = sessionStates(actions, tables);
  const objects = context.objects ?? null;
  const history = new Set(context.historyTables.map((id) => id.toLowerCase()));
  const rebuildDroppedAt = (index) => rebuilds2.find((rebuild) => rebuild.drop === index) ?? null;
  const columnsLeftBehind = (rebuild) => leftBehind(rebuild, objects ?? []);
  function deletesData(index) {
    const action = actions[index];
    const rebuild = rebuildDroppedAt(index);
    if (rebuild !== null) return !rebuild.copied.allRows || columnsLeftBehind(rebuild).length > 0;
    if (action?.kind === "drop") return action.type === "table" && !isNew(action.name, index);
    if (action?.kind === "drop column") return !isNew(action.table, index);
    if (action?.kind === "insert" && action.replaces) return !isNew(action.table, index) && isCascadedFrom(action.table, objects);
    return action?.kind === "delete" && !isCounter(action.table) && !isNew(action.table, index);
  }
  function changesData(index) {
    const action = actions[index];
    if (action?.kind === "insert") return !rebuilds2.some((rebuild) => rebuild.copy === index);
    return action?.kind === "update" && !isNew(action.table, index) || action?.kind === "delete" && isCounter(action.table);
  }
  return {
    actions,
    objects,
    rebuilds: rebuilds2,
    isNew,
    rebuildDroppedAt,
    foreignKeysOn: (index) => session[index]?.foreignKeys ?? true,
    inTransaction: (index) => session[index]?.transaction ?? false,
    deletesData,
    changesData,
    writesHistory: (index, touches) => writes(actions[index]) && touches.some((id) => history.has(id.toLowerCase())),
    columnsLeftBehind
  };
}
function isCascadedFrom(table, objects) {
  const parent = objectId("table", null, table);
  return (objects ?? [null]).some(
    (object) => object === null || object.kind === "foreign key" && same(object.references, parent) && !["no action", "restrict"].includes(object.onDelete)
  );
}
function isCounter(table) {
  return same(table, "sqlite_sequence");
}
function sessionStates(actions, tables) {
  if (actions.some(({ kind }) => kind === "control")) return ownStates(actions);
  const states = [];
  for (const { foreignKeys, indexes } of groupActions(actions, tables))
    for (const index of indexes) states[index] = { foreignKeys: foreignKeys === "enforced", transaction: false };
  return states;
}
function ownStates(actions) {
  const states = [];
  let foreignKeys = true;
  let transaction = false;
  for (const action of actions) {
    states.push({ foreignKeys, transaction });
    if (action.kind === "control" && action.control !== "savepoint") transaction = action.control === "begin";
    if (!transaction) foreignKeys = switchesForeignKeys(action) ?? foreignKeys;
  }
  return states;
}
function leftBehind(rebuild, objects) {
  const { names } = rebuild.copied;
  if (names === null) return [];
  return objects.flatMap((object) => {
    const stored = object.kind === "column" && object.generated === null && same(object.table, rebuild.table);
    return stored && !names.has(object.name.toLowerCase()) ? [objectId("column", null, object.table, object.name)] : [];
  });
}
function writes(action) {
  switch (action?.kind) {
    case void 0:
    case "select":
    case "explain":
    case "pragma":
    case "control":
    case "analyze":
    case "reindex":
      return false;
    default:
      return true;
  }
}

// src/dialects/sqlite/statements.ts
function parseScript(sql, context) {
  const unreadable = findObstacle(sql);
  if (unreadable !== null) return { statements: sql.trim() === "" ? [] : [opaque(sql)], unreadable };
  const statements = splitScript(sql);
  const actions = statements.map((statement2) => readAction(statement2.tokens));
  const surroundings = surroundingsOf(actions, context);
  return { statements: statements.map((statement2, index) => parseStatement(statement2, index, surroundings)), unreadable: null };
}
function findObstacle(sql) {
  if (sql.includes("\0")) return "The script holds a null character, where SQLite would stop reading.";
  const open = splitScript(sql).at(-1)?.tokens.at(-1);
  if (open?.kind !== "illegal" || !/^['"`[xX]/.test(open.text)) return null;
  const line = sql.slice(0, open.start).split("\n").length;
  return `The quote that opens on line ${line} is never closed.`;
}
function opaque(sql) {
  return {
    sql: sql.trim(),
    offset: sql.length - sql.trimStart().length,
    verb: "SQL",
    control: null,
    transactional: true,
    effects: ["not-understood"],
    touches: [],
    creates: [],
    roles: [],
    hazards: []
  };
}
function parseStatement(statement2, index, surroundings) {
  const action = surroundings.actions[index] ?? { kind: "unknown" };
  const touches = touchedObjects(action, statement2);
  const creates = createdObjects(action);
  const hazards = findHazards(index, touches, surroundings);
  return {
    sql: statement2.sql,
    offset: statement2.offset,
    verb: verbOf(action, statement2),
    control: action.kind === "control" ? action.control : null,
    transactional: isTransactional(action),
    effects: effectsOf(action, statement2, index, touches, surroundings, hazards),
    touches: touches.filter((id) => !creates.includes(id)),
    creates,
    roles: [],
    hazards
  };
}
function touchedObjects(action, statement2) {
  const tables = namedTables(statement2.tokens).map((name) => objectId("table", null, name));
  const own = action.kind === "drop" && action.type !== "table" ? [objectId(action.type, null, action.name)] : [];
  return [.../* @__PURE__ */ new Set([...tables, ...own])].sort();
}
function createdObjects(action) {
  switch (action.kind) {
    case "create table":
    case "create virtual table":
      return [objectId("table", null, action.name)];
    case "create index":
      return [objectId("index", null, action.name)];
    case "create view":
      return [objectId("view", null, action.name)];
    case "create trigger":
      return [objectId("trigger", null, action.table, action.name)];
    case "rename table":
      return [objectId("table", null, action.to)];
    case "add column":
      return [objectId("column", null, action.table, action.column)];
    default:
      return [];
  }
}
function verbOf(action, statement2) {
  switch (action.kind) {
    case "add column":
    case "drop column":
    case "rename column":
    case "rename table":
      return `ALTER TABLE ${action.kind === "rename table" ? "RENAME" : action.kind.toUpperCase()}`;
    case "drop":
      return `DROP ${action.type.toUpperCase()}`;
    case "create index":
      return action.unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
    case "control":
    case "unknown":
      return statement2.tokens[0]?.text.toUpperCase() ?? "";
    case "pragma":
      return `PRAGMA ${action.name}`;
    default:
      return action.kind.toUpperCase();
  }
}
function effectsOf(action, statement2, index, touches, surroundings, hazards) {
  const effects = /* @__PURE__ */ new Set();
  const cascades2 = hazards.some(({ id }) => id === "sqlite-rebuild-cascade-delete");
  if (cascades2 || surroundings.deletesData(index)) effects.add("deletes-data");
  if (surroundings.changesData(index)) effects.add("changes-data");
  if (surroundings.writesHistory(index, touches)) effects.add("touches-history");
  if (reachesOutside(action, statement2)) effects.add("reaches-outside");
  if (!isUnderstood(action, touches)) effects.add("not-understood");
  return [...effects].sort();
}
function reachesOutside(action, statement2) {
  if (action.kind === "attach" || action.kind === "detach") return true;
  if (action.kind === "vacuum") return action.into;
  if (action.kind === "pragma" && (action.name === "temp_store_directory" || action.name === "data_store_directory")) return true;
  return statement2.tokens.some(
    (token) => (token.kind === "word" || token.kind === "name") && outsideFunctions.has(token.value.toLowerCase())
  );
}
var knownModules = /* @__PURE__ */ new Set(["fts3", "fts4", "fts5", "fts5vocab", "fts4aux", "rtree", "rtree_i32", "geopoly"]);
var ownCatalogue = /* @__PURE__ */ new Set([
  "table sqlite_schema",
  "table sqlite_master",
  "table sqlite_temp_schema",
  "table sqlite_temp_master"
]);
function isUnderstood(action, touches) {
  if (action.kind === "unknown") return false;
  if (action.kind === "create virtual table") return knownModules.has(action.module);
  if (action.kind === "create trigger") return action.complete;
  if (action.kind === "pragma") return action.name !== "writable_schema";
  const writes2 = action.kind === "insert" || action.kind === "update" || action.kind === "delete";
  return !(writes2 && touches.some((id) => ownCatalogue.has(id.toLowerCase())));
}

// src/dialects/sqlite/dialect.ts
var sqlite = {
  name: "sqlite",
  title: "SQLite",
  traits: { schemas: false, transactionalDdl: true, concurrentIndexes: false, maxIdentifierBytes: null },
  quote: quoteIdentifier,
  parseScript: async (sql, context) => parseScript(sql, context),
  groupStatements,
  writeDdl
};
export {
  sqlite
};
