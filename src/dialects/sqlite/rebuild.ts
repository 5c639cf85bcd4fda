import type { Action } from "./action.ts";
import { Cursor, splitList } from "./cursor.ts";
import { isReserved } from "./keywords.ts";
import { isOperator, isWord, type Token } from "./tokens.ts";

/** A table that is replaced by a copy: the only way to most changes in SQLite (https://sqlite.org/lang_altertable.html#otheralter). */
export type Rebuild = {
  readonly table: string;
  /** The table that holds the rows once they are copied. */
  readonly replacement: string;
  /** Statements, by their place in the script. */
  readonly copy: number;
  readonly drop: number;
  /** The order that turns other tables' references away: old table renamed first. */
  readonly oldFirst: boolean;
  readonly copied: Copied;
};

/** What the copy takes along. */
export type Copied = {
  /** The row count stays as it is: nothing narrows the SELECT down. */
  readonly allRows: boolean;
  /** Lower-case names that the SELECT list mentions; null: `*`, every column by its place. */
  readonly names: ReadonlySet<string> | null;
};

export function findRebuilds(actions: readonly Action[]): readonly Rebuild[] {
  return actions.flatMap((action, index) => {
    if (action.kind !== "rename table") return [];
    return newFirst(actions, index, action.table, action.to) ?? oldFirst(actions, index, action.table, action.to) ?? [];
  });
}

/** `CREATE new; INSERT INTO new SELECT FROM t; DROP t; ALTER new RENAME TO t` */
function newFirst(actions: readonly Action[], end: number, replacement: string, table: string): Rebuild | null {
  const create = last(actions, end, (action) => action.kind === "create table" && same(action.name, replacement));
  const drop = last(actions, end, (action) => action.kind === "drop" && action.type === "table" && same(action.name, table));
  if (create === null || drop === null || drop < create) return null;
  const copy = findCopy(actions, create, drop, replacement, table);
  return copy === null ? null : { table, replacement, copy: copy.at, drop, oldFirst: false, copied: copy.copied };
}

/** `ALTER t RENAME TO old; CREATE t; INSERT INTO t SELECT FROM old; DROP old` */
function oldFirst(actions: readonly Action[], start: number, table: string, old: string): Rebuild | null {
  const create = first(actions, start, (action) => action.kind === "create table" && same(action.name, table));
  const drop = first(actions, start, (action) => action.kind === "drop" && action.type === "table" && same(action.name, old));
  if (create === null || drop === null || drop < create) return null;
  const copy = findCopy(actions, create, drop, table, old);
  return copy === null ? null : { table, replacement: table, copy: copy.at, drop, oldFirst: true, copied: copy.copied };
}

function findCopy(
  actions: readonly Action[],
  from: number,
  to: number,
  into: string,
  source: string,
): { readonly at: number; readonly copied: Copied } | null {
  for (let at = from + 1; at < to; at++) {
    const action = actions[at];
    if (action?.kind !== "insert" || !same(action.table, into)) continue;
    const copied = action.plain ? readCopy(action.source, source) : null;
    if (copied !== null) return { at, copied };
  }
  return null;
}

/** Reads `(a, b) SELECT a, coalesce(b, 0) FROM t`. Null when it is anything else. */
function readCopy(source: readonly Token[], table: string): Copied | null {
  const cursor = new Cursor(source);
  cursor.group();
  if (!cursor.take("SELECT")) return null;
  const query = cursor.rest();
  const from = outermost(query, "FROM");
  if (from === -1) return null;
  const after = new Cursor(query.slice(from + 1));
  if (!same(after.qualifiedName()?.name ?? "", table)) return null;
  const list = query.slice(0, from);
  const star = splitList(list).some(
    (part) => isOperator(part.at(-1), "*") && (part.length === 1 || isOperator(part.at(-2), ".")),
  );
  return { allRows: after.done && !isWord(list[0], "DISTINCT"), names: star ? null : namesIn(list) };
}

/** What a SELECT list reads; aliases, which stand after AS or directly after a value, only name the result. */
function namesIn(list: readonly Token[]): ReadonlySet<string> {
  const names = list.filter((token, index) => {
    const before = list[index - 1];
    if (token.kind !== "word" && token.kind !== "name") return false;
    const afterValue =
      before !== undefined &&
      (before.kind !== "operator" || before.text === ")") &&
      !(before.kind === "word" && isReserved(before.text));
    return !isWord(before, "AS") && !afterValue;
  });
  return new Set(names.map((token) => token.value.toLowerCase()));
}

function outermost(tokens: readonly Token[], word: string): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    return depth === 0 && isWord(token, word);
  });
}

function last(actions: readonly Action[], before: number, matches: (action: Action) => boolean): number | null {
  const at = actions.slice(0, before).findLastIndex(matches);
  return at === -1 ? null : at;
}

function first(actions: readonly Action[], after: number, matches: (action: Action) => boolean): number | null {
  const at = actions.findIndex((action, index) => index > after && matches(action));
  return at === -1 ? null : at;
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
