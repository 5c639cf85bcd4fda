import type { Client } from "pg";
import type { ObjectId } from "../../schema/snapshot.ts";

/** Locks of other sessions on these relations. State and age of a transaction show only to roles that may read all statistics. */
const query = `
SELECT a.pid, a.usename AS role, a.application_name AS application, a.state,
  floor(extract(epoch FROM clock_timestamp() - a.xact_start))::int AS seconds,
  min(n.nspname || '.' || c.relname) AS relation, count(DISTINCT c.oid)::int AS relations
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_catalog.pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  AND n.nspname || '.' || c.relname = ANY($1)
GROUP BY a.pid, a.usename, a.application_name, a.state, a.xact_start
ORDER BY a.xact_start NULLS LAST, a.pid
LIMIT 5`;

type Row = Readonly<Record<"role" | "application" | "state", string | null>> & {
  readonly pid: number;
  readonly seconds: number | null;
  readonly relation: string;
  readonly relations: number;
};

/** One phrase per session: `"psql" (process 4711, user app, idle in transaction for 312 s, public.orders)`. */
export async function lockHolders(client: Client, objects: readonly ObjectId[]): Promise<readonly string[]> {
  const relations = objects.flatMap((id) => /^(?:table|index|view|materialized view|sequence) (.+)$/.exec(id)?.[1] ?? []);
  if (relations.length === 0) return [];
  const { rows } = await client.query<Row>(query, [relations]);
  return rows.map(phrase);
}

function phrase({ pid, role, application, state, seconds, relation, relations }: Row): string {
  const name = application === null || application === "" ? "a session" : JSON.stringify(application);
  const doing = state === null || seconds === null ? null : `${state} for ${seconds} s`;
  const what = relations === 1 ? relation : `${relation} and ${relations - 1} more`;
  return `${name} (${[`process ${pid}`, role === null ? null : `user ${role}`, doing, what].filter((part) => part !== null).join(", ")})`;
}
