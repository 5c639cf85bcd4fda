import { createHash } from "node:crypto";
import type { SchemaObject, Snapshot } from "./snapshot.ts";

/** sha256 in hex over the hashes of a snapshot's objects. Equal fingerprints mean: nothing to diff. */
export type Fingerprint = string & { readonly __brand: "Fingerprint" };

export type ObjectHashes = Readonly<Record<string, string>>;

/** Hash per object id, so that a difference has a name. Columns' positions and statements kept as text are left out. */
export function hashObjects(objects: readonly SchemaObject[]): ObjectHashes {
  return Object.fromEntries(objects.map((object) => [object.id, sha256(canonicalJson(comparable(object)))]));
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

/** The object without what is never compared. */
export function comparable(object: SchemaObject): Readonly<Record<string, unknown>> {
  const { ...fields } = object as Record<string, unknown> & SchemaObject;
  if (object.kind === "column") delete fields["position"];
  if (object.kind === "table") delete fields["sql"];
  if (object.kind === "extension") delete fields["version"];
  return fields;
}

/** JSON with sorted keys and no space: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}
