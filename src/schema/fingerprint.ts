import { createHash } from "node:crypto";
import type { SchemaObject, Snapshot } from "./snapshot.ts";

/** sha256 in hex over the hashes of a snapshot's objects. Equal fingerprints mean: nothing to diff. */
export type Fingerprint = string & { readonly __brand: "Fingerprint" };

export type ObjectHashes = Readonly<Record<string, string>>;

/** Objects don't change, and a plan hashes the same ones several times. */
const known = new WeakMap<SchemaObject, string>();

/** Hash per object id, so that a difference has a name. Columns' positions and statements kept as text are left out. */
export function hashObjects(objects: readonly SchemaObject[]): ObjectHashes {
  return Object.fromEntries(objects.map((object) => [object.id, hashOf(object)]));
}

function hashOf(object: SchemaObject): string {
  const hash = known.get(object) ?? sha256(canonicalJson(comparable(object)));
  known.set(object, hash);
  return hash;
}

export function fingerprint(snapshot: Snapshot): Fingerprint {
  return fingerprintOf(hashObjects(snapshot.objects));
}

export function fingerprintOf(hashes: ObjectHashes): Fingerprint {
  const lines = Object.entries(hashes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, hash]) => `${hash} ${id}\n`);
  return sha256(lines.join("")) as Fingerprint;
}

/** What is never compared, by kind. */
const uncompared: Readonly<Partial<Record<SchemaObject["kind"], string>>> = {
  column: "position",
  table: "sql",
  extension: "version",
};

/** The object without what is never compared. */
export function comparable(object: SchemaObject): Readonly<Record<string, unknown>> {
  const left = uncompared[object.kind];
  return left === undefined ? object : Object.fromEntries(Object.entries(object).filter(([name]) => name !== left));
}

/** Whether a field of this kind of object counts in a comparison. */
export function isCompared(kind: SchemaObject["kind"], field: string): boolean {
  return uncompared[kind] !== field;
}

/** Values of snapshots: equal exactly when their canonical JSON is. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  const names = Object.keys(left);
  return (
    !Array.isArray(b) &&
    names.length === Object.keys(right).length &&
    names.every((name) => name in right && sameValue(left[name], right[name]))
  );
}

/** JSON with sorted keys and no space: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item: unknown) => (item === undefined ? "null" : canonicalJson(item))).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(",")}}`;
}

export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}
