import { type ObjectId, objectId, ownerOf, type SchemaObject } from "../schema/snapshot.ts";

/** Up to this many tables a copy holds all of them. */
const wholeUpTo = 60;

/**
 * The part of a schema on which statements can be rehearsed: what they name, what that depends on, and what depends on it. Names are
 * looked for in the texts, so it may hold too much, hardly ever too little. Foreign keys to tables outside of it are left out.
 */
export function partToRehearse(
  objects: readonly SchemaObject[],
  touches: readonly ObjectId[],
  statements: readonly string[],
): readonly SchemaObject[] {
  const wholes = wholesOf(objects);
  if (wholes.filter(({ id }) => id.startsWith("table ")).length <= wholeUpTo) return objects;

  const graph = graphOf(wholes);
  const seeds = named(graph, touches, statements);
  const around = [...seeds].flatMap((id) => [...(graph.pointsTo.get(id) ?? []), ...(graph.pointedAtBy.get(id) ?? [])]);
  const included = new Set([...seeds, ...around, ...dependents(graph, seeds)]);
  for (const id of included) for (const needed of graph.mentions.get(id) ?? []) included.add(needed);
  const always = ({ id }: Whole) => id.startsWith("schema ") || id.startsWith("extension ");
  return wholes
    .filter((whole) => included.has(whole.id) || always(whole))
    .flatMap(({ objects: own }) => own.filter((object) => staysIn(object, included)));
}

/** An object with all that belongs to it. */
type Whole = { readonly id: ObjectId; readonly name: string; readonly objects: readonly SchemaObject[] };

function wholesOf(objects: readonly SchemaObject[]): readonly Whole[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const root = (object: SchemaObject): ObjectId => {
    const seen = new Set<ObjectId>();
    for (let current = object; ; ) {
      const owner = holder(current, byId);
      if (owner === null || seen.has(owner.id)) return current.id;
      seen.add(owner.id);
      current = owner;
    }
  };
  return [...Map.groupBy(objects, root)].map(([id, own]) => ({ id, name: bareName(byId.get(id)), objects: own }));
}

/** Indexes and triggers name their table only; it may be a view of either kind. */
function holder(object: SchemaObject, byId: ReadonlyMap<ObjectId, SchemaObject>): SchemaObject | null {
  const owner = ownerOf(object);
  if (owner === null) return null;
  const views =
    "table" in object ? (["view", "materialized view"] as const).map((kind) => objectId(kind, object.schema, object.table)) : [];
  for (const id of [owner, ...views]) {
    const found = byId.get(id);
    if (found !== undefined) return found;
  }
  return null;
}

/** Of a function without its arguments. */
function bareName(object: SchemaObject | undefined): string {
  const name = object?.name ?? "";
  return object?.kind === "function" ? (name.split("(", 1)[0] ?? name) : name;
}

type Graph = {
  readonly wholes: ReadonlyMap<ObjectId, Whole>;
  readonly byName: ReadonlyMap<string, readonly ObjectId[]>;
  /** Foreign keys, partitions and inheritance. */
  readonly pointsTo: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  readonly pointedAtBy: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  /** What the texts of a whole name. */
  readonly mentions: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  readonly mentionedBy: ReadonlyMap<ObjectId, readonly ObjectId[]>;
};

function graphOf(wholes: readonly Whole[]): Graph {
  const byName = new Map<string, ObjectId[]>();
  for (const { id, name } of wholes) byName.set(name, [...(byName.get(name) ?? []), id]);
  const mentions = new Map(
    wholes.map(({ id, objects }): [ObjectId, readonly ObjectId[]] => [
      id,
      [
        ...[...words(objects.flatMap(textsOf).join("\n"))].flatMap((word) => byName.get(word) ?? []),
        // A child needs its parent, although no text says so.
        ...objects.flatMap(parentsOf),
      ].filter((other) => other !== id),
    ]),
  );
  const pointsTo = new Map(
    wholes.map(({ id, objects }): [ObjectId, readonly ObjectId[]] => [
      id,
      [...objects.flatMap(referenced), ...objects.flatMap(parentsOf)],
    ]),
  );
  return {
    wholes: new Map(wholes.map((whole) => [whole.id, whole])),
    byName,
    pointsTo,
    pointedAtBy: inverted(pointsTo),
    mentions,
    mentionedBy: inverted(mentions),
  };
}

function inverted(edges: ReadonlyMap<ObjectId, readonly ObjectId[]>): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const result = new Map<ObjectId, ObjectId[]>();
  for (const [from, targets] of edges) for (const to of targets) result.set(to, [...(result.get(to) ?? []), from]);
  return result;
}

function referenced(object: SchemaObject): readonly ObjectId[] {
  return object.kind === "foreign key" ? [object.references] : [];
}

function parentsOf(object: SchemaObject): readonly ObjectId[] {
  if (object.kind !== "table") return [];
  return [...object.inherits, ...(object.partitionOf === null ? [] : [object.partitionOf.table])];
}

/** Every text in which a name may stand; the names of the object's own parts are none. */
function textsOf(object: SchemaObject): readonly string[] {
  switch (object.kind) {
    case "column":
      return [object.type, object.default ?? "", object.generated?.expression ?? ""];
    case "domain":
      return [object.type, object.default ?? "", ...object.checks.map(({ expression }) => expression)];
    case "check":
      return [object.expression];
    case "index":
      return [object.where ?? "", ...object.keys.map(({ expression }) => expression ?? "")];
    case "policy":
      return [object.using ?? "", object.check ?? ""];
    case "type":
    case "exclusion":
    case "view":
    case "materialized view":
    case "function":
    case "trigger":
      return [object.definition];
    case "table":
      return [object.partitionBy ?? ""];
    case "schema":
    case "extension":
    case "enum":
    case "sequence":
    case "primary key":
    case "foreign key":
    case "rights":
    case "comment":
      return [];
  }
}

/** Identifiers as they are written, and in lower case. */
function words(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [token, quoted] of text.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu)) {
    found.add(quoted?.replaceAll('""', '"') ?? token);
    if (quoted === undefined) found.add(token.toLowerCase());
  }
  return found;
}

function named(graph: Graph, touches: readonly ObjectId[], statements: readonly string[]): ReadonlySet<ObjectId> {
  const byWord = [...words(statements.join("\n"))].flatMap((word) => graph.byName.get(word) ?? []);
  const parts = new Map(
    [...graph.wholes.values()].flatMap(({ id, objects }) => objects.map((object) => [object.id, id] as const)),
  );
  return new Set([...byWord, ...touches.flatMap((id) => parts.get(id) ?? [])]);
}

/** What would notice a change of the seeds: views on them, views on those, functions, partitions. */
function dependents(graph: Graph, seeds: ReadonlySet<ObjectId>): ReadonlySet<ObjectId> {
  const found = new Set(seeds);
  for (const id of found) for (const other of graph.mentionedBy.get(id) ?? []) found.add(other);
  return found;
}

function staysIn(object: SchemaObject, included: ReadonlySet<ObjectId>): boolean {
  return object.kind !== "foreign key" || included.has(object.references);
}
