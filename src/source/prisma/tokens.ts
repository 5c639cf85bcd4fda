/** A lexical unit of the Prisma schema language, with its place (UTF-16 offsets). */
export type Token = {
  readonly kind: "word" | "string" | "symbol" | "comment" | "newline";
  /** Verbatim. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/** Matched one after another at the same place; what none of them knows is one symbol. An unclosed string ends with its line. */
const lexemes: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["space", /[^\S\n]+/y],
  ["newline", /\n/y],
  ["comment", /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["string", /"(?:\\[^\n]|[^"\\\n])*"?/y],
  ["word", /[\p{L}\p{N}_][\p{L}\p{N}_-]*/uy],
  ["symbol", /@@|[\s\S]/uy],
];

/** Splits schema text into tokens. Never fails: Prisma's own parser says what is wrong with a schema. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let offset = 0; offset < text.length; ) {
    const [kind, end] = lexemeAt(text, offset);
    if (kind !== "space") tokens.push({ kind, text: text.slice(offset, end), start: offset, end });
    offset = end;
  }
  return tokens;
}

function lexemeAt(text: string, offset: number): readonly [Token["kind"] | "space", number] {
  for (const [kind, pattern] of lexemes) {
    pattern.lastIndex = offset;
    if (pattern.test(text)) return [kind, pattern.lastIndex];
  }
  return ["symbol", offset + 1];
}

/** The value of a string token: quotes removed, escapes resolved. */
export function stringValue(token: Token): string {
  const inner = token.text.replace(/^"/, "").replace(/"$/, "");
  return inner.replace(/\\(u[0-9a-fA-F]{4}|.)/gu, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: "\n", r: "\r", t: "\t" }[code] ?? code;
  });
}
