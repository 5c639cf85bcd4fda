import type { Index, IndexKey } from "../../../schema/snapshot.ts";
import { quoteIdentifier } from "../types.ts";
import { createUniqueConstraint, dropConstraint } from "./constraints.ts";
import { type Draft, type Form, ifExists, ifNotExists, statement } from "./draft.ts";
import { columnList, holder, qualified } from "./names.ts";
import { optionChanges, optionList } from "./options.ts";

export function createIndex(index: Index, form: Form, how: "at once" | "concurrently" = "at once"): readonly Draft[] {
  if (index.constraint !== null) return createUniqueConstraint(index, index.constraint.deferrable, form);
  const clauses = [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX${how === "concurrently" ? " CONCURRENTLY" : ""}${ifNotExists(form)} ${quoteIdentifier(index.name)}`,
    `ON ${holder(index)}${index.method === "btree" ? "" : ` USING ${quoteIdentifier(index.method)}`}`,
    `(${index.keys.map(keyElement).join(", ")})`,
    ...(index.include.length === 0 ? [] : [`INCLUDE ${columnList(index.include)}`]),
    ...(index.nullsNotDistinct ? ["NULLS NOT DISTINCT"] : []),
    ...(index.options.length === 0 ? [] : [`WITH ${optionList(index.options)}`]),
    ...(index.where === null ? [] : [`WHERE ${index.where}`]),
  ];
  return [{ kind: "statement", sql: clauses.join(" "), transactional: how === "at once" }];
}

export function dropIndex(index: Index, form: Form): readonly Draft[] {
  if (index.constraint !== null) return dropConstraint(index, form);
  return [statement(`DROP INDEX${ifExists(form)} ${qualified(index)}`)];
}

/** The constraint of a unique index takes its new name, too. */
export function renameIndex(from: Index, to: Index): readonly Draft[] {
  return [statement(`ALTER INDEX ${qualified(from)} RENAME TO ${quoteIdentifier(to.name)}`)];
}

export function alterIndex(from: Index, to: Index): readonly Draft[] {
  return optionChanges(from.options, to.options).map((change) => statement(`ALTER INDEX ${qualified(to)} ${change}`));
}

function keyElement(key: IndexKey): string {
  const descending = key.order === "desc";
  const nullsByDefault = descending ? "first" : "last";
  return [
    key.column === null ? `(${key.expression})` : quoteIdentifier(key.column),
    ...(key.collation === null ? [] : [`COLLATE ${key.collation}`]),
    ...(key.opclass === null ? [] : [key.opclass]),
    ...(descending ? ["DESC"] : []),
    ...(key.nulls === nullsByDefault ? [] : [`NULLS ${key.nulls.toUpperCase()}`]),
  ].join(" ");
}
