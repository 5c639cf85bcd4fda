/** What a database holds, as lines that can be compared. Written apart from `src/`, which is what they are there to check. */
import { execFile } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import pg from "pg";
import type { Engine } from "./scratch-database.ts";

const run = promisify(execFile);

/** Structure, number of rows, and Prisma's history apart from ids and times; sorted. */
export async function databaseText(engine: Engine, url: string): Promise<readonly string[]> {
  return engine === "sqlite" ? sqliteText(url) : postgresText(url);
}

/**
 * What `pg_dump --schema-only` says; null where there is no pg_dump or an older one than the server. The lines of `\restrict` hold a
 * random word.
 */
export async function dumpText(url: string): Promise<readonly string[] | null> {
  try {
    const { stdout } = await run("pg_dump", ["--schema-only", "--dbname", url], { maxBuffer: 2 ** 28 });
    return stdout.split("\n").filter((line) => !/^\\(un)?restrict /.test(line));
  } catch (error) {
    const { code, stderr = "" } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === "ENOENT" || stderr.includes("server version mismatch")) return null;
    throw error;
  }
}

/** Lines that only one of the two has, `<` the first and `>` the second. */
export function differences(first: readonly string[], second: readonly string[]): readonly string[] {
  const without = (lines: readonly string[], others: readonly string[]) => {
    const left = new Map<string, number>();
    for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
    return lines.filter((line) => {
      const count = left.get(line) ?? 0;
      left.set(line, count - 1);
      return count <= 0;
    });
  };
  return [...without(first, second).map((line) => `< ${line}`), ...without(second, first).map((line) => `> ${line}`)];
}

function sqliteText(url: string): readonly string[] {
  const database = new DatabaseSync(url.slice("file:".length), { readOnly: true });
  try {
    const lines = (sql: string) =>
      database
        .prepare(sql)
        .all()
        .map((row) => JSON.stringify(row));
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name").all();
    return [
      ...lines("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"),
      ...["user_version", "application_id", "encoding", "auto_vacuum", "journal_mode"].flatMap((name) => lines(`PRAGMA ${name}`)),
      ...tables.flatMap(({ name }) =>
        lines(
          `SELECT '${String(name).replaceAll("'", "''")}' AS "table", count(*) AS rows FROM "${String(name).replaceAll('"', '""')}"`,
        ),
      ),
      ...lines(sqliteHistory),
    ];
  } finally {
    database.close();
  }
}

const sqliteHistory = `
  SELECT migration_name, checksum, logs, rolled_back_at, applied_steps_count, length(id) AS id, typeof(started_at) AS started,
    typeof(finished_at) AS finished, typeof(applied_steps_count) AS steps, started_at <= finished_at AS ordered
  FROM _prisma_migrations ORDER BY started_at, migration_name`;

