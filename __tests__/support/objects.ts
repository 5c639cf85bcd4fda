import type { Column, Index, SchemaObject, Snapshot, Table } from "../../src/schema/snapshot.ts";

/** Small objects for tests of pure code; `over` sets what the test is about. */
export function aTable(name: string, over: Partial<Table> = {}): Table {
  const id = `table public.${name}`;
  return {
    kind: "table",
    id,
    schema: "public",
    name,
    persistence: "permanent",
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    options: [],
    rowSecurity: "off",
    sql: null,
    ...over,
  };
}

export function aColumn(table: string, name: string, over: Partial<Column> = {}): Column {
  const id = `column public.${table}.${name}`;
  return {
    kind: "column",
    id,
    schema: "public",
    name,
    table,
    position: 1,
    type: "text",
    nullable: true,
    default: null,
    identity: null,
    generated: null,
    collation: null,
    autoIncrement: false,
    ...over,
  };
}

export function anIndex(table: string, name: string, columns: readonly string[], over: Partial<Index> = {}): Index {
  const keys = columns.map(
    (column) => ({ column, expression: null, order: "asc", nulls: "last", opclass: null, collation: null }) as const,
  );
  return {
    kind: "index",
    id: `index public.${name}`,
    schema: "public",
    name,
    table,
    unique: false,
    nullsNotDistinct: false,
    method: "btree",
    keys,
    include: [],
    where: null,
    options: [],
    valid: true,
    constraint: null,
    ...over,
  };
}

export function aSnapshot(objects: readonly SchemaObject[]): Snapshot {
  const sorted = [...objects].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    format: 1,
    dialect: "postgres",
    serverVersion: "18.4",
    schemas: ["public"],
    objects: sorted,
    notCompared: [],
    invisible: [],
    statistics: {},
  };
}
