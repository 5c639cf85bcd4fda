import type { AlterTableCmd, Constraint, Node } from "libpg-query";
import type { TableName } from "../../hazards/question.ts";
import type { ObjectId } from "../../schema/snapshot.ts";
import type { AlteredTable } from "./alter-table-effects.ts";
import { isPlainColumn } from "./column-types.ts";
import { type Finding, risk } from "./findings.ts";
import { plainCondition } from "./plain-condition.ts";
import { relationParts, strings } from "./syntax-tree.ts";

/** ADD CONSTRAINT on a table that was there before. */
export function addConstraintHazards(constraint: Constraint, table: AlteredTable): readonly Finding[] {
  const { id } = table;
  const build = { sign: { seen: "build", of: null } } as const;
  const usesIndex = constraint.indexname !== undefined;
  const columns = strings(constraint.keys);
  switch (constraint.contype) {
    case "CONSTR_UNIQUE":
      return usesIndex ? [] : [risk("unique-constraint-blocks", id, build), duplicates(table, columns, constraint)];
    case "CONSTR_PRIMARY": {
      const keyColumns = usesIndex ? indexColumns(table, constraint.indexname ?? "") : columns;
      const nullable = keyColumns.filter((name) => table.before.column(id, name)?.nullable === true);
      const nulls = nullable.map((name) =>
        risk("set-not-null-nulls", table.column(name), { question: { ask: "nulls", table: table.name, columns: [name] } }),
      );
      if (!usesIndex) return [risk("primary-key-add-blocks", id, build), duplicates(table, columns, constraint), ...nulls];
      if (nullable.length === 0 && table.before.known) return [];
      return [risk("primary-key-nullable-scan", id, { sign: { seen: "scan", of: id }, presumed: nullable.length > 0 }), ...nulls];
    }
    case "CONSTR_EXCLUSION":
      return [risk("exclusion-constraint-blocks", id, build)];
    case "CONSTR_CHECK":
      return [...checkHazards(constraint, table), ...leftUnchecked(constraint, table, "check")];
    case "CONSTR_FOREIGN":
      return [...foreignKeyHazards(constraint, table), ...leftUnchecked(constraint, table, "foreign key")];
    case "CONSTR_NOTNULL":
      return [
        ...strings(constraint.keys).map((name) =>
          risk("set-not-null-nulls", table.column(name), { question: { ask: "nulls", table: table.name, columns: [name] } }),
        ),
        ...(constraint.skip_validation === true
          ? []
          : [risk("set-not-null-scan", table.column(strings(constraint.keys)[0]), { sign: { seen: "scan", of: id } })]),
      ];
    default:
      return [];
  }
}

function duplicates(table: AlteredTable, columns: readonly string[], { nulls_not_distinct }: Constraint): Finding {
  const question = {
    ask: "duplicates",
    table: table.name,
    columns,
    nullsNotDistinct: nulls_not_distinct === true,
    where: null,
  } as const;
  return risk("unique-duplicates", table.id, { question });
}

function indexColumns({ id, before }: AlteredTable, index: string): readonly string[] {
  return (
    before
      .indexes(id)
      .find(({ name }) => name === index)
      ?.keys.flatMap(({ column }) => column ?? []) ?? []
  );
}

function checkHazards(constraint: Constraint, table: AlteredTable): readonly Finding[] {
  const { id, before } = table;
  if (isNotEnforced(constraint)) return [];
  const plain = new Set(before.columns(id).flatMap((column) => (isPlainColumn(column) ? [column.name] : [])));
  const condition = plainCondition(constraint.raw_expr, plain);
  const question = condition === null ? null : ({ ask: "violations", table: table.name, condition } as const);
  return [
    ...(constraint.skip_validation === true ? [] : [risk("check-constraint-scan", id, { sign: { seen: "scan", of: id } })]),
    risk("check-violations", id, { question, presumed: !isProvenNotNull(constraint.raw_expr, table) }),
  ];
}

