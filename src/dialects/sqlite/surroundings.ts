import { type ObjectId, objectId, type SchemaObject } from "../../schema/snapshot.ts";
import type { ScriptContext } from "../dialect.ts";
import type { Action } from "./action.ts";
import { findRebuilds, type Rebuild, same } from "./rebuild.ts";

/** What the rest of a script says about one of its statements. */
export type Surroundings = {
  readonly actions: readonly Action[];
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

export function surroundingsOf(actions: readonly Action[], context: ScriptContext): Surroundings {
  const straight = actions.every(isStraight);
  const rebuilds = straight ? findRebuilds(actions) : [];
  const session = sessionStates(actions);
  const objects = context.objects ?? null;
  const history = new Set(context.historyTables.map((id) => id.toLowerCase()));
  const isNew = (table: string, index: number) => straight && madeBefore(actions, rebuilds, table, index);
  const rebuildDroppedAt = (index: number) => rebuilds.find((rebuild) => rebuild.drop === index) ?? null;
  const columnsLeftBehind = (rebuild: Rebuild) => leftBehind(rebuild, objects ?? []);

  function deletesData(index: number): boolean {
    const action = actions[index];
    const rebuild = rebuildDroppedAt(index);
    if (rebuild !== null) return !rebuild.copied.allRows || columnsLeftBehind(rebuild).length > 0;
    if (action?.kind === "drop") return action.type === "table" && !isNew(action.name, index);
    if (action?.kind === "drop column") return !isNew(action.table, index);
    return action?.kind === "delete" && !isCounter(action.table) && !isNew(action.table, index);
  }

  function changesData(index: number): boolean {
    const action = actions[index];
    if (action?.kind === "insert") return !rebuilds.some((rebuild) => rebuild.copy === index);
    return (action?.kind === "update" && !isNew(action.table, index)) || (action?.kind === "delete" && isCounter(action.table));
  }

  return {
    actions,
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

/** Where SQLite keeps the last numbers of AUTOINCREMENT: a rebuild moves them along. */
function isCounter(table: string): boolean {
  return same(table, "sqlite_sequence");
}

/** After a rollback, or with a temporary table in front of a real one, a name no longer tells which table is meant. */
function isStraight(action: Action): boolean {
  if (action.kind === "control") return action.control === "begin" || action.control === "commit";
  return !((action.kind === "create table" || action.kind === "create view") && action.temporary);
}

type SessionState = { readonly foreignKeys: boolean; readonly transaction: boolean };

/** The state in which each statement runs. Prisma's engine and SQLite's Node.js modules start with foreign keys on. */
function sessionStates(actions: readonly Action[]): readonly SessionState[] {
  const states: SessionState[] = [];
  let foreignKeys = true;
  let transaction = false;
  for (const action of actions) {
    states.push({ foreignKeys, transaction });
    if (action.kind === "control" && action.control !== "savepoint") transaction = action.control === "begin";
    // Inside of a transaction SQLite takes no notice of it.
    if (action.kind === "pragma" && action.name === "foreign_keys" && action.value !== null && !transaction) {
      foreignKeys = !["off", "0", "false", "no"].includes(action.value);
    }
  }
  return states;
}

function madeBefore(actions: readonly Action[], rebuilds: readonly Rebuild[], table: string, index: number): boolean {
  const makes = (action: Action) =>
    ((action.kind === "create table" && !action.ifNotExists) || action.kind === "create virtual table") &&
    same(action.name, table);
  const holdsRows = (rebuild: Rebuild) =>
    same(rebuild.table, table) || (same(rebuild.replacement, table) && rebuild.copy < index);
  if (rebuilds.some(holdsRows)) return false;
  return actions
    .slice(0, index)
    .some(
      (action, at) =>
        makes(action) ||
        (action.kind === "rename table" && same(action.to, table) && madeBefore(actions, rebuilds, action.table, at)),
    );
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
