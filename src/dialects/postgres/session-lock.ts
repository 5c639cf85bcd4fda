import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import type { LockResult } from "../dialect.ts";

/** The key that Prisma's own engine takes before it migrates: with the same one, its tools and ours keep out of each other's way. */
const key = 72_707_369;
const pollMs = 250;

/**
 * Takes the session lock on the connection that will execute, by polling: while one that waits inside of pg_advisory_lock holds a
 * snapshot, CREATE INDEX CONCURRENTLY of the holder would wait for it for ever.
 */
export async function takeSessionLock(client: Client, waitMs: number, onWait: (holder: string) => void): Promise<LockResult> {
  const until = Date.now() + waitMs;
  for (let first = true; ; first = false) {
    if (await tryLock(client)) return { outcome: "held" };
    if (first) onWait(await describeHolder(client));
    if (Date.now() >= until) return { outcome: "busy", holder: await describeHolder(client) };
    await sleep(Math.min(pollMs, Math.max(until - Date.now(), 1)));
  }
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(`SELECT pg_catalog.pg_try_advisory_lock(${key}) AS held`);
  return rows[0]?.held === true;
}

/** What everybody may see of another session: its name, process and user; the rest only with pg_monitor. */
const holderQuery = `
SELECT l.pid, a.usename AS role, a.application_name AS application, host(a.client_addr) AS address,
  to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') AS since
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = ${key} AND l.objsubid = 1 AND l.granted
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`;

type HolderRow = Readonly<Record<"role" | "application" | "address" | "since", string | null>> & { readonly pid: number };

async function describeHolder(client: Client): Promise<string> {
  const [holder] = (await client.query<HolderRow>(holderQuery)).rows;
  if (holder === undefined) return "a session that has just ended";
  const { pid, role, application, address, since } = holder;
  const details = [
    role === null ? null : `user ${role}`,
    address === null ? null : `from ${address}`,
    since === null ? null : `since ${since} UTC`,
  ].filter((part) => part !== null);
  const name = application === null || application === "" ? "a session" : `"${application}"`;
  return `${name} (process ${pid}${details.map((part) => `, ${part}`).join("")})`;
}
