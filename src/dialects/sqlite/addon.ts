import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Database from "better-sqlite3";
import { bundled, homePath } from "../../assets.ts";

type Open = (file: string, options: Database.Options) => Database.Database;

let loaded: Promise<Open> | null = null;

/** The better-sqlite3 constructor with its addon. Loaded on the first use; the addon is handed over as an object, since a bundle has no folder to search for it. */
export function loadSqlite(): Promise<Open> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Open> {
  const { default: Constructor } = await import("better-sqlite3");
  const addon: unknown = createRequire(import.meta.url)(addonPath());
  // The types know a path only; the code takes the object as it is.
  return (file, options) => new Constructor(file, { ...options, nativeBinding: addon as string });
}

function addonPath(): string {
  const target = `${isMusl() ? "linuxmusl" : process.platform}-${process.arch}`;
  return homePath(bundled ? `better-sqlite3-${target}.node` : `node_modules/better-sqlite3/prebuilds/${target}.node`);
}

/** Alpine and its kin need another binary; the loader that is mapped into this process tells. */
function isMusl(): boolean {
  if (process.platform !== "linux" || !existsSync("/proc/self/maps")) return false;
  return /\/ld-musl-[^/\s]*\.so/.test(readFileSync("/proc/self/maps", "latin1"));
}
