import type { SchemaObject } from "../schema/snapshot.ts";

/**
 * Objects as a plan's hashes cover them. Who owns what a plan creates is decided by whoever runs it, so owners are left out, and with
 * them the rights of objects on which nobody was granted anything.
 */
export function verifiable(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  return objects.flatMap((object): readonly SchemaObject[] => {
    if (object.kind !== "rights") return [object];
    return object.grants.length === 0 ? [] : [{ ...object, owner: "" }];
  });
}
