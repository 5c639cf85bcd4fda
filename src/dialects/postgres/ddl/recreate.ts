import type { Column, EnumType, ForeignKey, ObjectId, SchemaObject } from "../../../schema/snapshot.ts";
import { onlyAddsValues } from "./alter-means.ts";
import type { Catalogue } from "./catalogue.ts";
import { holderId } from "./catalogue.ts";
import { type Alteration, type Operation, type Refusal, subject } from "./operations.ts";
import { uses } from "./uses.ts";

export type Before = {
  readonly catalogue: Catalogue;
  /** Who uses it, by id. */
  readonly users: ReadonlyMap<ObjectId, readonly SchemaObject[]>;
};

/** Objects of the state that the changes lead to. One that is in neither can't be helped; one that is there unchanged proves that it doesn't need what goes. */
export type Wanted = ReadonlyMap<ObjectId, SchemaObject>;

export function before(catalogue: Catalogue): Before {
  const users = new Map<ObjectId, SchemaObject[]>();
  for (const object of catalogue.objects.values()) {
    for (const used of uses(object, catalogue)) {
      const list = users.get(used);
      if (list === undefined) users.set(used, [object]);
      else list.push(object);
    }
  }
  return { catalogue, users };
}

/** Adds what must be dropped and created again because something it rests on is dropped, made anew or gets another type. */
export function recreateDependents(
  requested: readonly Operation[],
  state: Before,
  wanted: Wanted,
): { readonly operations: readonly Operation[]; readonly refused: readonly Refusal[] } {
  const operations = new Set(requested);
  const refused: Refusal[] = [];
  const drops = new Map(requested.filter((operation) => operation.verb === "drop").map((operation) => [operation.object.id, operation]));
  const creates = new Set(requested.filter((operation) => operation.verb === "create").map((operation) => operation.object.id));
  const alters = new Map(requested.filter((operation) => operation.verb === "alter").map((operation) => [operation.from.id, operation]));
  const renames = new Map(requested.filter((operation) => operation.verb === "rename").map((operation) => [operation.from.id, operation]));
  const detached = new Set<ObjectId>();
  const queue = requested.filter(uproots);

  for (let at = 0; at < queue.length; at++) {
    const cause = queue[at] as Operation;
    for (const user of state.users.get(subject(cause).id) ?? []) {
      if (drops.has(user.id)) continue;
      const verdict = consequence(cause, user);
      if (verdict === "none") continue;
      if (verdict === "refuse") refused.push(...cause.changes.map((change) => ({ change, reason: stillUsed(subject(cause), user) })));
      else if (verdict === "detach") detach(user as Column, cause.changes);
      else recreate(user, cause.changes);
    }
  }
  return { operations: [...operations], refused };

  function consequence(cause: Operation, user: SchemaObject): Consequence {
    const used = subject(cause);
    if (cause.verb === "alter") return used.kind === "enum" ? ofRemadeEnum(user) : ofRetypedColumn(user, alters);
    if (creates.has(used.id)) return ofRecreation(used, user);
    return ofRemoval(used, user);
  }

  function ofRemoval(used: SchemaObject, user: SchemaObject): Consequence {
    if (user.kind === "comment" || user.kind === "rights" || alters.has(user.id)) return "none";
    if (user.kind === "foreign key" && (used.kind === "primary key" || used.kind === "index")) return "recreate";
    if (holderId(user, state.catalogue) === used.id) return "none";
    return wanted.has(user.id) ? "none" : "refuse";
  }

  function recreate(user: SchemaObject, changes: readonly number[]): void {
    const altered = alters.get(user.id);
    const renamed = renames.get(user.id);
    const after = altered?.to ?? renamed?.to ?? user;
    const reasons = [...new Set([...changes, ...(altered?.changes ?? []), ...(renamed?.changes ?? [])])].sort((a, b) => a - b);
    for (const replaced of [altered, renamed]) if (replaced !== undefined) operations.delete(replaced);
    alters.delete(user.id);
    renames.delete(user.id);
    const drop = { verb: "drop", object: user, changes: reasons } as const;
    operations.add(drop).add({ verb: "create", object: after, changes: reasons });
    drops.set(user.id, drop);
    creates.add(after.id).add(user.id);
    queue.push(drop);
  }

  function detach(column: Column, changes: readonly number[]): void {
    if (detached.has(column.id)) return;
    detached.add(column.id);
    operations.add({ verb: "detach default", object: column, changes });
    // An altered default is set by its own operation.
    if (alters.get(column.id)?.fields.includes("default") !== true) operations.add({ verb: "attach default", object: column, changes });
  }
}

