import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  alterConstraint,
  alterIndex,
  catalogueOf,
  columnName,
  constraintClause,
  createConstraint,
  createIndex,
  dropConstraint,
  dropIndex,
  freeName,
  groupStatements,
  holder,
  holderId,
  ifExists,
  ifNotExists,
  isEnumIn,
  mentions,
  optionChanges,
  optionList,
  parseScript,
  qualified,
  qualifiedKey,
  readBlock,
  relationName,
  renameConstraint,
  renameIndex,
  signature,
  statement,
  tableAction,
  target,
  unlessFound
} from "./chunk-XVTBVWKQ.js";
import {
  nodesOf,
  option,
  splitScript,
  strings
} from "./chunk-67743SDL.js";
import {
  quoteIdentifier,
  quoteLiteral,
  quoteQualified
} from "./chunk-4PLWE6NW.js";
import {
  changedId
} from "./chunk-ZKYGNOYZ.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";
import "./chunk-LQ7MRN4E.js";
import "./chunk-KPJN5OEV.js";

// src/dialects/postgres/circumstances.ts
var around = `
SELECT (SELECT floor(extract(epoch FROM max(now() - xact_start)))::int FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()) AS "oldestTransaction",
  (SELECT count(*)::int FROM pg_stat_replication) AS replicas`;
var writes = `
SELECT schemaname AS schema, relname AS name,
  floor(60 * (n_tup_ins + n_tup_upd + n_tup_del) / greatest(extract(epoch FROM now() - coalesce(d.stats_reset, pg_postmaster_start_time())), 60))::int8::text AS "perMinute"
FROM pg_stat_user_tables, pg_stat_database AS d WHERE d.datname = current_database() AND n_tup_ins + n_tup_upd + n_tup_del > 0`;
async function readCircumstances(session) {
  const [row] = await session.query(around);
  const tables = await session.query(writes);
  return {
    oldestTransaction: row?.oldestTransaction ?? null,
    replicas: row?.replicas ?? null,
    writes: Object.fromEntries(tables.map(({ schema, name, perMinute }) => [objectId("table", schema, name), Number(perMinute)]))
  };
}

// src/dialects/postgres/ddl/fold.ts
function fold(operations, before2) {
  const creates = operations.filter((operation) => operation.verb === "create");
  const drops = operations.filter((operation) => operation.verb === "drop");
  const others = operations.filter(({ verb }) => verb !== "create" && verb !== "drop");
  return [...foldDrops(drops, before2), ...others, ...foldCreates(creates)];
}
function foldCreates(creates) {
  const tables = new Set(
    creates.filter(({ object }) => object.kind === "table").map(({ object }) => tableKey(object.schema, object.name))
  );
  const inside = (operation) => isInline(operation.object) && tables.has(tableKey(operation.object.schema, operation.object.table));
  const parts = Map.groupBy(
    creates.filter(inside),
    ({ object }) => "table" in object ? tableKey(object.schema, object.table) : ""
  );
  return creates.filter((operation) => !inside(operation)).map((operation) => {
    const { object } = operation;
    return object.kind === "table" ? joined(operation, parts.get(tableKey(object.schema, object.name)) ?? []) : operation;
  });
}
function isInline(object) {
  return object.kind === "column" || object.kind === "primary key" || object.kind === "check" && (object.validated || !object.enforced);
}
function tableKey(schema, table2) {
  return `${schema ?? ""}\0${table2}`;
}
function foldDrops(drops, before2) {
  const byId = new Map(drops.map((operation) => [operation.object.id, operation]));
  const roots = new Map(drops.map((operation) => [operation, rootOf(operation, byId, before2)]));
  const parts = Map.groupBy(
    drops.filter((operation) => roots.get(operation) !== operation),
    (operation) => roots.get(operation) ?? operation
  );
  return drops.filter((operation) => roots.get(operation) === operation).map((operation) => joined(operation, parts.get(operation) ?? []));
}
function rootOf(operation, drops, before2) {
  const { object } = operation;
  const holder2 = holderId(object, before2);
  if (object.kind === "foreign key" && object.references !== holder2) return operation;
  const owner2 = holder2 === null ? void 0 : drops.get(holder2);
  return owner2 === void 0 ? operation : rootOf(owner2, drops, before2);
}
function joined(operation, parts) {
  const changes = new Set([operation, ...parts].flatMap((part) => part.changes));
  return { ...operation, parts: parts.map((part) => part.object), changes: [...changes].sort((a, b) => a - b) };
}

// src/dialects/postgres/ddl/inheritance.ts
function followInheritance(operations, before2, after) {
  const children = [...after.objects.values()].filter((object) => object.kind === "table" && parentsOf(object).length > 0);
  const formerChildren = [...before2.objects.values()].filter((object) => object.kind === "table" && parentsOf(object).length > 0);
  if (children.length === 0 && formerChildren.length === 0) return operations;
  const families = { before: before2, after, retyped: retypedColumns(operations) };
  const followed = operations.flatMap((operation) => follow(operation, families));
  return [...followed, ...keptOverrides(followed, families)];
}
function parentsOf(table2) {
  return table2.partitionOf === null ? table2.inherits : [table2.partitionOf.table];
}
function follow(operation, families) {
  const { before: before2, after } = families;
  switch (operation.verb) {
    case "create": {
      const { object, changes } = operation;
      if (object.kind !== "column" || !before2.objects.has(tableId(object))) return [operation];
      const had = effective(object, before2) ?? inherited(object, after);
      return had === null ? [operation] : alteration(had, object, changes, families);
    }
    case "drop": {
      const { object, changes } = operation;
      if (object.kind === "check") return isInherited(object, after) ? [] : [operation];
      if (object.kind !== "column" || !after.objects.has(tableId(object))) return [operation];
      const gets = effective(object, after);
      if (gets !== null) return alteration(object, gets, changes, families);
      const goesAlong = inherited(object, before2) !== null && inherited(object, after) === null;
      return goesAlong && stays(object, families) ? [] : [operation];
    }
    case "alter":
      if (operation.from.kind !== "column" || operation.to.kind !== "column") return [operation];
      return inherited(operation.to, after) === null ? [operation] : alteration(operation.from, operation.to, operation.changes, families);
    default:
      return [operation];
  }
}
function alteration(from, to, changes, { after, retyped }) {
  const typeComes = parentColumns(to, after).some(({ id }) => retyped.has(id));
  const fields = ["collation", "default", "generated", "identity", "nullable", "type"].filter(
    (field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]) && !(typeComes && (field === "type" || field === "collation"))
  );
  return fields.length === 0 ? [] : [{ verb: "alter", from, to, fields, changes }];
}
function keptOverrides(operations, { before: before2, after }) {
  const altered = new Map(
    operations.filter((operation) => operation.verb === "alter").map((operation) => [operation.from.id, operation])
  );
  const overrides = [...after.columns.values()].flat().filter(({ id }) => before2.objects.has(id) && !altered.has(id));
  return overrides.flatMap((column2) => {
    const cause = parentColumns(column2, after).flatMap(({ id }) => altered.get(id) ?? []).find(reachesChildren);
    if (cause === void 0 || cause.to.kind !== "column") return [];
    const from = { ...column2, default: cause.to.default, nullable: cause.to.nullable };
    const fields = cause.fields.filter((field) => (field === "default" || field === "nullable") && from[field] !== column2[field]);
    return fields.length === 0 ? [] : [{ verb: "alter", from, to: column2, fields, changes: cause.changes }];
  });
}
function reachesChildren({ to, fields }) {
  return to.kind === "column" && (fields.includes("default") || fields.includes("nullable"));
}
function retypedColumns(operations) {
  return new Set(
    operations.filter((operation) => operation.verb === "alter" && operation.to.kind === "column" && operation.fields.includes("type")).map((operation) => operation.verb === "alter" ? operation.to.id : "")
  );
}
function effective(column2, catalogue) {
  const own2 = catalogue.objects.get(column2.id);
  return own2?.kind === "column" ? own2 : inherited(column2, catalogue);
}
function inherited(column2, catalogue) {
  const [above] = parentColumns(column2, catalogue);
  if (above === void 0) return null;
  return {
    ...above,
    id: column2.id,
    schema: column2.schema,
    table: column2.table,
    position: column2.position,
    identity: null,
    autoIncrement: false
  };
}
function parentColumns(column2, catalogue) {
  const seen = /* @__PURE__ */ new Set();
  const found = [];
  const queue = [tableId(column2)];
  for (const id of queue) {
    const table2 = catalogue.objects.get(id);
    if (table2?.kind !== "table" || seen.has(id)) continue;
    seen.add(id);
    const parents = parentsOf(table2);
    found.push(...parents.flatMap((parent) => (catalogue.columns.get(parent) ?? []).filter(({ name }) => name === column2.name)));
    queue.push(...parents);
  }
  return found;
}
function isInherited(check, after) {
  const table2 = after.objects.get(tableId(check));
  if (table2?.kind !== "table") return false;
  return parentsOf(table2).some((parent) => {
    const above = after.objects.get(parent);
    return above !== void 0 && after.objects.has(objectId("check", above.schema, above.name, check.name));
  });
}
function stays(column2, { before: before2, after }) {
  const [was, is] = [before2.objects.get(tableId(column2)), after.objects.get(tableId(column2))];
  if (was?.kind !== "table" || is?.kind !== "table") return false;
  return parentsOf(was).join("\0") === parentsOf(is).join("\0");
}
function tableId(part) {
  return objectId("table", part.schema, part.table);
}

