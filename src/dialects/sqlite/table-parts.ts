import {
  type Check,
  type Column,
  type ForeignKey,
  objectId,
  type PrimaryKey,
  type ReferentialAction,
  type SchemaObject,
  type Table,
} from "../../schema/snapshot.ts";
import { canonicalExpression, canonicalText } from "./canonical.ts";
import type { TableText } from "./create-table.ts";
import { defaultNames, uniqueNames } from "./names.ts";
import type { ColumnRow, ForeignKeyRow, IndexKeyRow, IndexRow, TableRow } from "./queries.ts";
import { writeOptions } from "./table-options.ts";
import { isOperator, type Token, tokenize } from "./tokens.ts";
import { canonicalType } from "./types.ts";

/** Everything that was read, by table. */
export type Catalogue = {
  readonly texts: ReadonlyMap<string, TableText>;
  readonly columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
  readonly indexKeys: ReadonlyMap<string, readonly IndexKeyRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
};

/** The table itself, its columns and constraints; of a virtual table the table only, since its columns follow from its module. */
export function readTable(row: TableRow, catalogue: Catalogue): readonly SchemaObject[] {
  const text = catalogue.texts.get(row.name);
  if (text === undefined) return [];
  const columns = catalogue.columns.get(row.name) ?? [];
  const rowidAlias = findRowidAlias(row, columns, catalogue.indexes.get(row.name) ?? []);
  const table: Table = {
    kind: "table",
    id: objectId("table", null, row.name),
    schema: null,
    name: row.name,
    persistence: "permanent",
    partitionBy: null,
    partitionOf: null,
    inherits: [],
    options: writeOptions(text, {
      strict: row.strict === 1,
      withoutRowid: row.withoutRowid === 1,
      rowidAlias: rowidAlias !== null,
    }),
    rowSecurity: "off",
    sql: row.sql,
  };
  if (row.type === "virtual") return [table];
  return [
    table,
    ...columns.map((column) => readColumn(column, text, rowidAlias)),
    ...readPrimaryKey(row.name, columns, text),
    ...readForeignKeys(row.name, catalogue, text),
    ...readChecks(row.name, columns, text),
  ];
}

/** Names that a quoted token may mean inside of a table's expressions, in lower case. */
export function visibleNames(columns: readonly ColumnRow[]): ReadonlySet<string> {
  return new Set([...columns.map((column) => column.name.toLowerCase()), "rowid", "oid", "_rowid_"]);
}

/** `t.a` inside of table t is `a`; a rebuild would otherwise name a table that does not exist yet. */
export function withoutTable(tokens: readonly Token[], table: string): readonly Token[] {
  const isTable = (token: Token | undefined) =>
    (token?.kind === "word" || token?.kind === "name") && token.value.toLowerCase() === table.toLowerCase();
  return tokens.filter((token, index) => {
    if (isTable(token) && isOperator(tokens[index + 1], ".")) return false;
    return !(isOperator(token, ".") && isTable(tokens[index - 1]));
  });
}

/** Name of the column that is the rowid (https://sqlite.org/lang_createtable.html#rowid): it needs no index and is never null. */
function findRowidAlias(table: TableRow, columns: readonly ColumnRow[], indexes: readonly IndexRow[]): string | null {
  const [key, second] = columns.filter((column) => column.pk > 0);
  if (key === undefined || second !== undefined || table.withoutRowid === 1) return null;
  return indexes.some((index) => index.origin === "pk") ? null : key.name;
}

function readColumn(row: ColumnRow, text: TableText, rowidAlias: string | null): Column {
  const said = text.columns.find((column) => sameName(column.name, row.name));
  const collation = said?.collation?.toUpperCase() ?? null;
  const key = text.primaryKey;
  return {
    kind: "column",
    id: objectId("column", null, row.table, row.name),
    schema: null,
    name: row.name,
    table: row.table,
    position: row.cid + 1,
    type: canonicalType(row.type),
    nullable: row.notNull === 0 && row.name !== rowidAlias,
    default: row.defaultText === null ? null : canonicalDefault(row.defaultText),
    identity: null,
    generated: readGenerated(row, said?.generated ?? null, text),
    collation: collation === "BINARY" ? null : collation,
    autoIncrement: row.pk > 0 && key !== null && key.autoIncrement,
  };
}

