/** `npm run check-dist`: fails with the names of the files in dist/ that are not what the sources and package-lock.json make. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listFiles, writeBundle } from "./bundle.ts";
import { pgliteData } from "./pglite-data.ts";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const dist = join(root, "dist");
const fresh = await mkdtemp(join(tmpdir(), "schemagate-dist-"));
try {
  await writeBundle(root, fresh, await pgliteData(root, dist));
  const different = await differences(dist, fresh);
  for (const line of different) console.error(line);
  if (different.length > 0) {
    console.error(`dist/ is not what the sources make (${different.length} files). Run npm run build and commit dist/.`);
    process.exitCode = 1;
  }
} finally {
  await rm(fresh, { recursive: true, force: true });
}

async function differences(committed: string, made: string): Promise<readonly string[]> {
  const names = new Set([...(await listFiles(committed)), ...(await listFiles(made))]);
  const lines = await Promise.all(
    [...names].sort().map(async (name) => {
      const [before = null, after = null] = await Promise.all(
        [committed, made].map((folder) => readFile(join(folder, name)).catch(() => null)),
      );
      if (before === null) return [`missing: dist/${name}`];
      if (after === null) return [`left over: dist/${name}`];
      return before.equals(after) ? [] : [`different: dist/${name}`];
    }),
  );
  return lines.flat();
}