// src/dialects/postgres/ddl/conversion.ts
function conversion(from, to, isEnum) {
  const [source, target2] = [base(from), base(to)];
  if (source === target2) return "assignment";
  if (source.endsWith("[]") && target2.endsWith("[]")) return conversion(source.slice(0, -2), target2.slice(0, -2), isEnum);
  if (textual.has(target2)) return "assignment";
  if (textual.has(source)) return "explicit";
  if (isEnum(source) && isEnum(target2)) return "through text";
  if (isEnum(source) || isEnum(target2)) return "none";
  if (source.includes(".") || target2.includes(".")) return "explicit";
  if (assignable[source]?.includes(target2) === true) return "assignment";
  return castable[source]?.includes(target2) === true ? "explicit" : "none";
}
function base(type) {
  const plain = type.replace(/\s*\([^)]*\)/, "");
  return plain.replace(/^interval [a-z ]+/, "interval");
}
var textual = /* @__PURE__ */ new Set(["text", "character varying", "character", "name"]);
var floats = ["double precision", "numeric", "real"];
var assignable = {
  bigint: ["integer", "money", "smallint", "oid", ...floats],
  bit: ["bit varying"],
  "bit varying": ["bit"],
  cidr: ["inet"],
  date: ["timestamp with time zone", "timestamp without time zone"],
  "double precision": ["bigint", "integer", "numeric", "real", "smallint"],
  inet: ["cidr"],
  integer: ["bigint", "money", "oid", "smallint", ...floats],
  interval: ["time without time zone"],
  json: ["jsonb"],
  jsonb: ["json"],
  macaddr: ["macaddr8"],
  macaddr8: ["macaddr"],
  money: ["numeric"],
  numeric: ["bigint", "double precision", "integer", "money", "real", "smallint"],
  oid: ["bigint", "integer"],
  real: ["bigint", "double precision", "integer", "numeric", "smallint"],
  smallint: ["bigint", "integer", "oid", ...floats],
  "time with time zone": ["time without time zone"],
  "time without time zone": ["interval", "time with time zone"],
  "timestamp with time zone": ["date", "time with time zone", "time without time zone", "timestamp without time zone"],
  "timestamp without time zone": ["date", "time without time zone", "timestamp with time zone"]
};
var castable = {
  bigint: ["bit"],
  bit: ["bigint", "integer"],
  boolean: ["integer"],
  daterange: ["datemultirange"],
  int4range: ["int4multirange"],
  int8range: ["int8multirange"],
  integer: ["bit", "boolean"],
  jsonb: ["bigint", "boolean", "integer", "smallint", ...floats],
  numrange: ["nummultirange"],
  tsrange: ["tsmultirange"],
  tstzrange: ["tstzmultirange"]
};

// src/dialects/postgres/ddl/alter-means.ts
var inPlace = { how: "in place" };
var anew = { how: "anew" };
var refused = (reason) => ({ how: "refused", reason });
function alterMeans(from, to, fields, setting) {
  switch (to.kind) {
    case "schema":
    case "extension":
    case "sequence":
    case "rights":
    case "comment":
    case "enum":
      return inPlace;
    case "domain":
      return domain(from, to, fields);
    case "type":
      return anew;
    case "table":
      return table(from, to, fields);
    case "column":
      return column(from, to, fields, setting);
    case "primary key":
      return anew;
    case "foreign key":
      return only(fields, ["validated", "deferrable"]) && to.validated ? inPlace : anew;
    case "check":
      return only(fields, ["validated"]) && to.validated ? inPlace : anew;
    case "exclusion":
      return anew;
    case "index":
      return index(from, to, fields);
    case "view":
      return extendsColumns(from, to) ? inPlace : anew;
    case "materialized view":
      return only(fields, ["options"]) ? inPlace : anew;
    case "function":
      return sameInterface(from, to) ? inPlace : anew;
    case "trigger":
      return only(fields, ["enabled"]) ? inPlace : anew;
    case "policy":
      return policy(from, to, fields);
  }
}
function onlyAddsValues(from, to) {
  const kept = to.values.filter((value) => from.values.includes(value));
  return kept.length === from.values.length && kept.every((value, at) => value === from.values[at]);
}
function only(fields, allowed) {
  return fields.every((field) => allowed.includes(field));
}
function domain(from, to, fields) {
  if (only(fields, ["default", "nullable", "checks"])) return inPlace;
  const what = fields.includes("type") ? `type from ${from.type} to ${to.type}` : "collation";
  return refused(
    `PostgreSQL can't change the ${what} of a domain that exists. Create a domain with another name and move the columns to it.`
  );
}
function table(from, to, fields) {
  if (!fields.includes("partitionBy")) return inPlace;
  const key = to.partitionBy === null ? "no longer partitioned" : `partitioned by ${to.partitionBy}`;
  return refused(
    `PostgreSQL can't make a table ${key} once it exists. Create a new table and copy the rows from "${from.name}".`
  );
}
function column(from, to, fields, { serverMajor, isEnum }) {
  if (!fields.includes("generated")) {
    if (from.generated !== null && (fields.includes("type") || fields.includes("collation"))) return anew;
    if (conversion(from.type, to.type, isEnum) !== "none") return inPlace;
    return refused(
      `PostgreSQL can't convert ${from.type} to ${to.type}. Add a column under another name, fill it from "${from.name}", and drop that.`
    );
  }
  if (from.generated === null) {
    return refused(
      "PostgreSQL can't turn a column that holds data into a generated one. Drop it (its data is lost), then add it."
    );
  }
  if (to.generated === null) {
    if (from.generated.stored) return inPlace;
    return refused(
      "The values of a virtual column are stored nowhere, so it can't become an ordinary one. Add a column under another name and fill it."
    );
  }
  return from.generated.stored === to.generated.stored && serverMajor >= 17 && only(fields, ["generated"]) ? inPlace : anew;
}
var invalidIndex = "The index should be invalid, as one that a failed build left behind. Nothing creates such an index.";
function index(from, to, fields) {
  if (fields.includes("valid") && !to.valid) return refused(invalidIndex);
  return only(fields, ["options"]) && from.constraint === null ? inPlace : anew;
}
function extendsColumns(from, to) {
  return from.columns.every(({ name, type }, at) => to.columns[at]?.name === name && to.columns[at].type === type);
}
function sameInterface(from, to) {
  if (from.kind !== "function" || to.kind !== "function") return false;
  if (from.routine !== to.routine || to.routine === "aggregate") return false;
  return declaration(from.definition) === declaration(to.definition);
}
function declaration(definition) {
  const end = definition.search(/^ LANGUAGE /m);
  return end === -1 ? definition : definition.slice(0, end);
}
function policy(from, to, fields) {
  const removesExpression = from.using !== null && to.using === null || from.check !== null && to.check === null;
  return only(fields, ["roles", "using", "check"]) && !removesExpression ? inPlace : anew;
}

// src/dialects/postgres/ddl/operations.ts
function subject(operation) {
  return operation.verb === "alter" || operation.verb === "rename" ? operation.from : operation.object;
}
function subjects(operation) {
  return operation.verb === "create" || operation.verb === "drop" ? [operation.object, ...operation.parts] : [subject(operation)];
}
function requestedOperations(changes, setting) {
  const operations = [];
  const refused2 = [];
  for (const [index2, change] of changes) {
    const means = meansOf(change, setting);
    if (means.how === "refused") refused2.push({ change: index2, reason: means.reason });
    else operations.push(...operationsOf(change, means.how, [index2]));
  }
  return { operations, refused: refused2 };
}
function meansOf(change, setting) {
  if (change.kind === "alter") return alterMeans(change.from, change.to, change.fields, setting);
  if (change.kind === "create" && change.object.kind === "index" && !change.object.valid)
    return { how: "refused", reason: invalidIndex };
  return { how: "in place" };
}
function operationsOf(change, how, changes) {
  switch (change.kind) {
    case "create":
      return [change.object, ...change.parts].flatMap((object) => creation(object, changes));
    case "drop":
      return [change.object, ...change.parts].map((object) => ({ verb: "drop", object, parts: [], changes }));
    case "rename":
      return [{ verb: "rename", from: change.from, to: change.to, changes }];
    case "alter": {
      const { from, to, fields } = change;
      if (how === "anew") return [{ verb: "drop", object: from, parts: [], changes }, ...creation(to, changes)];
      return [...leaving(from, to, changes), { verb: "alter", from, to, fields, changes }, ...ownership(to, fields, changes)];
    }
  }
}
function leaving(from, to, changes) {
  if (from.kind === "column" && to.kind === "column" && from.identity !== null && to.identity === null) {
    return [{ verb: "detach default", object: from, changes }];
  }
  if (from.kind !== "table" || to.kind !== "table") return [];
  const moved = from.partitionOf?.table !== to.partitionOf?.table || from.partitionOf?.bound !== to.partitionOf?.bound;
  const parents = from.partitionOf === null ? from.inherits.filter((parent) => !to.inherits.includes(parent)) : moved ? [from.partitionOf.table] : [];
  return parents.length === 0 ? [] : [{ verb: "leave parents", object: from, parents, changes }];
}
function creation(object, changes) {
  return [{ verb: "create", object, parts: [], changes }, ...ownership(object, ["ownedBy"], changes)];
}
function ownership(object, fields, changes) {
  const isNew = object.kind === "sequence" && object.ownedBy !== null && fields.includes("ownedBy");
  return isNew ? [{ verb: "own", object, changes }] : [];
}

