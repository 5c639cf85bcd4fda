import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  nameParts,
  nodesOf,
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
  hazardOf,
  presumedHazards,
  riskOf
} from "./chunk-MCIORTWX.js";
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

// src/dialects/postgres/findings.ts
function effect(name) {
  return { kind: "effect", effect: name };
}
function risk(id, object, details = {}) {
  return { kind: "hazard", id, object, details };
}
var notUnderstood = [effect("not-understood"), risk("opaque-sql", null)];
function rights(object) {
  return [effect("changes-rights"), risk("access-control-change", object)];
}

// src/dialects/postgres/known-schema.ts
var KnownSchema = class {
  /** False: that nothing is found says nothing. */
  known;
  #byId;
  #parts;
  constructor(objects) {
    this.known = objects !== null;
    this.#byId = new Map((objects ?? []).map((object) => [object.id, object]));
    this.#parts = Map.groupBy(objects ?? [], ownerOf);
  }
  has(id) {
    return this.#byId.has(id);
  }
  object(id) {
    return this.#byId.get(id) ?? null;
  }
  table(id) {
    const found = this.#byId.get(id);
    return found?.kind === "table" ? found : null;
  }
  column(table, name) {
    return this.columns(table).find((column) => column.name === name) ?? null;
  }
  columns(table) {
    return this.#partsOf(table, "column");
  }
  indexes(table) {
    return this.#partsOf(table, "index");
  }
  checks(table) {
    return this.#partsOf(table, "check");
  }
  foreignKeys(table) {
    return this.#partsOf(table, "foreign key");
  }
  primaryKey(table) {
    return this.#partsOf(table, "primary key")[0] ?? null;
  }
  /** A constraint of this name, of whatever kind. */
  constraint(table, name) {
    return (this.#parts.get(table) ?? []).find(
      (part) => part.name === name && (constraintKinds.has(part.kind) || part.kind === "index" && part.constraint !== null)
    ) ?? null;
  }
  foreignKeysTo(table) {
    return [...this.#byId.values()].filter(
      (object) => object.kind === "foreign key" && object.references === table
    );
  }
  partitionsOf(table) {
    return [...this.#byId.values()].filter(
      (object) => object.kind === "table" && object.partitionOf?.table === table
    );
  }
  enum(id) {
    const found = this.#byId.get(id);
    return found?.kind === "enum" ? found : null;
  }
  domain(id) {
    const found = this.#byId.get(id);
    return found?.kind === "domain" ? found : null;
  }
  routines() {
    return [...this.#byId.values()].filter((object) => object.kind === "function");
  }
  #partsOf(table, kind) {
    return (this.#parts.get(table) ?? []).filter((part) => part.kind === kind);
  }
};
var constraintKinds = /* @__PURE__ */ new Set(["primary key", "foreign key", "check", "exclusion"]);

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
  let opaque2 = false;
  for (const query of queriesOf(parsed.result)) {
    const trees = await treesOf(query);
    if (trees === null) opaque2 = true;
    else statements.push(...trees);
  }
  return { statements, opaque: opaque2 };
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
  const constant2 = constantOf(trees);
  return constant2 === null ? null : treesOf({ kind: "statement", text: constant2 });
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
  tableName(parts) {
    return this.#resolve(parts);
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
    const builtIn2 = parts.at(-2) === "pg_catalog" || parts.length === 1 && builtInTypes.has(name);
    const { schema } = this.#resolve(parts);
    return `${builtIn2 ? typeTitles[name] ?? name : `${schema}.${name}`}${type.arrayBounds === void 0 ? "" : "[]"}`;
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

// src/dialects/postgres/script-hazards.ts
function placeHazards(tree, sql, around) {
  return [
    ...around.inOwnTransaction && !isTransactional(tree) ? [risk("concurrently-in-transaction", null)] : [],
    ...isTransactional(tree) || isRepeatable(tree) || isAlone(around) || around.inOwnTransaction ? [] : [risk("not-rerunnable", null)],
    ...usesNewLabel(tree, around),
    ...hasLongName(sql) ? [risk("identifier-truncated", null)] : []
  ];
}
function isAlone({ earlier, later }) {
  return earlier.length === 0 && later.length === 0;
}
function isRepeatable(tree) {
  if ("IndexStmt" in tree) return tree.IndexStmt.if_not_exists === true;
  if ("DropStmt" in tree) return tree.DropStmt.missing_ok === true;
  return "ReindexStmt" in tree || "VacuumStmt" in tree || "AlterSystemStmt" in tree;
}
function usesNewLabel(tree, { together, names, inOwnTransaction }) {
  if (!inOwnTransaction) return [];
  const added = together.flatMap(
    (one) => "AlterEnumStmt" in one && one.AlterEnumStmt.newVal !== void 0 && one.AlterEnumStmt.oldVal === void 0 ? [{ label: one.AlterEnumStmt.newVal, type: names.id("enum", strings(one.AlterEnumStmt.typeName)) }] : []
  );
  if (added.length === 0) return [];
  const literals = new Set(ofTag(nodesOf(tree), "A_Const").map(({ sval }) => sval?.sval));
  return added.flatMap(({ label, type }) => literals.has(label) ? [risk("enum-add-value-used-in-transaction", type)] : []);
}
function hasLongName(sql) {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'/g, " ");
  return [...bare.matchAll(/"((?:[^"]|"")+)"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g)].some(
    ([word, quoted]) => Buffer.byteLength(quoted ?? word) > 63
  );
}
function overloadHazards(tree, { names, before, later, earlier }, created) {
  if (!("CreateFunctionStmt" in tree)) return [];
  const parts = strings(tree.CreateFunctionStmt.funcname);
  const prefix = names.routine(parts, []).slice(0, -1);
  const others = before.routines().filter(({ id, routine }) => id.startsWith(prefix) && id !== created && routine !== "aggregate");
  const gone = new Set(
    [...earlier, ...later].flatMap(
      (one) => "DropStmt" in one ? (one.DropStmt.objects ?? []).map((object) => namedObject(one.DropStmt.removeType, object, names)) : []
    )
  );
  return others.some(({ id }) => !gone.has(id)) && !before.has(created) ? [risk("function-overload-ambiguity", created)] : [];
}
function leavesView(table, { later, names }) {
  return later.some((tree) => "ViewStmt" in tree && names.id("table", relationParts(tree.ViewStmt.view ?? {})) === table);
}

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
    const kind = constraintKinds2[contype];
    return kind === void 0 ? [] : [names.part(kind, table, conname)];
  });
}
var constraintKinds2 = {
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

// src/dialects/postgres/column-types.ts
function plainTypeOf(type) {
  const parts = strings(type?.names);
  const name = parts.at(-1) ?? "";
  if (type?.arrayBounds !== void 0 || parts.length > 1 && parts[0] !== "pg_catalog") return null;
  const modifiers = (type?.typmods ?? []).flatMap(
    (node) => "A_Const" in node && node.A_Const.ival !== void 0 ? [node.A_Const.ival.ival ?? 0] : []
  );
  return { name: aliases[name] ?? name, modifiers };
}
function readPlainType(text) {
  const [, words = "", modifiers = "", rest = ""] = /^([a-z][a-z ]*?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?$/.exec(text) ?? [];
  const name = printed[`${words}${rest}`];
  return name === void 0 ? null : { name, modifiers: modifiers === "" ? [] : modifiers.split(",").map(Number) };
}
function isPlainColumn({ type, generated }) {
  return (generated === null || generated.stored) && readPlainType(type.replace(/\[\]$/, "")) !== null;
}
function typeChange(from, to) {
  if (from === null || to === null) return null;
  const none = { sameValues: false, mayFail: false, loses: false, dependsOnZone: false, into: null };
  const zones = [from.name, to.name];
  if (zones.includes("timestamp") && zones.includes("timestamptz")) return { ...none, dependsOnZone: true };
  if (isText(to.name)) return textChange(from, to);
  if (to.name === "numeric" && isNumber(from.name)) return numericChange(from, to);
  const range = integerRanges[to.name];
  if (range !== void 0 && isNumber(from.name)) {
    const narrower = rank(from.name) > rank(to.name);
    const fraction = from.name === "numeric" || from.name === "float4" || from.name === "float8";
    return { ...none, mayFail: narrower, loses: fraction, into: narrower ? { kind: "range", ...range } : null };
  }
  if ((from.name === "timestamp" || from.name === "timestamptz") && (to.name === "date" || isCoarser(from, to)))
    return { ...none, loses: true };
  if (from.name === "timestamp" && to.name === "timestamp") return { ...none, sameValues: true };
  if (from.name === "float8" && to.name === "float4") return { ...none, loses: true, mayFail: true };
  if (from.name === "json" && to.name === "jsonb") return { ...none, loses: true, mayFail: true };
  if (from.name === to.name) return { ...none, sameValues: true };
  if (isText(from.name)) return { ...none, mayFail: true };
  return none;
}
function textChange(from, to) {
  const limit = to.modifiers[0];
  const base = { sameValues: false, mayFail: false, loses: false, dependsOnZone: false, into: null };
  if (to.name === "bpchar") return { ...base, mayFail: true, into: { kind: "length", characters: limit ?? 1 } };
  if (limit === void 0) return { ...base, sameValues: isText(from.name) && from.name !== "bpchar" };
  const old = isText(from.name) ? from.modifiers[0] : void 0;
  if (from.name === "varchar" && old !== void 0 && old <= limit) return { ...base, sameValues: true };
  const fits = old !== void 0 && old <= limit;
  return { ...base, mayFail: !fits, into: fits ? null : { kind: "length", characters: limit } };
}
function numericChange(from, to) {
  const [precision, scale = 0] = to.modifiers;
  const base = { sameValues: false, mayFail: false, loses: false, dependsOnZone: false, into: null };
  if (precision === void 0) return { ...base, sameValues: from.name === "numeric" };
  const [oldPrecision, oldScale = 0] = from.name === "numeric" ? from.modifiers : [integerDigits[from.name], 0];
  const coarser = from.name !== "numeric" ? from.name.startsWith("float") : oldPrecision === void 0 || oldScale > scale;
  const shorter = oldPrecision === void 0 || oldPrecision - oldScale > precision - scale;
  if (coarser && !shorter) return { ...base, loses: true, into: { kind: "scale", scale } };
  if (shorter) return { ...base, mayFail: true, loses: coarser, into: { kind: "digits", precision, scale } };
  return { ...base, sameValues: from.name === "numeric" && oldScale === scale };
}
function isCoarser(from, to) {
  return from.name === to.name && (to.modifiers[0] ?? 6) < (from.modifiers[0] ?? 6);
}
function isText(name) {
  return name === "text" || name === "varchar" || name === "bpchar";
}
function isNumber(name) {
  return rank(name) >= 0;
}
function rank(name) {
  return ["int2", "int4", "int8", "numeric", "float4", "float8"].indexOf(name);
}
var integerDigits = { int2: 5, int4: 10, int8: 19 };
var integerRanges = {
  int2: { min: "-32768", max: "32767" },
  int4: { min: "-2147483648", max: "2147483647" },
  int8: { min: "-9223372036854775808", max: "9223372036854775807" }
};
var aliases = {
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
  smallserial: "int2",
  serial2: "int2"
};
var printed = {
  boolean: "bool",
  smallint: "int2",
  integer: "int4",
  bigint: "int8",
  real: "float4",
  "double precision": "float8",
  numeric: "numeric",
  text: "text",
  "character varying": "varchar",
  character: "bpchar",
  uuid: "uuid",
  json: "json",
  jsonb: "jsonb",
  bytea: "bytea",
  date: "date",
  inet: "inet",
  cidr: "cidr",
  macaddr: "macaddr",
  interval: "interval",
  money: "money",
  xml: "xml",
  time: "time",
  timestamp: "timestamp",
  "time without time zone": "time",
  "time with time zone": "timetz",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz"
};

// src/dialects/postgres/known-functions.ts
var builtIn = `
  abbrev abs acos acosd acosh age any_value area array_agg array_append array_dims array_fill array_length array_lower
  array_ndims array_position array_positions array_prepend array_remove array_replace array_reverse array_sample array_shuffle
  array_sort array_to_json array_to_string array_to_tsvector array_upper asin asind asinh atan atan2 atan2d atand atanh avg bit
  bit_and bit_count bit_length bit_or bit_xor bool_and bool_or bound_box bpchar btrim cardinality casefold cbrt ceil ceiling
  center char_length character_length clock_timestamp col_description concat concat_ws convert convert_from convert_to corr cos
  cosd cosh cot cotd count covar_pop covar_samp crc32 crc32c cume_dist current_database current_date current_query
  current_schema current_schemas current_setting current_time current_timestamp current_user currval date_add date_bin
  date_part date_subtract date_trunc datemultirange daterange decode degrees dense_rank diagonal diameter div encode enum_first
  enum_last enum_range erf erfc every exp extract factorial family first_value floor format format_type gamma gcd
  gen_random_uuid generate_series generate_subscripts get_bit get_byte get_current_ts_config getdatabaseencoding getpgusername
  grouping has_column_privilege has_schema_privilege has_table_privilege height host hostmask icu_unicode_version inet
  inet_merge inet_same_family initcap interval is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp
  isvertical json_agg json_agg_strict json_array_elements json_array_elements_text json_array_length json_build_array
  json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object json_object_agg
  json_object_keys json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset
  json_to_tsvector json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
  jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz
  jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz
  jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset jsonb_pretty jsonb_set
  jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours
  justify_interval lag last_value lastval lcm lead left length lgamma line ln localtime localtimestamp log log10 lower
  lower_inc lower_inf lpad lseg ltrim make_date make_interval make_time make_timestamp make_timestamptz masklen max md5 min
  min_scale mod mode multirange netmask network normalize now npoints nth_value ntile num_nonnulls num_nulls numeric
  nummultirange numnode numrange obj_description octet_length overlaps overlay parse_ident percent_rank percentile_cont
  percentile_disc pg_advisory_lock pg_advisory_unlock pg_advisory_xact_lock pg_available_extension_versions
  pg_available_extensions pg_backend_pid pg_basetype pg_client_encoding pg_collation_for pg_collation_is_visible
  pg_column_compression pg_column_is_updatable pg_column_size pg_conversion_is_visible pg_current_snapshot pg_describe_object
  pg_encoding_max_length pg_function_is_visible pg_get_acl pg_get_constraintdef pg_get_expr pg_get_function_arg_default
  pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody
  pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_object_address pg_get_partition_constraintdef pg_get_partkeydef
  pg_get_replica_identity_index pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef pg_get_statisticsobjdef_columns
  pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_identify_object
  pg_identify_object_as_address pg_index_column_has_property pg_index_has_property pg_input_error_info pg_input_is_valid
  pg_is_other_temp_schema pg_my_temp_schema pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible
  pg_partition_root pg_relation_filenode pg_relation_is_publishable pg_relation_is_updatable pg_relation_size
  pg_sequence_parameters pg_settings_get_flags pg_size_pretty pg_sleep pg_table_is_visible pg_table_size pg_total_relation_size
  pg_trigger_depth pg_try_advisory_lock pg_try_advisory_xact_lock pg_ts_config_is_visible pg_ts_dict_is_visible
  pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible pg_typeof pg_visible_in_snapshot phraseto_tsquery pi
  plainto_tsquery point position pow power querytree quote_ident quote_literal quote_nullable radians radius random
  random_normal range_agg range_merge rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
  regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_security_active row_to_json rpad rtrim scale
  session_user set_bit set_byte set_config set_masklen setseed setweight sha224 sha256 sha384 sha512 shobj_description sign sin
  sind sinh split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array
  string_to_table strip strpos substr substring sum system_user tan tand tanh text time timeofday timestamp timestamptz timetz
  timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct to_regclass to_regnamespace to_regproc
  to_regprocedure to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim_array
  trim_scale trunc ts_delete ts_filter ts_headline ts_rank ts_rank_cd tsmultirange tsrange tstzmultirange tstzrange
  unicode_assigned unicode_version unistr unnest upper upper_inc upper_inf uuid_extract_timestamp uuid_extract_version uuidv4
  uuidv7 var_pop var_samp varbit varchar variance version websearch_to_tsquery width width_bucket xml xml_is_well_formed
  xml_is_well_formed_content xml_is_well_formed_document xmlagg xmlcomment xmlexists xmltext xpath xpath_exists
`;
var casts = "bool box bpchar bytea char cidr date float4 float8 inet int2 int4 int8 interval json jsonb money name numeric oid path point text time timestamp timestamptz timetz uuid varchar xml";
var ofExtensions = `
  akeys avals cosine_distance crypt digest gen_random_bytes gen_salt hmac hstore hstore_to_json hstore_to_jsonb inner_product
  l2_distance l2_normalize similarity skeys strict_word_similarity svals unaccent uuid_generate_v1 uuid_generate_v1mc
  uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_url vector_dims vector_norm word_similarity
`;
var known = new Set(`${builtIn} ${casts} ${ofExtensions}`.trim().split(/\s+/));
function isKnownFunction(name) {
  return known.has(name);
}

// src/dialects/postgres/column-hazards.ts
function addColumnHazards(definition, table) {
  const { id, names, before } = table;
  const column = table.column(definition.colname);
  const constraints = constraintsOf(definition);
  const has = (...kinds2) => constraints.some(({ contype }) => kinds2.includes(contype));
  const typeParts = strings(definition.typeName?.names);
  const found = [];
  const rewrite = { sign: { seen: "rewrite", of: id } };
  const serial = serialTypes.has(typeParts.at(-1) ?? "");
  const filled = has("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED") || serial;
  if (has("CONSTR_NOTNULL", "CONSTR_PRIMARY") && !filled)
    found.push(risk("add-required-column", column, { question: { ask: "rows", table: table.name } }));
  if (serial || has("CONSTR_IDENTITY")) found.push(risk("add-column-auto-increment", column, rewrite));
  if (constraints.some((constraint) => constraint.contype === "CONSTR_GENERATED" && isStored(constraint)))
    found.push(risk("add-column-stored-generated", column, rewrite));
  if (constraints.some(({ contype, raw_expr }) => contype === "CONSTR_DEFAULT" && isComputed(raw_expr)))
    found.push(risk("add-column-volatile-default", column, rewrite));
  const domain = before.domain(names.id("domain", typeParts));
  if (domain !== null && (domain.checks.length > 0 || !domain.nullable))
    found.push(risk("add-column-constrained-domain", column, rewrite));
  if (has("CONSTR_CHECK")) found.push(risk("add-column-inline-check", column, { sign: { seen: "scan", of: id } }));
  if (has("CONSTR_UNIQUE", "CONSTR_PRIMARY"))
    found.push(risk("add-column-inline-unique", column, { sign: { seen: "build", of: null } }));
  if (has("CONSTR_FOREIGN") && !constraints.some((one) => table.isNew(names.relation(one.pktable))))
    found.push(risk("add-column-inline-foreign-key", column));
  const known2 = before.column(id, definition.colname);
  if (table.command.missing_ok === true && known2 !== null && differs(known2, definition))
    found.push(risk("if-not-exists-noop", column));
  return found;
}
function dropColumnHazards({ name }, table) {
  const column = table.column(name);
  const question = name === void 0 ? null : { ask: "values", table: table.name, column: name };
  const shared = sharingObjects(table, name ?? "");
  return [
    effect("deletes-data"),
    risk("drop-column", column, { question }),
    ...shared.length === 0 ? [] : [risk("drop-column-collateral", column, { sign: { seen: "drop", of: null } })],
    ...isRecreated(table, name ?? "") ? [risk("column-recreated", column, { question })] : [],
    ...routinesNaming(table, table.name.name, name ?? "")
  ];
}
function columnTypeHazards({ name, def }, table) {
  const definition = def !== void 0 && "ColumnDef" in def ? def.ColumnDef : {};
  const { id, before } = table;
  const object = table.column(name);
  const known2 = before.column(id, name);
  const change = known2 === null ? null : typeChange(readPlainType(known2.type), plainTypeOf(definition.typeName));
  const collates = definition.collClause !== void 0;
  const computes = usesMoreThan(definition.raw_default, name);
  const same = change?.sameValues === true && !computes;
  return [
    ...computes ? [effect("changes-data")] : [],
    risk("column-type-rewrite", object, { sign: { seen: "rewrite", of: id }, presumed: !same && !collates }),
    risk("column-type-index-rebuild", object, { sign: { seen: "only build", of: null }, presumed: collates }),
    risk("column-type-revalidates", object, { sign: { seen: "only scan", of: id }, presumed: false }),
    ...same ? [] : [risk("cached-plan-break", table.id)],
    ...change === null ? [] : valueHazards(change, object, name ?? "", table, computes),
    ...enumHazards(definition, known2, object, table),
    ...isSerialWithoutWiderSequence(known2, definition, table) ? [risk("serial-sequence-still-int", object)] : []
  ];
}
function valueHazards(change, object, column, table, computes) {
  const question = change.into === null ? null : { ask: "unfit", table: table.name, column, into: change.into };
  return [
    ...change.mayFail && !computes ? [risk("type-cast-may-fail", object, { question })] : [],
    ...change.loses ? [risk("lossy-type-conversion", object, { question })] : [],
    ...change.dependsOnZone && !computes ? [risk("timezone-dependent-cast", object)] : []
  ];
}
function enumHazards(definition, known2, object, table) {
  const { names, before, earlier } = table;
  const target2 = names.id("enum", strings(definition.typeName?.names));
  const made = earlier.findLast(
    (tree) => "CreateEnumStmt" in tree && names.id("enum", strings(tree.CreateEnumStmt.typeName)) === target2
  );
  const old = known2 === null ? null : before.enum(names.id("enum", known2.type.replaceAll('"', "").split(".")));
  if (made === void 0 || !("CreateEnumStmt" in made) || old === null || known2 === null) return [];
  const kept = new Set(strings(made.CreateEnumStmt.vals));
  const labels = old.values.filter((value) => !kept.has(value));
  if (labels.length === 0) return [];
  return [risk("enum-value-removed", object, { question: { ask: "labels", table: table.name, column: known2.name, labels } })];
}
function isSerialWithoutWiderSequence(known2, definition, table) {
  const type = plainTypeOf(definition.typeName);
  if (known2?.autoIncrement !== true || known2.identity !== null || type?.name !== "int8") return false;
  return !table.later.some(
    (tree) => "AlterSeqStmt" in tree && (tree.AlterSeqStmt.options ?? []).some((node) => "DefElem" in node && node.DefElem.defname === "as")
  );
}
function sharingObjects({ id, before }, column) {
  const shares = (columns) => columns.length > 1 && columns.includes(column);
  const key = before.primaryKey(id);
  return [
    ...before.indexes(id).flatMap((index) => shares(index.keys.map((one) => one.column)) ? [index.id] : []),
    ...key !== null && shares(key.columns) ? [key.id] : [],
    ...before.foreignKeys(id).flatMap((one) => shares(one.columns) ? [one.id] : []),
    ...before.checks(id).flatMap(
      (check) => namesWord(check.expression, column) && namesOther(check.expression, column, before.columns(id)) ? [check.id] : []
    )
  ];
}
function namesOther(expression, column, columns) {
  return columns.some(({ name }) => name !== column && namesWord(expression, name));
}
function isRecreated({ commands, before, id }, name) {
  const old = before.column(id, name);
  const added = commands.flatMap(
    ({ subtype, def }) => subtype === "AT_AddColumn" && def !== void 0 && "ColumnDef" in def ? [def.ColumnDef] : []
  );
  return added.some(({ colname, typeName: typeName2 }) => {
    const from = old === null ? null : readPlainType(old.type);
    return colname === name || from !== null && from.name === plainTypeOf(typeName2)?.name;
  });
}
function routinesNaming({ before, earlier, later, names }, table, column) {
  const replaced = new Set(
    [...earlier, ...later].flatMap((tree) => [
      ..."CreateFunctionStmt" in tree ? createdBy(tree, names) : [],
      ..."DropStmt" in tree ? (tree.DropStmt.objects ?? []).map((object) => namedObject(tree.DropStmt.removeType, object, names)) : []
    ])
  );
  return before.routines().filter(({ id, definition }) => !replaced.has(id) && namesWord(definition, column) && namesWord(definition, table)).map(({ id }) => risk("routine-references-missing-column", id));
}
function namesWord(text, word) {
  return new RegExp(`(?<!\\w)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "i").test(text);
}
function constraintsOf({ constraints }) {
  return (constraints ?? []).flatMap((node) => "Constraint" in node ? [node.Constraint] : []);
}
function isStored({ generated_kind }) {
  return generated_kind !== "v";
}
function differs(known2, definition) {
  const wanted = plainTypeOf(definition.typeName);
  const from = readPlainType(known2.type);
  return wanted !== null && from !== null && (wanted.name !== from.name || wanted.modifiers.join() !== from.modifiers.join());
}
function isComputed(expression) {
  if (expression === void 0) return false;
  return ofTag(nodesOf({ value: expression }), "FuncCall").some(({ funcname }) => {
    const name = strings(funcname).at(-1) ?? "";
    return volatileFunctions.has(name) || !isKnownFunction(name);
  });
}
var volatileFunctions = new Set(
  `clock_timestamp random random_normal gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 nextval
  setval timeofday gen_random_bytes gen_salt`.split(/\s+/)
);
var serialTypes = /* @__PURE__ */ new Set(["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"]);
function usesMoreThan(using, column) {
  let value = using;
  while (value !== void 0 && "TypeCast" in value) value = value.TypeCast.arg;
  if (value === void 0) return false;
  return !("ColumnRef" in value) || strings(value.ColumnRef.fields).at(-1) !== column;
}
function notNullHazards({ name }, table) {
  const column = table.column(name);
  const proven = table.before.checks(table.id).some(({ expression, validated }) => validated && provesNotNull(expression, name ?? ""));
  return [
    risk("set-not-null-nulls", column, {
      question: { ask: "nulls", table: table.name, columns: [name ?? ""] },
      presumed: !proven
    }),
    risk("set-not-null-scan", column, { sign: { seen: "scan", of: table.id }, presumed: !proven })
  ];
}
function provesNotNull(expression, column) {
  return !/\bOR\b/i.test(expression) && expression.replaceAll('"', "").includes(`${column} IS NOT NULL`);
}
function defaultHazards({ name, def }, table) {
  const known2 = table.before.column(table.id, name);
  if (def !== void 0) return known2?.default === null && known2.nullable ? [] : [risk("default-changed", table.column(name))];
  return known2 !== null && !known2.nullable && known2.default !== null ? [risk("drop-default", table.column(name))] : [];
}

// src/dialects/postgres/plain-condition.ts
function plainCondition(tree, columns) {
  try {
    return write(tree, { columns, depth: 0 });
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}
var NotPlain = class extends Error {
};
var maxDepth = 50;
function write(node, outer) {
  const writing = { ...outer, depth: outer.depth + 1 };
  if (node === void 0 || writing.depth > maxDepth) throw new NotPlain();
  if ("ColumnRef" in node) return columnName(node.ColumnRef.fields, writing);
  if ("A_Const" in node) return constant(node.A_Const);
  if ("TypeCast" in node) return `CAST(${write(node.TypeCast.arg, writing)} AS ${typeName(node.TypeCast.typeName)})`;
  if ("BoolExpr" in node) {
    const parts = (node.BoolExpr.args ?? []).map((part) => write(part, writing));
    if (node.BoolExpr.boolop === "NOT_EXPR") return `(NOT ${parts[0]})`;
    return `(${parts.join(node.BoolExpr.boolop === "OR_EXPR" ? " OR " : " AND ")})`;
  }
  if ("NullTest" in node)
    return `(${write(node.NullTest.arg, writing)} IS ${node.NullTest.nulltesttype === "IS_NULL" ? "" : "NOT "}NULL)`;
  if ("BooleanTest" in node)
    return `(${write(node.BooleanTest.arg, writing)} ${booleanTests[node.BooleanTest.booltesttype ?? ""] ?? refuse()})`;
  if ("CoalesceExpr" in node) return `coalesce(${list(node.CoalesceExpr.args, writing)})`;
  if ("A_ArrayExpr" in node) return `ARRAY[${list(node.A_ArrayExpr.elements, writing)}]`;
  if ("FuncCall" in node) return call(node.FuncCall, writing);
  if ("A_Expr" in node) return operation(node.A_Expr, writing);
  return refuse();
}
function refuse() {
  throw new NotPlain();
}
function columnName(fields, { columns }) {
  const parts = strings(fields);
  const name = parts.at(-1) ?? "";
  if (parts.length !== (fields ?? []).length || parts.length > 2 || !columns.has(name)) return refuse();
  return quoteIdentifier(name);
}
function constant(value) {
  if (value.isnull === true) return "NULL";
  if (value.ival !== void 0) return String(value.ival.ival ?? 0);
  if (value.boolval !== void 0) return value.boolval.boolval === true ? "TRUE" : "FALSE";
  if (value.fval !== void 0 && /^[0-9.eE+-]+$/.test(value.fval.fval ?? "")) return `${value.fval.fval}`;
  if (value.sval !== void 0) return quoteLiteral(value.sval.sval ?? "");
  return refuse();
}
function list(nodes, writing) {
  return (nodes ?? []).map((node) => write(node, writing)).join(", ");
}
function call({ funcname, args, ...rest }, writing) {
  const parts = strings(funcname);
  const name = parts.at(-1) ?? "";
  const ours = parts.length === 1 || parts.length === 2 && parts[0] === "pg_catalog";
  const simple = rest.agg_filter === void 0 && rest.over === void 0 && rest.agg_order === void 0 && rest.agg_star !== true && rest.agg_distinct !== true && rest.func_variadic !== true;
  if (!ours || !simple || !immutableFunctions.has(name)) return refuse();
  return `pg_catalog.${quoteIdentifier(name)}(${list(args, writing)})`;
}
function operation({ kind, name, lexpr, rexpr }, writing) {
  const parts = strings(name);
  const symbol = parts.at(-1) ?? "";
  if (parts.length > 1 && parts[0] !== "pg_catalog") return refuse();
  const left = () => write(lexpr, writing);
  const right = () => write(rexpr, writing);
  const items = () => rexpr !== void 0 && "List" in rexpr ? rexpr.List.items ?? [] : refuse();
  switch (kind) {
    case "AEXPR_OP":
      if (!operators.has(symbol)) return refuse();
      return lexpr === void 0 ? `(${symbol} ${right()})` : `(${left()} OPERATOR(pg_catalog.${symbol}) ${right()})`;
    case "AEXPR_OP_ANY":
    case "AEXPR_OP_ALL":
      if (!operators.has(symbol)) return refuse();
      return `(${left()} OPERATOR(pg_catalog.${symbol}) ${kind === "AEXPR_OP_ANY" ? "ANY" : "ALL"} (${right()}))`;
    case "AEXPR_DISTINCT":
      return `(${left()} IS DISTINCT FROM ${right()})`;
    case "AEXPR_NOT_DISTINCT":
      return `(${left()} IS NOT DISTINCT FROM ${right()})`;
    case "AEXPR_IN":
      return `(${left()} ${symbol === "<>" ? "NOT " : ""}IN (${list(items(), writing)}))`;
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN":
      return `(${left()} ${kind === "AEXPR_NOT_BETWEEN" ? "NOT " : ""}BETWEEN ${items().map((item) => write(item, writing)).join(" AND ")})`;
    case "AEXPR_NULLIF":
      return `nullif(${left()}, ${right()})`;
    case "AEXPR_LIKE":
      return `(${left()} ${symbol.startsWith("!") ? "NOT " : ""}LIKE ${right()})`;
    case "AEXPR_ILIKE":
      return `(${left()} ${symbol.startsWith("!") ? "NOT " : ""}ILIKE ${right()})`;
    default:
      return refuse();
  }
}
function typeName(type) {
  const parts = strings(type?.names);
  const name = parts.at(-1) ?? "";
  const ours = parts.length === 1 || parts.length === 2 && parts[0] === "pg_catalog";
  if (type === void 0 || !ours || !plainTypes.has(name)) return refuse();
  const modifiers = (type.typmods ?? []).map(
    (node) => "A_Const" in node && node.A_Const.ival !== void 0 ? String(node.A_Const.ival.ival ?? 0) : refuse()
  );
  const array = type.arrayBounds === void 0 ? "" : "[]";
  return `pg_catalog.${quoteIdentifier(name)}${modifiers.length === 0 ? "" : `(${modifiers.join(", ")})`}${array}`;
}
var booleanTests = {
  IS_TRUE: "IS TRUE",
  IS_NOT_TRUE: "IS NOT TRUE",
  IS_FALSE: "IS FALSE",
  IS_NOT_FALSE: "IS NOT FALSE",
  IS_UNKNOWN: "IS UNKNOWN",
  IS_NOT_UNKNOWN: "IS NOT UNKNOWN"
};
var operators = new Set(
  "= <> != < <= > >= + - * / % || ~ !~ ~* !~* ~~ !~~ ~~* !~~* @> <@ && -> ->> ? |/ @".split(" ")
);
var immutableFunctions = new Set(
  `abs array_length array_ndims array_position btrim cardinality ceil ceiling char_length character_length floor initcap isempty
  json_array_length json_typeof jsonb_array_length jsonb_typeof left length lower ltrim md5 mod num_nonnulls num_nulls octet_length
  position regexp_like replace reverse right round rtrim scale sign split_part starts_with strpos substr substring translate
  trim_scale trunc upper`.split(/\s+/)
);
var plainTypes = new Set(
  "bool bpchar bytea cidr float4 float8 inet int2 int4 int8 json jsonb macaddr numeric text uuid varchar".split(" ")
);

// src/dialects/postgres/constraint-hazards.ts
function addConstraintHazards(constraint, table) {
  const { id } = table;
  const build = { sign: { seen: "build", of: null } };
  const usesIndex = constraint.indexname !== void 0;
  const columns = strings(constraint.keys);
  switch (constraint.contype) {
    case "CONSTR_UNIQUE":
      return usesIndex ? [] : [risk("unique-constraint-blocks", id, build), duplicates(table, columns, constraint)];
    case "CONSTR_PRIMARY": {
      const keyColumns = usesIndex ? indexColumns(table, constraint.indexname ?? "") : columns;
      const nullable = keyColumns.filter((name) => table.before.column(id, name)?.nullable === true);
      const nulls = nullable.map(
        (name) => risk("set-not-null-nulls", table.column(name), { question: { ask: "nulls", table: table.name, columns: [name] } })
      );
      if (!usesIndex) return [risk("primary-key-add-blocks", id, build), duplicates(table, columns, constraint), ...nulls];
      if (nullable.length === 0 && table.before.known) return [];
      return [risk("primary-key-nullable-scan", id, { sign: { seen: "scan", of: id }, presumed: nullable.length > 0 }), ...nulls];
    }
    case "CONSTR_EXCLUSION":
      return [risk("exclusion-constraint-blocks", id, build)];
    case "CONSTR_CHECK":
      return [...checkHazards(constraint, table), ...leftUnchecked(constraint, table, "check")];
    case "CONSTR_FOREIGN":
      return [...foreignKeyHazards(constraint, table), ...leftUnchecked(constraint, table, "foreign key")];
    case "CONSTR_NOTNULL":
      return [
        ...strings(constraint.keys).map(
          (name) => risk("set-not-null-nulls", table.column(name), { question: { ask: "nulls", table: table.name, columns: [name] } })
        ),
        ...constraint.skip_validation === true ? [] : [risk("set-not-null-scan", table.column(strings(constraint.keys)[0]), { sign: { seen: "scan", of: id } })]
      ];
    default:
      return [];
  }
}
function duplicates(table, columns, { nulls_not_distinct }) {
  const question = {
    ask: "duplicates",
    table: table.name,
    columns,
    nullsNotDistinct: nulls_not_distinct === true,
    where: null
  };
  return risk("unique-duplicates", table.id, { question });
}
function indexColumns({ id, before }, index) {
  return before.indexes(id).find(({ name }) => name === index)?.keys.flatMap(({ column }) => column ?? []) ?? [];
}
function checkHazards(constraint, table) {
  const { id, before } = table;
  if (isNotEnforced(constraint)) return [];
  const plain = new Set(before.columns(id).flatMap((column) => isPlainColumn(column) ? [column.name] : []));
  const condition = plainCondition(constraint.raw_expr, plain);
  const question = condition === null ? null : { ask: "violations", table: table.name, condition };
  return [
    ...constraint.skip_validation === true ? [] : [risk("check-constraint-scan", id, { sign: { seen: "scan", of: id } })],
    risk("check-violations", id, { question, presumed: !isProvenNotNull(constraint.raw_expr, table) })
  ];
}
function isProvenNotNull(expression, { before, id }) {
  if (expression === void 0 || !("NullTest" in expression) || expression.NullTest.nulltesttype !== "IS_NOT_NULL") return false;
  const { arg } = expression.NullTest;
  const name = arg !== void 0 && "ColumnRef" in arg ? strings(arg.ColumnRef.fields).at(-1) : void 0;
  return before.column(id, name)?.nullable === false;
}
function foreignKeyHazards(constraint, table) {
  const { id, names, before } = table;
  const parent = names.relation(constraint.pktable);
  const columns = strings(constraint.fk_attrs);
  const named = strings(constraint.pk_attrs);
  const parentColumns = named.length > 0 ? named : before.primaryKey(parent)?.columns ?? [];
  const name = names.tableName(relationParts(constraint.pktable ?? {}));
  const answerable = parentColumns.length === columns.length && columns.length > 0;
  const question = answerable ? { ask: "orphans", table: table.name, columns, parent: name, parentColumns } : null;
  const skipped = constraint.skip_validation === true;
  return [
    ...isNotEnforced(constraint) || columns.some((column) => isEmpty(column, table)) ? [] : [risk("foreign-key-orphans", id, { question })],
    ...skipped ? [risk("foreign-key-locks-parent", parent, { presumed: !table.isNew(parent) })] : [risk("foreign-key-scan", id, { sign: { seen: "scan", of: id } })],
    ...isUnusable(parent, parentColumns, table) ? [risk("foreign-key-unusable", parent)] : []
  ];
}
function isEmpty(column, { id, names, earlier, commands }) {
  const added = [...earlier.flatMap((tree) => commandsOf(tree, id, names)), ...commands].some(({ subtype, def }) => {
    if (subtype !== "AT_AddColumn" || def === void 0 || !("ColumnDef" in def) || def.ColumnDef.colname !== column)
      return false;
    return (def.ColumnDef.constraints ?? []).every(
      (node) => !("Constraint" in node) || node.Constraint.contype !== "CONSTR_DEFAULT"
    );
  });
  const filled = earlier.some((tree) => "UpdateStmt" in tree || "InsertStmt" in tree || "DoStmt" in tree);
  return added && !filled;
}
function commandsOf(tree, table, names) {
  if (!("AlterTableStmt" in tree) || names.relation(tree.AlterTableStmt.relation) !== table) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => "AlterTableCmd" in node ? [node.AlterTableCmd] : []);
}
function isUnusable(parent, columns, { before, earlier, isNew }) {
  if (!before.known || isNew(parent) || !before.has(parent)) return false;
  const wanted = [...columns].sort().join("\0");
  const fits = (keys) => [...keys].sort().join("\0") === wanted;
  const key = before.primaryKey(parent);
  if (columns.length > 0 && key !== null && fits(key.columns)) return false;
  if (before.indexes(parent).some(({ unique, where, keys }) => unique && where === null && fits(keys.map(({ column }) => column))))
    return false;
  return !earlier.some((tree) => "IndexStmt" in tree || "AlterTableStmt" in tree);
}
function leftUnchecked(constraint, table, kind) {
  const { conname } = constraint;
  const object = conname === void 0 ? table.id : table.part(kind, conname);
  if (isNotEnforced(constraint)) return [risk("not-enforced-constraint", object)];
  if (constraint.skip_validation !== true) return [];
  const validated = table.later.some((tree) => validates(tree, conname));
  return validated ? [] : [risk("not-enforced-constraint", object)];
}
function validates(tree, name) {
  if (!("AlterTableStmt" in tree)) return false;
  return (tree.AlterTableStmt.cmds ?? []).some(
    (node) => "AlterTableCmd" in node && node.AlterTableCmd.subtype === "AT_ValidateConstraint" && node.AlterTableCmd.name === name
  );
}
function isNotEnforced({ contype, is_enforced, skip_validation }) {
  return (contype === "CONSTR_CHECK" || contype === "CONSTR_FOREIGN") && is_enforced !== true && skip_validation === true;
}
function validateHazards({ name }, table) {
  const known2 = table.before.constraint(table.id, name);
  const added = table.earlier.flatMap((tree) => addedConstraint(tree, name));
  const constraint = added[0];
  const object = table.part(
    known2?.kind === "foreign key" || constraint?.contype === "CONSTR_FOREIGN" ? "foreign key" : "check",
    name ?? ""
  );
  if (table.together.some((tree) => addedConstraint(tree, name).length > 0))
    return [risk("validate-in-same-transaction", object)];
  if (known2?.kind === "foreign key" && !known2.validated) return [risk("foreign-key-orphans", object)];
  if (known2?.kind === "check" && !known2.validated) return [risk("check-violations", object)];
  return [];
}
function addedConstraint(tree, name) {
  if (!("AlterTableStmt" in tree)) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
    const def = "AlterTableCmd" in node && node.AlterTableCmd.subtype === "AT_AddConstraint" ? node.AlterTableCmd.def : void 0;
    return def !== void 0 && "Constraint" in def && def.Constraint.conname === name ? [def.Constraint] : [];
  });
}
function dropConstraintHazards({ name }, table) {
  const known2 = table.before.constraint(table.id, name);
  if (known2 === null) {
    return table.earlier.some((tree) => addedConstraint(tree, name).length > 0) ? [] : [risk("drop-constraint", table.id)];
  }
  switch (known2.kind) {
    case "foreign key":
      return [risk("drop-foreign-key", known2.id), risk("foreign-key-locks-parent", known2.references)];
    case "primary key":
      return [
        risk("primary-key-changed", table.id),
        risk("replica-identity-lost", table.id, {
          question: { ask: "publications", table: table.name },
          presumed: !addsKey(table)
        })
      ];
    case "check":
      return /^\(*"?[\w$ ]+"? IS NOT NULL\)*$/i.test(known2.expression.replace(/^CHECK /, "")) && setsNotNull(table) ? [] : [risk("drop-constraint", known2.id)];
    default:
      return [risk("drop-constraint", known2.id)];
  }
}
function setsNotNull({ earlier, commands, before, id }) {
  const here = commands.some(({ subtype }) => subtype === "AT_SetNotNull");
  const there = earlier.some(
    (tree) => "AlterTableStmt" in tree && (tree.AlterTableStmt.cmds ?? []).some((node) => "AlterTableCmd" in node && node.AlterTableCmd.subtype === "AT_SetNotNull")
  );
  return here || there || before.columns(id).length === 0;
}
function addsKey({ commands }) {
  return commands.some(
    ({ subtype, def }) => subtype === "AT_AddConstraint" && def !== void 0 && "Constraint" in def && def.Constraint.contype === "CONSTR_PRIMARY"
  );
}

// src/dialects/postgres/table-hazards.ts
function createTableHazards(statement2, around) {
  const { names, before, isNew } = around;
  const { relation, partbound, inhRelations, if_not_exists } = statement2;
  if (relation?.relpersistence === "t") return [];
  const id = names.relation(relation);
  const known2 = before.table(id);
  if (if_not_exists === true && known2 !== null) return differsFrom(statement2, id, around) ? [risk("if-not-exists-noop", id)] : [];
  const keys = foreignKeysOf(statement2);
  const parents = new Set(keys.map(({ pktable }) => names.relation(pktable)).filter((parent) => parent !== id && !isNew(parent)));
  const partitioned = partbound !== void 0 ? (inhRelations ?? []).flatMap((node) => "RangeVar" in node ? [names.relation(node.RangeVar)] : []) : [];
  return [
    ...[...parents].map(
      (parent) => risk("foreign-key-locks-parent", parent, { sign: { seen: "lock", of: parent }, presumed: before.has(parent) })
    ),
    ...numbersUsed(keys, around),
    ...partitioned.flatMap(
      (parent) => isNew(parent) || partbound?.is_default === true ? [] : defaultPartitionHazards(parent, around)
    ),
    ...partitioned.length === 0 && needsKey(statement2) && !getsKey(id, around) ? [risk("table-without-primary-key", id)] : [],
    ...keys.flatMap((key) => isIndexed(key, statement2, id, around) ? [] : [risk("foreign-key-without-index", id)])
  ];
}
function needsKey({ tableElts, inhRelations, ofTypename }) {
  if ((inhRelations ?? []).length > 0 || ofTypename !== void 0) return false;
  return !(tableElts ?? []).some((node) => {
    if ("TableLikeClause" in node) return true;
    if ("Constraint" in node) return node.Constraint.contype === "CONSTR_PRIMARY";
    return "ColumnDef" in node && constraintsOf(node.ColumnDef).some(({ contype }) => contype === "CONSTR_PRIMARY");
  });
}
function getsKey(table, { later, names }) {
  return later.some(
    (tree) => "AlterTableStmt" in tree && names.relation(tree.AlterTableStmt.relation) === table && addedConstraints(tree).some(({ contype }) => contype === "CONSTR_PRIMARY")
  );
}
function foreignKeysOf({ tableElts }) {
  return (tableElts ?? []).flatMap((node) => {
    if ("Constraint" in node && node.Constraint.contype === "CONSTR_FOREIGN")
      return [{ ...node.Constraint, columns: strings(node.Constraint.fk_attrs) }];
    if (!("ColumnDef" in node)) return [];
    const { colname } = node.ColumnDef;
    return constraintsOf(node.ColumnDef).flatMap(
      (one) => one.contype === "CONSTR_FOREIGN" ? [{ ...one, columns: [colname ?? ""] }] : []
    );
  });
}
function unindexedHazards(tree, around) {
  if (!("AlterTableStmt" in tree)) return [];
  const id = around.names.relation(tree.AlterTableStmt.relation);
  const added = addedConstraints(tree).flatMap(
    (one) => one.contype === "CONSTR_FOREIGN" ? [{ ...one, columns: strings(one.fk_attrs) }] : []
  );
  const inline = addedColumns(tree).flatMap(
    (column) => constraintsOf(column).flatMap(
      (one) => one.contype === "CONSTR_FOREIGN" ? [{ ...one, columns: [column.colname ?? ""] }] : []
    )
  );
  const made = around.earlier.find((one) => "CreateStmt" in one && around.names.relation(one.CreateStmt.relation) === id);
  if (made === void 0 && !around.before.has(id)) return [];
  const statement2 = made !== void 0 && "CreateStmt" in made ? made.CreateStmt : {};
  return [...added, ...inline].flatMap(
    (key) => isIndexed(key, statement2, id, around) ? [] : [risk("foreign-key-without-index", id)]
  );
}
function isIndexed(key, statement2, table, around) {
  const { before, names, earlier, later } = around;
  const starts = (columns) => key.columns.every((column) => columns.slice(0, key.columns.length).includes(column));
  const ofKeys = (constraints) => constraints.some(
    ({ contype, keys }) => (contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE") && starts(strings(keys))
  );
  const inline = (statement2.tableElts ?? []).some(
    (node) => "ColumnDef" in node && starts([node.ColumnDef.colname ?? ""]) && constraintsOf(node.ColumnDef).some(({ contype }) => contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE")
  );
  const own = (statement2.tableElts ?? []).flatMap((node) => "Constraint" in node ? [node.Constraint] : []);
  if (inline || ofKeys(own)) return true;
  const primary = before.primaryKey(table);
  if (primary !== null && starts(primary.columns)) return true;
  if (before.indexes(table).some(({ where, keys }) => where === null && starts(keys.map(({ column }) => column)))) return true;
  return [...earlier, ...later].some((tree) => {
    if ("IndexStmt" in tree)
      return names.relation(tree.IndexStmt.relation) === table && tree.IndexStmt.whereClause === void 0 && starts(indexColumns2(tree));
    return "AlterTableStmt" in tree && names.relation(tree.AlterTableStmt.relation) === table && ofKeys(addedConstraints(tree));
  });
}
function indexColumns2(tree) {
  if (!("IndexStmt" in tree)) return [];
  return (tree.IndexStmt.indexParams ?? []).map((node) => "IndexElem" in node ? node.IndexElem.name ?? null : null);
}
function addedConstraints(tree) {
  return definitionsOf(tree).flatMap((def) => "Constraint" in def ? [def.Constraint] : []);
}
function addedColumns(tree) {
  return definitionsOf(tree).flatMap((def) => "ColumnDef" in def ? [def.ColumnDef] : []);
}
function definitionsOf(tree) {
  if (!("AlterTableStmt" in tree)) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
    if (!("AlterTableCmd" in node) || node.AlterTableCmd.def === void 0) return [];
    const { subtype, def } = node.AlterTableCmd;
    return subtype === "AT_AddConstraint" || subtype === "AT_AddColumn" ? [def] : [];
  });
}
function differsFrom({ tableElts }, id, { before }) {
  return (tableElts ?? []).some((node) => {
    if (!("ColumnDef" in node)) return false;
    const known2 = before.column(id, node.ColumnDef.colname);
    if (known2 === null) return true;
    const wanted = plainTypeOf(node.ColumnDef.typeName);
    const is = readPlainType(known2.type);
    return wanted !== null && is !== null && wanted.name !== is.name;
  });
}
function numbersUsed(keys, { before, names }) {
  return keys.flatMap(({ pktable, pk_attrs }) => {
    const parent = names.relation(pktable);
    const [column] = pk_attrs === void 0 ? before.primaryKey(parent)?.columns ?? [] : strings(pk_attrs);
    const known2 = before.column(parent, column);
    if (known2 === null || known2.type !== "integer" && known2.type !== "smallint") return [];
    if (!known2.autoIncrement && known2.identity === null) return [];
    const table = names.tableName(relationParts(pktable ?? {}));
    const question = { ask: "numbers-used", table, column: known2.name, type: known2.type };
    return [risk("integer-key-exhaustion", known2.id, { question, presumed: false })];
  });
}
function attachHazards({ def }, table) {
  const partition = def !== void 0 && "PartitionCmd" in def ? def.PartitionCmd : {};
  const child = table.names.relation(partition.name);
  return [
    ...partition.bound === void 0 || table.isNew(child) ? [] : [risk("attach-partition-scan", child, { sign: { seen: "scan", of: child } })],
    ...partition.bound?.is_default === true ? [] : defaultPartitionHazards(table.id, table)
  ];
}
function defaultPartitionHazards(parent, { before }) {
  return before.partitionsOf(parent).filter(({ partitionOf }) => partitionOf?.bound === "DEFAULT").map(({ id }) => risk("default-partition-scan", id, { sign: { seen: "scan", of: id } }));
}
function optionHazards({ def }, table) {
  const options = def !== void 0 && "List" in def ? def.List.items ?? [] : [];
  const off = options.some((node) => {
    if (!("DefElem" in node) || node.DefElem.defname !== "autovacuum_enabled") return false;
    const { arg } = node.DefElem;
    return arg !== void 0 && "String" in arg && /^(false|off|no|0)$/i.test(arg.String.sval ?? "");
  });
  return off ? [risk("autovacuum-disabled", table)] : [];
}

// src/dialects/postgres/alter-table-effects.ts
function alterTableFindings({ relation, cmds, objtype }, around) {
  const { names, isNew } = around;
  const id = names.relation(relation, objtype === "OBJECT_VIEW" ? "view" : objtype === "OBJECT_SEQUENCE" ? "sequence" : "table");
  const parts = relationParts(relation ?? {});
  const part = (kind, name) => names.part(kind, parts, name);
  const column = (name) => part("column", name ?? "");
  const commands = (cmds ?? []).flatMap((node) => "AlterTableCmd" in node ? [node.AlterTableCmd] : []);
  return commands.flatMap((command) => {
    const cascade = command.behavior === "DROP_CASCADE" ? [risk("drop-cascade-collateral", column(command.name), { sign: { seen: "drop", of: null } })] : [];
    const altered2 = { ...around, id, name: names.tableName(parts), command, commands, column, part };
    return [...isNew(id) ? onNewTable(command, altered2) : onOldTable(command, altered2), ...cascade];
  });
}
function onNewTable({ subtype, def }, { names, isNew, before }) {
  if (subtype !== void 0 && changesRights.has(subtype)) return [effect("changes-rights")];
  if (subtype !== "AT_AddConstraint" || def === void 0 || !("Constraint" in def)) return [];
  const parent = def.Constraint.contype === "CONSTR_FOREIGN" ? names.relation(def.Constraint.pktable) : null;
  if (parent === null || isNew(parent)) return [];
  return [risk("foreign-key-locks-parent", parent, { sign: { seen: "lock", of: parent }, presumed: before.has(parent) })];
}
function onOldTable(command, table) {
  const { subtype, name, def } = command;
  const { id } = table;
  if (subtype !== void 0 && changesRights.has(subtype)) return [effect("changes-rights"), risk("access-control-change", id)];
  switch (subtype) {
    case "AT_DropColumn":
      return dropColumnHazards(command, table);
    case "AT_AlterColumnType":
      return columnTypeHazards(command, table);
    case "AT_AddColumn":
      return def !== void 0 && "ColumnDef" in def ? addColumnHazards(def.ColumnDef, table) : [];
    case "AT_SetNotNull":
      return notNullHazards(command, table);
    case "AT_DropNotNull":
      return [risk("drop-not-null", table.column(name))];
    case "AT_ColumnDefault":
      return defaultHazards(command, table);
    case "AT_AddConstraint":
      return def !== void 0 && "Constraint" in def ? addConstraintHazards(def.Constraint, table) : [];
    case "AT_ValidateConstraint":
      return validateHazards(command, table);
    case "AT_DropConstraint":
      return dropConstraintHazards(command, table);
    case "AT_DisableTrigAll":
    case "AT_DisableTrigUser":
      return [risk("constraint-triggers-disabled", id)];
    case "AT_EnableTrig":
    case "AT_EnableTrigAll":
    case "AT_EnableTrigUser":
    case "AT_DisableTrig":
      return [risk("trigger-change-lock", id)];
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return [risk("set-logged-unlogged", id, { sign: { seen: "rewrite", of: id } })];
    case "AT_SetAccessMethod":
    case "AT_SetTableSpace":
    case "AT_SetExpression":
      return [risk("table-rewrite", id, { sign: { seen: "rewrite", of: id } })];
    case "AT_SetRelOptions":
      return optionHazards(command, id);
    case "AT_ReplicaIdentity":
      return [risk("replica-identity-lost", id, { question: { ask: "publications", table: table.name } })];
    case "AT_AttachPartition":
      return attachHazards(command, table);
    case "AT_DetachPartition":
      return def !== void 0 && "PartitionCmd" in def && def.PartitionCmd.concurrent ? [] : [risk("detach-partition-blocks", id)];
    default:
      return [];
  }
}
var changesRights = /* @__PURE__ */ new Set([
  "AT_ChangeOwner",
  "AT_EnableRowSecurity",
  "AT_DisableRowSecurity",
  "AT_ForceRowSecurity",
  "AT_NoForceRowSecurity"
]);

// src/dialects/postgres/definition-hazards.ts
function domainHazards({ typeName: typeName2, subtype, def }, { names, isNew }) {
  const domain = names.id("domain", strings(typeName2));
  if (isNew(domain)) return [];
  const adds = subtype === "C" && def !== void 0 && "Constraint" in def && def.Constraint.skip_validation !== true;
  return adds || subtype === "O" ? [risk("domain-constraint-scan", domain, { sign: { seen: "scan", of: null } })] : [];
}
function triggerHazards(relation, { names, isNew }) {
  const table = names.relation(relation);
  return isNew(table) ? [] : [risk("trigger-change-lock", table, { sign: { seen: "lock", of: table } })];
}
function settingHazards({ name, kind, args }) {
  if ((name === "role" || name === "session_authorization") && kind === "VAR_SET_VALUE") return rights(null);
  if (name === "session_replication_role") return [risk("constraint-triggers-disabled", "all tables")];
  if (name !== "lock_timeout" && name !== "statement_timeout") return [];
  const [value] = (args ?? []).flatMap((node) => "A_Const" in node ? [node.A_Const] : []);
  const off = value === void 0 || /^0\s*\w*$/.test(value.sval?.sval ?? String(value.ival?.ival ?? 0));
  if (kind !== "VAR_SET_VALUE" || !off) return [];
  return [risk(name === "lock_timeout" ? "lock-timeout-missing" : "statement-timeout-missing", null)];
}

// src/dialects/postgres/drop-hazards.ts
function dropped({ removeType, behavior, concurrent }, object, around) {
  const { names, isNew } = around;
  const id = namedObject(removeType, object, names);
  const cascade = behavior === "DROP_CASCADE";
  const sign = { seen: "drop", of: null };
  const collateral = cascade ? [risk("drop-cascade-collateral", id, { sign })] : [];
  switch (removeType) {
    case "OBJECT_TABLE":
      return id !== null && isNew(id) && !cascade ? [] : [effect("deletes-data"), ...tableHazards(id, object, around), ...collateral];
    case "OBJECT_SCHEMA":
      return [effect("deletes-data"), risk("drop-schema-or-database", id), ...collateral];
    case "OBJECT_SEQUENCE":
      return [effect("deletes-data"), risk("drop-sequence", id), ...collateral];
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return cascade ? [effect("deletes-data"), risk("cascade-drops-column", id, { sign })] : [];
    case "OBJECT_EXTENSION":
      return [...cascade ? [effect("deletes-data")] : [], risk("extension-change", id), ...collateral];
    case "OBJECT_INDEX":
      return id !== null && isNew(id) ? collateral : [...indexHazards(id, concurrent === true, around), ...collateral];
    case "OBJECT_POLICY":
      return rights(id);
    case "OBJECT_VIEW":
    case "OBJECT_MATVIEW":
      return id !== null && isNew(id) ? collateral : [risk("view-contract-change", id), ...collateral];
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
      return [...cascade ? [effect("deletes-data")] : [], ...droppedRoutine(id, around), ...collateral];
    case "OBJECT_TRIGGER":
    case "OBJECT_RULE":
      return [risk("trigger-change-lock", names.id("table", nameParts(object).slice(0, -1))), ...collateral];
    default:
      return collateral;
  }
}
function tableHazards(id, object, around) {
  const { before, names } = around;
  const table = names.tableName(nameParts(object));
  const question = { ask: "rows", table };
  if (id === null) return [risk("drop-table", null, { question })];
  const parents = new Set(before.foreignKeys(id).map(({ references }) => references));
  parents.delete(id);
  return [
    risk(before.table(id)?.partitionOf == null ? "drop-table" : "drop-partition", id, { question }),
    ...[...parents].map((parent) => risk("foreign-key-locks-parent", parent, { sign: { seen: "lock", of: parent } })),
    ...routinesNaming(around, table.name, table.name)
  ];
}
function indexHazards(id, concurrent, { later, names, before }) {
  const known2 = id === null ? null : before.object(id);
  const replaced = later.some((tree) => {
    if (!("IndexStmt" in tree) || known2?.kind !== "index") return false;
    const columns = (tree.IndexStmt.indexParams ?? []).map((node) => "IndexElem" in node ? node.IndexElem.name : void 0);
    return names.relation(tree.IndexStmt.relation).endsWith(known2.table) && known2.keys.every(({ column }, at) => column === columns[at]);
  });
  const invalid = known2?.kind === "index" && !known2.valid;
  return [...concurrent ? [] : [risk("index-drop-blocks", id)], ...replaced || invalid ? [] : [risk("index-dropped", id)]];
}
function droppedRoutine(id, { later, names, before }) {
  if (id !== null && before.known && !before.has(id)) return [];
  const again = later.some(
    (tree) => "CreateFunctionStmt" in tree && names.routine(nameParts({ List: { items: tree.CreateFunctionStmt.funcname ?? [] } }), []).slice(0, -2) === id?.split("(")[0]
  );
  return again ? [] : [risk("view-contract-change", id)];
}

// src/dialects/postgres/index-hazards.ts
function createIndexHazards(statement2, around) {
  const { names, before, isNew } = around;
  const { relation, concurrent, unique, idxname, if_not_exists } = statement2;
  const table = names.relation(relation);
  const parts = relationParts(relation ?? {});
  const index = names.id("index", [...parts.slice(0, -1), idxname ?? ""]);
  const object = idxname === void 0 ? table : index;
  const found = [];
  if (isRedundant(statement2, around)) found.push(risk("redundant-index", object));
  if (isNew(table)) return found;
  const parent = before.table(table);
  const partitioned = parent !== null && parent.partitionBy !== null;
  if (concurrent === true && partitioned) found.push(risk("concurrent-index-on-partitioned-parent", table));
  else if (concurrent !== true && partitioned && relation?.inh === true)
    found.push(risk("partitioned-index-fanout", table, { sign: { seen: "lock", of: table } }));
  else if (concurrent !== true && !partitioned)
    found.push(risk("index-build-blocks-writes", table, { sign: { seen: "lock", of: table } }));
  if (unique === true) found.push(duplicates2(statement2, around));
  if (concurrent === true && if_not_exists === true && idxname !== void 0) {
    const { schema } = names.tableName(parts);
    found.push(
      risk("invalid-index-masked", index, { question: { ask: "invalid-index", schema, name: idxname }, presumed: false })
    );
  }
  return found;
}
function duplicates2(statement2, { names, before }) {
  const { relation, whereClause, nulls_not_distinct } = statement2;
  const id = names.relation(relation);
  const columns = indexColumns2({ IndexStmt: statement2 }).flatMap((name) => name ?? []);
  const plain = new Set(before.columns(id).flatMap((column) => isPlainColumn(column) ? [column.name] : []));
  const where = whereClause === void 0 ? null : plainCondition(whereClause, plain);
  const asked = columns.length === (statement2.indexParams ?? []).length && (whereClause === void 0 || where !== null);
  const table = names.tableName(relationParts(relation ?? {}));
  const question = { ask: "duplicates", table, columns, nullsNotDistinct: nulls_not_distinct === true, where };
  return risk("unique-duplicates", id, { question: asked ? question : null });
}
function isRedundant(statement2, { names, before, earlier }) {
  const { relation, unique, whereClause, accessMethod } = statement2;
  const columns = indexColumns2({ IndexStmt: statement2 });
  if (unique === true || whereClause !== void 0 || accessMethod !== "btree" || columns.includes(null)) return false;
  const plain = (statement2.indexParams ?? []).every(
    (node) => "IndexElem" in node && node.IndexElem.opclass === void 0 && node.IndexElem.collation === void 0
  );
  if (!plain) return false;
  const table = names.relation(relation);
  const starts = (others) => columns.every((column, at) => others[at] === column);
  const key = before.primaryKey(table);
  return key !== null && starts(key.columns) || before.indexes(table).some(
    ({ id, where, method, keys, valid }) => valid && where === null && method === "btree" && id !== names.id("index", [...relationParts(relation ?? {}).slice(0, -1), statement2.idxname ?? ""]) && keys.every(({ opclass, collation }) => opclass === null && collation === null) && starts(keys.map(({ column }) => column))
  ) || earlier.some(
    (tree) => "IndexStmt" in tree && tree.IndexStmt.whereClause === void 0 && tree.IndexStmt.accessMethod === "btree" && names.relation(tree.IndexStmt.relation) === table && starts(indexColumns2(tree))
  );
}

// src/dialects/postgres/reaching-outside.ts
var fileFunctions = /^(lo_import|lo_export|pg_read_file|pg_read_file_old|pg_read_binary_file|pg_stat_file|pg_ls_\w+|pg_file_\w+|pg_logdir_ls|pg_current_logfile|pg_hba_file_rules|pg_ident_file_mappings|pg_show_all_file_settings)$/;
var connecting = /^(dblink|dblink_\w+|postgres_fdw|postgres_fdw_\w+|file_fdw|mysql_fdw|oracle_fdw|tds_fdw|mongo_fdw|redis_fdw|http|http_\w+|pg_net|pgsql_http)$/;
var untrustedLanguage = /^(c|internal|plperlu|pltclu|plsh|plr|\w*u)$/;
var trustedLanguages = /* @__PURE__ */ new Set(["sql", "plpgsql", "plperl", "pltcl", "plv8", "plrust", "pllua", "pljs"]);
function readsOrWritesFiles(functionName) {
  return fileFunctions.test(functionName);
}
function connects(name) {
  return connecting.test(name);
}
function isUntrustedLanguage(name) {
  if (name === null || trustedLanguages.has(name.toLowerCase())) return false;
  return untrustedLanguage.test(name.toLowerCase());
}

// src/dialects/postgres/row-hazards.ts
function changedRowsHazards(relation, where, { names, before, isNew }) {
  const id = names.relation(relation);
  if (isNew(id)) return [];
  const table = names.tableName(relationParts(relation ?? {}));
  if (where === void 0) return [risk("unbounded-dml", id, { question: { ask: "rows", table } })];
  const plain = new Set(before.columns(id).flatMap((column) => isPlainColumn(column) ? [column.name] : []));
  const condition = plainCondition(where, plain);
  if (isPinned(where, [...before.primaryKey(id)?.columns ?? ["id"]])) return [];
  return [risk("unbatched-backfill", id, { question: condition === null ? null : { ask: "matches", table, condition } })];
}
function isPinned(where, key) {
  if ("BoolExpr" in where && where.BoolExpr.boolop === "AND_EXPR")
    return (where.BoolExpr.args ?? []).some((part) => isPinned(part, key));
  if (!("A_Expr" in where)) return false;
  const { kind, lexpr, name, rexpr } = where.A_Expr;
  const column = lexpr !== void 0 && "ColumnRef" in lexpr ? strings(lexpr.ColumnRef.fields).at(-1) : void 0;
  const named = key.length === 1 && column === key[0];
  const constants = rexpr !== void 0 && ofTag(nodesOf({ rexpr }), "SelectStmt").length === 0;
  return named && constants && (kind === "AEXPR_OP" && strings(name).at(-1) === "=" || kind === "AEXPR_IN");
}
function insertHazards({ relation, cols, selectStmt }, around) {
  const { names, before, isNew, later } = around;
  const id = names.relation(relation);
  const numbered = (cols ?? []).flatMap((node) => {
    const name = "ResTarget" in node ? node.ResTarget.name : void 0;
    const known2 = before.column(id, name);
    return known2 !== null && (known2.autoIncrement || known2.identity !== null) ? [known2] : [];
  });
  const advanced = later.some(
    (tree) => ofTag(nodesOf(tree), "FuncCall").some(({ funcname }) => strings(funcname).at(-1) === "setval") || "AlterSeqStmt" in tree
  );
  return [
    effect("changes-data"),
    ...advanced ? [] : numbered.map((column) => risk("sequence-not-advanced", column.id)),
    ...isNew(id) || !copiesTable(selectStmt, around) ? [] : [risk("unbatched-backfill", id)]
  ];
}
function copiesTable(select, { isNew, names }) {
  if (select === void 0 || !("SelectStmt" in select)) return false;
  const sources = ofTag(nodesOf({ from: select.SelectStmt.fromClause ?? [] }), "RangeVar");
  return sources.some((source) => !isNew(names.relation(source)));
}
function repeatedTargets(targets) {
  const names = (targets ?? []).flatMap(
    (node) => "ResTarget" in node && node.ResTarget.indirection === void 0 ? [node.ResTarget.name ?? ""] : []
  );
  return new Set(names).size < names.length;
}

// src/dialects/postgres/statement-effects.ts
function findingsOf(tree, nodes, around) {
  const looked = (definitions.has(tagOf(tree)) ? nodes.slice(0, 1) : nodes).filter(
    (node) => !(givesDefaults.has(tagOf(tree)) && takesNumber(node))
  );
  const found = looked.flatMap(({ tag, node }) => detect(tag, node, around));
  return [...found, ...nodesThatRun(tree, looked, around).flatMap((node) => unknownCall(node, around))];
}
function nodesThatRun(tree, looked, { names, isNew }) {
  if (runsFunctions.has(tagOf(tree))) return looked;
  if ("IndexStmt" in tree) return isNew(names.relation(tree.IndexStmt.relation)) ? [] : looked;
  if (!("AlterTableStmt" in tree) || isNew(names.relation(tree.AlterTableStmt.relation))) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap(
    (command) => "AlterTableCmd" in command && command.AlterTableCmd.subtype !== "AT_ColumnDefault" ? nodesOf(command) : []
  );
}
function detect(tag, node, around) {
  const detector = detectors[tag];
  return detector?.(node, around) ?? [];
}
var definitions = /* @__PURE__ */ new Set(["CreateFunctionStmt", "RuleStmt", "ViewStmt"]);
var givesDefaults = /* @__PURE__ */ new Set(["CreateStmt", "AlterTableStmt", "AlterDomainStmt", "CreateDomainStmt"]);
function takesNumber({ tag, node }) {
  return tag === "FuncCall" && strings(node.funcname).at(-1) === "nextval";
}
var runsFunctions = /* @__PURE__ */ new Set([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "CreateTableAsStmt",
  "CopyStmt",
  "CallStmt"
]);
var outside = [effect("reaches-outside")];
var detectors = {
  DropStmt: (node, around) => (node.objects ?? []).flatMap((object) => dropped(node, object, around)),
  DropdbStmt: ({ dbname }) => [
    effect("deletes-data"),
    effect("reaches-outside"),
    risk("drop-schema-or-database", `database ${dbname ?? ""}`)
  ],
  DropOwnedStmt: () => [effect("deletes-data"), ...rights(null)],
  TruncateStmt: ({ relations, behavior }, { names, isNew }) => (relations ?? []).flatMap((node) => {
    const table = "RangeVar" in node ? names.relation(node.RangeVar) : null;
    if (table === null || isNew(table) && behavior !== "DROP_CASCADE") return [];
    const cascade = behavior === "DROP_CASCADE" ? [risk("truncate-cascade", table, { sign: { seen: "empty", of: null } })] : [];
    const question = { ask: "rows", table: names.tableName(relationParts("RangeVar" in node ? node.RangeVar : {})) };
    return [effect("deletes-data"), risk("truncate-table", table, { question }), ...cascade];
  }),
  DeleteStmt: ({ relation, whereClause }, around) => [
    effect("deletes-data"),
    ...changedRowsHazards(relation, whereClause, around)
  ],
  UpdateStmt: ({ relation, whereClause, targetList }, around) => [
    effect("changes-data"),
    ...repeatedTargets(targetList) ? [risk("duplicate-column-assignment", around.names.relation(relation))] : [],
    ...changedRowsHazards(relation, whereClause, around)
  ],
  InsertStmt: insertHazards,
  MergeStmt: () => [effect("changes-data")],
  MergeWhenClause: ({ commandType }) => commandType === "CMD_DELETE" ? [effect("deletes-data")] : [],
  CopyStmt: ({ is_from, is_program, filename }) => [
    ...is_from ? [effect("changes-data")] : [],
    ...is_program || filename !== void 0 ? outside : []
  ],
  AlterTableStmt: (node, around) => [...alterTableFindings(node, around), ...unindexedHazards({ AlterTableStmt: node }, around)],
  CreateStmt: createTableHazards,
  AlterSeqStmt: ({ sequence, options }, { names }) => option(options, "restart") === null ? [] : [effect("changes-data"), risk("sequence-rewind", names.relation(sequence, "sequence"))],
  IndexStmt: createIndexHazards,
  ReindexStmt: ({ relation, params, name }, { names }) => option(params, "concurrently") === null ? [risk("reindex-blocks", relation === void 0 ? `schema ${name ?? ""}` : names.relation(relation))] : [],
  ClusterStmt: ({ relation }, { names }) => [risk("table-rewrite", relation === void 0 ? null : names.relation(relation))],
  VacuumStmt: ({ options }) => option(options, "full") === null ? [] : [risk("table-rewrite", null)],
  RefreshMatViewStmt: ({ relation, concurrent }, { names }) => {
    const view = names.relation(relation, "materialized view");
    return concurrent ? [] : [risk("matview-refresh-blocks", view)];
  },
  LockStmt: ({ relations }, { names }) => (relations ?? []).flatMap((node) => "RangeVar" in node ? [risk("explicit-table-lock", names.relation(node.RangeVar))] : []),
  RenameStmt: renamed,
  AlterObjectSchemaStmt: ({ relation, objectType, object }, { names }) => [
    risk("move-schema", relation === void 0 ? namedObject(objectType, object, names) : names.relation(relation))
  ],
  AlterEnumStmt: ({ typeName: typeName2, oldVal }, { names, isNew }) => {
    const type = names.id("enum", strings(typeName2));
    if (isNew(type)) return [];
    return [risk(oldVal === void 0 ? "irreversible-migration" : "rename-enum-value", type)];
  },
  AlterDomainStmt: domainHazards,
  CreateTrigStmt: ({ relation }, around) => triggerHazards(relation, around),
  RuleStmt: ({ relation }, around) => triggerHazards(relation, around),
  VariableSetStmt: settingHazards,
  AlterOwnerStmt: ({ relation, objectType, object }, { names }) => rights(relation === void 0 ? namedObject(objectType, object, names) : names.relation(relation)),
  GrantStmt: ({ objects, objtype }, { names }) => rights(soleObject(objects, (object) => namedObject(objtype, object, names))),
  GrantRoleStmt: () => rights(null),
  AlterDefaultPrivilegesStmt: () => rights(null),
  CreateRoleStmt: ({ role }) => rights(`role ${role ?? ""}`),
  AlterRoleStmt: ({ role }) => rights(`role ${role?.rolename ?? ""}`),
  AlterRoleSetStmt: ({ role }) => rights(role?.rolename === void 0 ? null : `role ${role.rolename}`),
  DropRoleStmt: () => rights(null),
  ReassignOwnedStmt: () => rights(null),
  SecLabelStmt: () => rights(null),
  CreatePolicyStmt: ({ table }, { names, isNew }) => isNew(names.relation(table)) ? [effect("changes-rights")] : rights(names.relation(table)),
  AlterPolicyStmt: ({ table }, { names }) => rights(names.relation(table)),
  CreateFunctionStmt: ({ options, ...node }, around) => [
    ...overloadHazards({ CreateFunctionStmt: node }, around, createdBy({ CreateFunctionStmt: node }, around.names)[0] ?? ""),
    ...option(options, "security") === "true" ? rights(null) : [],
    ...isUntrustedLanguage(option(options, "language")) ? outside : []
  ],
  AlterFunctionStmt: ({ actions }) => option(actions, "security") === "true" ? rights(null) : [],
  CreateExtensionStmt: ({ extname }) => [
    risk("extension-change", objectId("extension", extname ?? "")),
    ...isUntrustedLanguage(extname ?? "") || connects(extname ?? "") ? outside : []
  ],
  AlterExtensionStmt: ({ extname }) => [risk("extension-change", objectId("extension", extname ?? ""))],
  CreatePLangStmt: () => outside,
  CreateFdwStmt: () => outside,
  CreateForeignServerStmt: () => outside,
  AlterForeignServerStmt: () => outside,
  CreateForeignTableStmt: () => outside,
  ImportForeignSchemaStmt: () => outside,
  CreateUserMappingStmt: () => outside,
  CreateSubscriptionStmt: () => outside,
  AlterSubscriptionStmt: () => outside,
  CreateTableSpaceStmt: () => outside,
  CreatedbStmt: () => outside,
  LoadStmt: () => outside,
  AlterSystemStmt: () => outside,
  PrepareStmt: () => notUnderstood,
  ExecuteStmt: () => notUnderstood,
  CallStmt: () => notUnderstood,
  FuncCall: ({ funcname }) => {
    const name = strings(funcname).at(-1) ?? "";
    if (name === "setval") return [effect("changes-data"), risk("sequence-rewind", null)];
    if (name === "nextval") return [effect("changes-data")];
    return readsOrWritesFiles(name) || connects(name) ? outside : [];
  },
  TransactionStmt: ({ kind }) => kind === "TRANS_STMT_SAVEPOINT" || kind === "TRANS_STMT_RELEASE" || kind === "TRANS_STMT_ROLLBACK_TO" ? [] : [risk("transaction-control-in-migration", null)]
};
function soleObject(objects, idOf) {
  const [only, ...others] = objects ?? [];
  return only === void 0 || others.length > 0 ? null : idOf(only);
}
function renamed({ renameType, relationType, relation, subname, object }, around) {
  const { names, isNew } = around;
  if (renameType === "OBJECT_SCHEMA") return [risk("move-schema", objectId("schema", subname ?? ""))];
  if (renameType === "OBJECT_INDEX") return [risk("rename-constraint-or-index", names.relation(relation, "index"))];
  if (object !== void 0 || relation === void 0 || isNew(names.relation(relation))) return [];
  const table = names.relation(relation);
  const parts = relationParts(relation);
  if (renameType === "OBJECT_TABLE") return leavesView(table, around) ? [] : [risk("rename-table", table)];
  if (renameType === "OBJECT_TABCONSTRAINT")
    return [risk("rename-constraint-or-index", names.part("check", parts, subname ?? ""))];
  if (renameType !== "OBJECT_COLUMN" || relationType !== "OBJECT_TABLE") return [];
  return [
    risk("rename-column", names.part("column", parts, subname ?? "")),
    ...routinesNaming(around, relation.relname ?? "", subname ?? "")
  ];
}
function unknownCall({ tag, node }, { callOf }) {
  if (tag !== "FuncCall") return [];
  const parts = strings(node.funcname);
  const name = parts.at(-1) ?? "";
  const judged = name === "setval" || name === "nextval" || readsOrWritesFiles(name) || connects(name);
  const builtIn2 = parts.length === 1 || parts.at(-2) === "pg_catalog";
  return judged || builtIn2 && isKnownFunction(name) ? [] : callOf(name) ?? notUnderstood;
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
  if ("RenameStmt" in tree) return renamed2(tree.RenameStmt, names);
  if ("AlterTableStmt" in tree) return altered(tree.AlterTableStmt, names);
  return [];
}
function renamed2({ renameType, relation, object, subname }, names) {
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

// src/dialects/postgres/statements.ts
async function parseScript(sql, context) {
  const split = await splitScript(sql);
  if (split.outcome === "unreadable") return { statements: [unread(sql, context)], unreadable: split.reason };
  const names = new Names(context.defaultSchema ?? "public");
  const made = new Set(context.madeEarlier ?? []);
  const calls = /* @__PURE__ */ new Map();
  const trees = split.statements.map(({ tree }) => tree);
  const everywhere = {
    names,
    isNew: (id) => made.has(id),
    callOf: (name) => calls.get(name) ?? null,
    before: new KnownSchema(context.objects ?? null)
  };
  const around = { ...everywhere, ...placeOf(0, trees) };
  for (const [name, findings] of await readExistingRoutines(sql, context, around)) calls.set(name, findings);
  const statements = [];
  for (const [index, statement2] of split.statements.entries()) {
    const { tree } = statement2;
    const here = { ...everywhere, ...placeOf(index, trees) };
    const analysis = await analyse(statement2, here);
    statements.push(toParsed(statement2, analysis, placeHazards(tree, statement2.sql, here), context));
    if (isNewlyMade(tree)) for (const id of createdBy(tree, names)) made.add(id);
    if ("CreateFunctionStmt" in tree) calls.set(strings(tree.CreateFunctionStmt.funcname).at(-1) ?? "", analysis.whenCalled);
  }
  return { statements, unreadable: null };
}
function placeOf(index, trees) {
  const earlier = trees.slice(0, index);
  const later = trees.slice(index + 1);
  const opened = earlier.findLastIndex((tree) => controlOf(tree) === "begin");
  const ended = earlier.findLastIndex((tree) => controlOf(tree) === "commit" || controlOf(tree) === "rollback");
  const inOwnTransaction = opened > ended;
  if (inOwnTransaction) return { earlier, later, together: earlier.slice(opened + 1), inOwnTransaction };
  const controlled = trees.some((tree) => controlOf(tree) !== null);
  const alone = earlier.findLastIndex((tree) => !isTransactional(tree));
  return { earlier, later, together: controlled ? [] : earlier.slice(alone + 1), inOwnTransaction };
}
async function readExistingRoutines(sql, { objects }, around) {
  const found = /* @__PURE__ */ new Map();
  for (const object of objects ?? []) {
    const name = object.kind === "function" ? object.name.split("(", 1)[0] ?? "" : "";
    if (object.kind !== "function" || name === "" || !sql.includes(name)) continue;
    const [statement2] = await splitDefinition(object.definition);
    const findings = statement2 !== void 0 && "CreateFunctionStmt" in statement2.tree ? analyseBody(await readRoutine(statement2.sql, statement2.tree.CreateFunctionStmt), around).findings : notUnderstood;
    found.set(name, [...found.get(name) ?? [], ...findings]);
  }
  return found;
}
async function splitDefinition(definition) {
  const split = await splitScript(definition);
  return split.outcome === "split" ? split.statements : [];
}
async function analyse({ sql, tree }, around) {
  if ("DoStmt" in tree) return analyseBody(await readBlock(sql, tree.DoStmt), around);
  const statement2 = analyseTree(tree, around);
  if (!("CreateFunctionStmt" in tree)) return statement2;
  const body = analyseBody(await readRoutine(sql, tree.CreateFunctionStmt), around);
  return { ...statement2, touches: [...statement2.touches, ...body.touches], whenCalled: body.findings };
}
function analyseBody({ statements, opaque: opaque2 }, around) {
  const parts = statements.map((inner) => analyseTree(inner, around));
  return {
    findings: [...parts.flatMap(({ findings }) => findings), ...opaque2 ? notUnderstood : []],
    touches: parts.flatMap(({ touches }) => touches),
    creates: parts.flatMap(({ creates }) => creates),
    roles: parts.flatMap(({ roles }) => roles),
    whenCalled: []
  };
}
function analyseTree(tree, around) {
  const nodes = nodesOf(tree);
  return {
    findings: findingsOf(tree, nodes, around),
    touches: touchedBy(tree, nodes, around.names),
    creates: createdBy(tree, around.names),
    roles: rolesIn(tree, nodes),
    whenCalled: []
  };
}
function toParsed({ sql, offset, tree }, { findings, touches, creates, roles }, placed, context) {
  const effects = new Set(findings.flatMap((finding) => finding.kind === "effect" ? [finding.effect] : []));
  const namesHistory = context.historyTables.some((table) => touches.includes(table));
  if (namesHistory || effects.has("not-understood") && mayNameHistory(sql, context)) effects.add("touches-history");
  const risks = risksOf([...findings, ...placed, ...effects.has("touches-history") ? [rewritesHistory] : []]);
  return {
    sql,
    offset,
    verb: verbOf(tree),
    control: controlOf(tree),
    transactional: isTransactional(tree),
    effects: effectOrder.filter((name) => effects.has(name)),
    touches: [...new Set(touches)].sort(),
    creates: [...new Set(creates)].sort(),
    roles: [...new Set(roles)].sort(),
    hazards: presumedHazards(risks),
    risks
  };
}
var rewritesHistory = risk("migration-history-rewritten", null);
function risksOf(findings) {
  const found = /* @__PURE__ */ new Map();
  for (const finding of findings) {
    if (finding.kind !== "hazard" || found.has(`${finding.id} ${finding.object}`)) continue;
    found.set(`${finding.id} ${finding.object}`, riskOf(hazardOf(finding.id, finding.object), finding.details));
  }
  return [...found.values()];
}
var effectOrder = [
  "deletes-data",
  "changes-data",
  "changes-rights",
  "touches-history",
  "reaches-outside",
  "not-understood"
];
function unread(sql, context) {
  return {
    sql,
    offset: 0,
    verb: "SCRIPT",
    control: null,
    transactional: true,
    effects: mayNameHistory(sql, context) ? ["touches-history", "not-understood"] : ["not-understood"],
    touches: [],
    creates: [],
    roles: [],
    hazards: presumedHazards(opaque),
    risks: opaque
  };
}
var opaque = [riskOf(hazardOf("opaque-sql", null))];
function mayNameHistory(sql, { historyTables }) {
  return historyTables.some((table) => sql.includes(table.slice(table.lastIndexOf(".") + 1)));
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
function columnName2(id, catalogue) {
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
    // Not indented any further: a line break may stand in a name.
    `    ${sql};`,
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
  columnName2 as columnName,
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
  Names,
  verbOf,
  controlOf,
  isTransactional,
  createdBy,
  touchedBy,
  parseScript
};
