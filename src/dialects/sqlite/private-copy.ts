import { constants } from "node:fs";
import { copyFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../errors.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";
import { loadSqlite } from "./addon.ts";
import { exists, readStart } from "./database-file.ts";
import { errorCode } from "./failures.ts";

/** A copy that nobody else knows, in rollback mode: reading it needs no file beside it. */
export type PrivateCopy = AsyncDisposable & { readonly path: string };

const attempts = 20;

/**
 * Copies a database in WAL mode as it was at one moment, while others may write to it. Reading it in place would create or change its
 * `-shm` and `-wal` files.
 */
export async function copyPrivately(path: string): Promise<PrivateCopy> {
  await using made = new AsyncDisposableStack();
  const folder = made.use(await makeTemporaryFolder());
  const copy = join(folder.path, "copy.db");
  await copyConsistently(path, copy);
  await mergeLog(copy);
  made.move();
  return { path: copy, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/**
 * First the database, then the log. Whatever a checkpoint moves into the database meanwhile is still in the log when that is copied,
 * unless the log was started anew in between, which its header shows (https://sqlite.org/fileformat2.html#walformat).
 */
async function copyConsistently(from: string, to: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await stateOf(from);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await rm(`${to}-wal`, { force: true });
    if (before.log !== null) await copyLog(from, to);
    const after = await stateOf(from);
    if (before.log === after.log && (after.log !== null || before.database === after.database)) return;
    await sleep(25 * attempt);
  }
  throw new UserError(
    "connection-failed",
    `Can't get a consistent copy of ${from}: it is being written without a pause.`,
    "Run this again when there is less traffic.",
  );
}

/** The header of the log, or null without one; and what changes when the file is written. */
async function stateOf(path: string): Promise<{ readonly log: string | null; readonly database: string }> {
  const log = await readLogHeader(path);
  const { size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return { log: log.length === 0 ? null : log.toString("hex"), database: `${size} ${mtimeNs} ${ctimeNs}` };
}

async function readLogHeader(path: string): Promise<Buffer> {
  if (!(await exists(`${path}-wal`))) return Buffer.alloc(0);
  return unlessGone(readStart(`${path}-wal`, 32), Buffer.alloc(0));
}

async function copyLog(from: string, to: string): Promise<void> {
  await unlessGone(copyFile(`${from}-wal`, `${to}-wal`, constants.COPYFILE_FICLONE), undefined);
}

/** The last connection to close takes the log away: the look at the state afterwards shows it. */
async function unlessGone<Result>(reading: Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return otherwise;
    throw error;
  }
}

async function mergeLog(copy: string): Promise<void> {
  const open = await loadSqlite();
  const database = open(copy, { fileMustExist: true });
  try {
    database.pragma("journal_mode = DELETE");
  } finally {
    database.close();
  }
}