// src/dialects/postgres/ddl/uses.ts
function uses(object, catalogue) {
  const found = new Set(directUses(object, catalogue));
  if (object.schema !== null && object.kind !== "schema") found.add(objectId("schema", object.schema));
  found.delete(object.id);
  return found;
}
function bodyUses(routine, catalogue) {
  const { words } = mentions(routine.definition);
  const found = new Set([...words].flatMap((word) => catalogue.unqualified.get(word) ?? []));
  found.delete(routine.id);
  return found;
}
function directUses(object, catalogue) {
  const named = (...texts) => namedObjects(mentions(...texts), catalogue);
  switch (object.kind) {
    case "schema":
    case "enum":
    case "sequence":
      return [];
    case "extension":
      return [objectId("schema", object.installedIn)];
    case "domain":
      return named(object.type, object.default, ...object.checks.map((check) => check.expression));
    case "type":
      return named(object.definition);
    case "table":
      return [
        ...object.partitionOf === null ? [] : [object.partitionOf.table],
        ...object.inherits,
        ...named(object.partitionBy),
        ...ownColumns(object.id, object.partitionBy, catalogue)
      ];
    case "column": {
      const table2 = objectId("table", object.schema, object.table);
      const expression = object.generated?.expression ?? null;
      return [
        table2,
        ...parentColumns(object, catalogue).map(({ id }) => id),
        ...named(object.type, object.default, expression),
        ...ownColumns(table2, expression, catalogue)
      ];
    }
    case "primary key":
      return tableAndColumns(object, [...object.columns, ...object.include]);
    case "foreign key":
      return [
        ...tableAndColumns(object, [...object.columns, ...object.onDeleteColumns]),
        object.references,
        ...columnsOf(object.references, object.referencedColumns, catalogue),
        ...keysOf(object.references, object.referencedColumns, catalogue)
      ];
    case "check":
      return partUses(object, object.expression, catalogue);
    case "exclusion":
      return partUses(object, object.definition, catalogue);
    case "index": {
      const columns = [...object.keys.flatMap((key) => key.column ?? []), ...object.include];
      const texts = [object.where, ...object.keys.flatMap((key) => [key.expression, key.opclass])];
      return [...tableAndColumns(object, columns), ...partUses(object, texts.join(" "), catalogue)];
    }
    case "trigger":
      return partUses(object, object.definition, catalogue);
    case "policy": {
      const text = `${object.using ?? ""} ${object.check ?? ""}`;
      return [...partUses(object, text, catalogue), ...readColumns(text, catalogue)];
    }
    case "view":
    case "materialized view":
      return readColumns(object.definition, catalogue);
    case "function":
      return hasStandardBody(object) ? readColumns(object.definition, catalogue) : named(header(object));
    case "rights":
    case "comment":
      return [holderId(object, catalogue) ?? object.of];
  }
}
function hasStandardBody(routine) {
  return routine.language === "sql" && /^(?:BEGIN ATOMIC|RETURN )/m.test(routine.definition) && !/^AS \$/m.test(routine.definition);
}
function header(routine) {
  const body = routine.definition.search(/^AS /m);
  return body === -1 ? routine.definition : routine.definition.slice(0, body);
}
function namedObjects({ qualified: qualified2 }, catalogue) {
  return [...qualified2].flatMap((key) => catalogue.named.get(key) ?? []);
}
function readColumns(query, catalogue) {
  const found = mentions(query);
  const grouped = found.words.has("group");
  return [...found.qualified].flatMap(
    (key) => (catalogue.named.get(key) ?? []).flatMap((id) => {
      const columns = catalogue.columns.get(id) ?? [];
      const read = columns.filter(({ name }) => found.renamed.has(key) || found.words.has(name));
      const keys = grouped ? (catalogue.keys.get(id) ?? []).filter((candidate) => candidate.kind === "primary key") : [];
      return [id, ...read.map((column2) => column2.id), ...keys.map((candidate) => candidate.id)];
    })
  );
}
function partUses(part, text, catalogue) {
  const holder2 = holderId(part, catalogue) ?? objectId("table", part.schema, part.table);
  return [holder2, ...namedObjects(mentions(text), catalogue), ...ownColumns(holder2, text, catalogue)];
}
function tableAndColumns(part, columns) {
  const column2 = (name) => objectId("column", part.schema, part.table, name);
  return [objectId("table", part.schema, part.table), ...columns.map(column2)];
}
function ownColumns(table2, text, catalogue) {
  const { words } = mentions(text);
  return (catalogue.columns.get(table2) ?? []).filter(({ name }) => words.has(name)).map((column2) => column2.id);
}
function columnsOf(table2, names, catalogue) {
  return (catalogue.columns.get(table2) ?? []).filter(({ name }) => names.includes(name)).map((column2) => column2.id);
}
function keysOf(table2, columns, catalogue) {
  const wanted = JSON.stringify([...columns].sort());
  return (catalogue.keys.get(table2) ?? []).filter((key) => JSON.stringify(keyColumns(key).sort()) === wanted).map((key) => key.id);
}
function keyColumns(key) {
  return key.kind === "primary key" ? [...key.columns] : key.keys.map(({ column: column2 }) => column2 ?? "");
}

// src/dialects/postgres/ddl/order.ts
function inOrder(operations, state, after) {
  const conventional = [...operations].sort(byConvention);
  const index2 = indexed(conventional);
  const visited = /* @__PURE__ */ new Set();
  const ordered = [];
  for (const operation of conventional) visit(operation);
  return ordered;
  function visit(operation) {
    if (visited.has(operation)) return;
    visited.add(operation);
    const first = new Set(prerequisites(operation, index2, state, after));
    for (const other of [...first].sort(byConvention)) visit(other);
    ordered.push(operation);
  }
}
function indexed(operations) {
  const byVerb = Map.groupBy(operations, (operation) => operation.verb);
  const freeing = operations.filter(({ verb }) => verb === "drop" || verb === "rename");
  return {
    on: new Map(
      [...byVerb].map(([verb, list]) => [
        verb,
        new Map(list.flatMap((operation) => subjects(operation).map(({ id }) => [id, operation])))
      ])
    ),
    freeing: groupByNames(freeing)
  };
}
function groupByNames(operations) {
  const pairs = operations.flatMap(
    (operation) => subjects(operation).flatMap(nameKeys).map((key) => [key, operation])
  );
  return new Map([...Map.groupBy(pairs, ([key]) => key)].map(([key, list]) => [key, list.map(([, operation]) => operation)]));
}
function nameKeys(object) {
  const inSchema = qualifiedKey(object.schema, object.name);
  switch (object.kind) {
    case "enum":
    case "domain":
    case "type":
    case "sequence":
    case "table":
    case "view":
    case "materialized view":
      return [inSchema];
    case "index":
    case "primary key":
    case "exclusion":
      return [inSchema, `constraint ${placeOf(object)}${object.name}`];
    case "foreign key":
    case "check":
      return [`constraint ${placeOf(object)}${object.name}`];
    case "column":
    case "trigger":
    case "policy":
      return [`${object.kind} ${placeOf(object)}${object.name}`];
    case "function":
    case "schema":
    case "extension":
      return [object.id];
    case "rights":
    case "comment":
      return [];
  }
}
function prerequisites(operation, index2, state, after) {
  const found = (id, ...verbs) => verbs.flatMap((verb) => index2.on.get(verb)?.get(id) ?? []);
  const users = (object) => state.users.get(object.id) ?? [];
  const altered = (id) => found(id, "alter").filter((other) => subject(other).kind !== "table");
  const made = (object) => [...uses(object, after)].flatMap((id) => [...found(id, "create", "rename"), ...altered(id)]);
  const inBody = (object) => object.kind === "function" ? [...bodyUses(object, after)].flatMap((id) => found(id, "create")) : [];
  const freed = (object) => nameKeys(object).flatMap((key) => index2.freeing.get(key) ?? []).filter((other) => other !== operation);
  switch (operation.verb) {
    case "create":
      return subjects(operation).flatMap((object) => [...freed(object), ...made(object), ...inBody(object)]);
    case "drop":
      return subjects(operation).flatMap(
        (object) => users(object).flatMap(({ id }) => found(id, "drop", "alter", "detach default"))
      );
    case "alter": {
      if (addsValuesOnly(operation)) return [];
      const rests = operation.from.kind === "column" || operation.from.kind === "enum";
      const moved = rests ? users(operation.from).flatMap(({ id }) => [...found(id, "drop", "detach default"), ...leaving2(id)]) : [];
      return [...moved, ...made(operation.to), ...found(operation.from.id, "detach default", "leave parents")];
    }
    case "rename":
      return freed(operation.to);
    case "own":
      return [...found(operation.object.id, "create"), ...found(operation.object.ownedBy ?? "", "create", "alter")];
    case "detach default":
    case "leave parents":
      return [];
    case "attach default":
      return [...made(operation.object), ...found(operation.object.id, "detach default")];
  }
  function leaving2(id) {
    return found(id, "alter").filter((other) => other.verb === "alter" && !uses(other.to, after).has(subject(operation).id));
  }
}
function addsValuesOnly(operation) {
  if (operation.verb !== "alter") return false;
  const { from, to } = operation;
  return from.kind === "enum" && to.kind === "enum" && onlyAddsValues(from, to);
}
function byConvention(a, b) {
  return rank(a) - rank(b) || comparePlaces(a, b);
}
function comparePlaces(a, b) {
  const [left, right] = [subject(a), subject(b)];
  if (left.kind !== "column" || right.kind !== "column") return compare(placeOf(left) + left.id, placeOf(right) + right.id);
  return compare(placeOf(left), placeOf(right)) || compare(columnVerbs[a.verb], columnVerbs[b.verb]) || left.position - right.position;
}
var columnVerbs = {
  "detach default": 0,
  drop: 1,
  alter: 2,
  create: 3,
  rename: 4,
  own: 5,
  "leave parents": 5,
  "attach default": 6
};
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
function placeOf(object) {
  return "table" in object ? `${object.schema}\0${object.table}\0` : "";
}
var convention = [
  // First, because each is a batch of its own.
  "add values",
  "drop foreign key",
  "drop trigger",
  "drop policy",
  "drop materialized view",
  "drop view",
  "drop check",
  "drop exclusion",
  "drop index",
  "drop primary key",
  "detach default",
  "leave parents",
  "create schema",
  "create extension",
  "alter extension",
  "create enum",
  "alter enum",
  "create domain",
  "alter domain",
  "create type",
  "create sequence",
  "alter sequence",
  "column",
  "alter table",
  "drop table",
  "drop function",
  "drop sequence",
  "drop type",
  "drop domain",
  "drop enum",
  "create table",
  "own",
  "create primary key",
  "rename",
  "create index",
  "alter index",
  "create exclusion",
  "create check",
  "alter check",
  "create foreign key",
  "alter foreign key",
  "create function",
  "alter function",
  "attach default",
  "create view",
  "alter view",
  "create materialized view",
  "alter materialized view",
  "create trigger",
  "alter trigger",
  "create policy",
  "alter policy",
  "drop rights",
  "create rights",
  "alter rights",
  "drop comment",
  "create comment",
  "alter comment",
  "drop extension",
  "drop schema"
];
var ranks = new Map(convention.map((step, at) => [step, at]));
function rank(operation) {
  const { verb } = operation;
  if (subject(operation).kind === "column" && verb !== "detach default" && verb !== "attach default")
    return ranks.get("column") ?? 0;
  const step = verb === "create" || verb === "drop" || verb === "alter" ? `${verb} ${subject(operation).kind}` : verb;
  return ranks.get(addsValuesOnly(operation) ? "add values" : step) ?? convention.length;
}

