import type { Node } from "libpg-query";
import type { ObjectId } from "../../schema/snapshot.ts";
import { type Finding, risk, type Surroundings } from "./findings.ts";
import { namedObject } from "./statement-names.ts";
import { isTransactional } from "./statement-verb.ts";
import { nodesOf, ofTag, relationParts, strings } from "./syntax-tree.ts";

/** What one statement risks because of the others, and of the way in which the file runs. Of statements of the file itself only. */
export function placeHazards(tree: Node, sql: string, around: Surroundings): readonly Finding[] {
  return [
    ...(around.inOwnTransaction && !isTransactional(tree) ? [risk("concurrently-in-transaction", null)] : []),
    ...(isTransactional(tree) || isRepeatable(tree) || isAlone(around) || around.inOwnTransaction
      ? []
      : [risk("not-rerunnable", null)]),
    ...usesNewLabel(tree, around),
    ...(hasLongName(sql) ? [risk("identifier-truncated", null)] : []),
  ];
}

/** The only statement of its file: it failed, or it is done. */
function isAlone({ earlier, later }: Surroundings): boolean {
  return earlier.length === 0 && later.length === 0;
}

function isRepeatable(tree: Node): boolean {
  if ("IndexStmt" in tree) return tree.IndexStmt.if_not_exists === true;
  if ("DropStmt" in tree) return tree.DropStmt.missing_ok === true;
  return "ReindexStmt" in tree || "VacuumStmt" in tree || "AlterSystemStmt" in tree;
}

/** A value that the same transaction added, as a literal. Outside of a BEGIN of its own, our runner commits it first. */
function usesNewLabel(tree: Node, { together, names, inOwnTransaction }: Surroundings): readonly Finding[] {
  if (!inOwnTransaction) return [];
  const added = together.flatMap((one) =>
    "AlterEnumStmt" in one && one.AlterEnumStmt.newVal !== undefined && one.AlterEnumStmt.oldVal === undefined
      ? [{ label: one.AlterEnumStmt.newVal, type: names.id("enum", strings(one.AlterEnumStmt.typeName)) }]
      : [],
  );
  if (added.length === 0) return [];
  const literals = new Set(ofTag(nodesOf(tree), "A_Const").map(({ sval }) => sval?.sval));
  return added.flatMap(({ label, type }) => (literals.has(label) ? [risk("enum-add-value-used-in-transaction", type)] : []));
}

/** An identifier outside of strings and comments that PostgreSQL would cut to 63 bytes. */
function hasLongName(sql: string): boolean {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'/g, " ");
  return [...bare.matchAll(/"((?:[^"]|"")+)"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g)].some(
    ([word, quoted]) => Buffer.byteLength(quoted ?? word) > 63,
  );
}

/** CREATE FUNCTION beside one of the same name with other arguments. */
export function overloadHazards(
  tree: Node,
  { names, before, later, earlier }: Surroundings,
  created: ObjectId,
): readonly Finding[] {
  if (!("CreateFunctionStmt" in tree)) return [];
  const parts = strings(tree.CreateFunctionStmt.funcname);
  const prefix = names.routine(parts, []).slice(0, -1);
  const others = before
    .routines()
    .filter(({ id, routine }) => id.startsWith(prefix) && id !== created && routine !== "aggregate");
  const gone = new Set(
    [...earlier, ...later].flatMap((one) =>
      "DropStmt" in one ? (one.DropStmt.objects ?? []).map((object) => namedObject(one.DropStmt.removeType, object, names)) : [],
    ),
  );
  return others.some(({ id }) => !gone.has(id)) && !before.has(created) ? [risk("function-overload-ambiguity", created)] : [];
}

/** A view of the old name, so that code that uses it goes on working. */
export function leavesView(table: ObjectId, { later, names }: Surroundings): boolean {
  return later.some((tree) => "ViewStmt" in tree && names.id("table", relationParts(tree.ViewStmt.view ?? {})) === table);
}
