import type { FittingType, Question, TableName } from "../../hazards/question.ts";
import { quoteIdentifier } from "./types.ts";

/** The question as one SELECT with one row and one column, `count`. Counting stops at `limit`. Null: SQLite has nothing of the kind. */
export function writeProbe(question: Question, limit: number): string | null {
  switch (question.ask) {
    case "rows":
      return counted(question.table, "", limit);
    case "values":
      return counted(question.table, `WHERE ${quoteIdentifier(question.column)} IS NOT NULL`, limit);
    case "nulls":
      return counted(
        question.table,
        `WHERE ${question.columns.map((name) => `${quoteIdentifier(name)} IS NULL`).join(" OR ")}`,
        limit,
      );
    case "duplicates":
      return duplicates(question, limit);
    case "orphans":
      return orphans(question, limit);
    case "unfit":
      return counted(question.table, `WHERE ${unfit(quoteIdentifier(question.column), question.into)}`, limit);
    case "violations":
    case "matches":
    case "labels":
    case "invalid-index":
    case "publications":
    case "numbers-used":
      return null;
  }
}

function counted({ name }: TableName, where: string, limit: number): string {
  return `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoteIdentifier(name)} ${where} LIMIT ${limit})`;
}

function duplicates({ table, columns: names }: Extract<Question, { readonly ask: "duplicates" }>, limit: number): string {
  const columns = names.map(quoteIdentifier);
  return `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoteIdentifier(table.name)} WHERE ${columns
    .map((column) => `${column} IS NOT NULL`)
    .join(" AND ")} GROUP BY ${columns.join(", ")} HAVING count(*) > 1 LIMIT ${limit})`;
}

function orphans(
  { table, columns, parent, parentColumns }: Extract<Question, { readonly ask: "orphans" }>,
  limit: number,
): string {
  const set = columns.map((name) => `c.${quoteIdentifier(name)} IS NOT NULL`);
  const same = columns.map((name, at) => `p.${quoteIdentifier(parentColumns[at] ?? "")} = c.${quoteIdentifier(name)}`);
  return `SELECT count(*) AS count FROM (SELECT 1 FROM ${quoteIdentifier(table.name)} AS c WHERE ${set.join(" AND ")}
AND NOT EXISTS (SELECT 1 FROM ${quoteIdentifier(parent.name)} AS p WHERE ${same.join(" AND ")}) LIMIT ${limit})`;
}

/** Values that an INTEGER or REAL column would keep as text. */
function unfit(column: string, into: FittingType): string {
  switch (into.kind) {
    case "range":
    case "digits":
    case "scale":
      return `typeof(${column}) = 'text' AND CAST(CAST(${column} AS NUMERIC) AS TEXT) <> ${column}`;
    case "length":
      return `length(${column}) > ${into.characters}`;
  }
}
