import type { Check, Deferrable, Exclusion, ForeignKey, Index, PrimaryKey, SchemaObject } from "../../../schema/snapshot.ts";
import { quoteIdentifier, quoteLiteral } from "../types.ts";
import { type Catalogue, relationName } from "./catalogue.ts";
import { type Draft, type Form, ifExists, statement, unlessFound } from "./draft.ts";
import { columnList, holder } from "./names.ts";
import { optionList } from "./options.ts";

type Constraint = PrimaryKey | ForeignKey | Check | Exclusion;

/** `CONSTRAINT "orders_pkey" PRIMARY KEY ("id")`, for CREATE TABLE. */
export function constraintClause(constraint: PrimaryKey | Check): string {
  const definition = constraint.kind === "check" ? checkDefinition(constraint) : primaryKeyDefinition(constraint);
  return `CONSTRAINT ${quoteIdentifier(constraint.name)} ${definition}`;
}

export function createConstraint(constraint: Constraint, after: Catalogue, form: Form): readonly Draft[] {
  return [addConstraint(constraint, definitionOf(constraint, after), form)];
}

/** UNIQUE constraints are indexes to us, but only ALTER TABLE makes them. */
export function createUniqueConstraint(index: Index, deferrable: Deferrable, form: Form): readonly Draft[] {
  const columns = columnList(index.keys.flatMap((key) => key.column ?? []));
  const nulls = index.nullsNotDistinct ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE";
  const options = index.options.length === 0 ? [] : [`WITH ${optionList(index.options)}`];
  const definition = [nulls, columns, ...including(index.include), ...options, ...deferral(deferrable)].join(" ");
  return [addConstraint(index, definition, form)];
}

export function dropConstraint(constraint: Constraint | Index, form: Form): readonly Draft[] {
  return [statement(`ALTER TABLE ${holder(constraint)} DROP CONSTRAINT${ifExists(form)} ${quoteIdentifier(constraint.name)}`)];
}

export function renameConstraint(from: Constraint, to: Constraint): readonly Draft[] {
  const names = `${quoteIdentifier(from.name)} TO ${quoteIdentifier(to.name)}`;
  return [statement(`ALTER TABLE ${holder(from)} RENAME CONSTRAINT ${names}`)];
}

/** What needs no new constraint: validation, and when a foreign key is checked. */
export function alterConstraint(from: Check | ForeignKey, to: Check | ForeignKey): readonly Draft[] {
  const alter = (action: string) => statement(`ALTER TABLE ${holder(to)} ${action}`);
  const name = quoteIdentifier(to.name);
  const moved = from.kind === "foreign key" && to.kind === "foreign key" && from.deferrable !== to.deferrable;
  return [
    ...(moved ? [alter(`ALTER CONSTRAINT ${name} ${deferrableWords[to.deferrable]}`)] : []),
    ...(!from.validated && to.validated ? [alter(`VALIDATE CONSTRAINT ${name}`)] : []),
  ];
}

function definitionOf(constraint: Constraint, after: Catalogue): string {
  switch (constraint.kind) {
    case "primary key":
      return primaryKeyDefinition(constraint);
    case "check":
      return checkDefinition(constraint);
    case "exclusion":
      return constraint.definition;
    case "foreign key":
      return foreignKeyDefinition(constraint, after);
  }
}

function primaryKeyDefinition(key: PrimaryKey): string {
  return ["PRIMARY KEY", columnList(key.columns), ...including(key.include), ...deferral(key.deferrable)].join(" ");
}

function checkDefinition(check: Check): string {
  const clauses = [check.noInherit ? "NO INHERIT" : null, enforcement(check)];
  return [`CHECK (${check.expression})`, ...clauses.filter((clause) => clause !== null)].join(" ");
}

function foreignKeyDefinition(key: ForeignKey, after: Catalogue): string {
  const nulled = key.onDeleteColumns.length === 0 ? "" : ` ${columnList(key.onDeleteColumns)}`;
  return [
    `FOREIGN KEY ${columnList(key.columns)} REFERENCES ${relationName(key.references, after)}${columnList(key.referencedColumns)}`,
    ...(key.match === "full" ? ["MATCH FULL"] : []),
    ...(key.onDelete === "no action" ? [] : [`ON DELETE ${key.onDelete.toUpperCase()}${nulled}`]),
    ...(key.onUpdate === "no action" ? [] : [`ON UPDATE ${key.onUpdate.toUpperCase()}`]),
    ...deferral(key.deferrable),
    ...[enforcement(key)].filter((clause) => clause !== null),
  ].join(" ");
}

/** A constraint that is not enforced is never validated. */
function enforcement(constraint: Check | ForeignKey): string | null {
  if (!constraint.enforced) return "NOT ENFORCED";
  return constraint.validated ? null : "NOT VALID";
}

function including(columns: readonly string[]): readonly string[] {
  return columns.length === 0 ? [] : [`INCLUDE ${columnList(columns)}`];
}

const deferrableWords: Readonly<Record<Deferrable, string>> = {
  no: "NOT DEFERRABLE",
  "initially immediate": "DEFERRABLE",
  "initially deferred": "DEFERRABLE INITIALLY DEFERRED",
};

function deferral(deferrable: Deferrable): readonly string[] {
  return deferrable === "no" ? [] : [deferrableWords[deferrable]];
}

function addConstraint(constraint: Extract<SchemaObject, { readonly table: string }>, definition: string, form: Form): Draft {
  const table = holder(constraint);
  const found = `SELECT FROM pg_catalog.pg_constraint WHERE conrelid = ${quoteLiteral(table)}::pg_catalog.regclass AND conname = ${quoteLiteral(constraint.name)}`;
  return statement(
    unlessFound(form, found, `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(constraint.name)} ${definition}`),
  );
}
