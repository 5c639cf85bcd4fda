import { posix } from "node:path";
import { configCandidates } from "./locate.ts";

/** Whether a file, by its path relative to the working directory, may be part of a Prisma project, or say where it lies. */
export function mayBelong(path: string): boolean {
  const name = posix.basename(path);
  return path.endsWith(".prisma") || path.endsWith(".sql") || name === "migration_lock.toml" || mayLocate(path);
}

/** Files that say where schema and migrations lie. */
export function mayLocate(path: string): boolean {
  return path === "package.json" || configCandidates.includes(path);
}

/** Whether a change of such a file may name another schema: package.json changes with every dependency. Null: not there. */
export function locatesAnew(path: string, before: string | null, after: string | null): boolean {
  return path === "package.json" ? prismaSetting(before) !== prismaSetting(after) : before !== after;
}

/** What is not JSON, or names nothing, is the same as no file. */
function prismaSetting(text: string | null): string {
  try {
    const settings = JSON.parse(text ?? "null") as { readonly prisma?: unknown } | null;
    return JSON.stringify(settings?.prisma ?? null);
  } catch {
    return "null";
  }
}
