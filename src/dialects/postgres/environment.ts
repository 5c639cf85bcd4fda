import type { ConnectionFacts, EnvironmentFacts, ReadSession, Scope } from "../dialect.ts";
import { refuseAbsent } from "./introspect/namespaces.ts";
import { quoteIdentifier, quoteQualified } from "./types.ts";

const databaseQuery = `
SELECT pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collation, pg_is_in_recovery() AS standby,
  (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user) AS superuser,
  pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS "seesOthers"
FROM pg_database d
WHERE d.datname = current_database()`;

type DatabaseRow = {
  readonly encoding: string;
  readonly collation: string;
  readonly standby: boolean;
  readonly superuser: boolean;
  readonly seesOthers: boolean;
};

/** An extension's own schema depends on it (`e`), or holds nothing but its tables. */
const schemasQuery = `
SELECT n.nspname AS name, has_schema_privilege(n.oid, 'USAGE') AS usable,
  count(c.oid)::int AS tables,
  count(c.oid) FILTER (WHERE x.extname IS NULL)::int AS "ownTables",
  json_agg(c.relname ORDER BY c.relname) FILTER (WHERE x.extname IS NULL AND NOT has_table_privilege(c.oid, 'SELECT')) AS unreadable,
  coalesce((SELECT o.extname FROM pg_depend d JOIN pg_extension o ON o.oid = d.refobjid
    WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e'), min(x.extname)) AS extension
FROM pg_namespace n
LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
LEFT JOIN pg_depend m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid AND m.deptype = 'e'
LEFT JOIN pg_extension x ON x.oid = m.refobjid
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY n.oid, n.nspname
ORDER BY n.nspname`;

type SchemaRow = {
  readonly name: string;
  readonly usable: boolean;
  readonly tables: number;
  readonly ownTables: number;
  readonly unreadable: readonly string[] | null;
  readonly extension: string | null;
};

/** Tables are what people know an extension by, so they come first among the examples. */
const extensionsQuery = `
SELECT x.extname AS name, x.extversion AS version, n.nspname AS schema,
  (SELECT count(*) FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid AND d.deptype = 'e')::int AS objects,
  (SELECT json_agg(m.name) FROM (
    SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS name
    FROM pg_depend d
    WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = x.oid AND d.deptype = 'e'
    ORDER BY d.classid <> 'pg_class'::regclass, d.classid <> 'pg_type'::regclass, 1
    LIMIT 3) m) AS examples
FROM pg_extension x
JOIN pg_namespace n ON n.oid = x.extnamespace
ORDER BY x.extname`;

type ExtensionRow = Omit<EnvironmentFacts["extensions"][number], "examples"> & { readonly examples: readonly string[] | null };

/** Others' transactions show their age only to roles that may read all statistics. */
const transactionsQuery = `
SELECT pid, floor(extract(epoch FROM clock_timestamp() - xact_start))::int AS seconds
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - interval '60 seconds'
ORDER BY xact_start
LIMIT 5`;

const invalidIndexesQuery = `
SELECT n.nspname AS schema, c.relname AS name
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
ORDER BY 1, 2`;

const historyTable = "_prisma_migrations";

const historyQuery = `
SELECT n.nspname AS schema, has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT') AS readable
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND n.nspname = ANY($2)
ORDER BY 1`;

type HistoryRow = { readonly schema: string; readonly readable: boolean };

/** What is installed and what the role may see, for the connection check. Only a schema that is not there is a reason to stop. */
export async function inspectEnvironment(
  session: ReadSession,
  scope: Scope,
  { user }: Pick<ConnectionFacts, "user">,
  connectionNotes: readonly string[],
): Promise<EnvironmentFacts> {
  const [database] = await session.query<DatabaseRow>(databaseQuery);
  if (database === undefined) throw new Error("The database is not listed in pg_database");
  const rows = await session.query<SchemaRow>(schemasQuery);
  refuseAbsent(
    rows.map(({ name }) => name),
    scope,
  );
  const schemas = rows.map((row) => ({ ...row, madeBy: madeBy(row), inScope: isInScope(row, scope) }));
  const inScope = schemas.filter((row) => row.inScope);
  const history = await session.query<HistoryRow>(historyQuery, [historyTable, inScope.map(({ name }) => name)]);
  const extensions = await session.query<ExtensionRow>(extensionsQuery);
  const role = quoteIdentifier(user ?? "");
  return {
    encoding: database.encoding,
    collation: database.collation,
    superuser: database.superuser,
    schemas: schemas.map(({ name, inScope, tables, madeBy }) => ({ name, inScope, tables, madeBy })),
    extensions: extensions.map((row) => ({ ...row, examples: row.examples ?? [] })),
    permissions: [
      ...inScope.flatMap((row) => [schemaUsage(row, role), tableAccess(row, role)]),
      ...history.map((row) => historyAccess(row, role)),
      othersActivity(database, role),
    ],
    notes: [...connectionNotes, ...(await serverNotes(session, database))],
  };
}

