/** `npm run build`: writes dist/ anew. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listFiles, writeBundle } from "./bundle.ts";
import { pgliteData } from "./pglite-data.ts";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const dist = join(root, "dist");

// Made elsewhere first: a build that fails leaves dist/ as it was.
const work = await mkdtemp(join(tmpdir(), "schemagate-build-"));
try {
  const fresh = join(work, "dist");
  await writeBundle(root, fresh, await pgliteData(root, dist));
  await rm(dist, { recursive: true, force: true });
  await cp(fresh, dist, { recursive: true });
  console.log(`dist/ holds ${(await listFiles(dist)).length} files.`);
} finally {
  await rm(work, { recursive: true, force: true });
}
