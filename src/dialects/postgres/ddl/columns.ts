import type { Column } from "../../../schema/snapshot.ts";
import { quoteIdentifier, quoteLiteral } from "../types.ts";
import type { Conversion } from "./conversion.ts";
import { type Draft, type Form, ifExists, ifNotExists, statement, tableAction, unlessFound } from "./draft.ts";
import { holder } from "./names.ts";

/** `"status" text DEFAULT 'new'::text NOT NULL` */
export function columnDefinition(column: Column): string {
  const { generated, identity } = column;
  return [
    quoteIdentifier(column.name),
    column.type,
    ...collation(column),
    ...(generated === null ? [] : [`GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? "STORED" : "VIRTUAL"}`]),
    ...(identity === null ? [] : [`GENERATED ${identity.toUpperCase()} AS IDENTITY`]),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
    ...(column.nullable ? [] : ["NOT NULL"]),
  ].join(" ");
}

export function createColumn(column: Column, form: Form): readonly Draft[] {
  return [tableAction(holder(column), `ADD COLUMN${ifNotExists(form)} ${columnDefinition(column)}`)];
}

export function dropColumn(column: Column, form: Form): readonly Draft[] {
  return [tableAction(holder(column), `DROP COLUMN${ifExists(form)} ${quoteIdentifier(column.name)}`)];
}

/** The actions can share one statement: the server takes drops first, then types, then what is added. */
export function alterColumn(from: Column, to: Column, fields: readonly string[], how: Conversion, form: Form): readonly Draft[] {
  const act = (action: string) => tableAction(holder(to), `ALTER COLUMN ${quoteIdentifier(to.name)} ${action}`);
  const retyped = fields.includes("type") || fields.includes("collation");
  const defaultMoves = fields.includes("default") || retyped;
  return [
    ...(from.generated !== null && to.generated === null ? [act(`DROP EXPRESSION${ifExists(form)}`)] : []),
    ...(from.default !== null && defaultMoves ? [act("DROP DEFAULT")] : []),
    ...(!from.nullable && to.nullable ? [act("DROP NOT NULL")] : []),
    ...(retyped ? [act(retyping(to, how))] : []),
    ...(from.generated !== null && to.generated !== null && fields.includes("generated")
      ? [act(`SET EXPRESSION AS (${to.generated.expression})`)]
      : []),
    ...(to.default !== null && defaultMoves ? [act(`SET DEFAULT ${to.default}`)] : []),
    ...(from.nullable && !to.nullable ? [act("SET NOT NULL")] : []),
    ...(from.identity !== null && to.identity !== null && fields.includes("identity")
      ? [act(`SET GENERATED ${to.identity.toUpperCase()}`)]
      : []),
    ...(from.identity === null && to.identity !== null ? addIdentity(to, to.identity, form) : []),
  ];
}

/** Moves a column to a type that took the name of its own. */
export function moveToNewType(column: Column): readonly Draft[] {
  const act = (action: string) => tableAction(holder(column), `ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`);
  const moved = act(retyping(column, "through text"));
  if (column.default === null) return [moved];
  return [act("DROP DEFAULT"), moved, act(`SET DEFAULT ${column.default}`)];
}

export function detachDefault(column: Column, form: Form): readonly Draft[] {
  const action = column.identity === null ? "DROP DEFAULT" : `DROP IDENTITY${ifExists(form)}`;
  return [tableAction(holder(column), `ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`)];
}

export function attachDefault(column: Column): readonly Draft[] {
  return [tableAction(holder(column), `ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${column.default}`)];
}

function retyping(column: Column, how: Conversion): string {
  return [`SET DATA TYPE ${column.type}`, ...collation(column), ...using(column, how)].join(" ");
}

function using({ name, type }: Column, how: Conversion): readonly string[] {
  if (how === "assignment") return [];
  const text = type.endsWith("[]") ? "text[]" : "text";
  return [`USING ${quoteIdentifier(name)}${how === "through text" ? `::${text}` : ""}::${type}`];
}

function collation(column: Column): readonly string[] {
  return column.collation === null ? [] : [`COLLATE ${column.collation}`];
}

function addIdentity(column: Column, identity: "always" | "by default", form: Form): readonly Draft[] {
  const name = quoteIdentifier(column.name);
  const action = `ALTER COLUMN ${name} ADD GENERATED ${identity.toUpperCase()} AS IDENTITY`;
  if (form === "plain") return [tableAction(holder(column), action), continueAfterRows(column)];
  const found = `SELECT FROM pg_catalog.pg_attribute WHERE attrelid = ${quoteLiteral(holder(column))}::pg_catalog.regclass AND attname = ${quoteLiteral(column.name)} AND attidentity <> ''`;
  return [statement(unlessFound(form, found, `ALTER TABLE ${holder(column)} ${action}`)), continueAfterRows(column)];
}

/** A sequence that is given to a column with rows would hand out numbers that are taken. */
export function continueAfterRows(column: Column): Draft {
  const [table, name] = [holder(column), quoteIdentifier(column.name)];
  const sequence = `pg_catalog.pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column.name)})`;
  return statement(`SELECT pg_catalog.setval(${sequence}, GREATEST(pg_catalog.max(${name}), 0) + 1, false) FROM ${table}`);
}
