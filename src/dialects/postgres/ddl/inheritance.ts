import { type Column, type ObjectId, objectId, type SchemaObject, type Table } from "../../../schema/snapshot.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Alteration, Operation } from "./operations.ts";

/** What a partition or child has of its parents is not listed among its own columns, and actions on the parent reach it. */
export function followInheritance(operations: readonly Operation[], before: Catalogue, after: Catalogue): readonly Operation[] {
  const children = [...after.objects.values()].filter((object) => object.kind === "table" && parentsOf(object).length > 0);
  const formerChildren = [...before.objects.values()].filter((object) => object.kind === "table" && parentsOf(object).length > 0);
  if (children.length === 0 && formerChildren.length === 0) return operations;
  const families: Families = { before, after, retyped: retypedColumns(operations) };
  const followed = operations.flatMap((operation) => follow(operation, families));
  return [...followed, ...keptOverrides(followed, families)];
}

export function parentsOf(table: Table): readonly ObjectId[] {
  return table.partitionOf === null ? table.inherits : [table.partitionOf.table];
}

type Families = {
  readonly before: Catalogue;
  readonly after: Catalogue;
  readonly retyped: ReadonlySet<ObjectId>;
};

function follow(operation: Operation, families: Families): readonly Operation[] {
  const { before, after } = families;
  switch (operation.verb) {
    case "create": {
      const { object, changes } = operation;
      if (object.kind !== "column" || !before.objects.has(tableId(object))) return [operation];
      const had = effective(object, before) ?? inherited(object, after);
      return had === null ? [operation] : alteration(had, object, changes, families);
    }
    case "drop": {
      const { object, changes } = operation;
      if (object.kind === "check") return isInherited(object, after) ? [] : [operation];
      if (object.kind !== "column" || !after.objects.has(tableId(object))) return [operation];
      const gets = effective(object, after);
      if (gets !== null) return alteration(object, gets, changes, families);
      const goesAlong = inherited(object, before) !== null && inherited(object, after) === null;
      return goesAlong && stays(object, families) ? [] : [operation];
    }
    case "alter":
      if (operation.from.kind !== "column" || operation.to.kind !== "column") return [operation];
      return inherited(operation.to, after) === null
        ? [operation]
        : alteration(operation.from, operation.to, operation.changes, families);
    default:
      return [operation];
  }
}

/** The new type, default and NOT NULL of a parent's column reach the children, also those that have their own. */
function alteration(from: Column, to: Column, changes: readonly number[], { after, retyped }: Families): readonly Operation[] {
  const typeComes = parentColumns(to, after).some(({ id }) => retyped.has(id));
  const fields = (["collation", "default", "generated", "identity", "nullable", "type"] as const).filter(
    (field) =>
      JSON.stringify(from[field]) !== JSON.stringify(to[field]) && !(typeComes && (field === "type" || field === "collation")),
  );
  return fields.length === 0 ? [] : [{ verb: "alter", from, to, fields, changes }];
}

function keptOverrides(operations: readonly Operation[], { before, after }: Families): readonly Operation[] {
  const altered = new Map(
    operations.filter((operation) => operation.verb === "alter").map((operation) => [operation.from.id, operation]),
  );
  const overrides = [...after.columns.values()].flat().filter(({ id }) => before.objects.has(id) && !altered.has(id));
  return overrides.flatMap((column): readonly Operation[] => {
    const cause = parentColumns(column, after)
      .flatMap(({ id }) => altered.get(id) ?? [])
      .find(reachesChildren);
    if (cause === undefined || cause.to.kind !== "column") return [];
    const from = { ...column, default: cause.to.default, nullable: cause.to.nullable };
    const fields = cause.fields.filter((field) => (field === "default" || field === "nullable") && from[field] !== column[field]);
    return fields.length === 0 ? [] : [{ verb: "alter", from, to: column, fields, changes: cause.changes }];
  });
}

function reachesChildren({ to, fields }: Alteration): boolean {
  return to.kind === "column" && (fields.includes("default") || fields.includes("nullable"));
}

function retypedColumns(operations: readonly Operation[]): ReadonlySet<ObjectId> {
  return new Set(
    operations
      .filter((operation) => operation.verb === "alter" && operation.to.kind === "column" && operation.fields.includes("type"))
      .map((operation) => (operation.verb === "alter" ? operation.to.id : "")),
  );
}

/** The column as it is, its own or its parents'. */
function effective(column: Column, catalogue: Catalogue): Column | null {
  const own = catalogue.objects.get(column.id);
  return own?.kind === "column" ? own : inherited(column, catalogue);
}

function inherited(column: Column, catalogue: Catalogue): Column | null {
  const [above] = parentColumns(column, catalogue);
  if (above === undefined) return null;
  return {
    ...above,
    id: column.id,
    schema: column.schema,
    table: column.table,
    position: column.position,
    identity: null,
    autoIncrement: false,
  };
}

/** Columns of the same name, of the parents and of theirs. */
export function parentColumns(column: Column, catalogue: Catalogue): readonly Column[] {
  const seen = new Set<ObjectId>();
  const found: Column[] = [];
  const queue = [tableId(column)];
  for (const id of queue) {
    const table = catalogue.objects.get(id);
    if (table?.kind !== "table" || seen.has(id)) continue;
    seen.add(id);
    const parents = parentsOf(table);
    found.push(...parents.flatMap((parent) => (catalogue.columns.get(parent) ?? []).filter(({ name }) => name === column.name)));
    queue.push(...parents);
  }
  return found;
}

/** A table that joins a parent must have the parent's checks already. */
function isInherited(check: Extract<SchemaObject, { readonly kind: "check" }>, after: Catalogue): boolean {
  const table = after.objects.get(tableId(check));
  if (table?.kind !== "table") return false;
  return parentsOf(table).some((parent) => {
    const above = after.objects.get(parent);
    return above !== undefined && after.objects.has(objectId("check", above.schema, above.name, check.name));
  });
}

/** Whether the column's table has the same parents before and after. */
function stays(column: Column, { before, after }: Families): boolean {
  const [was, is] = [before.objects.get(tableId(column)), after.objects.get(tableId(column))];
  if (was?.kind !== "table" || is?.kind !== "table") return false;
  return parentsOf(was).join("\0") === parentsOf(is).join("\0");
}

function tableId(part: { readonly schema: string | null; readonly table: string }): ObjectId {
  return objectId("table", part.schema, part.table);
}
