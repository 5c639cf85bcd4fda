import type { AlterTableCmd, ColumnDef, Constraint, Node } from "libpg-query";
import type { Question } from "../../hazards/question.ts";
import type { Column, ObjectId } from "../../schema/snapshot.ts";
import type { AlteredTable } from "./alter-table-effects.ts";
import { plainTypeOf, readPlainType, type TypeChange, typeChange } from "./column-types.ts";
import { effect, type Finding, risk, type Surroundings } from "./findings.ts";
import { isKnownFunction } from "./known-functions.ts";
import { createdBy } from "./statement-creates.ts";
import { namedObject } from "./statement-names.ts";
import { nodesOf, ofTag, strings } from "./syntax-tree.ts";

/** ADD COLUMN on a table that was there before: what fails, what is rewritten, what is read. */
export function addColumnHazards(definition: ColumnDef, table: AlteredTable): readonly Finding[] {
  const { id, names, before } = table;
  const column = table.column(definition.colname);
  const constraints = constraintsOf(definition);
  const has = (...kinds: readonly Constraint["contype"][]) => constraints.some(({ contype }) => kinds.includes(contype));
  const typeParts = strings(definition.typeName?.names);
  const found: Finding[] = [];
  const rewrite = { sign: { seen: "rewrite", of: id } } as const;
  const serial = serialTypes.has(typeParts.at(-1) ?? "");
  const filled = has("CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED") || serial;

  if (has("CONSTR_NOTNULL", "CONSTR_PRIMARY") && !filled)
    found.push(risk("add-required-column", column, { question: { ask: "rows", table: table.name } }));
  if (serial || has("CONSTR_IDENTITY")) found.push(risk("add-column-auto-increment", column, rewrite));
  if (constraints.some((constraint) => constraint.contype === "CONSTR_GENERATED" && isStored(constraint)))
    found.push(risk("add-column-stored-generated", column, rewrite));
  if (constraints.some(({ contype, raw_expr }) => contype === "CONSTR_DEFAULT" && isComputed(raw_expr)))
    found.push(risk("add-column-volatile-default", column, rewrite));
  const domain = before.domain(names.id("domain", typeParts));
  if (domain !== null && (domain.checks.length > 0 || !domain.nullable))
    found.push(risk("add-column-constrained-domain", column, rewrite));
  if (has("CONSTR_CHECK")) found.push(risk("add-column-inline-check", column, { sign: { seen: "scan", of: id } }));
  if (has("CONSTR_UNIQUE", "CONSTR_PRIMARY"))
    found.push(risk("add-column-inline-unique", column, { sign: { seen: "build", of: null } }));
  if (has("CONSTR_FOREIGN") && !constraints.some((one) => table.isNew(names.relation(one.pktable))))
    found.push(risk("add-column-inline-foreign-key", column));
  const known = before.column(id, definition.colname);
  if (table.command.missing_ok === true && known !== null && differs(known, definition))
    found.push(risk("if-not-exists-noop", column));
  return found;
}

export function dropColumnHazards({ name }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const column = table.column(name);
  const question: Question | null = name === undefined ? null : { ask: "values", table: table.name, column: name };
  const shared = sharingObjects(table, name ?? "");
  return [
    effect("deletes-data"),
    risk("drop-column", column, { question }),
    ...(shared.length === 0 ? [] : [risk("drop-column-collateral", column, { sign: { seen: "drop", of: null } })]),
    ...(isRecreated(table, name ?? "") ? [risk("column-recreated", column, { question })] : []),
    ...routinesNaming(table, table.name.name, name ?? ""),
  ];
}

