import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  outsideFunctions
} from "./chunk-N3LCJO5V.js";

// src/dialects/sqlite/confine.ts
import { constants } from "node:sqlite";
function confine(database, alsoRefuse = () => null) {
  let last = null;
  database.setAuthorizer((action, first, second) => {
    const refusal = refuse(action, first, second) ?? alsoRefuse(action);
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

export {
  confine
};
