import type { Node } from "libpg-query";
import type { LockMode } from "../../../rehearsal.ts";
import type { ObjectId } from "../../../schema/snapshot.ts";
import type { ParsedStatement } from "../../dialect.ts";
import { splitScript } from "../split.ts";
import { Names } from "../statement-names.ts";
import { controlOf, isTransactional } from "../statement-verb.ts";
import { parseScript } from "../statements.ts";
import { nameParts, option } from "../syntax-tree.ts";

/** What the text of a statement says about how it is rehearsed. */
export type ReadStatement = {
  /** Null: several statements, or none that the parser can read. */
  readonly tree: Node | null;
  readonly control: ParsedStatement["control"];
  readonly transactional: boolean;
  /** Ids that it names. */
  readonly names: ReadonlySet<ObjectId>;
  readonly emptiesTables: boolean;
  readonly runsOverRows: boolean;
  readonly concurrent: ConcurrentLock | null;
};

/** The lock of a statement that leaves none to be seen: it ends its own transactions. Ids of relations, or of an index of them. */
export type ConcurrentLock = { readonly mode: LockMode; readonly on: readonly ObjectId[] };

export async function readStatement(sql: string, defaultSchema: string): Promise<ReadStatement> {
  const split = await splitScript(sql);
  const tree = split.outcome === "split" && split.statements.length === 1 ? (split.statements[0]?.tree ?? null) : null;
  const parsed = await parseScript(sql, { defaultSchema, historyTables: [] });
  const names = new Set(parsed.statements.flatMap(({ touches }) => touches));
  if (tree === null)
    return {
      tree,
      control: null,
      transactional: false,
      names,
      emptiesTables: false,
      runsOverRows: true,
      concurrent: null,
    };
  return {
    tree,
    control: controlOf(tree),
    transactional: isTransactional(tree),
    names,
    emptiesTables: "TruncateStmt" in tree,
    runsOverRows: runsOverRows(tree),
    concurrent: concurrentLock(tree, new Names(defaultSchema)),
  };
}

/** Statements whose time depends on rows or on code, not on the schema. */
function runsOverRows(tree: Node): boolean {
  if ("InsertStmt" in tree) {
    const select = tree.InsertStmt.selectStmt;
    return select !== undefined && !("SelectStmt" in select && select.SelectStmt.valuesLists !== undefined);
  }
  return [
    "UpdateStmt",
    "DeleteStmt",
    "MergeStmt",
    "SelectStmt",
    "DoStmt",
    "CallStmt",
    "CopyStmt",
    "CreateTableAsStmt",
    "ExecuteStmt",
  ].some((tag) => tag in tree);
}

/** https://www.postgresql.org/docs/current/explicit-locking.html */
function concurrentLock(tree: Node, names: Names): ConcurrentLock | null {
  if ("IndexStmt" in tree && tree.IndexStmt.concurrent === true)
    return { mode: "ShareUpdateExclusiveLock", on: [names.relation(tree.IndexStmt.relation)] };
  if ("DropStmt" in tree && tree.DropStmt.concurrent === true)
    return {
      mode: "ShareUpdateExclusiveLock",
      on: (tree.DropStmt.objects ?? []).map((object) => names.id("index", nameParts(object))),
    };
  if ("ReindexStmt" in tree && option(tree.ReindexStmt.params, "concurrently") !== null) {
    const kind = tree.ReindexStmt.kind === "REINDEX_OBJECT_INDEX" ? "index" : "table";
    return { mode: "ShareUpdateExclusiveLock", on: [names.relation(tree.ReindexStmt.relation, kind)] };
  }
  if ("VacuumStmt" in tree && tree.VacuumStmt.is_vacuumcmd === true) {
    const full = option(tree.VacuumStmt.options, "full");
    const mode: LockMode = full === null || full === "false" ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock";
    const relations = (tree.VacuumStmt.rels ?? []).flatMap((rel) =>
      "VacuumRelation" in rel ? [rel.VacuumRelation.relation] : [],
    );
    return { mode, on: relations.map((relation) => names.relation(relation)) };
  }
  if ("AlterTableStmt" in tree && !isTransactional(tree))
    return { mode: "ShareUpdateExclusiveLock", on: [names.relation(tree.AlterTableStmt.relation)] };
  return null;
}