/** ALTER COLUMN ... TYPE. */
export function columnTypeHazards({ name, def }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const definition = def !== undefined && "ColumnDef" in def ? def.ColumnDef : {};
  const { id, before } = table;
  const object = table.column(name);
  const known = before.column(id, name);
  const change = known === null ? null : typeChange(readPlainType(known.type), plainTypeOf(definition.typeName));
  const collates = definition.collClause !== undefined;
  const computes = usesMoreThan(definition.raw_default, name);
  const same = change?.sameValues === true && !computes;
  return [
    ...(computes ? [effect("changes-data")] : []),
    risk("column-type-rewrite", object, { sign: { seen: "rewrite", of: id }, presumed: !same && !collates }),
    risk("column-type-index-rebuild", object, { sign: { seen: "only build", of: null }, presumed: collates }),
    risk("column-type-revalidates", object, { sign: { seen: "only scan", of: id }, presumed: false }),
    ...(same ? [] : [risk("cached-plan-break", table.id)]),
    ...(change === null ? [] : valueHazards(change, object, name ?? "", table, computes)),
    ...enumHazards(definition, known, object, table),
    ...(isSerialWithoutWiderSequence(known, definition, table) ? [risk("serial-sequence-still-int", object)] : []),
  ];
}

function valueHazards(
  change: TypeChange,
  object: ObjectId,
  column: string,
  table: AlteredTable,
  computes: boolean,
): readonly Finding[] {
  const question: Question | null = change.into === null ? null : { ask: "unfit", table: table.name, column, into: change.into };
  return [
    ...(change.mayFail && !computes ? [risk("type-cast-may-fail", object, { question })] : []),
    ...(change.loses ? [risk("lossy-type-conversion", object, { question })] : []),
    ...(change.dependsOnZone && !computes ? [risk("timezone-dependent-cast", object)] : []),
  ];
}

/** The values that an enum loses when a new type takes its name. */
function enumHazards(definition: ColumnDef, known: Column | null, object: ObjectId, table: AlteredTable): readonly Finding[] {
  const { names, before, earlier } = table;
  const target = names.id("enum", strings(definition.typeName?.names));
  const made = earlier.findLast(
    (tree) => "CreateEnumStmt" in tree && names.id("enum", strings(tree.CreateEnumStmt.typeName)) === target,
  );
  const old = known === null ? null : before.enum(names.id("enum", known.type.replaceAll('"', "").split(".")));
  if (made === undefined || !("CreateEnumStmt" in made) || old === null || known === null) return [];
  const kept = new Set(strings(made.CreateEnumStmt.vals));
  const labels = old.values.filter((value) => !kept.has(value));
  if (labels.length === 0) return [];
  return [risk("enum-value-removed", object, { question: { ask: "labels", table: table.name, column: known.name, labels } })];
}

function isSerialWithoutWiderSequence(known: Column | null, definition: ColumnDef, table: AlteredTable): boolean {
  const type = plainTypeOf(definition.typeName);
  if (known?.autoIncrement !== true || known.identity !== null || type?.name !== "int8") return false;
  return !table.later.some(
    (tree) =>
      "AlterSeqStmt" in tree &&
      (tree.AlterSeqStmt.options ?? []).some((node) => "DefElem" in node && node.DefElem.defname === "as"),
  );
}

/** Indexes and constraints over this column and others. */
function sharingObjects({ id, before }: AlteredTable, column: string): readonly ObjectId[] {
  const shares = (columns: readonly (string | null)[]) => columns.length > 1 && columns.includes(column);
  const key = before.primaryKey(id);
  return [
    ...before.indexes(id).flatMap((index) => (shares(index.keys.map((one) => one.column)) ? [index.id] : [])),
    ...(key !== null && shares(key.columns) ? [key.id] : []),
    ...before.foreignKeys(id).flatMap((one) => (shares(one.columns) ? [one.id] : [])),
    ...before
      .checks(id)
      .flatMap((check) =>
        namesWord(check.expression, column) && namesOther(check.expression, column, before.columns(id)) ? [check.id] : [],
      ),
  ];
}

function namesOther(expression: string, column: string, columns: readonly Column[]): boolean {
  return columns.some(({ name }) => name !== column && namesWord(expression, name));
}

