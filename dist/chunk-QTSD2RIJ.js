import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/dialects/postgres/notice-text.ts
function noticeText(notice) {
  return raisedByCode(notice) ? "a notice raised by code in the database (not shown: it may quote rows)" : oneLine(notice.message ?? "");
}
function raisedByCode({ routine }) {
  return routine === "exec_stmt_raise";
}
function oneLine(text) {
  return text.replaceAll(/\s+/g, " ").trim();
}

export {
  noticeText,
  raisedByCode,
  oneLine
};