// src/dialects/postgres/ddl/consequence.ts
function isRetyped({ to, fields }) {
  return to.kind === "column" && (fields.includes("type") || fields.includes("collation"));
}
function isRemade({ from, to }) {
  return from.kind === "enum" && to.kind === "enum" && !onlyAddsValues(from, to);
}
function ofRetypedColumn(user, otherEndRetyped) {
  switch (user.kind) {
    case "view":
    case "materialized view":
    case "policy":
    case "trigger":
    case "function":
      return "recreate";
    case "column":
      return user.generated === null ? "none" : "recreate";
    case "table":
      return "refuse";
    case "foreign key":
      return otherEndRetyped ? "recreate" : "none";
    default:
      return "none";
  }
}
function ofRemadeEnum(user) {
  switch (user.kind) {
    case "column":
      return user.generated === null ? "follow" : "recreate";
    case "domain":
    case "type":
    case "table":
      return "refuse";
    default:
      return "recreate";
  }
}
function ofRecreation(used, user) {
  switch (user.kind) {
    case "column":
      if (user.generated !== null) return "recreate";
      return used.kind === "function" ? "detach" : "refuse";
    case "table":
    case "domain":
    case "type":
      return "refuse";
    default:
      return "recreate";
  }
}

// src/dialects/postgres/ddl/recreate.ts
function before(catalogue) {
  const users = /* @__PURE__ */ new Map();
  for (const object of catalogue.objects.values()) {
    for (const used of uses(object, catalogue)) {
      const list = users.get(used);
      if (list === void 0) users.set(used, [object]);
      else list.push(object);
    }
  }
  return { catalogue, users };
}
function recreateDependents(requested, state, wanted) {
  return new Recreation(requested, state, wanted).run();
}
function columnsOfType(type, state, after, gone) {
  return (state.users.get(type.id) ?? []).filter((user) => user.kind === "column" && user.generated === null && !gone.has(user.id)).map((column2) => after.objects.get(column2.id)).filter((column2) => column2?.kind === "column").filter((column2) => uses(column2, state.catalogue).has(type.id));
}
var Recreation = class {
  #state;
  #wanted;
  #operations;
  #refused = [];
  #queue;
  #drops = /* @__PURE__ */ new Set();
  #creates = /* @__PURE__ */ new Set();
  #detached = /* @__PURE__ */ new Set();
  #retyped = /* @__PURE__ */ new Set();
  #changed = /* @__PURE__ */ new Map();
  constructor(requested, state, wanted) {
    this.#state = state;
    this.#wanted = wanted;
    this.#operations = new Set(requested);
    this.#queue = requested.filter(
      (operation) => operation.verb === "drop" || operation.verb === "alter" && (isRetyped(operation) || isRemade(operation))
    );
    for (const operation of requested) this.#note(operation);
  }
  run() {
    for (let at = 0; at < this.#queue.length; at++) {
      const cause = this.#queue[at];
      if (cause === void 0) break;
      for (const user of this.#state.users.get(subject(cause).id) ?? []) this.#apply(cause, user);
    }
    return { operations: [...this.#operations], refused: this.#refused };
  }
  #note(operation) {
    if (operation.verb === "drop") this.#drops.add(operation.object.id);
    if (operation.verb === "create") this.#creates.add(operation.object.id);
    if (operation.verb === "alter" || operation.verb === "rename") this.#changed.set(operation.from.id, operation);
    if (operation.verb === "alter" && isRetyped(operation)) this.#retyped.add(operation.from.id);
  }
  #apply(cause, user) {
    if (this.#drops.has(user.id)) return;
    const consequence = this.#consequence(cause, user);
    if (consequence === "recreate") this.#recreate(user, cause.changes);
    if (consequence === "detach") this.#detach(user, cause.changes);
    if (consequence === "follow") this.#follow(user, cause.changes);
    if (consequence === "refuse")
      this.#refused.push(...cause.changes.map((change) => ({ change, reason: stillUsed(subject(cause), user) })));
  }
  #consequence(cause, user) {
    const used = subject(cause);
    if (cause.verb === "alter" && used.kind === "enum") return ofRemadeEnum(user);
    if (cause.verb === "alter") return ofRetypedColumn(user, user.kind === "foreign key" && this.#bothEndsRetyped(user));
    if (this.#creates.has(used.id)) return ofRecreation(used, user);
    return this.#ofRemoval(used, user);
  }
  #ofRemoval(used, user) {
    if (user.kind === "comment" || user.kind === "rights" || this.#changed.has(user.id)) return "none";
    if (user.kind === "foreign key" && (used.kind === "primary key" || used.kind === "index")) return "recreate";
    if (holderId(user, this.#state.catalogue) === used.id) return "none";
    return this.#wanted.has(user.id) ? "none" : "refuse";
  }
  #recreate(user, causes) {
    const changed = this.#changed.get(user.id);
    const after = changed?.to ?? user;
    const changes = [.../* @__PURE__ */ new Set([...causes, ...changed?.changes ?? []])].sort((a, b) => a - b);
    if (changed !== void 0) this.#operations.delete(changed);
    this.#changed.delete(user.id);
    const drop2 = { verb: "drop", object: user, parts: [], changes };
    const create2 = { verb: "create", object: after, parts: [], changes };
    if (user.kind !== "comment" && user.kind !== "rights") this.#operations.add(drop2);
    this.#operations.add(create2);
    this.#note(drop2);
    this.#note(create2);
    this.#creates.add(user.id);
    this.#queue.push(drop2);
  }
  #detach(user, changes) {
    if (user.kind !== "column" || this.#detached.has(user.id)) return;
    this.#detached.add(user.id);
    const altered = this.#changed.get(user.id);
    this.#operations.add({ verb: "detach default", object: user, changes });
    const setsDefault = altered?.verb === "alter" && altered.fields.includes("default");
    if (!setsDefault) this.#operations.add({ verb: "attach default", object: user, changes });
  }
  /** The operation on the type moves the column; what rests on the column feels it like any other change of its type. */
  #follow(user, changes) {
    if (this.#retyped.has(user.id)) return;
    this.#retyped.add(user.id);
    const alteration2 = { verb: "alter", from: user, to: user, fields: ["type"], changes };
    this.#queue.push(alteration2);
  }
  #bothEndsRetyped(key) {
    const isRetypedIn = (table2, names) => (this.#state.catalogue.columns.get(table2) ?? []).some(({ id, name }) => names.includes(name) && this.#retyped.has(id));
    return isRetypedIn(objectId("table", key.schema, key.table), key.columns) && isRetypedIn(key.references, key.referencedColumns);
  }
};
function stillUsed(used, user) {
  return `Can't change ${used.id}: ${user.id} uses it and stays as it is. Change or drop that first.`;
}

// src/dialects/postgres/ddl/columns.ts
function columnDefinition(column2) {
  const { generated, identity } = column2;
  return [
    quoteIdentifier(column2.name),
    column2.type,
    ...collation(column2),
    ...generated === null ? [] : [`GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? "STORED" : "VIRTUAL"}`],
    ...identity === null ? [] : [`GENERATED ${identity.toUpperCase()} AS IDENTITY`],
    ...column2.default === null ? [] : [`DEFAULT ${column2.default}`],
    ...column2.nullable ? [] : ["NOT NULL"]
  ].join(" ");
}
function createColumn(column2, form) {
  return [tableAction(holder(column2), `ADD COLUMN${ifNotExists(form)} ${columnDefinition(column2)}`)];
}
function dropColumn(column2, form) {
  return [tableAction(holder(column2), `DROP COLUMN${ifExists(form)} ${quoteIdentifier(column2.name)}`)];
}
function alterColumn(from, to, fields, how, form) {
  const act = (action) => tableAction(holder(to), `ALTER COLUMN ${quoteIdentifier(to.name)} ${action}`);
  const retyped = fields.includes("type") || fields.includes("collation");
  const defaultMoves = fields.includes("default") || retyped;
  return [
    ...from.generated !== null && to.generated === null ? [act(`DROP EXPRESSION${ifExists(form)}`)] : [],
    ...from.default !== null && defaultMoves ? [act("DROP DEFAULT")] : [],
    ...!from.nullable && to.nullable ? [act("DROP NOT NULL")] : [],
    ...retyped ? [act(retyping(to, how))] : [],
    ...from.generated !== null && to.generated !== null && fields.includes("generated") ? [act(`SET EXPRESSION AS (${to.generated.expression})`)] : [],
    ...to.default !== null && defaultMoves ? [act(`SET DEFAULT ${to.default}`)] : [],
    ...from.nullable && !to.nullable ? [act("SET NOT NULL")] : [],
    ...from.identity !== null && to.identity !== null && fields.includes("identity") ? [act(`SET GENERATED ${to.identity.toUpperCase()}`)] : [],
    ...from.identity === null && to.identity !== null ? addIdentity(to, to.identity, form) : []
  ];
}
function moveToNewType(column2) {
  const act = (action) => tableAction(holder(column2), `ALTER COLUMN ${quoteIdentifier(column2.name)} ${action}`);
  const moved = act(retyping(column2, "through text"));
  if (column2.default === null) return [moved];
  return [act("DROP DEFAULT"), moved, act(`SET DEFAULT ${column2.default}`)];
}
function detachDefault(column2, form) {
  const action = column2.identity === null ? "DROP DEFAULT" : `DROP IDENTITY${ifExists(form)}`;
  return [tableAction(holder(column2), `ALTER COLUMN ${quoteIdentifier(column2.name)} ${action}`)];
}
function attachDefault(column2) {
  return [tableAction(holder(column2), `ALTER COLUMN ${quoteIdentifier(column2.name)} SET DEFAULT ${column2.default}`)];
}
function retyping(column2, how) {
  return [`SET DATA TYPE ${column2.type}`, ...collation(column2), ...using(column2, how)].join(" ");
}
function using({ name, type }, how) {
  if (how === "assignment") return [];
  const text = type.endsWith("[]") ? "text[]" : "text";
  return [`USING ${quoteIdentifier(name)}${how === "through text" ? `::${text}` : ""}::${type}`];
}
function collation(column2) {
  return column2.collation === null ? [] : [`COLLATE ${column2.collation}`];
}
function addIdentity(column2, identity, form) {
  const name = quoteIdentifier(column2.name);
  const action = `ALTER COLUMN ${name} ADD GENERATED ${identity.toUpperCase()} AS IDENTITY`;
  if (form === "plain") return [tableAction(holder(column2), action), continueAfterRows(column2)];
  const found = `SELECT FROM pg_catalog.pg_attribute WHERE attrelid = ${quoteLiteral(holder(column2))}::pg_catalog.regclass AND attname = ${quoteLiteral(column2.name)} AND attidentity <> ''`;
  return [statement(unlessFound(form, found, `ALTER TABLE ${holder(column2)} ${action}`)), continueAfterRows(column2)];
}
function continueAfterRows(column2) {
  const [table2, name] = [holder(column2), quoteIdentifier(column2.name)];
  const sequence = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(table2)}, ${quoteLiteral(column2.name)})`;
  return statement(`SELECT pg_catalog.setval(${sequence}, GREATEST(pg_catalog.max(${name}), 0) + 1, false) FROM ${table2}`);
}

// src/dialects/postgres/ddl/comments.ts
function setComment(comment, object) {
  return [statement(`COMMENT ON ${commentTarget(object)} IS ${quoteLiteral(comment.text)}`)];
}
function removeComment(object) {
  return [statement(`COMMENT ON ${commentTarget(object)} IS NULL`)];
}
function commentTarget(object) {
  if (object.kind !== "index" || object.constraint === null) return target(object);
  return `CONSTRAINT ${quoteIdentifier(object.name)} ON ${holder(object)}`;
}

// src/dialects/postgres/ddl/namespaces.ts
function createSchema(schema, form) {
  return [statement(`CREATE SCHEMA${ifNotExists(form)} ${quoteIdentifier(schema.name)}`)];
}
function createExtension(extension, form) {
  const place = `WITH SCHEMA ${quoteIdentifier(extension.installedIn)}`;
  return [statement(`CREATE EXTENSION${ifNotExists(form)} ${quoteIdentifier(extension.name)} ${place}`)];
}
function moveExtension(extension) {
  return [statement(`ALTER EXTENSION ${quoteIdentifier(extension.name)} SET SCHEMA ${quoteIdentifier(extension.installedIn)}`)];
}
function dropNamespace(object, form) {
  return [statement(`DROP ${object.kind.toUpperCase()}${ifExists(form)} ${quoteIdentifier(object.name)}`)];
}

// src/dialects/postgres/ddl/rights.ts
function createRights(rights, object) {
  return alterRights({ ...rights, owner: "", grants: [] }, rights, object);
}
function dropRights(rights, object) {
  return alterRights(rights, { ...rights, grants: [] }, object);
}
function alterRights(from, to, object) {
  const on = grantTarget(object);
  if (on === null) return [];
  const [before2, after] = [byGrantee(from.grants), byGrantee(to.grants)];
  const grantees = [.../* @__PURE__ */ new Set([...before2.keys(), ...after.keys()])].sort();
  return [
    ...owner(from, to, object),
    ...grantees.flatMap(
      (grantee) => regrant(grantee, before2.get(grantee) ?? [], after.get(grantee) ?? usual(grantee, object), on)
    )
  ];
}
function owner(from, to, object) {
  if (to.owner === "" || to.owner === from.owner) return [];
  if (object.kind === "sequence" && object.ownedBy !== null) return [];
  return [statement(`ALTER ${target(object)} OWNER TO ${quoteIdentifier(to.owner)}`)];
}
function byGrantee(grants) {
  const lines = grants.map((grant2) => {
    const [, grantee = "", privileges = ""] = /^("(?:[^"]|"")*"|[^:]*): (.*)$/s.exec(grant2) ?? [];
    return { grantee, privileges: isOfColumns(privileges) ? [privileges] : privileges.split(", ") };
  });
  return new Map(
    [...Map.groupBy(lines, ({ grantee }) => grantee)].map(([grantee, own2]) => [grantee, own2.flatMap((line) => line.privileges)])
  );
}
function isOfColumns(privileges) {
  return /^[A-Z]+ \(/.test(privileges);
}
function usual(grantee, object) {
  if (grantee !== "PUBLIC") return [];
  if (object.kind === "function") return ["EXECUTE"];
  return object.kind === "enum" || object.kind === "domain" || object.kind === "type" ? ["USAGE"] : [];
}
function regrant(grantee, before2, after, on) {
  const added = after.filter((privilege) => !before2.includes(privilege) && privilege !== none);
  const onlyAdds = before2.length > 0 && before2.every((privilege) => after.includes(privilege));
  const isNew = before2.length === 0 && !after.includes(none);
  if (onlyAdds || isNew) return added.map((privilege) => grant(privilege, on, grantee));
  const revoke = statement(`REVOKE ALL PRIVILEGES ON ${on} FROM ${grantee}`);
  return [revoke, ...after.filter((privilege) => privilege !== none).map((privilege) => grant(privilege, on, grantee))];
}
var none = "none";
var withGrantOption = " WITH GRANT OPTION";
function grant(privilege, on, grantee) {
  const grantable = privilege.endsWith(withGrantOption);
  const words = grantable ? privilege.slice(0, -withGrantOption.length) : privilege;
  return statement(`GRANT ${quotedColumns(words)} ON ${on} TO ${grantee}${grantable ? withGrantOption : ""}`);
}
function quotedColumns(privilege) {
  if (!isOfColumns(privilege)) return privilege;
  const [, word = "", columns = ""] = /^([A-Z]+) \((.*)\)$/s.exec(privilege) ?? [];
  return `${word} (${columns.split(", ").map(quoteIdentifier).join(", ")})`;
}
function grantTarget(object) {
  switch (object.kind) {
    case "schema":
      return `SCHEMA ${quoteIdentifier(object.name)}`;
    case "table":
    case "view":
    case "materialized view":
      return `TABLE ${qualified(object)}`;
    case "sequence":
      return `SEQUENCE ${qualified(object)}`;
    case "enum":
    case "domain":
    case "type":
      return `TYPE ${qualified(object)}`;
    case "function":
      return `${object.routine === "procedure" ? "PROCEDURE" : "FUNCTION"} ${signature(object)}`;
    default:
      return null;
  }
}

// src/dialects/postgres/ddl/routines.ts
function createRoutine(routine, form) {
  if (routine.routine !== "aggregate") return [statement(routine.definition)];
  const found = `SELECT FROM pg_catalog.pg_proc WHERE oid = pg_catalog.to_regprocedure(${quoteLiteral(signature(routine))})`;
  return [statement(unlessFound(form, found, routine.definition))];
}
function dropRoutine(routine, form) {
  return [statement(target(routine).replace(/^\w+/, (kind) => `DROP ${kind}${ifExists(form)}`))];
}

// src/dialects/postgres/ddl/sequences.ts
function createSequence(sequence, form) {
  const unusual = settings.filter((setting) => spelled(sequence, setting) !== spelled(usual2(sequence), setting));
  const clauses = unusual.map((setting) => ` ${spelled(sequence, setting)}`);
  return [statement(`CREATE SEQUENCE${ifNotExists(form)} ${qualified(sequence)}${clauses.join("")}`)];
}
function dropSequence(sequence, form) {
  return [statement(`DROP SEQUENCE${ifExists(form)} ${qualified(sequence)}`)];
}
function alterSequence(from, to) {
  const clauses = settings.filter((setting) => spelled(from, setting) !== spelled(to, setting)).map((setting) => spelled(to, setting));
  if (from.ownedBy !== null && from.ownedBy !== to.ownedBy) clauses.push("OWNED BY NONE");
  return clauses.length === 0 ? [] : [statement(`ALTER SEQUENCE ${qualified(to)} ${clauses.join(" ")}`)];
}
function ownSequence(sequence, after) {
  if (sequence.ownedBy === null) return [];
  return [statement(`ALTER SEQUENCE ${qualified(sequence)} OWNED BY ${columnName(sequence.ownedBy, after)}`)];
}
var settings = ["type", "increment", "min", "max", "start", "cache", "cycle"];
function spelled(sequence, setting) {
  switch (setting) {
    case "type":
      return `AS ${sequence.type}`;
    case "increment":
      return `INCREMENT BY ${sequence.increment}`;
    case "min":
      return `MINVALUE ${sequence.min}`;
    case "max":
      return `MAXVALUE ${sequence.max}`;
    case "start":
      return `START WITH ${sequence.start}`;
    case "cache":
      return `CACHE ${sequence.cache}`;
    case "cycle":
      return sequence.cycle ? "CYCLE" : "NO CYCLE";
  }
}
var largest = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" };
function usual2(sequence) {
  const max = largest[sequence.type] ?? "9223372036854775807";
  const descending = sequence.increment.startsWith("-");
  const limits = descending ? { min: `-${BigInt(max) + 1n}`, max: "-1" } : { min: "1", max };
  const start = descending ? sequence.max : sequence.min;
  return { ...sequence, type: "bigint", increment: "1", ...limits, start, cache: "1", cycle: false };
}

// src/dialects/postgres/ddl/tables.ts
function createTable(table2, parts, after, form) {
  const columns = parts.filter((part) => part.kind === "column").sort((a, b) => a.position - b.position);
  const constraints = parts.filter((part) => part.kind === "primary key" || part.kind === "check");
  const lines = [
    ...columns.map((column2) => table2.partitionOf === null ? columnDefinition(column2) : columnOverride(column2)),
    ...constraints.sort((a, b) => a.kind === b.kind ? compare2(a.name, b.name) : a.kind === "primary key" ? -1 : 1).map(constraintClause)
  ];
  const unlogged = table2.persistence === "unlogged" ? "UNLOGGED " : "";
  const head = `CREATE ${unlogged}TABLE${ifNotExists(form)} ${qualified(table2)}`;
  const body = lines.length === 0 ? "()" : `(
    ${lines.join(",\n    ")}
)`;
  return [
    statement([...opening(table2, head, body, lines.length, after), ...closing(table2, after)].join(" ")),
    ...table2.rowSecurity === "off" ? [] : rowSecurity(table2)
  ];
}
function opening(table2, head, body, lines, after) {
  if (table2.partitionOf === null) return [head, body];
  const { table: parent, bound } = table2.partitionOf;
  return [head, `PARTITION OF ${relationName(parent, after)}`, ...lines === 0 ? [] : [body], bound];
}
function closing(table2, after) {
  return [
    ...table2.inherits.length === 0 ? [] : [`INHERITS (${table2.inherits.map((parent) => relationName(parent, after)).join(", ")})`],
    ...table2.partitionBy === null ? [] : [`PARTITION BY ${table2.partitionBy}`],
    ...table2.options.length === 0 ? [] : [`WITH ${optionList(table2.options)}`]
  ];
}
function columnOverride(column2) {
  const clauses = [column2.default === null ? null : `DEFAULT ${column2.default}`, column2.nullable ? null : "NOT NULL"];
  return [quoteIdentifier(column2.name), ...clauses].filter((clause) => clause !== null).join(" ");
}
function dropTable(table2, form) {
  return [statement(`DROP TABLE${ifExists(form)} ${qualified(table2)}`)];
}
function leaveParents(table2, parents, before2) {
  return parents.map((id) => {
    const parent = relationName(id, before2);
    if (table2.partitionOf !== null) return statement(`ALTER TABLE ${parent} DETACH PARTITION ${qualified(table2)}`);
    return statement(`ALTER TABLE ${qualified(table2)} NO INHERIT ${parent}`);
  });
}
function alterTable(from, to, after) {
  const alter2 = (action) => statement(`ALTER TABLE ${qualified(to)} ${action}`);
  const added = to.inherits.filter((parent) => !from.inherits.includes(parent));
  return [
    ...attachment(from, to, after),
    ...added.map((parent) => alter2(`INHERIT ${relationName(parent, after)}`)),
    ...from.persistence === to.persistence ? [] : [alter2(to.persistence === "unlogged" ? "SET UNLOGGED" : "SET LOGGED")],
    ...optionChanges(from.options, to.options).map(alter2),
    ...from.rowSecurity === to.rowSecurity ? [] : rowSecurity(to, from)
  ];
}
function attachment(from, to, after) {
  if (to.partitionOf === null) return [];
  if (from.partitionOf?.table === to.partitionOf.table && from.partitionOf.bound === to.partitionOf.bound) return [];
  const { table: parent, bound } = to.partitionOf;
  return [statement(`ALTER TABLE ${relationName(parent, after)} ATTACH PARTITION ${qualified(to)} ${bound}`)];
}
function rowSecurity(to, from = { rowSecurity: "off" }) {
  const actions = [
    from.rowSecurity === "off" === (to.rowSecurity === "off") ? null : to.rowSecurity === "off" ? "DISABLE" : "ENABLE",
    from.rowSecurity === "forced" === (to.rowSecurity === "forced") ? null : to.rowSecurity === "forced" ? "FORCE" : "NO FORCE"
  ];
  return actions.filter((action) => action !== null).map((action) => statement(`ALTER TABLE ${qualified(to)} ${action} ROW LEVEL SECURITY`));
}
function compare2(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// src/dialects/postgres/ddl/triggers.ts
function createTrigger(trigger, form) {
  const found = `SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = ${tableOid(trigger)} AND tgname = ${quoteLiteral(trigger.name)}`;
  const created = statement(unlessFound(form, found, trigger.definition));
  return trigger.enabled === "origin" ? [created] : [created, ...enableTrigger(trigger)];
}
function dropTrigger(trigger, form) {
  return [statement(`DROP TRIGGER${ifExists(form)} ${quoteIdentifier(trigger.name)} ON ${holder(trigger)}`)];
}
var enabling = {
  origin: "ENABLE TRIGGER",
  disabled: "DISABLE TRIGGER",
  replica: "ENABLE REPLICA TRIGGER",
  always: "ENABLE ALWAYS TRIGGER"
};
function enableTrigger(trigger) {
  return [statement(`ALTER TABLE ${holder(trigger)} ${enabling[trigger.enabled]} ${quoteIdentifier(trigger.name)}`)];
}
function createPolicy(policy2, form) {
  const found = `SELECT FROM pg_catalog.pg_policy WHERE polrelid = ${tableOid(policy2)} AND polname = ${quoteLiteral(policy2.name)}`;
  const kind = `${policy2.permissive ? "" : " AS RESTRICTIVE"} FOR ${policy2.command.toUpperCase()}`;
  return [
    statement(
      unlessFound(form, found, `CREATE POLICY ${quoteIdentifier(policy2.name)} ON ${holder(policy2)}${kind}${rules(policy2)}`)
    )
  ];
}
function dropPolicy(policy2, form) {
  return [statement(`DROP POLICY${ifExists(form)} ${quoteIdentifier(policy2.name)} ON ${holder(policy2)}`)];
}
function alterPolicy(policy2) {
  return [statement(`ALTER POLICY ${quoteIdentifier(policy2.name)} ON ${holder(policy2)}${rules(policy2)}`)];
}
function rules(policy2) {
  const using2 = policy2.using === null ? "" : ` USING (${policy2.using})`;
  const check = policy2.check === null ? "" : ` WITH CHECK (${policy2.check})`;
  return ` TO ${policy2.roles.map(role).join(", ")}${using2}${check}`;
}
function role(name) {
  return name === "public" ? "PUBLIC" : quoteIdentifier(name);
}
function tableOid(part) {
  return `${quoteLiteral(holder(part))}::pg_catalog.regclass`;
}

// src/dialects/postgres/ddl/types.ts
function createEnum(type, form) {
  return [createType(type, `CREATE TYPE ${qualified(type)} AS ENUM (${type.values.map(quoteLiteral).join(", ")})`, form)];
}
function createComposite(type, form) {
  return [createType(type, `CREATE TYPE ${qualified(type)} AS ${type.definition}`, form)];
}
function dropType(type, form) {
  return [statement(`DROP TYPE${ifExists(form)} ${qualified(type)}`)];
}
function alterEnum(from, to, columns, taken, form) {
  return onlyAddsValues(from, to) ? addValues(from, to, form) : remake(from, to, columns, taken);
}
function addValues(from, to, form) {
  const present = new Set(from.values);
  return to.values.filter((value) => !present.has(value)).map((value) => {
    const at = to.values.indexOf(value);
    const next = to.values.slice(at + 1).find((later) => present.has(later));
    const previous = to.values[at - 1];
    const place = next === void 0 ? "" : previous === void 0 ? ` BEFORE ${quoteLiteral(next)}` : ` AFTER ${quoteLiteral(previous)}`;
    const guard = form === "guarded" ? " IF NOT EXISTS" : "";
    return {
      kind: "statement",
      sql: `ALTER TYPE ${qualified(to)} ADD VALUE${guard} ${quoteLiteral(value)}${place}`,
      transactional: false
    };
  });
}
function remake(from, to, columns, taken) {
  const old = freeName(from.name, "_old", taken);
  return [
    statement(`ALTER TYPE ${qualified(from)} RENAME TO ${quoteIdentifier(old)}`),
    ...createEnum(to, "plain"),
    ...columns.flatMap(moveToNewType),
    statement(`DROP TYPE ${qualified({ schema: from.schema, name: old })}`)
  ];
}
function createDomain(domain2, form) {
  const sql = [
    `CREATE DOMAIN ${qualified(domain2)} AS ${domain2.type}`,
    ...domain2.collation === null ? [] : [`COLLATE ${domain2.collation}`],
    ...domain2.default === null ? [] : [`DEFAULT ${domain2.default}`],
    ...domain2.nullable ? [] : ["NOT NULL"],
    ...domain2.checks.filter(({ validated }) => validated).map(checkClause)
  ].join(" ");
  return [
    createType(domain2, sql, form),
    ...domain2.checks.filter(({ validated }) => !validated).map((check) => addCheck(domain2, check))
  ];
}
function dropDomain(domain2, form) {
  return [statement(`DROP DOMAIN${ifExists(form)} ${qualified(domain2)}`)];
}
function alterDomain(from, to) {
  const alter2 = (action) => statement(`ALTER DOMAIN ${qualified(to)} ${action}`);
  const before2 = new Map(from.checks.map((check) => [check.name, check]));
  const after = new Map(to.checks.map((check) => [check.name, check]));
  const gone = from.checks.filter(({ name, expression, validated: validated2 }) => {
    const next = after.get(name);
    return next?.expression !== expression || validated2 && !next.validated;
  });
  const added = to.checks.filter(({ name }) => !before2.has(name) || gone.some((check) => check.name === name));
  const validated = to.checks.filter(
    (check) => !added.includes(check) && check.validated && before2.get(check.name)?.validated === false
  );
  return [
    ...gone.map(({ name }) => alter2(`DROP CONSTRAINT ${quoteIdentifier(name)}`)),
    ...from.default === to.default ? [] : [alter2(to.default === null ? "DROP DEFAULT" : `SET DEFAULT ${to.default}`)],
    ...from.nullable === to.nullable ? [] : [alter2(to.nullable ? "DROP NOT NULL" : "SET NOT NULL")],
    ...added.map((check) => addCheck(to, check)),
    ...validated.map(({ name }) => alter2(`VALIDATE CONSTRAINT ${quoteIdentifier(name)}`))
  ];
}
function addCheck(domain2, check) {
  return statement(`ALTER DOMAIN ${qualified(domain2)} ADD ${checkClause(check)}${check.validated ? "" : " NOT VALID"}`);
}
function checkClause(check) {
  return `CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})`;
}
function createType(type, sql, form) {
  const found = `SELECT FROM pg_catalog.pg_type WHERE oid = pg_catalog.to_regtype(${quoteLiteral(qualified(type))})`;
  return statement(unlessFound(form, found, sql));
}

// src/dialects/postgres/ddl/views.ts
function createView(view, form) {
  return [define(view, form === "guarded" ? "CREATE OR REPLACE VIEW" : "CREATE VIEW")];
}
function replaceView(view) {
  return [define(view, "CREATE OR REPLACE VIEW")];
}
function createMaterializedView(view, form) {
  return [define(view, `CREATE MATERIALIZED VIEW${ifNotExists(form)}`)];
}
function dropView(view, form) {
  return [statement(`DROP ${view.kind.toUpperCase()}${ifExists(form)} ${qualified(view)}`)];
}
function alterMaterializedView(from, to) {
  return optionChanges(from.options, to.options).map((change) => statement(`ALTER MATERIALIZED VIEW ${qualified(to)} ${change}`));
}
function define(view, verb) {
  const options = view.options.length === 0 ? "" : ` WITH ${optionList(view.options)}`;
  return statement(`${verb} ${qualified(view)}${options} AS