function madeBy({ name, extension, ownTables }: SchemaRow): string | null {
  return ownTables === 0 && name !== "public" ? extension : null;
}

function isInScope(row: SchemaRow, { include, exclude }: Scope): boolean {
  return (include === null ? madeBy(row) === null : include.includes(row.name)) && !exclude.includes(row.name);
}

type Permission = EnvironmentFacts["permissions"][number];

function schemaUsage({ name, usable }: SchemaRow, role: string): Permission {
  return {
    what: `USAGE on schema ${name}`,
    ok: usable,
    needed: false,
    detail: usable ? "granted" : "missing: rows of its tables can't be counted; the schema itself is read from the catalogue",
    grant: usable ? null : `GRANT USAGE ON SCHEMA ${quoteIdentifier(name)} TO ${role};`,
  };
}

function tableAccess({ name, ownTables, unreadable }: SchemaRow, role: string): Permission {
  const missing = unreadable ?? [];
  const listed = missing.length > 5 ? [...missing.slice(0, 5), "…"] : missing;
  return {
    what: `SELECT on tables of schema ${name}`,
    ok: missing.length === 0,
    needed: false,
    detail:
      missing.length === 0
        ? `granted on ${counted(ownTables)}`
        : `missing on ${missing.length} of ${counted(ownTables)}: ${listed.join(", ")}`,
    grant: missing.length === 0 ? null : grantSelect(name, missing, ownTables, role),
  };
}

function counted(tables: number): string {
  return tables === 1 ? "1 table" : `${tables} tables`;
}

function grantSelect(schema: string, missing: readonly string[], tables: number, role: string): string {
  if (missing.length === tables && missing.length > 1)
    return `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoteIdentifier(schema)} TO ${role};`;
  return `GRANT SELECT ON ${missing.map((table) => quoteQualified(schema, table)).join(", ")} TO ${role};`;
}

function historyAccess({ schema, readable }: HistoryRow, role: string): Permission {
  return {
    what: `migration history in ${schema}.${historyTable}`,
    ok: readable,
    needed: true,
    detail: readable ? "readable" : "not readable: applied migrations are unknown",
    grant: readable ? null : `GRANT SELECT ON ${quoteQualified(schema, historyTable)} TO ${role};`,
  };
}

function othersActivity({ superuser, seesOthers }: DatabaseRow, role: string): Permission {
  const ok = superuser || seesOthers;
  return {
    what: "activity of other sessions",
    ok,
    needed: false,
    detail: ok ? "visible" : "long transactions of others are not visible",
    grant: ok ? null : `GRANT pg_read_all_stats TO ${role};`,
  };
}

async function serverNotes(session: ReadSession, { standby }: DatabaseRow): Promise<readonly string[]> {
  const transactions = await session.query<{ pid: number; seconds: number }>(transactionsQuery);
  const invalid = await session.query<{ schema: string; name: string }>(invalidIndexesQuery);
  return [
    ...(standby ? ["This server is a read replica: it can be compared, and nothing can be applied to it."] : []),
    ...transactions.map(
      ({ pid, seconds }) =>
        `A transaction has been open for ${seconds} seconds (pid ${pid}): changes of its tables will wait for it.`,
    ),
    ...invalid.map(
      ({ schema, name }) =>
        `Index ${schema}.${name} is invalid: an earlier CREATE INDEX CONCURRENTLY failed. It is not used, and costs every write.`,
    ),
  ];
}
