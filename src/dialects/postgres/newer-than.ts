import type { Node } from "libpg-query";
import type { NewerContext, NewerFeature } from "../dialect.ts";
import { functionsSince } from "./functions-since.ts";
import { readBlock } from "./procedural.ts";
import { splitScript } from "./split.ts";
import { nodesOf, option, strings, type TaggedNode } from "./syntax-tree.ts";

/**
 * What of a statement servers of this major version refuse, newest first: syntax and built-in functions of later versions, as the
 * release notes of 14 to 18 list them (https://www.postgresql.org/docs/release/).
 */
export async function newerThan(sql: string, { serverMajor, objects }: NewerContext): Promise<readonly NewerFeature[]> {
  const split = await splitScript(sql);
  if (split.outcome === "unreadable") return [];
  const own = new Set(objects.flatMap((object) => (object.kind === "function" ? [object.name.split("(", 1)[0] ?? ""] : [])));
  const found = new Map<string, number>();
  for (const { sql: text, tree } of split.statements) {
    const trees = "DoStmt" in tree ? (await readBlock(text, tree.DoStmt)).statements : [tree];
    for (const { what, since } of trees.flatMap((inner) => featuresOf(inner, own)))
      if (since > serverMajor) found.set(what, since);
  }
  return [...found].map(([what, since]) => ({ what, since })).sort((a, b) => b.since - a.since || (a.what < b.what ? -1 : 1));
}

type Fields = Readonly<Record<string, unknown>>;

function featuresOf(tree: Node, own: ReadonlySet<string>): readonly NewerFeature[] {
  return nodesOf(tree).flatMap((node) => {
    const feature = syntax[node.tag]?.(node.node as Fields) ?? null;
    const called = node.tag === "FuncCall" ? calledFunction(node, own) : null;
    return [feature, called].filter((found) => found !== null);
  });
}

function calledFunction({ node }: TaggedNode, own: ReadonlySet<string>): NewerFeature | null {
  const [name = "", schema = "pg_catalog"] = strings((node as { readonly funcname?: readonly Node[] }).funcname).toReversed();
  const since = schema === "pg_catalog" && !own.has(name) ? functionsSince.get(name) : undefined;
  return since === undefined ? null : { what: `${name}()`, since };
}

function when(condition: boolean, what: string, since: number): NewerFeature | null {
  return condition ? { what, since } : null;
}

function firstOf(...features: readonly (NewerFeature | null)[]): NewerFeature | null {
  return features.find((feature) => feature !== null) ?? null;
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

const syntax: Readonly<Record<string, (node: Fields) => NewerFeature | null>> = {
  Constraint: (node) =>
    firstOf(
      when(node["generated_kind"] === "v", "a virtual generated column", 18),
      when(node["contype"] === "CONSTR_ATTR_NOT_ENFORCED", "NOT ENFORCED", 18),
      when(
        (node["contype"] === "CONSTR_CHECK" || node["contype"] === "CONSTR_FOREIGN") &&
          node["is_enforced"] !== true &&
          node["initially_valid"] !== true &&
          node["skip_validation"] === true,
        "NOT ENFORCED",
        18,
      ),
      when(node["without_overlaps"] === true, "WITHOUT OVERLAPS", 18),
      when(node["fk_with_period"] === true, "a foreign key with PERIOD", 18),
      when(node["contype"] === "CONSTR_NOTNULL" && isFilled(node["keys"]), "a named NOT NULL constraint of a table", 18),
      when(node["nulls_not_distinct"] === true, "NULLS NOT DISTINCT", 15),
      when(isFilled(node["fk_del_set_cols"]), "ON DELETE SET NULL (columns)", 15),
    ),
  IndexStmt: (node) => when(node["nulls_not_distinct"] === true, "NULLS NOT DISTINCT", 15),
  ReturningOption: () => ({ what: "RETURNING WITH (OLD, NEW)", since: 18 }),
  MergeStmt: (node) =>
    firstOf(
      when(node["returningClause"] !== undefined || isFilled(node["returningList"]), "MERGE with RETURNING", 17),
      when(true, "MERGE", 15),
    ),
  MergeWhenClause: (node) =>
    when(node["matchKind"] === "MERGE_WHEN_NOT_MATCHED_BY_SOURCE", "MERGE with NOT MATCHED BY SOURCE", 17),
  AlterTableCmd: (node) =>
    firstOf(
      when(node["subtype"] === "AT_SetExpression", "ALTER COLUMN SET EXPRESSION", 17),
      when(node["subtype"] === "AT_SetAccessMethod", "SET ACCESS METHOD", 15),
      when(node["subtype"] === "AT_SetCompression", "SET COMPRESSION", 14),
    ),
  PartitionCmd: (node) => when(node["concurrent"] === true, "DETACH PARTITION CONCURRENTLY", 14),
  ColumnDef: (node) =>
    firstOf(
      when(typeof node["storage_name"] === "string", "STORAGE of a new column", 16),
      when(typeof node["compression"] === "string", "COMPRESSION of a column", 14),
    ),
  JsonTable: () => ({ what: "JSON_TABLE", since: 17 }),
  JsonFuncExpr: () => ({ what: "JSON_EXISTS, JSON_QUERY, JSON_VALUE", since: 17 }),
  JsonParseExpr: () => ({ what: "JSON()", since: 17 }),
  JsonScalarExpr: () => ({ what: "JSON_SCALAR", since: 17 }),
  JsonSerializeExpr: () => ({ what: "JSON_SERIALIZE", since: 17 }),
  JsonIsPredicate: () => ({ what: "IS JSON", since: 16 }),
  JsonObjectConstructor: () => ({ what: "JSON_OBJECT", since: 16 }),
  JsonArrayConstructor: () => ({ what: "JSON_ARRAY", since: 16 }),
  JsonObjectAgg: () => ({ what: "JSON_OBJECTAGG", since: 16 }),
  JsonArrayAgg: () => ({ what: "JSON_ARRAYAGG", since: 16 }),
  RangeSubselect: (node) => when(node["alias"] === undefined, "a subquery in FROM without an alias", 16),
  CreateStatsStmt: (node) => when(!isFilled(node["defnames"]), "CREATE STATISTICS without a name", 16),
  ViewStmt: (node) =>
    when(option(node["options"] as readonly Node[] | undefined, "security_invoker") !== null, "security_invoker", 15),
  AccessPriv: (node) => when(node["priv_name"] === "maintain", "GRANT MAINTAIN", 17),
  CreateFunctionStmt: (node) => when(node["sql_body"] !== undefined, "a function body in standard SQL", 14),
  CreateTrigStmt: (node) => when(node["replace"] === true, "CREATE OR REPLACE TRIGGER", 14),
  CTESearchClause: () => ({ what: "SEARCH of a recursive query", since: 14 }),
  CTECycleClause: () => ({ what: "CYCLE of a recursive query", since: 14 }),
  VariableSetStmt: (node) => when(node["name"] === "transaction_timeout", "transaction_timeout", 17),
};
