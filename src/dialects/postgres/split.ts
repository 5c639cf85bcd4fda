import type { Node } from "libpg-query";
import { parseSql } from "./parser.ts";

/** One statement of a script, verbatim, with the comments before it and without its semicolon. */
export type SplitStatement = {
  readonly sql: string;
  /** Of the first character, in UTF-16 units. */
  readonly offset: number;
  readonly tree: Node;
};

export type SplitScript =
  | { readonly outcome: "split"; readonly statements: readonly SplitStatement[] }
  | { readonly outcome: "unreadable"; readonly reason: string };

/** Cuts a script where PostgreSQL's own parser ends its statements. */
export async function splitScript(sql: string): Promise<SplitScript> {
  const bytes = Buffer.from(sql);
  const parsed = await parseSql(bytes);
  if (parsed.outcome === "unreadable") return parsed;

  const statements: SplitStatement[] = [];
  let endOfLast = 0;
  let offset = 0;
  for (const { tree, start, length } of parsed.result) {
    const end = length === 0 ? bytes.length : start + length;
    const between = bytes.toString("utf8", endOfLast, start);
    const lead = between.length - leadingComments(between).length;
    const text = between.slice(lead) + bytes.toString("utf8", start, end);
    statements.push({ sql: text.trimEnd(), offset: offset + lead, tree });
    offset += lead + text.length;
    endOfLast = end;
  }
  return { outcome: "split", statements };
}

/** What stands between two statements, without the semicolons and the white space that separate them. */
function leadingComments(between: string): string {
  return between.replace(/^[;\s]+/, "");
}
