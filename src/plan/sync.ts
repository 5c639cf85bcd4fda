import type { Change } from "../diff/change.ts";
import { changedId } from "../diff/change.ts";
import { type ObjectId, ownerOf, type SchemaObject } from "../schema/snapshot.ts";

export type SyncDecision = {
  /** ✓ in the code and in the database, equal. */
  readonly existing: readonly ObjectId[];
  /** + missing, and would be added. */
  readonly added: readonly Change[];
  /** ! differs, and is left alone: `sync` never drops, narrows or retypes. */
  readonly left: readonly Change[];
};

const addable: ReadonlySet<string> = new Set([
  "schema",
  "extension",
  "enum",
  "sequence",
  "table",
  "column",
  "index",
  "primary key",
  "foreign key",
  "check",
]);

/** Splits what differs into what `sync` adds and what it leaves alone. */
export function decideSync(
  live: readonly SchemaObject[],
  code: readonly SchemaObject[],
  changes: readonly Change[],
): SyncDecision {
  const differing = new Set(changes.map(changedId));
  const present = new Set(live.map(({ id }) => id));
  const existing = code.filter(
    (object) =>
      present.has(object.id) &&
      !differing.has(object.id) &&
      (ownerOf(object) === null || object.kind === "index" || object.kind === "column"),
  );
  return {
    existing: existing.map(({ id }) => id),
    added: changes.filter(isAddition),
    left: changes.filter((change) => !isAddition(change)),
  };
}

function isAddition(change: Change): boolean {
  if (change.kind === "create") return addable.has(change.object.kind);
  return (
    change.kind === "alter" &&
    change.from.kind === "enum" &&
    change.to.kind === "enum" &&
    addsValuesOnly(change.from.values, change.to.values)
  );
}

function addsValuesOnly(from: readonly string[], to: readonly string[]): boolean {
  return from.every((value) => to.includes(value)) && to.filter((value) => from.includes(value)).join("\0") === from.join("\0");
}
