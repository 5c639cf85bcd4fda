import type { KeyText, TableText } from "./create-table.ts";
import type { Token } from "./tokens.ts";
import { quoteIdentifier } from "./types.ts";

/**
 * What a table says that the model of all engines has no field for, as entries of `Table.options`, each the clause as it is written:
 * `STRICT`, `WITHOUT ROWID`, `USING fts5(body)`, `PRIMARY KEY ("a" DESC, "b")`, `"id" PRIMARY KEY ON CONFLICT REPLACE`, `"email" NOT NULL ON CONFLICT IGNORE`.
 */
export function writeOptions(
  table: TableText,
  facts: { readonly strict: boolean; readonly withoutRowid: boolean; readonly rowidAlias: boolean },
): readonly string[] {
  const options = [
    facts.strict ? "STRICT" : null,
    facts.withoutRowid ? "WITHOUT ROWID" : null,
    table.module === null ? null : `USING ${asWritten(table.module)}`,
    table.primaryKey === null ? null : primaryKeyOption(table.primaryKey, facts.rowidAlias),
    ...table.columns.map((column) =>
      column.notNullConflict === null ? null : `${quoteIdentifier(column.name)} NOT NULL${onConflict(column.notNullConflict)}`,
    ),
  ];
  return options.filter((option) => option !== null).sort();
}

export function onConflict(resolution: string | null): string {
  return resolution === null ? "" : ` ON CONFLICT ${resolution.toUpperCase()}`;
}

export function isVirtual(options: readonly string[]): boolean {
  return moduleOf(options) !== null;
}

/** `USING fts5(body)` */
export function moduleOf(options: readonly string[]): string | null {
  return options.find((option) => option.startsWith("USING ")) ?? null;
}

/** `PRIMARY KEY ("a" DESC)`, when the key is more than its columns. */
export function listedPrimaryKey(options: readonly string[]): string | null {
  return options.find((option) => option.startsWith("PRIMARY KEY ")) ?? null;
}

/** `PRIMARY KEY DESC`, to be written with the column. */
export function columnPrimaryKey(options: readonly string[], column: string): string | null {
  return columnClause(options, column, "PRIMARY KEY");
}

/** `NOT NULL ON CONFLICT IGNORE` */
export function columnNotNull(options: readonly string[], column: string): string | null {
  return columnClause(options, column, "NOT NULL");
}

function columnClause(options: readonly string[], column: string, clause: string): string | null {
  const prefix = `${quoteIdentifier(column)} `;
  return options.find((option) => option.startsWith(prefix + clause))?.slice(prefix.length) ?? null;
}

/** A module reads its arguments by itself, so they stay as they are but for the length of the blanks between words. */
function asWritten(tokens: readonly Token[]): string {
  return tokens.map((token, index) => (isApart(tokens[index - 1], token) ? ` ${token.text}` : token.text)).join("");
}

function isApart(before: Token | undefined, token: Token): boolean {
  const edge = (one: Token) => ["(", ")", ","].includes(one.text);
  return before !== undefined && token.start > before.end && !edge(before) && !edge(token);
}

/** A key of one column always stands with it: only there a descending INTEGER key is not the rowid. */
function primaryKeyOption(key: KeyText, rowidAlias: boolean): string | null {
  const [first, second] = key.columns;
  const conflict = onConflict(key.conflict);
  if (first !== undefined && second === undefined && first.collation === null) {
    const order = first.order === "desc" && !rowidAlias ? " DESC" : "";
    return order + conflict === "" ? null : `${quoteIdentifier(first.name)} PRIMARY KEY${order}${conflict}`;
  }
  const plain = conflict === "" && key.columns.every((column) => column.order === "asc" && column.collation === null);
  if (plain) return null;
  const columns = key.columns.map(
    (column) =>
      quoteIdentifier(column.name) +
      (column.collation === null ? "" : ` COLLATE ${column.collation.toUpperCase()}`) +
      (column.order === "desc" ? " DESC" : ""),
  );
  return `PRIMARY KEY (${columns.join(", ")})${conflict}`;
}
