import { isOperator, isWord, type Token } from "./tokens.ts";

/** Reads a list of tokens from the left. What it is asked for and does not find leaves it where it is. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  /** Takes the given keywords if all of them stand here, one after the other. */
  take(...keywords: readonly string[]): boolean {
    if (!keywords.every((keyword, index) => isWord(this.peek(index), keyword))) return false;
    this.#at += keywords.length;
    return true;
  }

  takeOperator(text: string): boolean {
    if (!isOperator(this.peek(), text)) return false;
    this.#at++;
    return true;
  }

  /** A name in any quoting; SQLite takes a string for one too. Null when none stands here. */
  name(): string | null {
    const token = this.peek();
    if (token === undefined || !["word", "name", "string"].includes(token.kind)) return null;
    this.#at++;
    return token.kind === "string" ? token.text.slice(1, -1).replaceAll("''", "'") : token.value;
  }

  /** A name that may be qualified by a database: `main.t` gives `{ database: "main", name: "t" }`. */
  qualifiedName(): { readonly database: string | null; readonly name: string } | null {
    const first = this.name();
    if (first === null) return null;
    if (!this.takeOperator(".")) return { database: null, name: first };
    const second = this.name();
    return second === null ? null : { database: first, name: second };
  }

  /** The tokens between an opening parenthesis, which must stand here, and its partner. Null when none stands here. */
  group(): readonly Token[] | null {
    if (!this.takeOperator("(")) return null;
    const start = this.#at;
    let depth = 1;
    while (!this.done) {
      const token = this.next();
      if (isOperator(token, "(")) depth++;
      if (isOperator(token, ")")) depth--;
      if (depth === 0) return this.#tokens.slice(start, this.#at - 1);
    }
    return this.#tokens.slice(start);
  }

  rest(): readonly Token[] {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return rest;
  }
}

/** The parts of a list, separated by commas outside of parentheses. */
export function splitList(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    if (depth === 0 && isOperator(token, ",")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
