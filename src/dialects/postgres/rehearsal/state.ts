import type { LockMode } from "../../../rehearsal.ts";
import { type ObjectId, type ObjectKind, objectId } from "../../../schema/snapshot.ts";
import { type Engine, EngineGone } from "../engine.ts";

/** An object as the catalogue has it at one moment. */
export type Entry = {
  /** Catalogue and oid: stays the same when the object is renamed. */
  readonly key: string;
  readonly kind: ObjectKind;
  readonly id: ObjectId;
  /** Key of the table that it belongs to. */
  readonly table: string | null;
  /** `relfilenode`: another one means that the rows (or the index) were written anew. 0: it has no file. */
  readonly file: number;
  /** Sequential scans, as counted inside of a transaction. */
  readonly scans: number;
};

export type State = {
  readonly entries: readonly Entry[];
  /** Modes held by this session, by key of the relation. */
  readonly locks: ReadonlyMap<string, readonly LockMode[]>;
};

/** Rows [catalogue, oid, kind, schema, table, name, oid of the table, file, scans]. Members of extensions are left out: they come and go with it. */
const entriesQuery = `
WITH spaces AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), members AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), relations AS (
  SELECT c.oid, c.relname, c.relkind, c.relfilenode, n.nspname
  FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
)
SELECT json_build_array('c', r.oid, CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END,
  r.nspname, NULL, r.relname, NULL, r.relfilenode, CASE WHEN r.relkind IN ('r', 'm') THEN pg_stat_get_xact_numscans(r.oid) ELSE 0 END) AS row
FROM relations r WHERE r.relkind IN ('r', 'p', 'v', 'm')
UNION ALL
SELECT json_build_array('c', r.oid, 'sequence', r.nspname, t.relname, r.relname, t.oid, 0, 0)
FROM relations r
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class t ON t.oid = d.refobjid
WHERE r.relkind = 'S'
UNION ALL
SELECT json_build_array('c', r.oid, CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'x' THEN 'exclusion' ELSE 'index' END,
  r.nspname, t.relname, r.relname, t.oid, r.relfilenode, 0)
FROM relations r
JOIN pg_index i ON i.indexrelid = r.oid
JOIN pg_class t ON t.oid = i.indrelid
LEFT JOIN pg_constraint k ON k.conindid = r.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'x')
UNION ALL
SELECT json_build_array('a', a.attrelid || '/' || a.attnum, 'column', r.nspname, r.relname, a.attname, r.oid, 0, 0)
FROM pg_attribute a JOIN relations r ON r.oid = a.attrelid AND r.relkind IN ('r', 'p')
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT json_build_array('k', k.oid, CASE k.contype WHEN 'f' THEN 'foreign key' ELSE 'check' END, r.nspname, r.relname, k.conname, r.oid, 0, 0)
FROM pg_constraint k JOIN relations r ON r.oid = k.conrelid
WHERE k.contype IN ('f', 'c') AND k.conparentid = 0 AND (k.conislocal OR k.coninhcount = 0)
UNION ALL
SELECT json_build_array('t', t.oid, CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'type' END, n.nspname, NULL, t.typname, NULL, 0, 0)
FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
UNION ALL
SELECT json_build_array('p', p.oid, 'function', n.nspname, NULL, p.proname || '(' || oidvectortypes(p.proargtypes) || ')', NULL, 0, 0)
FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid AND m.deptype IN ('e', 'i'))
UNION ALL
SELECT json_build_array('g', g.oid, 'trigger', r.nspname, r.relname, g.tgname, r.oid, 0, 0)
FROM pg_trigger g JOIN relations r ON r.oid = g.tgrelid
WHERE NOT g.tgisinternal AND g.tgparentid = 0
UNION ALL
SELECT json_build_array('y', y.oid, 'policy', r.nspname, r.relname, y.polname, r.oid, 0, 0)
FROM pg_policy y JOIN relations r ON r.oid = y.polrelid
UNION ALL
SELECT json_build_array('n', n.oid, 'schema', NULL, NULL, n.nspname, NULL, 0, 0) FROM spaces n
UNION ALL
SELECT json_build_array('x', x.oid, 'extension', NULL, NULL, x.extname, NULL, 0, 0) FROM pg_extension x WHERE x.extname <> 'plpgsql'`;

const firstOwnOid = 16_384;

const locksQuery = `
SELECT json_agg(json_build_array(l.relation, l.mode))
FROM pg_locks l
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= ${firstOwnOid}`;

/** One answer for everything: a schema of a thousand tables has tens of thousands of rows here. */
const stateQuery = `SELECT (SELECT json_agg(o.row) FROM (${entriesQuery}) o)::text AS entries, (${locksQuery})::text AS locks`;

type EntryRow = readonly [
  catalogue: string,
  oid: number | string,
  kind: ObjectKind,
  schema: string | null,
  table: string | null,
  name: string,
  tableOid: number | null,
  file: number,
  scans: number,
];

/**
 * What is there and what this session holds, seen from inside of its transaction. What is set for the look is undone after it, so that
 * nothing that a script made or set changes what we see, and nothing of ours changes what it does.
 */
export async function readState(engine: Engine): Promise<State> {
  await mustRun(engine, ["SAVEPOINT schemagate_look", "SET LOCAL search_path = pg_catalog, pg_temp"]);
  const [row] = await engine.query<{ entries: string | null; locks: string | null }>(stateQuery);
  await mustRun(engine, ["ROLLBACK TO schemagate_look", "RELEASE schemagate_look"]);
  const locks = new Map<string, LockMode[]>();
  for (const [relation, mode] of JSON.parse(row?.locks ?? "[]") as readonly (readonly [number, LockMode])[])
    locks.set(`c${relation}`, [...(locks.get(`c${relation}`) ?? []), mode]);
  return { entries: (JSON.parse(row?.entries ?? "[]") as readonly EntryRow[]).map(toEntry), locks };
}

/** Between transactions: no lock is held, and what was counted says nothing. */
export function withoutActivity({ entries }: State): State {
  return { entries: entries.map((entry) => ({ ...entry, scans: 0 })), locks: new Map() };
}

async function mustRun(engine: Engine, statements: readonly string[]): Promise<void> {
  const executed = await engine.execute(statements);
  if (executed.outcome === "killed") throw new EngineGone(executed.message);
  if (executed.outcome === "failed") throw new Error(`The stand-in could not be looked at: ${executed.message}`);
}

function toEntry([catalogue, oid, kind, schema, table, name, tableOid, file, scans]: EntryRow): Entry {
  // Names of these are names of their schema, not of their table.
  const ownName = table === null || kind === "index" || kind === "sequence";
  return {
    key: `${catalogue}${oid}`,
    kind,
    id: ownName ? objectId(kind, schema, name) : objectId(kind, schema, table, name),
    table: tableOid === null ? null : `c${tableOid}`,
    file,
    scans,
  };
}
