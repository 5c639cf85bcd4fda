import type { Node } from "libpg-query";
import { readBlock } from "./procedural.ts";
import type { SplitStatement } from "./split.ts";
import { createdBy } from "./statement-creates.ts";
import { Names } from "./statement-names.ts";
import { touchedBy } from "./statement-touches.ts";
import { nodesOf, ofTag, strings } from "./syntax-tree.ts";

/** Schemas that a statement names itself, the server's own left out; a change of search_path counts as naming one. */
export async function namedSchemas({ sql, tree }: SplitStatement): Promise<readonly string[]> {
  const trees = "DoStmt" in tree ? (await readBlock(sql, tree.DoStmt)).statements : [tree];
  return [...new Set(trees.flatMap(schemasIn))].filter((schema) => !schema.startsWith("pg_") && schema !== "information_schema");
}

function schemasIn(tree: Node): readonly string[] {
  const names = new Names("");
  const nodes = nodesOf(tree);
  touchedBy(tree, nodes, names);
  createdBy(tree, names);
  const called = ofTag(nodes, "FuncCall").flatMap(({ funcname }) => strings(funcname).slice(-2, -1));
  return [...names.written, ...called, ...schemaItself(tree)];
}

function schemaItself(tree: Node): readonly string[] {
  if ("CreateSchemaStmt" in tree) return [tree.CreateSchemaStmt.schemaname ?? ""];
  if ("DropStmt" in tree && tree.DropStmt.removeType === "OBJECT_SCHEMA")
    return (tree.DropStmt.objects ?? []).flatMap((node) => strings([node]));
  if ("AlterObjectSchemaStmt" in tree) return [tree.AlterObjectSchemaStmt.newschema ?? ""];
  if ("VariableSetStmt" in tree && tree.VariableSetStmt.name === "search_path") {
    return (tree.VariableSetStmt.args ?? []).flatMap((arg) => ("A_Const" in arg ? [arg.A_Const.sval?.sval ?? ""] : []));
  }
  return [];
}
