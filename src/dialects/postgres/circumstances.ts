import type { Circumstances } from "../../hazards/circumstances.ts";
import { objectId } from "../../schema/snapshot.ts";
import type { ReadSession } from "../dialect.ts";

/** Without pg_read_all_stats, others' transactions are not seen: null then. */
const around = `
SELECT (SELECT floor(extract(epoch FROM max(now() - xact_start)))::int FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()) AS "oldestTransaction",
  (SELECT count(*)::int FROM pg_stat_replication) AS replicas`;

const writes = `
SELECT schemaname AS schema, relname AS name,
  floor(60 * (n_tup_ins + n_tup_upd + n_tup_del) / greatest(extract(epoch FROM now() - coalesce(d.stats_reset, pg_postmaster_start_time())), 60))::int8::text AS "perMinute"
FROM pg_stat_user_tables, pg_stat_database AS d WHERE d.datname = current_database() AND n_tup_ins + n_tup_upd + n_tup_del > 0`;

export async function readCircumstances(session: Pick<ReadSession, "query">): Promise<Circumstances> {
  const [row] = await session.query<Pick<Circumstances, "oldestTransaction" | "replicas">>(around);
  const tables = await session.query<{ schema: string; name: string; perMinute: string }>(writes);
  return {
    oldestTransaction: row?.oldestTransaction ?? null,
    replicas: row?.replicas ?? null,
    writes: Object.fromEntries(tables.map(({ schema, name, perMinute }) => [objectId("table", schema, name), Number(perMinute)])),
  };
}
