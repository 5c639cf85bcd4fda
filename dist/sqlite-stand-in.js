import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  outsideFunctions,
  splitScript
} from "./chunk-BEQCTY5M.js";
import "./chunk-VTDXW6VK.js";
import {
  serve
} from "./chunk-26JL2AEP.js";
import "./chunk-KPJN5OEV.js";

// src/dialects/sqlite/stand-in-child.ts
import { DatabaseSync } from "node:sqlite";

// src/dialects/sqlite/confine.ts
import { constants } from "node:sqlite";
function confine(database2) {
  let last = null;
  database2.setAuthorizer((action, first, second) => {
    const refusal = refuse(action, first, second);
    last = refusal ?? last;
    return refusal === null ? constants.SQLITE_OK : constants.SQLITE_DENY;
  });
  return {
    take() {
      const taken = last;
      last = null;
      return taken;
    }
  };
}
function refuse(action, first, second) {
  switch (action) {
    case constants.SQLITE_ATTACH:
      return first === "" ? null : "ATTACH and VACUUM INTO are not allowed here: they reach other files.";
    case constants.SQLITE_DETACH:
      return "DETACH is not allowed here.";
    case constants.SQLITE_FUNCTION:
      return outsideFunctions.has(second?.toLowerCase() ?? "") ? `The function ${second} is not allowed here: it reaches outside of the database.` : null;
    case constants.SQLITE_PRAGMA:
      return pragmas.has(first?.toLowerCase() ?? "") ? null : `PRAGMA ${first} is not allowed here.`;
    default:
      return null;
  }
}
var pragmas = new Set(
  `application_id analysis_limit auto_vacuum automatic_index busy_timeout cache_size cache_spill case_sensitive_like cell_size_check collation_list
  compile_options data_version database_list defer_foreign_keys encoding foreign_key_check foreign_key_list foreign_keys freelist_count
  fullfsync function_list ignore_check_constraints incremental_vacuum index_info index_list index_xinfo integrity_check journal_mode
  journal_size_limit legacy_alter_table locking_mode mmap_size module_list optimize page_count page_size pragma_list query_only quick_check
  read_uncommitted recursive_triggers reverse_unordered_selects secure_delete synchronous table_info table_list table_xinfo temp_store
  trusted_schema user_version wal_autocheckpoint wal_checkpoint`.split(/\s+/)
);

// src/dialects/sqlite/stand-in-child.ts
var longestValue = 64 * 2 ** 20;
var database = new DatabaseSync(":memory:", {
  enableForeignKeyConstraints: true,
  enableDoubleQuotedStringLiterals: true,
  limits: { length: longestValue }
});
database.exec("PRAGMA temp_store = MEMORY");
var refusals = confine(database);
serve(async (request) => {
  const call = request;
  return call.kind === "run" ? runScript(call.sql) : database.prepare(call.sql).all(...call.values);
});
function runScript(sql) {
  if (sql.includes("\0")) return failed(null, "The script holds a null character, where SQLite would stop reading.", null);
  for (const statement of splitScript(sql)) {
    const failure = runStatement(statement.sql);
    if (failure !== null) return failure;
  }
  if (!database.isTransaction) return { outcome: "done" };
  database.exec("ROLLBACK");
  return failed(null, "The script opens a transaction and never ends it.", null);
}
function runStatement(sql) {
  refusals.take();
  try {
    database.exec(sql);
    return null;
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) throw error;
    if (database.isTransaction) database.exec("ROLLBACK");
    return failed(sql, refusals.take() ?? error.message, codes[error.errcode & 255] ?? null);
  }
}
function failed(statement, message, code) {
  return { outcome: "failed", statement, message, code };
}
var codes = {
  1: "SQLITE_ERROR",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  7: "SQLITE_NOMEM",
  8: "SQLITE_READONLY",
  9: "SQLITE_INTERRUPT",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  17: "SQLITE_SCHEMA",
  18: "SQLITE_TOOBIG",
  19: "SQLITE_CONSTRAINT",
  20: "SQLITE_MISMATCH",
  21: "SQLITE_MISUSE",
  23: "SQLITE_AUTH",
  25: "SQLITE_RANGE"
};
