import type { Column, CompositeType, DomainType, EnumType } from "../../../schema/snapshot.ts";
import { quoteIdentifier, quoteLiteral } from "../types.ts";
import { onlyAddsValues } from "./alter-means.ts";
import { moveToNewType } from "./columns.ts";
import { type Draft, type Form, ifExists, statement, unlessFound } from "./draft.ts";
import { freeName, qualified } from "./names.ts";

export function createEnum(type: EnumType, form: Form): readonly Draft[] {
  return [createType(type, `CREATE TYPE ${qualified(type)} AS ENUM (${type.values.map(quoteLiteral).join(", ")})`, form)];
}

export function createComposite(type: CompositeType, form: Form): readonly Draft[] {
  return [createType(type, `CREATE TYPE ${qualified(type)} AS ${type.definition}`, form)];
}

export function dropType(type: EnumType | CompositeType, form: Form): readonly Draft[] {
  return [statement(`DROP TYPE${ifExists(form)} ${qualified(type)}`)];
}

/** `columns` are those that move along when the type has to be made anew; `taken` are the names of the schema. */
export function alterEnum(
  from: EnumType,
  to: EnumType,
  columns: readonly Column[],
  taken: ReadonlySet<string>,
  form: Form,
): readonly Draft[] {
  return onlyAddsValues(from, to) ? addValues(from, to, form) : remake(from, to, columns, taken);
}

/** A value that is added in a transaction can't be used in it, so each is a batch of its own. */
function addValues(from: EnumType, to: EnumType, form: Form): readonly Draft[] {
  const present = new Set(from.values);
  return to.values
    .filter((value) => !present.has(value))
    .map((value) => {
      const at = to.values.indexOf(value);
      const next = to.values.slice(at + 1).find((later) => present.has(later));
      const previous = to.values[at - 1];
      const place =
        next === undefined ? "" : previous === undefined ? ` BEFORE ${quoteLiteral(next)}` : ` AFTER ${quoteLiteral(previous)}`;
      const guard = form === "guarded" ? " IF NOT EXISTS" : "";
      return {
        kind: "statement",
        sql: `ALTER TYPE ${qualified(to)} ADD VALUE${guard} ${quoteLiteral(value)}${place}`,
        transactional: false,
      };
    });
}

/** Values can't be removed or moved: the columns move to a new type of the same name. */
function remake(from: EnumType, to: EnumType, columns: readonly Column[], taken: ReadonlySet<string>): readonly Draft[] {
  const old = freeName(from.name, "_old", taken);
  return [
    statement(`ALTER TYPE ${qualified(from)} RENAME TO ${quoteIdentifier(old)}`),
    ...createEnum(to, "plain"),
    ...columns.flatMap(moveToNewType),
    statement(`DROP TYPE ${qualified({ schema: from.schema, name: old })}`),
  ];
}

export function createDomain(domain: DomainType, form: Form): readonly Draft[] {
  const sql = [
    `CREATE DOMAIN ${qualified(domain)} AS ${domain.type}`,
    ...(domain.collation === null ? [] : [`COLLATE ${domain.collation}`]),
    ...(domain.default === null ? [] : [`DEFAULT ${domain.default}`]),
    ...(domain.nullable ? [] : ["NOT NULL"]),
    ...domain.checks.filter(({ validated }) => validated).map(checkClause),
  ].join(" ");
  return [
    createType(domain, sql, form),
    ...domain.checks.filter(({ validated }) => !validated).map((check) => addCheck(domain, check)),
  ];
}

export function dropDomain(domain: DomainType, form: Form): readonly Draft[] {
  return [statement(`DROP DOMAIN${ifExists(form)} ${qualified(domain)}`)];
}

export function alterDomain(from: DomainType, to: DomainType): readonly Draft[] {
  const alter = (action: string) => statement(`ALTER DOMAIN ${qualified(to)} ${action}`);
  const before = new Map(from.checks.map((check) => [check.name, check]));
  const after = new Map(to.checks.map((check) => [check.name, check]));
  const gone = from.checks.filter(({ name, expression, validated }) => {
    const next = after.get(name);
    return next?.expression !== expression || (validated && !next.validated);
  });
  const added = to.checks.filter(({ name }) => !before.has(name) || gone.some((check) => check.name === name));
  const validated = to.checks.filter(
    (check) => !added.includes(check) && check.validated && before.get(check.name)?.validated === false,
  );
  return [
    ...gone.map(({ name }) => alter(`DROP CONSTRAINT ${quoteIdentifier(name)}`)),
    ...(from.default === to.default ? [] : [alter(to.default === null ? "DROP DEFAULT" : `SET DEFAULT ${to.default}`)]),
    ...(from.nullable === to.nullable ? [] : [alter(to.nullable ? "DROP NOT NULL" : "SET NOT NULL")]),
    ...added.map((check) => addCheck(to, check)),
    ...validated.map(({ name }) => alter(`VALIDATE CONSTRAINT ${quoteIdentifier(name)}`)),
  ];
}

type DomainCheck = DomainType["checks"][number];

function addCheck(domain: DomainType, check: DomainCheck): Draft {
  return statement(`ALTER DOMAIN ${qualified(domain)} ADD ${checkClause(check)}${check.validated ? "" : " NOT VALID"}`);
}

function checkClause(check: DomainCheck): string {
  return `CONSTRAINT ${quoteIdentifier(check.name)} CHECK (${check.expression})`;
}

function createType(type: EnumType | DomainType | CompositeType, sql: string, form: Form): Draft {
  const found = `SELECT FROM pg_catalog.pg_type WHERE oid = pg_catalog.to_regtype(${quoteLiteral(qualified(type))})`;
  return statement(unlessFound(form, found, sql));
}
