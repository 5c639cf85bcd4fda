import type { Block } from "./blocks.ts";
import type { Token } from "./tokens.ts";

/**
 * Line breaks for a block that stands on one line: the engine's grammar wants one entry per line.
 * Blocks that have a line break already are left alone, so that messages keep their line numbers.
 */
export function reflow(block: Block): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
  const { body } = block;
  if (body.length === 0 || body.some(({ kind }) => kind === "newline")) return [];
  return [...entryStarts(block), block.end - 1].map((offset) => ({ start: offset, end: offset, text: "\n" }));
}

function entryStarts({ keyword, body }: Block): readonly number[] {
  const starts: number[] = [];
  let depth = 0;
  let before: Token | undefined;
  let beforeBeganField = false;
  for (const [index, token] of body.entries()) {
    const begins: boolean = depth === 0 && startsEntry(keyword, { before, token, after: body[index + 1] }, beforeBeganField);
    if (begins) starts.push(token.start);
    if (token.text === "(" || token.text === "[") depth += 1;
    if (token.text === ")" || token.text === "]") depth -= 1;
    beforeBeganField = begins && token.kind === "word" && keyword !== "enum";
    before = token;
  }
  return starts;
}

type Place = { readonly before: Token | undefined; readonly token: Token; readonly after: Token | undefined };

/** A field is `name Type`: the word right after the one that began it is its type. */
function startsEntry(keyword: string, { before, token, after }: Place, beforeBeganField: boolean): boolean {
  if (token.text === "@@") return true;
  if (token.kind !== "word") return false;
  if (keyword === "datasource" || keyword === "generator") return after?.text === "=";
  if (before?.text === "@" || before?.text === "@@" || before?.text === ".") return false;
  return !beforeBeganField;
}
