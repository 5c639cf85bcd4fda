import { isOperator, isWord, type Token, tokenize } from "./tokens.ts";

export type Statement = {
  /** Verbatim, with the comments before it and without the closing semicolon. */
  readonly sql: string;
  /** Of the first character after the blanks, in UTF-16 units. */
  readonly offset: number;
  /** Never empty. */
  readonly tokens: readonly Token[];
};

/**
 * Statements of a script, by the rule that SQLite's own shell uses (https://sqlite.org/c3ref/complete.html): a semicolon ends a
 * statement, except inside of a trigger, which ends with `; END ;`.
 */
export function splitScript(sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  let start = 0;
  let tokens: Token[] = [];
  const close = (end: number) => {
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

function statement(sql: string, start: number, end: number, tokens: readonly Token[]): Statement {
  const text = sql.slice(start, end);
  const trimmed = text.replace(/^[\s\ufeff]+/, "");
  return { sql: trimmed.trimEnd(), offset: start + text.length - trimmed.length, tokens };
}

function isInsideTrigger(tokens: readonly Token[]): boolean {
  if (!startsTrigger(tokens)) return false;
  return !(isWord(tokens.at(-1), "END") && isOperator(tokens.at(-2), ";"));
}

function startsTrigger(tokens: readonly Token[]): boolean {
  const start = explainLength(tokens);
  if (!isWord(tokens[start], "CREATE")) return false;
  return isWord(tokens[start + (isWord(tokens[start + 1], "TEMP", "TEMPORARY") ? 2 : 1)], "TRIGGER");
}

/** Number of tokens of a leading EXPLAIN or EXPLAIN QUERY PLAN. */
export function explainLength(tokens: readonly Token[]): number {
  if (!isWord(tokens[0], "EXPLAIN")) return 0;
  return isWord(tokens[1], "QUERY") && isWord(tokens[2], "PLAN") ? 3 : 1;
}
