import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/errors.ts
var UserError = class extends Error {
  reason;
  hint;
  constructor(reason, message, hint = null, options) {
    super(message, options);
    this.name = "UserError";
    this.reason = reason;
    this.hint = hint;
  }
};

export {
  UserError
};
