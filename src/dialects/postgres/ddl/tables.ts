import type { Column, ObjectId, SchemaObject, Table } from "../../../schema/snapshot.ts";
import { quoteIdentifier } from "../types.ts";
import { type Catalogue, relationName } from "./catalogue.ts";
import { columnDefinition } from "./columns.ts";
import { constraintClause } from "./constraints.ts";
import { type Draft, type Form, ifExists, ifNotExists, statement } from "./draft.ts";
import { qualified } from "./names.ts";
import { optionChanges, optionList } from "./options.ts";

/** CREATE TABLE with its columns, primary key and checks; row security follows by itself. */
export function createTable(table: Table, parts: readonly SchemaObject[], after: Catalogue, form: Form): readonly Draft[] {
  const columns = parts.filter((part) => part.kind === "column").sort((a, b) => a.position - b.position);
  const constraints = parts.filter((part) => part.kind === "primary key" || part.kind === "check");
  const lines = [
    ...columns.map((column) => (table.partitionOf === null ? columnDefinition(column) : columnOverride(column))),
    ...constraints
      .sort((a, b) => (a.kind === b.kind ? compare(a.name, b.name) : a.kind === "primary key" ? -1 : 1))
      .map(constraintClause),
  ];
  const unlogged = table.persistence === "unlogged" ? "UNLOGGED " : "";
  const head = `CREATE ${unlogged}TABLE${ifNotExists(form)} ${qualified(table)}`;
  const body = lines.length === 0 ? "()" : `(\n    ${lines.join(",\n    ")}\n)`;
  return [
    statement([...opening(table, head, body, lines.length, after), ...closing(table, after)].join(" ")),
    ...(table.rowSecurity === "off" ? [] : rowSecurity(table)),
  ];
}

function opening(table: Table, head: string, body: string, lines: number, after: Catalogue): readonly string[] {
  if (table.partitionOf === null) return [head, body];
  const { table: parent, bound } = table.partitionOf;
  return [head, `PARTITION OF ${relationName(parent, after)}`, ...(lines === 0 ? [] : [body]), bound];
}

function closing(table: Table, after: Catalogue): readonly string[] {
  return [
    ...(table.inherits.length === 0
      ? []
      : [`INHERITS (${table.inherits.map((parent) => relationName(parent, after)).join(", ")})`]),
    ...(table.partitionBy === null ? [] : [`PARTITION BY ${table.partitionBy}`]),
    ...(table.options.length === 0 ? [] : [`WITH ${optionList(table.options)}`]),
  ];
}

/** A partition lists only what it has otherwise than its parent: it can't name a type. */
function columnOverride(column: Column): string {
  const clauses = [column.default === null ? null : `DEFAULT ${column.default}`, column.nullable ? null : "NOT NULL"];
  return [quoteIdentifier(column.name), ...clauses].filter((clause) => clause !== null).join(" ");
}

export function dropTable(table: Table, form: Form): readonly Draft[] {
  return [statement(`DROP TABLE${ifExists(form)} ${qualified(table)}`)];
}

export function leaveParents(table: Table, parents: readonly ObjectId[], before: Catalogue): readonly Draft[] {
  return parents.map((id) => {
    const parent = relationName(id, before);
    if (table.partitionOf !== null) return statement(`ALTER TABLE ${parent} DETACH PARTITION ${qualified(table)}`);
    return statement(`ALTER TABLE ${qualified(table)} NO INHERIT ${parent}`);
  });
}

export function alterTable(from: Table, to: Table, after: Catalogue): readonly Draft[] {
  const alter = (action: string) => statement(`ALTER TABLE ${qualified(to)} ${action}`);
  const added = to.inherits.filter((parent) => !from.inherits.includes(parent));
  return [
    ...attachment(from, to, after),
    ...added.map((parent) => alter(`INHERIT ${relationName(parent, after)}`)),
    ...(from.persistence === to.persistence ? [] : [alter(to.persistence === "unlogged" ? "SET UNLOGGED" : "SET LOGGED")]),
    ...optionChanges(from.options, to.options).map(alter),
    ...(from.rowSecurity === to.rowSecurity ? [] : rowSecurity(to, from)),
  ];
}

function attachment(from: Table, to: Table, after: Catalogue): readonly Draft[] {
  if (to.partitionOf === null) return [];
  if (from.partitionOf?.table === to.partitionOf.table && from.partitionOf.bound === to.partitionOf.bound) return [];
  const { table: parent, bound } = to.partitionOf;
  return [statement(`ALTER TABLE ${relationName(parent, after)} ATTACH PARTITION ${qualified(to)} ${bound}`)];
}

function rowSecurity(to: Table, from: Pick<Table, "rowSecurity"> = { rowSecurity: "off" }): readonly Draft[] {
  const actions = [
    (from.rowSecurity === "off") === (to.rowSecurity === "off") ? null : to.rowSecurity === "off" ? "DISABLE" : "ENABLE",
    (from.rowSecurity === "forced") === (to.rowSecurity === "forced") ? null : to.rowSecurity === "forced" ? "FORCE" : "NO FORCE",
  ];
  return actions
    .filter((action) => action !== null)
    .map((action) => statement(`ALTER TABLE ${qualified(to)} ${action} ROW LEVEL SECURITY`));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
