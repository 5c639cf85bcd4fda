import { stringValue, type Token, tokenize } from "./tokens.ts";

/** A top-level block: `model User { ... }`. Offsets are those of its text. */
export type Block = {
  /** `model`, `view`, `type`, `enum`, `datasource`, `generator`. */
  readonly keyword: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Tokens between the braces, comments and newlines included. */
  readonly body: readonly Token[];
};

/** `key = value` of a datasource or generator. */
export type Assignment = {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly value: readonly Token[];
};

export function readBlocks(text: string): readonly Block[] {
  const tokens = tokenize(text);
  const blocks: Block[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const [keyword, name, open] = [tokens[index], tokens[index + 1], tokens[index + 2]];
    if (keyword?.kind !== "word" || name?.kind !== "word" || open?.text !== "{") continue;
    const close = closingBrace(tokens, index + 2);
    if (close === null) break;
    blocks.push({
      keyword: keyword.text,
      name: name.text,
      start: keyword.start,
      end: close.token.end,
      body: tokens.slice(index + 3, close.index),
    });
    index = close.index;
  }
  return blocks;
}

function closingBrace(tokens: readonly Token[], open: number): { readonly token: Token; readonly index: number } | null {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== "symbol") continue;
    if (token.text === "{") depth += 1;
    if (token.text === "}") depth -= 1;
    if (depth === 0) return { token, index };
  }
  return null;
}

/** An assignment ends where its brackets are closed and a newline or the next `key =` follows. */
export function readAssignments(block: Block): readonly Assignment[] {
  const tokens = block.body.filter((token) => token.kind !== "comment");
  const assignments: Assignment[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const key = tokens[index];
    if (key === undefined || !startsAssignment(tokens, index)) continue;
    const value: Token[] = [];
    let depth = 0;
    for (index += 2; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (token === undefined) break;
      if (token.text === "[" || token.text === "(") depth += 1;
      if (token.text === "]" || token.text === ")") depth -= 1;
      if (depth === 0 && (token.kind === "newline" || startsAssignment(tokens, index))) break;
      if (token.kind !== "newline") value.push(token);
    }
    index -= 1;
    assignments.push({ key: key.text, start: key.start, end: value.at(-1)?.end ?? key.end, value });
  }
  return assignments;
}

function startsAssignment(tokens: readonly Token[], index: number): boolean {
  return tokens[index]?.kind === "word" && tokens[index + 1]?.text === "=";
}

/** The strings of `"a"` or `["a", "b"]`. */
export function stringsOf(value: readonly Token[]): readonly string[] {
  return value.filter((token) => token.kind === "string").map(stringValue);
}

/** `[pg_trgm, uuidOssp(map: "uuid-ossp", schema: "ext")]` by the names that the database knows. */
export function extensionsOf(value: readonly Token[]): readonly { readonly name: string; readonly schema: string | null }[] {
  return listItems(value).flatMap((item) => {
    const [name] = item;
    if (name === undefined) return [];
    return [{ name: argument(item, "map") ?? name.text, schema: argument(item, "schema") }];
  });
}

function listItems(value: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [];
  let depth = 0;
  for (const token of value) {
    if (token.text === "]" || token.text === ")") depth -= 1;
    if (depth === 1 && token.text === ",") items.push([]);
    else if (depth >= 1) (items.at(-1) ?? items[items.push([]) - 1])?.push(token);
    if (token.text === "[" || token.text === "(") depth += 1;
  }
  return items;
}

function argument(item: readonly Token[], name: string): string | null {
  const index = item.findIndex((token, at) => token.text === name && item[at + 1]?.text === ":");
  const value = index === -1 ? undefined : item[index + 2];
  return value?.kind === "string" ? stringValue(value) : null;
}
