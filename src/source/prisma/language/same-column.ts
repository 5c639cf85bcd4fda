import { type Column, objectId } from "../../../schema/snapshot.ts";
import { sameDefault } from "./defaults.ts";
import type { Adjustment } from "./facts.ts";
import type { Rule } from "./rules.ts";
import type { Surroundings } from "./same-object.ts";
import { sqliteFamily } from "./sqlite-family.ts";

/** Makes the code's column equal to the database's in all that Prisma can't say or doesn't compare. */
export function sameColumn(from: Column, to: Column, surroundings: Surroundings): Adjustment<Column> {
  const kept: string[] = [];
  const rules: Rule[] = [];
  const differs = (field: "type" | "nullable" | "default" | "collation" | "generated" | "autoIncrement" | "identity") =>
    JSON.stringify(from[field]) !== JSON.stringify(column[field]);
  let column = to;

  if (differs("collation")) {
    kept.push("Prisma's language has no column collations");
    column = { ...column, collation: from.collation };
  }
  if (differs("generated") && from.generated !== null) {
    kept.push("Prisma's language has no generated columns");
    column = { ...column, generated: from.generated, default: from.default };
  }
  const typeRule = differs("type") ? sameTypeRule(from, to, surroundings) : null;
  if (typeRule !== null) {
    rules.push(typeRule);
    column = { ...column, type: from.type };
  }
  const numbering = numberingRule(from, to, surroundings);
  if (numbering !== null && (differs("default") || differs("identity") || differs("autoIncrement") || differs("nullable"))) {
    rules.push(numbering);
    const nullable = numbering === "sqlite-rowid" ? from.nullable : column.nullable;
    column = { ...column, default: from.default, identity: from.identity, autoIncrement: from.autoIncrement, nullable };
  }
  if (differs("nullable") && to.type.endsWith("[]") && from.type.endsWith("[]")) {
    rules.push("list-nullability");
    column = { ...column, nullable: from.nullable };
  }
  const defaultRule = differs("default") ? sameDefaultRule(from, to, surroundings) : null;
  if (defaultRule !== null) {
    rules.push(defaultRule);
    column = { ...column, default: from.default };
  }
  return { to: column, kept, rules };
}

function sameTypeRule(from: Column, to: Column, { from: objects, language }: Surroundings): Rule | null {
  if (language.dialect === "sqlite") return sqliteFamily(from.type) === sqliteFamily(to.type) ? "sqlite-type" : null;
  const [own, other] = [withoutPrecision(from.type), withoutPrecision(to.type)];
  if (own.base === other.base && (own.precision === null || other.precision === null)) return "timestamp-precision";
  const domain = domainNamed(from, objects);
  return domain !== null && domain.type === to.type ? "domain-base-type" : null;
}

function domainNamed(column: Column, objects: Surroundings["from"]) {
  const name = column.type.replaceAll('"', "");
  const found = objects.get(`domain ${name}`) ?? objects.get(objectId("domain", column.schema, name));
  return found?.kind === "domain" ? found : null;
}

/** `timestamp(3) without time zone`; types that are no dates or times are left whole, so that they never match by accident. */
function withoutPrecision(type: string): { readonly base: string; readonly precision: string | null } {
  const match = /^(timestamp|time)(?:\((\d)\))?( with(?:out)? time zone)(\[\])?$/.exec(type);
  if (match === null) return { base: type, precision: "" };
  return { base: `${match[1]}${match[3]}${match[4] ?? ""}`, precision: match[2] ?? null };
}

/** Both sides number their rows by themselves, whichever way. */
function numberingRule(from: Column, to: Column, { keys, language }: Surroundings): Rule | null {
  if (language.dialect === "sqlite") return isRowId(from, keys) && sqliteFamily(to.type) === "int" ? "sqlite-rowid" : null;
  return to.autoIncrement && isNumbered(from) ? "autoincrement" : null;
}

/** Serial, identity, or a default from any sequence: Prisma's autoincrement(). */
export function isNumbered(column: Column): boolean {
  return column.autoIncrement || column.identity !== null || /^nextval\('/.test(column.default ?? "");
}

/** https://www.sqlite.org/lang_createtable.html#rowid */
function isRowId(column: Column, keys: Surroundings["keys"]): boolean {
  const columns = keys.get(objectId("table", column.schema, column.table))?.columns;
  return column.type === "INTEGER" && columns?.length === 1 && columns[0] === column.name;
}

function sameDefaultRule(from: Column, to: Column, { language }: Surroundings): Rule | null {
  const names = [`${to.table}.${to.name}`, `${to.schema}.${to.table}.${to.name}`];
  if (names.some((name) => language.unspecifiedDefaults.has(name))) return "unspecified-default";
  if (from.default === null || to.default === null) return null;
  if (sameDefault(from.default, to.default, to.type)) return "default-spelling";
  return isMoment(to) && (isConstant(from.default) || isConstant(to.default)) ? "datetime-default" : null;
}

function isMoment(column: Column): boolean {
  return /^(?:timestamp|date|time|datetime)/i.test(column.type);
}

function isConstant(expression: string): boolean {
  return /^\(?'/.test(expression);
}
