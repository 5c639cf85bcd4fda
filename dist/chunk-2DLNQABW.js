import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  quoteIdentifier
} from "./chunk-4PLWE6NW.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import {
  objectId
} from "./chunk-TI3Q4EXQ.js";

// src/dialects/postgres/introspect/reading.ts
function addressOf(catalogue, oid, column = 0) {
  return `${catalogue}/${oid}/${column}`;
}
function notMember(catalogue, oid) {
  return `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalogue}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;
}
function aclJson(acl, owner) {
  return `CASE WHEN ${acl} IS NOT NULL THEN (
    SELECT coalesce(json_agg(json_build_array(
      CASE WHEN g.grantee <> 0 THEN quote_ident(pg_get_userbyid(g.grantee)) END, g.privilege_type, g.is_grantable)), '[]')
    FROM aclexplode(${acl}) g WHERE g.grantee <> ${owner}) END`;
}
function asking(session) {
  if (session.pipelined) return session.query.bind(session);
  let previous = Promise.resolve();
  return (sql, values) => {
    const answer = previous.then(() => session.query(sql, values));
    previous = answer.catch(() => void 0);
    return answer;
  };
}
function nameOf(reading, namespace) {
  const name = reading.namespaces.get(namespace);
  if (name === void 0) throw new Error(`Schema ${namespace} was not asked for`);
  return name;
}

// src/dialects/postgres/introspect/columns.ts
var columnsQuery = `
SELECT a.attrelid AS relation, a.attnum AS position, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
  a.atttypid AS "typeOid", a.attcollation AS "collationOid", a.attnotnull AS "notNull",
  CASE WHEN a.atthasdef THEN pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE d.adrelid END) END AS expression,
  CASE WHEN a.attinhcount > 0 OR a.attidentity <> '' OR a.attgenerated <> '' OR a.attcollation <> t.typcollation OR a.attacl IS NOT NULL
    THEN json_build_object(
      'inherited', a.attinhcount > 0, 'identity', nullif(a.attidentity, ''), 'generated', nullif(a.attgenerated, ''),
      'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
      'granted', ${aclJson("a.attacl", "c.relowner")}) END AS special
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
ORDER BY a.attrelid, a.attnum`;
async function readColumns(reading) {
  return Map.groupBy(await reading.ask(columnsQuery, [reading.scope]), (row) => row.relation);
}
function columnNames(columns, relation2, positions) {
  const rows = columns.get(relation2) ?? [];
  return positions.map((position) => rows.find((row) => row.position === position)?.name ?? `?${position}`);
}
function inheritedAsIs(column, parent) {
  return column.special?.inherited === true && column.name === parent.name && column.type === parent.type && column.notNull === parent.notNull && column.expression === parent.expression && column.special.generated === (parent.special?.generated ?? null) && column.special.collation === (parent.special?.collation ?? null);
}

// src/dialects/postgres/introspect/comments.ts
var commentsQuery = `
SELECT d.classoid::regclass::text AS catalogue, d.objoid AS oid, d.objsubid AS position, d.description AS text
FROM pg_description d
WHERE d.classoid <> 'pg_extension'::regclass
  AND (d.objoid >= 16384 OR d.classoid = 'pg_namespace'::regclass AND d.description <> 'standard public schema')`;
async function readComments({ ask }, asked) {
  const [rows, found2] = await Promise.all([ask(commentsQuery), asked]);
  const texts = new Map(rows.map((row) => [addressOf(row.catalogue, row.oid, row.position), row.text]));
  return found2.flatMap(({ object: { id, schema, name }, address }) => {
    const text = texts.get(address);
    return text === void 0 ? [] : [{ kind: "comment", id: objectId("comment", id), schema, name, of: id, text }];
  });
}

// src/dialects/postgres/introspect/constraints.ts
var constraintsQuery = (version) => `
SELECT k.oid, k.conname AS name, k.conrelid AS relation, k.contype::text AS type, k.condeferrable AS deferrable, k.condeferred AS deferred,
  k.convalidated AS validated, k.connoinherit AS "noInherit", to_json(k.conkey) AS key,
  k.confrelid AS target, n.nspname AS "targetSchema", t.relname AS "targetName", to_json(k.confkey) AS "targetKey",
  CASE WHEN k.contype = 'f' AND t.relnamespace <> ALL($1) THEN (
    SELECT json_agg(a.attname ORDER BY u.place)
    FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) END AS "targetNames",
  k.confupdtype::text AS "onUpdate", k.confdeltype::text AS "onDelete", k.confmatchtype::text AS match,
  ${version >= 15e4 ? "to_json(k.confdelsetcols)" : "NULL"} AS "onDeleteKey",
  ${version >= 18e4 ? "k.conenforced" : "true"} AS enforced,
  CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) WHEN 'x' THEN pg_get_constraintdef(k.oid) END AS definition
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class t ON t.oid = k.confrelid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE c.relnamespace = ANY($1) AND k.contype IN ('f', 'c', 'x') AND k.conparentid = 0 AND (k.conislocal OR k.coninhcount = 0)
  ${version >= 18e4 ? "AND NOT k.conperiod" : ""}`;
async function readConstraints(reading, asked, askedColumns) {
  const [rows, relations, columns] = await Promise.all([
    reading.ask(constraintsQuery(reading.version), [reading.scope]),
    asked,
    askedColumns
  ]);
  return rows.flatMap((row) => {
    const table2 = relations.byOid.get(row.relation);
    if (table2 === void 0) return [];
    return [{ object: constraint(row, table2, columns), address: addressOf("pg_constraint", row.oid), rights: null }];
  });
}
function constraint(row, table2, columns) {
  const of = { schema: table2.schema, name: row.name, table: table2.name };
  switch (row.type) {
    case "c":
      return {
        kind: "check",
        id: objectId("check", table2.schema, table2.name, row.name),
        ...of,
        expression: row.definition ?? "",
        validated: row.validated,
        enforced: row.enforced,
        noInherit: row.noInherit
      };
    case "x":
      return {
        kind: "exclusion",
        id: objectId("exclusion", table2.schema, table2.name, row.name),
        ...of,
        definition: row.definition ?? ""
      };
    case "f":
      return {
        kind: "foreign key",
        id: objectId("foreign key", table2.schema, table2.name, row.name),
        ...of,
        columns: columnNames(columns, row.relation, row.key ?? []),
        references: objectId("table", row.targetSchema, row.targetName),
        referencedColumns: row.targetNames ?? columnNames(columns, row.target, row.targetKey ?? []),
        onDelete: action(row.onDelete),
        onUpdate: action(row.onUpdate),
        onDeleteColumns: columnNames(columns, row.relation, row.onDeleteKey ?? []),
        match: row.match === "f" ? "full" : "simple",
        deferrable: deferrable(row),
        validated: row.validated,
        enforced: row.enforced
      };
  }
}
function deferrable(row) {
  if (!row.deferrable) return "no";
  return row.deferred ? "initially deferred" : "initially immediate";
}
var actions = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default"
};
function action(code) {
  const known = actions[code];
  if (known === void 0) throw new Error(`Unknown referential action ${code}`);
  return known;
}

// src/dialects/postgres/introspect/data-types.ts
var typesQuery = (version) => `
SELECT t.oid, t.typname AS name, t.typnamespace AS namespace, t.typtype::text AS kind, t.typrelid AS relation,
  CASE t.typtype WHEN 'e' THEN (SELECT json_agg(v.enumlabel ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid) END AS "values",
  CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
  t.typnotnull AS "notNull",
  CASE t.typtype WHEN 'd' THEN coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) END AS "default",
  CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
  CASE t.typtype WHEN 'd' THEN (
    SELECT json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0), 'validated', k.convalidated) ORDER BY k.conname)
    FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') END AS checks,
  CASE t.typtype WHEN 'r' THEN (
    SELECT json_build_object(
      'subtype', format_type(r.rngsubtype, NULL),
      'subtype_opclass', CASE WHEN NOT o.opcdefault THEN quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END,
      'collation', CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END,
      'canonical', CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END,
      'subtype_diff', CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END,
      'multirange', ${version >= 14e4 ? "(SELECT m.typname FROM pg_type m WHERE m.oid = r.rngmultitypid)" : "NULL"})
    FROM pg_range r
    JOIN pg_type s ON s.oid = r.rngsubtype
    JOIN pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_namespace n ON n.oid = o.opcnamespace
    WHERE r.rngtypid = t.oid) END AS range,
  pg_get_userbyid(t.typowner) AS owner, ${aclJson("t.typacl", "t.typowner")} AS granted
