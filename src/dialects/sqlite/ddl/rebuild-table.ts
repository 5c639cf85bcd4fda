import { quoteIdentifier, quoteLiteral } from "../types.ts";
import { createIndex, createTable, createTrigger, drop, list } from "./create-sql.ts";
import type { TableParts } from "./parts.ts";

/**
 * Statements that replace a table by a copy with the new shape. The caller has switched foreign keys off. Views and triggers that
 * mention the table are left alone: with `legacy_alter_table` the rename does not look at them while it is missing.
 */
export function rebuildTable(from: TableParts, to: TableParts, temporaryName: string): readonly string[] {
  const { name } = to.table;
  return [
    createTable(to, "plain", temporaryName),
    ...copyRows(from, to, temporaryName),
    ...keepSequence(from, to, temporaryName),
    drop("TABLE", name, "plain"),
    "PRAGMA legacy_alter_table=ON",
    `ALTER TABLE ${quoteIdentifier(temporaryName)} RENAME TO ${quoteIdentifier(name)}`,
    "PRAGMA legacy_alter_table=OFF",
    ...to.indexes.map((index) => createIndex(index, "plain")),
    ...to.triggers.map((trigger) => createTrigger(trigger, "plain")),
  ];
}

/** A column that is required from now on takes its default where it was null. */
function copyRows(from: TableParts, to: TableParts, temporaryName: string): readonly string[] {
  const copied = to.columns.flatMap((column) => {
    const before = from.columns.find(({ name }) => name === column.name);
    if (before === undefined || column.generated !== null) return [];
    const filled = before.nullable && !column.nullable && column.default !== null;
    const name = quoteIdentifier(column.name);
    return [{ name: column.name, value: filled ? `coalesce(${name}, (${column.default}))` : name }];
  });
  if (copied.length === 0) return [];
  const columns = list(copied.map(({ name }) => name));
  return [
    `INSERT INTO ${quoteIdentifier(temporaryName)} (${columns}) SELECT ${copied.map(({ value }) => value).join(", ")} FROM ${quoteIdentifier(from.table.name)}`,
  ];
}

/** AUTOINCREMENT never gives a number twice, not even that of a row that is gone: its mark moves along. */
function keepSequence(from: TableParts, to: TableParts, temporaryName: string): readonly string[] {
  const counts = (parts: TableParts) => parts.columns.some((column) => column.autoIncrement);
  if (!counts(from) || !counts(to)) return [];
  const [old, fresh] = [quoteLiteral(from.table.name), quoteLiteral(temporaryName)];
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${fresh}`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${fresh}, seq FROM sqlite_sequence WHERE name = ${old}`,
  ];
}
