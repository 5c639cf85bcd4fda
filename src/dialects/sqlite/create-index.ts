import { Cursor, splitList } from "./cursor.ts";
import { isWord, type Token, tokenize } from "./tokens.ts";

/** What a CREATE INDEX statement says and no pragma tells: the text of expressions and of the predicate. */
export type IndexText = {
  /** One per key, without COLLATE and ASC or DESC. */
  readonly keys: readonly (readonly Token[])[];
  readonly where: readonly Token[] | null;
};

export function readCreateIndex(sql: string): IndexText {
  const cursor = new Cursor(tokenize(sql));
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  cursor.name();
  const keys = splitList(cursor.group() ?? []).map(withoutSuffix);
  return { keys, where: cursor.take("WHERE") ? cursor.rest() : null };
}

function withoutSuffix(tokens: readonly Token[]): readonly Token[] {
  if (isWord(tokens.at(-1), "ASC", "DESC")) return withoutSuffix(tokens.slice(0, -1));
  if (tokens.length > 2 && isWord(tokens.at(-2), "COLLATE")) return tokens.slice(0, -2);
  return tokens;
}
