import type { HazardId } from "../../hazards/catalogue.ts";
import { hazardOf, type Risk, type RiskDetails, riskOf } from "../../hazards/risk.ts";
import type { Column, ForeignKey, ObjectId, SchemaObject } from "../../schema/snapshot.ts";
import { objectId } from "../../schema/snapshot.ts";
import type { Action } from "./action.ts";
import { Cursor, splitList } from "./cursor.ts";
import { type Rebuild, same } from "./rebuild.ts";
import type { Surroundings } from "./surroundings.ts";
import { affinity, readDefinition } from "./table-definition.ts";
import { isWord, type Token } from "./tokens.ts";

/** Risks that show only beside the schema before the script, or beside its other statements. */
export function schemaRisks(action: Action, index: number, surroundings: Surroundings): readonly Risk[] {
  const rebuild = surroundings.rebuildDroppedAt(index);
  if (rebuild !== null) return rebuildRisks(rebuild, surroundings);
  switch (action.kind) {
    case "create table":
      return createTableRisks(action, index, surroundings);
    case "create index":
      return isRedundant(action, index, surroundings) ? [risk("redundant-index", objectId("index", null, action.name))] : [];
    case "drop":
      return action.type === "table" ? dropTableRisks(action.name, index, surroundings) : [];
    case "drop column":
      return dropColumnRisks(action, index, surroundings);
    case "rename column":
      return bodiesNaming(action.table, action.column, surroundings);
    case "insert":
      return copiesRows(action, index, surroundings) ? [risk("unbatched-backfill", table(action.table))] : [];
    default:
      return [];
  }
}

function risk(id: HazardId, object: ObjectId | null, details: RiskDetails = {}): Risk {
  return riskOf(hazardOf(id, object), details);
}

function table(name: string): ObjectId {
  return objectId("table", null, name);
}

function partsOf<Kind extends SchemaObject["kind"]>(name: string, kind: Kind, { objects }: Surroundings) {
  return (objects ?? []).filter(
    (object): object is Extract<SchemaObject, { readonly kind: Kind }> =>
      object.kind === kind && "table" in object && same(object.table, name),
  );
}

/** What the new table has otherwise than the one that it replaces. */
function rebuildRisks(rebuild: Rebuild, surroundings: Surroundings): readonly Risk[] {
  const create = surroundings.actions.findIndex(
    (action) => action.kind === "create table" && same(action.name, rebuild.replacement),
  );
  const definition = readDefinition(surroundings.tokens[create] ?? []);
  const columns = partsOf(rebuild.table, "column", surroundings);
  if (create === -1 || columns.length === 0) return [];
  const found = definition.declared.flatMap((declared) => {
    const known = columns.find(({ name }) => same(name, declared.name));
    return known === undefined ? [] : changedColumn(known, declared, rebuild, surroundings);
  });
  const before = partsOf(rebuild.table, "foreign key", surroundings);
  const lost = before.filter((key) => !definition.foreignKeys.some(({ columns: own }) => sameNames(own, key.columns)));
  const added = definition.foreignKeys.filter((key) => !before.some(({ columns: own }) => sameNames(own, key.columns)));
  const checks = partsOf(rebuild.table, "check", surroundings);
  const key = partsOf(rebuild.table, "primary key", surroundings)[0];
  return [
    ...found,
    ...lost.map(({ id }) => risk("drop-foreign-key", id)),
    ...added.map(() => risk("foreign-key-orphans", table(rebuild.table))),
    ...(definition.checks.length > checks.length ? [risk("check-violations", table(rebuild.table))] : []),
    ...(definition.checks.length < checks.length ? [risk("drop-constraint", table(rebuild.table))] : []),
    ...(key !== undefined && !sameNames(key.columns, definition.primaryKey?.columns.map(({ name }) => name) ?? [])
      ? [risk("primary-key-changed", table(rebuild.table))]
      : []),
  ];
}