FROM pg_type t
LEFT JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' AND c.relnamespace = ANY($1)
LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typnamespace = ANY($1) AND (t.typtype IN ('e', 'd', 'r') OR c.oid IS NOT NULL) AND ${notMember("pg_type", "t.oid")}`;
async function readTypes(reading, asked) {
  const [rows, columns] = await Promise.all([reading.ask(typesQuery(reading.version), [reading.scope]), asked]);
  return rows.map((row) => ({
    object: type(row, nameOf(reading, row.namespace), columns.get(row.relation) ?? []),
    address: addressOf("pg_type", row.oid),
    rights: { kind: "T", owner: row.owner, granted: row.granted, initial: null, columns: [] }
  }));
}
function type(row, schema, attributes) {
  const { name } = row;
  switch (row.kind) {
    case "e":
      return { kind: "enum", id: objectId("enum", schema, name), schema, name, values: row.values ?? [] };
    case "d":
      return {
        kind: "domain",
        id: objectId("domain", schema, name),
        schema,
        name,
        type: row.base ?? "",
        nullable: !row.notNull,
        default: row.default,
        collation: row.collation,
        checks: row.checks ?? []
      };
    case "r":
      return { kind: "type", id: objectId("type", schema, name), schema, name, definition: range(name, row.range) };
    case "c":
      return { kind: "type", id: objectId("type", schema, name), schema, name, definition: composite(attributes) };
  }
}
function composite(attributes) {
  const lines = attributes.map(
    ({ name, type: type2, special }) => [quoteIdentifier(name), type2, ...special?.collation ? [`COLLATE ${special.collation}`] : []].join(" ")
  );
  return `(${lines.join(", ")})`;
}
function range(name, row) {
  if (row === null) throw new Error(`The range type ${name} has no row in pg_range`);
  const settings = ["subtype", "subtype_opclass", "collation", "canonical", "subtype_diff"].flatMap(
    (key) => row[key] === null ? [] : [`${key} = ${row[key]}`]
  );
  const named = row.multirange === null || row.multirange === multirangeName(name);
  return `RANGE (${[...settings, ...named ? [] : [`multirange_type_name = ${quoteIdentifier(row.multirange ?? "")}`]].join(", ")})`;
}
function multirangeName(name) {
  return name.includes("range") ? name.replace("range", "multirange") : `${name}_multirange`;
}

// src/dialects/postgres/introspect/extensions.ts
var extensionsQuery = `
SELECT x.oid, x.extname AS name, x.extversion AS version, n.nspname AS "installedIn"
FROM pg_extension x
JOIN pg_namespace n ON n.oid = x.extnamespace
WHERE x.oid >= 16384`;
async function readExtensions({ ask }) {
  const rows = await ask(extensionsQuery);
  return rows.map(({ oid, ...extension }) => ({
    object: { kind: "extension", id: objectId("extension", extension.name), schema: null, ...extension },
    address: addressOf("pg_extension", oid),
    rights: null
  }));
}

// src/dialects/postgres/introspect/opclasses.ts
var opclassesQuery = `
SELECT o.oid, o.opcmethod AS method, o.opcintype AS type, o.opcdefault AS "isDefault",
  CASE WHEN n.nspname <> 'pg_catalog' THEN quote_ident(n.nspname) || '.' ELSE '' END || quote_ident(o.opcname) AS name
