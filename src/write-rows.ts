import type { WritableDatabase } from "./dialects/dialect.ts";
import { UserError } from "./errors.ts";
import type { Blocked } from "./plan/verdict.ts";
import type { Bookkeeping } from "./source/source.ts";

/**
 * Records migrations as applied, all rows in one transaction. Null, or why not: then there is no row, unless it says that this is not
 * known. `from` is the time of the first row; the next ones follow by a millisecond, since tools read the order from it.
 */
export async function writeRows(
  database: WritableDatabase,
  books: Bookkeeping,
  migrations: readonly { readonly id: string; readonly checksum: string }[],
  { newId, from }: { readonly newId: () => string; readonly from: Date },
): Promise<Blocked | null> {
  try {
    await database.startFile();
    await database.begin(database.connection.dialect === "sqlite" ? "enforced" : null);
    await database.write(books.create.sql, books.create.values);
    for (const [index, { id, checksum }] of migrations.entries()) {
      const startedAt = new Date(from.getTime() + index);
      const { sql, values } = books.recorded({ id: newId(), migration: id, checksum, startedAt });
      await database.write(sql, values);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await database.rollback();
    return { reason: error.reason, object: null, message: `${error.message} No row was written.`, hint: error.hint ?? again };
  }
  const committed = await database.commit();
  if (committed.outcome === "done") return null;
  const { kind, message } = committed.failure;
  if (kind === "connection-lost")
    return {
      reason: "connection-failed",
      object: null,
      message: `The connection was lost at the end of the transaction (${message}): either all rows are there, or none.`,
      hint: "Run it again without --approve: it says which.",
    };
  await database.rollback();
  return {
    reason: "apply-failed",
    object: null,
    message: `The rows could not be written: ${message}. None is there.`,
    hint: again,
  };
}

const again = "When that is mended, run it again with the same digest.";
