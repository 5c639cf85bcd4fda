import type { ObjectId, SchemaObject } from "../../../schema/snapshot.ts";
import { onlyAddsValues } from "./alter-means.ts";
import type { Catalogue } from "./catalogue.ts";
import { qualifiedKey } from "./mentions.ts";
import { type Operation, subject, subjects } from "./operations.ts";
import type { Before } from "./recreate.ts";
import { bodyUses, uses } from "./uses.ts";

/**
 * An order that runs: each operation stands where convention has it (types, tables, indexes, foreign keys, views, ...),
 * or later, after everything it rests on. A cycle, which only names in texts can seem to make, is cut at its conventional start.
 */
export function inOrder(operations: readonly Operation[], state: Before, after: Catalogue): readonly Operation[] {
  const conventional = [...operations].sort(byConvention);
  const index = indexed(conventional);
  const visited = new Set<Operation>();
  const ordered: Operation[] = [];
  for (const operation of conventional) visit(operation);
  return ordered;

  function visit(operation: Operation): void {
    if (visited.has(operation)) return;
    visited.add(operation);
    const first = new Set(prerequisites(operation, index, state, after));
    for (const other of [...first].sort(byConvention)) visit(other);
    ordered.push(operation);
  }
}

type Index = {
  readonly on: ReadonlyMap<Operation["verb"], ReadonlyMap<ObjectId, Operation>>;
  /** Operations that set a name free, by `schema\0name`. */
  readonly freeing: ReadonlyMap<string, readonly Operation[]>;
};

function indexed(operations: readonly Operation[]): Index {
  const byVerb = Map.groupBy(operations, (operation) => operation.verb);
  const freeing = operations.filter(({ verb }) => verb === "drop" || verb === "rename");
  return {
    on: new Map(
      [...byVerb].map(([verb, list]) => [
        verb,
        new Map(list.flatMap((operation) => subjects(operation).map(({ id }) => [id, operation]))),
      ]),
    ),
    freeing: groupByNames(freeing),
  };
}

function groupByNames(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const pairs = operations.flatMap((operation) =>
    subjects(operation)
      .flatMap(nameKeys)
      .map((key) => [key, operation] as const),
  );
  return new Map([...Map.groupBy(pairs, ([key]) => key)].map(([key, list]) => [key, list.map(([, operation]) => operation)]));
}

/** The names that an object takes: relations and types share those of their schema, constraints those of their table. */
function nameKeys(object: SchemaObject): readonly string[] {
  const inSchema = qualifiedKey(object.schema, object.name);
  switch (object.kind) {
    case "enum":
    case "domain":
    case "type":
    case "sequence":
    case "table":
    case "view":
    case "materialized view":
      return [inSchema];
    case "index":
    case "primary key":
    case "exclusion":
      return [inSchema, `constraint ${placeOf(object)}${object.name}`];
    case "foreign key":
    case "check":
      return [`constraint ${placeOf(object)}${object.name}`];
    case "column":
    case "trigger":
    case "policy":
      return [`${object.kind} ${placeOf(object)}${object.name}`];
    case "function":
    case "schema":
    case "extension":
      return [object.id];
    case "rights":
    case "comment":
      return [];
  }
}

