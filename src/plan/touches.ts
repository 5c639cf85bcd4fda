import { type ObjectId, objectId, ownerOf, type SchemaObject } from "../schema/snapshot.ts";

/**
 * The objects a plan names, with what those depend on or belong to: the table of an index, the parts of a table, the table that a
 * foreign key points to. A live change to any of them makes a plan stale.
 */
export function dependencies(named: readonly ObjectId[], objects: readonly SchemaObject[]): readonly ObjectId[] {
  const result = new Set(named);
  const byId = new Map(objects.map((object) => [object.id, object]));
  for (const id of named) {
    const object = byId.get(id);
    if (object === undefined) continue;
    const owner = ownerOf(object);
    if (owner !== null) result.add(owner);
    if (object.kind === "foreign key") result.add(object.references);
  }
  for (const object of objects) {
    const owner = ownerOf(object);
    if (owner !== null && result.has(owner)) result.add(object.id);
  }
  return [...result].sort();
}

/** Whether a change to this object concerns the plan: it is named, or part of something that is. */
export function concerns(touches: ReadonlySet<ObjectId>, object: SchemaObject): boolean {
  if (touches.has(object.id)) return true;
  if ("table" in object) return touches.has(objectId("table", object.schema, object.table));
  const owner = ownerOf(object);
  return owner !== null && touches.has(owner);
}
