/**
 * What a text of the server names. Introspection pins `search_path` to pg_catalog, so every object outside of it is spelled with its
 * schema and can't be missed; names inside of string literals are counted too, which `nextval('public.a_seq'::regclass)` needs.
 */
export type Mentions = {
  /** `schema\0name` */
  readonly qualified: ReadonlySet<string>;
  /** Every identifier, qualified or not. */
  readonly words: ReadonlySet<string>;
  /** `schema\0name` of relations whose columns are renamed in place (`orders o(a, b)`): their own column names don't appear. */
  readonly renamed: ReadonlySet<string>;
};

const tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[.(]|[^\s.(]/gu;

/** Words that may stand between a relation and a parenthesis without being its alias. */
const notAnAlias: ReadonlySet<string> = new Set([
  "where",
  "on",
  "using",
  "and",
  "or",
  "in",
  "any",
  "all",
  "over",
  "filter",
  "as",
  "values",
  "when",
]);

export function mentions(...texts: readonly (string | null)[]): Mentions {
  const found = { qualified: new Set<string>(), words: new Set<string>(), renamed: new Set<string>() };
  for (const text of texts) if (text !== null) collect(text, found);
  return found;
}

export function qualifiedKey(schema: string | null, name: string): string {
  return `${schema ?? ""}\0${name}`;
}

type Found = { readonly qualified: Set<string>; readonly words: Set<string>; readonly renamed: Set<string> };

function collect(text: string, found: Found): void {
  let previous: string | null = null;
  let afterDot = false;
  let relation: string | null = null;
  let wordsSinceRelation = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (token.startsWith("--") || token.startsWith("/*")) continue;
    if (token.startsWith("'") && token.length > 1) {
      collect(token.slice(1, -1).replaceAll("''", "'"), found);
      previous = null;
      relation = null;
      continue;
    }
    const word = identifier(token);
    if (word === null) {
      if (token === "(" && relation !== null && wordsSinceRelation === 1) found.renamed.add(relation);
      afterDot = token === ".";
      if (!afterDot) {
        previous = null;
        relation = null;
      }
      continue;
    }
    found.words.add(word);
    if (afterDot && previous !== null) {
      relation = qualifiedKey(previous, word);
      found.qualified.add(relation);
      wordsSinceRelation = 0;
      previous = null;
    } else {
      wordsSinceRelation += notAnAlias.has(word) ? 2 : 1;
      previous = word;
    }
    afterDot = false;
  }
}

function identifier(token: string): string | null {
  if (token.startsWith('"') && token.length > 1) return token.slice(1, -1).replaceAll('""', '"');
  return /^[\p{L}_]/u.test(token) ? token.toLowerCase() : null;
}