type Consequence = "none" | "recreate" | "detach" | "refuse";

/** What other objects can't live through unchanged. */
function uproots(operation: Operation): boolean {
  if (operation.verb === "drop") return true;
  return operation.verb === "alter" && (isRetyped(operation) || isRemade(operation));
}

function isRetyped({ to, fields }: Alteration): boolean {
  return to.kind === "column" && (fields.includes("type") || fields.includes("collation"));
}

export function isRemade({ from, to }: Alteration): boolean {
  return from.kind === "enum" && to.kind === "enum" && !onlyAddsValues(from, to);
}

/** The server rebuilds indexes and constraints of a retyped column itself; it refuses where texts of views and the like depend on it. */
function ofRetypedColumn(user: SchemaObject, alters: ReadonlyMap<ObjectId, Alteration>): Consequence {
  switch (user.kind) {
    case "view":
    case "materialized view":
    case "policy":
    case "trigger":
    case "function":
      return "recreate";
    case "column":
      return user.generated === null ? "none" : "recreate";
    case "table":
      return "refuse";
    case "foreign key":
      return bothEndsRetyped(user, alters) ? "recreate" : "none";
    default:
      return "none";
  }
}

/** Between the two statements no operator might compare the columns. */
function bothEndsRetyped(key: ForeignKey, alters: ReadonlyMap<ObjectId, Alteration>): boolean {
  const retyped = [...alters.values()].filter(isRetyped).map(({ to }) => to as Column);
  const isIn = (table: ObjectId, columns: readonly string[]) =>
    retyped.some((column) => table.endsWith(` ${column.schema}.${column.table}`) && columns.includes(column.name));
  return isIn(` ${key.schema}.${key.table}`, key.columns) && isIn(key.references, key.referencedColumns);
}

/** Columns are moved to the new type by the operation itself; texts that name the old one go and come back. */
function ofRemadeEnum(user: SchemaObject): Consequence {
  switch (user.kind) {
    case "column":
      return user.generated === null ? "none" : "recreate";
    case "comment":
    case "rights":
    case "sequence":
      return "recreate";
    case "domain":
    case "type":
    case "table":
      return "refuse";
    default:
      return "recreate";
  }
}

function ofRecreation(used: SchemaObject, user: SchemaObject): Consequence {
  if (user.kind === "column") return user.generated === null && used.kind !== "type" ? "detach" : user.generated === null ? "refuse" : "recreate";
  if (user.kind === "table" || user.kind === "domain" || user.kind === "type") return "refuse";
  return "recreate";
}

function stillUsed(used: SchemaObject, user: SchemaObject): string {
  return `${used.id} can't be changed or dropped: ${user.id} uses it and is kept. Change or drop that first.`;
}

/** Ordinary columns that have to move to the new type of a remade enum. */
export function columnsOfType(type: EnumType, state: Before, wanted: Wanted, gone: ReadonlySet<ObjectId>): readonly Column[] {
  return (state.users.get(type.id) ?? [])
    .filter((user) => user.kind === "column")
    .map((column) => {
      const after = wanted.get(column.id);
      return after?.kind === "column" && after.type === column.type ? after : column;
    })
    .filter((column) => column.generated === null && !gone.has(column.id));
}
