import type { ReadSession } from "../dialect.ts";
import { quoteIdentifier } from "./types.ts";

/** Schemas, extensions and what stands in the schema public: everything that does not come with a new database. */
const contentsQuery = `
SELECT 'schema' AS kind, quote_ident(nspname) AS name, 1 AS turn
FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
UNION ALL
SELECT 'extension', quote_ident(extname), 2 FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
  WHEN 'c' THEN 'type' ELSE 'table' END, 'public.' || quote_ident(relname), 3
FROM pg_class c
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT CASE prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
  'public.' || quote_ident(proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', 4
FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END, 'public.' || quote_ident(typname), 5
FROM pg_type t
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'collation', 'public.' || quote_ident(collname), 6 FROM pg_collation WHERE collnamespace = 'public'::regnamespace
ORDER BY turn, name`;

/** Something that a new database does not hold. `kind` is the word after DROP, `name` is quoted where it has to be. */
export type Content = { readonly kind: string; readonly name: string };

export async function contents(session: ReadSession): Promise<readonly Content[]> {
  return session.query<Content>(contentsQuery);
}

/** Drops all of that. The schema public itself stays: a new one would have other rights. */
export async function dropContents(session: ReadSession): Promise<void> {
  for (const { kind, name } of await contents(session)) {
    // It may have gone with something before it.
    await session.query(`DROP ${kind.toUpperCase()} IF EXISTS ${name} CASCADE`);
  }
}

/** The text by which we know what is ours, in a comment on the database or the schema. */
export const marker = "Scratch space of Schemagate: whatever is in it may be dropped.";

export async function databaseComment(session: ReadSession): Promise<string | null> {
  const [row] = await session.query<{ comment: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = current_database()",
  );
  return row?.comment ?? null;
}

/** Undefined: there is no such schema. */
export async function schemaComment(session: ReadSession, schema: string): Promise<string | null | undefined> {
  const [row] = await session.query<{ comment: string | null }>(
    "SELECT obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace WHERE nspname = $1",
    [schema],
  );
  return row === undefined ? undefined : row.comment;
}

export async function makeSchema(session: ReadSession, schema: string): Promise<void> {
  await session.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`);
  await session.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
  await session.query(`COMMENT ON SCHEMA ${quoteIdentifier(schema)} IS '${marker}'`);
}
