import type { Engine } from "./engine.ts";
import { pinnedSettings } from "./introspect.ts";
import { quoteIdentifier } from "./types.ts";

/** A schema that takes another name for as long as the transaction lasts, so that the server itself spells the names. */
export type SchemaRename = { readonly from: string; readonly to: string };

/** Runs `work` in a transaction that is always rolled back, with everything pinned that decides about spelling. */
export async function inReadingTransaction<Result>(
  engine: Engine,
  rename: SchemaRename | null,
  work: () => Promise<Result>,
): Promise<Result> {
  await engine.query("DISCARD ALL");
  await engine.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  try {
    if (rename !== null) await renameSchema(engine, rename);
    for (const setting of pinnedSettings) await engine.query(setting);
    return await work();
  } finally {
    await engine.execute(["ROLLBACK"]);
  }
}

async function renameSchema(engine: Engine, { from, to }: SchemaRename): Promise<void> {
  const [taken] = await engine.query("SELECT FROM pg_namespace WHERE nspname = $1", [to]);
  if (taken !== undefined)
    await engine.query(`ALTER SCHEMA ${quoteIdentifier(to)} RENAME TO ${quoteIdentifier(`schemagate ${to}`.slice(0, 40))}`);
  await engine.query(`ALTER SCHEMA ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`);
  // It is our mark.
  await engine.query(`COMMENT ON SCHEMA ${quoteIdentifier(to)} IS NULL`);
}
