import { type ObjectId, objectId, ownerOf, type PrimaryKey, type SchemaObject, type Snapshot } from "../../schema/snapshot.ts";
import type { Language, Reduced } from "../source.ts";
import { historyTable } from "./history.ts";
import { counterparts, duplicates, withOwnName } from "./language/counterparts.ts";
import type { LanguageFacts } from "./language/facts.ts";
import { isNeverSaid, whyUnsayable } from "./language/kept.ts";
import { type Rule, rules } from "./language/rules.ts";
import { isNumbered } from "./language/same-column.ts";
import { adjust, type Surroundings } from "./language/same-object.ts";

/** What Prisma's schema language can say of a PostgreSQL or SQLite database. */
export function prismaLanguage(facts: LanguageFacts): Language {
  return { rules, reduce: (from, to) => reduce(from, to, facts) };
}

type Notes = {
  readonly kept: Map<string, Reduced["kept"][number]>;
  readonly rules: { readonly rule: Rule; readonly object: ObjectId }[];
};

function reduce(from: Snapshot, to: Snapshot, language: LanguageFacts): Reduced {
  const notes: Notes = { kept: new Map(), rules: [] };
  const code = byId(to.objects.filter((object) => isSaid(object, language)));
  const surroundings: Surroundings = { from: byId(from.objects), keys: keysByTable(from.objects), language };
  const database = byId(sayable(from, code, surroundings, managedSchemas(to, language), notes));

  const missing = [...database.values()].filter(({ id }) => !code.has(id));
  const added = [...code.values()].filter((object) => !database.has(object.id) && !numbersKnownColumn(object, surroundings.from));
  const pairs = counterparts(missing, added, surroundings);
  const renamed = new Map(pairs.map((pair) => [pair.to, withOwnName(pair, surroundings)]));
  const paired = new Set<SchemaObject>(pairs.flatMap((pair) => [pair.from, pair.to]));
  const twins = [...duplicates(missing, code.values()), ...duplicates(added, database.values())].filter(
    (object) => !paired.has(object),
  );
  const settled = new Set<SchemaObject>([
    ...twins,
    ...pairs.filter(({ rule }) => rule !== null).flatMap((pair) => [pair.from, pair.to]),
  ]);
  for (const { rule, from: own } of pairs) if (rule !== null) notes.rules.push({ rule, object: own.id });
  for (const { id } of twins) notes.rules.push({ rule: "duplicate-index", object: id });

  return {
    from: [...database.values()].filter((object) => !settled.has(object)).sort(byObjectId),
    to: [
      ...common(database, code, surroundings, notes),
      ...added.filter((object) => !settled.has(object)).map((object) => renamed.get(object) ?? object),
    ].sort(byObjectId),
    kept: [...notes.kept.values()].sort((a, b) => compare(a.object, b.object) || compare(a.reason, b.reason)),
    rules: notes.rules.sort((a, b) => compare(a.object, b.object) || compare(a.rule, b.rule)),
  };
}

/** A stand-in also holds what the schema doesn't speak of: extensions that were made ready, owners, the public schema's comment. */
function isSaid(object: SchemaObject, language: LanguageFacts): boolean {
  if (object.kind === "extension") return language.extensions.some(({ name }) => name === object.name);
  return !isNeverSaid(object) && outsideOfLanguage(object, language) === null;
}

/** The database's side without what is kept, which is noted. */
function sayable(
  from: Snapshot,
  code: ReadonlyMap<ObjectId, SchemaObject>,
  surroundings: Surroundings,
  schemas: ReadonlySet<string>,
  notes: Notes,
): readonly SchemaObject[] {
  const reasons = new Map(from.objects.map((object) => [object.id, whyKept(object, code, surroundings, schemas)]));
  return from.objects.filter((object) => {
    const owners = ownersOf(object, surroundings.from);
    const reason = reasons.get(object.id) ?? null;
    // What belongs to something that is kept, or that is dropped as a whole, shares its fate.
    if (owners.some((owner) => reasons.get(owner.id) != null || numbersKnownColumn(owner, code))) return false;
    if (owners.some((owner) => !code.has(owner.id))) return true;
    if (reason === null) return !numbersKnownColumn(object, code);
    if (object.kind !== "rights" || object.grants.length > 0) keep(notes, object.id, reason);
    return false;
  });
}

