import { isOperator, isWord, type Token } from "./tokens.ts";

/** Tables and views that a statement names, as spelled, sorted: what stands where the grammar expects a table. */
export function namedTables(tokens: readonly Token[]): readonly string[] {
  const names = new Set<string>();
  const ownTables = commonTables(tokens);
  const inList = listsOfTables(tokens);
  tokens.forEach((_token, index) => {
    if (!startsTable(tokens, index) && !inList.has(index)) return;
    const at = isOperator(tokens[index + 1], ".") ? index + 2 : index;
    const name = tokens[at];
    // `FROM json_each(x)` calls a function; `INTO t (a, b)` and `ON t (a)` do not.
    const called = isOperator(tokens[at + 1], "(") && isWord(tokens[index - 1], "FROM", "JOIN");
    if (!isNameLike(name) || called || ownTables.has(name.value.toLowerCase())) return;
    names.add(name.value);
  });
  return [...names].sort();
}

function isNameLike(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "name";
}

function startsTable(tokens: readonly Token[], index: number): boolean {
  const [before, earlier] = [tokens[index - 1], tokens[index - 2]];
  if (isWord(before, "FROM")) return !isWord(earlier, "DISTINCT");
  if (isWord(before, "JOIN", "INTO", "REFERENCES")) return true;
  if (isWord(before, "TABLE")) return !isWord(tokens[index], "IF");
  if (isWord(before, "EXISTS"))
    return isWord(tokens[0], "CREATE", "DROP") && tokens.slice(0, index).some((token) => isWord(token, "TABLE"));
  if (isWord(before, "UPDATE")) return isStatementStart(earlier) && !isWord(tokens[index], "OR", "OF", "ON", "SET");
  if (isWord(tokens[index - 3], "UPDATE") && isWord(earlier, "OR")) return true;
  if (isWord(before, "ON")) return isHeaderOn(tokens, index - 1);
  return isWord(before, "TO") && isWord(earlier, "RENAME") && isWord(tokens[0], "ALTER");
}

function isStatementStart(before: Token | undefined): boolean {
  return before === undefined || isOperator(before, ";") || isOperator(before, ")") || isWord(before, "BEGIN");
}

/** The ON of CREATE INDEX and CREATE TRIGGER, which is the first one. */
function isHeaderOn(tokens: readonly Token[], at: number): boolean {
  const header = tokens.slice(0, at);
  return (
    isWord(tokens[0], "CREATE") &&
    header.some((token) => isWord(token, "INDEX", "TRIGGER")) &&
    !header.some((token) => isWord(token, "ON", "BEGIN"))
  );
}

/** `WITH recent AS (...)`: `recent` is no table of the database. */
function commonTables(tokens: readonly Token[]): ReadonlySet<string> {
  if (!tokens.some((token) => isWord(token, "WITH"))) return new Set();
  const names = tokens.filter((token, index) => {
    if (!isNameLike(token)) return false;
    const opens =
      isWord(tokens[index + 1], "AS") && (isOperator(tokens[index + 2], "(") || isWord(tokens[index + 2], "MATERIALIZED", "NOT"));
    const listed = isOperator(tokens[index - 1], ",") || isWord(tokens[index - 1], "WITH", "RECURSIVE");
    return listed && (opens || isOperator(tokens[index + 1], "("));
  });
  return new Set(names.map((token) => token.value.toLowerCase()));
}

/** `FROM a, b AS x, c`: places of the names after the commas. */
function listsOfTables(tokens: readonly Token[]): ReadonlySet<number> {
  const places = new Set<number>();
  const clauses: boolean[] = [false];
  tokens.forEach((token, index) => {
    if (isOperator(token, "(")) clauses.push(false);
    else if (isOperator(token, ")")) clauses.pop();
    else if (isWord(token, "FROM") && !isWord(tokens[index - 1], "DISTINCT")) clauses[clauses.length - 1] = true;
    else if (
      isWord(token, "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "SET", "USING") ||
      isOperator(token, ";")
    ) {
      clauses[clauses.length - 1] = false;
    } else if (isOperator(token, ",") && clauses.at(-1) === true) places.add(index + 1);
  });
  return places;
}
