import type { Column, ForeignKey, Index, IndexKey, PrimaryKey, Trigger, View } from "../../../schema/snapshot.ts";
import type { DdlContext } from "../../dialect.ts";
import { isPlainName } from "../keywords.ts";
import { defaultNames } from "../names.ts";
import { columnNotNull, columnPrimaryKey, listedPrimaryKey, moduleOf } from "../table-options.ts";
import { type Token, tokenize } from "../tokens.ts";
import { quoteIdentifier } from "../types.ts";
import { type TableParts, tableName } from "./parts.ts";

type Form = DdlContext["form"];

/** `CREATE TABLE`, under another name for a rebuild. Indexes and triggers are statements of their own. */
export function createTable(parts: TableParts, form: Form, name = parts.table.name): string {
  const { options } = parts.table;
  const module = moduleOf(options);
  if (module !== null) return `CREATE VIRTUAL TABLE ${unlessThere(form)}${quoteIdentifier(name)} ${module}`;
  const lines = [
    ...parts.columns.map((column) => columnDefinition(column, parts)),
    ...tablePrimaryKey(parts),
    ...parts.uniques.map(uniqueConstraint),
    ...parts.foreignKeys.map(
      (key) => `CONSTRAINT ${quoteIdentifier(key.name)} FOREIGN KEY (${list(key.columns)}) ${references(key)}`,
    ),
    ...parts.checks.map((check) => `CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})`),
  ];
  const suffix = ["STRICT", "WITHOUT ROWID"].filter((option) => options.includes(option)).join(", ");
  return `CREATE TABLE ${unlessThere(form)}${quoteIdentifier(name)} (\n    ${lines.join(",\n    ")}\n)${suffix === "" ? "" : ` ${suffix}`}`;
}

/** SQLite has no IF NOT EXISTS for columns: the statement is unguarded in every form, and fails when the column is there. */
export function addColumn(column: Column, parts: TableParts, reference: ForeignKey | null): string {
  const constraint = reference === null ? "" : ` CONSTRAINT ${quoteIdentifier(reference.name)} ${references(reference)}`;
  return `ALTER TABLE ${quoteIdentifier(column.table)} ADD COLUMN ${columnDefinition(column, parts)}${constraint}`;
}

export function dropColumn(column: Column): string {
  return `ALTER TABLE ${quoteIdentifier(column.table)} DROP COLUMN ${quoteIdentifier(column.name)}`;
}

export function createIndex(index: Index, form: Form): string {
  const where = index.where === null ? "" : ` WHERE ${index.where}`;
  const unique = index.unique ? "UNIQUE " : "";
  return `CREATE ${unique}INDEX ${unlessThere(form)}${quoteIdentifier(index.name)} ON ${quoteIdentifier(index.table)} (${keys(index)})${where}`;
}

export function createView(view: View, form: Form): string {
  const columns = view.options[0] === undefined ? "" : ` ${view.options[0]}`;
  return `CREATE VIEW ${unlessThere(form)}${quoteIdentifier(view.name)}${columns} AS ${view.definition}`;
}

export function createTrigger(trigger: Trigger, form: Form): string {
  const head = "CREATE TRIGGER ";
  return form === "plain" ? trigger.definition : `${head}${unlessThere(form)}${trigger.definition.slice(head.length)}`;
}

export function drop(type: "TABLE" | "INDEX" | "VIEW" | "TRIGGER", name: string, form: Form): string {
  return `DROP ${type} ${form === "guarded" ? "IF EXISTS " : ""}${quoteIdentifier(name)}`;
}

export function list(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(", ");
}

/** A default that SQLite takes without parentheses, and adds with a column to a table that has rows; not CURRENT_TIMESTAMP, which it computes. */
export function isConstant(expression: string): boolean {
  const tokens = tokenize(expression);
  return isLiteral(tokens) && !/^current_/i.test(tokens[0]?.text ?? "");
}

function unlessThere(form: Form): string {
  return form === "guarded" ? "IF NOT EXISTS " : "";
}