async function postgresText(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // So that every name that the server writes says its schema.
    await client.query("SET search_path = ''");
    const lines: string[] = [];
    for (const [kind, sql] of Object.entries(postgresQueries)) {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      lines.push(...rows.map((row) => `${kind} ${JSON.stringify(row)}`).sort());
    }
    const tables = await client.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND ${ours("c.relnamespace")} ORDER BY 1`,
    );
    for (const { name } of tables.rows) {
      const counted = await client.query<{ count: string }>(`SELECT count(*) FROM ${name}`);
      lines.push(`rows ${name} ${counted.rows[0]?.count}`);
    }
    const history = await client.query<Record<string, unknown>>(postgresHistory);
    return [...lines, ...history.rows.map((row) => `history ${JSON.stringify(row)}`)];
  } finally {
    await client.end();
  }
}

const postgresHistory = `
  SELECT migration_name, checksum, logs, rolled_back_at, applied_steps_count, length(id) AS id, started_at <= finished_at AS ordered
  FROM public._prisma_migrations ORDER BY started_at, migration_name`;

/** Of no system schema. */
function ours(namespace: string): string {
  return `${namespace} NOT IN (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_' OR nspname = 'information_schema')`;
}

const notSystem = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

/** Each object in the server's own words, by the kind of object. */
const postgresQueries: Readonly<Record<string, string>> = {
  schema: `SELECT nspname, nspacl::text, pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE ${ours("oid")}`,
  extension: "SELECT extname, extversion, extnamespace::regnamespace::text AS schema FROM pg_extension",
  column: `
    SELECT table_schema, table_name, ordinal_position, column_name, column_default, is_nullable, data_type, character_maximum_length,
      numeric_precision, numeric_scale, datetime_precision, interval_type, collation_name, domain_name, udt_schema, udt_name,
      is_identity, identity_generation, identity_start, identity_increment, is_generated, generation_expression
    FROM information_schema.columns WHERE table_schema ${notSystem}`,
  attribute: `
    SELECT attrelid::regclass::text AS of, attnum, attname, format_type(atttypid, atttypmod) AS type, attstorage, attstattarget, attisdropped, attacl::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE attnum > 0 AND ${ours("c.relnamespace")}`,
  relation: `
    SELECT oid::regclass::text AS name, relkind, relpersistence, relreplident, relrowsecurity, relforcerowsecurity, reloptions, relacl::text,
      relispartition, pg_get_expr(relpartbound, oid) AS bound, pg_get_userbyid(relowner) AS owner
    FROM pg_class WHERE ${ours("relnamespace")}`,
  constraint: `
    SELECT conrelid::regclass::text AS of, contypid::regtype::text AS domain, conname, contype, convalidated, condeferrable, condeferred,
      pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE ${ours("connamespace")}`,
  index: `
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition, indisvalid, indisready, indislive, indisprimary,
      indisreplident, indisclustered
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE ${ours("c.relnamespace")}`,
  trigger: `
    SELECT tgrelid::regclass::text AS of, pg_get_triggerdef(t.oid) AS definition, tgenabled
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal AND ${ours("c.relnamespace")}`,
  "event trigger": "SELECT evtname, evtevent, evtfoid::regprocedure::text AS function, evtenabled, evttags FROM pg_event_trigger",
  function: `
    SELECT p.oid::regprocedure::text AS name, proacl::text, pg_get_userbyid(proowner) AS owner,
      CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END AS definition
    FROM pg_proc p WHERE ${ours("pronamespace")}`,
  view: `SELECT oid::regclass::text AS name, pg_get_viewdef(oid) AS definition FROM pg_class WHERE relkind IN ('v', 'm') AND ${ours("relnamespace")}`,
  rule: `SELECT pg_get_ruledef(r.oid) AS definition, ev_enabled FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE ${ours("c.relnamespace")}`,
  type: `
    SELECT oid::regtype::text AS name, typtype, typcategory, typnotnull, typdefault, format_type(typbasetype, typtypmod) AS base, typacl::text
    FROM pg_type WHERE typelem = 0 AND ${ours("typnamespace")}`,
  enum: "SELECT enumtypid::regtype::text AS of, enumlabel, row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder) FROM pg_enum",
  sequence: `
    SELECT seqrelid::regclass::text AS name, seqtypid::regtype::text AS type, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle,
      (SELECT string_agg(format('%s.%s %s', refobjid::regclass, refobjsubid, deptype), ',' ORDER BY refobjid, refobjsubid) FROM pg_depend
        WHERE objid = seqrelid AND classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass) AS owned
    FROM pg_sequence`,
  policy: `
    SELECT polrelid::regclass::text AS of, polname, polcmd, polpermissive, pg_get_expr(polqual, polrelid) AS using,
      pg_get_expr(polwithcheck, polrelid) AS checking, (SELECT array_agg(r::regrole::text ORDER BY 1) FROM unnest(polroles) r) AS roles
    FROM pg_policy`,
  statistics: "SELECT pg_get_statisticsobjdef(oid) AS definition FROM pg_statistic_ext",
  "default rights":
    "SELECT defaclrole::regrole::text AS role, defaclnamespace::regnamespace::text AS schema, defaclobjtype, defaclacl::text FROM pg_default_acl",
  comment: `
    SELECT (pg_identify_object(classoid, objoid, objsubid)).identity, description FROM pg_description
    WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = classoid AND d.objid = objoid AND d.deptype = 'e') AND objoid >= 16384`,
};
