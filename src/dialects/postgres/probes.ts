import type { FittingType, Question, TableName } from "../../hazards/question.ts";
import { quoteIdentifier, quoteLiteral, quoteQualified } from "./types.ts";

/**
 * The question as one SELECT with one row and one column, `count`. Names of functions and operators are pg_catalog's: the session's
 * search_path has nothing else. Counting stops at `limit`.
 */
export function writeProbe(question: Question, limit: number): string {
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
    case "violations":
      // What a CHECK does not know it lets pass.
      return counted(question.table, `WHERE NOT (${question.condition})`, limit);
    case "matches":
      return counted(question.table, `WHERE ${question.condition}`, limit);
    case "unfit":
      return counted(question.table, `WHERE ${unfit(quoteIdentifier(question.column), question.into)}`, limit);
    case "labels":
      return counted(
        question.table,
        `WHERE ${quoteIdentifier(question.column)}::pg_catalog.text IN (${question.labels.map(quoteLiteral).join(", ")})`,
        limit,
      );
    case "invalid-index":
      return `SELECT count(*)::int AS count FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND n.nspname = ${quoteLiteral(question.schema ?? "public")} AND c.relname = ${quoteLiteral(question.name)}`;
    case "publications":
      return `SELECT count(*)::int AS count FROM pg_catalog.pg_publication_tables
WHERE schemaname = ${quoteLiteral(question.table.schema ?? "public")} AND tablename = ${quoteLiteral(question.table.name)}`;
    case "numbers-used":
      return `SELECT COALESCE(ceil(100.0 * max(${quoteIdentifier(question.column)}) / ${question.type === "integer" ? "2147483647" : "32767"}), 0)::int AS count FROM ONLY ${quoted(question.table)}`;
  }
}

function quoted({ schema, name }: TableName): string {
  return quoteQualified(schema ?? "public", name);
}

function counted(table: TableName, where: string, limit: number): string {
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(table)} ${where} LIMIT ${limit}) AS found`;
}

function duplicates(question: Extract<Question, { readonly ask: "duplicates" }>, limit: number): string {
  const columns = question.columns.map(quoteIdentifier);
  const conditions = [
    ...(question.nullsNotDistinct ? [] : columns.map((column) => `${column} IS NOT NULL`)),
    ...(question.where === null ? [] : [`(${question.where})`]),
  ];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(question.table)} ${where} GROUP BY ${columns.join(", ")} HAVING count(*) > 1 LIMIT ${limit}) AS found`;
}

function orphans(
  { table, columns, parent, parentColumns }: Extract<Question, { readonly ask: "orphans" }>,
  limit: number,
): string {
  const set = columns.map((name) => `c.${quoteIdentifier(name)} IS NOT NULL`);
  const same = columns.map((name, at) => `p.${quoteIdentifier(parentColumns[at] ?? "")} = c.${quoteIdentifier(name)}`);
  return `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(table)} AS c WHERE ${set.join(" AND ")}
AND NOT EXISTS (SELECT 1 FROM ${quoted(parent)} AS p WHERE ${same.join(" AND ")}) LIMIT ${limit}) AS found`;
}

function unfit(column: string, into: FittingType): string {
  switch (into.kind) {
    case "range":
      return `${column} NOT BETWEEN ${into.min} AND ${into.max}`;
    case "length":
      return `pg_catalog.char_length(${column}::pg_catalog.text) > ${into.characters}`;
    case "digits":
      return `pg_catalog.abs(pg_catalog.round(${column}::pg_catalog.numeric, ${into.scale})) >= 1e${into.precision - into.scale}`;
    case "scale":
      return `${column}::pg_catalog.numeric IS DISTINCT FROM pg_catalog.round(${column}::pg_catalog.numeric, ${into.scale})`;
  }
}
