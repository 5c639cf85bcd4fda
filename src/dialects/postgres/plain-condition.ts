import type { Node, TypeName } from "libpg-query";
import type { PlainCondition } from "../../hazards/question.ts";
import { type NodeOf, strings } from "./syntax-tree.ts";
import { quoteIdentifier, quoteLiteral } from "./types.ts";

/**
 * Writes a condition anew from its syntax tree, or gives null where the tree holds anything but columns of the one table, constants,
 * and operators and functions of PostgreSQL itself that can only compute. What a repository wrote is never sent as it stands.
 */
export function plainCondition(tree: Node | undefined, columns: ReadonlySet<string>): PlainCondition | null {
  try {
    return write(tree, { columns, depth: 0 }) as PlainCondition;
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

class NotPlain extends Error {}

type Writing = { readonly columns: ReadonlySet<string>; readonly depth: number };

/** Deeper ones are no conditions that somebody reads, either. */
const maxDepth = 50;

function write(node: Node | undefined, outer: Writing): string {
  const writing = { ...outer, depth: outer.depth + 1 };
  if (node === undefined || writing.depth > maxDepth) throw new NotPlain();
  if ("ColumnRef" in node) return columnName(node.ColumnRef.fields, writing);
  if ("A_Const" in node) return constant(node.A_Const);
  if ("TypeCast" in node) return `CAST(${write(node.TypeCast.arg, writing)} AS ${typeName(node.TypeCast.typeName)})`;
  if ("BoolExpr" in node) {
    const parts = (node.BoolExpr.args ?? []).map((part) => write(part, writing));
    if (node.BoolExpr.boolop === "NOT_EXPR") return `(NOT ${parts[0]})`;
    return `(${parts.join(node.BoolExpr.boolop === "OR_EXPR" ? " OR " : " AND ")})`;
  }
  if ("NullTest" in node)
    return `(${write(node.NullTest.arg, writing)} IS ${node.NullTest.nulltesttype === "IS_NULL" ? "" : "NOT "}NULL)`;
  if ("BooleanTest" in node)
    return `(${write(node.BooleanTest.arg, writing)} ${booleanTests[node.BooleanTest.booltesttype ?? ""] ?? refuse()})`;
  if ("CoalesceExpr" in node) return `coalesce(${list(node.CoalesceExpr.args, writing)})`;
  if ("A_ArrayExpr" in node) return `ARRAY[${list(node.A_ArrayExpr.elements, writing)}]`;
  if ("FuncCall" in node) return call(node.FuncCall, writing);
  if ("A_Expr" in node) return operation(node.A_Expr, writing);
  return refuse();
}

function refuse(): never {
  throw new NotPlain();
}

function columnName(fields: readonly Node[] | undefined, { columns }: Writing): string {
  const parts = strings(fields);
  const name = parts.at(-1) ?? "";
  // Anything that is no column of this table may be a function of it, or a whole row.
  if (parts.length !== (fields ?? []).length || parts.length > 2 || !columns.has(name)) return refuse();
  return quoteIdentifier(name);
}

function constant(value: NodeOf<"A_Const">): string {
  if (value.isnull === true) return "NULL";
  if (value.ival !== undefined) return String(value.ival.ival ?? 0);
  if (value.boolval !== undefined) return value.boolval.boolval === true ? "TRUE" : "FALSE";
  if (value.fval !== undefined && /^[0-9.eE+-]+$/.test(value.fval.fval ?? "")) return `${value.fval.fval}`;
  if (value.sval !== undefined) return quoteLiteral(value.sval.sval ?? "");
  return refuse();
}

function list(nodes: readonly Node[] | undefined, writing: Writing): string {
  return (nodes ?? []).map((node) => write(node, writing)).join(", ");
}

function call({ funcname, args, ...rest }: NodeOf<"FuncCall">, writing: Writing): string {
  const parts = strings(funcname);
  const name = parts.at(-1) ?? "";
  const ours = parts.length === 1 || (parts.length === 2 && parts[0] === "pg_catalog");
  const simple =
    rest.agg_filter === undefined &&
    rest.over === undefined &&
    rest.agg_order === undefined &&
    rest.agg_star !== true &&
    rest.agg_distinct !== true &&
    rest.func_variadic !== true;
  if (!ours || !simple || !immutableFunctions.has(name)) return refuse();
  return `pg_catalog.${quoteIdentifier(name)}(${list(args, writing)})`;
}

function operation({ kind, name, lexpr, rexpr }: NodeOf<"A_Expr">, writing: Writing): string {
  const parts = strings(name);
  const symbol = parts.at(-1) ?? "";
  if (parts.length > 1 && parts[0] !== "pg_catalog") return refuse();
  const left = () => write(lexpr, writing);
  const right = () => write(rexpr, writing);
  const items = () => (rexpr !== undefined && "List" in rexpr ? (rexpr.List.items ?? []) : refuse());
  switch (kind) {
    case "AEXPR_OP":
      if (!operators.has(symbol)) return refuse();
      return lexpr === undefined ? `(${symbol} ${right()})` : `(${left()} OPERATOR(pg_catalog.${symbol}) ${right()})`;
    case "AEXPR_OP_ANY":
    case "AEXPR_OP_ALL":
      if (!operators.has(symbol)) return refuse();
      return `(${left()} OPERATOR(pg_catalog.${symbol}) ${kind === "AEXPR_OP_ANY" ? "ANY" : "ALL"} (${right()}))`;
    case "AEXPR_DISTINCT":
      return `(${left()} IS DISTINCT FROM ${right()})`;
    case "AEXPR_NOT_DISTINCT":
      return `(${left()} IS NOT DISTINCT FROM ${right()})`;
    case "AEXPR_IN":
      return `(${left()} ${symbol === "<>" ? "NOT " : ""}IN (${list(items(), writing)}))`;
    case "AEXPR_BETWEEN":
    case "AEXPR_NOT_BETWEEN":
      return `(${left()} ${kind === "AEXPR_NOT_BETWEEN" ? "NOT " : ""}BETWEEN ${items()
        .map((item) => write(item, writing))
        .join(" AND ")})`;
    case "AEXPR_NULLIF":
      return `nullif(${left()}, ${right()})`;
    case "AEXPR_LIKE":
      return `(${left()} ${symbol.startsWith("!") ? "NOT " : ""}LIKE ${right()})`;
    case "AEXPR_ILIKE":
      return `(${left()} ${symbol.startsWith("!") ? "NOT " : ""}ILIKE ${right()})`;
    default:
      return refuse();
  }
}

function typeName(type: TypeName | undefined): string {
  const parts = strings(type?.names);
  const name = parts.at(-1) ?? "";
  const ours = parts.length === 1 || (parts.length === 2 && parts[0] === "pg_catalog");
  if (type === undefined || !ours || !plainTypes.has(name)) return refuse();
  const modifiers = (type.typmods ?? []).map((node) =>
    "A_Const" in node && node.A_Const.ival !== undefined ? String(node.A_Const.ival.ival ?? 0) : refuse(),
  );
  const array = type.arrayBounds === undefined ? "" : "[]";
  return `pg_catalog.${quoteIdentifier(name)}${modifiers.length === 0 ? "" : `(${modifiers.join(", ")})`}${array}`;
}

const booleanTests: Readonly<Record<string, string>> = {
  IS_TRUE: "IS TRUE",
  IS_NOT_TRUE: "IS NOT TRUE",
  IS_FALSE: "IS FALSE",
  IS_NOT_FALSE: "IS NOT FALSE",
  IS_UNKNOWN: "IS UNKNOWN",
  IS_NOT_UNKNOWN: "IS NOT UNKNOWN",
};

/** They are looked up in pg_catalog alone. */
const operators: ReadonlySet<string> = new Set(
  "= <> != < <= > >= + - * / % || ~ !~ ~* !~* ~~ !~~ ~~* !~~* @> <@ && -> ->> ? |/ @".split(" "),
);

/** Immutable ones of pg_catalog, for which neither a table nor a setting is looked at. */
const immutableFunctions: ReadonlySet<string> = new Set(
  `abs array_length array_ndims array_position btrim cardinality ceil ceiling char_length character_length floor initcap isempty
  json_array_length json_typeof jsonb_array_length jsonb_typeof left length lower ltrim md5 mod num_nonnulls num_nulls octet_length
  position regexp_like replace reverse right round rtrim scale sign split_part starts_with strpos substr substring translate
  trim_scale trunc upper`.split(/\s+/),
);

/** Their input functions are immutable: dates and times also look at settings. */
const plainTypes: ReadonlySet<string> = new Set(
  "bool bpchar bytea cidr float4 float8 inet int2 int4 int8 json jsonb macaddr numeric text uuid varchar".split(" "),
);
