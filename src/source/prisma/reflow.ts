import type { Block } from "./blocks.ts";
import type { Token } from "./tokens.ts";

/**
 * Line breaks for a block that stands on one line: the engine's grammar wants one entry per line.
 * Blocks that have a line break already are left alone, so that messages keep their line numbers.
 */
export function reflow(block: Block): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
  const { body } = block;
  if (body.length === 0 || body.some(({ kind }) => kind === "newline")) return [];
  const starts = body.filter((_, index) => startsEntry(block.keyword, body, index)).map(({ start }) => start);
  return [...starts, block.end - 1].map((offset) => ({ start: offset, end: offset, text: "\n" }));
}

function startsEntry(keyword: string, body: readonly Token[], index: number): boolean {
  if (index === 0) return true;
  const token = body[index];
  if (token?.text === "@@") return true;
  if (token?.kind !== "word" || depthBefore(body, index) > 0) return false;
  if (keyword === "datasource" || keyword === "generator") return body[index + 1]?.text === "=";
  const before = body[index - 1]?.text ?? "";
  if (before === "@" || before === "@@" || before === ".") return false;
  return keyword === "enum" || !isTypeOfField(body, index);
}

/** A field is `name Type`: a word right after the word that began the field is its type. */
function isTypeOfField(body: readonly Token[], index: number): boolean {
  return body[index - 1]?.kind === "word" && startsEntry("model", body, index - 1);
}

function depthBefore(body: readonly Token[], index: number): number {
  let depth = 0;
  for (const { kind, text } of body.slice(0, index)) {
    if (kind !== "symbol") continue;
    if (text === "(" || text === "[") depth += 1;
    if (text === ")" || text === "]") depth -= 1;
  }
  return depth;
}