function prerequisites(operation: Operation, index: Index, state: Before, after: Catalogue): readonly Operation[] {
  const found = (id: ObjectId, ...verbs: readonly Operation["verb"][]) =>
    verbs.flatMap((verb) => index.on.get(verb)?.get(id) ?? []);
  const users = (object: SchemaObject) => state.users.get(object.id) ?? [];
  // A table's own settings are in nobody's way.
  const altered = (id: ObjectId) => found(id, "alter").filter((other) => subject(other).kind !== "table");
  const made = (object: SchemaObject) =>
    [...uses(object, after)].flatMap((id) => [...found(id, "create", "rename"), ...altered(id)]);
  const inBody = (object: SchemaObject) =>
    object.kind === "function" ? [...bodyUses(object, after)].flatMap((id) => found(id, "create")) : [];
  const freed = (object: SchemaObject) =>
    nameKeys(object)
      .flatMap((key) => index.freeing.get(key) ?? [])
      .filter((other) => other !== operation);
  switch (operation.verb) {
    case "create":
      return subjects(operation).flatMap((object) => [...freed(object), ...made(object), ...inBody(object)]);
    case "drop":
      return subjects(operation).flatMap((object) =>
        users(object).flatMap(({ id }) => found(id, "drop", "alter", "detach default")),
      );
    case "alter": {
      if (addsValuesOnly(operation)) return [];
      const rests = operation.from.kind === "column" || operation.from.kind === "enum";
      const moved = rests
        ? users(operation.from).flatMap(({ id }) => [...found(id, "drop", "detach default"), ...leaving(id)])
        : [];
      return [...moved, ...made(operation.to), ...found(operation.from.id, "detach default", "leave parents")];
    }
    case "rename":
      return freed(operation.to);
    case "own":
      return [...found(operation.object.id, "create"), ...found(operation.object.ownedBy ?? "", "create", "alter")];
    case "detach default":
    case "leave parents":
      return [];
    case "attach default":
      return [...made(operation.object), ...found(operation.object.id, "detach default")];
  }

  /** A column that turns away from a type has to go before the type is remade. */
  function leaving(id: ObjectId): readonly Operation[] {
    return found(id, "alter").filter((other) => other.verb === "alter" && !uses(other.to, after).has(subject(operation).id));
  }
}

function addsValuesOnly(operation: Operation): boolean {
  if (operation.verb !== "alter") return false;
  const { from, to } = operation;
  return from.kind === "enum" && to.kind === "enum" && onlyAddsValues(from, to);
}

function byConvention(a: Operation, b: Operation): number {
  return rank(a) - rank(b) || comparePlaces(a, b);
}

/** Columns table by table, so that they can share a statement, and in the order of their creation; everything else by name. */
function comparePlaces(a: Operation, b: Operation): number {
  const [left, right] = [subject(a), subject(b)];
  if (left.kind !== "column" || right.kind !== "column") return compare(placeOf(left) + left.id, placeOf(right) + right.id);
  return (
    compare(placeOf(left), placeOf(right)) || compare(columnVerbs[a.verb], columnVerbs[b.verb]) || left.position - right.position
  );
}

const columnVerbs: Readonly<Record<Operation["verb"], number>> = {
  "detach default": 0,
  drop: 1,
  alter: 2,
  create: 3,
  rename: 4,
  own: 5,
  "leave parents": 5,
  "attach default": 6,
};

function compare<Key extends string | number>(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeOf(object: SchemaObject): string {
  return "table" in object ? `${object.schema}\0${object.table}\0` : "";
}

const convention = [
  // First, because each is a batch of its own.
  "add values",
  "drop foreign key",
  "drop trigger",
  "drop policy",
  "drop materialized view",
  "drop view",
  "drop check",
  "drop exclusion",
  "drop index",
  "drop primary key",
  "detach default",
  "leave parents",
  "create schema",
  "create extension",
  "alter extension",
  "create enum",
  "alter enum",
  "create domain",
  "alter domain",
  "create type",
  "create sequence",
  "alter sequence",
  "column",
  "alter table",
  "drop table",
  "drop function",
  "drop sequence",
  "drop type",
  "drop domain",
  "drop enum",
  "create table",
  "own",
  "create primary key",
  "rename",
  "create index",
  "alter index",
  "create exclusion",
  "create check",
  "alter check",
  "create foreign key",
  "alter foreign key",
  "create function",
  "alter function",
  "attach default",
  "create view",
  "alter view",
  "create materialized view",
  "alter materialized view",
  "create trigger",
  "alter trigger",
  "create policy",
  "alter policy",
  "drop rights",
  "create rights",
  "alter rights",
  "drop comment",
  "create comment",
  "alter comment",
  "drop extension",
  "drop schema",
];

const ranks: ReadonlyMap<string, number> = new Map(convention.map((step, at) => [step, at]));

function rank(operation: Operation): number {
  const { verb } = operation;
  if (subject(operation).kind === "column" && verb !== "detach default" && verb !== "attach default")
    return ranks.get("column") ?? 0;
  const step = verb === "create" || verb === "drop" || verb === "alter" ? `${verb} ${subject(operation).kind}` : verb;
  return ranks.get(addsValuesOnly(operation) ? "add values" : step) ?? convention.length;
}
