import { canonicalJson, comparable, isCompared, sameValue } from "../schema/fingerprint.ts";
import { type ObjectId, objectId, ownerOf, type SchemaObject } from "../schema/snapshot.ts";
import { type Change, changedId } from "./change.ts";

type Objects = ReadonlyMap<ObjectId, SchemaObject>;

/**
 * What has to change so that `from` becomes `to`, sorted by the name of what changes. Empty if and only if both have equal objects.
 * Parts of a table that appears or disappears as a whole are folded into that one change.
 */
export function diff(from: readonly SchemaObject[], to: readonly SchemaObject[]): readonly Change[] {
  const fromById = byId(from);
  const toById = byId(to);
  const dropped = fold(from.filter((object) => !toById.has(object.id)));
  const created = fold(to.filter((object) => !fromById.has(object.id)));
  const { renames, drops, creates } = pairRenames(dropped, created);
  return [...renames, ...drops, ...creates, ...alterations(fromById, to)].sort(byChangedId);
}

/** Fields that differ, by name, sorted. */
export function differingFields(from: SchemaObject, to: SchemaObject): readonly string[] {
  if (sameValue(from, to)) return [];
  const [a, b] = [from as unknown as Readonly<Record<string, unknown>>, to as unknown as Readonly<Record<string, unknown>>];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => isCompared(to.kind, name) && !sameValue(a[name], b[name])).sort();
}

function byId(objects: readonly SchemaObject[]): Objects {
  return new Map(objects.map((object) => [object.id, object]));
}

type Whole = { readonly object: SchemaObject; readonly parts: readonly SchemaObject[] };

/** Groups objects under the outermost owner that is itself in the list. */
function fold(objects: readonly SchemaObject[]): readonly Whole[] {
  const present = byId(objects);
  const parts = new Map<ObjectId, SchemaObject[]>();
  const wholes: SchemaObject[] = [];
  for (const object of objects) {
    const root = outermostOwner(object, present);
    if (root === null) wholes.push(object);
    else parts.set(root.id, [...(parts.get(root.id) ?? []), object]);
  }
  return wholes.map((object) => ({ object, parts: parts.get(object.id) ?? [] }));
}

function outermostOwner(object: SchemaObject, present: Objects): SchemaObject | null {
  let root: SchemaObject | null = null;
  const seen = new Set<ObjectId>();
  for (let owner = presentOwner(object, present); owner !== null && !seen.has(owner.id); owner = presentOwner(owner, present)) {
    seen.add(owner.id);
    root = owner;
  }
  return root;
}

/** Indexes and triggers name their table only; the owner may be a view of either kind. */
function presentOwner(object: SchemaObject, present: Objects): SchemaObject | null {
  const owner = ownerOf(object);
  if (owner === null) return null;
  const direct = present.get(owner);
  if (direct !== undefined || !("table" in object)) return direct ?? null;
  return (
    present.get(objectId("view", object.schema, object.table)) ??
    present.get(objectId("materialized view", object.schema, object.table)) ??
    null
  );
}

const renameable: ReadonlySet<string> = new Set(["index", "primary key", "foreign key", "check", "exclusion"]);

/** A constraint or index that left under one name and came back under another, unchanged, was renamed. */
function pairRenames(dropped: readonly Whole[], created: readonly Whole[]) {
  const waiting = new Map<string, Whole[]>();
  for (const whole of created) {
    const key = structure(whole.object);
    if (key !== null) waiting.set(key, [...(waiting.get(key) ?? []), whole]);
  }
  const renames: Change[] = [];
  const renamed = new Set<SchemaObject>();
  for (const whole of dropped) {
    const key = structure(whole.object);
    const partner = key === null ? undefined : waiting.get(key)?.shift();
    if (partner === undefined) continue;
    renames.push({ kind: "rename", from: whole.object, to: partner.object });
    renamed.add(whole.object).add(partner.object);
  }
  const remaining = (wholes: readonly Whole[]) => wholes.filter(({ object }) => !renamed.has(object));
  return {
    renames,
    drops: remaining(dropped).map((whole): Change => ({ kind: "drop", ...whole })),
    creates: remaining(created).map((whole): Change => ({ kind: "create", ...whole })),
  };
}

function structure(object: SchemaObject): string | null {
  if (!renameable.has(object.kind)) return null;
  return canonicalJson({ ...comparable(object), id: null, name: null });
}

function alterations(fromById: Objects, to: readonly SchemaObject[]): readonly Change[] {
  return to.flatMap((object): readonly Change[] => {
    const before = fromById.get(object.id);
    if (before === undefined) return [];
    const fields = differingFields(before, object);
    return fields.length === 0 ? [] : [{ kind: "alter", from: before, to: object, fields }];
  });
}

function byChangedId(a: Change, b: Change): number {
  const [left, right] = [changedId(a), changedId(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
