import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { preparePgliteData } from "../src/dialects/postgres/pglite-data.ts";
import { type DistFile, pgliteDataFile } from "./binaries.ts";

/** The prepared data directory in `dist/` while PGlite's version is the same, so that the repository does not grow with every build; else a new one. */
export async function pgliteData(root: string, dist: string): Promise<Uint8Array> {
  const listed = join(dist, "ASSETS.json");
  if (!existsSync(listed)) return preparePgliteData();
  const { assets } = JSON.parse(await readFile(listed, "utf8")) as { assets: readonly DistFile[] };
  const previous = assets.find((asset) => asset.file === pgliteDataFile.file);
  const installed = JSON.parse(await readFile(join(root, "node_modules", pgliteDataFile.package, "package.json"), "utf8")) as {
    version: string;
  };
  return previous?.version === installed.version ? readFile(join(dist, pgliteDataFile.file)) : preparePgliteData();
}
