import {
  type Column,
  type Index,
  type ObjectId,
  objectId,
  ownerOf,
  type PrimaryKey,
  type SchemaObject,
} from "../../../schema/snapshot.ts";
import { quoteIdentifier } from "../types.ts";
import { mentions, qualifiedKey } from "./mentions.ts";
import { holder, qualified, splitSignature } from "./names.ts";

/** The objects of one schema, found by id, by name and by what they belong to. */
export type Catalogue = {
  readonly objects: ReadonlyMap<ObjectId, SchemaObject>;
  /** `schema\0name` of everything that a text may name: relations, types, functions without their arguments. */
  readonly named: ReadonlyMap<string, readonly ObjectId[]>;
  /** The same without schema, for function bodies, which are spelled by their author. */
  readonly unqualified: ReadonlyMap<string, readonly ObjectId[]>;
  /** By table id, in order of creation. */
  readonly columns: ReadonlyMap<ObjectId, readonly Column[]>;
  /** What a foreign key may rest on, by table id. */
  readonly keys: ReadonlyMap<ObjectId, readonly (PrimaryKey | Index)[]>;
};

const nameable: ReadonlySet<string> = new Set([
  "enum",
  "domain",
  "type",
  "sequence",
  "table",
  "view",
  "materialized view",
  "function",
]);

export function catalogueOf(objects: Iterable<SchemaObject>): Catalogue {
  const byId = new Map([...objects].map((object) => [object.id, object]));
  const all = [...byId.values()];
  const named = all.filter((object) => nameable.has(object.kind));
  const columns = all.filter((object) => object.kind === "column").sort((a, b) => a.position - b.position);
  const keys = all.filter(
    (object) => object.kind === "primary key" || (object.kind === "index" && object.unique && object.where === null),
  );
  return {
    objects: byId,
    named: groupIds(named, (object) => qualifiedKey(object.schema, plainName(object))),
    unqualified: groupIds(named, plainName),
    columns: Map.groupBy(columns, tableId),
    keys: Map.groupBy(keys as readonly (PrimaryKey | Index)[], tableId),
  };
}

/** The id of what an object is a part of, also when that is a view. Null for what stands alone or hangs on something unknown. */
export function holderId(object: SchemaObject, catalogue: Catalogue): ObjectId | null {
  if (!("table" in object)) return ownerOf(object);
  const ids = ["table", "view", "materialized view"] as const;
  return ids.map((kind) => objectId(kind, object.schema, object.table)).find((id) => catalogue.objects.has(id)) ?? null;
}

/** Whether a type, as the server spells it, is an enum. */
export function isEnumIn(type: string, catalogue: Catalogue): boolean {
  const [key] = mentions(type).qualified;
  return (catalogue.named.get(key ?? "") ?? []).some((id) => catalogue.objects.get(id)?.kind === "enum");
}

/** The quoted name of a relation that is known by its id, also when it lies outside of the schemas that were read. */
export function relationName(id: ObjectId, catalogue: Catalogue): string {
  const object = catalogue.objects.get(id);
  if (object !== undefined) return qualified(object);
  const path = id.slice(id.indexOf(" ") + 1);
  const dot = path.indexOf(".");
  return qualified({ schema: path.slice(0, dot), name: path.slice(dot + 1) });
}

/** `"public"."orders"."id"` */
export function columnName(id: ObjectId, catalogue: Catalogue): string {
  const column = catalogue.objects.get(id);
  if (column?.kind === "column") return `${holder(column)}.${quoteIdentifier(column.name)}`;
  return id
    .slice(id.indexOf(" ") + 1)
    .split(".")
    .map(quoteIdentifier)
    .join(".");
}

function plainName(object: SchemaObject): string {
  return object.kind === "function" ? splitSignature(object.name).name : object.name;
}

function tableId(part: { readonly schema: string | null; readonly table: string }): ObjectId {
  return objectId("table", part.schema, part.table);
}

function groupIds(
  objects: readonly SchemaObject[],
  key: (object: SchemaObject) => string,
): ReadonlyMap<string, readonly ObjectId[]> {
  return new Map([...Map.groupBy(objects, key)].map(([name, group]) => [name, group.map((object) => object.id)]));
}
