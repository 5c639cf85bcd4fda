import { type Index, type IndexKey, objectId, type PrimaryKey } from "../../../schema/snapshot.ts";
import { type ColumnRow, type Columns, columnNames } from "./columns.ts";
import { deferrable } from "./constraints.ts";
import { type Opclasses, readOpclasses } from "./opclasses.ts";
import { addressOf, type Found, type Reading, type Relation } from "./reading.ts";
import type { Relations } from "./relations.ts";

/** Parameters of operator classes, by key: `gist_trgm_ops(siglen='32')`. Those of B-trees and hashes take none. */
const opclassOptions = `
    SELECT json_agg((
      SELECT string_agg(quote_ident(o.option_name) || '=' || quote_literal(o.option_value), ', ' ORDER BY o.option_name)
      FROM pg_options_to_table(a.attoptions) o) ORDER BY a.attnum)
    FROM pg_attribute a WHERE a.attrelid = i.indexrelid`;

const indexesQuery = (version: number) => `
SELECT i.indexrelid AS oid, i.indrelid AS relation, c.relname AS name, c.relam AS method, m.amname AS "methodName", c.relpages AS pages,
  c.relispartition AS attached, i.indisunique AS unique, ${version >= 150000 ? "i.indnullsnotdistinct" : "false"} AS "nullsNotDistinct",
  i.indisvalid AND i.indisready AS valid, i.indnkeyatts AS "keyCount",
  to_json(i.indkey::int2[]) AS key, to_json(i.indclass::oid[]::bigint[]) AS opclasses, to_json(i.indcollation::oid[]::bigint[]) AS collations,
  CASE WHEN NOT i.indcollation::oid[] <@ '{0,100}'::oid[] THEN (
    SELECT json_agg(CASE WHEN u.oid <> 0 THEN u.oid::regcollation::text END ORDER BY u.place)
    FROM unnest(i.indcollation::oid[]) WITH ORDINALITY u(oid, place)) END AS "collationNames",
  CASE WHEN m.amname NOT IN ('btree', 'hash') THEN (${opclassOptions}) END AS "opclassOptions",
  to_json(i.indoption::int2[]) AS options, pg_get_expr(i.indpred, i.indrelid) AS where, to_json(c.reloptions) AS storage,
  CASE WHEN i.indexprs IS NOT NULL THEN (
    SELECT json_agg(pg_get_indexdef(i.indexrelid, place, false) ORDER BY place)
    FROM generate_series(1, i.indnkeyatts) place WHERE i.indkey[place - 1] = 0) END AS expressions,
  k.oid AS constraint, k.contype::text AS "constraintType", k.condeferrable AS deferrable, k.condeferred AS deferred,
  ${version >= 180000 ? "coalesce(k.conperiod, false)" : "false"} AS temporal
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
WHERE c.relnamespace = ANY($1)`;

export type IndexRow = {
  readonly oid: number;
  readonly relation: number;
  readonly name: string;
  readonly method: number;
  readonly methodName: string;
  readonly pages: number;
  /** Part of an index of the partitioned parent. */
  readonly attached: boolean;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly valid: boolean;
  readonly keyCount: number;
  readonly key: readonly number[];
  readonly opclasses: readonly number[];
  readonly collations: readonly number[];
  /** Null: none but the database's own. */
  readonly collationNames: readonly (string | null)[] | null;
  readonly opclassOptions: readonly (string | null)[] | null;
  /** Bit 1: descending, bit 2: nulls first. */
  readonly options: readonly number[];
  readonly where: string | null;
  readonly storage: readonly string[] | null;
  readonly expressions: readonly string[] | null;
  readonly constraint: number | null;
  readonly constraintType: "p" | "u" | "x" | null;
  readonly deferrable: boolean | null;
  readonly deferred: boolean | null;
  readonly temporal: boolean;
};

export type Indexes = {
  readonly found: readonly Found<Index | PrimaryKey>[];
  /** By table. */
  readonly pages: ReadonlyMap<number, number>;
};

