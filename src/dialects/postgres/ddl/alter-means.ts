import type { Column, DomainType, EnumType, Index, Policy, SchemaObject, Table, View } from "../../../schema/snapshot.ts";
import { conversion } from "./conversion.ts";

/** What decides whether something can be altered, apart from the thing itself. */
export type Setting = { readonly serverMajor: number; readonly isEnum: (type: string) => boolean };

export type AlterMeans =
  | { readonly how: "in place" }
  | { readonly how: "anew" }
  | { readonly how: "refused"; readonly reason: string };

const inPlace: AlterMeans = { how: "in place" };
const anew: AlterMeans = { how: "anew" };
const refused = (reason: string): AlterMeans => ({ how: "refused", reason });

/** Whether an object can be altered, must be dropped and created, or neither. `from` and `to` are of the same kind. */
export function alterMeans(from: SchemaObject, to: SchemaObject, fields: readonly string[], setting: Setting): AlterMeans {
  switch (to.kind) {
    case "schema":
    case "extension":
    case "sequence":
    case "rights":
    case "comment":
    case "enum":
      return inPlace;
    case "domain":
      return domain(from as DomainType, to, fields);
    case "type":
      return anew;
    case "table":
      return table(from as Table, to, fields);
    case "column":
      return column(from as Column, to, fields, setting);
    case "primary key":
      return anew;
    case "foreign key":
      return only(fields, ["validated", "deferrable"]) && to.validated ? inPlace : anew;
    case "check":
      return only(fields, ["validated"]) && to.validated ? inPlace : anew;
    case "exclusion":
      return anew;
    case "index":
      return index(from as Index, to, fields);
    case "view":
      return extendsColumns(from as View, to) ? inPlace : anew;
    case "materialized view":
      return only(fields, ["options"]) ? inPlace : anew;
    case "function":
      return sameInterface(from, to) ? inPlace : anew;
    case "trigger":
      return only(fields, ["enabled"]) ? inPlace : anew;
    case "policy":
      return policy(from as Policy, to, fields);
  }
}

/** Values can be added to an enum where they belong; anything else makes a new type of it. */
export function onlyAddsValues(from: EnumType, to: EnumType): boolean {
  const kept = to.values.filter((value) => from.values.includes(value));
  return kept.length === from.values.length && kept.every((value, at) => value === from.values[at]);
}

function only(fields: readonly string[], allowed: readonly string[]): boolean {
  return fields.every((field) => allowed.includes(field));
}

function domain(from: DomainType, to: DomainType, fields: readonly string[]): AlterMeans {
  if (only(fields, ["default", "nullable", "checks"])) return inPlace;
  const what = fields.includes("type") ? `type from ${from.type} to ${to.type}` : "collation";
  return refused(
    `PostgreSQL can't change the ${what} of a domain that exists. Create a domain with another name and move the columns to it.`,
  );
}

function table(from: Table, to: Table, fields: readonly string[]): AlterMeans {
  if (!fields.includes("partitionBy")) return inPlace;
  const key = to.partitionBy === null ? "no longer partitioned" : `partitioned by ${to.partitionBy}`;
  return refused(
    `PostgreSQL can't make a table ${key} once it exists. Create a new table and copy the rows from "${from.name}".`,
  );
}

function column(from: Column, to: Column, fields: readonly string[], { serverMajor, isEnum }: Setting): AlterMeans {
  if (!fields.includes("generated")) {
    if (from.generated !== null && (fields.includes("type") || fields.includes("collation"))) return anew;
    if (conversion(from.type, to.type, isEnum) !== "none") return inPlace;
    return refused(
      `PostgreSQL can't convert ${from.type} to ${to.type}. Add a column under another name, fill it from "${from.name}", and drop that.`,
    );
  }
  if (from.generated === null) {
    return refused(
      "PostgreSQL can't turn a column that holds data into a generated one. Drop it (its data is lost), then add it.",
    );
  }
  if (to.generated === null) {
    if (from.generated.stored) return inPlace;
    return refused(
      "The values of a virtual column are stored nowhere, so it can't become an ordinary one. Add a column under another name and fill it.",
    );
  }
  return from.generated.stored === to.generated.stored && serverMajor >= 17 && only(fields, ["generated"]) ? inPlace : anew;
}

export const invalidIndex = "The index should be invalid, as one that a failed build left behind. Nothing creates such an index.";

function index(from: Index, to: Index, fields: readonly string[]): AlterMeans {
  if (fields.includes("valid") && !to.valid) return refused(invalidIndex);
  return only(fields, ["options"]) && from.constraint === null ? inPlace : anew;
}

/** CREATE OR REPLACE VIEW may add columns at the end, nothing else. */
function extendsColumns(from: View, to: View): boolean {
  return from.columns.every(({ name, type }, at) => to.columns[at]?.name === name && to.columns[at].type === type);
}

/** CREATE OR REPLACE FUNCTION keeps names and types of arguments and result, and defaults that are there. */
function sameInterface(from: SchemaObject, to: SchemaObject): boolean {
  if (from.kind !== "function" || to.kind !== "function") return false;
  if (from.routine !== to.routine || to.routine === "aggregate") return false;
  return declaration(from.definition) === declaration(to.definition);
}

function declaration(definition: string): string {
  const end = definition.search(/^ LANGUAGE /m);
  return end === -1 ? definition : definition.slice(0, end);
}

function policy(from: Policy, to: Policy, fields: readonly string[]): AlterMeans {
  const removesExpression = (from.using !== null && to.using === null) || (from.check !== null && to.check === null);
  return only(fields, ["roles", "using", "check"]) && !removesExpression ? inPlace : anew;
}