/** The same statement drops a column and adds one of the same name or type. */
function isRecreated({ commands, before, id }: AlteredTable, name: string): boolean {
  const old = before.column(id, name);
  const added = commands.flatMap(({ subtype, def }) =>
    subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def ? [def.ColumnDef] : [],
  );
  return added.some(({ colname, typeName }) => {
    const from = old === null ? null : readPlainType(old.type);
    return colname === name || (from !== null && from.name === plainTypeOf(typeName)?.name);
  });
}

/** Bodies are looked up when they run: a name that is gone is noticed only then. What the script itself replaced is left out. */
export function routinesNaming(
  { before, earlier, later, names }: Surroundings,
  table: string,
  column: string,
): readonly Finding[] {
  const replaced = new Set(
    [...earlier, ...later].flatMap((tree) => [
      ...("CreateFunctionStmt" in tree ? createdBy(tree, names) : []),
      ...("DropStmt" in tree
        ? (tree.DropStmt.objects ?? []).map((object) => namedObject(tree.DropStmt.removeType, object, names))
        : []),
    ]),
  );
  return before
    .routines()
    .filter(({ id, definition }) => !replaced.has(id) && namesWord(definition, column) && namesWord(definition, table))
    .map(({ id }) => risk("routine-references-missing-column", id));
}

function namesWord(text: string, word: string): boolean {
  return new RegExp(`(?<!\\w)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "i").test(text);
}

export function constraintsOf({ constraints }: ColumnDef): readonly Constraint[] {
  return (constraints ?? []).flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
}

function isStored({ generated_kind }: Constraint): boolean {
  return generated_kind !== "v";
}

function differs(known: Column, definition: ColumnDef): boolean {
  const wanted = plainTypeOf(definition.typeName);
  const from = readPlainType(known.type);
  return wanted !== null && from !== null && (wanted.name !== from.name || wanted.modifiers.join() !== from.modifiers.join());
}

/** A function that may give another value for each row; those that stand still within a statement don't count. */
function isComputed(expression: Node | undefined): boolean {
  if (expression === undefined) return false;
  return ofTag(nodesOf({ value: expression }), "FuncCall").some(({ funcname }) => {
    const name = strings(funcname).at(-1) ?? "";
    return volatileFunctions.has(name) || !isKnownFunction(name);
  });
}

const volatileFunctions: ReadonlySet<string> = new Set(
  `clock_timestamp random random_normal gen_random_uuid uuidv4 uuidv7 uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 nextval
  setval timeofday gen_random_bytes gen_salt`.split(/\s+/),
);

const serialTypes: ReadonlySet<string> = new Set(["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"]);

/** `USING` with anything but a cast of the column itself makes new values. */
function usesMoreThan(using: Node | undefined, column: string | undefined): boolean {
  let value = using;
  while (value !== undefined && "TypeCast" in value) value = value.TypeCast.arg;
  if (value === undefined) return false;
  return !("ColumnRef" in value) || strings(value.ColumnRef.fields).at(-1) !== column;
}

/** SET NOT NULL. */
export function notNullHazards({ name }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const column = table.column(name);
  const proven = table.before
    .checks(table.id)
    .some(({ expression, validated }) => validated && provesNotNull(expression, name ?? ""));
  return [
    risk("set-not-null-nulls", column, {
      question: { ask: "nulls", table: table.name, columns: [name ?? ""] },
      presumed: !proven,
    }),
    risk("set-not-null-scan", column, { sign: { seen: "scan", of: table.id }, presumed: !proven }),
  ];
}

/** As the server spells it: `((phone IS NOT NULL))`, alone or with others that must hold, too. */
function provesNotNull(expression: string, column: string): boolean {
  return !/\bOR\b/i.test(expression) && expression.replaceAll('"', "").includes(`${column} IS NOT NULL`);
}

export function defaultHazards({ name, def }: AlterTableCmd, table: AlteredTable): readonly Finding[] {
  const known = table.before.column(table.id, name);
  if (def !== undefined) return known?.default === null && known.nullable ? [] : [risk("default-changed", table.column(name))];
  return known !== null && !known.nullable && known.default !== null ? [risk("drop-default", table.column(name))] : [];
}
