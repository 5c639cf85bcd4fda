import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import "./chunk-KPJN5OEV.js";

// src/dialects/postgres/dev-url.ts
async function openScratchDatabase(_devUrl, _request) {
  throw new Error("x");
}
export {
  openScratchDatabase
};
