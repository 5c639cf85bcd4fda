import { accessSync, closeSync, constants, fchmodSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { UserError } from "../../errors.ts";
import { isBusy } from "./busy.ts";
import { errorCode } from "./failures.ts";

export type Lock =
  | { readonly outcome: "held"; readonly held: Disposable }
  | { readonly outcome: "busy"; readonly holder: string };

const pollMs = 200;

/**
 * SQLite has no lock of a session, so one is made of a transaction that is held on an empty database beside the real one: the kernel
 * frees it whatever becomes of the process. `<database>.schemagate-lock` stays behind, empty: who deleted it could take it from under a
 * process that has just opened it, and then two would hold a lock on two files of the same name. The holder's name stands in a file of its
 * own, `<database>.schemagate-lock.holder`, since reading the first would drop locks of this process; it goes with the lock, and one that
 * is left by a killed process is overwritten by the next.
 */
export async function takeLock(databasePath: string, waitMs: number, onWait: (holder: string) => void): Promise<Lock> {
  const path = `${databasePath}.schemagate-lock`;
  const database = openSidecar(path, databasePath);
  const end = performance.now() + waitMs;
  for (let told = false; ; told = true) {
    if (tryToLock(database, path)) return { outcome: "held", held: heldLock(database, path) };
    const holder = await readHolder(path);
    if (!told && waitMs > 0) onWait(holder);
    const left = end - performance.now();
    if (left <= 0) {
      database.close();
      return { outcome: "busy", holder };
    }
    await sleep(Math.min(pollMs, left));
  }
}

function openSidecar(path: string, databasePath: string): DatabaseSync {
  try {
    createEmpty(path, statSync(databasePath).mode & 0o666);
    accessSync(path, constants.R_OK | constants.W_OK);
    const url = pathToFileURL(path);
    url.searchParams.set("mode", "rw");
    return new DatabaseSync(url, { timeout: 0 });
  } catch (error) {
    throw explainSidecar(path, error);
  }
}

/** Whoever may write to the database may use its lock, whatever the umask of the first who did. */
function createEmpty(path: string, mode: number): void {
  try {
    const created = openSync(path, "wx", mode);
    try {
      fchmodSync(created, mode);
    } finally {
      closeSync(created);
    }
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

function tryToLock(database: DatabaseSync, path: string): boolean {
  try {
    // A journal on disk would be one more file beside the database.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    if (isBusy(error)) return false;
    database.close();
    throw explainSidecar(path, error);
  }
  try {
    nameHolder(path);
    return true;
  } catch (error) {
    database.close();
    throw explainSidecar(path, error);
  }
}

/** At once after the lock was taken, so that nobody reads the name of the one before. A link that stands there is not followed. */
function nameHolder(path: string): void {
  rmSync(`${path}.holder`, { force: true });
  writeFileSync(`${path}.holder`, `process ${process.pid} of ${userName()} on ${hostname()}`, { flag: "wx", mode: 0o644 });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have a number and no name.
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}

function heldLock(database: DatabaseSync, path: string): Disposable {
  return {
    [Symbol.dispose]() {
      rmSync(`${path}.holder`, { force: true });
      database.close();
    },
  };
}

/** A holder that has only just taken the lock writes its name within milliseconds. */
async function readHolder(path: string): Promise<string> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const holder = await readName(`${path}.holder`);
    if (holder !== null) return holder;
    await sleep(10);
  }
  return "another process that has not left its name";
}

async function readName(path: string): Promise<string | null> {
  try {
    const facts = await lstat(path);
    if (!facts.isFile() || facts.size === 0 || facts.size > 1000) return null;
    const name = (await readFile(path, "utf8")).replaceAll(/\p{C}/gu, " ");
    return `${name}, since ${facts.mtime.toISOString()}`;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}

function explainSidecar(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === null) return error;
  if (["EACCES", "EPERM", "EROFS"].includes(code) || code.startsWith("SQLITE_READONLY") || code.startsWith("SQLITE_CANTOPEN")) {
    return new UserError(
      "permission-denied",
      `Can't take the lock ${path}: this user may not write there.`,
      `Give this user the right to write to the folder ${dirname(path)} and to the files in it. SQLite needs it for its journal, too.`,
      { cause: error },
    );
  }
  return new UserError(
    "connection-failed",
    `Can't take the lock ${path}: ${error instanceof Error ? error.message : code}.`,
    "If that file is not Schemagate's, move it away. Then run this again.",
    { cause: error },
  );
}
