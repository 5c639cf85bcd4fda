import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  nameParts,
  ofTag,
  option,
  parsePlpgsql,
  relationParts,
  splitScript,
  strings,
  tagOf
} from "./chunk-67743SDL.js";
import {
  quoteIdentifier,
  quoteLiteral,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";

// src/dialects/postgres/group-statements.ts
function groupStatements(statements) {
  if (statements.some(({ control }) => control !== null)) return [{ transactional: false, foreignKeys: null, statements }];
  const groups = [];
  for (const statement2 of statements) {
    const alone = !statement2.transactional || statement2.verb === "ALTER TYPE ADD VALUE" && statements.length > 1;
    const open = groups.at(-1);
    if (alone || open === void 0 || !open.transactional)
      groups.push({ transactional: !alone, foreignKeys: null, statements: [statement2] });
    else open.statements.push(statement2);
  }
  return groups;
}

// src/dialects/postgres/ddl/mentions.ts
var tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[.(]|[^\s.(]/gu;
var notAnAlias = /* @__PURE__ */ new Set([
  "where",
  "on",
  "using",
  "and",
  "or",
  "in",
  "any",
  "all",
  "over",
  "filter",
  "as",
  "values",
  "when"
]);
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
  const keys = all.filter(
    (object) => object.kind === "primary key" || object.kind === "index" && object.unique && object.where === null
  );
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
function isEnumIn(type, catalogue) {
  const [key] = mentions(type).qualified;
  return (catalogue.named.get(key ?? "") ?? []).some((id) => catalogue.objects.get(id)?.kind === "enum");
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
  const block = [
    "BEGIN",
    `  IF NOT EXISTS (${found}) THEN`,
    `    ${sql.replaceAll(/\n(?=[^\n])/g, "\n    ")};`,
    "  END IF;",
    "END"
  ];
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
  const set = to.filter((option2) => !from.includes(option2));
  const kept = new Set(to.map(optionName));
  const reset = from.map(optionName).filter((name) => !kept.has(name));
  return [
    ...reset.length === 0 ? [] : [`RESET (${reset.join(", ")})`],
    ...set.length === 0 ? [] : [`SET ${optionList(set)}`]
  ];
}
function optionList(options) {
  const settings = options.map(
    (option2) => `${optionName(option2)} = '${option2.slice(optionName(option2).length + 1).replaceAll("'", "''")}'`
  );
  return `(${settings.join(", ")})`;
}
function optionName(option2) {
  return option2.split("=", 1)[0] ?? option2;
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
  return statement(
    unlessFound(form, found, `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(constraint.name)} ${definition}`)
  );
}

// src/dialects/postgres/ddl/indexes.ts
function createIndex(index, form, how = "at once") {
  if (index.constraint !== null) return createUniqueConstraint(index, index.constraint.deferrable, form);
  const clauses = [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX${how === "concurrently" ? " CONCURRENTLY" : ""}${ifNotExists(form)} ${quoteIdentifier(index.name)}`,
    `ON ${holder(index)}${index.method === "btree" ? "" : ` USING ${quoteIdentifier(index.method)}`}`,
    `(${index.keys.map(keyElement).join(", ")})`,
    ...index.include.length === 0 ? [] : [`INCLUDE ${columnList(index.include)}`],
    ...index.nullsNotDistinct ? ["NULLS NOT DISTINCT"] : [],
    ...index.options.length === 0 ? [] : [`WITH ${optionList(index.options)}`],
    ...index.where === null ? [] : [`WHERE ${index.where}`]
  ];
  return [{ kind: "statement", sql: clauses.join(" "), transactional: how === "at once" }];
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

// src/dialects/postgres/procedural.ts
var nothingKnown = { statements: [], opaque: true };
async function readBlock(sql, { args }) {
  return (option(args, "language") ?? "plpgsql") === "plpgsql" ? readPlpgsql(sql) : nothingKnown;
}
async function readRoutine(sql, { options, sql_body }) {
  if (sql_body !== void 0) return { statements: [sql_body], opaque: false };
  switch (option(options, "language")?.toLowerCase()) {
    case "plpgsql":
      return readPlpgsql(sql);
    case "sql": {
      const trees = await treesOf({ kind: "statement", text: option(options, "as") ?? "" });
      return trees === null ? nothingKnown : { statements: trees, opaque: false };
    }
    default:
      return nothingKnown;
  }
}
async function readPlpgsql(sql) {
  const parsed = await parsePlpgsql(Buffer.from(sql));
  if (parsed.outcome === "unreadable") return nothingKnown;
  const statements = [];
  let opaque = false;
  for (const query of queriesOf(parsed.result)) {
    const trees = await treesOf(query);
    if (trees === null) opaque = true;
    else statements.push(...trees);
  }
  return { statements, opaque };
}
function queriesOf(body) {
  const found = [];
  const open = [{ value: body, dynamic: false }];
  for (let next = open.pop(); next !== void 0; next = open.pop()) {
    for (const [key, inner] of Object.entries(next.value)) {
      if (inner === null || typeof inner !== "object") continue;
      if (key === "PLpgSQL_expr") found.push(asQuery(inner, next.dynamic));
      else open.push({ value: inner, dynamic: isDynamic(key) || next.dynamic && key === "query" });
    }
  }
  return found;
}
function isDynamic(key) {
  return key === "PLpgSQL_stmt_dynexecute" || key === "PLpgSQL_stmt_dynfors" || key === "dynquery";
}
function asQuery({ query = "", parseMode = 0 }, dynamic) {
  if (dynamic) return { kind: "dynamic", text: query };
  if (parseMode === 0) return { kind: "statement", text: query };
  return { kind: "expression", text: parseMode === 2 ? query : query.replace(/^[^=]*?:?=/, "") };
}
async function treesOf({ kind, text }) {
  const split = await splitScript(kind === "statement" ? text : `SELECT ${text}`);
  if (split.outcome === "unreadable") return null;
  const trees = split.statements.map(({ tree }) => tree);
  if (kind !== "dynamic") return trees;
  const constant = constantOf(trees);
  return constant === null ? null : treesOf({ kind: "statement", text: constant });
}
function constantOf(trees) {
  const [tree] = trees;
  if (tree === void 0 || !("SelectStmt" in tree)) return null;
  const [target2] = tree.SelectStmt.targetList ?? [];
  if (target2 === void 0 || !("ResTarget" in target2)) return null;
  const { val } = target2.ResTarget;
  return val !== void 0 && "A_Const" in val ? val.A_Const.sval?.sval ?? null : null;
}

// src/dialects/postgres/statement-names.ts
var Names = class {
  #defaultSchema;
  /** Schemas that stood before a name. */
  written = /* @__PURE__ */ new Set();
  constructor(defaultSchema) {
    this.#defaultSchema = defaultSchema;
  }
  id(kind, parts) {
    const { schema, name } = this.#resolve(parts);
    return objectId(kind, schema, name);
  }
  relation(relation, kind = "table") {
    return this.id(kind, relationParts(relation ?? {}));
  }
  /** Something that belongs to a table: column, trigger, policy, constraint. */
  part(kind, table, name) {
    const { schema, name: tableName } = this.#resolve(table);
    return objectId(kind, schema, tableName, name);
  }
  /** `function public.touch(integer)`: the types as the server prints them. */
  routine(parts, types) {
    const { schema, name } = this.#resolve(parts);
    return objectId("function", schema, `${name}(${types.map((type) => this.#typeName(type)).join(", ")})`);
  }
  #resolve(parts) {
    const schema = parts.at(-2);
    if (schema !== void 0) this.written.add(schema);
    return { schema: schema ?? this.#defaultSchema, name: parts.at(-1) ?? "" };
  }
  #typeName(type) {
    const parts = strings(type.names);
    const name = parts.at(-1) ?? "";
    const builtIn = parts.at(-2) === "pg_catalog" || parts.length === 1 && builtInTypes.has(name);
    const { schema } = this.#resolve(parts);
    return `${builtIn ? typeTitles[name] ?? name : `${schema}.${name}`}${type.arrayBounds === void 0 ? "" : "[]"}`;
  }
};
function namedObject(type, object, names) {
  const parts = nameParts(object);
  if (type === "OBJECT_SCHEMA" || type === "OBJECT_EXTENSION")
    return objectId(type === "OBJECT_SCHEMA" ? "schema" : "extension", parts.at(-1) ?? "");
  const partKind = type === void 0 ? void 0 : partKinds[type];
  if (partKind !== void 0) return names.part(partKind, parts.slice(0, -1), parts.at(-1) ?? "");
  if (object !== void 0 && "ObjectWithArgs" in object) return names.routine(parts, argumentTypes(object.ObjectWithArgs));
  const kind = type === void 0 ? void 0 : kinds[type];
  return kind === void 0 ? null : names.id(kind, parts);
}
function mentioned(nodes, names) {
  const temporary = new Set(ofTag(nodes, "CommonTableExpr").map(({ ctename }) => ctename));
  const relations = ofTag(nodes, "RangeVar").filter(
    ({ schemaname, relname, relpersistence }) => relpersistence !== "t" && !isCatalogue(schemaname) && (schemaname !== void 0 || !temporary.has(relname))
  );
  const types = ofTag(nodes, "TypeName").map((type) => strings(type.names)).filter(
    (parts) => !isCatalogue(parts.at(-2)) && !(parts.length === 1 && builtInTypes.has(parts[0] ?? "")) && parts.length > 0
  );
  return [
    ...relations.flatMap((relation) => relationKinds.map((kind) => names.relation(relation, kind))),
    ...types.flatMap((parts) => typeKinds.map((kind) => names.id(kind, parts)))
  ];
}
function argumentTypes(routine) {
  return (routine.objargs ?? []).flatMap((node) => "TypeName" in node ? [node.TypeName] : []);
}
function parameterTypes(parameters) {
  return (parameters ?? []).flatMap((node) => {
    if (!("FunctionParameter" in node)) return [];
    const { mode, argType } = node.FunctionParameter;
    return mode === "FUNC_PARAM_OUT" || mode === "FUNC_PARAM_TABLE" || argType === void 0 ? [] : [argType];
  });
}
function isCatalogue(schema) {
  return schema === "pg_catalog" || schema === "information_schema" || schema === "pg_temp";
}
var relationKinds = ["table", "view", "materialized view"];
var typeKinds = ["enum", "domain", "type"];
var kinds = {
  OBJECT_TABLE: "table",
  OBJECT_FOREIGN_TABLE: "table",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized view",
  OBJECT_INDEX: "index",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_TYPE: "enum",
  OBJECT_DOMAIN: "domain"
};
var partKinds = {
  OBJECT_COLUMN: "column",
  OBJECT_TRIGGER: "trigger",
  OBJECT_POLICY: "policy"
};
var typeTitles = {
  bool: "boolean",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  varchar: "character varying",
  bpchar: "character",
  varbit: "bit varying",
  time: "time without time zone",
  timetz: "time with time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone"
};
var builtInTypes = new Set(
  `any anyarray anycompatible anyelement anyenum anymultirange anynonarray anyrange bigserial bit bool boolean box bpchar bytea char
  cidr circle cstring date datemultirange daterange event_trigger float4 float8 inet int2 int2vector int4 int4multirange int4range int8
  int8multirange int8range internal interval json jsonb jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange
  oid oidvector path pg_lsn point polygon record refcursor regclass regcollation regconfig regdictionary regnamespace regoper
  regoperator regproc regprocedure regrole regtype serial serial2 serial4 serial8 smallserial text tid time timestamp timestamptz timetz
  trigger tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit varchar void xid xid8
  xml`.split(/\s+/)
);

// src/dialects/postgres/statement-creates.ts
function createdBy(tree, names) {
  if ("CreateStmt" in tree)
    return tree.CreateStmt.relation?.relpersistence === "t" ? [] : [names.relation(tree.CreateStmt.relation)];
  if ("CreateForeignTableStmt" in tree) return [names.relation(tree.CreateForeignTableStmt.base?.relation)];
  if ("ViewStmt" in tree) return [names.relation(tree.ViewStmt.view, "view")];
  if ("CreateTableAsStmt" in tree) {
    const { into, objtype } = tree.CreateTableAsStmt;
    return into?.rel?.relpersistence === "t" ? [] : [names.relation(into?.rel, objtype === "OBJECT_MATVIEW" ? "materialized view" : "table")];
  }
  if ("SelectStmt" in tree) {
    const { intoClause } = tree.SelectStmt;
    return intoClause === void 0 || intoClause.rel?.relpersistence === "t" ? [] : [names.relation(intoClause.rel)];
  }
  if ("IndexStmt" in tree) {
    const { idxname, relation } = tree.IndexStmt;
    return idxname === void 0 ? [] : [names.id("index", [...relationParts(relation ?? {}).slice(0, -1), idxname])];
  }
  if ("CreateEnumStmt" in tree) return [names.id("enum", strings(tree.CreateEnumStmt.typeName))];
  if ("CreateDomainStmt" in tree) return [names.id("domain", strings(tree.CreateDomainStmt.domainname))];
  if ("CompositeTypeStmt" in tree) return [names.relation(tree.CompositeTypeStmt.typevar, "type")];
  if ("CreateRangeStmt" in tree) return [names.id("type", strings(tree.CreateRangeStmt.typeName))];
  if ("CreateSeqStmt" in tree) return [names.relation(tree.CreateSeqStmt.sequence, "sequence")];
  if ("CreateSchemaStmt" in tree)
    return [objectId("schema", tree.CreateSchemaStmt.schemaname ?? tree.CreateSchemaStmt.authrole?.rolename ?? "")];
  if ("CreateExtensionStmt" in tree) return [objectId("extension", tree.CreateExtensionStmt.extname ?? "")];
  if ("CreateFunctionStmt" in tree) {
    const { funcname, parameters } = tree.CreateFunctionStmt;
    return [names.routine(strings(funcname), parameterTypes(parameters))];
  }
  if ("CreateTrigStmt" in tree) {
    const { relation, trigname } = tree.CreateTrigStmt;
    return [names.part("trigger", relationParts(relation ?? {}), trigname ?? "")];
  }
  if ("CreatePolicyStmt" in tree) {
    const { table, policy_name } = tree.CreatePolicyStmt;
    return [names.part("policy", relationParts(table ?? {}), policy_name ?? "")];
  }
  if ("AlterTableStmt" in tree)
    return addedBy(tree.AlterTableStmt.cmds ?? [], relationParts(tree.AlterTableStmt.relation ?? {}), names);
  return [];
}
function addedBy(commands, table, names) {
  return commands.flatMap((command) => {
    if (!("AlterTableCmd" in command)) return [];
    const { subtype, def } = command.AlterTableCmd;
    if (subtype === "AT_AddColumn" && def !== void 0 && "ColumnDef" in def)
      return [names.part("column", table, def.ColumnDef.colname ?? "")];
    if (subtype !== "AT_AddConstraint" || def === void 0 || !("Constraint" in def)) return [];
    const { contype, conname } = def.Constraint;
    if (conname === void 0 || contype === void 0) return [];
    if (contype === "CONSTR_UNIQUE") return [names.id("index", [...table.slice(0, -1), conname])];
    const kind = constraintKinds[contype];
    return kind === void 0 ? [] : [names.part(kind, table, conname)];
  });
}
var constraintKinds = {
  CONSTR_PRIMARY: "primary key",
  CONSTR_FOREIGN: "foreign key",
  CONSTR_CHECK: "check",
  CONSTR_EXCLUSION: "exclusion"
};
function isNewlyMade(tree) {
  if ("CreateStmt" in tree) return tree.CreateStmt.if_not_exists !== true;
  if ("IndexStmt" in tree) return tree.IndexStmt.if_not_exists !== true;
  if ("CreateTableAsStmt" in tree) return tree.CreateTableAsStmt.if_not_exists !== true;
  return "SelectStmt" in tree;
}

// src/dialects/postgres/statement-touches.ts
function touchedBy(tree, nodes, names) {
  return [...mentioned(nodes, names), ...namedBy(tree, names).filter((id) => id !== null)];
}
function rolesIn(tree, nodes) {
  const named = ofTag(nodes, "RoleSpec").flatMap(
    ({ roletype, rolename }) => roletype === "ROLESPEC_CSTRING" && rolename !== void 0 ? [rolename] : []
  );
  const granted = "GrantRoleStmt" in tree ? ofTag(nodes, "AccessPriv").flatMap(({ priv_name }) => priv_name === void 0 ? [] : [priv_name]) : [];
  const created = "CreateRoleStmt" in tree && tree.CreateRoleStmt.role !== void 0 ? [tree.CreateRoleStmt.role] : [];
  return [...named, ...granted, ...created, ...roleTaken(tree)];
}
function roleTaken(tree) {
  if (!("VariableSetStmt" in tree)) return [];
  const { name, args } = tree.VariableSetStmt;
  if (name !== "role" && name !== "session_authorization") return [];
  return (args ?? []).flatMap((arg) => "A_Const" in arg && arg.A_Const.sval?.sval !== void 0 ? [arg.A_Const.sval.sval] : []);
}
function namedBy(tree, names) {
  if ("DropStmt" in tree)
    return (tree.DropStmt.objects ?? []).map((object) => namedObject(tree.DropStmt.removeType, object, names));
  if ("CommentStmt" in tree) return [namedObject(tree.CommentStmt.objtype, tree.CommentStmt.object, names)];
  if ("GrantStmt" in tree)
    return (tree.GrantStmt.objects ?? []).map((object) => namedObject(tree.GrantStmt.objtype, object, names));
  if ("AlterOwnerStmt" in tree) return [namedObject(tree.AlterOwnerStmt.objectType, tree.AlterOwnerStmt.object, names)];
  if ("AlterObjectSchemaStmt" in tree)
    return [namedObject(tree.AlterObjectSchemaStmt.objectType, tree.AlterObjectSchemaStmt.object, names)];
  if ("AlterEnumStmt" in tree) return [names.id("enum", strings(tree.AlterEnumStmt.typeName))];
  if ("AlterDomainStmt" in tree) return [names.id("domain", strings(tree.AlterDomainStmt.typeName))];
  if ("AlterSeqStmt" in tree) return [names.relation(tree.AlterSeqStmt.sequence, "sequence")];
  if ("AlterPolicyStmt" in tree) {
    const { table, policy_name } = tree.AlterPolicyStmt;
    return [names.part("policy", relationParts(table ?? {}), policy_name ?? "")];
  }
  if ("CreateTrigStmt" in tree) return [names.routine(strings(tree.CreateTrigStmt.funcname), [])];
  if ("RenameStmt" in tree) return renamed(tree.RenameStmt, names);
  if ("AlterTableStmt" in tree) return altered(tree.AlterTableStmt, names);
  return [];
}
function renamed({ renameType, relation, object, subname }, names) {
  if (relation === void 0) return [namedObject(renameType, object, names)];
  const table = relationParts(relation);
  switch (renameType) {
    case "OBJECT_INDEX":
      return [names.relation(relation, "index")];
    case "OBJECT_SEQUENCE":
      return [names.relation(relation, "sequence")];
    case "OBJECT_COLUMN":
      return [names.part("column", table, subname ?? "")];
    case "OBJECT_TABCONSTRAINT":
      return constraintIds(table, subname ?? "", names);
    case "OBJECT_TRIGGER":
      return [names.part("trigger", table, subname ?? "")];
    case "OBJECT_POLICY":
      return [names.part("policy", table, subname ?? "")];
    default:
      return [];
  }
}
function altered({ relation, cmds, objtype }, names) {
  const table = relationParts(relation ?? {});
  const whole = objtype === "OBJECT_INDEX" ? [names.id("index", table)] : objtype === "OBJECT_SEQUENCE" ? [names.id("sequence", table)] : [];
  const parts = (cmds ?? []).flatMap((node) => {
    if (!("AlterTableCmd" in node)) return [];
    const { subtype, name } = node.AlterTableCmd;
    if (name === void 0) return [];
    return subtype === "AT_DropConstraint" || subtype === "AT_ValidateConstraint" ? constraintIds(table, name, names) : [names.part("column", table, name)];
  });
  return [...whole, ...parts];
}
function constraintIds(table, name, names) {
  const parts = ["primary key", "foreign key", "check", "exclusion"].map((kind) => names.part(kind, table, name));
  return [...parts, names.id("index", [...table.slice(0, -1), name])];
}

// src/dialects/postgres/statement-verb.ts
function verbOf(tree) {
  if ("DropStmt" in tree) return `DROP ${objectWord(tree.DropStmt.removeType)}${tree.DropStmt.concurrent ? " CONCURRENTLY" : ""}`;
  if ("IndexStmt" in tree)
    return `CREATE ${tree.IndexStmt.unique ? "UNIQUE " : ""}INDEX${tree.IndexStmt.concurrent ? " CONCURRENTLY" : ""}`;
  if ("AlterEnumStmt" in tree)
    return tree.AlterEnumStmt.oldVal === void 0 ? "ALTER TYPE ADD VALUE" : "ALTER TYPE RENAME VALUE";
  if ("AlterTableStmt" in tree) return `ALTER ${objectWord(tree.AlterTableStmt.objtype)}`;
  if ("RenameStmt" in tree)
    return `ALTER ${objectWord(tree.RenameStmt.relation === void 0 ? tree.RenameStmt.renameType : "OBJECT_TABLE")} RENAME`;
  if ("AlterObjectSchemaStmt" in tree) return `ALTER ${objectWord(tree.AlterObjectSchemaStmt.objectType)} SET SCHEMA`;
  if ("AlterOwnerStmt" in tree) return `ALTER ${objectWord(tree.AlterOwnerStmt.objectType)} OWNER`;
  if ("CreateTableAsStmt" in tree)
    return tree.CreateTableAsStmt.objtype === "OBJECT_MATVIEW" ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
  if ("CreateFunctionStmt" in tree) return tree.CreateFunctionStmt.is_procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  if ("GrantStmt" in tree) return tree.GrantStmt.is_grant ? "GRANT" : "REVOKE";
  if ("GrantRoleStmt" in tree) return tree.GrantRoleStmt.is_grant ? "GRANT" : "REVOKE";
  if ("ReindexStmt" in tree) return `REINDEX${option(tree.ReindexStmt.params, "concurrently") === null ? "" : " CONCURRENTLY"}`;
  if ("VacuumStmt" in tree) return tree.VacuumStmt.is_vacuumcmd ? "VACUUM" : "ANALYZE";
  if ("CopyStmt" in tree) return tree.CopyStmt.is_from ? "COPY FROM" : "COPY TO";
  if ("TransactionStmt" in tree) return transactionWords(tree.TransactionStmt.kind);
  return plainVerbs[tagOf(tree)] ?? wordsOfTag(tagOf(tree));
}
function controlOf(tree) {
  return "TransactionStmt" in tree ? controlOfKind(tree.TransactionStmt.kind) : null;
}
function controlOfKind(kind) {
  switch (kind) {
    case "TRANS_STMT_BEGIN":
    case "TRANS_STMT_START":
      return "begin";
    case "TRANS_STMT_COMMIT":
    case "TRANS_STMT_PREPARE":
      return "commit";
    case "TRANS_STMT_ROLLBACK":
      return "rollback";
    case "TRANS_STMT_SAVEPOINT":
    case "TRANS_STMT_RELEASE":
    case "TRANS_STMT_ROLLBACK_TO":
      return "savepoint";
    case "TRANS_STMT_COMMIT_PREPARED":
    case "TRANS_STMT_ROLLBACK_PREPARED":
    case void 0:
      return null;
  }
}
function isTransactional(tree) {
  if ("IndexStmt" in tree) return tree.IndexStmt.concurrent !== true;
  if ("DropStmt" in tree) return tree.DropStmt.concurrent !== true;
  if ("ReindexStmt" in tree) {
    const whole = tree.ReindexStmt.kind !== "REINDEX_OBJECT_INDEX" && tree.ReindexStmt.kind !== "REINDEX_OBJECT_TABLE";
    return !whole && option(tree.ReindexStmt.params, "concurrently") === null;
  }
  if ("VacuumStmt" in tree) return tree.VacuumStmt.is_vacuumcmd !== true;
  if ("ClusterStmt" in tree) return tree.ClusterStmt.relation !== void 0;
  if ("AlterTableStmt" in tree) return !(tree.AlterTableStmt.cmds ?? []).some(detachesConcurrently);
  if ("AlterDatabaseStmt" in tree) return option(tree.AlterDatabaseStmt.options, "tablespace") === null;
  if ("CreateSubscriptionStmt" in tree) return option(tree.CreateSubscriptionStmt.options, "create_slot") === "false";
  if ("TransactionStmt" in tree) {
    return tree.TransactionStmt.kind !== "TRANS_STMT_COMMIT_PREPARED" && tree.TransactionStmt.kind !== "TRANS_STMT_ROLLBACK_PREPARED";
  }
  return !aloneStatements.has(tagOf(tree));
}
var aloneStatements = /* @__PURE__ */ new Set([
  "CreatedbStmt",
  "DropdbStmt",
  "AlterSystemStmt",
  "CreateTableSpaceStmt",
  "DropTableSpaceStmt",
  "DropSubscriptionStmt",
  "AlterSubscriptionStmt"
]);
function detachesConcurrently(command) {
  if (!("AlterTableCmd" in command)) return false;
  const { def } = command.AlterTableCmd;
  return def !== void 0 && "PartitionCmd" in def && def.PartitionCmd.concurrent === true;
}
var plainVerbs = {
  AlterDomainStmt: "ALTER DOMAIN",
  AlterDefaultPrivilegesStmt: "ALTER DEFAULT PRIVILEGES",
  AlterExtensionContentsStmt: "ALTER EXTENSION",
  AlterRoleSetStmt: "ALTER ROLE",
  AlterSeqStmt: "ALTER SEQUENCE",
  CompositeTypeStmt: "CREATE TYPE",
  CreateEnumStmt: "CREATE TYPE",
  CreateFdwStmt: "CREATE FOREIGN DATA WRAPPER",
  CreatePLangStmt: "CREATE LANGUAGE",
  CreateRangeStmt: "CREATE TYPE",
  CreateSeqStmt: "CREATE SEQUENCE",
  CreateStatsStmt: "CREATE STATISTICS",
  CreateStmt: "CREATE TABLE",
  CreateTrigStmt: "CREATE TRIGGER",
  CreatedbStmt: "CREATE DATABASE",
  DefineStmt: "CREATE",
  DropdbStmt: "DROP DATABASE",
  RefreshMatViewStmt: "REFRESH MATERIALIZED VIEW",
  RuleStmt: "CREATE RULE",
  SecLabelStmt: "SECURITY LABEL",
  VariableSetStmt: "SET",
  VariableShowStmt: "SHOW",
  ViewStmt: "CREATE VIEW"
};
function objectWord(type) {
  return (type ?? "OBJECT_").slice("OBJECT_".length).replace("MATVIEW", "MATERIALIZED VIEW").replaceAll("_", " ");
}
function wordsOfTag(tag) {
  return tag.replace(/Stmt$/, "").replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toUpperCase();
}
function transactionWords(kind) {
  return (kind ?? "").slice("TRANS_STMT_".length).replaceAll("_", " ");
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
  isEnumIn,
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
  groupStatements,
  readBlock,
  readRoutine,
  Names,
  namedObject,
  createdBy,
  isNewlyMade,
  touchedBy,
  rolesIn,
  verbOf,
  controlOf,
  isTransactional
};
