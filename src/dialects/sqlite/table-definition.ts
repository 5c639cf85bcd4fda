import { readCreateTable, type TableText } from "./create-table.ts";
import { Cursor, splitList } from "./cursor.ts";
import { isWord, type Token } from "./tokens.ts";

/** A CREATE TABLE as far as hazards look at it. */
export type TableDefinition = TableText & { readonly declared: readonly DeclaredColumn[] };

export type DeclaredColumn = { readonly name: string; readonly type: string; readonly notNull: boolean };

export function readDefinition(tokens: readonly Token[]): TableDefinition {
  const cursor = new Cursor(tokens);
  while (!cursor.done && !cursor.take("TABLE")) cursor.next();
  cursor.take("IF", "NOT", "EXISTS");
  cursor.qualifiedName();
  const items = splitList(cursor.group() ?? []).filter(
    (item) => item.length > 0 && !isWord(item[0], "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"),
  );
  return { ...readCreateTable(tokens), declared: items.map(readColumn) };
}

function readColumn(tokens: readonly Token[]): DeclaredColumn {
  const cursor = new Cursor(tokens);
  const name = cursor.name() ?? "";
  const rest = cursor.rest();
  const end = rest.findIndex((token) => isWord(token, ...columnConstraints));
  const type = rest.slice(0, end === -1 ? undefined : end);
  const notNull = rest.some((token, at) => isWord(token, "NOT") && isWord(rest[at + 1], "NULL"));
  return { name, type: type.map(({ text }) => text).join(" "), notNull };
}

const columnConstraints = [
  "CONSTRAINT",
  "PRIMARY",
  "NOT",
  "NULL",
  "UNIQUE",
  "CHECK",
  "DEFAULT",
  "COLLATE",
  "REFERENCES",
  "GENERATED",
  "AS",
];

/** https://sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinity(type: string): "integer" | "text" | "blob" | "real" | "numeric" {
  const upper = type.toUpperCase();
  if (upper.includes("INT")) return "integer";
  if (/CHAR|CLOB|TEXT/.test(upper)) return "text";
  if (upper === "" || upper.includes("BLOB")) return "blob";
  return /REAL|FLOA|DOUB/.test(upper) ? "real" : "numeric";
}
