import { type AclItem, aclJson, type Reading } from "./reading.ts";

/**
 * Columns of everything that has some, members of extensions included: keys may point at those. A default names no column, so the
 * server is spared looking them all up (the 0); that is half of the query's time.
 */
const columnsQuery = `
SELECT a.attrelid AS relation, a.attnum AS position, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
  a.atttypid AS "typeOid", a.attcollation AS "collationOid", a.attnotnull AS "notNull",
  CASE WHEN a.atthasdef THEN pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE d.adrelid END) END AS expression,
  CASE WHEN a.attinhcount > 0 OR a.attidentity <> '' OR a.attgenerated <> '' OR a.attcollation <> t.typcollation OR a.attacl IS NOT NULL
    THEN json_build_object(
      'inherited', a.attinhcount > 0, 'identity', nullif(a.attidentity, ''), 'generated', nullif(a.attgenerated, ''),
      'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
      'granted', ${aclJson("a.attacl", "c.relowner")}) END AS special
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'c')
ORDER BY a.attrelid, a.attnum`;

export type ColumnRow = {
  readonly relation: number;
  readonly position: number;
  readonly name: string;
  readonly type: string;
  readonly typeOid: number;
  readonly collationOid: number;
  readonly notNull: boolean;
  /** Default, or the expression of a generated column. */
  readonly expression: string | null;
  /** What few columns have, in one value: every value of every column is paid for. */
  readonly special: {
    readonly inherited: boolean;
    readonly identity: "a" | "d" | null;
    readonly generated: "s" | "v" | null;
    readonly collation: string | null;
    readonly granted: readonly AclItem[] | null;
  } | null;
};

/** In the order of the table, by relation. */
export type Columns = ReadonlyMap<number, readonly ColumnRow[]>;

export async function readColumns(reading: Reading): Promise<Columns> {
  return Map.groupBy(await reading.ask<ColumnRow>(columnsQuery, [reading.scope]), (row) => row.relation);
}

/** Names of columns by their numbers, as keys of constraints and indexes hold them. */
export function columnNames(columns: Columns, relation: number, positions: readonly number[]): readonly string[] {
  const rows = columns.get(relation) ?? [];
  return positions.map((position) => rows.find((row) => row.position === position)?.name ?? `?${position}`);
}

/** The column came with inheritance and nothing about it was changed. */
export function inheritedAsIs(column: ColumnRow, parent: ColumnRow): boolean {
  return (
    column.special?.inherited === true &&
    column.name === parent.name &&
    column.type === parent.type &&
    column.notNull === parent.notNull &&
    column.expression === parent.expression &&
    column.special.generated === (parent.special?.generated ?? null) &&
    column.special.collation === (parent.special?.collation ?? null)
  );
}
