import type pg from "pg";

/** Everything that a session could leave behind, by where it is: texts to compare with `toEqual`. */
export type PostgresState = Readonly<Record<string, string>>;

/** Of one database: its catalogues, the rows of its tables, where its sequences stand. */
export async function databaseState(admin: pg.Client): Promise<PostgresState> {
  const names = await column(
    admin,
    `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname <> 'information_schema'
        AND NOT c.relisshared AND NOT pg_is_other_temp_schema(n.oid) AND c.relname <> 'pg_statistic' ORDER BY 1`,
  );
  const sequences = await column(admin, "SELECT s::text FROM pg_catalog.pg_sequences s ORDER BY 1");
  return { ...(await contentOf(admin, names)), sequences: sequences.join("\n") };
}

/** Of a whole server that nobody else uses: also its shared catalogues, sessions, locks, settings, and the next transaction. */
export async function serverState(admin: pg.Client): Promise<PostgresState> {
  const shared = await column(admin, "SELECT oid::regclass::text FROM pg_class WHERE relisshared AND relkind = 'r' ORDER BY 1");
  const state: Record<string, string> = { ...(await databaseState(admin)), ...(await contentOf(admin, shared)) };
  for (const [name, sql] of Object.entries(serverQuestions)) state[name] = (await column(admin, sql)).join("\n");
  return state;
}

const serverQuestions = {
  sessions:
    "SELECT datname || ' ' || application_name FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  locks: "SELECT locktype || ' ' || mode FROM pg_locks WHERE pid <> pg_backend_pid()",
  "prepared transactions": "SELECT gid FROM pg_prepared_xacts",
  "replication slots": "SELECT slot_name::text FROM pg_replication_slots",
  settings:
    "SELECT name || '=' || setting FROM pg_settings WHERE name NOT IN ('transaction_isolation', 'transaction_read_only', 'application_name') ORDER BY 1",
  // Nothing can be written without a number of its own: whoever writes moves the next one.
  "next transaction": "SELECT pg_snapshot_xmax(pg_current_snapshot())::text",
};

async function contentOf(admin: pg.Client, relations: readonly string[]): Promise<PostgresState> {
  const content: Record<string, string> = {};
  for (const name of relations) {
    const sql = `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text COLLATE "C"), '')) FROM ${name} t`;
    content[name] = (await column(admin, sql)).join();
  }
  return content;
}

async function column(admin: pg.Client, sql: string): Promise<readonly string[]> {
  const { rows } = await admin.query<string[]>({ text: sql, rowMode: "array" });
  return rows.map(([value]) => String(value));
}
