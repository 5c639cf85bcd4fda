import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  quoteIdentifier,
  quoteLiteral,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import {
  objectId,
  ownerOf
} from "./chunk-OZCZYI5W.js";
import {
  assetPath
} from "./chunk-LQ7MRN4E.js";

// src/dialects/postgres/ddl/mentions.ts
var tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[.(]|[^\s.(]/gu;
var notAnAlias = /* @__PURE__ */ new Set(["where", "on", "using", "and", "or", "in", "any", "all", "over", "filter", "as", "values", "when"]);
function mentions(...texts) {
  const found = { qualified: /* @__PURE__ */ new Set(), words: /* @__PURE__ */ new Set(), renamed: /* @__PURE__ */ new Set() };
  for (const text of texts) if (text !== null) collect(text, found);
  return found;
}
function qualifiedKey(schema, name) {
  return `${schema ?? ""}\0${name}`;
}
function collect(text, found) {
  let previous = null;
  let afterDot = false;
  let relation = null;
  let wordsSinceRelation = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (token.startsWith("--") || token.startsWith("/*")) continue;
    if (token.startsWith("'") && token.length > 1) {
      collect(token.slice(1, -1).replaceAll("''", "'"), found);
      previous = null;
      relation = null;
      continue;
    }
    const word = identifier(token);
    if (word === null) {
      if (token === "(" && relation !== null && wordsSinceRelation === 1) found.renamed.add(relation);
      afterDot = token === ".";
      if (!afterDot) {
        previous = null;
        relation = null;
      }
      continue;
    }
    found.words.add(word);
    if (afterDot && previous !== null) {
      relation = qualifiedKey(previous, word);
      found.qualified.add(relation);
      wordsSinceRelation = 0;
      previous = null;
    } else {
      wordsSinceRelation += notAnAlias.has(word) ? 2 : 1;
      previous = word;
    }
    afterDot = false;
  }
}
function identifier(token) {
  if (token.startsWith('"') && token.length > 1) return token.slice(1, -1).replaceAll('""', '"');
  return /^[\p{L}_]/u.test(token) ? token.toLowerCase() : null;
}

// src/dialects/postgres/ddl/names.ts
function qualified({ schema, name }) {
  return quoteQualified(schema, name);
}
function holder(part) {
  return qualified({ schema: part.schema, name: part.table });
}
function signature(routine) {
  const { name, parameters } = splitSignature(routine.name);
  return `${qualified({ schema: routine.schema, name })}${parameters}`;
}
function splitSignature(name) {
  let depth = 0;
  for (let at = name.length - 1; at >= 0; at--) {
    if (name[at] === ")") depth++;
    if (name[at] === "(" && --depth === 0) return { name: name.slice(0, at), parameters: name.slice(at) };
  }
  return { name, parameters: "" };
}
function columnList(columns) {
  return `(${columns.map(quoteIdentifier).join(", ")})`;
}
var wordForKind = {
  function: "FUNCTION",
  window: "FUNCTION",
  procedure: "PROCEDURE",
  aggregate: "AGGREGATE"
};
function target(object) {
  switch (object.kind) {
    case "schema":
    case "extension":
      return `${object.kind.toUpperCase()} ${quoteIdentifier(object.name)}`;
    case "enum":
    case "type":
      return `TYPE ${qualified(object)}`;
    case "domain":
    case "sequence":
    case "table":
    case "view":
    case "materialized view":
    case "index":
      return `${object.kind.toUpperCase()} ${qualified(object)}`;
    case "column":
      return `COLUMN ${holder(object)}.${quoteIdentifier(object.name)}`;
    case "primary key":
    case "foreign key":
    case "check":
    case "exclusion":
      return `CONSTRAINT ${quoteIdentifier(object.name)} ON ${holder(object)}`;
    case "function":
      return `${wordForKind[object.routine]} ${signature(object)}`;
    case "trigger":
    case "policy":
      return `${object.kind.toUpperCase()} ${quoteIdentifier(object.name)} ON ${holder(object)}`;
    case "rights":
    case "comment":
      return object.of;
  }
}
var maxIdentifierBytes = 63;
function freeName(name, suffix, taken) {
  for (let attempt = 1; ; attempt++) {
    const ending = attempt === 1 ? suffix : `${suffix}${attempt}`;
    const candidate = cut(name, maxIdentifierBytes - Buffer.byteLength(ending)) + ending;
    if (!taken.has(candidate)) return candidate;
  }
}
function cut(text, bytes) {
  const kept = Array.from(text);
  while (Buffer.byteLength(kept.join("")) > bytes) kept.pop();
  return kept.join("");
}

// src/dialects/postgres/ddl/catalogue.ts
var nameable = /* @__PURE__ */ new Set([
  "enum",
  "domain",
  "type",
  "sequence",
  "table",
  "view",
  "materialized view",
  "function"
]);
function catalogueOf(objects) {
  const byId = new Map([...objects].map((object) => [object.id, object]));
  const all = [...byId.values()];
  const named = all.filter((object) => nameable.has(object.kind));
  const columns = all.filter((object) => object.kind === "column").sort((a, b) => a.position - b.position);
  const keys = all.filter((object) => object.kind === "primary key" || object.kind === "index" && object.unique && object.where === null);
  return {
    objects: byId,
    named: groupIds(named, (object) => qualifiedKey(object.schema, plainName(object))),
    unqualified: groupIds(named, plainName),
    columns: Map.groupBy(columns, tableId),
    keys: Map.groupBy(keys, tableId)
  };
}
function holderId(object, catalogue) {
  if (!("table" in object)) return ownerOf(object);
  const ids = ["table", "view", "materialized view"];
  return ids.map((kind) => objectId(kind, object.schema, object.table)).find((id) => catalogue.objects.has(id)) ?? null;
}
function relationName(id, catalogue) {
  const object = catalogue.objects.get(id);
  if (object !== void 0) return qualified(object);
  const path = id.slice(id.indexOf(" ") + 1);
  const dot = path.indexOf(".");
  return qualified({ schema: path.slice(0, dot), name: path.slice(dot + 1) });
}
function columnName(id, catalogue) {
  const column = catalogue.objects.get(id);
  if (column?.kind === "column") return `${holder(column)}.${quoteIdentifier(column.name)}`;
  return id.slice(id.indexOf(" ") + 1).split(".").map(quoteIdentifier).join(".");
}
function plainName(object) {
  return object.kind === "function" ? splitSignature(object.name).name : object.name;
}
function tableId(part) {
  return objectId("table", part.schema, part.table);
}
function groupIds(objects, key) {
  return new Map([...Map.groupBy(objects, key)].map(([name, group]) => [name, group.map((object) => object.id)]));
}

// src/dialects/postgres/ddl/draft.ts
function statement(sql) {
  return { kind: "statement", sql, transactional: true };
}
function tableAction(table, action) {
  return { kind: "table action", table, action };
}
function ifNotExists(form) {
  return form === "guarded" ? " IF NOT EXISTS" : "";
}
function ifExists(form) {
  return form === "guarded" ? " IF EXISTS" : "";
}
function unlessFound(form, found, sql) {
  if (form === "plain") return sql;
  const quote = freeDollarQuote(found + sql);
  const block = ["BEGIN", `  IF NOT EXISTS (${found}) THEN`, `    ${sql.replaceAll(/\n(?=[^\n])/g, "\n    ")};`, "  END IF;", "END"];
  return `DO ${quote}
${block.join("\n")}
${quote}`;
}
function freeDollarQuote(text) {
  for (let attempt = 0; ; attempt++) {
    const quote = attempt === 0 ? "$$" : `$guard${attempt}$`;
    if (!text.includes(quote)) return quote;
  }
}

// src/dialects/postgres/ddl/options.ts
function optionChanges(from, to) {
  const set = to.filter((option) => !from.includes(option));
  const kept = new Set(to.map(optionName));
  const reset = from.map(optionName).filter((name) => !kept.has(name));
  return [...reset.length === 0 ? [] : [`RESET (${reset.join(", ")})`], ...set.length === 0 ? [] : [`SET ${optionList(set)}`]];
}
function optionList(options) {
  const settings = options.map((option) => `${optionName(option)} = '${option.slice(optionName(option).length + 1).replaceAll("'", "''")}'`);
  return `(${settings.join(", ")})`;
}
function optionName(option) {
  return option.split("=", 1)[0] ?? option;
}

// src/dialects/postgres/ddl/constraints.ts
function constraintClause(constraint) {
  const definition = constraint.kind === "check" ? checkDefinition(constraint) : primaryKeyDefinition(constraint);
  return `CONSTRAINT ${quoteIdentifier(constraint.name)} ${definition}`;
}
function createConstraint(constraint, after, form) {
  return [addConstraint(constraint, definitionOf(constraint, after), form)];
}
function createUniqueConstraint(index, deferrable, form) {
  const columns = columnList(index.keys.flatMap((key) => key.column ?? []));
  const nulls = index.nullsNotDistinct ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE";
  const options = index.options.length === 0 ? [] : [`WITH ${optionList(index.options)}`];
  const definition = [nulls, columns, ...including(index.include), ...options, ...deferral(deferrable)].join(" ");
  return [addConstraint(index, definition, form)];
}
function dropConstraint(constraint, form) {
  return [statement(`ALTER TABLE ${holder(constraint)} DROP CONSTRAINT${ifExists(form)} ${quoteIdentifier(constraint.name)}`)];
}
function renameConstraint(from, to) {
  const names = `${quoteIdentifier(from.name)} TO ${quoteIdentifier(to.name)}`;
  return [statement(`ALTER TABLE ${holder(from)} RENAME CONSTRAINT ${names}`)];
}
function alterConstraint(from, to) {
  const alter = (action) => statement(`ALTER TABLE ${holder(to)} ${action}`);
  const name = quoteIdentifier(to.name);
  const moved = from.kind === "foreign key" && to.kind === "foreign key" && from.deferrable !== to.deferrable;
  return [
    ...moved ? [alter(`ALTER CONSTRAINT ${name} ${deferrableWords[to.deferrable]}`)] : [],
    ...!from.validated && to.validated ? [alter(`VALIDATE CONSTRAINT ${name}`)] : []
  ];
}
function definitionOf(constraint, after) {
  switch (constraint.kind) {
    case "primary key":
      return primaryKeyDefinition(constraint);
    case "check":
      return checkDefinition(constraint);
    case "exclusion":
      return constraint.definition;
    case "foreign key":
      return foreignKeyDefinition(constraint, after);
  }
}
function primaryKeyDefinition(key) {
  return ["PRIMARY KEY", columnList(key.columns), ...including(key.include), ...deferral(key.deferrable)].join(" ");
}
function checkDefinition(check) {
  const clauses = [check.noInherit ? "NO INHERIT" : null, enforcement(check)];
  return [`CHECK (${check.expression})`, ...clauses.filter((clause) => clause !== null)].join(" ");
}
function foreignKeyDefinition(key, after) {
  const nulled = key.onDeleteColumns.length === 0 ? "" : ` ${columnList(key.onDeleteColumns)}`;
  return [
    `FOREIGN KEY ${columnList(key.columns)} REFERENCES ${relationName(key.references, after)}${columnList(key.referencedColumns)}`,
    ...key.match === "full" ? ["MATCH FULL"] : [],
    ...key.onDelete === "no action" ? [] : [`ON DELETE ${key.onDelete.toUpperCase()}${nulled}`],
    ...key.onUpdate === "no action" ? [] : [`ON UPDATE ${key.onUpdate.toUpperCase()}`],
    ...deferral(key.deferrable),
    ...[enforcement(key)].filter((clause) => clause !== null)
  ].join(" ");
}
function enforcement(constraint) {
  if (!constraint.enforced) return "NOT ENFORCED";
  return constraint.validated ? null : "NOT VALID";
}
function including(columns) {
  return columns.length === 0 ? [] : [`INCLUDE ${columnList(columns)}`];
}
var deferrableWords = {
  no: "NOT DEFERRABLE",
  "initially immediate": "DEFERRABLE",
  "initially deferred": "DEFERRABLE INITIALLY DEFERRED"
};
function deferral(deferrable) {
  return deferrable === "no" ? [] : [deferrableWords[deferrable]];
}
function addConstraint(constraint, definition, form) {
  const table = holder(constraint);
  const found = `SELECT FROM pg_catalog.pg_constraint WHERE conrelid = ${quoteLiteral(table)}::pg_catalog.regclass AND conname = ${quoteLiteral(constraint.name)}`;
  return statement(unlessFound(form, found, `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(constraint.name)} ${definition}`));
}

// src/dialects/postgres/ddl/indexes.ts
function createIndex(index, form) {
  if (index.constraint !== null) return createUniqueConstraint(index, index.constraint.deferrable, form);
  const clauses = [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX${ifNotExists(form)} ${quoteIdentifier(index.name)}`,
    `ON ${holder(index)}${index.method === "btree" ? "" : ` USING ${quoteIdentifier(index.method)}`}`,
    `(${index.keys.map(keyElement).join(", ")})`,
    ...index.include.length === 0 ? [] : [`INCLUDE ${columnList(index.include)}`],
    ...index.nullsNotDistinct ? ["NULLS NOT DISTINCT"] : [],
    ...index.options.length === 0 ? [] : [`WITH ${optionList(index.options)}`],
    ...index.where === null ? [] : [`WHERE ${index.where}`]
  ];
  return [statement(clauses.join(" "))];
}
function dropIndex(index, form) {
  if (index.constraint !== null) return dropConstraint(index, form);
  return [statement(`DROP INDEX${ifExists(form)} ${qualified(index)}`)];
}
function renameIndex(from, to) {
  return [statement(`ALTER INDEX ${qualified(from)} RENAME TO ${quoteIdentifier(to.name)}`)];
}
function alterIndex(from, to) {
  return optionChanges(from.options, to.options).map((change) => statement(`ALTER INDEX ${qualified(to)} ${change}`));
}
function keyElement(key) {
  const descending = key.order === "desc";
  const nullsByDefault = descending ? "first" : "last";
  return [
    key.column === null ? `(${key.expression})` : quoteIdentifier(key.column),
    ...key.collation === null ? [] : [`COLLATE ${key.collation}`],
    ...key.opclass === null ? [] : [key.opclass],
    ...descending ? ["DESC"] : [],
    ...key.nulls === nullsByDefault ? [] : [`NULLS ${key.nulls.toUpperCase()}`]
  ].join(" ");
}

// src/dialects/postgres/parser.ts
import { readFile } from "node:fs/promises";
var maxBytes = 4 * 2 ** 20;
var loading = null;
async function parseSql(bytes) {
  return withParser(bytes, (parser, text) => {
    const result = parser._wasm_parse_query_raw(text);
    try {
      const error = parser.getValue(result + 8, "i32");
      if (error !== 0) return unreadable(parser.UTF8ToString(parser.getValue(error, "i32")));
      const tree = JSON.parse(parser.UTF8ToString(parser.getValue(result, "i32")));
      return { outcome: "parsed", result: (tree.stmts ?? []).flatMap(toRawStatement) };
    } finally {
      parser._wasm_free_parse_result(result);
    }
  });
}
async function parsePlpgsql(bytes) {
  return withParser(bytes, (parser, text) => {
    const result = parser._wasm_parse_plpgsql(text);
    try {
      const json = parser.UTF8ToString(result);
      return json.startsWith("{") ? { outcome: "parsed", result: JSON.parse(json) } : unreadable(json);
    } finally {
      parser._wasm_free_string(result);
    }
  });
}
function toRawStatement(raw) {
  return raw.stmt === void 0 ? [] : [{ tree: raw.stmt, start: raw.stmt_location ?? 0, length: raw.stmt_len ?? 0 }];
}
async function withParser(bytes, use) {
  if (bytes.length > maxBytes) return unreadable(`longer than ${maxBytes / 2 ** 20} MB`);
  if (bytes.includes(0)) return unreadable("a NUL character");
  loading ??= load();
  const parser = await loading;
  const text = parser._malloc(bytes.length + 1);
  parser.HEAPU8.set(bytes, text);
  parser.HEAPU8[text + bytes.length] = 0;
  try {
    const parsed = use(parser, text);
    parser._free(text);
    return parsed;
  } catch (error) {
    loading = null;
    return unreadable(error instanceof RangeError ? "nested too deeply" : String(error));
  }
}
async function load() {
  const { default: instantiate } = await import("./chunk-SC2TAJRI.js");
  return instantiate({ wasmBinary: await readFile(assetPath("libpg-query.wasm")) });
}
function unreadable(reason) {
  return { outcome: "unreadable", reason };
}

// src/dialects/postgres/split.ts
async function splitScript(sql) {
  const bytes = Buffer.from(sql);
  const parsed = await parseSql(bytes);
  if (parsed.outcome === "unreadable") return parsed;
  const statements = [];
  let endOfLast = 0;
  let offset = 0;
  for (const { tree, start, length } of parsed.result) {
    const end = length === 0 ? bytes.length : start + length;
    const between = bytes.toString("utf8", endOfLast, start);
    const lead = between.length - leadingComments(between).length;
    const text = between.slice(lead) + bytes.toString("utf8", start, end);
    statements.push({ sql: text.trimEnd(), offset: offset + lead, tree });
    offset += lead + text.length;
    endOfLast = end;
  }
  return { outcome: "split", statements };
}
function leadingComments(between) {
  return between.replace(/^[;\s]+/, "");
}

export {
  mentions,
  qualifiedKey,
  qualified,
  holder,
  signature,
  target,
  freeName,
  catalogueOf,
  holderId,
  relationName,
  columnName,
  statement,
  tableAction,
  ifNotExists,
  ifExists,
  unlessFound,
  optionChanges,
  optionList,
  constraintClause,
  createConstraint,
  dropConstraint,
  renameConstraint,
  alterConstraint,
  createIndex,
  dropIndex,
  renameIndex,
  alterIndex,
  parsePlpgsql,
  splitScript
};
