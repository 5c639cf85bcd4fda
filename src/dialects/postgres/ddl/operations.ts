import type { Change } from "../../../diff/change.ts";
import type { Column, ObjectId, SchemaObject, Sequence, Table } from "../../../schema/snapshot.ts";
import { type AlterMeans, alterMeans, invalidIndex, type Setting } from "./alter-means.ts";

/** One thing to be done to one object. `changes` are the indexes of the changes that ask for it. */
export type Operation =
  /** `parts` come or go with the object, in its own statement. */
  | {
      readonly verb: "create";
      readonly object: SchemaObject;
      readonly parts: readonly SchemaObject[];
      readonly changes: readonly number[];
    }
  | {
      readonly verb: "drop";
      readonly object: SchemaObject;
      readonly parts: readonly SchemaObject[];
      readonly changes: readonly number[];
    }
  | Alteration
  | { readonly verb: "rename"; readonly from: SchemaObject; readonly to: SchemaObject; readonly changes: readonly number[] }
  /** A sequence exists before its column (which has it in its default) and belongs to it afterwards. */
  | { readonly verb: "own"; readonly object: Sequence; readonly changes: readonly number[] }
  /** A table is detached from parents before its columns change, and attached to others afterwards. */
  | {
      readonly verb: "leave parents";
      readonly object: Table;
      readonly parents: readonly ObjectId[];
      readonly changes: readonly number[];
    }
  /** A default (or an identity) is taken away and given back around the recreation of what it calls. */
  | { readonly verb: "detach default"; readonly object: Column; readonly changes: readonly number[] }
  | { readonly verb: "attach default"; readonly object: Column; readonly changes: readonly number[] };

export type Alteration = {
  readonly verb: "alter";
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly fields: readonly string[];
  readonly changes: readonly number[];
};

export type Refusal = { readonly change: number; readonly reason: string };

/** The object an operation is about, as it is before (drop, alter, rename) or after. */
export function subject(operation: Operation): SchemaObject {
  return operation.verb === "alter" || operation.verb === "rename" ? operation.from : operation.object;
}

/** Everything that comes or goes with an operation's statement. */
export function subjects(operation: Operation): readonly SchemaObject[] {
  return operation.verb === "create" || operation.verb === "drop" ? [operation.object, ...operation.parts] : [subject(operation)];
}

/** What each change asks for by itself, without regard to the others. */
export function requestedOperations(
  changes: readonly (readonly [index: number, change: Change])[],
  setting: Setting,
): { readonly operations: readonly Operation[]; readonly refused: readonly Refusal[] } {
  const operations: Operation[] = [];
  const refused: Refusal[] = [];
  for (const [index, change] of changes) {
    const means = meansOf(change, setting);
    if (means.how === "refused") refused.push({ change: index, reason: means.reason });
    else operations.push(...operationsOf(change, means.how, [index]));
  }
  return { operations, refused };
}

function meansOf(change: Change, setting: Setting): AlterMeans {
  if (change.kind === "alter") return alterMeans(change.from, change.to, change.fields, setting);
  if (change.kind === "create" && change.object.kind === "index" && !change.object.valid)
    return { how: "refused", reason: invalidIndex };
  return { how: "in place" };
}

function operationsOf(change: Change, how: "in place" | "anew", changes: readonly number[]): readonly Operation[] {
  switch (change.kind) {
    case "create":
      return [change.object, ...change.parts].flatMap((object) => creation(object, changes));
    case "drop":
      return [change.object, ...change.parts].map((object) => ({ verb: "drop", object, parts: [], changes }));
    case "rename":
      return [{ verb: "rename", from: change.from, to: change.to, changes }];
    case "alter": {
      const { from, to, fields } = change;
      if (how === "anew") return [{ verb: "drop", object: from, parts: [], changes }, ...creation(to, changes)];
      return [...leaving(from, to, changes), { verb: "alter", from, to, fields, changes }, ...ownership(to, fields, changes)];
    }
  }
}

/** What has to make room before anything new comes: parents, and an identity, whose sequence has a name that the new one may want. */
function leaving(from: SchemaObject, to: SchemaObject, changes: readonly number[]): readonly Operation[] {
  if (from.kind === "column" && to.kind === "column" && from.identity !== null && to.identity === null) {
    return [{ verb: "detach default", object: from, changes }];
  }
  if (from.kind !== "table" || to.kind !== "table") return [];
  const moved = from.partitionOf?.table !== to.partitionOf?.table || from.partitionOf?.bound !== to.partitionOf?.bound;
  const parents =
    from.partitionOf === null
      ? from.inherits.filter((parent) => !to.inherits.includes(parent))
      : moved
        ? [from.partitionOf.table]
        : [];
  return parents.length === 0 ? [] : [{ verb: "leave parents", object: from, parents, changes }];
}

function creation(object: SchemaObject, changes: readonly number[]): readonly Operation[] {
  return [{ verb: "create", object, parts: [], changes }, ...ownership(object, ["ownedBy"], changes)];
}

function ownership(object: SchemaObject, fields: readonly string[], changes: readonly number[]): readonly Operation[] {
  const isNew = object.kind === "sequence" && object.ownedBy !== null && fields.includes("ownedBy");
  return isNew ? [{ verb: "own", object, changes }] : [];
}
