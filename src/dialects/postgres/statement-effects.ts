import type { Node } from "libpg-query";
import { type ObjectId, objectId } from "../../schema/snapshot.ts";
import { alterTableFindings } from "./alter-table-effects.ts";
import { routinesNaming } from "./column-hazards.ts";
import { domainHazards, settingHazards, triggerHazards } from "./definition-hazards.ts";
import { dropped } from "./drop-hazards.ts";
import { effect, type Finding, notUnderstood, rights, risk, type Surroundings } from "./findings.ts";
import { createIndexHazards } from "./index-hazards.ts";
import { isKnownFunction } from "./known-functions.ts";
import { connects, isUntrustedLanguage, readsOrWritesFiles } from "./reaching-outside.ts";
import { changedRowsHazards, insertHazards, repeatedTargets } from "./row-hazards.ts";
import { leavesView, overloadHazards } from "./script-hazards.ts";
import { createdBy } from "./statement-creates.ts";
import { namedObject } from "./statement-names.ts";
import { type NodeOf, nodesOf, option, relationParts, strings, type Tag, type TaggedNode, tagOf } from "./syntax-tree.ts";
import { createTableHazards, unindexedHazards } from "./table-hazards.ts";

/** What a statement does, told from its syntax tree; the bodies of DO blocks and functions are not looked into here. */
export function findingsOf(tree: Node, nodes: readonly TaggedNode[], around: Surroundings): readonly Finding[] {
  // What a view, a rule or a function will do runs when it is used.
  const looked = (definitions.has(tagOf(tree)) ? nodes.slice(0, 1) : nodes).filter(
    (node) => !(givesDefaults.has(tagOf(tree)) && takesNumber(node)),
  );
  const found = looked.flatMap(({ tag, node }) => detect(tag, node, around));
  return [...found, ...nodesThatRun(tree, looked, around).flatMap((node) => unknownCall(node, around))];
}

/** What is computed when the statement runs: by a query, or for each row that is there already. */
function nodesThatRun(tree: Node, looked: readonly TaggedNode[], { names, isNew }: Surroundings): readonly TaggedNode[] {
  if (runsFunctions.has(tagOf(tree))) return looked;
  if ("IndexStmt" in tree) return isNew(names.relation(tree.IndexStmt.relation)) ? [] : looked;
  if (!("AlterTableStmt" in tree) || isNew(names.relation(tree.AlterTableStmt.relation))) return [];
  // A default that is set later counts for later rows only.
  return (tree.AlterTableStmt.cmds ?? []).flatMap((command) =>
    "AlterTableCmd" in command && command.AlterTableCmd.subtype !== "AT_ColumnDefault" ? nodesOf(command) : [],
  );
}

type Detectors = { readonly [Name in Tag]?: (node: NodeOf<Name>, around: Surroundings) => readonly Finding[] };

function detect(tag: string, node: object, around: Surroundings): readonly Finding[] {
  const detector = detectors[tag as Tag] as ((node: object, around: Surroundings) => readonly Finding[]) | undefined;
  return detector?.(node, around) ?? [];
}

const definitions: ReadonlySet<Tag> = new Set<Tag>(["CreateFunctionStmt", "RuleStmt", "ViewStmt"]);
/** A sequence that a default names is asked when a row comes, not now. */
const givesDefaults: ReadonlySet<Tag> = new Set<Tag>(["CreateStmt", "AlterTableStmt", "AlterDomainStmt", "CreateDomainStmt"]);

function takesNumber({ tag, node }: TaggedNode): boolean {
  return tag === "FuncCall" && strings((node as NodeOf<"FuncCall">).funcname).at(-1) === "nextval";
}

const runsFunctions: ReadonlySet<Tag> = new Set<Tag>([
  "SelectStmt",
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "CreateTableAsStmt",
  "CopyStmt",
  "CallStmt",
]);

const outside: readonly Finding[] = [effect("reaches-outside")];

