import { open, realpath, stat, type FileHandle } from "node:fs/promises";
import { UserError } from "../../errors.ts";
import { sha256 } from "../../schema/fingerprint.ts";

export type DatabaseFile = {
  /** Without symbolic links: SQLite keeps its other files beside this one. */
  readonly path: string;
  /** sha256 in hex over the real path, the device and the inode. */
  readonly identity: string;
  /** `direct`: can be opened where it is. `wal`: even a reader would create or change files beside it. */
  readonly access: "direct" | "wal";
};

const magic = "SQLite format 3\0";

/** Looks at a file before SQLite does, which would create or delete files beside some. Throws UserError with what is wrong with it. */
export async function examine(path: string): Promise<DatabaseFile> {
  try {
    const real = await realpath(path);
    const facts = await stat(real, { bigint: true });
    if (facts.isDirectory()) throw new UserError("connection-failed", `Can't open ${path}: it is a directory.`, "Give the path of the database file in it.");
    if (!facts.isFile()) throw new UserError("connection-failed", `Can't open ${path}: it is not a regular file.`, "Give the path of the database file.");
    const header = await readStart(real, 100);
    checkHeader(path, header);
    // A log beside the file counts even if the header does not mention it: SQLite would open it.
    const wal = header[18] === 2 || (await exists(`${real}-wal`));
    if (wal) await refuseHotJournal(path, real);
    return { path: real, identity: sha256(`sqlite\0${real}\0${facts.dev}\0${facts.ino}`), access: wal ? "wal" : "direct" };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The UserError for what the file system said; anything else is given back as it is. */
export function unreadable(path: string, error: unknown): unknown {
  switch (fileErrorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new UserError("connection-failed", `There is no database file at ${path}.`, "Check the path and the folder it is relative to. Nothing is ever created here.", { cause: error });
    case "EACCES":
    case "EPERM":
      return new UserError("permission-denied", `Can't read ${path}: permission denied.`, "Give this user the right to read the file, and to enter its folder.", { cause: error });
    case "EISDIR":
      return new UserError("connection-failed", `Can't open ${path}: it is a directory.`, "Give the path of the database file in it.", { cause: error });
    case "ELOOP":
    case "ENAMETOOLONG":
      return new UserError("connection-failed", `Can't open ${path}: the path leads nowhere.`, "Check the path and its symbolic links.", { cause: error });
    default:
      return error;
  }
}

export function fileErrorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** The sentence for a journal that a crash left behind: SQLite would have to write to read. */
export function hotJournal(path: string): UserError {
  return new UserError(
    "connection-failed",
    `Can't read ${path}: a write to it was interrupted, and ${path}-journal holds what is needed to undo it. Reading would have to write first.`,
    "Open the database once with the program that owns it (or with sqlite3), which undoes the interrupted write. Then run this again.",
  );
}

export function notADatabase(path: string): UserError {
  return new UserError("connection-failed", `Can't read ${path}: it is not a SQLite database, or it is encrypted.`, "Check the path. Encrypted databases (SQLCipher and others) can't be read here.");
}

/** The first bytes of a file; shorter when the file is. */
export async function readStart(path: string, length: number): Promise<Buffer> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, "r");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle?.close();
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === "ENOENT") return false;
    throw error;
  }
}

function checkHeader(path: string, header: Buffer): void {
  if (header.length === 0) {
    throw new UserError("connection-failed", `${path} is an empty file: it holds no database yet.`, "Check the path. If it is right, let the project create its database there first.");
  }
  if (header.length < 100 || header.toString("latin1", 0, 16) !== magic) throw notADatabase(path);
}

async function refuseHotJournal(path: string, real: string): Promise<void> {
  if (!(await exists(`${real}-journal`))) return;
  const start = await readStart(`${real}-journal`, 1);
  // SQLite clears the first byte of a journal that it keeps but no longer needs.
  if (start.length > 0 && start[0] !== 0) throw hotJournal(path);
}
