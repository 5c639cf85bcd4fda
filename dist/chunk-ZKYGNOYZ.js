import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/diff/change.ts
function changedId(change) {
  return change.kind === "create" || change.kind === "drop" ? change.object.id : change.from.id;
}

export {
  changedId
};