const detectors: Detectors = {
  DropStmt: (node, around) => (node.objects ?? []).flatMap((object) => dropped(node, object, around)),
  DropdbStmt: ({ dbname }) => [
    effect("deletes-data"),
    effect("reaches-outside"),
    risk("drop-schema-or-database", `database ${dbname ?? ""}`),
  ],
  DropOwnedStmt: () => [effect("deletes-data"), ...rights(null)],
  TruncateStmt: ({ relations, behavior }, { names, isNew }) =>
    (relations ?? []).flatMap((node) => {
      const table = "RangeVar" in node ? names.relation(node.RangeVar) : null;
      if (table === null || (isNew(table) && behavior !== "DROP_CASCADE")) return [];
      const cascade = behavior === "DROP_CASCADE" ? [risk("truncate-cascade", table, { sign: { seen: "empty", of: null } })] : [];
      const question = { ask: "rows", table: names.tableName(relationParts("RangeVar" in node ? node.RangeVar : {})) } as const;
      return [effect("deletes-data"), risk("truncate-table", table, { question }), ...cascade];
    }),
  DeleteStmt: ({ relation, whereClause }, around) => [
    effect("deletes-data"),
    ...changedRowsHazards(relation, whereClause, around),
  ],
  UpdateStmt: ({ relation, whereClause, targetList }, around) => [
    effect("changes-data"),
    ...(repeatedTargets(targetList) ? [risk("duplicate-column-assignment", around.names.relation(relation))] : []),
    ...changedRowsHazards(relation, whereClause, around),
  ],
  InsertStmt: insertHazards,
  MergeStmt: () => [effect("changes-data")],
  MergeWhenClause: ({ commandType }) => (commandType === "CMD_DELETE" ? [effect("deletes-data")] : []),
  CopyStmt: ({ is_from, is_program, filename }) => [
    ...(is_from ? [effect("changes-data")] : []),
    ...(is_program || filename !== undefined ? outside : []),
  ],
  AlterTableStmt: (node, around) => [...alterTableFindings(node, around), ...unindexedHazards({ AlterTableStmt: node }, around)],
  CreateStmt: createTableHazards,
  AlterSeqStmt: ({ sequence, options }, { names }) =>
    option(options, "restart") === null
      ? []
      : [effect("changes-data"), risk("sequence-rewind", names.relation(sequence, "sequence"))],
  IndexStmt: createIndexHazards,
  ReindexStmt: ({ relation, params, name }, { names }) =>
    option(params, "concurrently") === null
      ? [risk("reindex-blocks", relation === undefined ? `schema ${name ?? ""}` : names.relation(relation))]
      : [],
  ClusterStmt: ({ relation }, { names }) => [risk("table-rewrite", relation === undefined ? null : names.relation(relation))],
  VacuumStmt: ({ options }) => (option(options, "full") === null ? [] : [risk("table-rewrite", null)]),
  RefreshMatViewStmt: ({ relation, concurrent }, { names }) => {
    const view = names.relation(relation, "materialized view");
    return concurrent ? [] : [risk("matview-refresh-blocks", view)];
  },
  LockStmt: ({ relations }, { names }) =>
    (relations ?? []).flatMap((node) => ("RangeVar" in node ? [risk("explicit-table-lock", names.relation(node.RangeVar))] : [])),
  RenameStmt: renamed,
  AlterObjectSchemaStmt: ({ relation, objectType, object }, { names }) => [
    risk("move-schema", relation === undefined ? namedObject(objectType, object, names) : names.relation(relation)),
  ],
  AlterEnumStmt: ({ typeName, oldVal }, { names, isNew }) => {
    const type = names.id("enum", strings(typeName));
    if (isNew(type)) return [];
    return [risk(oldVal === undefined ? "irreversible-migration" : "rename-enum-value", type)];
  },
  AlterDomainStmt: domainHazards,
  CreateTrigStmt: ({ relation }, around) => triggerHazards(relation, around),
  RuleStmt: ({ relation }, around) => triggerHazards(relation, around),
  VariableSetStmt: settingHazards,

  AlterOwnerStmt: ({ relation, objectType, object }, { names }) =>
    rights(relation === undefined ? namedObject(objectType, object, names) : names.relation(relation)),
  GrantStmt: ({ objects, objtype }, { names }) => rights(soleObject(objects, (object) => namedObject(objtype, object, names))),
  GrantRoleStmt: () => rights(null),
  AlterDefaultPrivilegesStmt: () => rights(null),
  CreateRoleStmt: ({ role }) => rights(`role ${role ?? ""}`),
  AlterRoleStmt: ({ role }) => rights(`role ${role?.rolename ?? ""}`),
  AlterRoleSetStmt: ({ role }) => rights(role?.rolename === undefined ? null : `role ${role.rolename}`),
  DropRoleStmt: () => rights(null),
  ReassignOwnedStmt: () => rights(null),
  SecLabelStmt: () => rights(null),
  CreatePolicyStmt: ({ table }, { names, isNew }) =>
    isNew(names.relation(table)) ? [effect("changes-rights")] : rights(names.relation(table)),
  AlterPolicyStmt: ({ table }, { names }) => rights(names.relation(table)),
  CreateFunctionStmt: ({ options, ...node }, around) => [
    ...overloadHazards({ CreateFunctionStmt: node }, around, createdBy({ CreateFunctionStmt: node }, around.names)[0] ?? ""),
    ...(option(options, "security") === "true" ? rights(null) : []),
    ...(isUntrustedLanguage(option(options, "language")) ? outside : []),
  ],
  AlterFunctionStmt: ({ actions }) => (option(actions, "security") === "true" ? rights(null) : []),

  CreateExtensionStmt: ({ extname }) => [
    risk("extension-change", objectId("extension", extname ?? "")),
    ...(isUntrustedLanguage(extname ?? "") || connects(extname ?? "") ? outside : []),
  ],
  AlterExtensionStmt: ({ extname }) => [risk("extension-change", objectId("extension", extname ?? ""))],
  CreatePLangStmt: () => outside,
  CreateFdwStmt: () => outside,
  CreateForeignServerStmt: () => outside,
  AlterForeignServerStmt: () => outside,
  CreateForeignTableStmt: () => outside,
  ImportForeignSchemaStmt: () => outside,
  CreateUserMappingStmt: () => outside,
  CreateSubscriptionStmt: () => outside,
  AlterSubscriptionStmt: () => outside,
  CreateTableSpaceStmt: () => outside,
  CreatedbStmt: () => outside,
  LoadStmt: () => outside,
  AlterSystemStmt: () => outside,

  PrepareStmt: () => notUnderstood,
  ExecuteStmt: () => notUnderstood,
  CallStmt: () => notUnderstood,
  FuncCall: ({ funcname }) => {
    const name = strings(funcname).at(-1) ?? "";
    if (name === "setval") return [effect("changes-data"), risk("sequence-rewind", null)];
    if (name === "nextval") return [effect("changes-data")];
    return readsOrWritesFiles(name) || connects(name) ? outside : [];
  },
  TransactionStmt: ({ kind }) =>
    kind === "TRANS_STMT_SAVEPOINT" || kind === "TRANS_STMT_RELEASE" || kind === "TRANS_STMT_ROLLBACK_TO"
      ? []
      : [risk("transaction-control-in-migration", null)],
};

