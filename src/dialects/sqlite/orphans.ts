import type { DatabaseSync } from "node:sqlite";
import { quoteIdentifier } from "./types.ts";

/** Rows whose foreign key leads nowhere. */
export type Orphans = {
  /** By child, parent, columns and value: a rebuild may number rows and keys anew, so neither rowid nor the key's number says which is which. */
  readonly groups: ReadonlyMap<string, Orphan>;
  /** Tables whose keys SQLite can't check: they refer to columns without a unique index. */
  readonly unchecked: readonly string[];
};

type Orphan = { readonly child: string; readonly parent: string; readonly rows: number };

/** PRAGMA foreign_key_check, table by table: one key that can't be checked must not hide the others. Temporary tables don't count. */
export function findOrphans(database: DatabaseSync): Orphans {
  const groups = new Map<string, Orphan>();
  const unchecked: string[] = [];
  for (const { name } of ask<{ name: string }>(database, tablesWithKeysQuery)) {
    try {
      for (const broken of ask<BrokenKey>(database, brokenKeysQuery, name)) addGroups(database, name, broken, groups);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("foreign key mismatch"))) throw error;
      unchecked.push(name);
    }
  }
  return { groups, unchecked };
}

/** One sentence for each pair of tables that has more orphans than before; no content of a row. */
export function describeNewOrphans(before: Orphans, after: Orphans): readonly string[] {
  const pairs = new Map<string, Orphan>();
  for (const [key, orphan] of after.groups) {
    const rows = orphan.rows - (before.groups.get(key)?.rows ?? 0);
    if (rows <= 0) continue;
    const pair = JSON.stringify([orphan.child, orphan.parent]);
    pairs.set(pair, { ...orphan, rows: rows + (pairs.get(pair)?.rows ?? 0) });
  }
  return [...pairs.values()].map(
    ({ child, parent, rows }) =>
      `${rows < 5 ? "A few" : rows} rows of "${child}" refer to rows of "${parent}" that would not exist.`,
  );
}

const tablesWithKeysQuery = `
  SELECT DISTINCT s.name FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name, 'main') AS f
  WHERE s.type = 'table' AND s.rootpage > 0 ORDER BY s.name`;

type BrokenKey = { readonly fkid: number; readonly parent: string; readonly rows: number };

const brokenKeysQuery = "SELECT fkid, parent, count(*) AS rows FROM pragma_foreign_key_check(?, 'main') GROUP BY fkid, parent";

function addGroups(database: DatabaseSync, child: string, broken: BrokenKey, groups: Map<string, Orphan>): void {
  const { parent, fkid } = broken;
  const columns = ask<{ name: string }>(
    database,
    `SELECT "from" AS name FROM pragma_foreign_key_list(?, 'main') WHERE id = ? ORDER BY seq`,
    child,
    fkid,
  ).map(({ name }) => name);
  for (const { value, rows } of valuesOf(database, child, broken, columns)) {
    const key = JSON.stringify([...[child, parent, ...columns].map((name) => name.toLowerCase()), value]);
    groups.set(key, { child, parent, rows: rows + (groups.get(key)?.rows ?? 0) });
  }
}

/** As text: a rebuild may store the same value as another type. */
function valuesOf(
  database: DatabaseSync,
  child: string,
  { fkid, rows }: BrokenKey,
  columns: readonly string[],
): readonly { readonly value: string | null; readonly rows: number }[] {
  const rowid = rowidName(database, child);
  if (rowid === null) return [{ value: null, rows }];
  const value = columns.map((name) => `quote(CAST(c.${quoteIdentifier(name)} AS TEXT))`).join(` || ',' || `);
  return ask(
    database,
    `SELECT ${value} AS value, count(*) AS rows FROM pragma_foreign_key_check(?, 'main') AS v JOIN main.${quoteIdentifier(child)} AS c ON c.${rowid} = v.rowid
     WHERE v.fkid = ? GROUP BY 1`,
    child,
    fkid,
  );
}

/** Null for a table WITHOUT ROWID, and where columns hide all of its names. */
function rowidName(database: DatabaseSync, table: string): string | null {
  const [facts] = ask<{ wr: number }>(database, "SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", table);
  if (facts?.wr !== 0) return null;
  const taken = new Set(
    ask<{ name: string }>(database, "SELECT name FROM pragma_table_xinfo(?, 'main')", table).map(({ name }) =>
      name.toLowerCase(),
    ),
  );
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) ?? null;
}

function ask<Row extends object>(database: DatabaseSync, sql: string, ...values: readonly (string | number)[]): readonly Row[] {
  return database.prepare(sql).all(...values) as unknown as readonly Row[];
}
