import type { Node } from "libpg-query";
import { type ObjectId, type ObjectKind, objectId } from "../../schema/snapshot.ts";
import { type Names, parameterTypes } from "./statement-names.ts";
import { relationParts, strings } from "./syntax-tree.ts";

/** Ids of what a statement makes, as far as it names it. Temporary tables are left out. */
export function createdBy(tree: Node, names: Names): readonly ObjectId[] {
  if ("CreateStmt" in tree)
    return tree.CreateStmt.relation?.relpersistence === "t" ? [] : [names.relation(tree.CreateStmt.relation)];
  if ("CreateForeignTableStmt" in tree) return [names.relation(tree.CreateForeignTableStmt.base?.relation)];
  if ("ViewStmt" in tree) return [names.relation(tree.ViewStmt.view, "view")];
  if ("CreateTableAsStmt" in tree) {
    const { into, objtype } = tree.CreateTableAsStmt;
    return into?.rel?.relpersistence === "t"
      ? []
      : [names.relation(into?.rel, objtype === "OBJECT_MATVIEW" ? "materialized view" : "table")];
  }
  if ("SelectStmt" in tree) {
    const { intoClause } = tree.SelectStmt;
    return intoClause === undefined || intoClause.rel?.relpersistence === "t" ? [] : [names.relation(intoClause.rel)];
  }
  if ("IndexStmt" in tree) {
    const { idxname, relation } = tree.IndexStmt;
    return idxname === undefined ? [] : [names.id("index", [...relationParts(relation ?? {}).slice(0, -1), idxname])];
  }
  if ("CreateEnumStmt" in tree) return [names.id("enum", strings(tree.CreateEnumStmt.typeName))];
  if ("CreateDomainStmt" in tree) return [names.id("domain", strings(tree.CreateDomainStmt.domainname))];
  if ("CompositeTypeStmt" in tree) return [names.relation(tree.CompositeTypeStmt.typevar, "type")];
  if ("CreateRangeStmt" in tree) return [names.id("type", strings(tree.CreateRangeStmt.typeName))];
  if ("CreateSeqStmt" in tree) return [names.relation(tree.CreateSeqStmt.sequence, "sequence")];
  if ("CreateSchemaStmt" in tree)
    return [objectId("schema", tree.CreateSchemaStmt.schemaname ?? tree.CreateSchemaStmt.authrole?.rolename ?? "")];
  if ("CreateExtensionStmt" in tree) return [objectId("extension", tree.CreateExtensionStmt.extname ?? "")];
  if ("CreateFunctionStmt" in tree) {
    const { funcname, parameters } = tree.CreateFunctionStmt;
    return [names.routine(strings(funcname), parameterTypes(parameters))];
  }
  if ("CreateTrigStmt" in tree) {
    const { relation, trigname } = tree.CreateTrigStmt;
    return [names.part("trigger", relationParts(relation ?? {}), trigname ?? "")];
  }
  if ("CreatePolicyStmt" in tree) {
    const { table, policy_name } = tree.CreatePolicyStmt;
    return [names.part("policy", relationParts(table ?? {}), policy_name ?? "")];
  }
  if ("AlterTableStmt" in tree)
    return addedBy(tree.AlterTableStmt.cmds ?? [], relationParts(tree.AlterTableStmt.relation ?? {}), names);
  return [];
}

function addedBy(commands: readonly Node[], table: readonly string[], names: Names): readonly ObjectId[] {
  return commands.flatMap((command) => {
    if (!("AlterTableCmd" in command)) return [];
    const { subtype, def } = command.AlterTableCmd;
    if (subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def)
      return [names.part("column", table, def.ColumnDef.colname ?? "")];
    if (subtype !== "AT_AddConstraint" || def === undefined || !("Constraint" in def)) return [];
    const { contype, conname } = def.Constraint;
    if (conname === undefined || contype === undefined) return [];
    if (contype === "CONSTR_UNIQUE") return [names.id("index", [...table.slice(0, -1), conname])];
    const kind = constraintKinds[contype];
    return kind === undefined ? [] : [names.part(kind, table, conname)];
  });
}

const constraintKinds: Readonly<Record<string, ObjectKind>> = {
  CONSTR_PRIMARY: "primary key",
  CONSTR_FOREIGN: "foreign key",
  CONSTR_CHECK: "check",
  CONSTR_EXCLUSION: "exclusion",
};

/** Whether nothing of this name was there before: not so with IF NOT EXISTS. */
export function isNewlyMade(tree: Node): boolean {
  if ("CreateStmt" in tree) return tree.CreateStmt.if_not_exists !== true;
  if ("IndexStmt" in tree) return tree.IndexStmt.if_not_exists !== true;
  if ("CreateTableAsStmt" in tree) return tree.CreateTableAsStmt.if_not_exists !== true;
  return "SelectStmt" in tree;
}
