import type { ObjectId, SchemaObject } from "../schema/snapshot.ts";

/**
 * One difference between two snapshots, to be resolved by going from `from` to `to`.
 * A table that appears or disappears is one change: its columns, keys, indexes, triggers, rights and comments are its `parts`.
 */
export type Change =
  | { readonly kind: "create"; readonly object: SchemaObject; readonly parts: readonly SchemaObject[] }
  | { readonly kind: "drop"; readonly object: SchemaObject; readonly parts: readonly SchemaObject[] }
  | { readonly kind: "alter"; readonly from: SchemaObject; readonly to: SchemaObject; readonly fields: readonly string[] }
  /** Same structure under another name: constraints and indexes only. Tables and columns are never guessed to be renamed. */
  | { readonly kind: "rename"; readonly from: SchemaObject; readonly to: SchemaObject };

/** The object a change is about, as it is called before the change (or after, for a new one). */
export function changedId(change: Change): ObjectId {
  return change.kind === "create" || change.kind === "drop" ? change.object.id : change.from.id;
}
