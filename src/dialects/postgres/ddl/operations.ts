import type { Change } from "../../../diff/change.ts";
import type { Column, SchemaObject, Sequence } from "../../../schema/snapshot.ts";
import { type AlterMeans, alterMeans } from "./alter-means.ts";

/** One thing to be done to one object. `changes` are the indexes of the changes that ask for it. */
export type Operation =
  /** `parts` come or go with the object, in its own statement. */
  | { readonly verb: "create"; readonly object: SchemaObject; readonly parts: readonly SchemaObject[]; readonly changes: readonly number[] }
  | { readonly verb: "drop"; readonly object: SchemaObject; readonly parts: readonly SchemaObject[]; readonly changes: readonly number[] }
  | Alteration
  | { readonly verb: "rename"; readonly from: SchemaObject; readonly to: SchemaObject; readonly changes: readonly number[] }
  /** A sequence exists before its column (which has it in its default) and belongs to it afterwards. */
  | { readonly verb: "own"; readonly object: Sequence; readonly changes: readonly number[] }
  /** A default is taken away and given back around the recreation of what it calls. */
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
  serverMajor: number,
): { readonly operations: readonly Operation[]; readonly refused: readonly Refusal[] } {
  const operations: Operation[] = [];
  const refused: Refusal[] = [];
  for (const [index, change] of changes) {
    const means: AlterMeans = change.kind === "alter" ? alterMeans(change.from, change.to, change.fields, serverMajor) : { how: "in place" };
    if (means.how === "refused") refused.push({ change: index, reason: means.reason });
    else operations.push(...operationsOf(change, means.how, [index]));
  }
  return { operations, refused };
}

function operationsOf(change: Change, how: "in place" | "anew", changes: readonly number[]): readonly Operation[] {
  switch (change.kind) {
    case "create":
      return [change.object, ...change.parts].flatMap((object) => creation(object, changes));
    case "drop":
      return [change.object, ...change.parts].map((object) => ({ verb: "drop", object, parts: [], changes }));
    case "rename":
      return [{ verb: "rename", from: change.from, to: change.to, changes }];
    case "alter":
      if (how === "anew") return [{ verb: "drop", object: change.from, parts: [], changes }, ...creation(change.to, changes)];
      return [{ verb: "alter", from: change.from, to: change.to, fields: change.fields, changes }];
  }
}

function creation(object: SchemaObject, changes: readonly number[]): readonly Operation[] {
  const create: Operation = { verb: "create", object, parts: [], changes };
  return object.kind === "sequence" && object.ownedBy !== null ? [create, { verb: "own", object, changes }] : [create];
}
