import type { AlterTableCmd, Constraint, CreateStmt, Node } from "libpg-query";
import type { ObjectId } from "../../schema/snapshot.ts";
import type { AlteredTable } from "./alter-table-effects.ts";
import { constraintsOf } from "./column-hazards.ts";
import { plainTypeOf, readPlainType } from "./column-types.ts";
import { type Finding, risk, type Surroundings } from "./findings.ts";
import { relationParts, strings } from "./syntax-tree.ts";

/** CREATE TABLE: what it should have, and what it does to others. */
export function createTableHazards(statement: CreateStmt, around: Surroundings): readonly Finding[] {
  const { names, before, isNew } = around;
  const { relation, partbound, inhRelations, if_not_exists } = statement;
  if (relation?.relpersistence === "t") return [];
  const id = names.relation(relation);
  const known = before.table(id);
  if (if_not_exists === true && known !== null) return differsFrom(statement, id, around) ? [risk("if-not-exists-noop", id)] : [];
  const keys = foreignKeysOf(statement);
  const parents = new Set(keys.map(({ pktable }) => names.relation(pktable)).filter((parent) => parent !== id && !isNew(parent)));
  const partitioned =
    partbound !== undefined
      ? (inhRelations ?? []).flatMap((node) => ("RangeVar" in node ? [names.relation(node.RangeVar)] : []))
      : [];
  return [
    ...[...parents].map((parent) =>
      risk("foreign-key-locks-parent", parent, { sign: { seen: "lock", of: parent }, presumed: before.has(parent) }),
    ),
    ...numbersUsed(keys, around),
    ...partitioned.flatMap((parent) =>
      isNew(parent) || partbound?.is_default === true ? [] : defaultPartitionHazards(parent, around),
    ),
    ...(partitioned.length === 0 && needsKey(statement) && !getsKey(id, around) ? [risk("table-without-primary-key", id)] : []),
    ...keys.flatMap((key) => (isIndexed(key, statement, id, around) ? [] : [risk("foreign-key-without-index", id)])),
  ];
}

function needsKey({ tableElts, inhRelations, ofTypename }: CreateStmt): boolean {
  if ((inhRelations ?? []).length > 0 || ofTypename !== undefined) return false;
  return !(tableElts ?? []).some((node) => {
    if ("TableLikeClause" in node) return true;
    if ("Constraint" in node) return node.Constraint.contype === "CONSTR_PRIMARY";
    return "ColumnDef" in node && constraintsOf(node.ColumnDef).some(({ contype }) => contype === "CONSTR_PRIMARY");
  });
}

function getsKey(table: ObjectId, { later, names }: Surroundings): boolean {
  return later.some(
    (tree) =>
      "AlterTableStmt" in tree &&
      names.relation(tree.AlterTableStmt.relation) === table &&
      addedConstraints(tree).some(({ contype }) => contype === "CONSTR_PRIMARY"),
  );
}

type KeyOfTable = Constraint & { readonly columns: readonly string[] };

function foreignKeysOf({ tableElts }: CreateStmt): readonly KeyOfTable[] {
  return (tableElts ?? []).flatMap((node) => {
    if ("Constraint" in node && node.Constraint.contype === "CONSTR_FOREIGN")
      return [{ ...node.Constraint, columns: strings(node.Constraint.fk_attrs) }];
    if (!("ColumnDef" in node)) return [];
    const { colname } = node.ColumnDef;
    return constraintsOf(node.ColumnDef).flatMap((one) =>
      one.contype === "CONSTR_FOREIGN" ? [{ ...one, columns: [colname ?? ""] }] : [],
    );
  });
}

/** ADD FOREIGN KEY and ADD COLUMN ... REFERENCES, on whatever table. */
export function unindexedHazards(tree: Node, around: Surroundings): readonly Finding[] {
  if (!("AlterTableStmt" in tree)) return [];
  const id = around.names.relation(tree.AlterTableStmt.relation);
  const added = addedConstraints(tree).flatMap((one) =>
    one.contype === "CONSTR_FOREIGN" ? [{ ...one, columns: strings(one.fk_attrs) }] : [],
  );
  const inline = addedColumns(tree).flatMap((column) =>
    constraintsOf(column).flatMap((one) =>
      one.contype === "CONSTR_FOREIGN" ? [{ ...one, columns: [column.colname ?? ""] }] : [],
    ),
  );
  // Where neither schema nor script knows the table, its indexes are not known either.
  const made = around.earlier.find((one) => "CreateStmt" in one && around.names.relation(one.CreateStmt.relation) === id);
  if (made === undefined && !around.before.has(id)) return [];
  const statement = made !== undefined && "CreateStmt" in made ? made.CreateStmt : {};
  return [...added, ...inline].flatMap((key) =>
    isIndexed(key, statement, id, around) ? [] : [risk("foreign-key-without-index", id)],
  );
}

