import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type Metafile } from "esbuild";
import { type Binary, binaries, type DistFile, pgliteDataFile } from "./binaries.ts";
import { licences } from "./licences.ts";

/** Programs of the bundle: the name in `dist/` without its ending, and the source. */
const programs = {
  cli: "src/bin.ts",
  index: "src/main.ts",
  "postgres-stand-in": "src/dialects/postgres/stand-in-child.ts",
  "sqlite-stand-in": "src/dialects/sqlite/stand-in-child.ts",
} as const;

/**
 * Writes the whole bundle into an empty folder, byte for byte the same from the same sources and the same package-lock.json.
 * `data` gives PGlite's prepared data directory: the one part that can't be made twice alike.
 */
export async function writeBundle(root: string, folder: string, data: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const metafile = await writePrograms(root, folder);
  const listed: DistFile[] = [];
  for (const binary of binaries) {
    await copyFile(join(root, "node_modules", binary.package, binary.source), join(folder, binary.file));
    listed.push(await describe(root, folder, binary));
  }
  await writeFile(join(folder, pgliteDataFile.file), data);
  listed.push(await describe(root, folder, pgliteDataFile));
  await writeFile(join(folder, "ASSETS.json"), `${JSON.stringify({ assets: sortBy(listed, (asset) => asset.file) }, null, 2)}\n`);
  await writeFile(join(folder, "LICENSES.txt"), await licences(root, packagesOf(metafile, listed)));
  await cp(join(root, "templates"), join(folder, "templates"), { recursive: true });
  // Whatever package.json lies above it, Node.js has to read the bundle as modules.
  await writeFile(join(folder, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
}

/** Every file of a folder, relative, sorted. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return sortBy(files, (file) => file);
}

async function writePrograms(root: string, folder: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: programs,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    chunkNames: "chunk-[hash]",
    define: { SCHEMAGATE_BUNDLED: "true" },
    banner: { js: commonJsNames },
    // Optional parts of pg that are not installed: it asks for them in a try.
    external: ["pg-native"],
    // Gathered in LICENSES.txt with the full texts.
    legalComments: "none",
    // PGlite's own use of eval, and the whole line of it.
    logOverride: { "direct-eval": "silent" },
    logLevel: "warning",
    metafile: true,
  });
  return metafile;
}

/** What CommonJS packages expect to find, in a module. */
const commonJsNames = `
import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
`.trim();

async function describe(root: string, folder: string, binary: Binary | typeof pgliteDataFile): Promise<DistFile> {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string; integrity: string } | undefined>;
  };
  const locked = lock.packages[`node_modules/${binary.package}`];
  if (locked === undefined)
    throw new Error(`package-lock.json does not list ${binary.package}, of which ${basename(binary.file)} is a part.`);
  const { version, integrity } = locked;
  const sha256 = createHash("sha256")
    .update(await readFile(join(folder, binary.file)))
    .digest("hex");
  return { ...binary, version, integrity, sha256 };
}

function packagesOf(metafile: Metafile, assets: readonly DistFile[]): readonly string[] {
  const bundled = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const names = bundled.flatMap((path) => path.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
  return [...new Set([...names, ...assets.map((asset) => `node_modules/${asset.package}`)])].sort();
}

function sortBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