/** CHECK (column IS NOT NULL) of a column that can't be NULL anyway. */
function isProvenNotNull(expression: Node | undefined, { before, id }: AlteredTable): boolean {
  if (expression === undefined || !("NullTest" in expression) || expression.NullTest.nulltesttype !== "IS_NOT_NULL") return false;
  const { arg } = expression.NullTest;
  const name = arg !== undefined && "ColumnRef" in arg ? strings(arg.ColumnRef.fields).at(-1) : undefined;
  return before.column(id, name)?.nullable === false;
}

function foreignKeyHazards(constraint: Constraint, table: AlteredTable): readonly Finding[] {
  const { id, names, before } = table;
  const parent = names.relation(constraint.pktable);
  const columns = strings(constraint.fk_attrs);
  const named = strings(constraint.pk_attrs);
  const parentColumns = named.length > 0 ? named : (before.primaryKey(parent)?.columns ?? []);
  const name: TableName = names.tableName(relationParts(constraint.pktable ?? {}));
  const answerable = parentColumns.length === columns.length && columns.length > 0;
  const question = answerable ? ({ ask: "orphans", table: table.name, columns, parent: name, parentColumns } as const) : null;
  const skipped = constraint.skip_validation === true;
  return [
    ...(isNotEnforced(constraint) || columns.some((column) => isEmpty(column, table))
      ? []
      : [risk("foreign-key-orphans", id, { question })]),
    ...(skipped
      ? [risk("foreign-key-locks-parent", parent, { presumed: !table.isNew(parent) })]
      : [risk("foreign-key-scan", id, { sign: { seen: "scan", of: id } })]),
    ...(isUnusable(parent, parentColumns, table) ? [risk("foreign-key-unusable", parent)] : []),
  ];
}

/** A column that this script adds without a value: NULL refers to nothing, so that there are no orphans. */
function isEmpty(column: string, { id, names, earlier, commands }: AlteredTable): boolean {
  const added = [...earlier.flatMap((tree) => commandsOf(tree, id, names)), ...commands].some(({ subtype, def }) => {
    if (subtype !== "AT_AddColumn" || def === undefined || !("ColumnDef" in def) || def.ColumnDef.colname !== column)
      return false;
    return (def.ColumnDef.constraints ?? []).every(
      (node) => !("Constraint" in node) || node.Constraint.contype !== "CONSTR_DEFAULT",
    );
  });
  const filled = earlier.some((tree) => "UpdateStmt" in tree || "InsertStmt" in tree || "DoStmt" in tree);
  return added && !filled;
}

function commandsOf(tree: Node, table: ObjectId, names: AlteredTable["names"]): readonly AlterTableCmd[] {
  if (!("AlterTableStmt" in tree) || names.relation(tree.AlterTableStmt.relation) !== table) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => ("AlterTableCmd" in node ? [node.AlterTableCmd] : []));
}

/** No unique key over exactly these columns, as far as the script and the schema tell. */
function isUnusable(parent: ObjectId, columns: readonly string[], { before, earlier, isNew }: AlteredTable): boolean {
  if (!before.known || isNew(parent) || !before.has(parent)) return false;
  const wanted = [...columns].sort().join("\0");
  const fits = (keys: readonly (string | null)[]) => [...keys].sort().join("\0") === wanted;
  const key = before.primaryKey(parent);
  if (columns.length > 0 && key !== null && fits(key.columns)) return false;
  if (
    before.indexes(parent).some(({ unique, where, keys }) => unique && where === null && fits(keys.map(({ column }) => column)))
  )
    return false;
  return !earlier.some((tree) => "IndexStmt" in tree || "AlterTableStmt" in tree);
}

function leftUnchecked(constraint: Constraint, table: AlteredTable, kind: "check" | "foreign key"): readonly Finding[] {
  const { conname } = constraint;
  const object = conname === undefined ? table.id : table.part(kind, conname);
  if (isNotEnforced(constraint)) return [risk("not-enforced-constraint", object)];
  if (constraint.skip_validation !== true) return [];
  const validated = table.later.some((tree) => validates(tree, conname));
  return validated ? [] : [risk("not-enforced-constraint", object)];
}

