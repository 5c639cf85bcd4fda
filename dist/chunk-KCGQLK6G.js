import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  quoteIdentifier
} from "./chunk-4PLWE6NW.js";

// src/dialects/postgres/place.ts
function newSession(searchPath) {
  return ["DISCARD ALL", `SET search_path = ${searchPath.map(quoteIdentifier).join(", ")}`];
}

export {
  newSession
};