/** An index of the schema, of the table's own keys, or of this script starts with the columns, in whatever order. */
function isIndexed(key: KeyOfTable, statement: CreateStmt, table: ObjectId, around: Surroundings): boolean {
  const { before, names, earlier, later } = around;
  const starts = (columns: readonly (string | null)[]) =>
    key.columns.every((column) => columns.slice(0, key.columns.length).includes(column));
  const ofKeys = (constraints: readonly Constraint[]) =>
    constraints.some(
      ({ contype, keys }) => (contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE") && starts(strings(keys)),
    );
  const inline = (statement.tableElts ?? []).some(
    (node) =>
      "ColumnDef" in node &&
      starts([node.ColumnDef.colname ?? ""]) &&
      constraintsOf(node.ColumnDef).some(({ contype }) => contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE"),
  );
  const own = (statement.tableElts ?? []).flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
  if (inline || ofKeys(own)) return true;
  const primary = before.primaryKey(table);
  if (primary !== null && starts(primary.columns)) return true;
  if (before.indexes(table).some(({ where, keys }) => where === null && starts(keys.map(({ column }) => column)))) return true;
  return [...earlier, ...later].some((tree) => {
    if ("IndexStmt" in tree)
      return (
        names.relation(tree.IndexStmt.relation) === table &&
        tree.IndexStmt.whereClause === undefined &&
        starts(indexColumns(tree))
      );
    return "AlterTableStmt" in tree && names.relation(tree.AlterTableStmt.relation) === table && ofKeys(addedConstraints(tree));
  });
}

/** Names of an index's columns; an expression has none. */
export function indexColumns(tree: Node): readonly (string | null)[] {
  if (!("IndexStmt" in tree)) return [];
  return (tree.IndexStmt.indexParams ?? []).map((node) => ("IndexElem" in node ? (node.IndexElem.name ?? null) : null));
}

function addedConstraints(tree: Node): readonly Constraint[] {
  return definitionsOf(tree).flatMap((def) => ("Constraint" in def ? [def.Constraint] : []));
}

function addedColumns(tree: Node) {
  return definitionsOf(tree).flatMap((def) => ("ColumnDef" in def ? [def.ColumnDef] : []));
}

function definitionsOf(tree: Node): readonly Node[] {
  if (!("AlterTableStmt" in tree)) return [];
  return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
    if (!("AlterTableCmd" in node) || node.AlterTableCmd.def === undefined) return [];
    const { subtype, def } = node.AlterTableCmd;
    return subtype === "AT_AddConstraint" || subtype === "AT_AddColumn" ? [def] : [];
  });
}

/** IF NOT EXISTS on a table that lacks one of the columns, or has one of another type. */
function differsFrom({ tableElts }: CreateStmt, id: ObjectId, { before }: Surroundings): boolean {
  return (tableElts ?? []).some((node) => {
    if (!("ColumnDef" in node)) return false;
    const known = before.column(id, node.ColumnDef.colname);
    if (known === null) return true;
    const wanted = plainTypeOf(node.ColumnDef.typeName);
    const is = readPlainType(known.type);
    return wanted !== null && is !== null && wanted.name !== is.name;
  });
}

/** How much is left of the numbers of a key that more and more tables refer to. */
function numbersUsed(keys: readonly KeyOfTable[], { before, names }: Surroundings): readonly Finding[] {
  return keys.flatMap(({ pktable, pk_attrs }) => {
    const parent = names.relation(pktable);
    const [column] = pk_attrs === undefined ? (before.primaryKey(parent)?.columns ?? []) : strings(pk_attrs);
    const known = before.column(parent, column);
    if (known === null || (known.type !== "integer" && known.type !== "smallint")) return [];
    if (!known.autoIncrement && known.identity === null) return [];
    const table = names.tableName(relationParts(pktable ?? {}));
    const question = { ask: "numbers-used", table, column: known.name, type: known.type } as const;
    return [risk("integer-key-exhaustion", known.id, { question, presumed: false })];
  });
}

export function attachHazards({ def }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const partition = def !== undefined && "PartitionCmd" in def ? def.PartitionCmd : {};
  const child = table.names.relation(partition.name);
  return [
    ...(partition.bound === undefined || table.isNew(child)
      ? []
      : [risk("attach-partition-scan", child, { sign: { seen: "scan", of: child } })]),
    ...(partition.bound?.is_default === true ? [] : defaultPartitionHazards(table.id, table)),
  ];
}

function defaultPartitionHazards(parent: ObjectId, { before }: Pick<Surroundings, "before">): readonly Finding[] {
  return before
    .partitionsOf(parent)
    .filter(({ partitionOf }) => partitionOf?.bound === "DEFAULT")
    .map(({ id }) => risk("default-partition-scan", id, { sign: { seen: "scan", of: id } }));
}

export function optionHazards({ def }: AlterTableCmd, table: ObjectId): readonly Finding[] {
  const options = def !== undefined && "List" in def ? (def.List.items ?? []) : [];
  const off = options.some((node) => {
    if (!("DefElem" in node) || node.DefElem.defname !== "autovacuum_enabled") return false;
    const { arg } = node.DefElem;
    return arg !== undefined && "String" in arg && /^(false|off|no|0)$/i.test(arg.String.sval ?? "");
  });
  return off ? [risk("autovacuum-disabled", table)] : [];
}
