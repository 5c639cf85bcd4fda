import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { isErrno, readRegularFile } from "../files.ts";

/** A file that shall be there, relative to the repository's root. */
export type WantedFile = { readonly path: string; readonly content: string };

export type InitFile = WantedFile & {
  /** `differs`: one is there that says something else; it is left alone. */
  readonly state: "written" | "would-be-written" | "same" | "differs";
  /** Lines that only the file has (`- …`), and that only ours would have (`+ …`); of `differs`. */
  readonly differences: readonly string[];
};

const limit = 1_000_000;

/** Compares all before the first is written. Throws UserError for symbolic links and for places that can't be written. */
export async function lookAtFiles(root: string, wanted: readonly WantedFile[]): Promise<readonly InitFile[]> {
  const looked: InitFile[] = [];
  for (const file of wanted) looked.push(await lookAt(root, file));
  return looked;
}

/** Writes what is missing, and nothing that is there. */
export async function writeMissing(root: string, files: readonly InitFile[]): Promise<readonly InitFile[]> {
  const done: InitFile[] = [];
  for (const file of files) {
    if (file.state !== "would-be-written") done.push(file);
    else done.push(await writeNew(root, file));
  }
  return done;
}

async function lookAt(root: string, file: WantedFile): Promise<InitFile> {
  const bytes = await readRegularFile(root, file.path, limit);
  if (bytes === null) return { ...file, state: "would-be-written", differences: [] };
  const differences = differencesOf(comparable(bytes.toString("utf8")), comparable(file.content));
  return { ...file, state: differences.length === 0 ? "same" : "differs", differences };
}

/** Somebody may have pinned another version of an action: that is no other content. */
function comparable(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.replace(/^(\s*(?:- )?uses: [^@\s]+)@\S+(?:\s+#.*)?$/, "$1").trimEnd());
}

function differencesOf(theirs: readonly string[], ours: readonly string[]): readonly string[] {
  const only = (lines: readonly string[], others: readonly string[], sign: string) => {
    const rest = new Map<string, number>();
    for (const line of others) rest.set(line, (rest.get(line) ?? 0) + 1);
    return lines.flatMap((line) => {
      const left = rest.get(line) ?? 0;
      rest.set(line, left - 1);
      return left > 0 ? [] : [`${sign} ${line}`];
    });
  };
  const lines = [...only(theirs, ours, "-"), ...only(ours, theirs, "+")];
  const isReordered = lines.length === 0 && theirs.join("\n") !== ours.join("\n");
  return isReordered ? ["the same lines in another order"] : lines;
}

/** Refuses to replace what appeared in the meantime, a link included. */
async function writeNew(root: string, file: InitFile): Promise<InitFile> {
  const full = join(root, file.path);
  try {
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, file.content, { flag: "wx" });
    return { ...file, state: "written" };
  } catch (error) {
    throw new UserError(
      "invalid-input",
      `Can't write ${file.path} in ${root}: ${reasonOf(error)}.`,
      "Mend that and run it again: what has been written already is recognised. With --dry-run it prints the files.",
      { cause: error },
    );
  }
}

function reasonOf(error: unknown): string {
  if (isErrno(error, "EACCES") || isErrno(error, "EPERM")) return "permission denied";
  if (isErrno(error, "EROFS")) return "the file system is read-only";
  if (isErrno(error, "ENOSPC")) return "no space left on the device";
  if (isErrno(error, "EEXIST")) return "something else is in the way";
  if (isErrno(error, "ENOTDIR")) return "a part of the path is a file, not a folder";
  return error instanceof Error ? error.message : String(error);
}
