import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  isOperator,
  isWord,
  tokenize
} from "./chunk-VTDXW6VK.js";

// src/dialects/sqlite/split.ts
function splitScript(sql) {
  const statements = [];
  let start = 0;
  let tokens = [];
  const close = (end) => {
    if (tokens.length > 0) statements.push(statement(sql, start, end, tokens));
    tokens = [];
  };
  for (const token of tokenize(sql)) {
    if (!isOperator(token, ";") || isInsideTrigger(tokens)) {
      tokens.push(token);
      continue;
    }
    close(token.start);
    start = token.end;
  }
  close(sql.length);
  return statements;
}
function statement(sql, start, end, tokens) {
  const text = sql.slice(start, end);
  const trimmed = text.replace(/^[\s\ufeff]+/, "");
  return { sql: trimmed.trimEnd(), offset: start + text.length - trimmed.length, tokens };
}
function isInsideTrigger(tokens) {
  if (!startsTrigger(tokens)) return false;
  return !(isWord(tokens.at(-1), "END") && isOperator(tokens.at(-2), ";"));
}
function startsTrigger(tokens) {
  const start = explainLength(tokens);
  if (!isWord(tokens[start], "CREATE")) return false;
  return isWord(tokens[start + (isWord(tokens[start + 1], "TEMP", "TEMPORARY") ? 2 : 1)], "TRIGGER");
}
function explainLength(tokens) {
  if (!isWord(tokens[0], "EXPLAIN")) return 0;
  return isWord(tokens[1], "QUERY") && isWord(tokens[2], "PLAN") ? 3 : 1;
}

// src/dialects/sqlite/outside.ts
var outsideFunctions = /* @__PURE__ */ new Set([
  "load_extension",
  "fts3_tokenizer",
  "readfile",
  "writefile",
  "edit",
  "fsdir"
]);

export {
  splitScript,
  explainLength,
  outsideFunctions
};
