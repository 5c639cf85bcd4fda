import type { Change } from "../../../diff/change.ts";
import type { Column, ForeignKey, SchemaObject } from "../../../schema/snapshot.ts";
import { isVirtual } from "../table-options.ts";
import { tokenize } from "../tokens.ts";
import { isConstant } from "./create-sql.ts";
import { partsOf, type TableParts } from "./parts.ts";

/** A change with its place in the list that was given. */
export type Numbered = { readonly change: Change; readonly index: number };

/** Everything that happens to one table that stays. */
export type TableChanges = {
  readonly from: TableParts;
  readonly to: TableParts;
  /** Changes that SQLite has a statement for. */
  readonly direct: readonly Numbered[];
  /** Changes that take a new table and a copy of the rows (https://sqlite.org/lang_altertable.html#otheralter). */
  readonly byRebuild: readonly Numbered[];
};

export function sortTableChanges(from: TableParts, changes: readonly Numbered[]): TableChanges {
  const to = apply(from, changes);
  const direct = changes.filter(({ change }) => isDirect(change, from, to, changes));
  return { from, to, direct, byRebuild: changes.filter((change) => !direct.includes(change)) };
}

/** The column-and-reference pair that ADD COLUMN can bring in one statement. */
export function inlineReference(
  column: Column,
  changes: readonly Numbered[],
): { readonly key: ForeignKey; readonly index: number } | null {
  for (const { change, index } of changes) {
    if (change.kind !== "create" || change.object.kind !== "foreign key") continue;
    const { columns } = change.object;
    if (columns.length === 1 && columns[0] === column.name && column.default === null) return { key: change.object, index };
  }
  return null;
}

function apply(from: TableParts, changes: readonly Numbered[]): TableParts {
  const objects = new Map(allOf(from).map((object) => [object.id, object]));
  let { table } = from;
  for (const { change } of changes) {
    if (change.kind === "drop") objects.delete(change.object.id);
    else if (change.kind === "create") objects.set(change.object.id, atTheEnd(change.object, from));
    else {
      objects.delete(change.from.id);
      objects.set(change.to.id, keepingPlace(change.from, change.to));
      if (change.to.kind === "table") table = change.to;
    }
  }
  return partsOf(table, [...objects.values()]);
}

function allOf(parts: TableParts): readonly SchemaObject[] {
  const key = parts.primaryKey === null ? [] : [parts.primaryKey];
  return [...parts.columns, ...key, ...parts.foreignKeys, ...parts.checks, ...parts.uniques, ...parts.indexes, ...parts.triggers];
}

/** New columns come after all others, as ADD COLUMN would put them. */
function atTheEnd(object: SchemaObject, from: TableParts): SchemaObject {
  return object.kind === "column" ? { ...object, position: (from.columns.at(-1)?.position ?? 0) + object.position } : object;
}

function keepingPlace(from: SchemaObject, to: SchemaObject): SchemaObject {
  return from.kind === "column" && to.kind === "column" ? { ...to, position: from.position } : to;
}

function isDirect(change: Change, from: TableParts, to: TableParts, changes: readonly Numbered[]): boolean {
  const object = change.kind === "create" || change.kind === "drop" ? change.object : change.to;
  if (object.kind === "trigger") return true;
  if (object.kind === "index")
    return [object, ...(change.kind === "alter" ? [change.from] : [])].every(
      (index) => index.kind === "index" && index.constraint === null,
    );
  if (object.kind === "column" && change.kind === "create") return canAdd(object, to);
  if (object.kind === "column" && change.kind === "drop") return canDrop(object, from, to);
  if (object.kind !== "foreign key" || change.kind !== "create") return false;
  return changes.some(
    (other) =>
      other.change.kind === "create" &&
      other.change.object.kind === "column" &&
      canAdd(other.change.object, to) &&
      inlineReference(other.change.object, changes)?.key === object,
  );
}

/** https://sqlite.org/lang_altertable.html#altertabaddcol */
function canAdd(column: Column, to: TableParts): boolean {
  if (isVirtual(to.table.options) || column.generated?.stored === true) return false;
  if (to.primaryKey?.columns.includes(column.name) === true) return false;
  return column.default === null || isConstant(column.default);
}

/** https://sqlite.org/lang_altertable.html#altertabdropcol: nothing in the table may mention the column, now or afterwards. */
function canDrop(column: Column, from: TableParts, to: TableParts): boolean {
  if (from.primaryKey?.columns.includes(column.name) === true) return false;
  const mentioned = [from, to].some(
    (parts) =>
      parts.foreignKeys.some((key) => key.columns.includes(column.name)) ||
      parts.checks.some((check) => mentions(check.expression, column)),
  );
  const computed = from.columns.some(
    (other) => other.name !== column.name && other.generated !== null && mentions(other.generated.expression, column),
  );
  const unique = from.uniques.some((index) => index.keys.some((key) => key.column === column.name));
  const indexed = to.indexes.some(
    (index) =>
      index.keys.some((key) => key.column === column.name || mentions(key.expression ?? "", column)) ||
      mentions(index.where ?? "", column),
  );
  return !mentioned && !computed && !unique && !indexed;
}

function mentions(expression: string, column: Column): boolean {
  return tokenize(expression).some(
    (token) => (token.kind === "word" || token.kind === "name") && token.value.toLowerCase() === column.name.toLowerCase(),
  );
}
