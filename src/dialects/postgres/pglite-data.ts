import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { bundled, homePath, programPath } from "../../assets.ts";
import { startChild } from "../child.ts";
import { askPglite } from "./pglite-child.ts";

/**
 * The data directory that PGlite makes at its first start, as a gzip: starting from it takes a third of the time.
 * Its bytes differ from run to run (PostgreSQL writes an identifier and times into it): make it once per version of PGlite.
 */
export async function preparePgliteData(): Promise<Uint8Array> {
  await using child = await startChild(programPath("postgres-stand-in.js"), { timeMs: 120_000, memoryBytes: 2 ** 31 });
  await askPglite(child, { ask: "open", data: null, extensions: [] });
  return Buffer.from(await askPglite(child, { ask: "dump" }), "base64");
}

/** Path of that file: shipped in the bundle, made at the first use in a checkout. Null when it can't be kept there. */
export async function pgliteData(): Promise<string | null> {
  if (bundled) return homePath("pglite-data.tgz");
  const path = homePath(`node_modules/.cache/schemagate/pglite-data-${await installedVersion()}.tgz`);
  if (await exists(path)) return path;
  try {
    await mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, await preparePgliteData());
    await rename(unfinished, path);
    return path;
  } catch (error) {
    if (isReadOnly(error)) return null;
    throw error;
  }
}

async function installedVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(homePath("node_modules/@electric-sql/pglite/package.json"), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isReadOnly(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EACCES" || code === "EPERM" || code === "EROFS";
}
