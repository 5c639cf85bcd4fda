/** What SQLite's own tokenizer sees (https://sqlite.org/src/file/src/tokenize.c); space and comments are left out. */
export type Token = {
  /** `word`: keyword or bare identifier; `name`: identifier in one of the four quotings; `illegal`: what SQLite refuses. */
  readonly kind: "word" | "name" | "string" | "blob" | "number" | "variable" | "operator" | "illegal";
  /** As it stands in the text. */
  readonly text: string;
  /** Without quotes; of a word and everything else, the text itself. */
  readonly value: string;
  /** Offsets in UTF-16 units; `end` is one past the last. */
  readonly start: number;
  readonly end: number;
};

/** Every token of a text. A double-quoted token is a `name`, though SQLite reads it as a string where no such column exists. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const skipped = skipBlank(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token = readToken(sql, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** True for a bare word (never a quoted name) that spells one of the given keywords, whatever the case. */
export function isWord(token: Token | undefined, ...keywords: readonly string[]): boolean {
  return token?.kind === "word" && keywords.includes(token.text.toUpperCase());
}

export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}

const operators = [
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
  ";",
];

function skipBlank(sql: string, at: number): number {
  if (isSpace(sql.charCodeAt(at))) return at + 1;
  if (sql.startsWith("--", at)) return lineEnd(sql, at);
  // A comment that is never closed runs to the end of the text.
  if (sql.startsWith("/*", at) && at + 2 < sql.length) return closing(sql, "*/", at + 2);
  return at;
}

function readToken(sql: string, at: number): Token {
  const first = sql.charAt(at);
  if (first === "'") return quoted(sql, at, "'", "string");
  if (first === '"' || first === "`") return quoted(sql, at, first, "name");
  if (first === "[") return bracketed(sql, at);
  if (/[xX]/.test(first) && sql.charAt(at + 1) === "'") return blob(sql, at);
  if (/[0-9]/.test(first) || (first === "." && /[0-9]/.test(sql.charAt(at + 1)))) return number(sql, at);
  if (/[?:@$#]/.test(first)) return variable(sql, at);
  if (isNameCharacter(sql.charCodeAt(at))) return token("word", sql, at, nameEnd(sql, at));
  const operator = operators.find((text) => sql.startsWith(text, at));
  return operator === undefined ? token("illegal", sql, at, at + 1) : token("operator", sql, at, at + operator.length);
}

function token(kind: Token["kind"], sql: string, start: number, end: number, value = sql.slice(start, end)): Token {
  return { kind, text: sql.slice(start, end), value, start, end };
}

function quoted(sql: string, start: number, quote: string, kind: "string" | "name"): Token {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql.charAt(at) !== quote) continue;
    if (sql.charAt(at + 1) === quote) at++;
    else return token(kind, sql, start, at + 1, sql.slice(start + 1, at).replaceAll(quote + quote, quote));
  }
  return token("illegal", sql, start, sql.length);
}

function bracketed(sql: string, start: number): Token {
  const end = sql.indexOf("]", start);
  if (end === -1) return token("illegal", sql, start, sql.length);
  return token("name", sql, start, end + 1, sql.slice(start + 1, end));
}

function blob(sql: string, start: number): Token {
  const end = sql.indexOf("'", start + 2);
  if (end === -1) return token("illegal", sql, start, sql.length);
  const hex = sql.slice(start + 2, end);
  return token(hex.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(hex) ? "blob" : "illegal", sql, start, end + 1);
}

/** Digits may be separated by underscores; letters that follow directly make the whole illegal. */
function number(sql: string, start: number): Token {
  const rest = sql.slice(start, start + 400);
  const match = /^0[xX][0-9a-fA-F][0-9a-fA-F_]*|^(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?(?:[eE][+-]?[0-9][0-9_]*)?/.exec(rest);
  const end = start + (match?.[0].length ?? 1);
  const after = nameEnd(sql, end);
  return token(after > end ? "illegal" : "number", sql, start, after);
}

function variable(sql: string, start: number): Token {
  const end = nameEnd(sql, start + 1);
  const legal = sql.charAt(start) === "?" ? /^\?[0-9]*$/.test(sql.slice(start, end)) : end > start + 1;
  return token(legal ? "variable" : "illegal", sql, start, end);
}

function isSpace(code: number): boolean {
  // Space, tab, line feed, form feed, carriage return, byte order mark.
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13 || code === 0xfeff;
}

function isNameCharacter(code: number): boolean {
  const digitOrLetter = (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return digitOrLetter || code === 95 || code === 36 || code >= 128;
}

function nameEnd(sql: string, start: number): number {
  let end = start;
  while (end < sql.length && isNameCharacter(sql.charCodeAt(end))) end++;
  return end;
}

function lineEnd(sql: string, at: number): number {
  const end = sql.indexOf("\n", at);
  return end === -1 ? sql.length : end + 1;
}

function closing(sql: string, text: string, at: number): number {
  const end = sql.indexOf(text, at);
  return end === -1 ? sql.length : end + text.length;
}
