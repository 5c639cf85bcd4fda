import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../errors.ts";

export type Location = {
  /** Absolute. */
  readonly path: string;
  /** Names of query parameters that mean nothing to us: `connection_limit`. */
  readonly ignored: readonly string[];
};

/** The file that a URL names: `file:./dev.db` and plain paths are relative to the working directory; `file:/abs`, `file:///abs` and `sqlite:///abs` are absolute. */
export function locate(url: string, workingDirectory: string): Location {
  const match = /^(file|sqlite):/i.exec(url);
  if (match === null) return { path: onDisk(url, workingDirectory), ignored: [] };
  const [address = "", query = ""] = splitOnce(url.slice(match[0].length), "?");
  const ignored = [...new Set(new URLSearchParams(query).keys())].sort();
  return { path: onDisk(decode(withoutSlashes(address)), workingDirectory), ignored };
}

function onDisk(path: string, workingDirectory: string): string {
  if (path === "" || path === ":memory:") {
    throw new UserError(
      "invalid-input",
      "The URL names no file, so there is no database to read.",
      "Give the path of the file: file:./dev.db",
    );
  }
  if (path.includes("\0"))
    throw new UserError(
      "invalid-input",
      "The path of the database holds a null character.",
      "Give the path of the file: file:./dev.db",
    );
  return isAbsolute(path) ? path : resolve(workingDirectory, path);
}

/** `///abs` is an empty host and a path. */
function withoutSlashes(address: string): string {
  if (!address.startsWith("//")) return address;
  const path = address.slice(2);
  if (/^\/[A-Za-z]:/.test(path)) return fileURLToPath(`file://${path}`);
  return path.replace(/^\/+/, "/");
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return path;
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
