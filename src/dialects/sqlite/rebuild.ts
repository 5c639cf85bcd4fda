import type { Action } from "./action.ts";
import { splitList } from "./cursor.ts";
import { isOperator, isWord, type Token } from "./tokens.ts";

/** A table that is replaced by a copy: the only way to most changes in SQLite (https://sqlite.org/lang_altertable.html#otheralter). */
export type Rebuild = {
  readonly table: string;
  /** Statements, by their place in the script. */
  readonly copy: number;
  readonly drop: number;
  readonly end: number;
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
  return copy === null ? null : { table, copy: copy.at, drop, end, oldFirst: false, copied: copy.copied };
}

/** `ALTER t RENAME TO old; CREATE t; INSERT INTO t SELECT FROM old; DROP old` */
function oldFirst(actions: readonly Action[], start: number, table: string, old: string): Rebuild | null {
  const create = first(actions, start, (action) => action.kind === "create table" && same(action.name, table));
  const drop = first(actions, start, (action) => action.kind === "drop" && action.type === "table" && same(action.name, old));
  if (create === null || drop === null || drop < create) return null;
  const copy = findCopy(actions, create, drop, table, old);
  return copy === null ? null : { table, copy: copy.at, drop, end: drop, oldFirst: true, copied: copy.copied };
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
    const copied = readCopy(action.source, source);
    if (copied !== null) return { at, copied };
  }
  return null;
}

/** Reads `(a, b) SELECT a, coalesce(b, 0) FROM t`. Null when it does not read from the table. */
function readCopy(source: readonly Token[], table: string): Copied | null {
  const select = source.findIndex((token) => isWord(token, "SELECT"));
  const from = outermost(source, select, "FROM");
  if (select === -1 || from === -1) return null;
  const rest = source.slice(from + 1);
  const target = isOperator(rest[1], ".") ? 2 : 0;
  if (!same(rest[target]?.value ?? "", table)) return null;
  const list = source.slice(select + 1, from);
  const star = splitList(list).some((part) => part.length === 1 && isOperator(part[0], "*"));
  return {
    allRows: rest.length === target + 1 && !isWord(list[0], "DISTINCT"),
    names: star
      ? null
      : new Set(list.filter((token) => token.kind === "word" || token.kind === "name").map((token) => token.value.toLowerCase())),
  };
}

function outermost(tokens: readonly Token[], start: number, word: string): number {
  let depth = 0;
  return tokens.findIndex((token, index) => {
    if (index < start) return false;
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