function changedColumn(
  known: Column,
  declared: { readonly type: string; readonly notNull: boolean },
  rebuild: Rebuild,
  surroundings: Surroundings,
): readonly Risk[] {
  const name = { schema: null, name: rebuild.table };
  const filled = (surroundings.tokens[rebuild.copy] ?? []).some((token) => isWord(token, "COALESCE", "IFNULL", "CASE"));
  const [from, to] = [affinity(known.type), affinity(declared.type)];
  const textual = from === "text" || from === "blob";
  const numeric = to === "integer" || to === "real" || to === "numeric";
  return [
    ...(known.nullable && declared.notNull && !filled
      ? [risk("set-not-null-nulls", known.id, { question: { ask: "nulls", table: name, columns: [known.name] } })]
      : []),
    ...(!known.nullable && !declared.notNull && !isKey(known, surroundings) ? [risk("drop-not-null", known.id)] : []),
    ...(textual && numeric
      ? [
          risk("sqlite-affinity-mismatch", known.id, {
            question: { ask: "unfit", table: name, column: known.name, into: { kind: "scale", scale: 0 } },
          }),
        ]
      : []),
  ];
}

function isKey({ table: owner, name }: Column, surroundings: Surroundings): boolean {
  return partsOf(owner, "primary key", surroundings).some(({ columns }) => columns.some((column) => same(column, name)));
}

function createTableRisks(
  action: Action & { readonly kind: "create table" },
  index: number,
  surroundings: Surroundings,
): readonly Risk[] {
  const definition = readDefinition(surroundings.tokens[index] ?? []);
  const id = table(action.name);
  const columns = partsOf(action.name, "column", surroundings);
  if (action.ifNotExists && columns.length > 0) {
    const lacks = definition.declared.some(({ name }) => !columns.some((column) => same(column.name, name)));
    return lacks ? [risk("if-not-exists-noop", id)] : [];
  }
  const replaces = surroundings.rebuilds.find(({ replacement }) => same(replacement, action.name));
  const tableNames = [action.name, replaces?.table ?? action.name];
  const keys = [...(definition.primaryKey === null ? [] : [definition.primaryKey]), ...definition.uniques].map((key) =>
    key.columns.map(({ name }) => name),
  );
  const indexes = surroundings.actions.flatMap((other, at) =>
    other.kind === "create index" && tableNames.some((name) => same(name, other.table))
      ? [indexColumns(surroundings.tokens[at] ?? [])]
      : [],
  );
  const starts = (wanted: readonly string[]) =>
    [...keys, ...indexes].some((own) => wanted.every((column) => own.slice(0, wanted.length).some((name) => same(name, column))));
  // A copy that has no index more than the old table had is nothing new.
  const hadIt = (wanted: readonly string[]) =>
    replaces !== undefined && partsOf(replaces.table, "foreign key", surroundings).some((key) => sameNames(key.columns, wanted));
  return definition.foreignKeys.flatMap(({ columns: own }) =>
    starts(own) || hadIt(own) ? [] : [risk("foreign-key-without-index", id)],
  );
}

/** Plain columns of an index; an expression ends the list. */
export function indexColumns(tokens: readonly Token[]): readonly string[] {
  const cursor = new Cursor(tokens);
  while (!cursor.done && !cursor.take("ON")) cursor.next();
  cursor.name();
  const keys = splitList(cursor.group() ?? []);
  if (!cursor.done) return [];
  return keys.flatMap((key) => (key.length === 1 ? (new Cursor(key).name() ?? []) : []));
}

