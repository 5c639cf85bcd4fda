import { type ObjectId, objectId, type SchemaObject } from "../../schema/snapshot.ts";
import type { ScriptContext } from "../dialect.ts";
import type { Action } from "./action.ts";
import { groupActions, switchesForeignKeys } from "./group-statements.ts";
import { followTables, type Tables } from "./made-before.ts";
import { type Rebuild, same } from "./rebuild.ts";
import type { Token } from "./tokens.ts";

/** What the rest of a script says about one of its statements. */
export type Surroundings = {
  readonly actions: readonly Action[];
  /** Of the same statements. */
  readonly tokens: readonly (readonly Token[])[];
  /** The schema before the script; null: not known. */
  readonly objects: readonly SchemaObject[] | null;
  readonly rebuilds: readonly Rebuild[];
  /** The table was made by an earlier statement: nobody's data is in it. */
  isNew(table: string, index: number): boolean;
  /** The rebuild that the statement drops the old table of. */
  rebuildDroppedAt(index: number): Rebuild | null;
  foreignKeysOn(index: number): boolean;
  inTransaction(index: number): boolean;
  deletesData(index: number): boolean;
  changesData(index: number): boolean;
  writesHistory(index: number, touches: readonly ObjectId[]): boolean;
  /** Columns of a rebuilt table that its copy does not take along; empty when the schema is not known. */
  columnsLeftBehind(rebuild: Rebuild): readonly ObjectId[];
};

export function surroundingsOf(
  actions: readonly Action[],
  tokens: readonly (readonly Token[])[],
  context: ScriptContext,
): Surroundings {
  const tables = followTables(actions);
  const { rebuilds } = tables;
  const madeEarlier = new Set((context.madeEarlier ?? []).map((id) => id.toLowerCase()));
  const isNew = (table: string, index: number) =>
    madeEarlier.has(objectId("table", null, table).toLowerCase()) || tables.isNew(table, index);
  const session = sessionStates(actions, tables);
  const objects = context.objects ?? null;
  const history = new Set(context.historyTables.map((id) => id.toLowerCase()));
  const rebuildDroppedAt = (index: number) => rebuilds.find((rebuild) => rebuild.drop === index) ?? null;
  const columnsLeftBehind = (rebuild: Rebuild) => leftBehind(rebuild, objects ?? []);

  function deletesData(index: number): boolean {
    const action = actions[index];
    const rebuild = rebuildDroppedAt(index);
    if (rebuild !== null) return !rebuild.copied.allRows || columnsLeftBehind(rebuild).length > 0;
    if (action?.kind === "drop") return action.type === "table" && !isNew(action.name, index);
    if (action?.kind === "drop column") return !isNew(action.table, index);
    // What it replaces is deleted first, and with it the rows that refer to it.
    if (action?.kind === "insert" && action.replaces) return !isNew(action.table, index) && isCascadedFrom(action.table, objects);
    return action?.kind === "delete" && !isCounter(action.table) && !isNew(action.table, index);
  }

  function changesData(index: number): boolean {
    const action = actions[index];
    if (action?.kind === "insert") return !rebuilds.some((rebuild) => rebuild.copy === index);
    return (action?.kind === "update" && !isNew(action.table, index)) || (action?.kind === "delete" && isCounter(action.table));
  }

  return {
    actions,
    tokens,
    objects,
    rebuilds,
    isNew,
    rebuildDroppedAt,
    foreignKeysOn: (index) => session[index]?.foreignKeys ?? true,
    inTransaction: (index) => session[index]?.transaction ?? false,
    deletesData,
    changesData,
    writesHistory: (index, touches) => writes(actions[index]) && touches.some((id) => history.has(id.toLowerCase())),
    columnsLeftBehind,
  };
}

/** Without a schema, any table may refer to it. */
function isCascadedFrom(table: string, objects: readonly SchemaObject[] | null): boolean {
  const parent = objectId("table", null, table);
  return (objects ?? [null]).some(
    (object) =>
      object === null ||
      (object.kind === "foreign key" && same(object.references, parent) && !["no action", "restrict"].includes(object.onDelete)),
  );
}

/** Where SQLite keeps the last numbers of AUTOINCREMENT: a rebuild moves them along. */
function isCounter(table: string): boolean {
  return same(table, "sqlite_sequence");
}

/** `transaction`: one that the file opened itself. */
type SessionState = { readonly foreignKeys: boolean; readonly transaction: boolean };

/** The state in which our runner executes each statement. It starts with foreign keys on, as Prisma's engine does. */
function sessionStates(actions: readonly Action[], tables: Tables): readonly SessionState[] {
  if (actions.some(({ kind }) => kind === "control")) return ownStates(actions);
  const states: SessionState[] = [];
  for (const { foreignKeys, indexes } of groupActions(actions, tables))
    for (const index of indexes) states[index] = { foreignKeys: foreignKeys === "enforced", transaction: false };
  return states;
}

/** Of a file that controls transactions itself: all is as it says. */
function ownStates(actions: readonly Action[]): readonly SessionState[] {
  const states: SessionState[] = [];
  let foreignKeys = true;
  let transaction = false;
  for (const action of actions) {
    states.push({ foreignKeys, transaction });
    if (action.kind === "control" && action.control !== "savepoint") transaction = action.control === "begin";
    // Inside of a transaction SQLite takes no notice of it.
    if (!transaction) foreignKeys = switchesForeignKeys(action) ?? foreignKeys;
  }
  return states;
}

function leftBehind(rebuild: Rebuild, objects: readonly SchemaObject[]): readonly ObjectId[] {
  const { names } = rebuild.copied;
  if (names === null) return [];
  return objects.flatMap((object) => {
    const stored = object.kind === "column" && object.generated === null && same(object.table, rebuild.table);
    return stored && !names.has(object.name.toLowerCase()) ? [objectId("column", null, object.table, object.name)] : [];
  });
}

function writes(action: Action | undefined): boolean {
  switch (action?.kind) {
    case undefined:
    case "select":
    case "explain":
    case "pragma":
    case "control":
    case "analyze":
    case "reindex":
      return false;
    default:
      return true;
  }
}
