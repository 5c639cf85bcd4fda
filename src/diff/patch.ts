import type { ObjectId, SchemaObject } from "../schema/snapshot.ts";
import { ownerOf } from "../schema/snapshot.ts";
import type { Change } from "./change.ts";
import { diff } from "./diff.ts";

export type Patched = {
  readonly objects: readonly SchemaObject[];
  /** Changes that don't fit: what they would create is there already, or what they would alter or drop is not. */
  readonly conflicts: readonly { readonly object: ObjectId; readonly message: string }[];
};

/**
 * Carries the changes from `from` to `to` over to a third schema that may hold more than `from`, field by field, so that what
 * only the third one has stays. This is how the expected end state of a plan is made from the live base.
 */
export function patch(base: readonly SchemaObject[], from: readonly SchemaObject[], to: readonly SchemaObject[]): Patched {
  const objects = new Map(base.map((object) => [object.id, object]));
  const conflicts: { object: ObjectId; message: string }[] = [];
  for (const change of diff(from, to)) applyChange(objects, change, conflicts);
  return { objects: [...objects.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), conflicts };
}

function applyChange(
  objects: Map<ObjectId, SchemaObject>,
  change: Change,
  conflicts: { object: ObjectId; message: string }[],
): void {
  switch (change.kind) {
    case "create":
      if (objects.has(change.object.id))
        conflicts.push({ object: change.object.id, message: "is created by the plan, but exists already" });
      for (const object of [change.object, ...change.parts]) objects.set(object.id, object);
      return;
    case "drop":
      if (!objects.has(change.object.id))
        conflicts.push({ object: change.object.id, message: "is dropped by the plan, but does not exist" });
      remove(objects, change.object.id);
      return;
    case "rename":
      if (!objects.has(change.from.id))
        conflicts.push({ object: change.from.id, message: "is renamed by the plan, but does not exist" });
      objects.delete(change.from.id);
      objects.set(change.to.id, change.to);
      return;
    case "alter": {
      const present = objects.get(change.from.id);
      if (present === undefined)
        conflicts.push({ object: change.from.id, message: "is changed by the plan, but does not exist" });
      const target = change.to as unknown as Readonly<Record<string, unknown>>;
      const changed = Object.fromEntries(change.fields.map((field) => [field, target[field]]));
      objects.set(change.from.id, { ...(present ?? change.to), ...changed } as SchemaObject);
      return;
    }
  }
}

/** Removes an object with everything that belongs to it, also what `from` did not know. */
function remove(objects: Map<ObjectId, SchemaObject>, id: ObjectId): void {
  objects.delete(id);
  for (const object of [...objects.values()]) {
    if (ownerOf(object) === id) remove(objects, object.id);
  }
}
