import type { AlterTableCmd, ColumnDef } from "libpg-query";
import type { ObjectId } from "../../schema/snapshot.ts";
import { effect, type Finding, risk, type Surroundings } from "./findings.ts";
import { type NodeOf, relationParts, strings } from "./syntax-tree.ts";

/** ALTER TABLE: what each of its actions does to a table that was there before. */
export function alterTableFindings(
  { relation, cmds, objtype }: NodeOf<"AlterTableStmt">,
  { names, isNew }: Surroundings,
): readonly Finding[] {
  const table = names.relation(
    relation,
    objtype === "OBJECT_VIEW" ? "view" : objtype === "OBJECT_SEQUENCE" ? "sequence" : "table",
  );
  const column = (name: string | undefined) => names.part("column", relationParts(relation ?? {}), name ?? "");
  return (cmds ?? []).flatMap((node) => {
    if (!("AlterTableCmd" in node)) return [];
    const command = node.AlterTableCmd;
    const cascade = command.behavior === "DROP_CASCADE" ? [risk("drop-cascade-collateral", column(command.name))] : [];
    const found = isNew(table) ? onNewTable(command) : onOldTable(command, table, column);
    return [...found, ...cascade];
  });
}

/** Its rows are new, its rights are not the less real. */
function onNewTable({ subtype }: AlterTableCmd): readonly Finding[] {
  return subtype !== undefined && changesRights.has(subtype) ? [effect("changes-rights")] : [];
}

function onOldTable(command: AlterTableCmd, table: ObjectId, column: (name: string | undefined) => ObjectId): readonly Finding[] {
  const { subtype, name, def } = command;
  if (subtype !== undefined && changesRights.has(subtype))
    return [effect("changes-rights"), risk("access-control-change", table)];
  switch (subtype) {
    case "AT_DropColumn":
      return [effect("deletes-data"), risk("drop-column", column(name))];
    case "AT_AlterColumnType":
      return def !== undefined && "ColumnDef" in def && computes(def.ColumnDef, name) ? [effect("changes-data")] : [];
    case "AT_AddColumn":
      return def !== undefined && "ColumnDef" in def && isRequired(def.ColumnDef)
        ? [risk("add-required-column", column(def.ColumnDef.colname))]
        : [];
    case "AT_SetNotNull":
      return [risk("set-not-null-nulls", column(name))];
    case "AT_DropNotNull":
      return [risk("drop-not-null", column(name))];
    case "AT_AddConstraint":
      return def !== undefined &&
        "Constraint" in def &&
        def.Constraint.contype === "CONSTR_UNIQUE" &&
        def.Constraint.indexname === undefined
        ? [risk("unique-constraint-blocks", table)]
        : [];
    case "AT_DisableTrigAll":
    case "AT_DisableTrigUser":
      return [risk("constraint-triggers-disabled", table)];
    case "AT_SetLogged":
    case "AT_SetUnLogged":
      return [risk("set-logged-unlogged", table)];
    case "AT_SetAccessMethod":
    case "AT_SetTableSpace":
      return [risk("table-rewrite", table)];
    case "AT_DetachPartition":
      return def !== undefined && "PartitionCmd" in def && def.PartitionCmd.concurrent
        ? []
        : [risk("detach-partition-blocks", table)];
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

const serialTypes: ReadonlySet<string> = new Set(["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"]);

function isRequired({ constraints, typeName }: ColumnDef): boolean {
  const kinds = (constraints ?? []).flatMap((node) => ("Constraint" in node ? [node.Constraint.contype] : []));
  const filled = kinds.some((kind) => kind === "CONSTR_DEFAULT" || kind === "CONSTR_IDENTITY" || kind === "CONSTR_GENERATED");
  const required = kinds.some((kind) => kind === "CONSTR_NOTNULL" || kind === "CONSTR_PRIMARY");
  return required && !filled && !serialTypes.has(strings(typeName?.names).at(-1) ?? "");
}

/** `USING` with anything but a cast of the column itself makes new values. */
function computes({ raw_default: using }: ColumnDef, column: string | undefined): boolean {
  let value = using;
  while (value !== undefined && "TypeCast" in value) value = value.TypeCast.arg;
  if (value === undefined) return false;
  return !("ColumnRef" in value) || strings(value.ColumnRef.fields).at(-1) !== column;
}