function soleObject(objects: readonly Node[] | undefined, idOf: (object: Node) => ObjectId | null): ObjectId | null {
  const [only, ...others] = objects ?? [];
  return only === undefined || others.length > 0 ? null : idOf(only);
}

function renamed(
  { renameType, relationType, relation, subname, object }: NodeOf<"RenameStmt">,
  around: Surroundings,
): readonly Finding[] {
  const { names, isNew } = around;
  if (renameType === "OBJECT_SCHEMA") return [risk("move-schema", objectId("schema", subname ?? ""))];
  if (renameType === "OBJECT_INDEX") return [risk("rename-constraint-or-index", names.relation(relation, "index"))];
  if (object !== undefined || relation === undefined || isNew(names.relation(relation))) return [];
  const table = names.relation(relation);
  const parts = relationParts(relation);
  if (renameType === "OBJECT_TABLE") return leavesView(table, around) ? [] : [risk("rename-table", table)];
  if (renameType === "OBJECT_TABCONSTRAINT")
    return [risk("rename-constraint-or-index", names.part("check", parts, subname ?? ""))];
  if (renameType !== "OBJECT_COLUMN" || relationType !== "OBJECT_TABLE") return [];
  return [
    risk("rename-column", names.part("column", parts, subname ?? "")),
    ...routinesNaming(around, relation.relname ?? "", subname ?? ""),
  ];
}

/** A function that is neither known nor read may do anything. */
function unknownCall({ tag, node }: TaggedNode, { callOf }: Surroundings): readonly Finding[] {
  if (tag !== "FuncCall") return [];
  const parts = strings((node as NodeOf<"FuncCall">).funcname);
  const name = parts.at(-1) ?? "";
  const judged = name === "setval" || name === "nextval" || readsOrWritesFiles(name) || connects(name);
  const builtIn = parts.length === 1 || parts.at(-2) === "pg_catalog";
  return judged || (builtIn && isKnownFunction(name)) ? [] : (callOf(name) ?? notUnderstood);
}
