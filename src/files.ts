import { constants } from "node:fs";
import { lstat, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UserError } from "./errors.ts";

/**
 * Reads a file of the repository as a regular file: nothing outside of `root`, no symbolic link on the way, no more than `limit` bytes.
 * Null when it does not exist. A repository may be hostile: a link to `/proc/self/environ` must not end up in a report.
 */
export async function readRegularFile(root: string, path: string, limit: number): Promise<Buffer | null> {
  const full = inside(root, path);
  if (!(await isRegular(root, full, "file"))) return null;
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > limit) {
      throw new UserError(
        "invalid-source",
        `${path} has ${size} bytes; the limit is ${limit}.`,
        "Check whether this is the file you mean.",
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Absolute path of `path` below `root`. Throws UserError when it would leave it. */
export function inside(root: string, path: string): string {
  const full = resolve(root, path);
  const way = relative(root, full);
  if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new UserError(
      "invalid-input",
      `${path} lies outside of ${root}.`,
      "Nothing outside of it is read: start the command further up, in the root of the repository.",
    );
  }
  return full;
}

/** Whether a file (or folder) exists below `root` without a symbolic link on the way. Throws UserError for a link or another kind of file. */
export async function isRegular(root: string, full: string, kind: "file" | "folder"): Promise<boolean> {
  const steps = relative(root, full)
    .split(sep)
    .filter((step) => step !== "");
  let path = root;
  for (const [index, step] of steps.entries()) {
    path = join(path, step);
    const stats = await lstat(path).catch((error: unknown) => {
      if (isErrno(error, "ENOENT") || isErrno(error, "ENOTDIR")) return null;
      throw new UserError(
        "invalid-source",
        `Can't read ${path}: ${isErrno(error, "EACCES") ? "permission denied" : String(error)}.`,
      );
    });
    if (stats === null) return false;
    if (stats.isSymbolicLink()) {
      throw new UserError(
        "invalid-source",
        `${relative(root, path)} is a symbolic link; files of the repository are read only as regular files.`,
        "Replace the link by the file itself.",
      );
    }
    const isLast = index === steps.length - 1;
    if (isLast && kind === "file" && !stats.isFile()) return false;
    if ((!isLast || kind === "folder") && !stats.isDirectory()) return false;
  }
  return true;
}

/**
 * Throws UserError when a symbolic link stands on the way from `root` to a path below it: a repository must not decide where we write.
 * A path that lies elsewhere is the user's own choice.
 */
export async function refuseLinks(root: string, path: string): Promise<void> {
  const steps = relative(root, path).split(sep);
  if (steps[0] === ".." || isAbsolute(steps[0] ?? "")) return;
  let place = root;
  for (const step of steps) {
    place = join(place, step);
    const isLink = await lstat(place).then(
      (stats) => stats.isSymbolicLink(),
      () => false,
    );
    if (isLink)
      throw new UserError(
        "invalid-input",
        `Can't write to ${path}: ${relative(root, place)} is a symbolic link.`,
        "Replace the link by a folder, or choose another place with --out.",
      );
  }
}

/** Writes a file so that a reader never sees half of it. Throws UserError when the place can't be written. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

/** Removes a file, if it is there. Throws UserError when that may not be done. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

function unwritable(path: string, error: unknown): UserError {
  return new UserError(
    "invalid-input",
    `Can't write ${path}: ${errnoText(error)}.`,
    "Choose another place with --out, or make this one writable.",
    { cause: error },
  );
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function errnoText(error: unknown): string {
  const texts: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "no space left on the device",
    ENOTDIR: "a part of the path is a file, not a folder",
    EISDIR: "it is a folder",
    EEXIST: "a file is in the way",
  };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return texts[code] ?? (error instanceof Error ? error.message : String(error));
}
