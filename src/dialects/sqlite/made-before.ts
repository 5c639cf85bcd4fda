import type { Action } from "./action.ts";
import { findRebuilds, type Rebuild, same } from "./rebuild.ts";

/** What a script does with tables, as far as names tell which table is meant. */
export type Tables = {
  readonly rebuilds: readonly Rebuild[];
  /** The table was made by an earlier statement of the script: nobody's data is in it, and nobody's rows refer to it. */
  isNew(table: string, index: number): boolean;
};

export function followTables(actions: readonly Action[]): Tables {
  const straight = actions.every(isStraight);
  const rebuilds = straight ? findRebuilds(actions) : [];
  return { rebuilds, isNew: (table, index) => straight && madeBefore(actions, rebuilds, table, index) };
}

/** After a rollback, or with a temporary table in front of a real one, a name no longer tells which table is meant. */
function isStraight(action: Action): boolean {
  if (action.kind === "control") return action.control === "begin" || action.control === "commit";
  return !((action.kind === "create table" || action.kind === "create view") && action.temporary);
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
