import {
  type Check,
  type Deferrable,
  type Exclusion,
  type ForeignKey,
  objectId,
  type ReferentialAction,
} from "../../../schema/snapshot.ts";
import { type Columns, columnNames } from "./columns.ts";
import { addressOf, type Found, type Reading, type Relation } from "./reading.ts";
import type { Relations } from "./relations.ts";

/**
 * Foreign keys, checks and exclusions; keys come with their indexes. Copies that partitions and children inherit are left out.
 * Columns of a referenced table outside of the scope are spelled here, since nothing else reads that table.
 */
const constraintsQuery = (version: number) => `
SELECT k.oid, k.conname AS name, k.conrelid AS relation, k.contype::text AS type, k.condeferrable AS deferrable, k.condeferred AS deferred,
  k.convalidated AS validated, k.connoinherit AS "noInherit", to_json(k.conkey) AS key,
  k.confrelid AS target, n.nspname AS "targetSchema", t.relname AS "targetName", to_json(k.confkey) AS "targetKey",
  CASE WHEN k.contype = 'f' AND t.relnamespace <> ALL($1) THEN (
    SELECT json_agg(a.attname ORDER BY u.place)
    FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) END AS "targetNames",
  k.confupdtype::text AS "onUpdate", k.confdeltype::text AS "onDelete", k.confmatchtype::text AS match,
  ${version >= 150000 ? "to_json(k.confdelsetcols)" : "NULL"} AS "onDeleteKey",
  ${version >= 180000 ? "k.conenforced" : "true"} AS enforced,
  CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) WHEN 'x' THEN pg_get_constraintdef(k.oid) END AS definition
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class t ON t.oid = k.confrelid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE c.relnamespace = ANY($1) AND k.contype IN ('f', 'c', 'x') AND k.conparentid = 0 AND (k.conislocal OR k.coninhcount = 0)
  ${version >= 180000 ? "AND NOT k.conperiod" : ""}`;

type ConstraintRow = {
  readonly oid: number;
  readonly name: string;
  readonly relation: number;
  readonly type: "f" | "c" | "x";
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  readonly noInherit: boolean;
  readonly key: readonly number[] | null;
  readonly target: number;
  readonly targetSchema: string | null;
  readonly targetName: string | null;
  readonly targetKey: readonly number[] | null;
  readonly targetNames: readonly string[] | null;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly match: string;
  readonly onDeleteKey: readonly number[] | null;
  readonly enforced: boolean;
  readonly definition: string | null;
};

export async function readConstraints(
  reading: Reading,
  asked: Promise<Relations>,
  askedColumns: Promise<Columns>,
): Promise<readonly Found<ForeignKey | Check | Exclusion>[]> {
  const [rows, relations, columns] = await Promise.all([
    reading.ask<ConstraintRow>(constraintsQuery(reading.version), [reading.scope]),
    asked,
    askedColumns,
  ]);
  return rows.flatMap((row) => {
    const table = relations.byOid.get(row.relation);
    if (table === undefined) return [];
    return [{ object: constraint(row, table, columns), address: addressOf("pg_constraint", row.oid), rights: null }];
  });
}

function constraint(row: ConstraintRow, table: Relation, columns: Columns): ForeignKey | Check | Exclusion {
  const of = { schema: table.schema, name: row.name, table: table.name };
  switch (row.type) {
    case "c":
      return {
        kind: "check",
        id: objectId("check", table.schema, table.name, row.name),
        ...of,
        expression: row.definition ?? "",
        validated: row.validated,
        enforced: row.enforced,
        noInherit: row.noInherit,
      };
    case "x":
      return {
        kind: "exclusion",
        id: objectId("exclusion", table.schema, table.name, row.name),
        ...of,
        definition: row.definition ?? "",
      };
    case "f":
      return {
        kind: "foreign key",
        id: objectId("foreign key", table.schema, table.name, row.name),
        ...of,
        columns: columnNames(columns, row.relation, row.key ?? []),
        references: objectId("table", row.targetSchema, row.targetName),
        referencedColumns: row.targetNames ?? columnNames(columns, row.target, row.targetKey ?? []),
        onDelete: action(row.onDelete),
        onUpdate: action(row.onUpdate),
        onDeleteColumns: columnNames(columns, row.relation, row.onDeleteKey ?? []),
        match: row.match === "f" ? "full" : "simple",
        deferrable: deferrable(row),
        validated: row.validated,
        enforced: row.enforced,
      };
  }
}

export function deferrable(row: { readonly deferrable: boolean; readonly deferred: boolean }): Deferrable {
  if (!row.deferrable) return "no";
  return row.deferred ? "initially deferred" : "initially immediate";
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

function action(code: string): ReferentialAction {
  const known = actions[code];
  if (known === undefined) throw new Error(`Unknown referential action ${code}`);
  return known;
}