/** Primary keys, unique constraints and indexes; an exclusion's index is part of the exclusion. */
export async function readIndexes(reading: Reading, asked: Promise<Relations>, askedColumns: Promise<Columns>): Promise<Indexes> {
  const [rows, opclasses, relations, columns] = await Promise.all([
    reading.ask<IndexRow>(indexesQuery(reading.version), [reading.scope]),
    readOpclasses(reading),
    asked,
    askedColumns,
  ]);
  const listed = rows.filter((row) => !row.attached && row.constraintType !== "x" && !row.temporal);
  const words: Words = { columns, opclasses };
  return {
    found: listed.flatMap((row): readonly Found<Index | PrimaryKey>[] => {
      const table = relations.byOid.get(row.relation);
      if (table === undefined) return [];
      return [row.constraintType === "p" ? primaryKey(row, table, columns) : index(row, table, words)];
    }),
    pages: new Map(
      [...Map.groupBy(rows, (row) => row.relation)].map(([relation, own]) => [
        relation,
        own.reduce((sum, row) => sum + row.pages, 0),
      ]),
    ),
  };
}

type Words = {
  readonly columns: Columns;
  readonly opclasses: Opclasses;
};

function primaryKey(row: IndexRow, table: Relation, columns: Columns): Found<PrimaryKey> {
  const names = columnNames(columns, row.relation, row.key);
  return {
    object: {
      kind: "primary key",
      id: objectId("primary key", table.schema, table.name, row.name),
      schema: table.schema,
      name: row.name,
      table: table.name,
      columns: names.slice(0, row.keyCount),
      include: names.slice(row.keyCount),
      deferrable: deferrable({ deferrable: row.deferrable ?? false, deferred: row.deferred ?? false }),
    },
    address: addressOf("pg_constraint", row.constraint ?? 0),
    rights: null,
  };
}

function index(row: IndexRow, table: Relation, words: Words): Found<Index> {
  return {
    object: {
      kind: "index",
      id: objectId("index", table.schema, row.name),
      schema: table.schema,
      name: row.name,
      table: table.name,
      unique: row.unique,
      nullsNotDistinct: row.nullsNotDistinct,
      method: row.methodName,
      keys: keys(row, words),
      include: columnNames(words.columns, row.relation, row.key.slice(row.keyCount)),
      where: row.where,
      options: [...(row.storage ?? [])].sort(),
      valid: row.valid,
      constraint:
        row.constraintType === null
          ? null
          : { deferrable: deferrable({ deferrable: row.deferrable ?? false, deferred: row.deferred ?? false }) },
    },
    address: row.constraint === null ? addressOf("pg_class", row.oid) : addressOf("pg_constraint", row.constraint),
    rights: null,
  };
}

function keys(row: IndexRow, words: Words): readonly IndexKey[] {
  const columns = words.columns.get(row.relation) ?? [];
  const expressions = (row.expressions ?? []).values();
  return row.key.slice(0, row.keyCount).map((position, place) => {
    const column = columns.find((candidate) => candidate.position === position) ?? null;
    const options = row.options[place] ?? 0;
    return {
      column: column?.name ?? null,
      expression: position === 0 ? (expressions.next().value ?? "") : null,
      order: (options & 1) === 0 ? "asc" : "desc",
      nulls: (options & 2) === 0 ? "last" : "first",
      opclass: opclass(row, place, column, words),
      collation: collation(row, place, column),
    };
  });
}

function opclass(row: IndexRow, place: number, column: ColumnRow | null, words: Words): string | null {
  const oid = row.opclasses[place] ?? 0;
  const own = words.opclasses.byOid.get(oid);
  if (own === undefined) throw new Error(`Index ${row.name} uses the unknown operator class ${oid}`);
  const options = row.opclassOptions?.[place] ?? null;
  if (options !== null) return `${own.name}(${options})`;
  const exact = column === null ? undefined : words.opclasses.defaults.get(`${row.method}/${column.typeOid}`);
  return own.isDefault && (exact === undefined || exact === oid) ? null : own.name;
}

const databaseDefault = 100;
const defaultName = '"default"';

/** An expression's own collation is not known: there, every collation but the database's is named. */
function collation(row: IndexRow, place: number, column: ColumnRow | null): string | null {
  const oid = row.collations[place] ?? 0;
  if (oid === 0 || oid === (column?.collationOid ?? databaseDefault)) return null;
  return row.collationNames?.[place] ?? defaultName;
}
