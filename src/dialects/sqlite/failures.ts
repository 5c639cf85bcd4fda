import { UserError } from "../../errors.ts";
import { resultCodeName } from "./result-codes.ts";

/** What the operating system or SQLite said about a file, as a UserError; anything else is given back as it is. */
export function explain(path: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const code = errorCode(error);
  switch (code) {
    case null:
      return error;
    case "ENOENT":
    case "ENOTDIR":
      return new UserError(
        "connection-failed",
        `There is no database file at ${path}.`,
        "Check the path and the folder it is relative to. Nothing is ever created here.",
        { cause: error },
      );
    case "EISDIR":
      return isDirectory(path);
    case "ELOOP":
    case "ENAMETOOLONG":
      return new UserError(
        "connection-failed",
        `Can't open ${path}: the path leads nowhere.`,
        "Check the path and its symbolic links.",
        { cause: error },
      );
    case "EACCES":
    case "EPERM":
      return new UserError("permission-denied", `Can't read ${path}: permission denied.`, grantAccess, { cause: error });
    case "ENOSPC":
      return new UserError(
        "connection-failed",
        `Can't copy ${path}: the disk with the temporary files is full. A database in WAL mode is read from a copy.`,
        "Make room, or point TMPDIR at a larger disk.",
        { cause: error },
      );
    case "SQLITE_READONLY_ROLLBACK":
    case "SQLITE_READONLY_RECOVERY":
      return interruptedWrite(path);
    case "SQLITE_NOTADB":
      return notADatabase(path);
  }
  return explainClass(path, code, error);
}

export function isDirectory(path: string): UserError {
  return new UserError(
    "connection-failed",
    `Can't open ${path}: it is a directory.`,
    "Give the path of the database file in it.",
  );
}

export function notADatabase(path: string): UserError {
  return new UserError(
    "connection-failed",
    `Can't read ${path}: it is not a SQLite database, or it is encrypted.`,
    "Check the path. Encrypted databases (SQLCipher and others) can't be read here.",
  );
}

/** A journal that a crash left behind: SQLite would have to write before it could read. */
export function interruptedWrite(path: string): UserError {
  return new UserError(
    "connection-failed",
    `Can't read ${path}: a write to it was interrupted, and ${path}-journal holds what is needed to undo it. Reading would have to write first.`,
    "Open the database once with the program that owns it, or with sqlite3: that undoes the interrupted write. Then run this again.",
  );
}

/** `ENOENT`, `SQLITE_BUSY`; null for what is no error of a system. `node:sqlite` gives SQLite's codes as numbers. */
export function errorCode(error: unknown): string | null {
  if (error instanceof Error && "errcode" in error && typeof error.errcode === "number") return resultCodeName(error.errcode);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

const grantAccess = "Give this user the right to read the file, and to enter its folder.";

/** SQLite's codes by their beginning: `SQLITE_BUSY_SNAPSHOT` is a `SQLITE_BUSY`. */
function explainClass(path: string, code: string, error: unknown): unknown {
  const message = error instanceof Error ? error.message : String(error);
  switch (/^SQLITE_[A-Z]+/.exec(code)?.[0]) {
    case "SQLITE_CORRUPT":
      return new UserError(
        "connection-failed",
        `Can't read ${path}: the file is damaged (${message}).`,
        "Check it with PRAGMA integrity_check, and restore a backup.",
        { cause: error },
      );
    case "SQLITE_BUSY":
    case "SQLITE_LOCKED":
      return new UserError(
        "connection-failed",
        `Can't read ${path}: another process keeps it locked for writing.`,
        "Run this again when its write has ended.",
        { cause: error },
      );
    case "SQLITE_CANTOPEN":
    case "SQLITE_PERM":
    case "SQLITE_AUTH":
      return new UserError("permission-denied", `Can't open ${path}: ${message}.`, grantAccess, { cause: error });
    case "SQLITE_IOERR":
      return new UserError("connection-failed", `Can't read ${path}: ${message}.`, "Check the disk it is on.", { cause: error });
    default:
      return error;
  }
}