function whyKept(
  object: SchemaObject,
  code: ReadonlyMap<ObjectId, SchemaObject>,
  { language }: Surroundings,
  schemas: ReadonlySet<string>,
): string | null {
  const outside = outsideOfLanguage(object, language);
  if (outside !== null) return outside;
  if (code.has(object.id)) return null;
  if (object.schema !== null && object.kind !== "schema" && schemas.size > 0 && !schemas.has(object.schema)) {
    return `the Prisma schema doesn't manage the database schema "${object.schema}"`;
  }
  // Numbers of a column that both sides have are judged with that column.
  if (object.kind === "sequence" && object.ownedBy !== null && code.has(object.ownedBy)) return null;
  return whyUnsayable(object, language);
}

/** Left to others by name. */
function outsideOfLanguage(object: SchemaObject, { externalTables, externalEnums }: LanguageFacts): string | null {
  if (object.kind === "table" && object.name === historyTable) return "Prisma's own history of migrations";
  const table = object.kind === "table" ? object.name : "table" in object ? object.table : null;
  if (table !== null && isListed(externalTables, object.schema, table))
    return "the Prisma configuration leaves this table to others";
  if (object.kind === "enum" && isListed(externalEnums, object.schema, object.name))
    return "the Prisma configuration leaves this enum to others";
  return null;
}

function isListed(names: readonly string[], schema: string | null, name: string): boolean {
  return names.includes(name) || names.includes(`${schema}.${name}`);
}

/** Pairs of the same name, with the code's side adjusted. */
function common(
  database: ReadonlyMap<ObjectId, SchemaObject>,
  code: ReadonlyMap<ObjectId, SchemaObject>,
  surroundings: Surroundings,
  notes: Notes,
): readonly SchemaObject[] {
  return [...database.values()].flatMap((from) => {
    const to = code.get(from.id);
    if (to === undefined) return [];
    const adjusted = adjust(from, to, surroundings);
    for (const reason of adjusted.kept) keep(notes, from.id, reason);
    for (const rule of adjusted.rules) notes.rules.push({ rule, object: from.id });
    return [adjusted.to];
  });
}

/** A sequence that numbers a column on its own side, where the other side has the column numbered too, in its own way. */
function numbersKnownColumn(object: SchemaObject, other: ReadonlyMap<ObjectId, SchemaObject>): boolean {
  if (object.kind !== "sequence" || object.ownedBy === null || other.has(object.id)) return false;
  const column = other.get(object.ownedBy);
  return column?.kind === "column" && isNumbered(column);
}

/** Empty: all of them. */
function managedSchemas(to: Snapshot, { schemas }: LanguageFacts): ReadonlySet<string> {
  if (schemas.length > 0) return new Set(schemas);
  return new Set(to.objects.flatMap((object) => (object.kind === "table" && object.schema !== null ? [object.schema] : [])));
}

/** Nearest first. */
function ownersOf(object: SchemaObject, objects: ReadonlyMap<ObjectId, SchemaObject>): readonly SchemaObject[] {
  const owners: SchemaObject[] = [];
  let owner = nearestOwner(object, objects);
  while (owner !== undefined && !owners.includes(owner)) {
    owners.push(owner);
    owner = nearestOwner(owner, objects);
  }
  return owners;
}

/** Indexes and triggers name their table only, which may be a view of either kind. */
function nearestOwner(object: SchemaObject, objects: ReadonlyMap<ObjectId, SchemaObject>): SchemaObject | undefined {
  const owner = ownerOf(object);
  const found = owner === null ? undefined : objects.get(owner);
  if (found !== undefined || !("table" in object)) return found;
  return (
    objects.get(objectId("view", object.schema, object.table)) ??
    objects.get(objectId("materialized view", object.schema, object.table))
  );
}

function keysByTable(objects: readonly SchemaObject[]): ReadonlyMap<ObjectId, PrimaryKey> {
  return new Map(
    objects.flatMap((object) =>
      object.kind === "primary key" ? [[objectId("table", object.schema, object.table), object] as const] : [],
    ),
  );
}

function keep(notes: Notes, object: ObjectId, reason: string): void {
  notes.kept.set(`${object}\n${reason}`, { object, reason });
}

function byId(objects: readonly SchemaObject[]): ReadonlyMap<ObjectId, SchemaObject> {
  return new Map(objects.map((object) => [object.id, object]));
}

function byObjectId(a: SchemaObject, b: SchemaObject): number {
  return compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
