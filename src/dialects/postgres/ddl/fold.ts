import type { ObjectId, SchemaObject } from "../../../schema/snapshot.ts";
import { type Catalogue, holderId } from "./catalogue.ts";
import type { Operation } from "./operations.ts";

type Creation = Extract<Operation, { readonly verb: "create" }>;
type Removal = Extract<Operation, { readonly verb: "drop" }>;

/** Columns, primary key and checks of a new table stand in its CREATE TABLE; what falls with its owner needs no DROP. */
export function fold(operations: readonly Operation[], before: Catalogue): readonly Operation[] {
  const creates = operations.filter((operation) => operation.verb === "create");
  const drops = operations.filter((operation) => operation.verb === "drop");
  const others = operations.filter(({ verb }) => verb !== "create" && verb !== "drop");
  return [...foldDrops(drops, before), ...others, ...foldCreates(creates)];
}

function foldCreates(creates: readonly Creation[]): readonly Operation[] {
  const tables = new Set(
    creates.filter(({ object }) => object.kind === "table").map(({ object }) => tableKey(object.schema, object.name)),
  );
  const inside = (operation: Creation) =>
    isInline(operation.object) && tables.has(tableKey(operation.object.schema, operation.object.table));
  const parts = Map.groupBy(creates.filter(inside), ({ object }) =>
    "table" in object ? tableKey(object.schema, object.table) : "",
  );
  return creates
    .filter((operation) => !inside(operation))
    .map((operation) => {
      const { object } = operation;
      return object.kind === "table" ? joined(operation, parts.get(tableKey(object.schema, object.name)) ?? []) : operation;
    });
}

type InlinePart = Extract<SchemaObject, { readonly kind: "column" | "primary key" | "check" }>;

function isInline(object: SchemaObject): object is InlinePart {
  return (
    object.kind === "column" ||
    object.kind === "primary key" ||
    (object.kind === "check" && (object.validated || !object.enforced))
  );
}

function tableKey(schema: string | null, table: string): string {
  return `${schema ?? ""}\0${table}`;
}

function foldDrops(drops: readonly Removal[], before: Catalogue): readonly Operation[] {
  const byId = new Map(drops.map((operation) => [operation.object.id, operation]));
  const roots = new Map(drops.map((operation) => [operation, rootOf(operation, byId, before)]));
  const parts = Map.groupBy(
    drops.filter((operation) => roots.get(operation) !== operation),
    (operation) => roots.get(operation) ?? operation,
  );
  return drops
    .filter((operation) => roots.get(operation) === operation)
    .map((operation) => joined(operation, parts.get(operation) ?? []));
}

/** Foreign keys are dropped by themselves, because tables may refer to each other in a circle. */
function rootOf(operation: Removal, drops: ReadonlyMap<ObjectId, Removal>, before: Catalogue): Removal {
  const { object } = operation;
  const holder = holderId(object, before);
  if (object.kind === "foreign key" && object.references !== holder) return operation;
  const owner = holder === null ? undefined : drops.get(holder);
  return owner === undefined ? operation : rootOf(owner, drops, before);
}

function joined<Folded extends Creation | Removal>(operation: Folded, parts: readonly Folded[]): Folded {
  const changes = new Set([operation, ...parts].flatMap((part) => part.changes));
  return { ...operation, parts: parts.map((part) => part.object), changes: [...changes].sort((a, b) => a - b) };
}
