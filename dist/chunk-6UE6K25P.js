import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/dialects/sqlite/result-codes.ts
function resultCodeName(errcode) {
  const primary = classes[errcode & 255];
  if (primary === void 0) return null;
  const detail = details[primary]?.[(errcode >> 8) - 1];
  return detail === void 0 ? `SQLITE_${primary}` : `SQLITE_${primary}_${detail}`;
}
var classes = Object.fromEntries(
  `ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL EMPTY SCHEMA TOOBIG CONSTRAINT
  MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB`.split(/\s+/).map((name, index) => [index + 1, name])
);
var details = {
  ERROR: ["MISSING_COLLSEQ", "RETRY", "SNAPSHOT"],
  BUSY: ["RECOVERY", "SNAPSHOT", "TIMEOUT"],
  LOCKED: ["SHAREDCACHE", "VTAB"],
  READONLY: ["RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"],
  CORRUPT: ["VTAB", "SEQUENCE", "INDEX"],
  CANTOPEN: ["NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"],
  CONSTRAINT: [
    "CHECK",
    "COMMITHOOK",
    "FOREIGNKEY",
    "FUNCTION",
    "NOTNULL",
    "PRIMARYKEY",
    "TRIGGER",
    "UNIQUE",
    "VTAB",
    "ROWID",
    "PINNED",
    "DATATYPE"
  ]
};

export {
  resultCodeName
};
