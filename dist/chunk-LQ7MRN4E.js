import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/assets.ts
import { fileURLToPath } from "node:url";
var bundled = true;
var assetSources = {
  "schema_engine_bg.wasm": "node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm",
  "prisma_schema_build_bg.wasm": "node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm",
  "libpg-query.wasm": "node_modules/libpg-query/wasm/libpg-query.wasm",
  "pglite.wasm": "node_modules/@electric-sql/pglite/dist/pglite.wasm",
  "pglite.data": "node_modules/@electric-sql/pglite/dist/pglite.data"
};
var programs = {
  "postgres-stand-in.js": "src/dialects/postgres/stand-in-child.ts",
  "sqlite-stand-in.js": "src/dialects/sqlite/stand-in-child.ts"
};
function assetPath(name) {
  return fileURLToPath(new URL(bundled ? `./${name}` : `../${assetSources[name]}`, import.meta.url));
}
function programPath(name) {
  return fileURLToPath(new URL(bundled ? `./${name}` : `../${programs[name]}`, import.meta.url));
}
function homePath(relative) {
  return fileURLToPath(new URL(bundled ? `./${relative}` : `../${relative}`, import.meta.url));
}

export {
  bundled,
  assetPath,
  programPath,
  homePath
};
