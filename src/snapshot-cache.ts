import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { writeWhole } from "./files.ts";
import { canonicalJson, sha256 } from "./schema/fingerprint.ts";

/** Results of stand-ins by the hash of all their inputs, so that an unchanged history is not replayed again. */
export interface ResultCache {
  /** Runs `make` unless its result for the same inputs is known. Only what `keep` accepts is stored. */
  remember<Result>(inputs: unknown, make: () => Promise<Result>, keep: (result: Result) => boolean): Promise<Result>;
}

/** A folder of gzipped JSON files. An entry that can't be read, or was changed, is made again; a folder that can't be written is done without. */
export function folderCache(folder: string): ResultCache {
  return {
    async remember(inputs, make, keep) {
      const path = join(folder, `${sha256(canonicalJson(inputs))}.json.gz`);
      const known = await readEntry(path);
      if (known !== null) return known.result as Awaited<ReturnType<typeof make>>;
      const result = await make();
      if (keep(result)) await writeEntry(path, result);
      return result;
    },
  };
}

/** An entry is the sha256 of its JSON, then the JSON. */
async function readEntry(path: string): Promise<{ readonly result: unknown } | null> {
  try {
    const entry = gunzipSync(await readFile(path));
    const content = entry.subarray(64);
    return sha256(content) === entry.subarray(0, 64).toString("latin1") ? { result: JSON.parse(content.toString("utf8")) } : null;
  } catch {
    return null;
  }
}

async function writeEntry(path: string, result: unknown): Promise<void> {
  const content = JSON.stringify(result);
  await writeWhole(path, gzipSync(`${sha256(content)}${content}`, { level: 1 })).catch(() => undefined);
}
