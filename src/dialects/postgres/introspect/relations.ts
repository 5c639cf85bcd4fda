import {
  type Column,
  type MaterializedView,
  type ObjectId,
  objectId,
  type Table,
  type TableStatistics,
  type View,
} from "../../../schema/snapshot.ts";
import { type ColumnRow, type Columns, inheritedAsIs } from "./columns.ts";
import { type AclItem, aclJson, addressOf, type Found, nameOf, notMember, type Reading, type Relation } from "./reading.ts";
import type { Sequences, SerialDefaults } from "./sequences.ts";

const relationsQuery = `
SELECT c.oid, c.relname AS name, c.relnamespace AS namespace, c.relkind::text AS kind, c.relpersistence::text AS persistence,
  CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionKey",
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
  to_json(c.reloptions) AS options, to_json(t.reloptions) AS "toastOptions",
  c.relrowsecurity AS "rowSecurity", c.relforcerowsecurity AS "forcedRowSecurity",
  c.reltuples::float8 AS rows, c.relpages AS pages, t.relpages AS "toastPages",
  pg_get_userbyid(c.relowner) AS owner, ${aclJson("c.relacl", "c.relowner")} AS granted
FROM pg_class c
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
WHERE c.relnamespace = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm') AND ${notMember("pg_class", "c.oid")}`;

/** Parents of tables, in the order in which INHERITS names them. */
const parentsQuery = `
SELECT i.inhrelid AS child, i.inhparent AS parent, n.nspname AS schema, p.relname AS name
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p') AND c.relnamespace = ANY($1)
JOIN pg_class p ON p.oid = i.inhparent
JOIN pg_namespace n ON n.oid = p.relnamespace
ORDER BY i.inhrelid, i.inhseqno`;

type RelationRow = {
  readonly oid: number;
  readonly name: string;
  readonly namespace: number;
  readonly kind: "r" | "p" | "v" | "m";
  readonly persistence: "p" | "u" | "t";
  readonly partitionKey: string | null;
  readonly bound: string | null;
  readonly definition: string | null;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly rowSecurity: boolean;
  readonly forcedRowSecurity: boolean;
  readonly rows: number;
  readonly pages: number;
  readonly toastPages: number | null;
  readonly owner: string;
  readonly granted: readonly AclItem[] | null;
};

type ParentRow = { readonly child: number; readonly parent: number; readonly schema: string; readonly name: string };

export type Relations = {
  readonly byOid: ReadonlyMap<number, Relation>;
  readonly found: readonly Found<Table | View | MaterializedView | Column>[];
  /** Pages and rows of tables and materialised views; indexes are not in it. */
  readonly sizes: ReadonlyMap<number, { readonly id: ObjectId; readonly rows: number | null; readonly pages: number | null }>;
};

/** Tables with their columns, views, materialised views. */
export async function readRelations(
  reading: Reading,
  asked: Promise<Columns>,
  sequences: Promise<Sequences>,
): Promise<Relations> {
  const [rows, parentRows, columns, { serialDefaults }] = await Promise.all([
    reading.ask<RelationRow>(relationsQuery, [reading.scope]),
    reading.ask<ParentRow>(parentsQuery, [reading.scope]),
    asked,
    sequences,
  ]);
  const parents = Map.groupBy(parentRows, (row) => row.child);
  const byOid = new Map(rows.map((row) => [row.oid, relation(reading, row)]));
  return {
    byOid,
    found: rows.flatMap((row): Relations["found"] => {
      const self = relation(reading, row);
      const own = columns.get(row.oid) ?? [];
      if (row.kind === "v" || row.kind === "m") return [view(row, self, own)];
      const above = parents.get(row.oid) ?? [];
      return [
        table(row, self, own, above),
        ...ownColumns(
          row,
          self,
          own,
          above.flatMap((parent) => columns.get(parent.parent) ?? []),
          serialDefaults,
        ),
      ];
    }),
    sizes: new Map(rows.filter((row) => row.kind !== "v").map((row) => [row.oid, size(reading, row)])),
  };
}

function relation(reading: Reading, row: RelationRow): Relation {
  const schema = nameOf(reading, row.namespace);
  return { id: objectId(kinds[row.kind], schema, row.name), schema, name: row.name };
}

