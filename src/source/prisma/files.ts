import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { UserError } from "../../errors.ts";
import { sha256 } from "../../schema/fingerprint.ts";

/** What stands at a path inside the working directory. Symbolic links are never followed. */
export type Entry = "file" | "folder" | "none";

/** Relative to `root`, with `/`, `.` for the root itself. Throws UserError for a path that leads outside. */
export function inside(root: string, path: string): string {
  const absolute = resolve(root, path);
  const inner = relative(root, absolute);
  if (inner === ".." || inner.startsWith(`..${sep}`) || isAbsolute(inner)) {
    throw new UserError(
      "invalid-source",
      `"${path}" leads outside of the working directory: nothing there is read.`,
      "Run in the folder that holds both the Prisma schema and its migrations, or point --working-directory at it.",
    );
  }
  return inner === "" ? "." : inner.split(sep).join(posix.sep);
}

/** Throws UserError when a part of the path is a symbolic link or the end is neither file nor folder. */
export async function entryAt(root: string, path: string): Promise<Entry> {
  const parts = inside(root, path).split(posix.sep).filter((part) => part !== ".");
  let entry: Entry = "folder";
  for (const [index] of parts.entries()) {
    const here = parts.slice(0, index + 1).join(posix.sep);
    entry = await kindOf(root, here);
    if (entry !== "folder") return index === parts.length - 1 ? entry : "none";
  }
  return entry;
}

async function kindOf(root: string, path: string): Promise<Entry> {
  const stat = await lstat(join(root, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw cannotRead(path, error);
  });
  if (stat === null) return "none";
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "folder";
  const what = stat.isSymbolicLink() ? "a symbolic link" : "not a regular file";
  throw new UserError("invalid-source", `"${path}" is ${what}: only regular files are read.`, "Put the file itself there.");
}

/** Bytes of a regular file. Throws UserError when it is missing, a link, or larger than `limit` bytes. */
export async function readBytes(root: string, path: string, limit: number): Promise<Buffer> {
  const inner = inside(root, path);
  if ((await entryAt(root, inner)) !== "file") {
    throw new UserError("invalid-source", `There is no file "${inner}".`, "Check the path; it is relative to the working directory.");
  }
  // O_NOFOLLOW and the limit hold for the opened file too, whatever was put there after the check.
  const handle = await open(join(root, inner), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(inner, error);
  });
  try {
    const buffer = Buffer.alloc(Math.min((await handle.stat()).size, limit) + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      if (bytesRead === 0) return buffer.subarray(0, length);
      length += bytesRead;
    }
    throw new UserError("invalid-source", `"${inner}" is larger than ${limit / 1024 / 1024} MB: it is not read.`, "Split it.");
  } finally {
    await handle.close();
  }
}

export type TextFile = { readonly path: string; readonly text: string; readonly sha256: string };

/** UTF-8, without a byte order mark; the hash is that of the bytes. */
export async function readText(root: string, path: string, limit: number): Promise<TextFile> {
  const bytes = await readBytes(root, path, limit);
  const text = bytes.toString("utf8");
  return { path: inside(root, path), text: text.startsWith("\uFEFF") ? text.slice(1) : text, sha256: sha256(bytes) };
}

/** Names, sorted; `others` are links and devices. */
type FolderList = { readonly files: readonly string[]; readonly folders: readonly string[]; readonly others: readonly string[] };

export async function listFolder(root: string, path: string): Promise<FolderList> {
  const entries = await readdir(join(root, inside(root, path)), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw cannotRead(path, error);
  });
  const names = (keep: (entry: (typeof entries)[number]) => boolean) => entries.filter(keep).map((entry) => entry.name).sort();
  return {
    files: names((entry) => entry.isFile()),
    folders: names((entry) => entry.isDirectory()),
    others: names((entry) => !entry.isFile() && !entry.isDirectory()),
  };
}

function cannotRead(path: string, error: NodeJS.ErrnoException): UserError {
  return new UserError("invalid-source", `Can't read "${path}": ${error.code ?? error.message}.`, "Check its permissions.", { cause: error });
}