${view.definition}`);
}

// src/dialects/postgres/ddl/write.ts
function write(operation, writing) {
  switch (operation.verb) {
    case "create":
      return create(operation.object, operation.parts, { ...writing, form: formOf(operation.object, writing) });
    case "drop":
      return drop(operation.object, writing);
    case "alter":
      return alter(operation, writing);
    case "rename":
      return rename(operation.from, operation.to);
    case "own":
      return own(operation.object, writing);
    case "leave parents":
      return leaveParents(operation.object, operation.parents, writing.before);
    case "detach default":
      return detachDefault(operation.object, writing.form);
    case "attach default":
      return attachDefault(operation.object);
  }
}
function isInUse(index2, { sync, before: before2 }) {
  const table2 = before2.objects.get(objectId("table", index2.schema, index2.table));
  return sync && index2.constraint === null && table2?.kind === "table" && table2.partitionBy === null;
}
function formOf(object, { form, leaving: leaving2 }) {
  return "table" in object && leaving2.has(objectId("table", object.schema, object.table)) ? "guarded" : form;
}
function own(sequence, { before: before2, after }) {
  const column2 = after.objects.get(sequence.ownedBy ?? "");
  const had = before2.objects.get(sequence.ownedBy ?? "");
  const newlyCounted = column2?.kind === "column" && column2.autoIncrement && had?.kind === "column" && !had.autoIncrement;
  return [...ownSequence(sequence, after), ...newlyCounted ? [continueAfterRows(column2)] : []];
}
function create(object, parts, writing) {
  const { form, after } = writing;
  switch (object.kind) {
    case "schema":
      return createSchema(object, form);
    case "extension":
      return createExtension(object, form);
    case "enum":
      return createEnum(object, form);
    case "domain":
      return createDomain(object, form);
    case "type":
      return createComposite(object, form);
    case "sequence":
      return createSequence(object, form);
    case "table":
      return createTable(object, parts, after, form);
    case "column":
      return createColumn(object, form);
    case "primary key":
    case "foreign key":
    case "check":
    case "exclusion":
      return createConstraint(object, after, form);
    case "index":
      return createIndex(object, form, isInUse(object, writing) ? "concurrently" : "at once");
    case "view":
      return createView(object, form);
    case "materialized view":
      return createMaterializedView(object, form);
    case "function":
      return createRoutine(object, form);
    case "trigger":
      return createTrigger(object, form);
    case "policy":
      return createPolicy(object, form);
    case "rights":
      return onTarget(object.of, after, (target2) => createRights(object, target2));
    case "comment":
      return onTarget(object.of, after, (target2) => setComment(object, target2));
  }
}
function drop(object, { form, before: before2 }) {
  switch (object.kind) {
    case "schema":
    case "extension":
      return dropNamespace(object, form);
    case "enum":
    case "type":
      return dropType(object, form);
    case "domain":
      return dropDomain(object, form);
    case "sequence":
      return dropSequence(object, form);
    case "table":
      return dropTable(object, form);
    case "column":
      return dropColumn(object, form);
    case "primary key":
    case "foreign key":
    case "check":
    case "exclusion":
      return dropConstraint(object, form);
    case "index":
      return dropIndex(object, form);
    case "view":
    case "materialized view":
      return dropView(object, form);
    case "function":
      return dropRoutine(object, form);
    case "trigger":
      return dropTrigger(object, form);
    case "policy":
      return dropPolicy(object, form);
    case "rights":
      return onTarget(object.of, before2, (target2) => dropRights(object, target2));
    case "comment":
      return onTarget(object.of, before2, removeComment);
  }
}
function alter({ from, to, fields }, { form, before: before2, after, isEnum, movingColumns }) {
  switch (to.kind) {
    case "extension":
      return moveExtension(to);
    case "enum":
      return from.kind === "enum" ? alterEnum(from, to, movingColumns(from), namesIn(to.schema, before2, after), form) : [];
    case "domain":
      return from.kind === "domain" ? alterDomain(from, to) : [];
    case "sequence":
      return from.kind === "sequence" ? alterSequence(from, to) : [];
    case "table":
      return from.kind === "table" ? alterTable(from, to, after) : [];
    case "column":
      return from.kind === "column" ? alterColumn(from, to, fields, conversion(from.type, to.type, isEnum), form) : [];
    case "foreign key":
    case "check":
      return from.kind === "foreign key" || from.kind === "check" ? alterConstraint(from, to) : [];
    case "index":
      return from.kind === "index" ? alterIndex(from, to) : [];
    case "view":
      return replaceView(to);
    case "materialized view":
      return from.kind === "materialized view" ? alterMaterializedView(from, to) : [];
    case "function":
      return createRoutine(to, form);
    case "trigger":
      return enableTrigger(to);
    case "policy":
      return alterPolicy(to);
    case "rights":
      return from.kind === "rights" ? onTarget(to.of, after, (target2) => alterRights(from, to, target2)) : [];
    case "comment":
      return onTarget(to.of, after, (target2) => setComment(to, target2));
    case "schema":
    case "type":
    case "primary key":
    case "exclusion":
      return [];
  }
}
function rename(from, to) {
  if (from.kind === "index" && to.kind === "index") return renameIndex(from, to);
  if (isConstraint(from) && isConstraint(to)) return renameConstraint(from, to);
  return [];
}
function isConstraint(object) {
  return ["primary key", "foreign key", "check", "exclusion"].includes(object.kind);
}
function onTarget(of, catalogue, drafts) {
  const target2 = catalogue.objects.get(of);
  return target2 === void 0 ? [] : drafts(target2);
}
function namesIn(schema, ...catalogues) {
  const objects = catalogues.flatMap((catalogue) => [...catalogue.objects.values()]);
  return new Set(objects.filter((object) => object.schema === schema).map((object) => object.name));
}

// src/dialects/postgres/ddl.ts
function writeDdl(changes, context) {
  if (changes.length === 0) return { statements: [], refused: [] };
  const state = before(catalogueOf(overlaid(context.from.objects, changes)));
  const wanted = new Map(context.to.objects.map((object) => [object.id, object]));
  const refused2 = /* @__PURE__ */ new Map();
  for (; ; ) {
    const accepted = [...changes.entries()].filter(([index2]) => !refused2.has(index2));
    const decided = decide(accepted, state, wanted, context);
    if (decided.refused.length === 0) return { statements: decided.statements, refused: listed(refused2, changes) };
    for (const { change, reason } of decided.refused) if (!refused2.has(change)) refused2.set(change, reason);
  }
}
function decide(changes, state, wanted, context) {
  const after = catalogueOf(
    applied(
      state.catalogue,
      changes.map(([, change]) => change)
    )
  );
  const isEnum = (type) => isEnumIn(type, state.catalogue) || isEnumIn(type, after);
  const requested = requestedOperations(changes, { serverMajor: Number.parseInt(context.from.serverVersion, 10), isEnum });
  if (requested.refused.length > 0) return { statements: [], refused: requested.refused };
  const followed = followInheritance(requested.operations, state.catalogue, after);
  const { operations, refused: refused2 } = recreateDependents(followed, state, wanted);
  if (refused2.length > 0) return { statements: [], refused: refused2 };
  const ordered = inOrder(fold(operations, state.catalogue), state, after);
  const dropped = new Set(operations.filter(({ verb }) => verb === "drop").map((operation) => subject(operation).id));
  const writing = {
    form: context.form,
    sync: context.form === "guarded",
    before: state.catalogue,
    after,
    isEnum,
    leaving: new Set(operations.filter(({ verb }) => verb === "leave parents").map((operation) => subject(operation).id)),
    movingColumns: (type) => columnsOfType(type, state, after, dropped)
  };
  const drafts = ordered.flatMap(
    (operation) => write(operation, writing).map((draft) => ({ draft, changes: operation.changes }))
  );
  return { statements: withUncheckedBodies(joined2(drafts), ordered, after), refused: [] };
}
function overlaid(objects, changes) {
  const known = changes.flatMap((change) => {
    if (change.kind === "create") return [];
    return change.kind === "drop" ? [change.object, ...change.parts] : [change.from];
  });
  return [...objects, ...known];
}
function applied({ objects }, changes) {
  const after = new Map(objects);
  for (const change of changes) {
    if (change.kind === "drop") for (const { id } of [change.object, ...change.parts]) after.delete(id);
    if (change.kind === "alter" || change.kind === "rename") after.delete(changedId(change));
  }
  for (const change of changes) {
    if (change.kind === "create") for (const object of [change.object, ...change.parts]) after.set(object.id, object);
    if (change.kind === "alter" || change.kind === "rename") after.set(change.to.id, change.to);
  }
  return after.values();
}
function withUncheckedBodies(statements, ordered, after) {
  const later = /* @__PURE__ */ new Set();
  const early = ordered.toReversed().filter((operation) => {
    if (operation.verb !== "create") return false;
    for (const { id } of subjects(operation)) later.add(id);
    const { object } = operation;
    return object.kind === "function" && [...bodyUses(object, after)].some((id) => later.has(id));
  });
  if (early.length === 0) return statements;
  const changes = [...new Set(early.flatMap((operation) => operation.changes))].sort((a, b) => a - b);
  const setting = { sql: "SET LOCAL check_function_bodies = off", changes, transactional: true };
  const start = statements.findIndex(({ transactional }) => transactional);
  return [...statements.slice(0, start), setting, ...statements.slice(start)];
}
function joined2(drafts) {
  const groups = [];
  for (const { draft, changes } of drafts) {
    const last = groups.at(-1);
    if (draft.kind === "statement") {
      groups.push({ table: null, sql: draft.sql, transactional: draft.transactional, changes: new Set(changes) });
    } else if (last !== void 0 && last.table === draft.table) {
      last.sql += `,
    ${draft.action}`;
      for (const change of changes) last.changes.add(change);
    } else {
      groups.push({
        table: draft.table,
        sql: `ALTER TABLE ${draft.table}
    ${draft.action}`,
        transactional: true,
        changes: new Set(changes)
      });
    }
  }
  return groups.map(({ sql, transactional, changes }) => ({ sql, transactional, changes: [...changes].sort((a, b) => a - b) }));
}
function listed(refused2, changes) {
  return [...refused2].sort(([a], [b]) => a - b).flatMap(([index2, reason]) => {
    const change = changes[index2];
    return change === void 0 ? [] : [{ change, reason }];
  });
}

// src/dialects/postgres/functions-since.ts
var since = {
  14: ["bit_count", "date_bin", "range_agg", "string_to_table", "trim_array", "unistr"],
  15: ["has_parameter_privilege", "pg_settings_get_flags", "regexp_count", "regexp_instr", "regexp_like", "regexp_substr"],
  16: [
    "any_value",
    "array_sample",
    "array_shuffle",
    "date_add",
    "date_subtract",
    "erf",
    "erfc",
    "pg_input_error_info",
    "pg_input_is_valid",
    "random_normal",
    "system_user"
  ],
  17: [
    "icu_unicode_version",
    "jsonb_populate_record_valid",
    "pg_basetype",
    "to_bin",
    "to_oct",
    "to_regtypemod",
    "unicode_assigned",
    "unicode_version",
    "uuid_extract_timestamp",
    "uuid_extract_version",
    "xmltext"
  ],
  18: [
    "array_reverse",
    "array_sort",
    "casefold",
    "crc32",
    "crc32c",
    "gamma",
    "has_largeobject_privilege",
    "lgamma",
    "pg_get_acl",
    "uuidv4",
    "uuidv7"
  ]
};
var functionsSince = new Map(
  Object.entries(since).flatMap(([major, names]) => names.map((name) => [name, Number(major)]))
);

// src/dialects/postgres/newer-than.ts
async function newerThan(sql, { serverMajor, objects }) {
  const split = await splitScript(sql);
  if (split.outcome === "unreadable") return [];
  const own2 = new Set(objects.flatMap((object) => object.kind === "function" ? [object.name.split("(", 1)[0] ?? ""] : []));
  const found = /* @__PURE__ */ new Map();
  for (const { sql: text, tree } of split.statements) {
    const trees = "DoStmt" in tree ? (await readBlock(text, tree.DoStmt)).statements : [tree];
    for (const { what, since: since2 } of trees.flatMap((inner) => featuresOf(inner, own2)))
      if (since2 > serverMajor) found.set(what, since2);
  }
  return [...found].map(([what, since2]) => ({ what, since: since2 })).sort((a, b) => b.since - a.since || (a.what < b.what ? -1 : 1));
}
function featuresOf(tree, own2) {
  return nodesOf(tree).flatMap((node) => {
    const feature = syntax[node.tag]?.(node.node) ?? null;
    const called = node.tag === "FuncCall" ? calledFunction(node, own2) : null;
    return [feature, called].filter((found) => found !== null);
  });
}
function calledFunction({ node }, own2) {
  const [name = "", schema = "pg_catalog"] = strings(node.funcname).toReversed();
  const since2 = schema === "pg_catalog" && !own2.has(name) ? functionsSince.get(name) : void 0;
  return since2 === void 0 ? null : { what: `${name}()`, since: since2 };
}
function when(condition, what, since2) {
  return condition ? { what, since: since2 } : null;
}
function firstOf(...features) {
  return features.find((feature) => feature !== null) ?? null;
}
function isFilled(value) {
  return Array.isArray(value) && value.length > 0;
}
var syntax = {
  Constraint: (node) => firstOf(
    when(node["generated_kind"] === "v", "a virtual generated column", 18),
    when(node["contype"] === "CONSTR_ATTR_NOT_ENFORCED", "NOT ENFORCED", 18),
    when(
      (node["contype"] === "CONSTR_CHECK" || node["contype"] === "CONSTR_FOREIGN") && node["is_enforced"] !== true && node["initially_valid"] !== true && node["skip_validation"] === true,
      "NOT ENFORCED",
      18
    ),
    when(node["without_overlaps"] === true, "WITHOUT OVERLAPS", 18),
    when(node["fk_with_period"] === true, "a foreign key with PERIOD", 18),
    when(node["contype"] === "CONSTR_NOTNULL" && isFilled(node["keys"]), "a named NOT NULL constraint of a table", 18),
    when(node["nulls_not_distinct"] === true, "NULLS NOT DISTINCT", 15),
    when(isFilled(node["fk_del_set_cols"]), "ON DELETE SET NULL (columns)", 15)
  ),
  IndexStmt: (node) => when(node["nulls_not_distinct"] === true, "NULLS NOT DISTINCT", 15),
  ReturningOption: () => ({ what: "RETURNING WITH (OLD, NEW)", since: 18 }),
  MergeStmt: (node) => firstOf(
    when(node["returningClause"] !== void 0 || isFilled(node["returningList"]), "MERGE with RETURNING", 17),
    when(true, "MERGE", 15)
  ),
  MergeWhenClause: (node) => when(node["matchKind"] === "MERGE_WHEN_NOT_MATCHED_BY_SOURCE", "MERGE with NOT MATCHED BY SOURCE", 17),
  AlterTableCmd: (node) => firstOf(
    when(node["subtype"] === "AT_SetExpression", "ALTER COLUMN SET EXPRESSION", 17),
    when(node["subtype"] === "AT_SetAccessMethod", "SET ACCESS METHOD", 15),
    when(node["subtype"] === "AT_SetCompression", "SET COMPRESSION", 14)
  ),
  PartitionCmd: (node) => when(node["concurrent"] === true, "DETACH PARTITION CONCURRENTLY", 14),
  ColumnDef: (node) => firstOf(
    when(typeof node["storage_name"] === "string", "STORAGE of a new column", 16),
    when(typeof node["compression"] === "string", "COMPRESSION of a column", 14)
  ),
  JsonTable: () => ({ what: "JSON_TABLE", since: 17 }),
  JsonFuncExpr: () => ({ what: "JSON_EXISTS, JSON_QUERY, JSON_VALUE", since: 17 }),
  JsonParseExpr: () => ({ what: "JSON()", since: 17 }),
  JsonScalarExpr: () => ({ what: "JSON_SCALAR", since: 17 }),
  JsonSerializeExpr: () => ({ what: "JSON_SERIALIZE", since: 17 }),
  JsonIsPredicate: () => ({ what: "IS JSON", since: 16 }),
  JsonObjectConstructor: () => ({ what: "JSON_OBJECT", since: 16 }),
  JsonArrayConstructor: () => ({ what: "JSON_ARRAY", since: 16 }),
  JsonObjectAgg: () => ({ what: "JSON_OBJECTAGG", since: 16 }),
  JsonArrayAgg: () => ({ what: "JSON_ARRAYAGG", since: 16 }),
  RangeSubselect: (node) => when(node["alias"] === void 0, "a subquery in FROM without an alias", 16),
  CreateStatsStmt: (node) => when(!isFilled(node["defnames"]), "CREATE STATISTICS without a name", 16),
  ViewStmt: (node) => when(option(node["options"], "security_invoker") !== null, "security_invoker", 15),
  AccessPriv: (node) => when(node["priv_name"] === "maintain", "GRANT MAINTAIN", 17),
  CreateFunctionStmt: (node) => when(node["sql_body"] !== void 0, "a function body in standard SQL", 14),
  CreateTrigStmt: (node) => when(node["replace"] === true, "CREATE OR REPLACE TRIGGER", 14),
  CTESearchClause: () => ({ what: "SEARCH of a recursive query", since: 14 }),
  CTECycleClause: () => ({ what: "CYCLE of a recursive query", since: 14 }),
  VariableSetStmt: (node) => when(node["name"] === "transaction_timeout", "transaction_timeout", 17)
};

// src/dialects/postgres/probes.ts
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
    case "violations":
      return counted(question.table, `WHERE NOT (${question.condition})`, limit);
    case "matches":
      return counted(question.table, `WHERE ${question.condition}`, limit);
    case "unfit":
      return counted(question.table, `WHERE ${unfit(quoteIdentifier(question.column), question.into)}`, limit);
    case "labels":
      return counted(
        question.table,
        `WHERE ${quoteIdentifier(question.column)}::pg_catalog.text IN (${question.labels.map(quoteLiteral).join(", ")})`,
        limit
      );
    case "invalid-index":
      return `SELECT count(*)::int AS count FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND n.nspname = ${quoteLiteral(question.schema ?? "public")} AND c.relname = ${quoteLiteral(question.name)}`;
    case "publications":
      return `SELECT count(*)::int AS count FROM pg_catalog.pg_publication_tables
