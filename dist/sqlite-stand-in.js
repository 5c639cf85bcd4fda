import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  confine
} from "./chunk-JAKCW7D7.js";
import {
  resultCodeName
} from "./chunk-6UE6K25P.js";
import {
  splitScript
} from "./chunk-N3LCJO5V.js";
import {
  serve
} from "./chunk-26JL2AEP.js";
import "./chunk-KPJN5OEV.js";

// src/dialects/sqlite/stand-in-child.ts
import { DatabaseSync } from "node:sqlite";
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
  switch (call.kind) {
    case "run":
      return runScript(call.sql);
    case "try":
      return tryStatement(call.sql);
    case "query":
      return database.prepare(call.sql).all(...call.values);
  }
});
function tryStatement(sql) {
  if (sql.includes("\0")) return { ...nullCharacter, inTransaction: database.isTransaction };
  refusals.take();
  try {
    database.exec(sql);
    return { outcome: "done", inTransaction: database.isTransaction };
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) throw error;
    const message = refusals.take() ?? error.message;
    return { outcome: "failed", message, code: resultCodeName(error.errcode), inTransaction: database.isTransaction };
  }
}
var nullCharacter = {
  outcome: "failed",
  message: "The script holds a null character, where SQLite would stop reading.",
  code: null
};
function runScript(sql) {
  if (sql.includes("\0")) return failed(null, nullCharacter.message, null);
  for (const statement of splitScript(sql)) {
    const failure = runStatement(statement.sql);
    if (failure !== null) return failure;
  }
  if (!database.isTransaction) {
    dropTemporary();
    return { outcome: "done" };
  }
  database.exec("ROLLBACK");
  return failed(null, "The script opens a transaction and never ends it.", null);
}
function dropTemporary() {
  const left = database.prepare("SELECT type, name FROM sqlite_temp_schema WHERE type IN ('table', 'view', 'trigger')").all();
  for (const { type, name } of left) database.exec(`DROP ${String(type)} IF EXISTS temp."${String(name).replaceAll('"', '""')}"`);
}
function runStatement(sql) {
  refusals.take();
  try {
    database.exec(sql);
    return null;
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) throw error;
    if (database.isTransaction) database.exec("ROLLBACK");
    return failed(sql, refusals.take() ?? error.message, resultCodeName(error.errcode & 255));
  }
}
function failed(statement, message, code) {
  return { outcome: "failed", statement, message, code };
}
