import type { InsertStmt, Node, RangeVar } from "libpg-query";
import { isPlainColumn } from "./column-types.ts";
import { effect, type Finding, risk, type Surroundings } from "./findings.ts";
import { plainCondition } from "./plain-condition.ts";
import { nodesOf, ofTag, relationParts, strings } from "./syntax-tree.ts";

/** UPDATE or DELETE of a table that was there before. */
export function changedRowsHazards(
  relation: RangeVar | undefined,
  where: Node | undefined,
  { names, before, isNew }: Surroundings,
): readonly Finding[] {
  const id = names.relation(relation);
  if (isNew(id)) return [];
  const table = names.tableName(relationParts(relation ?? {}));
  if (where === undefined) return [risk("unbounded-dml", id, { question: { ask: "rows", table } })];
  const plain = new Set(before.columns(id).flatMap((column) => (isPlainColumn(column) ? [column.name] : [])));
  const condition = plainCondition(where, plain);
  if (isPinned(where, [...(before.primaryKey(id)?.columns ?? ["id"])])) return [];
  return [risk("unbatched-backfill", id, { question: condition === null ? null : { ask: "matches", table, condition } })];
}

/** `WHERE id = 1`, or a list of them: as many rows as the file names. */
function isPinned(where: Node, key: readonly string[]): boolean {
  if ("BoolExpr" in where && where.BoolExpr.boolop === "AND_EXPR")
    return (where.BoolExpr.args ?? []).some((part) => isPinned(part, key));
  if (!("A_Expr" in where)) return false;
  const { kind, lexpr, name, rexpr } = where.A_Expr;
  const column = lexpr !== undefined && "ColumnRef" in lexpr ? strings(lexpr.ColumnRef.fields).at(-1) : undefined;
  const named = key.length === 1 && column === key[0];
  const constants = rexpr !== undefined && ofTag(nodesOf({ rexpr }), "SelectStmt").length === 0;
  return named && constants && ((kind === "AEXPR_OP" && strings(name).at(-1) === "=") || kind === "AEXPR_IN");
}

/** INSERT into a table that was there before: many rows at once, or numbers that its sequence does not know of. */
export function insertHazards({ relation, cols, selectStmt }: InsertStmt, around: Surroundings): readonly Finding[] {
  const { names, before, isNew, later } = around;
  const id = names.relation(relation);
  const numbered = (cols ?? []).flatMap((node) => {
    const name = "ResTarget" in node ? node.ResTarget.name : undefined;
    const known = before.column(id, name);
    return known !== null && (known.autoIncrement || known.identity !== null) ? [known] : [];
  });
  const advanced = later.some(
    (tree) =>
      ofTag(nodesOf(tree), "FuncCall").some(({ funcname }) => strings(funcname).at(-1) === "setval") || "AlterSeqStmt" in tree,
  );
  return [
    effect("changes-data"),
    ...(advanced ? [] : numbered.map((column) => risk("sequence-not-advanced", column.id))),
    ...(isNew(id) || !copiesTable(selectStmt, around) ? [] : [risk("unbatched-backfill", id)]),
  ];
}

function copiesTable(select: Node | undefined, { isNew, names }: Surroundings): boolean {
  if (select === undefined || !("SelectStmt" in select)) return false;
  const sources = ofTag(nodesOf({ from: select.SelectStmt.fromClause ?? [] }), "RangeVar");
  return sources.some((source) => !isNew(names.relation(source)));
}

/** `SET a = 1, a = 2` */
export function repeatedTargets(targets: readonly Node[] | undefined): boolean {
  const names = (targets ?? []).flatMap((node) =>
    "ResTarget" in node && node.ResTarget.indirection === undefined ? [node.ResTarget.name ?? ""] : [],
  );
  return new Set(names).size < names.length;
}