function validates(tree: Node, name: string | undefined): boolean {
  if (!("AlterTableStmt" in tree)) return false;
  return (tree.AlterTableStmt.cmds ?? []).some(
    (node) =>
      "AlterTableCmd" in node && node.AlterTableCmd.subtype === "AT_ValidateConstraint" && node.AlterTableCmd.name === name,
  );
}

/** PostgreSQL 18: checked for nobody. The grammar marks the constraints that are. */
function isNotEnforced({ contype, is_enforced, skip_validation }: Constraint): boolean {
  return (contype === "CONSTR_CHECK" || contype === "CONSTR_FOREIGN") && is_enforced !== true && skip_validation === true;
}

/** VALIDATE CONSTRAINT: rows are read under a weak lock, if nothing stronger is held already. */
export function validateHazards({ name }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const known = table.before.constraint(table.id, name);
  const added = table.earlier.flatMap((tree) => addedConstraint(tree, name));
  const constraint = added[0];
  const object = table.part(
    known?.kind === "foreign key" || constraint?.contype === "CONSTR_FOREIGN" ? "foreign key" : "check",
    name ?? "",
  );
  if (table.together.some((tree) => addedConstraint(tree, name).length > 0))
    return [risk("validate-in-same-transaction", object)];
  if (known?.kind === "foreign key" && !known.validated) return [risk("foreign-key-orphans", object)];
  if (known?.kind === "check" && !known.validated) return [risk("check-violations", object)];
  return [];
}

function addedConstraint(tree: Node, name: string | undefined): readonly Constraint[] {
  if (!("AlterTableStmt" in tree)) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
    const def = "AlterTableCmd" in node && node.AlterTableCmd.subtype === "AT_AddConstraint" ? node.AlterTableCmd.def : undefined;
    return def !== undefined && "Constraint" in def && def.Constraint.conname === name ? [def.Constraint] : [];
  });
}

/** DROP CONSTRAINT: what it is, the schema tells. */
export function dropConstraintHazards({ name }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const known = table.before.constraint(table.id, name);
  if (known === null) {
    // One that this script added itself takes nothing away.
    return table.earlier.some((tree) => addedConstraint(tree, name).length > 0) ? [] : [risk("drop-constraint", table.id)];
  }
  switch (known.kind) {
    case "foreign key":
      return [risk("drop-foreign-key", known.id), risk("foreign-key-locks-parent", known.references)];
    case "primary key":
      return [
        risk("primary-key-changed", table.id),
        risk("replica-identity-lost", table.id, {
          question: { ask: "publications", table: table.name },
          presumed: !addsKey(table),
        }),
      ];
    case "check":
      // A CHECK (column IS NOT NULL) that has served its purpose.
      return /^\(*"?[\w$ ]+"? IS NOT NULL\)*$/i.test(known.expression.replace(/^CHECK /, "")) && setsNotNull(table)
        ? []
        : [risk("drop-constraint", known.id)];
    default:
      return [risk("drop-constraint", known.id)];
  }
}

function setsNotNull({ earlier, commands, before, id }: AlteredTable): boolean {
  const here = commands.some(({ subtype }) => subtype === "AT_SetNotNull");
  const there = earlier.some(
    (tree) =>
      "AlterTableStmt" in tree &&
      (tree.AlterTableStmt.cmds ?? []).some((node) => "AlterTableCmd" in node && node.AlterTableCmd.subtype === "AT_SetNotNull"),
  );
  return here || there || before.columns(id).length === 0;
}

function addsKey({ commands }: AlteredTable): boolean {
  return commands.some(
    ({ subtype, def }) =>
      subtype === "AT_AddConstraint" && def !== undefined && "Constraint" in def && def.Constraint.contype === "CONSTR_PRIMARY",
  );
}