function readGenerated(row: ColumnRow, expression: readonly Token[] | null, text: TableText): Column["generated"] {
  if (expression === null || (row.hidden !== 2 && row.hidden !== 3)) return null;
  const names = new Set(text.columns.map((column) => column.name.toLowerCase()));
  return { expression: canonicalExpression(withoutTable(expression, row.table), names), stored: row.hidden === 3 };
}

/** As spelled; a single `null`, `TRUE` or `current_timestamp` in the spelling that most write. */
function canonicalDefault(text: string): string {
  const tokens = tokenize(text);
  const [first, second] = tokens;
  if (first?.kind !== "word" || second !== undefined) return canonicalText(tokens);
  if (/^(true|false)$/i.test(first.text)) return first.text.toLowerCase();
  return /^(null|current_(date|time|timestamp))$/i.test(first.text) ? first.text.toUpperCase() : first.text;
}

function readPrimaryKey(table: string, columns: readonly ColumnRow[], text: TableText): readonly PrimaryKey[] {
  const keys = columns.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  if (keys.length === 0) return [];
  const name = text.primaryKey?.name ?? defaultNames.primaryKey(table);
  return [
    {
      kind: "primary key",
      id: objectId("primary key", null, table, name),
      schema: null,
      name,
      table,
      columns: keys.map((column) => column.name),
      include: [],
      deferrable: "no",
    },
  ];
}

function readForeignKeys(table: string, catalogue: Catalogue, text: TableText): readonly ForeignKey[] {
  const rows = Map.groupBy(catalogue.foreignKeys.get(table) ?? [], (row) => row.id);
  const unique = uniqueNames();
  return [...rows.entries()]
    .toSorted(([a], [b]) => b - a)
    .map(([id, parts]) => {
      const columns = parts.map((part) => part.column);
      const said = text.foreignKeys[text.foreignKeys.length - 1 - id];
      const name = unique(said?.name ?? defaultNames.foreignKey(table, columns));
      const parent = findParent(parts[0]?.parent ?? "", catalogue);
      return {
        kind: "foreign key",
        id: objectId("foreign key", null, table, name),
        schema: null,
        name,
        table,
        columns,
        references: objectId("table", null, parent.name),
        referencedColumns: referencedColumns(parts, parent.columns),
        onDelete: action(parts[0]?.onDelete),
        onUpdate: action(parts[0]?.onUpdate),
        onDeleteColumns: [],
        match: "simple",
        deferrable: said?.deferrable ?? "no",
        validated: true,
        enforced: true,
      };
    });
}

/** A reference may spell its table in another case, or name one that does not exist. */
function findParent(name: string, catalogue: Catalogue): { readonly name: string; readonly columns: readonly ColumnRow[] } {
  if (catalogue.columns.has(name)) return { name, columns: catalogue.columns.get(name) ?? [] };
  const real = [...catalogue.columns.keys()].find((table) => sameName(table, name));
  return { name: real ?? name, columns: real === undefined ? [] : (catalogue.columns.get(real) ?? []) };
}

function referencedColumns(parts: readonly ForeignKeyRow[], parent: readonly ColumnRow[]): readonly string[] {
  const key = parent.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  return parts.flatMap((part, index) => {
    if (part.parentColumn === null) return key[index]?.name ?? [];
    const named = part.parentColumn;
    return parent.find((column) => sameName(column.name, named))?.name ?? named;
  });
}

const actions = new Set<string>(["no action", "restrict", "cascade", "set null", "set default"] satisfies ReferentialAction[]);

function action(text: string | undefined): ReferentialAction {
  const lower = text?.toLowerCase() ?? "";
  return actions.has(lower) ? (lower as ReferentialAction) : "no action";
}

function readChecks(table: string, columns: readonly ColumnRow[], text: TableText): readonly Check[] {
  const names = visibleNames(columns);
  const unique = uniqueNames();
  return text.checks.map((check) => {
    const name = unique(check.name ?? defaultNames.check(table, check.column));
    return {
      kind: "check",
      id: objectId("check", null, table, name),
      schema: null,
      name,
      table,
      expression: canonicalExpression(withoutTable(check.expression, table), names),
      validated: true,
      enforced: true,
      noInherit: false,
    };
  });
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