function isRedundant(action: Action & { readonly kind: "create index" }, index: number, surroundings: Surroundings): boolean {
  const columns = indexColumns(surroundings.tokens[index] ?? []);
  if (action.unique || columns.length === 0) return false;
  const starts = (others: readonly (string | null)[]) => columns.every((column, at) => same(others[at] ?? "", column));
  const dropped = surroundings.actions.slice(0, index).flatMap((other) => (other.kind === "drop" ? [other.name] : []));
  // A rebuild makes the indexes of the old table again.
  const rebuilt = surroundings.rebuilds.some((rebuild) => same(rebuild.table, action.table));
  const known = rebuilt ? [] : partsOf(action.table, "index", surroundings);
  return (
    known.some(
      ({ name, keys, where }) =>
        where === null &&
        !same(name, action.name) &&
        !dropped.some((gone) => same(gone, name)) &&
        starts(keys.map(({ column }) => column)),
    ) ||
    surroundings.actions
      .slice(0, index)
      .some(
        (other, at) =>
          other.kind === "create index" && same(other.table, action.table) && starts(indexColumns(surroundings.tokens[at] ?? [])),
      )
  );
}

/** With foreign keys off, what refers to the table is looked at by nobody. */
function dropTableRisks(name: string, index: number, surroundings: Surroundings): readonly Risk[] {
  if (surroundings.isNew(name, index) || surroundings.foreignKeysOn(index)) return [];
  const referring = (surroundings.objects ?? []).some(
    (object): object is ForeignKey =>
      object.kind === "foreign key" && same(object.references, table(name)) && !same(object.table, name),
  );
  const checked = surroundings.actions
    .slice(index)
    .some((action) => action.kind === "pragma" && action.name === "foreign_key_check");
  return referring && !checked ? [risk("sqlite-missing-foreign-key-check", table(name))] : [];
}

function dropColumnRisks(
  { table: owner, column }: Action & { readonly kind: "drop column" },
  index: number,
  surroundings: Surroundings,
): readonly Risk[] {
  if (surroundings.isNew(owner, index)) return [];
  const gone = surroundings.actions.slice(0, index).flatMap((action) => (action.kind === "drop" ? [action.name] : []));
  const stays = (name: string) => !gone.some((one) => same(one, name));
  const uses =
    partsOf(owner, "index", surroundings).some(
      ({ name, keys, where }) =>
        stays(name) && (keys.some((key) => same(key.column ?? "", column)) || namesWord(where ?? "", column)),
    ) ||
    partsOf(owner, "primary key", surroundings).some(({ columns }) => columns.some((name) => same(name, column))) ||
    (surroundings.objects ?? []).some(
      (object) =>
        object.kind === "view" &&
        stays(object.name) &&
        namesWord(object.definition, column) &&
        namesWord(object.definition, owner),
    );
  return [
    ...(uses ? [risk("sqlite-drop-column-refused", objectId("column", null, owner, column))] : []),
    ...bodiesNaming(owner, column, surroundings),
  ];
}

/** SQLite looks at the body of a trigger when it fires. */
function bodiesNaming(owner: string, column: string, { objects, actions }: Surroundings): readonly Risk[] {
  const replaced = new Set(actions.flatMap((action) => (action.kind === "drop" ? [action.name.toLowerCase()] : [])));
  return (objects ?? []).flatMap((object) =>
    object.kind === "trigger" &&
    !replaced.has(object.name.toLowerCase()) &&
    namesWord(object.definition, column) &&
    namesWord(object.definition, owner)
      ? [risk("routine-references-missing-column", object.id)]
      : [],
  );
}

function copiesRows(action: Action & { readonly kind: "insert" }, index: number, surroundings: Surroundings): boolean {
  if (surroundings.isNew(action.table, index) || surroundings.rebuilds.some(({ copy }) => copy === index)) return false;
  const known = new Set(
    (surroundings.objects ?? []).flatMap((object) => (object.kind === "table" ? [object.name.toLowerCase()] : [])),
  );
  const from = action.source.findIndex((token) => isWord(token, "FROM"));
  return from !== -1 && action.source.slice(from).some((token) => known.has(token.value.toLowerCase()));
}

function namesWord(text: string, word: string): boolean {
  return new RegExp(`(?<!\\w)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "i").test(text);
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => same(name, b[at] ?? ""));
}
