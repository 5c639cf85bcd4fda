import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  groupStatements,
  namedTables,
  parseScript
} from "./chunk-NZECNEVF.js";
import {
  columnNotNull,
  columnPrimaryKey,
  defaultNames,
  isPlainName,
  isVirtual,
  listedPrimaryKey,
  moduleOf,
  quoteIdentifier,
  quoteLiteral
} from "./chunk-JIY4KKOR.js";
import {
  nothingAround
} from "./chunk-HVH5A3JS.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import {
  tokenize
} from "./chunk-N3LCJO5V.js";
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
  const [first, second, third] = tokens;
  if (first !== void 0 && second === void 0) return first.kind !== "operator";
  return (first?.text === "-" || first?.text === "+") && second?.kind === "number" && third === void 0;
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

// src/dialects/sqlite/probes.ts
function writeProbe(question, limit) {
  switch (question.ask) {
    case "rows":
      return counted(question.table, "", limit);
    case "values":
      return counted(question.table, `WHERE ${quoteIdentifier(question.column)} IS NOT NULL`, limit);
    case "nulls":
      return counted(
        question.table,
        `WHERE ${question.columns.map((name) => `${quoteIdentifier(name)} IS NULL`).join(" OR ")}`,
        limit
      );
    case "duplicates":
      return duplicates(question, limit);
    case "orphans":
      return orphans(question, limit);
    case "unfit":
      return counted(question.table, `WHERE ${unfit(quoteIdentifier(question.column), question.into)}`, limit);
    case "violations":
    case "matches":
    case "labels":
    case "invalid-index":
    case "publications":
    case "numbers-used":
      return null;
  }
}
function counted({ name }, where, limit) {
  return `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoteIdentifier(name)} ${where} LIMIT ${limit})`;
}
function duplicates({ table, columns: names }, limit) {
  const columns = names.map(quoteIdentifier);
  return `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoteIdentifier(table.name)} WHERE ${columns.map((column) => `${column} IS NOT NULL`).join(" AND ")} GROUP BY ${columns.join(", ")} HAVING count(*) > 1 LIMIT ${limit})`;
}
function orphans({ table, columns, parent, parentColumns }, limit) {
  const set = columns.map((name) => `c.${quoteIdentifier(name)} IS NOT NULL`);
  const same = columns.map((name, at) => `p.${quoteIdentifier(parentColumns[at] ?? "")} = c.${quoteIdentifier(name)}`);
  return `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoteIdentifier(table.name)} AS c WHERE ${set.join(" AND ")}
AND NOT EXISTS (SELECT 1 FROM ${quoteIdentifier(parent.name)} AS p WHERE ${same.join(" AND ")}) LIMIT ${limit})`;
}
function unfit(column, into) {
  switch (into.kind) {
    case "range":
    case "digits":
    case "scale":
      return `typeof(${column}) = 'text' AND CAST(CAST(${column} AS NUMERIC) AS TEXT) <> ${column}`;
    case "length":
      return `length(${column}) > ${into.characters}`;
  }
}

// src/dialects/sqlite/dialect.ts
var sqlite = {
  name: "sqlite",
  title: "SQLite",
  traits: { schemas: false, transactionalDdl: true, concurrentIndexes: false, maxIdentifierBytes: null, refusesByRows: true },
  quote: quoteIdentifier,
  parseScript: async (sql, context) => parseScript(sql, context),
  groupStatements,
  writeDdl,
  // The stand-in and the runner are the same library.
  newerThan: async () => [],
  writeProbe,
  readCircumstances: async () => nothingAround
};
export {
  sqlite
};
