import type { TypeName } from "libpg-query";
import type { FittingType } from "../../hazards/question.ts";
import type { Column } from "../../schema/snapshot.ts";
import { strings } from "./syntax-tree.ts";

/** A type of PostgreSQL itself, by the grammar's name, with its modifiers: `numeric`, [12, 2]. Null: another one, or an array. */
export type PlainType = { readonly name: string; readonly modifiers: readonly number[] };

export function plainTypeOf(type: TypeName | undefined): PlainType | null {
  const parts = strings(type?.names);
  const name = parts.at(-1) ?? "";
  if (type?.arrayBounds !== undefined || (parts.length > 1 && parts[0] !== "pg_catalog")) return null;
  const modifiers = (type?.typmods ?? []).flatMap((node) =>
    "A_Const" in node && node.A_Const.ival !== undefined ? [node.A_Const.ival.ival ?? 0] : [],
  );
  return { name: aliases[name] ?? name, modifiers };
}

/** The type of a column as `format_type()` prints it. */
export function readPlainType(text: string): PlainType | null {
  const [, words = "", modifiers = "", rest = ""] =
    /^([a-z][a-z ]*?)(?:\(([\d,]+)\))?( with(?:out)? time zone)?$/.exec(text) ?? [];
  const name = printed[`${words}${rest}`];
  return name === undefined ? null : { name, modifiers: modifiers === "" ? [] : modifiers.split(",").map(Number) };
}

/** Whether reading a column runs nothing that somebody defined: neither casts of an own type nor a generated value. */
export function isPlainColumn({ type, generated }: Column): boolean {
  return (generated === null || generated.stored) && readPlainType(type.replace(/\[\]$/, "")) !== null;
}

/** What a change of the type does to values that are there. */
export type TypeChange = {
  /** No value is touched: a longer varchar, say. */
  readonly sameValues: boolean;
  readonly mayFail: boolean;
  readonly loses: boolean;
  readonly dependsOnZone: boolean;
  /** How to find the values that don't fit or get lost; null: not in plain SQL. */
  readonly into: FittingType | null;
};

/** Null: not known, one of them is no type of PostgreSQL itself. */
export function typeChange(from: PlainType | null, to: PlainType | null): TypeChange | null {
  if (from === null || to === null) return null;
  const none = { sameValues: false, mayFail: false, loses: false, dependsOnZone: false, into: null };
  const zones = [from.name, to.name];
  if (zones.includes("timestamp") && zones.includes("timestamptz")) return { ...none, dependsOnZone: true };
  if (isText(to.name)) return textChange(from, to);
  if (to.name === "numeric" && isNumber(from.name)) return numericChange(from, to);
  const range = integerRanges[to.name];
  if (range !== undefined && isNumber(from.name)) {
    const narrower = rank(from.name) > rank(to.name);
    const fraction = from.name === "numeric" || from.name === "float4" || from.name === "float8";
    return { ...none, mayFail: narrower, loses: fraction, into: narrower ? { kind: "range", ...range } : null };
  }
  if ((from.name === "timestamp" || from.name === "timestamptz") && (to.name === "date" || isCoarser(from, to)))
    return { ...none, loses: true };
  if (from.name === "timestamp" && to.name === "timestamp") return { ...none, sameValues: true };
  if (from.name === "float8" && to.name === "float4") return { ...none, loses: true, mayFail: true };
  if (from.name === "json" && to.name === "jsonb") return { ...none, loses: true, mayFail: true };
  if (from.name === to.name) return { ...none, sameValues: true };
  if (isText(from.name)) return { ...none, mayFail: true };
  return none;
}

function textChange(from: PlainType, to: PlainType): TypeChange {
  const limit = to.modifiers[0];
  const base = { sameValues: false, mayFail: false, loses: false, dependsOnZone: false, into: null };
  if (to.name === "bpchar") return { ...base, mayFail: true, into: { kind: "length", characters: limit ?? 1 } };
  if (limit === undefined) return { ...base, sameValues: isText(from.name) && from.name !== "bpchar" };
  const old = isText(from.name) ? from.modifiers[0] : undefined;
  if (from.name === "varchar" && old !== undefined && old <= limit) return { ...base, sameValues: true };
  const fits = old !== undefined && old <= limit;
  return { ...base, mayFail: !fits, into: fits ? null : { kind: "length", characters: limit } };
}

function numericChange(from: PlainType, to: PlainType): TypeChange {
  const [precision, scale = 0] = to.modifiers;
  const base = { sameValues: false, mayFail: false, loses: false, dependsOnZone: false, into: null };
  if (precision === undefined) return { ...base, sameValues: from.name === "numeric" };
  const [oldPrecision, oldScale = 0] = from.name === "numeric" ? from.modifiers : [integerDigits[from.name], 0];
  const coarser = from.name !== "numeric" ? from.name.startsWith("float") : oldPrecision === undefined || oldScale > scale;
  const shorter = oldPrecision === undefined || oldPrecision - oldScale > precision - scale;
  if (coarser && !shorter) return { ...base, loses: true, into: { kind: "scale", scale } };
  if (shorter) return { ...base, mayFail: true, loses: coarser, into: { kind: "digits", precision, scale } };
  return { ...base, sameValues: from.name === "numeric" && oldScale === scale };
}

function isCoarser(from: PlainType, to: PlainType): boolean {
  return from.name === to.name && (to.modifiers[0] ?? 6) < (from.modifiers[0] ?? 6);
}

function isText(name: string): boolean {
  return name === "text" || name === "varchar" || name === "bpchar";
}

function isNumber(name: string): boolean {
  return rank(name) >= 0;
}

function rank(name: string): number {
  return ["int2", "int4", "int8", "numeric", "float4", "float8"].indexOf(name);
}

const integerDigits: Readonly<Record<string, number>> = { int2: 5, int4: 10, int8: 19 };

const integerRanges: Readonly<Record<string, { readonly min: string; readonly max: string }>> = {
  int2: { min: "-32768", max: "32767" },
  int4: { min: "-2147483648", max: "2147483647" },
  int8: { min: "-9223372036854775808", max: "9223372036854775807" },
};

const aliases: Readonly<Record<string, string>> = {
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
  smallserial: "int2",
  serial2: "int2",
};

const printed: Readonly<Record<string, string>> = {
  boolean: "bool",
  smallint: "int2",
  integer: "int4",
  bigint: "int8",
  real: "float4",
  "double precision": "float8",
  numeric: "numeric",
  text: "text",
  "character varying": "varchar",
  character: "bpchar",
  uuid: "uuid",
  json: "json",
  jsonb: "jsonb",
  bytea: "bytea",
  date: "date",
  inet: "inet",
  cidr: "cidr",
  macaddr: "macaddr",
  interval: "interval",
  money: "money",
  xml: "xml",
  time: "time",
  timestamp: "timestamp",
  "time without time zone": "time",
  "time with time zone": "timetz",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
};
