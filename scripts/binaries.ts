import { assetSources } from "../src/assets.ts";
import { extensionArchives } from "../src/dialects/postgres/pglite-extensions.ts";

/** A file of the bundle that is no text of ours. `source` is its path inside of the package; null: made from it by the build. */
export type Binary = { readonly file: string; readonly package: string; readonly source: string };

/** As dist/ASSETS.json lists it: where it comes from, npm's own hash of that package, and the file's hash in hex. */
export type DistFile = Omit<Binary, "source"> & {
  readonly source: string | null;
  readonly version: string;
  readonly integrity: string;
  readonly sha256: string;
};

const pglite = "@electric-sql/pglite";

/** PGlite's data directory after `initdb`, so that a stand-in starts in a second. Depends on PGlite's version alone. */
export const pgliteDataFile = { file: "pglite-data.tgz", package: pglite, source: null } as const;

/** Where schemagate runs: GitHub's runners, Alpine, and developers' machines. Each is 2 MB. */
const sqlitePlatforms = ["darwin-arm64", "linux-arm64", "linux-x64", "linuxmusl-x64", "win32-x64"] as const;

/** Every binary that is copied from a package. */
export const binaries: readonly Binary[] = [
  ...Object.entries(assetSources).map(([file, path]) => fromPath(file, path)),
  { file: "initdb.wasm", package: pglite, source: "dist/initdb.wasm" },
  ...[...new Set(Object.values(extensionArchives))].map((path) => fromPath(path.slice(path.lastIndexOf("/") + 1), path)),
  ...sqlitePlatforms.map((platform) => ({
    file: `better-sqlite3-${platform}.node`,
    package: "better-sqlite3",
    source: `prebuilds/${platform}.node`,
  })),
];

function fromPath(file: string, path: string): Binary {
  const [, name, source] = path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\/(.+)$/) ?? [];
  if (name === undefined || source === undefined) throw new Error(`src/assets.ts names ${path}, which is not part of a package.`);
  return { file, package: name, source };
}
