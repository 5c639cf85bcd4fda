import type { Change } from "../../diff/change.ts";
import { objectId, ownerOf, type SchemaObject, type Table, type Trigger, type View } from "../../schema/snapshot.ts";
import type { Ddl, DdlContext, DdlStatement } from "../dialect.ts";
import { addColumn, createIndex, createTable, createTrigger, createView, drop, dropColumn } from "./ddl/create-sql.ts";
import { inDependencyOrder } from "./ddl/order.ts";
import { partsOf } from "./ddl/parts.ts";
import { rebuildTable } from "./ddl/rebuild-table.ts";
import { inlineReference, type Numbered, sortTableChanges, type TableChanges } from "./ddl/table-changes.ts";
import { namedTables } from "./named-tables.ts";
import { isVirtual } from "./table-options.ts";
import { tokenize } from "./tokens.ts";

type Refused = Ddl["refused"][number];
type Form = DdlContext["form"];

/**
 * Statements from `from` to `to`: what goes first (triggers, views, indexes), then tables, then what rests on them. What ALTER TABLE can't
 * do rebuilds the table, with foreign keys off around all rebuilds and drops, as Prisma's migrations have it.
 * Guarded statements may run twice, except ADD COLUMN, for which SQLite has no guard; what takes a rebuild is refused in that form.
 */
export function writeDdl(changes: readonly Change[], context: DdlContext): Ddl {
  const { form } = context;
  const numbered = changes.map((change, index) => ({ change, index }));
  const refused = numbered.flatMap(({ change }) => refusal(change));
  const accepted = numbered.filter(({ change }) => !refused.some((one) => one.change === change));
  const tables = changedTables(accepted, context);
  const rebuilt = form === "plain" ? tables.filter(({ byRebuild }) => byRebuild.length > 0) : [];
  const altered = tables.filter((table) => !rebuilt.includes(table));
  const direct = [...altered.flatMap((table) => table.direct), ...accepted.filter(({ change }) => ofView(change, context))];
  const unreachable =
    form === "plain"
      ? []
      : tables.flatMap((table) => table.byRebuild.map(({ change }): Refused => ({ change, reason: needsRebuild })));

  const dropsAndRebuilds = [
    ...dropTables(accepted, context),
    ...createTables(accepted, form),
    ...altered.flatMap((table) => alterTable(table)),
    ...rebuilds(rebuilt, context),
  ];
  const statements = [
    ...dropTriggers(direct, form),
    ...dropViews(accepted, form),
    ...dropIndexes(direct, form),
    ...withoutForeignKeys(dropsAndRebuilds, accepted, rebuilt),
    ...createIndexes(accepted, direct, form),
    ...createViews(accepted, form),
    ...createTriggers(accepted, direct, context),
  ];
  return { statements, refused: [...refused, ...unreachable] };
}

const needsRebuild =
  "SQLite can do this only by replacing the table with a copy, which is not additive and can't be run twice. Use the strategy push, or a migration.";

const kindsOfSqlite = new Set<SchemaObject["kind"]>([
  "table",
  "column",
  "primary key",
  "foreign key",
  "check",
  "index",
  "view",
  "trigger",
]);

function refusal(change: Change): readonly Refused[] {
  const object = subject(change);
  if (!kindsOfSqlite.has(object.kind)) return [{ change, reason: `SQLite has no ${object.kind}.` }];
  const virtual =
    change.kind === "alter" && [change.from, change.to].some((table) => table.kind === "table" && isVirtual(table.options));
  return virtual
    ? [
        {
          change,
          reason: "A virtual table can't be changed without losing its content. Drop it and create it again in a migration.",
        },
      ]
    : [];
}

/** The object after the change; the object that goes, for a drop. */
function subject(change: Change): SchemaObject {
  return change.kind === "create" || change.kind === "drop" ? change.object : change.to;
}