function columnDefinition(column: Column, parts: TableParts): string {
  const clauses = [
    quoteIdentifier(column.name),
    typeName(column.type),
    column.collation === null ? "" : `COLLATE ${quoteIdentifier(column.collation)}`,
    column.nullable ? "" : (columnNotNull(parts.table.options, column.name) ?? "NOT NULL"),
    ownPrimaryKey(column, parts),
    column.default === null ? "" : `DEFAULT ${defaultValue(column.default)}`,
    column.generated === null
      ? ""
      : `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`,
  ];
  return clauses.filter((clause) => clause !== "").join(" ");
}

/** SQLite keeps a quoted type without its quotes; what does not read as a type any more gets them back. */
function typeName(type: string): string {
  if (type === "") return "";
  const tokens = tokenize(type);
  const open = tokens.findIndex((token) => token.text === "(");
  const words = open === -1 ? tokens : tokens.slice(0, open);
  const size = open === -1 ? "()" : type.slice(type.indexOf("("));
  const plain =
    words.length > 0 && words.every((token) => token.kind === "word" && isPlainName(token.text)) && /^\([-+0-9.,]*\)$/.test(size);
  return plain ? type : quoteIdentifier(type);
}

/** A key of one column stands with it, unless its clause says more than the column can. */
function ownPrimaryKey(column: Column, parts: TableParts): string {
  const { primaryKey, table } = parts;
  if (primaryKey?.columns.length !== 1 || primaryKey.columns[0] !== column.name || listedPrimaryKey(table.options) !== null)
    return "";
  const clause = columnPrimaryKey(table.options, column.name) ?? "PRIMARY KEY";
  return `${constraintName(primaryKey)}${clause}${column.autoIncrement ? " AUTOINCREMENT" : ""}`;
}

function tablePrimaryKey(parts: TableParts): readonly string[] {
  const { primaryKey, table } = parts;
  if (primaryKey === null) return [];
  const listed = listedPrimaryKey(table.options);
  if (listed !== null) return [constraintName(primaryKey) + listed];
  return primaryKey.columns.length === 1 ? [] : [`${constraintName(primaryKey)}PRIMARY KEY (${list(primaryKey.columns)})`];
}

function constraintName(key: PrimaryKey): string {
  return key.name === defaultNames.primaryKey(key.table) ? "" : `CONSTRAINT ${quoteIdentifier(key.name)} `;
}

function uniqueConstraint(index: Index): string {
  const conflict = index.options[0] === undefined ? "" : ` ${index.options[0]}`;
  return `CONSTRAINT ${quoteIdentifier(index.name)} UNIQUE (${keys(index)})${conflict}`;
}

function references(key: ForeignKey): string {
  const columns = key.referencedColumns.length === 0 ? "" : ` (${list(key.referencedColumns)})`;
  const onDelete = key.onDelete === "no action" ? "" : ` ON DELETE ${key.onDelete.toUpperCase()}`;
  const onUpdate = key.onUpdate === "no action" ? "" : ` ON UPDATE ${key.onUpdate.toUpperCase()}`;
  const deferrable =
    key.deferrable === "no" ? "" : key.deferrable === "initially deferred" ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
  return `REFERENCES ${quoteIdentifier(tableName(key.references))}${columns}${onDelete}${onUpdate}${deferrable}`;
}

function keys(index: Index): string {
  return index.keys.map(indexKey).join(", ");
}

function indexKey(key: IndexKey): string {
  const what = key.column === null ? (key.expression ?? "") : quoteIdentifier(key.column);
  const collation = key.collation === null ? "" : ` COLLATE ${quoteIdentifier(key.collation)}`;
  return `${what}${collation}${key.order === "desc" ? " DESC" : ""}`;
}

function defaultValue(expression: string): string {
  return isLiteral(tokenize(expression)) ? expression : `(${expression})`;
}

function isLiteral(tokens: readonly Token[]): boolean {
  const [first, second, third] = tokens;
  if (first !== undefined && second === undefined) return first.kind !== "operator";
  return (first?.text === "-" || first?.text === "+") && second?.kind === "number" && third === undefined;
}
