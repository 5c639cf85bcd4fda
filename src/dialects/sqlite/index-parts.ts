import { type Index, type IndexKey, objectId } from "../../schema/snapshot.ts";
import { canonicalExpression } from "./canonical.ts";
import { readCreateIndex } from "./create-index.ts";
import { defaultNames, uniqueNames } from "./names.ts";
import type { IndexKeyRow, IndexRow, TableRow } from "./queries.ts";
import { onConflict } from "./table-options.ts";
import { type Catalogue, visibleNames, withoutTable } from "./table-parts.ts";
import type { Token } from "./tokens.ts";

/** Indexes and unique constraints of all tables. SQLite numbers the indexes of constraints anew all the time, so these get names of ours. */
export function readIndexes(tables: readonly TableRow[], catalogue: Catalogue): readonly Index[] {
  const rows = tables.flatMap((table) => catalogue.indexes.get(table.name) ?? []);
  const created = rows.filter((row) => row.origin === "c");
  const unique = uniqueNames(created.map((row) => row.name));
  return [
    ...created.map((row) => readIndex(row, catalogue)),
    ...rows.filter((row) => row.origin === "u").map((row) => readConstraint(row, catalogue, unique)),
  ];
}

function readIndex(row: IndexRow, catalogue: Catalogue): Index {
  const text = readCreateIndex(row.sql ?? "");
  const expression = (tokens: readonly Token[]) =>
    canonicalExpression(withoutTable(tokens, row.table), visibleNames(catalogue.columns.get(row.table) ?? []));
  const keys = (catalogue.indexKeys.get(row.name) ?? []).map((key) =>
    readKey(key, row.table, catalogue, expression(text.keys[key.seqno] ?? [])),
  );
  return {
    ...index(row.table, row.name, keys),
    unique: row.isUnique === 1,
    where: text.where === null ? null : expression(text.where),
  };
}

function readConstraint(row: IndexRow, catalogue: Catalogue, unique: (wanted: string) => string): Index {
  const keys = (catalogue.indexKeys.get(row.name) ?? []).map((key) => readKey(key, row.table, catalogue, null));
  const columns = keys.map((key) => key.column ?? "");
  const said = catalogue.texts.get(row.table)?.uniques.find((key) =>
    sameNames(
      key.columns.map((column) => column.name),
      columns,
    ),
  );
  const name = unique(said?.name ?? defaultNames.unique(row.table, columns));
  const conflict = onConflict(said?.conflict ?? null).trim();
  return {
    ...index(row.table, name, keys),
    unique: true,
    options: conflict === "" ? [] : [conflict],
    constraint: { deferrable: "no" },
  };
}

function index(table: string, name: string, keys: readonly IndexKey[]): Index {
  return {
    kind: "index",
    id: objectId("index", null, name),
    schema: null,
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
  };
}

/** SQLite takes null for the smallest value: first in ascending order, last in descending. */
function readKey(row: IndexKeyRow, table: string, catalogue: Catalogue, expression: string | null): IndexKey {
  const column = catalogue.texts.get(table)?.columns.find((text) => text.name.toLowerCase() === row.name?.toLowerCase());
  const usual = column?.collation?.toUpperCase() ?? "BINARY";
  const collation = row.collation.toUpperCase();
  return {
    column: row.name,
    expression: row.name === null ? expression : null,
    order: row.descending === 1 ? "desc" : "asc",
    nulls: row.descending === 1 ? "last" : "first",
    opclass: null,
    collation: collation === usual ? null : collation,
  };
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => name.toLowerCase() === b[at]?.toLowerCase());
}
