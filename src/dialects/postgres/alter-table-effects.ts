import type { AlterTableCmd } from "libpg-query";
import type { TableName } from "../../hazards/question.ts";
import type { ObjectId, ObjectKind } from "../../schema/snapshot.ts";
import { addColumnHazards, columnTypeHazards, defaultHazards, dropColumnHazards, notNullHazards } from "./column-hazards.ts";
import { addConstraintHazards, dropConstraintHazards, validateHazards } from "./constraint-hazards.ts";
import { effect, type Finding, risk, type Surroundings } from "./findings.ts";
import { type NodeOf, relationParts } from "./syntax-tree.ts";
import { attachHazards, optionHazards } from "./table-hazards.ts";

/** A table that was there before, one of the actions on it, and all of them. */
export type AlteredTable = Surroundings & {
  readonly id: ObjectId;
  readonly name: TableName;
  readonly command: AlterTableCmd;
  readonly commands: readonly AlterTableCmd[];
  column(name: string | undefined): ObjectId;
  part(kind: ObjectKind, name: string): ObjectId;
};

/** ALTER TABLE: what each of its actions does to a table that was there before. */
export function alterTableFindings(
  { relation, cmds, objtype }: NodeOf<"AlterTableStmt">,
  around: Surroundings,
): readonly Finding[] {
  const { names, isNew } = around;
  const id = names.relation(relation, objtype === "OBJECT_VIEW" ? "view" : objtype === "OBJECT_SEQUENCE" ? "sequence" : "table");
  const parts = relationParts(relation ?? {});
  const part = (kind: ObjectKind, name: string) => names.part(kind, parts, name);
  const column = (name: string | undefined) => part("column", name ?? "");
  const commands = (cmds ?? []).flatMap((node) => ("AlterTableCmd" in node ? [node.AlterTableCmd] : []));
  return commands.flatMap((command) => {
    const cascade =
      command.behavior === "DROP_CASCADE"
        ? [risk("drop-cascade-collateral", column(command.name), { sign: { seen: "drop", of: null } })]
        : [];
    const altered: AlteredTable = { ...around, id, name: names.tableName(parts), command, commands, column, part };
    return [...(isNew(id) ? onNewTable(command, altered) : onOldTable(command, altered)), ...cascade];
  });
}

/** Its rows are new; its rights, and the locks on other tables, are not the less real. */
function onNewTable({ subtype, def }: AlterTableCmd, { names, isNew, before }: AlteredTable): readonly Finding[] {
  if (subtype !== undefined && changesRights.has(subtype)) return [effect("changes-rights")];
  if (subtype !== "AT_AddConstraint" || def === undefined || !("Constraint" in def)) return [];
  const parent = def.Constraint.contype === "CONSTR_FOREIGN" ? names.relation(def.Constraint.pktable) : null;
  if (parent === null || isNew(parent)) return [];
  return [risk("foreign-key-locks-parent", parent, { sign: { seen: "lock", of: parent }, presumed: before.has(parent) })];
}

function onOldTable(command: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const { subtype, name, def } = command;
  const { id } = table;
  if (subtype !== undefined && changesRights.has(subtype)) return [effect("changes-rights"), risk("access-control-change", id)];
  switch (subtype) {
    case "AT_DropColumn":
      return dropColumnHazards(command, table);
    case "AT_AlterColumnType":
      return columnTypeHazards(command, table);
    case "AT_AddColumn":
      return def !== undefined && "ColumnDef" in def ? addColumnHazards(def.ColumnDef, table) : [];
    case "AT_SetNotNull":
      return notNullHazards(command, table);
    case "AT_DropNotNull":
      return [risk("drop-not-null", table.column(name))];
    case "AT_ColumnDefault":
      return defaultHazards(command, table);
    case "AT_AddConstraint":
      return def !== undefined && "Constraint" in def ? addConstraintHazards(def.Constraint, table) : [];
    case "AT_ValidateConstraint":
      return validateHazards(command, table);
    case "AT_DropConstraint":
      return dropConstraintHazards(command, table);
    case "AT_DisableTrigAll":
    case "AT_DisableTrigUser":
      return [risk("constraint-triggers-disabled", id)];
    case "AT_EnableTrig":
    case "AT_EnableTrigAll":
    case "AT_EnableTrigUser":
    case "AT_DisableTrig":
      return [risk("trigger-change-lock", id)];
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return [risk("set-logged-unlogged", id, { sign: { seen: "rewrite", of: id } })];
    case "AT_SetAccessMethod":
    case "AT_SetTableSpace":
    case "AT_SetExpression":
      return [risk("table-rewrite", id, { sign: { seen: "rewrite", of: id } })];
    case "AT_SetRelOptions":
      return optionHazards(command, id);
    case "AT_ReplicaIdentity":
      return [risk("replica-identity-lost", id, { question: { ask: "publications", table: table.name } })];
    case "AT_AttachPartition":
      return attachHazards(command, table);
    case "AT_DetachPartition":
      return def !== undefined && "PartitionCmd" in def && def.PartitionCmd.concurrent
        ? []
        : [risk("detach-partition-blocks", id)];
    default:
      return [];
  }
}

const changesRights: ReadonlySet<NonNullable<AlterTableCmd["subtype"]>> = new Set([
  "AT_ChangeOwner",
  "AT_EnableRowSecurity",
  "AT_DisableRowSecurity",
  "AT_ForceRowSecurity",
  "AT_NoForceRowSecurity",
] as const);