const kinds = { r: "table", p: "table", v: "view", m: "materialized view" } as const;

function table(row: RelationRow, self: Relation, columns: readonly ColumnRow[], parents: readonly ParentRow[]): Found<Table> {
  const ids = parents.map((parent) => objectId("table", parent.schema, parent.name));
  const [parent] = ids;
  return {
    object: {
      kind: "table",
      ...self,
      persistence: row.persistence === "u" ? "unlogged" : "permanent",
      partitionBy: row.partitionKey,
      partitionOf: row.bound !== null && parent !== undefined ? { table: parent, bound: row.bound } : null,
      inherits: row.bound === null ? ids : [],
      options: [...(row.options ?? []), ...(row.toastOptions ?? []).map((option) => `toast.${option}`)].sort(),
      rowSecurity: row.forcedRowSecurity && row.rowSecurity ? "forced" : row.rowSecurity ? "on" : "off",
      sql: null,
    },
    address: addressOf("pg_class", row.oid),
    rights: rights(row, columns),
  };
}

function view(row: RelationRow, self: Relation, columns: readonly ColumnRow[]): Found<View | MaterializedView> {
  return {
    object: {
      kind: row.kind === "m" ? "materialized view" : "view",
      ...self,
      definition: (row.definition ?? "").trim().replace(/;$/, ""),
      options: [...(row.options ?? [])].sort(),
      columns: columns.map(({ name, type }) => ({ name, type })),
    },
    address: addressOf("pg_class", row.oid),
    rights: rights(row, columns),
  };
}

function rights(row: RelationRow, columns: readonly ColumnRow[]): Found["rights"] {
  return {
    kind: "r",
    owner: row.owner,
    granted: row.granted,
    initial: null,
    columns: columns.flatMap(({ name, special }) => (special?.granted ? [{ name, granted: special.granted }] : [])),
  };
}

/** What a partition or a child has exactly as its parent is part of the parent, not of the child. */
function ownColumns(
  row: RelationRow,
  self: Relation,
  columns: readonly ColumnRow[],
  inherited: readonly ColumnRow[],
  serials: SerialDefaults,
): readonly Found<Column>[] {
  return columns
    .filter((column) => !inherited.some((parent) => inheritedAsIs(column, parent)))
    .map((column) => ({
      object: {
        kind: "column",
        id: objectId("column", self.schema, self.name, column.name),
        schema: self.schema,
        name: column.name,
        table: self.name,
        position: column.position,
        type: column.type,
        nullable: !column.notNull,
        default: column.special?.generated ? null : column.expression,
        identity: identity(column),
        generated: generated(column),
        collation: column.special?.collation ?? null,
        autoIncrement:
          column.expression !== null && column.expression === serials.get(addressOf("pg_class", row.oid, column.position)),
      },
      address: addressOf("pg_class", row.oid, column.position),
      rights: null,
    }));
}

function identity({ special }: ColumnRow): Column["identity"] {
  if (!special?.identity) return null;
  return special.identity === "a" ? "always" : "by default";
}

function generated({ expression, special }: ColumnRow): Column["generated"] {
  if (!special?.generated || expression === null) return null;
  return { expression, stored: special.generated === "s" };
}

function size(reading: Reading, row: RelationRow): { id: ObjectId; rows: number | null; pages: number | null } {
  // Before PostgreSQL 14 a table that was never analysed has 0 rows on 0 pages.
  const unknown = row.rows < 0 || (row.rows === 0 && row.pages === 0);
  return {
    id: relation(reading, row).id,
    rows: unknown ? null : row.rows,
    pages: unknown ? null : row.pages + (row.toastPages ?? 0),
  };
}

/** Sizes as the planner knows them: asking for the files would wait for every lock on a table. */
export function statistics(
  sizes: Relations["sizes"],
  indexPages: ReadonlyMap<number, number>,
  blockSize: number,
): Readonly<Record<ObjectId, TableStatistics>> {
  const entries = [...sizes].map(([oid, { id, rows, pages }]): [ObjectId, TableStatistics] => [
    id,
    { rows, bytes: pages === null ? null : (pages + (indexPages.get(oid) ?? 0)) * blockSize },
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
