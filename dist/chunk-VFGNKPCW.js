import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/dialects/postgres/engine.ts
var mostNotices = 1e3;
var EngineGone = class extends Error {
  constructor(message) {
    super(message);
    this.name = "EngineGone";
  }
};

export {
  mostNotices,
  EngineGone
};
