import type { DropStmt, Node, RangeVar } from "libpg-query";
import { type ObjectId, objectId } from "../../schema/snapshot.ts";
import { alterTableFindings } from "./alter-table-effects.ts";
import { effect, type Finding, notUnderstood, risk, type Surroundings } from "./findings.ts";
import { isKnownFunction } from "./known-functions.ts";
import { connects, isUntrustedLanguage, readsOrWritesFiles } from "./reaching-outside.ts";
import { namedObject } from "./statement-names.ts";
import { type NodeOf, nodesOf, option, relationParts, strings, type Tag, type TaggedNode, tagOf } from "./syntax-tree.ts";

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
      const cascade = behavior === "DROP_CASCADE" ? [risk("truncate-cascade", table)] : [];
      return [effect("deletes-data"), risk("truncate-table", table), ...cascade];
    }),
  DeleteStmt: ({ relation, whereClause }, around) => [effect("deletes-data"), ...unbounded(relation, whereClause, around)],
  UpdateStmt: ({ relation, whereClause }, around) => [effect("changes-data"), ...unbounded(relation, whereClause, around)],
  InsertStmt: () => [effect("changes-data")],
  MergeStmt: () => [effect("changes-data")],
  MergeWhenClause: ({ commandType }) => (commandType === "CMD_DELETE" ? [effect("deletes-data")] : []),
  CopyStmt: ({ is_from, is_program, filename }) => [
    ...(is_from ? [effect("changes-data")] : []),
    ...(is_program || filename !== undefined ? outside : []),
  ],
  AlterTableStmt: alterTableFindings,
  AlterSeqStmt: ({ sequence, options }, { names }) =>
    option(options, "restart") === null
      ? []
      : [effect("changes-data"), risk("sequence-rewind", names.relation(sequence, "sequence"))],
  IndexStmt: ({ relation, concurrent }, { names, isNew }) => {
    const table = names.relation(relation);
    return concurrent || isNew(table) ? [] : [risk("index-build-blocks-writes", table)];
  },
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
  AlterEnumStmt: ({ typeName, oldVal }, { names }) =>
    oldVal === undefined ? [] : [risk("rename-enum-value", names.id("enum", strings(typeName)))],
  VariableSetStmt: ({ name, kind }) => {
    // Whoever the session becomes owns what is made from here on.
    if ((name === "role" || name === "session_authorization") && kind === "VAR_SET_VALUE") return rights(null);
    return name === "session_replication_role" ? [risk("constraint-triggers-disabled", "all tables")] : [];
  },

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
  CreateFunctionStmt: ({ options }) => [
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

function unbounded(relation: RangeVar | undefined, where: Node | undefined, { names, isNew }: Surroundings): readonly Finding[] {
  const table = names.relation(relation);
  return where === undefined && !isNew(table) ? [risk("unbounded-dml", table)] : [];
}

function rights(object: ObjectId | null): readonly Finding[] {
  return [effect("changes-rights"), risk("access-control-change", object)];
}

function soleObject(objects: readonly Node[] | undefined, idOf: (object: Node) => ObjectId | null): ObjectId | null {
  const [only, ...others] = objects ?? [];
  return only === undefined || others.length > 0 ? null : idOf(only);
}

function dropped(
  { removeType, behavior, concurrent }: DropStmt,
  object: Node,
  { names, isNew }: Surroundings,
): readonly Finding[] {
  const id = namedObject(removeType, object, names);
  const cascade = behavior === "DROP_CASCADE";
  const collateral = cascade ? [risk("drop-cascade-collateral", id)] : [];
  switch (removeType) {
    case "OBJECT_TABLE":
      return id !== null && isNew(id) && !cascade ? [] : [effect("deletes-data"), risk("drop-table", id), ...collateral];
    case "OBJECT_SCHEMA":
      return [effect("deletes-data"), risk("drop-schema-or-database", id), ...collateral];
    case "OBJECT_SEQUENCE":
      return [effect("deletes-data"), risk("drop-sequence", id), ...collateral];
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return cascade ? [effect("deletes-data"), risk("cascade-drops-column", id)] : [];
    case "OBJECT_EXTENSION":
      return [...(cascade ? [effect("deletes-data")] : []), risk("extension-change", id), ...collateral];
    case "OBJECT_INDEX":
      return concurrent || (id !== null && isNew(id)) ? collateral : [risk("index-drop-blocks", id), ...collateral];
    case "OBJECT_POLICY":
      return rights(id);
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
      // A generated column that calls it goes, too.
      return cascade ? [effect("deletes-data"), ...collateral] : [];
    default:
      return collateral;
  }
}

function renamed(
  { renameType, relationType, relation, subname, object }: NodeOf<"RenameStmt">,
  { names, isNew }: Surroundings,
): readonly Finding[] {
  if (renameType === "OBJECT_SCHEMA") return [risk("move-schema", objectId("schema", subname ?? ""))];
  if (object !== undefined || relation === undefined || isNew(names.relation(relation))) return [];
  if (renameType === "OBJECT_TABLE") return [risk("rename-table", names.relation(relation))];
  if (renameType !== "OBJECT_COLUMN" || relationType !== "OBJECT_TABLE") return [];
  return [risk("rename-column", names.part("column", relationParts(relation), subname ?? ""))];
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