FROM pg_opclass o
JOIN pg_namespace n ON n.oid = o.opcnamespace`;
async function readOpclasses({ ask }) {
  const rows = await ask(opclassesQuery);
  return {
    byOid: new Map(rows.map((row) => [row.oid, row])),
    defaults: new Map(rows.filter((row) => row.isDefault).map((row) => [`${row.method}/${row.type}`, row.oid]))
  };
}

// src/dialects/postgres/introspect/indexes.ts
var opclassOptions = `
    SELECT json_agg((
      SELECT string_agg(quote_ident(o.option_name) || '=' || quote_literal(o.option_value), ', ' ORDER BY o.option_name)
      FROM pg_options_to_table(a.attoptions) o) ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = i.indexrelid`;
var indexesQuery = (version) => `
SELECT i.indexrelid AS oid, i.indrelid AS relation, c.relname AS name, c.relam AS method, m.amname AS "methodName", c.relpages AS pages,
  c.relispartition AS attached, i.indisunique AS unique, ${version >= 15e4 ? "i.indnullsnotdistinct" : "false"} AS "nullsNotDistinct",
  i.indisvalid AND i.indisready AS valid, i.indnkeyatts AS "keyCount",
  to_json(i.indkey::int2[]) AS key, to_json(i.indclass::oid[]::bigint[]) AS opclasses, to_json(i.indcollation::oid[]::bigint[]) AS collations,
  CASE WHEN NOT i.indcollation::oid[] <@ '{0,100}'::oid[] THEN (
    SELECT json_agg(CASE WHEN u.oid <> 0 THEN u.oid::regcollation::text END ORDER BY u.place)
    FROM unnest(i.indcollation::oid[]) WITH ORDINALITY u(oid, place)) END AS "collationNames",
  CASE WHEN m.amname NOT IN ('btree', 'hash') THEN (${opclassOptions}) END AS "opclassOptions",
  to_json(i.indoption::int2[]) AS options, pg_get_expr(i.indpred, i.indrelid) AS where, to_json(c.reloptions) AS storage,
  CASE WHEN i.indexprs IS NOT NULL THEN (
    SELECT json_agg(pg_get_indexdef(i.indexrelid, place, false) ORDER BY place)
    FROM generate_series(1, i.indnkeyatts) place WHERE i.indkey[place - 1] = 0) END AS expressions,
  k.oid AS constraint, k.contype::text AS "constraintType", k.condeferrable AS deferrable, k.condeferred AS deferred,
  ${version >= 18e4 ? "coalesce(k.conperiod, false)" : "false"} AS temporal
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
WHERE c.relnamespace = ANY($1)`;
async function readIndexes(reading, asked, askedColumns) {
  const [rows, opclasses, relations, columns] = await Promise.all([
    reading.ask(indexesQuery(reading.version), [reading.scope]),
    readOpclasses(reading),
    asked,
    askedColumns
  ]);
  const listed2 = rows.filter((row) => !row.attached && row.constraintType !== "x" && !row.temporal);
  const words = { columns, opclasses };
  return {
    found: listed2.flatMap((row) => {
      const table2 = relations.byOid.get(row.relation);
      if (table2 === void 0) return [];
      return [row.constraintType === "p" ? primaryKey(row, table2, columns) : index(row, table2, words)];
    }),
    pages: new Map(
      [...Map.groupBy(rows, (row) => row.relation)].map(([relation2, own]) => [
        relation2,
        own.reduce((sum, row) => sum + row.pages, 0)
      ])
    )
  };
}
function primaryKey(row, table2, columns) {
  const names = columnNames(columns, row.relation, row.key);
  return {
    object: {
      kind: "primary key",
      id: objectId("primary key", table2.schema, table2.name, row.name),
      schema: table2.schema,
      name: row.name,
      table: table2.name,
      columns: names.slice(0, row.keyCount),
      include: names.slice(row.keyCount),
      deferrable: deferrable({ deferrable: row.deferrable ?? false, deferred: row.deferred ?? false })
    },
    address: addressOf("pg_constraint", row.constraint ?? 0),
    rights: null
  };
}
function index(row, table2, words) {
  return {
    object: {
      kind: "index",
      id: objectId("index", table2.schema, row.name),
      schema: table2.schema,
      name: row.name,
      table: table2.name,
      unique: row.unique,
      nullsNotDistinct: row.nullsNotDistinct,
      method: row.methodName,
      keys: keys(row, words),
      include: columnNames(words.columns, row.relation, row.key.slice(row.keyCount)),
      where: row.where,
      options: [...row.storage ?? []].sort(),
      valid: row.valid,
      constraint: row.constraintType === null ? null : { deferrable: deferrable({ deferrable: row.deferrable ?? false, deferred: row.deferred ?? false }) }
    },
    address: row.constraint === null ? addressOf("pg_class", row.oid) : addressOf("pg_constraint", row.constraint),
    rights: null
  };
}
function keys(row, words) {
  const columns = words.columns.get(row.relation) ?? [];
  const expressions = (row.expressions ?? []).values();
  return row.key.slice(0, row.keyCount).map((position, place) => {
    const column = columns.find((candidate) => candidate.position === position) ?? null;
    const options = row.options[place] ?? 0;
    return {
      column: column?.name ?? null,
      expression: position === 0 ? expressions.next().value ?? "" : null,
      order: (options & 1) === 0 ? "asc" : "desc",
      nulls: (options & 2) === 0 ? "last" : "first",
      opclass: opclass(row, place, column, words),
      collation: collation(row, place, column)
    };
  });
}
function opclass(row, place, column, words) {
  const oid = row.opclasses[place] ?? 0;
  const own = words.opclasses.byOid.get(oid);
  if (own === void 0) throw new Error(`Index ${row.name} uses the unknown operator class ${oid}`);
  const options = row.opclassOptions?.[place] ?? null;
  if (options !== null) return `${own.name}(${options})`;
  const exact = column === null ? void 0 : words.opclasses.defaults.get(`${row.method}/${column.typeOid}`);
  return own.isDefault && (exact === void 0 || exact === oid) ? null : own.name;
}
var databaseDefault = 100;
var defaultName = '"default"';
function collation(row, place, column) {
  const oid = row.collations[place] ?? 0;
  if (oid === 0 || oid === (column?.collationOid ?? databaseDefault)) return null;
  return row.collationNames?.[place] ?? defaultName;
}

// src/dialects/postgres/introspect/visibility.ts
var hiddenQuery = `
SELECT c.relname AS catalogue, current_user AS role
FROM pg_class c
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'pg\\_%'
  AND NOT has_any_column_privilege(c.oid, 'SELECT')`;
var essential = [
  "pg_am",
  "pg_attrdef",
  "pg_attribute",
  "pg_class",
  "pg_constraint",
  "pg_depend",
  "pg_enum",
  "pg_extension",
  "pg_index",
  "pg_inherits",
  "pg_init_privs",
  "pg_namespace",
  "pg_opclass",
  "pg_range",
  "pg_sequence",
  "pg_type"
];
var kinds = {
  pg_description: { kind: "comment", what: "comments" },
  pg_policy: { kind: "policy", what: "row security policies" },
  pg_proc: { kind: "function", what: "functions, procedures and aggregates" },
  pg_trigger: { kind: "trigger", what: "triggers" }
};
async function readVisibility(ask) {
  const rows = await ask(hiddenQuery);
  const missing = rows.filter(({ catalogue }) => essential.includes(catalogue));
  if (missing.length > 0) {
    const names = missing.map(({ catalogue }) => catalogue).sort();
    throw new UserError("permission-denied", `The role may not read the catalogue: ${names.join(", ")}.`, grant(missing));
  }
  return {
    hidden: new Set(rows.map(({ catalogue }) => catalogue)),
    invisible: rows.flatMap((row) => {
      const kind = kinds[row.catalogue];
      return kind === void 0 ? [] : [{ ...kind, grant: grant([row]) }];
    }).sort((a, b) => a.kind < b.kind ? -1 : 1)
  };
}
function grant(rows) {
  const catalogues = rows.map(({ catalogue }) => `pg_catalog.${catalogue}`).sort();
  return `GRANT SELECT ON ${catalogues.join(", ")} TO ${quoteIdentifier(rows[0]?.role ?? "")};`;
}

// src/dialects/postgres/introspect/namespaces.ts
var namespacesQuery = `
SELECT n.oid, n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner,
  ${aclJson("n.nspacl", "n.nspowner")} AS granted, ${aclJson("i.initprivs", "n.nspowner")} AS initial,
  EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e') AS "isMember"
FROM pg_namespace n
LEFT JOIN pg_init_privs i ON i.classoid = 'pg_namespace'::regclass AND i.objoid = n.oid AND i.objsubid = 0 AND i.privtype = 'i'
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
var serverQuery = `
SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
  current_setting('block_size')::int AS "blockSize"`;
async function openReading(session, scope) {
  const ask = asking(session);
  const [{ hidden, invisible }, [server], all] = await Promise.all([
    readVisibility(ask),
    ask(serverQuery),
    ask(namespacesQuery)
  ]);
  if (server === void 0) throw new Error("The server did not tell its version");
  const rows = select(all, scope);
  return {
    reading: {
      ask,
      version: server.number,
      namespaces: new Map(rows.map((row) => [row.oid, row.name])),
      scope: rows.map((row) => row.oid),
      hidden
    },
    invisible,
    serverVersion: server.version.split(" ")[0] ?? server.version,
    blockSize: server.blockSize,
    schemas: rows.map((row) => row.name),
    found: rows.map(found)
  };
}
function refuseAbsent(present, { include, absent }) {
  const missing = (include ?? []).filter((name) => !present.includes(name));
  if (missing.length === 0 || absent === "leave out") return;
  throw new UserError(
    "invalid-input",
    `The database has no schema ${missing.map((name) => JSON.stringify(name)).join(", ")}.`,
    `It has ${listed(present)}. Name schemas that exist with --include-schemas, or with ?schema= in the URL.`
  );
}
function listed(names) {
  return names.length === 0 ? "none" : names.map((name) => JSON.stringify(name)).toSorted().join(", ");
}
function select(all, scope) {
  const { include } = scope;
  refuseAbsent(
    all.map(({ name }) => name),
    scope
  );
  return all.filter((row) => include === null ? !row.isMember : include.includes(row.name)).filter((row) => !scope.exclude.includes(row.name)).sort((a, b) => a.name < b.name ? -1 : 1);
}
function found(row) {
  return {
    object: { kind: "schema", id: objectId("schema", row.name), schema: null, name: row.name },
    address: addressOf("pg_namespace", row.oid),
    rights: { kind: "n", owner: row.owner, granted: row.granted, initial: row.initial, columns: [] }
  };
}

// src/dialects/postgres/introspect/not-compared.ts
var notRead = "is not read in detail: a change of it is not seen";
var ofDatabase = "belongs to the database, not to a schema";
var storage = "decides how data is kept, not what it means";
var outside = "reaches another server";
var kinds2 = [
  { kind: "event trigger", reason: ofDatabase, ...outsideOfSchemas("pg_event_trigger", "evtname") },
  { kind: "publication", reason: ofDatabase, ...outsideOfSchemas("pg_publication", "pubname") },
  {
    kind: "subscription",
    reason: ofDatabase,
    // Only some columns are open to everybody: no oid before PostgreSQL 14.
    catalogue: "pg_subscription",
    names: "SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
  },
  { kind: "foreign data wrapper", reason: outside, ...outsideOfSchemas("pg_foreign_data_wrapper", "fdwname") },
  { kind: "foreign server", reason: outside, ...outsideOfSchemas("pg_foreign_server", "srvname") },
  {
    kind: "foreign table",
    reason: outside,
    catalogue: "pg_class",
    names: `SELECT ${qualified("relname")} FROM pg_class o JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relnamespace = ANY($1) AND relkind = 'f' AND ${notMember("pg_class", "o.oid")}`
  },
  { kind: "language", reason: ofDatabase, ...outsideOfSchemas("pg_language", "lanname") },
  { kind: "access method", reason: ofDatabase, ...outsideOfSchemas("pg_am", "amname") },
  {
    kind: "cast",
    reason: ofDatabase,
    catalogue: "pg_cast",
    names: `SELECT format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL) FROM pg_cast o
      WHERE o.oid >= 16384
        AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_cast'::regclass AND e.objid = o.oid AND e.deptype IN ('e', 'i'))`
  },
  {
    kind: "transform",
    reason: ofDatabase,
    catalogue: "pg_transform",
    names: `SELECT pg_describe_object('pg_transform'::regclass, o.oid, 0) FROM pg_transform o WHERE ${notMember("pg_transform", "o.oid")}`
  },
  {
    kind: "rule",
    reason: "is not read in detail; the rules of views are part of the views",
    catalogue: "pg_rewrite",
    names: `SELECT ${qualified("c.relname")} || '.' || o.rulename FROM pg_rewrite o JOIN pg_class c ON c.oid = o.ev_class
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relnamespace = ANY($1) AND o.rulename <> '_RETURN' AND ${notMember("pg_rewrite", "o.oid")}`
  },
  {
    kind: "operator",
    reason: notRead,
    catalogue: "pg_operator",
    names: `SELECT o.oid::regoperator::text FROM pg_operator o WHERE o.oprnamespace = ANY($1) AND ${notMember("pg_operator", "o.oid")}`
  },
  { kind: "operator class", reason: notRead, ...inSchemas("pg_opclass", "opc") },
  { kind: "operator family", reason: notRead, ...inSchemas("pg_opfamily", "opf") },
  { kind: "collation", reason: notRead, ...inSchemas("pg_collation", "coll") },
  { kind: "conversion", reason: notRead, ...inSchemas("pg_conversion", "con") },
  { kind: "statistics object", reason: storage, ...inSchemas("pg_statistic_ext", "stx") },
  { kind: "text search configuration", reason: notRead, ...inSchemas("pg_ts_config", "cfg") },
  { kind: "text search dictionary", reason: notRead, ...inSchemas("pg_ts_dict", "dict") },
  { kind: "text search parser", reason: notRead, ...inSchemas("pg_ts_parser", "prs") },
  { kind: "text search template", reason: notRead, ...inSchemas("pg_ts_template", "tmpl") },
  {
    kind: "base type",
    reason: "is made of functions in C",
    catalogue: "pg_type",
    names: `SELECT ${qualified("typname")} FROM pg_type o JOIN pg_namespace n ON n.oid = typnamespace
      WHERE typnamespace = ANY($1) AND typtype = 'b' AND typcategory <> 'A' AND ${notMember("pg_type", "o.oid")}`
  },
  {
    kind: "default privileges",
    reason: "act on objects that will be made later",
    catalogue: "pg_default_acl",
    names: `SELECT coalesce(n.nspname || '.', '') || pg_get_userbyid(o.defaclrole) || ' ' || o.defaclobjtype::text || ' ' || o.defaclacl::text
      FROM pg_default_acl o LEFT JOIN pg_namespace n ON n.oid = o.defaclnamespace
      WHERE o.defaclnamespace = 0 OR o.defaclnamespace = ANY($1)`
  },
  {
    kind: "security label",
    reason: ofDatabase,
    catalogue: "pg_seclabel",
    names: "SELECT pg_describe_object(classoid, objoid, objsubid) FROM pg_seclabel WHERE objoid >= 16384"
  },
  { kind: "replica identity", reason: "serves replication", ...tablesWhere("o.relreplident <> 'd'") },
  { kind: "typed table", reason: "its columns are compared, the type it follows is not", ...tablesWhere("o.reloftype <> 0") },
  {
    kind: "table access method",
    reason: storage,
    ...tablesWhere("o.relam NOT IN (0, (SELECT oid FROM pg_am WHERE amname = 'heap'))")
  },
  {
    kind: "tablespace",
    reason: storage,
    catalogue: "pg_tablespace",
    names: `SELECT ${qualified("o.relname")} || ': ' || t.spcname FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
      JOIN pg_tablespace t ON t.oid = o.reltablespace WHERE o.relnamespace = ANY($1)`
  },
  {
    kind: "clustered index",
    reason: storage,
    catalogue: "pg_index",
    names: `SELECT ${qualified("c.relname")} FROM pg_index o JOIN pg_class c ON c.oid = o.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1) AND o.indisclustered`
  },
  {
    kind: "temporal key",
    reason: "WITHOUT OVERLAPS and PERIOD are not read yet",
    since: 18e4,
    catalogue: "pg_constraint",
    names: `SELECT ${qualified("c.relname")} || '.' || o.conname FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1) AND o.conperiod AND o.conparentid = 0`
  },
  {
    kind: "NOT NULL that is not validated",
    reason: "the column counts as NOT NULL, though older rows may break it",
    since: 18e4,
    catalogue: "pg_constraint",
    names: `SELECT ${qualified("c.relname")} || '.' || o.conname FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relnamespace = ANY($1) AND o.contype = 'n' AND NOT o.convalidated`
  }
];
function qualified(name) {
  return `n.nspname || '.' || ${name}`;
}
function outsideOfSchemas(catalogue, name) {
  return { catalogue, names: `SELECT ${name} FROM ${catalogue} o WHERE o.oid >= 16384 AND ${notMember(catalogue, "o.oid")}` };
}
function inSchemas(catalogue, prefix) {
  return {
    catalogue,
    names: `SELECT ${qualified(`${prefix}name`)} FROM ${catalogue} o JOIN pg_namespace n ON n.oid = ${prefix}namespace
      WHERE ${prefix}namespace = ANY($1) AND ${notMember(catalogue, "o.oid")}`
  };
}
function tablesWhere(condition) {
  return {
    catalogue: "pg_class",
    names: `SELECT ${qualified("o.relname")} FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
      WHERE o.relnamespace = ANY($1) AND o.relkind IN ('r', 'p', 'm') AND ${condition}`
  };
}
async function readNotCompared({ ask, scope, version, hidden }) {
  const asked = kinds2.filter(({ since = 0, catalogue }) => version >= since && !hidden.has(catalogue));
  const parts = asked.map(({ names }, place) => `SELECT ${place} AS place, q.name::text AS name FROM (${names}) q(name)`);
  const rows = await ask(parts.join("\nUNION ALL\n"), [scope]);
  const byPlace = Map.groupBy(rows, (row) => row.place);
  return asked.flatMap(({ kind, reason }, place) => {
    const names = (byPlace.get(place) ?? []).map((row) => row.name).sort();
    return names.length === 0 ? [] : [{ kind, names, reason }];
  });
}

// src/dialects/postgres/introspect/relations.ts
var relationsQuery = `
SELECT c.oid, c.relname AS name, c.relnamespace AS namespace, c.relkind::text AS kind, c.relpersistence::text AS persistence,
  CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionKey",
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
  to_json(c.reloptions) AS options, to_json(t.reloptions) AS "toastOptions",
  c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forcedRowSecurity",
  c.reltuples::float8 AS rows, c.relpages AS pages, t.relpages AS "toastPages",
  pg_get_userbyid(c.relowner) AS owner, ${aclJson("c.relacl", "c.relowner")} AS granted
FROM pg_class c
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
WHERE c.relnamespace = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm') AND ${notMember("pg_class", "c.oid")}`;
var parentsQuery = `
SELECT i.inhrelid AS child, i.inhparent AS parent, n.nspname AS schema, p.relname AS name
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p') AND c.relnamespace = ANY($1)
JOIN pg_class p ON p.oid = i.inhparent
JOIN pg_namespace n ON n.oid = p.relnamespace
ORDER BY i.inhrelid, i.inhseqno`;
async function readRelations(reading, asked, sequences) {
  const [rows, parentRows, columns, { serialDefaults }] = await Promise.all([
    reading.ask(relationsQuery, [reading.scope]),
    reading.ask(parentsQuery, [reading.scope]),
    asked,
    sequences
  ]);
  const parents = Map.groupBy(parentRows, (row) => row.child);
  const byOid = new Map(rows.map((row) => [row.oid, relation(reading, row)]));
  return {
    byOid,
    found: rows.flatMap((row) => {
      const self = relation(reading, row);
      const own = columns.get(row.oid) ?? [];
      if (row.kind === "v" || row.kind === "m") return [view(row, self, own)];
      const above = parents.get(row.oid) ?? [];
      return [
        table(row, self, own, above),
        ...ownColumns(
          row,
          self,
          own,
          above.flatMap((parent) => columns.get(parent.parent) ?? []),
          serialDefaults
        )
      ];
    }),
    sizes: new Map(rows.filter((row) => row.kind !== "v").map((row) => [row.oid, size(reading, row)]))
  };
}
function relation(reading, row) {
  const schema = nameOf(reading, row.namespace);
  return { id: objectId(kinds3[row.kind], schema, row.name), schema, name: row.name };
}
var kinds3 = { r: "table", p: "table", v: "view", m: "materialized view" };
function table(row, self, columns, parents) {
  const ids = parents.map((parent2) => objectId("table", parent2.schema, parent2.name));
  const [parent] = ids;
  return {
    object: {
      kind: "table",
      ...self,
      persistence: row.persistence === "u" ? "unlogged" : "permanent",
      partitionBy: row.partitionKey,
      partitionOf: row.bound !== null && parent !== void 0 ? { table: parent, bound: row.bound } : null,
      inherits: row.bound === null ? ids : [],
      options: [...row.options ?? [], ...(row.toastOptions ?? []).map((option) => `toast.${option}`)].sort(),
      rowSecurity: row.forcedRowSecurity && row.rowSecurity ? "forced" : row.rowSecurity ? "on" : "off",
      sql: null
    },
    address: addressOf("pg_class", row.oid),
    rights: rights(row, columns)
  };
}
function view(row, self, columns) {
  return {
    object: {
      kind: row.kind === "m" ? "materialized view" : "view",
      ...self,
      definition: (row.definition ?? "").trim().replace(/;$/, ""),
      options: [...row.options ?? []].sort(),
      columns: columns.map(({ name, type: type2 }) => ({ name, type: type2 }))
    },
    address: addressOf("pg_class", row.oid),
    rights: rights(row, columns)
  };
}
function rights(row, columns) {
  return {
    kind: "r",
    owner: row.owner,
    granted: row.granted,
    initial: null,
    columns: columns.flatMap(({ name, special }) => special?.granted ? [{ name, granted: special.granted }] : [])
  };
}
function ownColumns(row, self, columns, inherited, serials) {
  return columns.filter((column) => !inherited.some((parent) => inheritedAsIs(column, parent))).map((column) => ({
    object: {
      kind: "column",
      id: objectId("column", self.schema, self.name, column.name),
      schema: self.schema,
      name: column.name,
      table: self.name,
      position: column.position,
      type: column.type,
      nullable: !column.notNull,
      default: column.special?.generated ? null : column.expression,
      identity: identity(column),
      generated: generated(column),
      collation: column.special?.collation ?? null,
      autoIncrement: column.expression !== null && column.expression === serials.get(addressOf("pg_class", row.oid, column.position))
    },
    address: addressOf("pg_class", row.oid, column.position),
    rights: null
  }));
}
function identity({ special }) {
  if (!special?.identity) return null;
  return special.identity === "a" ? "always" : "by default";
}
function generated({ expression, special }) {
  if (!special?.generated || expression === null) return null;
  return { expression, stored: special.generated === "s" };
}
function size(reading, row) {
  const unknown = row.rows < 0 || row.rows === 0 && row.pages === 0;
  return {
    id: relation(reading, row).id,
    rows: unknown ? null : row.rows,
    pages: unknown ? null : row.pages + (row.toastPages ?? 0)
  };
}
function statistics(sizes, indexPages, blockSize) {
  const entries = [...sizes].map(([oid, { id, rows, pages }]) => [
    id,
    { rows, bytes: pages === null ? null : (pages + (indexPages.get(oid) ?? 0)) * blockSize }
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
}

// src/dialects/postgres/introspect/rights.ts
var defaultsQuery = `
SELECT k.kind, g.grantee = 0 AS "isPublic", json_agg(g.privilege_type ORDER BY g.privilege_type) AS privileges
FROM unnest(ARRAY['r', 's', 'f', 'n', 'T']) k(kind), aclexplode(acldefault(k.kind::"char", 10)) g
GROUP BY 1, 2`;
async function readRights({ ask }, asked) {
  const [defaults, found2] = await Promise.all([ask(defaultsQuery), asked]);
  const privileges = (kind, isPublic) => defaults.find((row) => row.kind === kind && row.isPublic === isPublic)?.privileges ?? [];
  return found2.flatMap(({ object, rights: rights2 }) => {
    if (rights2 === null) return [];
    const all = privileges(rights2.kind, false);
    const initial = rights2.initial ?? privileges(rights2.kind, true).map((privilege) => [null, privilege, false]);
    return [
      {
        kind: "rights",
        id: objectId("rights", object.id),
        schema: object.schema,
        name: object.name,
        of: object.id,
        owner: rights2.owner,
        grants: [...tableGrants(rights2, initial, all), ...columnGrants(rights2)].sort()
      }
    ];
  });
}
function tableGrants(rights2, initial, all) {
  if (rights2.granted === null) return [];
  const [granted, usual] = [byGrantee(rights2.granted), byGrantee(initial)];
  const grantees = [.../* @__PURE__ */ new Set([...granted.keys(), ...usual.keys()])];
  return grantees.flatMap((grantee) => {
    const own = granted.get(grantee) ?? /* @__PURE__ */ new Map();
    return isSame(own, usual.get(grantee) ?? /* @__PURE__ */ new Map()) ? [] : [`${grantee}: ${spell(own, all)}`];
  });
}
function columnGrants(rights2) {
  const items = rights2.columns.flatMap(({ name, granted }) => granted.map((item) => ({ name, item })));
  const groups = Map.groupBy(
    items,
    ({ item: [grantee, privilege, grantable] }) => JSON.stringify([grantee ?? "PUBLIC", privilege, grantable])
  );
  return [...groups].map(([key, members]) => {
    const [grantee, privilege, grantable] = JSON.parse(key);
    const columns = members.map(({ name }) => name).sort();
    return `${grantee}: ${privilege} (${columns.join(", ")})${grantable ? withGrantOption : ""}`;
  });
}
var withGrantOption = " WITH GRANT OPTION";
function byGrantee(items) {
  const groups = Map.groupBy(items, ([grantee]) => grantee ?? "PUBLIC");
  return new Map(
    [...groups].map(([grantee, own]) => [grantee, new Map(own.map(([, privilege, grantable]) => [privilege, grantable]))])
  );
}
function isSame(one, other) {
  return one.size === other.size && [...one].every(([privilege, grantable]) => other.get(privilege) === grantable);
}
function spell(privileges, all) {
  if (privileges.size === 0) return "none";
  const options = new Set(privileges.values());
  if (all.length > 1 && options.size === 1 && all.every((privilege) => privileges.has(privilege))) {
    return options.has(true) ? `ALL${withGrantOption}` : "ALL";
  }
  return [...privileges].map(([privilege, grantable]) => grantable ? `${privilege}${withGrantOption}` : privilege).sort().join(", ");
}

// src/dialects/postgres/introspect/routines.ts
var aggregateQuery = `
  SELECT json_build_array(
    quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || pg_get_function_arguments(p.oid) || ')',
    'sfunc = ' || a.aggtransfn::regproc,
    'stype = ' || format_type(a.aggtranstype, NULL),
    CASE WHEN a.aggtransspace <> 0 THEN 'sspace = ' || a.aggtransspace END,
    CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc = ' || a.aggfinalfn::regproc END,
    CASE WHEN a.aggfinalextra THEN 'finalfunc_extra' END,
    CASE WHEN a.aggfinalfn <> 0 THEN 'finalfunc_modify = ' || ${modify("a.aggfinalmodify")} END,
    CASE WHEN a.aggcombinefn <> 0 THEN 'combinefunc = ' || a.aggcombinefn::regproc END,
    CASE WHEN a.aggserialfn <> 0 THEN 'serialfunc = ' || a.aggserialfn::regproc END,
    CASE WHEN a.aggdeserialfn <> 0 THEN 'deserialfunc = ' || a.aggdeserialfn::regproc END,
    'initcond = ' || quote_literal(a.agginitval),
    CASE WHEN a.aggmtransfn <> 0 THEN 'msfunc = ' || a.aggmtransfn::regproc END,
    CASE WHEN a.aggminvtransfn <> 0 THEN 'minvfunc = ' || a.aggminvtransfn::regproc END,
    CASE WHEN a.aggmtranstype <> 0 THEN 'mstype = ' || format_type(a.aggmtranstype, NULL) END,
    CASE WHEN a.aggmtransspace <> 0 THEN 'msspace = ' || a.aggmtransspace END,
    CASE WHEN a.aggmfinalfn <> 0 THEN 'mfinalfunc = ' || a.aggmfinalfn::regproc END,
    CASE WHEN a.aggmfinalextra THEN 'mfinalfunc_extra' END,
    CASE WHEN a.aggmfinalfn <> 0 THEN 'mfinalfunc_modify = ' || ${modify("a.aggmfinalmodify")} END,
    'minitcond = ' || quote_literal(a.aggminitval),
    CASE WHEN a.aggsortop <> 0 THEN (
      SELECT 'sortop = operator(' || quote_ident(s.nspname) || '.' || o.oprname || ')'
      FROM pg_operator o JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END,
    CASE p.proparallel WHEN 's' THEN 'parallel = safe' WHEN 'r' THEN 'parallel = restricted' END,
    CASE WHEN a.aggkind = 'h' THEN 'hypothetical' END)
  FROM pg_aggregate a, pg_namespace n
  WHERE a.aggfnoid = p.oid AND n.oid = p.pronamespace`;
var routinesQuery = `
SELECT p.oid, p.proname AS name, p.pronamespace AS namespace, p.prokind::text AS kind, l.lanname AS language,
  p.prosecdef AS "securityDefiner", oidvectortypes(p.proargtypes) AS arguments,
  CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition,
  CASE WHEN p.prokind = 'a' THEN (${aggregateQuery}) END AS aggregate,
  pg_get_userbyid(p.proowner) AS owner, ${aclJson("p.proacl", "p.proowner")} AS granted
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = ANY($1)
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))`;
function modify(column) {
  return `CASE ${column} WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' ELSE 'read_write' END`;
}
var kinds4 = { f: "function", p: "procedure", a: "aggregate", w: "window" };
async function readRoutines(reading) {
  const rows = await reading.ask(routinesQuery, [reading.scope]);
  return rows.map((row) => {
    const schema = nameOf(reading, row.namespace);
    const name = `${row.name}(${row.arguments})`;
    return {
      object: {
        kind: "function",
        id: objectId("function", schema, name),
        schema,
        name,
        routine: kinds4[row.kind],
        language: row.language,
        securityDefiner: row.securityDefiner,
        definition: (row.definition ?? aggregate(row.aggregate ?? [])).trimEnd()
      },
      address: addressOf("pg_proc", row.oid),
      rights: { kind: "f", owner: row.owner, granted: row.granted, initial: null, columns: [] }
    };
  });
}
function aggregate([signature, ...settings]) {
  const lines = settings.filter((setting) => setting !== null).map((setting) => `    ${setting}`);
  return `CREATE AGGREGATE ${signature} (
${lines.join(",\n")}
)`;
}

// src/dialects/postgres/introspect/sequences.ts
var sequencesQuery = `
SELECT c.oid, c.relname AS name, c.relnamespace AS namespace, c.relnamespace::regnamespace::text || '.' || quote_ident(c.relname) AS spelled, format_type(s.seqtypid, NULL) AS type,
  s.seqstart::text AS start, s.seqincrement::text AS increment, s.seqmin::text AS min, s.seqmax::text AS max,
  s.seqcache::text AS cache, s.seqcycle AS cycle,
  d.deptype::text AS dependency, d.refobjid AS table, d.refobjsubid AS position,
  n.nspname AS "ownerSchema", o.relname AS "ownerTable", a.attname AS "ownerColumn",
  pg_get_userbyid(c.relowner) AS owner, ${aclJson("c.relacl", "c.relowner")} AS granted
FROM pg_class c
JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class o ON o.oid = d.refobjid
LEFT JOIN pg_namespace n ON n.oid = o.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relnamespace = ANY($1) AND c.relkind = 'S' AND ${notMember("pg_class", "c.oid")}`;
async function readSequences(reading) {
  const rows = await reading.ask(sequencesQuery, [reading.scope]);
  const [identities, sequences] = [rows.filter((row) => row.dependency === "i"), rows.filter((row) => row.dependency !== "i")];
  return {
    found: sequences.map((row) => sequence(reading, row)),
    serialDefaults: new Map(
      sequences.flatMap(
        (row) => row.table === null || row.position === null ? [] : [[addressOf("pg_class", row.table, row.position), nextval(row.spelled)]]
      )
    ),
    unusualIdentities: identities.filter(isUnusual).map((row) => `${row.ownerSchema}.${row.ownerTable}.${row.ownerColumn}`)
  };
}
function sequence(reading, row) {
  const schema = nameOf(reading, row.namespace);
  const { name, type: type2, start, increment, min, max, cache, cycle } = row;
  return {
    object: {
      kind: "sequence",
      id: objectId("sequence", schema, name),
      schema,
      ...{ name, type: type2, start, increment, min, max, cache, cycle },
      ownedBy: row.table === null ? null : objectId("column", row.ownerSchema, row.ownerTable, row.ownerColumn)
    },
    address: addressOf("pg_class", row.oid),
    rights: { kind: "s", owner: row.owner, granted: row.granted, initial: null, columns: [] }
  };
}
function nextval(spelled) {
  return `nextval('${spelled.replaceAll("'", "''")}'::regclass)`;
}
var largest = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" };
function isUnusual(row) {
  const plain = row.start === "1" && row.increment === "1" && row.min === "1" && row.cache === "1" && !row.cycle;
  return !plain || row.max !== largest[row.type];
}

// src/dialects/postgres/introspect/triggers.ts
var triggersQuery = `
SELECT t.oid, t.tgname AS name, t.tgrelid AS relation, t.tgenabled::text AS enabled, pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = ANY($1) AND NOT t.tgisinternal AND t.tgparentid = 0`;
var enabled = { O: "origin", D: "disabled", R: "replica", A: "always" };
async function readTriggers({ ask, scope }, asked) {
  const [rows, relations] = await Promise.all([ask(triggersQuery, [scope]), asked]);
  return rows.flatMap((row) => {
    const table2 = relations.byOid.get(row.relation);
    if (table2 === void 0) return [];
    const object = {
      kind: "trigger",
      id: objectId("trigger", table2.schema, table2.name, row.name),
      schema: table2.schema,
      name: row.name,
      table: table2.name,
      definition: row.definition,
      enabled: enabled[row.enabled]
    };
    return [{ object, address: addressOf("pg_trigger", row.oid), rights: null }];
  });
}
var policiesQuery = `
SELECT p.oid, p.polname AS name, p.polrelid AS relation, p.polcmd::text AS command, p.polpermissive AS permissive,
  (SELECT json_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END) FROM unnest(p.polroles) r) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = ANY($1)`;
var commands = { "*": "all", r: "select", a: "insert", w: "update", d: "delete" };
async function readPolicies({ ask, scope }, asked) {
  const [rows, relations] = await Promise.all([ask(policiesQuery, [scope]), asked]);
  return rows.flatMap((row) => {
    const table2 = relations.byOid.get(row.relation);
    if (table2 === void 0) return [];
    const object = {
      kind: "policy",
      id: objectId("policy", table2.schema, table2.name, row.name),
      schema: table2.schema,
      name: row.name,
      table: table2.name,
      command: commands[row.command],
      permissive: row.permissive,
      roles: [...row.roles].sort(),
      using: row.using,
      check: row.check
    };
    return [{ object, address: addressOf("pg_policy", row.oid), rights: null }];
  });
}

// src/dialects/postgres/introspect.ts
var pinnedSettings = [
  "SET LOCAL search_path = pg_catalog, pg_temp",
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
  "SET LOCAL IntervalStyle = 'postgres'",
  "SET LOCAL quote_all_identifiers = off",
  "SET LOCAL standard_conforming_strings = on",
  "SET LOCAL bytea_output = 'hex'",
  "SET LOCAL extra_float_digits = 1",
  "SET LOCAL lc_monetary = 'C'",
  "SET LOCAL jit = off"
];
async function introspect(session, scope) {
  const { reading, serverVersion, blockSize, schemas, invisible, found: namespaces } = await openReading(session, scope);
  const columns = readColumns(reading);
  const sequences = readSequences(reading);
  const relations = readRelations(reading, columns, sequences);
  const indexes = readIndexes(reading, relations, columns);
  const found2 = Promise.all([
    namespaces,
    readExtensions(reading),
    readTypes(reading, columns),
    sequences.then((read) => read.found),
    relations.then((read) => read.found),
    indexes.then((read) => read.found),
    readConstraints(reading, relations, columns),
    unlessHidden(reading, "pg_proc", readRoutines),
    unlessHidden(reading, "pg_trigger", () => readTriggers(reading, relations)),
    unlessHidden(reading, "pg_policy", () => readPolicies(reading, relations))
  ]).then((kinds5) => kinds5.flat());
  const [objects, rights2, comments, notCompared, { unusualIdentities }, { sizes }, { pages }] = await Promise.all([
    found2.then((all) => all.map(({ object }) => object)),
    readRights(reading, found2),
    unlessHidden(reading, "pg_description", () => readComments(reading, found2)),
    readNotCompared(reading),
    sequences,
    relations,
    indexes
  ]);
  return {
    format: 1,
    dialect: "postgres",
    serverVersion,
    schemas,
    objects: [...objects, ...rights2, ...comments].sort((a, b) => a.id < b.id ? -1 : 1),
    notCompared: [...notCompared, ...identitySequences(unusualIdentities)].sort((a, b) => a.kind < b.kind ? -1 : 1),
    invisible,
    statistics: statistics(sizes, pages, blockSize)
  };
}
async function unlessHidden(reading, catalogue, read) {
  return reading.hidden.has(catalogue) ? [] : read(reading);
}
function identitySequences(columns) {
  if (columns.length === 0) return [];
  return [
    {
      kind: "sequence of an identity column",
      names: [...columns].sort(),
      reason: "its start, step or limits are not the usual ones"
    }
  ];
}

export {
  refuseAbsent,
  pinnedSettings,
  introspect
};
