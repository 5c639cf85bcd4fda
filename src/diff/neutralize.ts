import {
  type ObjectId,
  objectId,
  ownerOf,
  type Rights,
  type SchemaObject,
  type Snapshot,
  type Table,
} from "../schema/snapshot.ts";

export type Kept = { readonly object: ObjectId; readonly reason: string };
export type UsedRule = { readonly rule: string; readonly object: ObjectId };

/** Differences between two servers, or between a database and its replayed history, that mean nothing; each has a name. */
export const neutralRules: Readonly<Record<string, string>> = {
  "history-table": "The migration tool's own table is not part of the schema.",
  "owner-of-another-server": "Owners are compared within one server only: a stand-in has other roles.",
  "rights-not-managed": "No migration grants anything, so grants on the database are its administrators' business.",
  "partition-of-managed-parent": "Partitions of a table that the migrations made are made and dropped by operational tools.",
  "extension-version": "Versions of extensions are the server's business.",
};

export type Neutral = {
  readonly from: readonly SchemaObject[];
  readonly to: readonly SchemaObject[];
  readonly kept: readonly Kept[];
  readonly rules: readonly UsedRule[];
};

/** Takes out of both sides what can't be compared across servers: `from` is the replayed history, `to` the live database. */
export function neutralize(from: Snapshot, to: Snapshot, historyTables: readonly ObjectId[]): Neutral {
  const rules: UsedRule[] = [];
  const kept: Kept[] = [];
  const ownTables = new Set(historyTables);
  const partitions = operationalPartitions(from.objects, to.objects);
  const managesRights = from.objects.some((object) => object.kind === "rights" && object.grants.length > 0);
  for (const id of partitions) rules.push({ rule: "partition-of-managed-parent", object: id });

  const left = withoutBelongings(from.objects, new Set([...ownTables, ...partitions]));
  const right = withoutBelongings(to.objects, new Set([...ownTables, ...partitions]));
  const granted = right.filter((object) => object.kind === "rights" && object.grants.length > 0);
  if (!managesRights) {
    for (const { of } of granted as readonly Rights[])
      kept.push({ object: of, reason: "grants: no migration grants anything, so they are left alone" });
  }
  const compared = (object: SchemaObject) => (object.kind === "rights" ? (managesRights ? ownerless(object) : []) : [object]);
  return { from: left.flatMap(compared), to: right.flatMap(compared), kept, rules };
}

/** Without grants there is nothing left to compare but the owner. */
function ownerless(rights: Rights): readonly SchemaObject[] {
  return rights.grants.length === 0 ? [] : [{ ...rights, owner: "" }];
}

function operationalPartitions(from: readonly SchemaObject[], to: readonly SchemaObject[]): ReadonlySet<ObjectId> {
  const managed = new Set(from.filter((object) => object.kind === "table").map((object) => object.id));
  const children = to.filter((object): object is Table => object.kind === "table" && object.partitionOf !== null);
  return new Set(
    children
      .filter((table) => !managed.has(table.id) && table.partitionOf !== null && managed.has(table.partitionOf.table))
      .map((table) => table.id),
  );
}

/** The objects without these tables and all that belongs to them. */
export function withoutBelongings(objects: readonly SchemaObject[], tables: ReadonlySet<ObjectId>): readonly SchemaObject[] {
  if (tables.size === 0) return objects;
  const gone = new Set(tables);
  const remaining = (object: SchemaObject) => {
    const owner = "table" in object ? objectId("table", object.schema, object.table) : ownerOf(object);
    return !gone.has(object.id) && (owner === null || !gone.has(owner));
  };
  let result = objects;
  // Rights and comments hang on columns, which hang on tables: repeat until nothing more falls out.
  for (let size = -1; size !== result.length; ) {
    size = result.length;
    for (const object of result) if (!remaining(object)) gone.add(object.id);
    result = result.filter(remaining);
  }
  return result;
}
