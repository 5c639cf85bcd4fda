import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  Cursor,
  isReserved,
  readAction,
  readCreateTable,
  splitList
} from "./chunk-JIY4KKOR.js";
import {
  hazardOf,
  presumedHazards,
  riskOf
} from "./chunk-MCIORTWX.js";
import {
  entryOf
} from "./chunk-2LLQSP74.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";
import {
  isOperator,
  isWord,
  outsideFunctions,
  splitScript
} from "./chunk-N3LCJO5V.js";

// src/dialects/sqlite/rebuild.ts
function findRebuilds(actions) {
  return actions.flatMap((action, index) => {
    if (action.kind !== "rename table") return [];
    return newFirst(actions, index, action.table, action.to) ?? oldFirst(actions, index, action.table, action.to) ?? [];
  });
}
function newFirst(actions, end, replacement, table2) {
  const create = last(actions, end, (action) => action.kind === "create table" && same(action.name, replacement));
  const drop = last(actions, end, (action) => action.kind === "drop" && action.type === "table" && same(action.name, table2));
  if (create === null || drop === null || drop < create) return null;
  const copy = findCopy(actions, create, drop, replacement, table2);
  return copy === null ? null : { table: table2, replacement, copy: copy.at, drop, oldFirst: false, copied: copy.copied };
}
function oldFirst(actions, start, table2, old) {
  const create = first(actions, start, (action) => action.kind === "create table" && same(action.name, table2));
  const drop = first(actions, start, (action) => action.kind === "drop" && action.type === "table" && same(action.name, old));
  if (create === null || drop === null || drop < create) return null;
  const copy = findCopy(actions, create, drop, table2, old);
  return copy === null ? null : { table: table2, replacement: table2, copy: copy.at, drop, oldFirst: true, copied: copy.copied };
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
function readCopy(source, table2) {
  const cursor = new Cursor(source);
  cursor.group();
  if (!cursor.take("SELECT")) return null;
  const query = cursor.rest();
  const from = outermost(query, "FROM");
  if (from === -1) return null;
  const after = new Cursor(query.slice(from + 1));
  if (!same(after.qualifiedName()?.name ?? "", table2)) return null;
  const list = query.slice(0, from);
  const star = splitList(list).some(
    (part) => isOperator(part.at(-1), "*") && (part.length === 1 || isOperator(part.at(-2), "."))
  );
  return { allRows: after.done && !isWord(list[0], "DISTINCT"), names: star ? null : namesIn(list) };
}
function namesIn(list) {
  const names = list.filter((token, index) => {
    const before = list[index - 1];
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
  const rebuilds = straight ? findRebuilds(actions) : [];
  return { rebuilds, isNew: (table2, index) => straight && madeBefore(actions, rebuilds, table2, index) };
}
function isStraight(action) {
  if (action.kind === "control") return action.control === "begin" || action.control === "commit";
  return !((action.kind === "create table" || action.kind === "create view") && action.temporary);
}
function madeBefore(actions, rebuilds, table2, index) {
  const makes = (action) => (action.kind === "create table" && !action.ifNotExists || action.kind === "create virtual table") && same(action.name, table2);
  const holdsRows = (rebuild) => same(rebuild.table, table2) || same(rebuild.replacement, table2) && rebuild.copy < index;
  if (rebuilds.some(holdsRows)) return false;
  return actions.slice(0, index).some(
    (action, at) => makes(action) || action.kind === "rename table" && same(action.to, table2) && madeBefore(actions, rebuilds, action.table, at)
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
  const [statement, ...others] = splitScript(sql);
  return statement === void 0 || others.length > 0 ? { kind: "unknown" } : readAction(statement.tokens);
}

// src/dialects/sqlite/rebuild-hazards.ts
function rebuildHazards(rebuild, surroundings) {
  return [
    hazard(
      "sqlite-table-rebuild",
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
function hazard(id, rebuild, message, saferWay) {
  return {
    id,
    severity: entryOf(id).severity,
    object: objectId("table", null, rebuild.table),
    message,
    evidence: null,
    saferWay
  };
}
function rowsLeft(rebuild) {
  return hazard(
    "drop-table",
    rebuild,
    `The copy of ${rebuild.table} may leave rows behind, and they are deleted with the old table.`,
    "Copy all rows."
  );
}
function columnLeft(rebuild) {
  return hazard(
    "drop-column",
    rebuild,
    `The copy of ${rebuild.table} leaves this column behind, and its values are deleted.`,
    "Drop it in a later release, once no code reads it, with a backup."
  );
}
function misaligned(rebuild) {
  return hazard(
    "sqlite-rebuild-column-misalignment",
    rebuild,
    `SELECT * copies ${rebuild.table} by the order of its columns: values land in the wrong ones when the order differs.`,
    "Name the columns on both sides."
  );
}
function cascades(rebuild) {
  return hazard(
    "sqlite-rebuild-cascade-delete",
    rebuild,
    `With foreign keys on, dropping the old ${rebuild.table} deletes or empties the rows that refer to it with ON DELETE CASCADE, SET NULL or SET DEFAULT.`,
    "PRAGMA foreign_keys=OFF before the transaction, and PRAGMA foreign_key_check at its end."
  );
}
function triggerLost(rebuild, name) {
  return hazard(
    "sqlite-rebuild-loses-objects",
    rebuild,
    `Trigger ${name} goes with the old ${rebuild.table} and is not created again.`,
    "Create it again after the rename."
  );
}
function indexLost(rebuild, name) {
  return hazard(
    "index-dropped",
    rebuild,
    `Index ${name} goes with the old ${rebuild.table} and is not created again.`,
    "Create it again after the rename, if it is still needed."
  );
}

// src/dialects/sqlite/table-definition.ts
function readDefinition(tokens) {
  const cursor = new Cursor(tokens);
  while (!cursor.done && !cursor.take("TABLE")) cursor.next();
  cursor.take("IF", "NOT", "EXISTS");
  cursor.qualifiedName();
  const items = splitList(cursor.group() ?? []).filter(
    (item) => item.length > 0 && !isWord(item[0], "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
  );
  return { ...readCreateTable(tokens), declared: items.map(readColumn) };
}
function readColumn(tokens) {
  const cursor = new Cursor(tokens);
  const name = cursor.name() ?? "";
  const rest = cursor.rest();
  const end = rest.findIndex((token) => isWord(token, ...columnConstraints));
  const type = rest.slice(0, end === -1 ? void 0 : end);
  const notNull = rest.some((token, at) => isWord(token, "NOT") && isWord(rest[at + 1], "NULL"));
  return { name, type: type.map(({ text }) => text).join(" "), notNull };
}
var columnConstraints = [
  "CONSTRAINT",
  "PRIMARY",
  "NOT",
  "NULL",
  "UNIQUE",
  "CHECK",
  "DEFAULT",
  "COLLATE",
  "REFERENCES",
  "GENERATED",
  "AS"
];
function affinity(type) {
  const upper = type.toUpperCase();
  if (upper.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(upper)) return "text";
  if (upper === "" || upper.includes("BLOB")) return "blob";
  return /REAL|FLOA|DOUB/.test(upper) ? "real" : "numeric";
}

// src/dialects/sqlite/schema-hazards.ts
function schemaRisks(action, index, surroundings) {
  const rebuild = surroundings.rebuildDroppedAt(index);
  if (rebuild !== null) return rebuildRisks(rebuild, surroundings);
  switch (action.kind) {
    case "create table":
      return createTableRisks(action, index, surroundings);
    case "create index":
      return isRedundant(action, index, surroundings) ? [risk("redundant-index", objectId("index", null, action.name))] : [];
    case "drop":
      return action.type === "table" ? dropTableRisks(action.name, index, surroundings) : [];
    case "drop column":
      return dropColumnRisks(action, index, surroundings);
    case "rename column":
      return bodiesNaming(action.table, action.column, surroundings);
    case "insert":
      return copiesRows(action, index, surroundings) ? [risk("unbatched-backfill", table(action.table))] : [];
    default:
      return [];
  }
}
function risk(id, object, details = {}) {
  return riskOf(hazardOf(id, object), details);
}
function table(name) {
  return objectId("table", null, name);
}
function partsOf(name, kind, { objects }) {
  return (objects ?? []).filter(
    (object) => object.kind === kind && "table" in object && same(object.table, name)
  );
}
function rebuildRisks(rebuild, surroundings) {
  const create = surroundings.actions.findIndex(
    (action) => action.kind === "create table" && same(action.name, rebuild.replacement)
  );
  const definition = readDefinition(surroundings.tokens[create] ?? []);
  const columns = partsOf(rebuild.table, "column", surroundings);
  if (create === -1 || columns.length === 0) return [];
  const found = definition.declared.flatMap((declared) => {
    const known = columns.find(({ name }) => same(name, declared.name));
    return known === void 0 ? [] : changedColumn(known, declared, rebuild, surroundings);
  });
  const before = partsOf(rebuild.table, "foreign key", surroundings);
  const lost = before.filter((key2) => !definition.foreignKeys.some(({ columns: own }) => sameNames(own, key2.columns)));
  const added = definition.foreignKeys.filter((key2) => !before.some(({ columns: own }) => sameNames(own, key2.columns)));
  const checks = partsOf(rebuild.table, "check", surroundings);
  const key = partsOf(rebuild.table, "primary key", surroundings)[0];
  return [
    ...found,
    ...lost.map(({ id }) => risk("drop-foreign-key", id)),
    ...added.map(() => risk("foreign-key-orphans", table(rebuild.table))),
    ...definition.checks.length > checks.length ? [risk("check-violations", table(rebuild.table))] : [],
    ...definition.checks.length < checks.length ? [risk("drop-constraint", table(rebuild.table))] : [],
    ...key !== void 0 && !sameNames(key.columns, definition.primaryKey?.columns.map(({ name }) => name) ?? []) ? [risk("primary-key-changed", table(rebuild.table))] : []
  ];
}
function changedColumn(known, declared, rebuild, surroundings) {
  const name = { schema: null, name: rebuild.table };
  const filled = (surroundings.tokens[rebuild.copy] ?? []).some((token) => isWord(token, "COALESCE", "IFNULL", "CASE"));
  const [from, to] = [affinity(known.type), affinity(declared.type)];
  const textual = from === "text" || from === "blob";
  const numeric = to === "integer" || to === "real" || to === "numeric";
  return [
    ...known.nullable && declared.notNull && !filled ? [risk("set-not-null-nulls", known.id, { question: { ask: "nulls", table: name, columns: [known.name] } })] : [],
    ...!known.nullable && !declared.notNull && !isKey(known, surroundings) ? [risk("drop-not-null", known.id)] : [],
    ...textual && numeric ? [
      risk("sqlite-affinity-mismatch", known.id, {
        question: { ask: "unfit", table: name, column: known.name, into: { kind: "scale", scale: 0 } }
      })
    ] : []
  ];
}
function isKey({ table: owner, name }, surroundings) {
  return partsOf(owner, "primary key", surroundings).some(({ columns }) => columns.some((column) => same(column, name)));
}
function createTableRisks(action, index, surroundings) {
  const definition = readDefinition(surroundings.tokens[index] ?? []);
  const id = table(action.name);
  const columns = partsOf(action.name, "column", surroundings);
  if (action.ifNotExists && columns.length > 0) {
    const lacks = definition.declared.some(({ name }) => !columns.some((column) => same(column.name, name)));
    return lacks ? [risk("if-not-exists-noop", id)] : [];
  }
  const replaces = surroundings.rebuilds.find(({ replacement }) => same(replacement, action.name));
  const tableNames = [action.name, replaces?.table ?? action.name];
  const keys = [...definition.primaryKey === null ? [] : [definition.primaryKey], ...definition.uniques].map(
    (key) => key.columns.map(({ name }) => name)
  );
  const indexes = surroundings.actions.flatMap(
    (other, at) => other.kind === "create index" && tableNames.some((name) => same(name, other.table)) ? [indexColumns(surroundings.tokens[at] ?? [])] : []
  );
  const starts = (wanted) => [...keys, ...indexes].some((own) => wanted.every((column) => own.slice(0, wanted.length).some((name) => same(name, column))));
  const hadIt = (wanted) => replaces !== void 0 && partsOf(replaces.table, "foreign key", surroundings).some((key) => sameNames(key.columns, wanted));
  return definition.foreignKeys.flatMap(
    ({ columns: own }) => starts(own) || hadIt(own) ? [] : [risk("foreign-key-without-index", id)]
  );
}
function indexColumns(tokens) {
  const cursor = new Cursor(tokens);
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  cursor.name();
  const keys = splitList(cursor.group() ?? []);
  if (!cursor.done) return [];
  return keys.flatMap((key) => key.length === 1 ? new Cursor(key).name() ?? [] : []);
}
function isRedundant(action, index, surroundings) {
  const columns = indexColumns(surroundings.tokens[index] ?? []);
  if (action.unique || columns.length === 0) return false;
  const starts = (others) => columns.every((column, at) => same(others[at] ?? "", column));
  const dropped = surroundings.actions.slice(0, index).flatMap((other) => other.kind === "drop" ? [other.name] : []);
  const rebuilt = surroundings.rebuilds.some((rebuild) => same(rebuild.table, action.table));
  const known = rebuilt ? [] : partsOf(action.table, "index", surroundings);
  return known.some(
    ({ name, keys, where }) => where === null && !same(name, action.name) && !dropped.some((gone) => same(gone, name)) && starts(keys.map(({ column }) => column))
  ) || surroundings.actions.slice(0, index).some(
    (other, at) => other.kind === "create index" && same(other.table, action.table) && starts(indexColumns(surroundings.tokens[at] ?? []))
  );
}
function dropTableRisks(name, index, surroundings) {
  if (surroundings.isNew(name, index) || surroundings.foreignKeysOn(index)) return [];
  const referring = (surroundings.objects ?? []).some(
    (object) => object.kind === "foreign key" && same(object.references, table(name)) && !same(object.table, name)
  );
  const checked = surroundings.actions.slice(index).some((action) => action.kind === "pragma" && action.name === "foreign_key_check");
  return referring && !checked ? [risk("sqlite-missing-foreign-key-check", table(name))] : [];
}
function dropColumnRisks({ table: owner, column }, index, surroundings) {
  if (surroundings.isNew(owner, index)) return [];
  const gone = surroundings.actions.slice(0, index).flatMap((action) => action.kind === "drop" ? [action.name] : []);
  const stays = (name) => !gone.some((one) => same(one, name));
  const uses = partsOf(owner, "index", surroundings).some(
    ({ name, keys, where }) => stays(name) && (keys.some((key) => same(key.column ?? "", column)) || namesWord(where ?? "", column))
  ) || partsOf(owner, "primary key", surroundings).some(({ columns }) => columns.some((name) => same(name, column))) || (surroundings.objects ?? []).some(
    (object) => object.kind === "view" && stays(object.name) && namesWord(object.definition, column) && namesWord(object.definition, owner)
  );
  return [
    ...uses ? [risk("sqlite-drop-column-refused", objectId("column", null, owner, column))] : [],
    ...bodiesNaming(owner, column, surroundings)
  ];
}
function bodiesNaming(owner, column, { objects, actions }) {
  const replaced = new Set(actions.flatMap((action) => action.kind === "drop" ? [action.name.toLowerCase()] : []));
  return (objects ?? []).flatMap(
    (object) => object.kind === "trigger" && !replaced.has(object.name.toLowerCase()) && namesWord(object.definition, column) && namesWord(object.definition, owner) ? [risk("routine-references-missing-column", object.id)] : []
  );
}
function copiesRows(action, index, surroundings) {
  if (surroundings.isNew(action.table, index) || surroundings.rebuilds.some(({ copy }) => copy === index)) return false;
  const known = new Set(
    (surroundings.objects ?? []).flatMap((object) => object.kind === "table" ? [object.name.toLowerCase()] : [])
  );
  const from = action.source.findIndex((token) => isWord(token, "FROM"));
  return from !== -1 && action.source.slice(from).some((token) => known.has(token.value.toLowerCase()));
}
function namesWord(text, word) {
  return new RegExp(`(?<!\\w)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "i").test(text);
}
function sameNames(a, b) {
  return a.length === b.length && a.every((name, at) => same(name, b[at] ?? ""));
}

// src/dialects/sqlite/hazards.ts
function findRisks(index, touches, surroundings) {
  const action = surroundings.actions[index];
  if (action === void 0) return [];
  const rebuild = surroundings.rebuildDroppedAt(index);
  const hazards = [
    ...rebuild === null ? ownHazards(action, index, surroundings) : rebuildHazards(rebuild, surroundings),
    ...surroundings.writesHistory(index, touches) ? [historyRewritten] : []
  ];
  return [
    ...hazards.map(
      (hazard3) => riskOf(hazard3, {
        question: rebuild === null ? questionOf(hazard3, action, index, surroundings) : null,
        sign: hazard3.id === "sqlite-rebuild-cascade-delete" ? { seen: "empty", of: null } : null
      })
    ),
    ...schemaRisks(action, index, surroundings)
  ];
}
function questionOf({ id }, action, index, surroundings) {
  switch (action.kind) {
    case "drop":
      return id === "drop-table" ? { ask: "rows", table: { schema: null, name: action.name } } : null;
    case "update":
    case "delete":
      return id === "unbounded-dml" ? { ask: "rows", table: { schema: null, name: action.table } } : null;
    case "drop column":
      return id === "drop-column" ? { ask: "values", table: { schema: null, name: action.table }, column: action.column } : null;
    case "add column":
      return id === "add-required-column" ? { ask: "rows", table: { schema: null, name: action.table } } : null;
    case "create index": {
      const columns = indexColumns(surroundings.tokens[index] ?? []);
      if (id !== "unique-duplicates" || columns.length === 0) return null;
      return { ask: "duplicates", table: { schema: null, name: action.table }, columns, nullsNotDistinct: false, where: null };
    }
    default:
      return null;
  }
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
  const { definition, table: table2, column } = action;
  const object = objectId("column", null, table2, column);
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
function hazard2(id, object, message, saferWay) {
  return { id, severity: entryOf(id).severity, object, message, evidence: null, saferWay };
}
function tableDropped(table2) {
  const saferWay = "Stop everything that uses it and rename it first; drop it after a while, with a backup.";
  return hazard2("drop-table", objectId("table", null, table2), `Deletes table ${table2} with all its rows.`, saferWay);
}
function columnDropped(table2, column) {
  const message = `Deletes the values of ${table2}.${column} in every row, and rewrites the table.`;
  return hazard2(
    "drop-column",
    objectId("column", null, table2, column),
    message,
    "Drop it in a later release, once no code reads it, with a backup."
  );
}
function unbounded(action) {
  const message = `${action.kind === "delete" ? "Deletes" : "Changes"} every row of ${action.table}: there is no WHERE.`;
  return hazard2(
    "unbounded-dml",
    objectId("table", null, action.table),
    message,
    "Say in a WHERE which rows are meant, and keep a copy of them."
  );
}
function indexDropped(name) {
  return hazard2(
    "index-dropped",
    objectId("index", null, name),
    `Queries that relied on index ${name} get slower.`,
    "Make sure that no query needs it."
  );
}
function viewDropped(name) {
  return hazard2(
    "view-contract-change",
    objectId("view", null, name),
    `Code that reads view ${name} fails.`,
    "Drop it once no code reads it."
  );
}
function tableRenamed(table2, to) {
  const message = `Code that still says ${table2} fails as soon as it is called ${to}.`;
  return hazard2(
    "rename-table",
    objectId("table", null, table2),
    message,
    "Leave a view under the old name until no code uses it."
  );
}
function columnRenamed(table2, column) {
  const message = `Code that still says ${table2}.${column} fails.`;
  return hazard2(
    "rename-column",
    objectId("column", null, table2, column),
    message,
    "Add the new column, move over, drop the old one later."
  );
}
function renamedOldFirst(table2, old) {
  const message = `Renaming ${table2} away makes other tables' references follow to ${old}, which is dropped afterwards.`;
  return hazard2(
    "sqlite-rename-old-first",
    objectId("table", null, table2),
    message,
    `Create the new table under another name, copy, drop ${table2}, and rename the new one.`
  );
}
function restricted(object, message) {
  return hazard2("sqlite-add-column-restricted", object, message, "Add a plain column and a unique index, or rebuild the table.");
}
function requiredColumn(object) {
  return hazard2(
    "add-required-column",
    object,
    "Fails as soon as the table holds a row: the new column is NOT NULL and has no default.",
    "Give it a default, or add it as nullable and fill it first."
  );
}
function duplicates(action) {
  return hazard2(
    "unique-duplicates",
    objectId("index", null, action.name),
    `Fails if ${action.table} holds duplicates.`,
    "Look for duplicates first and merge them."
  );
}
var historyRewritten = hazard2(
  "migration-history-rewritten",
  null,
  "Writes to the table in which the migration tool keeps its history.",
  "Use the tool's own commands for that."
);
var transactionControl = hazard2(
  "transaction-control-in-migration",
  null,
  "The file controls transactions itself, so it does not run as one transaction.",
  "Leave it to the tool that runs the file."
);
var pragmaIgnored = hazard2(
  "sqlite-pragma-in-transaction",
  null,
  "PRAGMA foreign_keys does nothing inside of a transaction.",
  "Set it before BEGIN."
);

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

// src/dialects/sqlite/surroundings.ts
function surroundingsOf(actions, tokens, context) {
  const tables = followTables(actions);
  const { rebuilds } = tables;
  const madeEarlier = new Set((context.madeEarlier ?? []).map((id) => id.toLowerCase()));
  const isNew = (table2, index) => madeEarlier.has(objectId("table", null, table2).toLowerCase()) || tables.isNew(table2, index);
  const session = sessionStates(actions, tables);
  const objects = context.objects ?? null;
  const history = new Set(context.historyTables.map((id) => id.toLowerCase()));
  const rebuildDroppedAt = (index) => rebuilds.find((rebuild) => rebuild.drop === index) ?? null;
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
    if (action?.kind === "insert") return !rebuilds.some((rebuild) => rebuild.copy === index);
    return action?.kind === "update" && !isNew(action.table, index) || action?.kind === "delete" && isCounter(action.table);
  }
  return {
    actions,
    tokens,
    objects,
    rebuilds,
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
function isCascadedFrom(table2, objects) {
  const parent = objectId("table", null, table2);
  return (objects ?? [null]).some(
    (object) => object === null || object.kind === "foreign key" && same(object.references, parent) && !["no action", "restrict"].includes(object.onDelete)
  );
}
function isCounter(table2) {
  return same(table2, "sqlite_sequence");
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
  const actions = statements.map((statement) => readAction(statement.tokens));
  const surroundings = surroundingsOf(
    actions,
    statements.map(({ tokens }) => tokens),
    context
  );
  return { statements: statements.map((statement, index) => parseStatement(statement, index, surroundings)), unreadable: null };
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
    hazards: [],
    risks: []
  };
}
function parseStatement(statement, index, surroundings) {
  const action = surroundings.actions[index] ?? { kind: "unknown" };
  const touches = touchedObjects(action, statement);
  const creates = createdObjects(action);
  const risks = findRisks(index, touches, surroundings);
  const hazards = presumedHazards(risks);
  return {
    sql: statement.sql,
    offset: statement.offset,
    verb: verbOf(action, statement),
    control: action.kind === "control" ? action.control : null,
    transactional: isTransactional(action),
    effects: effectsOf(action, statement, index, touches, surroundings, hazards),
    touches: touches.filter((id) => !creates.includes(id)),
    creates,
    roles: [],
    hazards,
    risks
  };
}
function touchedObjects(action, statement) {
  const tables = namedTables(statement.tokens).map((name) => objectId("table", null, name));
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
function verbOf(action, statement) {
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
      return statement.tokens[0]?.text.toUpperCase() ?? "";
    case "pragma":
      return `PRAGMA ${action.name}`;
    default:
      return action.kind.toUpperCase();
  }
}
function effectsOf(action, statement, index, touches, surroundings, hazards) {
  const effects = /* @__PURE__ */ new Set();
  const cascades2 = hazards.some(({ id }) => id === "sqlite-rebuild-cascade-delete");
  if (cascades2 || surroundings.deletesData(index)) effects.add("deletes-data");
  if (surroundings.changesData(index)) effects.add("changes-data");
  if (surroundings.writesHistory(index, touches)) effects.add("touches-history");
  if (reachesOutside(action, statement)) effects.add("reaches-outside");
  if (!isUnderstood(action, touches)) effects.add("not-understood");
  return [...effects].sort();
}
function reachesOutside(action, statement) {
  if (action.kind === "attach" || action.kind === "detach") return true;
  if (action.kind === "vacuum") return action.into;
  if (action.kind === "pragma" && (action.name === "temp_store_directory" || action.name === "data_store_directory")) return true;
  return statement.tokens.some(
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

export {
  namedTables,
  groupStatements,
  parseScript
};
