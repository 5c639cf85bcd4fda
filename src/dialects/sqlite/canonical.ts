import { isPlainName, isReserved } from "./keywords.ts";
import { isOperator, isWord, type Token } from "./tokens.ts";
import { quoteIdentifier } from "./types.ts";

/**
 * One spelling for texts that SQLite keeps as they were written: space and comments gone, reserved words in capitals, quotes only where
 * they are needed. It means the same as the original: a name loses its double quotes only where it can't be a string to SQLite,
 * which takes `"x"` for 'x' where no column x exists (https://sqlite.org/quirks.html#dblquote).
 */
export function canonicalText(tokens: readonly Token[], isName: (token: Token, index: number) => boolean = () => false): string {
  let text = "";
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    const certain = isCertainName(tokens, index) || isName(token, index);
    text +=
      (before === undefined || sticks(tokens, index) ? "" : " ") +
      spell(token, certain, isOperator(before, ".") || isOperator(tokens[index + 1], "."));
  });
  return text;
}

/** For expressions that can see the columns of one table only: a quoted token is a name exactly when such a column exists. */
export function canonicalExpression(tokens: readonly Token[], columns: ReadonlySet<string>): string {
  return canonicalText(tokens, (token) => columns.has(token.value.toLowerCase()));
}

function spell(token: Token, certainName: boolean, qualified: boolean): string {
  if (token.kind === "word") return isReserved(token.text) && !qualified ? token.text.toUpperCase() : token.text;
  if (token.kind !== "name") return token.kind === "blob" ? token.text.toLowerCase() : token.text;
  const knownToBeName = certainName || !token.text.startsWith('"');
  return knownToBeName && isPlainName(token.value) ? token.value : quoteIdentifier(token.value);
}

const namesFollow = ["FROM", "JOIN", "INTO", "TABLE", "VIEW", "TRIGGER", "REFERENCES", "AS"];

/** Where the grammar has no place for a string. */
function isCertainName(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  // IS DISTINCT FROM "x" compares with a value.
  if (isWord(before, "FROM") && isWord(tokens[index - 2], "DISTINCT")) return false;
  return isOperator(before, ".") || isOperator(tokens[index + 1], ".") || isWord(before, ...namesFollow);
}

/** Whether a token follows the one before it without a space. */
function sticks(tokens: readonly Token[], index: number): boolean {
  const [token, before] = [tokens[index], tokens[index - 1]];
  if (isOperator(token, ",") || isOperator(token, ")") || isOperator(token, ".") || isOperator(token, ";")) return true;
  if (isOperator(before, "(") || isOperator(before, ".")) return true;
  if (isOperator(token, "(")) return before?.kind === "word" ? !isReserved(before.text) : before?.kind === "name";
  return isSign(tokens, index - 1) && token?.kind === "number";
}

/** A minus that belongs to the number behind it, not one between two operands. */
function isSign(tokens: readonly Token[], index: number): boolean {
  const [token, before] = [tokens[index], tokens[index - 1]];
  if (!isOperator(token, "-") && !isOperator(token, "+")) return false;
  if (before === undefined) return true;
  return (before.kind === "operator" && before.text !== ")") || (before.kind === "word" && isReserved(before.text));
}