function changedTables(accepted: readonly Numbered[], context: DdlContext): readonly TableChanges[] {
  const present = new Map(context.from.objects.filter((object) => object.kind === "table").map((table) => [table.id, table]));
  const byTable = Map.groupBy(accepted, ({ change }) => stayingTable(change));
  return [...byTable.entries()].flatMap(([id, changes]) => {
    const table = id === null ? undefined : present.get(id);
    if (table === undefined) return [];
    const parts = context.from.objects.filter((object) => object.id !== id && ownerOf(object) === id);
    return [sortTableChanges(partsOf(table, parts), changes)];
  });
}

function stayingTable(change: Change): string | null {
  const object = subject(change);
  if (object.kind === "table") return change.kind === "alter" ? object.id : null;
  return object.kind === "view" ? null : ownerOf(object);
}

/** A trigger on a view. */
function ofView(change: Change, context: DdlContext): boolean {
  const object = subject(change);
  return (
    object.kind === "trigger" &&
    [...context.from.objects, ...context.to.objects].some((view) => view.kind === "view" && view.name === object.table)
  );
}

function statement(sql: string, ...changes: readonly number[]): DdlStatement {
  return { sql, changes, transactional: true };
}

function dropTriggers(direct: readonly Numbered[], form: Form): readonly DdlStatement[] {
  return direct.flatMap(({ change, index }) => {
    const gone = change.kind === "drop" ? change.object : change.kind === "create" ? null : change.from;
    return gone?.kind === "trigger" ? [statement(drop("TRIGGER", gone.name, form), index)] : [];
  });
}

function dropViews(accepted: readonly Numbered[], form: Form): readonly DdlStatement[] {
  return accepted.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "view" && change.kind !== "create" ? [statement(drop("VIEW", object.name, form), index)] : [];
  });
}

function dropIndexes(direct: readonly Numbered[], form: Form): readonly DdlStatement[] {
  return direct.flatMap(({ change, index }) => {
    const gone = change.kind === "drop" ? change.object : change.kind === "create" ? null : change.from;
    return gone?.kind === "index" ? [statement(drop("INDEX", gone.name, form), index)] : [];
  });
}

function dropTables(accepted: readonly Numbered[], context: DdlContext): readonly DdlStatement[] {
  const drops = accepted.flatMap(({ change, index }) =>
    change.kind === "drop" && change.object.kind === "table" ? [{ table: change.object, index }] : [],
  );
  const keys = context.from.objects.filter((object) => object.kind === "foreign key");
  const childrenFirst = inDependencyOrder(drops, (parent, child) =>
    keys.some((key) => key.references === parent.table.id && key.table === child.table.name),
  );
  return childrenFirst.map(({ table, index }) => statement(drop("TABLE", table.name, context.form), index));
}

function createTables(accepted: readonly Numbered[], form: Form): readonly DdlStatement[] {
  const creates = accepted.flatMap(({ change, index }) =>
    change.kind === "create" && change.object.kind === "table" ? [{ parts: partsOf(change.object, change.parts), index }] : [],
  );
  const parentsFirst = inDependencyOrder(creates, (child, parent) =>
    child.parts.foreignKeys.some((key) => key.references === parent.parts.table.id),
  );
  return parentsFirst.map(({ parts, index }) => statement(createTable(parts, form), index));
}

function alterTable({ to, direct }: TableChanges): readonly DdlStatement[] {
  const drops = direct.flatMap(({ change, index }) =>
    change.kind === "drop" && change.object.kind === "column" ? [statement(dropColumn(change.object), index)] : [],
  );
  const adds = direct
    .flatMap(({ change, index }) =>
      change.kind === "create" && change.object.kind === "column" ? [{ column: change.object, index }] : [],
    )
    .toSorted((a, b) => a.column.position - b.column.position)
    .map(({ column, index }) => {
      const reference = inlineReference(column, direct);
      return statement(addColumn(column, to, reference?.key ?? null), index, ...(reference === null ? [] : [reference.index]));
    });
  return [...drops, ...adds];
}

