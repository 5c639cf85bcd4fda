import { type CompositeType, type DomainType, type EnumType, objectId } from "../../../schema/snapshot.ts";
import { quoteIdentifier } from "../types.ts";
import type { ColumnRow, Columns } from "./columns.ts";
import { type AclItem, aclJson, addressOf, type Found, nameOf, notMember, type Reading } from "./reading.ts";

const typesQuery = (version: number) => `
SELECT t.oid, t.typname AS name, t.typnamespace AS namespace, t.typtype::text AS kind, t.typrelid AS relation,
  CASE t.typtype WHEN 'e' THEN (SELECT json_agg(v.enumlabel ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = t.oid) END AS "values",
  CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base,
  t.typnotnull AS "notNull",
  CASE t.typtype WHEN 'd' THEN coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) END AS "default",
  CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
  CASE t.typtype WHEN 'd' THEN (
    SELECT json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0), 'validated', k.convalidated) ORDER BY k.conname)
    FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') END AS checks,
  CASE t.typtype WHEN 'r' THEN (
    SELECT json_build_object(
      'subtype', format_type(r.rngsubtype, NULL),
      'subtype_opclass', CASE WHEN NOT o.opcdefault THEN quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END,
      'collation', CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END,
      'canonical', CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END,
      'subtype_diff', CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END,
      'multirange', ${version >= 140000 ? "(SELECT m.typname FROM pg_type m WHERE m.oid = r.rngmultitypid)" : "NULL"})
    FROM pg_range r
    JOIN pg_type s ON s.oid = r.rngsubtype
    JOIN pg_opclass o ON o.oid = r.rngsubopc
    JOIN pg_namespace n ON n.oid = o.opcnamespace
    WHERE r.rngtypid = t.oid) END AS range,
  pg_get_userbyid(t.typowner) AS owner, ${aclJson("t.typacl", "t.typowner")} AS granted
FROM pg_type t
LEFT JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c' AND c.relnamespace = ANY($1)
LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typnamespace = ANY($1) AND (t.typtype IN ('e', 'd', 'r') OR c.oid IS NOT NULL) AND ${notMember("pg_type", "t.oid")}`;

type TypeRow = {
  readonly oid: number;
  readonly name: string;
  readonly namespace: number;
  readonly kind: "e" | "d" | "r" | "c";
  readonly relation: number;
  readonly values: readonly string[] | null;
  readonly base: string | null;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  readonly checks: DomainType["checks"] | null;
  readonly range: RangeRow | null;
  readonly owner: string;
  readonly granted: readonly AclItem[] | null;
};

type RangeRow = Readonly<
  Record<"subtype_opclass" | "collation" | "canonical" | "subtype_diff" | "multirange", string | null> & { subtype: string }
>;

/** Enums, domains, composite types and ranges. The `definition` of the latter two is what follows `CREATE TYPE name AS`. */
export async function readTypes(
  reading: Reading,
  asked: Promise<Columns>,
): Promise<readonly Found<EnumType | DomainType | CompositeType>[]> {
  const [rows, columns] = await Promise.all([reading.ask<TypeRow>(typesQuery(reading.version), [reading.scope]), asked]);
  return rows.map((row) => ({
    object: type(row, nameOf(reading, row.namespace), columns.get(row.relation) ?? []),
    address: addressOf("pg_type", row.oid),
    rights: { kind: "T", owner: row.owner, granted: row.granted, initial: null, columns: [] },
  }));
}

function type(row: TypeRow, schema: string, attributes: readonly ColumnRow[]): EnumType | DomainType | CompositeType {
  const { name } = row;
  switch (row.kind) {
    case "e":
      return { kind: "enum", id: objectId("enum", schema, name), schema, name, values: row.values ?? [] };
    case "d":
      return {
        kind: "domain",
        id: objectId("domain", schema, name),
        schema,
        name,
        type: row.base ?? "",
        nullable: !row.notNull,
        default: row.default,
        collation: row.collation,
        checks: row.checks ?? [],
      };
    case "r":
      return { kind: "type", id: objectId("type", schema, name), schema, name, definition: range(name, row.range) };
    case "c":
      return { kind: "type", id: objectId("type", schema, name), schema, name, definition: composite(attributes) };
  }
}

function composite(attributes: readonly ColumnRow[]): string {
  const lines = attributes.map(({ name, type, special }) =>
    [quoteIdentifier(name), type, ...(special?.collation ? [`COLLATE ${special.collation}`] : [])].join(" "),
  );
  return `(${lines.join(", ")})`;
}

function range(name: string, row: RangeRow | null): string {
  if (row === null) throw new Error(`The range type ${name} has no row in pg_range`);
  const settings = (["subtype", "subtype_opclass", "collation", "canonical", "subtype_diff"] as const).flatMap((key) =>
    row[key] === null ? [] : [`${key} = ${row[key]}`],
  );
  const named = row.multirange === null || row.multirange === multirangeName(name);
  return `RANGE (${[...settings, ...(named ? [] : [`multirange_type_name = ${quoteIdentifier(row.multirange ?? "")}`])].join(", ")})`;
}

/** The name that the server gives of itself. https://www.postgresql.org/docs/current/sql-createtype.html */
function multirangeName(name: string): string {
  return name.includes("range") ? name.replace("range", "multirange") : `${name}_multirange`;
}
