import type { Client } from "pg";
import { splitScript } from "./split.ts";
import { option } from "./syntax-tree.ts";
import { quoteIdentifier } from "./types.ts";

/** A statement that works in several transactions of its own and waits for all others. */
export type Concurrent = { readonly indexToBuild: string | null };

/** Whether it runs CONCURRENTLY, and which index it would build. */
export async function readConcurrent(sql: string): Promise<Concurrent | null> {
  const split = await splitScript(sql);
  if (split.outcome === "unreadable" || split.statements.length !== 1) return null;
  const tree = split.statements[0]?.tree;
  if (tree === undefined) return null;
  if ("IndexStmt" in tree) return tree.IndexStmt.concurrent === true ? { indexToBuild: tree.IndexStmt.idxname ?? null } : null;
  if ("DropStmt" in tree) return tree.DropStmt.concurrent === true ? { indexToBuild: null } : null;
  if ("ReindexStmt" in tree) return option(tree.ReindexStmt.params, "concurrently") === null ? null : { indexToBuild: null };
  return null;
}

/** The invalid index of this name, quoted with its schema; null: there is none. */
export async function invalidRemnant(client: Client, index: string): Promise<string | null> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = $1 AND NOT i.indisvalid AND pg_catalog.pg_table_is_visible(i.indrelid)`,
    [index],
  );
  const [remnant] = rows;
  return remnant === undefined ? null : `${quoteIdentifier(remnant.schema)}.${quoteIdentifier(index)}`;
}

/**
 * Drops an invalid index of this name that an earlier try left: `IF NOT EXISTS` would call it done, and without it the name is taken.
 * Returns what was done, for the log.
 */
export async function dropInvalidRemnant(client: Client, index: string): Promise<string | null> {
  const remnant = await invalidRemnant(client, index);
  if (remnant === null) return null;
  await client.query(`DROP INDEX CONCURRENTLY ${remnant}`);
  return `the invalid index ${remnant} that an earlier try left behind was dropped first`;
}
