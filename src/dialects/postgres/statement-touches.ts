import type { Node } from "libpg-query";
import type { ObjectId } from "../../schema/snapshot.ts";
import { mentioned, type Names, namedObject } from "./statement-names.ts";
import { ofTag, relationParts, strings, type TaggedNode } from "./syntax-tree.ts";

/** Ids of what a statement names. A name that may stand for several kinds of object gives an id for each. */
export function touchedBy(tree: Node, nodes: readonly TaggedNode[], names: Names): readonly ObjectId[] {
  return [...mentioned(nodes, names), ...namedBy(tree, names).filter((id) => id !== null)];
}

/** Roles that a statement names or makes: to whom, of whom, as whom. */
export function rolesIn(tree: Node, nodes: readonly TaggedNode[]): readonly string[] {
  const named = ofTag(nodes, "RoleSpec").flatMap(({ roletype, rolename }) =>
    roletype === "ROLESPEC_CSTRING" && rolename !== undefined ? [rolename] : [],
  );
  const granted =
    "GrantRoleStmt" in tree
      ? ofTag(nodes, "AccessPriv").flatMap(({ priv_name }) => (priv_name === undefined ? [] : [priv_name]))
      : [];
  const created = "CreateRoleStmt" in tree && tree.CreateRoleStmt.role !== undefined ? [tree.CreateRoleStmt.role] : [];
  return [...named, ...granted, ...created, ...roleTaken(tree)];
}

function roleTaken(tree: Node): readonly string[] {
  if (!("VariableSetStmt" in tree)) return [];
  const { name, args } = tree.VariableSetStmt;
  if (name !== "role" && name !== "session_authorization") return [];
  return (args ?? []).flatMap((arg) => ("A_Const" in arg && arg.A_Const.sval?.sval !== undefined ? [arg.A_Const.sval.sval] : []));
}

function namedBy(tree: Node, names: Names): readonly (ObjectId | null)[] {
  if ("DropStmt" in tree)
    return (tree.DropStmt.objects ?? []).map((object) => namedObject(tree.DropStmt.removeType, object, names));
  if ("CommentStmt" in tree) return [namedObject(tree.CommentStmt.objtype, tree.CommentStmt.object, names)];
  if ("GrantStmt" in tree)
    return (tree.GrantStmt.objects ?? []).map((object) => namedObject(tree.GrantStmt.objtype, object, names));
  if ("AlterOwnerStmt" in tree) return [namedObject(tree.AlterOwnerStmt.objectType, tree.AlterOwnerStmt.object, names)];
  if ("AlterObjectSchemaStmt" in tree)
    return [namedObject(tree.AlterObjectSchemaStmt.objectType, tree.AlterObjectSchemaStmt.object, names)];
  if ("AlterEnumStmt" in tree) return [names.id("enum", strings(tree.AlterEnumStmt.typeName))];
  if ("AlterDomainStmt" in tree) return [names.id("domain", strings(tree.AlterDomainStmt.typeName))];
  if ("AlterSeqStmt" in tree) return [names.relation(tree.AlterSeqStmt.sequence, "sequence")];
  if ("AlterPolicyStmt" in tree) {
    const { table, policy_name } = tree.AlterPolicyStmt;
    return [names.part("policy", relationParts(table ?? {}), policy_name ?? "")];
  }
  if ("CreateTrigStmt" in tree) return [names.routine(strings(tree.CreateTrigStmt.funcname), [])];
  if ("RenameStmt" in tree) return renamed(tree.RenameStmt, names);
  if ("AlterTableStmt" in tree) return altered(tree.AlterTableStmt, names);
  return [];
}

function renamed({ renameType, relation, object, subname }: Extract<Node, { RenameStmt: unknown }>["RenameStmt"], names: Names) {
  if (relation === undefined) return [namedObject(renameType, object, names)];
  const table = relationParts(relation);
  switch (renameType) {
    case "OBJECT_INDEX":
      return [names.relation(relation, "index")];
    case "OBJECT_SEQUENCE":
      return [names.relation(relation, "sequence")];
    case "OBJECT_COLUMN":
      return [names.part("column", table, subname ?? "")];
    case "OBJECT_TABCONSTRAINT":
      return constraintIds(table, subname ?? "", names);
    case "OBJECT_TRIGGER":
      return [names.part("trigger", table, subname ?? "")];
    case "OBJECT_POLICY":
      return [names.part("policy", table, subname ?? "")];
    default:
      return [];
  }
}

function altered(
  { relation, cmds, objtype }: Extract<Node, { AlterTableStmt: unknown }>["AlterTableStmt"],
  names: Names,
): readonly ObjectId[] {
  const table = relationParts(relation ?? {});
  const whole =
    objtype === "OBJECT_INDEX" ? [names.id("index", table)] : objtype === "OBJECT_SEQUENCE" ? [names.id("sequence", table)] : [];
  const parts = (cmds ?? []).flatMap((node) => {
    if (!("AlterTableCmd" in node)) return [];
    const { subtype, name } = node.AlterTableCmd;
    if (name === undefined) return [];
    return subtype === "AT_DropConstraint" || subtype === "AT_ValidateConstraint"
      ? constraintIds(table, name, names)
      : [names.part("column", table, name)];
  });
  return [...whole, ...parts];
}

/** The name does not tell which kind of constraint it is. */
function constraintIds(table: readonly string[], name: string, names: Names): readonly ObjectId[] {
  const parts = (["primary key", "foreign key", "check", "exclusion"] as const).map((kind) => names.part(kind, table, name));
  return [...parts, names.id("index", [...table.slice(0, -1), name])];
}
