import { isUtf8 } from "node:buffer";
import { readdir } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { UserError } from "../../errors.ts";
import * as regular from "../../files.ts";
import { sha256 } from "../../schema/fingerprint.ts";

/** What stands at a path inside the working directory. */
type Entry = "file" | "folder" | "none";

/** Relative to `root`, with `/`; `.` for the root itself. Throws UserError for a path that leads outside. */
export function pathInside(root: string, path: string): string {
  const inner = relative(root, regular.inside(root, path));
  return inner === "" ? "." : inner.split(sep).join(posix.sep);
}

/** Throws UserError when a part of the path is a symbolic link. */
export async function entryAt(root: string, path: string): Promise<Entry> {
  const full = regular.inside(root, path);
  if (relative(root, full) === "") return "folder";
  if (await regular.isRegular(root, full, "file")) return "file";
  return (await regular.isRegular(root, full, "folder")) ? "folder" : "none";
}

/** Throws UserError when the file is missing, a link, unreadable, or larger than `limit` bytes. */
export async function readBytes(root: string, path: string, limit: number): Promise<Buffer> {
  const bytes = await regular.readRegularFile(root, path, limit).catch((error: unknown) => {
    throw cannotRead(path, error);
  });
  if (bytes !== null) return bytes;
  throw new UserError(
    "invalid-source",
    `There is no file "${path}".`,
    "Check the path; it is relative to the working directory.",
  );
}

export type TextFile = { readonly path: string; readonly text: string; readonly sha256: string };

/** What was reviewed as text would not be what runs. */
export function notUtf8(path: string): UserError {
  return new UserError("invalid-source", `"${path}" is not valid UTF-8.`, "Save it as UTF-8.");
}

/** UTF-8, without a byte order mark; the hash is that of the bytes. */
export async function readText(root: string, path: string, limit: number): Promise<TextFile> {
  const bytes = await readBytes(root, path, limit);
  if (!isUtf8(bytes)) throw notUtf8(path);
  return { path: pathInside(root, path), text: bytes.toString("utf8").replace(/^\uFEFF/, ""), sha256: sha256(bytes) };
}

/** Names, sorted; `others` are links and devices. */
type FolderList = { readonly files: readonly string[]; readonly folders: readonly string[]; readonly others: readonly string[] };

export async function listFolder(root: string, path: string): Promise<FolderList> {
  const entries = await readdir(join(root, pathInside(root, path)), { withFileTypes: true }).catch((error: unknown) => {
    throw cannotRead(path, error);
  });
  const names = (keep: (entry: (typeof entries)[number]) => boolean) =>
    entries
      .filter(keep)
      .map((entry) => entry.name)
      .sort();
  return {
    files: names((entry) => entry.isFile()),
    folders: names((entry) => entry.isDirectory()),
    others: names((entry) => !entry.isFile() && !entry.isDirectory()),
  };
}

function cannotRead(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new UserError("invalid-source", `Can't read "${path}": ${String(error.code)}.`, "Check its permissions.", {
    cause: error,
  });
}
