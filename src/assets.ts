import { fileURLToPath } from "node:url";

/** Set to true by the build (scripts/build.ts); in a checkout the sources run as they are. */
declare const SCHEMAGATE_BUNDLED: boolean | undefined;

export const bundled = typeof SCHEMAGATE_BUNDLED !== "undefined" && SCHEMAGATE_BUNDLED;

/** Binary files that ship in `dist/` (listed with their origin in dist/ASSETS.json), and where a checkout has them. */
export const assetSources = {
  "schema_engine_bg.wasm": "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm",
  "prisma_schema_build_bg.wasm": "node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm",
  "libpg-query.wasm": "node_modules/libpg-query/wasm/libpg-query.wasm",
  "pglite.wasm": "node_modules/@electric-sql/pglite/dist/pglite.wasm",
  "pglite.data": "node_modules/@electric-sql/pglite/dist/pglite.data",
} as const;

/** Programs that run as a child process: the name in `dist/`, and the source. */
const programs = {
  "postgres-stand-in.js": "src/dialects/postgres/stand-in-child.ts",
  "sqlite-stand-in.js": "src/dialects/sqlite/stand-in-child.ts",
} as const;

/** Absolute path of an asset, in the bundle or in a checkout. */
export function assetPath(name: keyof typeof assetSources): string {
  return fileURLToPath(new URL(bundled ? `./${name}` : `../${assetSources[name]}`, import.meta.url));
}

/** Absolute path of a program to start with this Node.js. */
export function programPath(name: keyof typeof programs): string {
  return fileURLToPath(new URL(bundled ? `./${name}` : `../${programs[name]}`, import.meta.url));
}

/** Folder of the bundle, or of the checkout. */
export function homePath(relative: string): string {
  return fileURLToPath(new URL(bundled ? `./${relative}` : `../${relative}`, import.meta.url));
}
