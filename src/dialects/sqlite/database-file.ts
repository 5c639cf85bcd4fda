import { open, realpath, stat } from "node:fs/promises";
import { UserError } from "../../errors.ts";
import { sha256 } from "../../schema/fingerprint.ts";
import { errorCode, explain, interruptedWrite, isDirectory, notADatabase } from "./failures.ts";

export type DatabaseFile = {
  /** Without symbolic links: SQLite keeps its other files beside this one. */
  readonly path: string;
  /** sha256 in hex over the real path, the device and the inode. */
  readonly identity: string;
};

/** Finds the file without opening it. Throws UserError when there is none. */
export async function find(path: string): Promise<DatabaseFile> {
  try {
    const real = await realpath(path);
    const facts = await stat(real, { bigint: true });
    if (facts.isDirectory()) throw isDirectory(path);
    if (!facts.isFile())
      throw new UserError(
        "connection-failed",
        `Can't open ${path}: it is not a regular file.`,
        "Give the path of the database file.",
      );
    return { path: real, identity: sha256(`sqlite\0${real}\0${facts.dev}\0${facts.ino}`) };
  } catch (error) {
    throw explain(path, error);
  }
}

/**
 * Looks at a file before SQLite does, which would create or delete files beside some; in WAL mode even a reader would. An empty file is an
 * empty database, as for SQLite. Throws UserError with what is wrong with it.
 */
export async function examine(file: DatabaseFile, path: string): Promise<"rollback" | "wal"> {
  try {
    const header = await readStart(file.path, 100);
    const empty = header.length === 0;
    if (!empty && (header.length < 100 || header.toString("latin1", 0, 16) !== "SQLite format 3\0")) throw notADatabase(path);
    // A log beside the file counts even if the header does not mention it: SQLite would open it.
    const wal = header[18] === 2 || (await exists(`${file.path}-wal`));
    if (wal && (await hasHotJournal(file.path))) throw interruptedWrite(path);
    return wal ? "wal" : "rollback";
  } catch (error) {
    throw explain(path, error);
  }
}

/** The first bytes of a file; shorter when the file is. */
export async function readStart(path: string, length: number): Promise<Buffer> {
  await using handle = await open(path, "r");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
  return buffer.subarray(0, bytesRead);
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** SQLite clears the first byte of a journal that it keeps but no longer needs. */
async function hasHotJournal(path: string): Promise<boolean> {
  if (!(await exists(`${path}-journal`))) return false;
  const start = await readStart(`${path}-journal`, 1);
  return start.length > 0 && start[0] !== 0;
}