function rebuilds(tables: readonly TableChanges[], context: DdlContext): readonly DdlStatement[] {
  const taken = new Set([...context.from.objects, ...context.to.objects].map((object) => object.id.toLowerCase()));
  return tables.flatMap(({ from, to, direct, byRebuild }) => {
    const changes = [...direct, ...byRebuild].map(({ index }) => index).sort((a, b) => a - b);
    return rebuildTable(from, to, temporaryName(to.table, taken)).map((sql) => statement(sql, ...changes));
  });
}

function temporaryName(table: Table, taken: ReadonlySet<string>): string {
  let name = `new_${table.name}`;
  while (taken.has(objectId("table", null, name).toLowerCase())) name = `new_${name}`;
  return name;
}

/** PRAGMA foreign_keys does nothing inside of a transaction, so it stands outside. Without it a drop would delete from other tables too. */
function withoutForeignKeys(
  statements: readonly DdlStatement[],
  accepted: readonly Numbered[],
  rebuilt: readonly TableChanges[],
): readonly DdlStatement[] {
  const drops = accepted.filter(({ change }) => change.kind === "drop" && change.object.kind === "table");
  const causes = [...drops, ...rebuilt.flatMap((table) => table.byRebuild)].map(({ index }) => index).sort((a, b) => a - b);
  if (causes.length === 0) return statements;
  const pragma = (sql: string): DdlStatement => ({ sql, changes: causes, transactional: false });
  return [
    pragma("PRAGMA defer_foreign_keys=ON"),
    pragma("PRAGMA foreign_keys=OFF"),
    ...statements,
    pragma("PRAGMA foreign_keys=ON"),
    pragma("PRAGMA defer_foreign_keys=OFF"),
  ];
}

function createIndexes(accepted: readonly Numbered[], direct: readonly Numbered[], form: Form): readonly DdlStatement[] {
  const ofNewTables = accepted.flatMap(({ change, index }) =>
    change.kind === "create" && change.object.kind === "table"
      ? partsOf(change.object, change.parts).indexes.map((part) => ({ part, index }))
      : [],
  );
  const changed = direct.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "index" && change.kind !== "drop" ? [{ part: object, index }] : [];
  });
  return [...ofNewTables, ...changed].map(({ part, index }) => statement(createIndex(part, form), index));
}

function createViews(accepted: readonly Numbered[], form: Form): readonly DdlStatement[] {
  const views = accepted.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "view" && change.kind !== "drop" ? [{ view: object, index }] : [];
  });
  const names = new Map<View, ReadonlySet<string>>(
    views.map(({ view }) => [view, new Set(namedTables(tokenize(view.definition)))]),
  );
  const sorted = inDependencyOrder(views, (one, other) => names.get(one.view)?.has(other.view.name) === true);
  return sorted.map(({ view, index }) => statement(createView(view, form), index));
}

/** Also those that went with a view that was replaced. */
function createTriggers(
  accepted: readonly Numbered[],
  direct: readonly Numbered[],
  context: DdlContext,
): readonly DdlStatement[] {
  const ofNewOwners = accepted.flatMap(({ change, index }) =>
    change.kind === "create" ? change.parts.flatMap((part) => (part.kind === "trigger" ? [{ trigger: part, index }] : [])) : [],
  );
  const changed = direct.flatMap(({ change, index }) => {
    const object = subject(change);
    return object.kind === "trigger" && change.kind !== "drop" ? [{ trigger: object, index }] : [];
  });
  const known = new Set(
    direct.flatMap(({ change }) => [subject(change).id, ...(change.kind === "alter" ? [change.from.id] : [])]),
  );
  const swept = accepted.flatMap(({ change, index }) => {
    if (change.kind !== "alter" || change.to.kind !== "view") return [];
    return triggersOf(change.to, context).flatMap((trigger) => (known.has(trigger.id) ? [] : [{ trigger, index }]));
  });
  return [...ofNewOwners, ...swept, ...changed].map(({ trigger, index }) =>
    statement(createTrigger(trigger, context.form), index),
  );
}

function triggersOf(view: View, context: DdlContext): readonly Trigger[] {
  return context.from.objects.filter((object): object is Trigger => object.kind === "trigger" && object.table === view.name);
}