WHERE schemaname = ${quoteLiteral(question.table.schema ?? "public")} AND tablename = ${quoteLiteral(question.table.name)}`;
    case "numbers-used":
      return `SELECT COALESCE(ceil(100.0 * max(${quoteIdentifier(question.column)}) / ${question.type === "integer" ? "2147483647" : "32767"}), 0)::int AS count FROM ONLY ${quoted(question.table)}`;
  }
}
function quoted({ schema, name }) {
  return quoteQualified(schema ?? "public", name);
}
function counted(table2, where, limit) {
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(table2)} ${where} LIMIT ${limit}) AS found`;
}
function duplicates(question, limit) {
  const columns = question.columns.map(quoteIdentifier);
  const conditions = [
    ...question.nullsNotDistinct ? [] : columns.map((column2) => `${column2} IS NOT NULL`),
    ...question.where === null ? [] : [`(${question.where})`]
  ];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(question.table)} ${where} GROUP BY ${columns.join(", ")} HAVING count(*) > 1 LIMIT ${limit}) AS found`;
}
function orphans({ table: table2, columns, parent, parentColumns: parentColumns2 }, limit) {
  const set = columns.map((name) => `c.${quoteIdentifier(name)} IS NOT NULL`);
  const same = columns.map((name, at) => `p.${quoteIdentifier(parentColumns2[at] ?? "")} = c.${quoteIdentifier(name)}`);
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(table2)} AS c WHERE ${set.join(" AND ")}
AND NOT EXISTS (SELECT 1 FROM ${quoted(parent)} AS p WHERE ${same.join(" AND ")}) LIMIT ${limit}) AS found`;
}
function unfit(column2, into) {
  switch (into.kind) {
    case "range":
      return `${column2} NOT BETWEEN ${into.min} AND ${into.max}`;
    case "length":
      return `pg_catalog.char_length(${column2}::pg_catalog.text) > ${into.characters}`;
    case "digits":
      return `pg_catalog.abs(pg_catalog.round(${column2}::pg_catalog.numeric, ${into.scale})) >= 1e${into.precision - into.scale}`;
    case "scale":
      return `${column2}::pg_catalog.numeric IS DISTINCT FROM pg_catalog.round(${column2}::pg_catalog.numeric, ${into.scale})`;
  }
}

// src/dialects/postgres/dialect.ts
var postgres = {
  name: "postgres",
  title: "PostgreSQL",
  traits: { schemas: true, transactionalDdl: true, concurrentIndexes: true, maxIdentifierBytes: 63, refusesByRows: false },
  quote: quoteIdentifier,
  parseScript,
  groupStatements,
  writeDdl,
  newerThan,
  writeProbe,
  readCircumstances
};
export {
  postgres
};
