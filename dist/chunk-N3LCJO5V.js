import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);

// src/dialects/sqlite/tokens.ts
function tokenize(sql) {
  const tokens = [];
  let at = 0;
  while (at < sql.length) {
    const skipped = skipBlank(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token2 = readToken(sql, at);
    tokens.push(token2);
    at = token2.end;
  }
  return tokens;
}
function isWord(token2, ...keywords) {
  return token2?.kind === "word" && keywords.includes(token2.text.toUpperCase());
}
function isOperator(token2, text) {
  return token2?.kind === "operator" && token2.text === text;
}
var operators = [
  "->>",
  "->",
  "||",
  "<<",
  "<=",
  "<>",
  "<",
  ">>",
  ">=",
  ">",
  "==",
  "=",
  "!=",
  "*",
  "+",
  "-",
  "/",
  "%",
  "&",
  "|",
  "~",
  "(",
  ")",
  ",",
  ".",
  ";"
];
function skipBlank(sql, at) {
  if (isSpace(sql.charCodeAt(at))) return at + 1;
  if (sql.startsWith("--", at)) return lineEnd(sql, at);
  if (sql.startsWith("/*", at) && at + 2 < sql.length) return closing(sql, "*/", at + 2);
  return at;
}
function readToken(sql, at) {
  const first = sql.charAt(at);
  if (first === "'") return quoted(sql, at, "'", "string");
  if (first === '"' || first === "`") return quoted(sql, at, first, "name");
  if (first === "[") return bracketed(sql, at);
  if (/[xX]/.test(first) && sql.charAt(at + 1) === "'") return blob(sql, at);
  if (/[0-9]/.test(first) || first === "." && /[0-9]/.test(sql.charAt(at + 1))) return number(sql, at);
  if (/[?:@$#]/.test(first)) return variable(sql, at);
  if (isNameCharacter(sql.charCodeAt(at))) return token("word", sql, at, nameEnd(sql, at));
  const operator = operators.find((text) => sql.startsWith(text, at));
  return operator === void 0 ? token("illegal", sql, at, at + 1) : token("operator", sql, at, at + operator.length);
}
function token(kind, sql, start, end, value = sql.slice(start, end)) {
  return { kind, text: sql.slice(start, end), value, start, end };
}
function quoted(sql, start, quote, kind) {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql.charAt(at) !== quote) continue;
    if (sql.charAt(at + 1) === quote) at++;
    else return token(kind, sql, start, at + 1, sql.slice(start + 1, at).replaceAll(quote + quote, quote));
  }
  return token("illegal", sql, start, sql.length);
}
function bracketed(sql, start) {
  const end = sql.indexOf("]", start);
  if (end === -1) return token("illegal", sql, start, sql.length);
  return token("name", sql, start, end + 1, sql.slice(start + 1, end));
}
function blob(sql, start) {
  const end = sql.indexOf("'", start + 2);
  if (end === -1) return token("illegal", sql, start, sql.length);
  const hex = sql.slice(start + 2, end);
  return token(hex.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(hex) ? "blob" : "illegal", sql, start, end + 1);
}
function number(sql, start) {
  const rest = sql.slice(start, start + 400);
  const match = /^0[xX][0-9a-fA-F][0-9a-fA-F_]*|^(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?(?:[eE][+-]?[0-9][0-9_]*)?/.exec(rest);
  const end = start + (match?.[0].length ?? 1);
  const after = nameEnd(sql, end);
  return token(after > end ? "illegal" : "number", sql, start, after);
}
function variable(sql, start) {
  const end = nameEnd(sql, start + 1);
  const legal = sql.charAt(start) === "?" ? /^\?[0-9]*$/.test(sql.slice(start, end)) : end > start + 1;
  return token(legal ? "variable" : "illegal", sql, start, end);
}
function isSpace(code) {
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13 || code === 65279;
}
function isNameCharacter(code) {
  const digitOrLetter = code >= 48 && code <= 57 || code >= 65 && code <= 90 || code >= 97 && code <= 122;
  return digitOrLetter || code === 95 || code === 36 || code >= 128;
}
function nameEnd(sql, start) {
  let end = start;
  while (end < sql.length && isNameCharacter(sql.charCodeAt(end))) end++;
  return end;
}
function lineEnd(sql, at) {
  const end = sql.indexOf("\n", at);
  return end === -1 ? sql.length : end + 1;
}
function closing(sql, text, at) {
  const end = sql.indexOf(text, at);
  return end === -1 ? sql.length : end + text.length;
}

// src/dialects/sqlite/split.ts
function splitScript(sql) {
  const statements = [];
  let start = 0;
  let tokens = [];
  const close = (end) => {
    if (tokens.length > 0) statements.push(statement(sql, start, end, tokens));
    tokens = [];
  };
  for (const token2 of tokenize(sql)) {
    if (!isOperator(token2, ";") || isInsideTrigger(tokens)) {
      tokens.push(token2);
      continue;
    }
    close(token2.start);
    start = token2.end;
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
  tokenize,
  isWord,
  isOperator,
  splitScript,
  explainLength,
  outsideFunctions
};
