import type { Duration, Observation } from "../../../rehearsal.ts";
import { type ObjectId, objectId } from "../../../schema/snapshot.ts";
import { type Action, readAction } from "../action.ts";
import { tokenize } from "../tokens.ts";
import type { Entry, State } from "./state.ts";

/** Compares the schema before a statement with the one after it. `originals`: tables that were there before the plan. Pure. */
export function observe(
  sql: string,
  before: State,
  after: State,
  originals: ReadonlySet<string>,
  names: ReadonlySet<ObjectId>,
): Observation {
  const action = readAction(tokenize(sql));
  const renames = action.kind === "rename table";
  const seen = seenOf(action, sql, originals);
  return {
    outcome: { kind: "done" },
    // One writer at a time: it holds the file until its transaction ends, and no table apart.
    locks: [],
    ...seen,
    drops: renames ? [] : gone(before.entries, after.entries, names),
    empties: emptied(before, after, names),
    creates: renames ? [] : made(before.entries, after.entries),
    notices: [],
    duration: durationOf(action, seen),
  };
}

/** Indexes and triggers of a table that was dropped, and is there again under its name without them. */
export function lostInRebuild(table: string, start: State, end: State): readonly ObjectId[] {
  if (!end.entries.some(({ type, name }) => type === "table" && name === table)) return [];
  const remains = new Set(end.entries.map(({ id }) => id));
  return start.entries
    .filter((entry) => entry.table === table && entry.type !== "table" && !remains.has(entry.id))
    .map(({ id }) => id)
    .sort();
}

/** The table that a statement drops; null for every other statement. */
export function droppedTable(sql: string): string | null {
  const action = readAction(tokenize(sql));
  return action.kind === "drop" && action.type === "table" ? action.name : null;
}

type Seen = Pick<Observation, "rewrites" | "scans" | "builds">;

function seenOf(action: Action, sql: string, originals: ReadonlySet<string>): Seen {
  const nothing: Seen = { rewrites: [], scans: [], builds: [] };
  const original = (table: string) => (originals.has(table) ? [objectId("table", null, table)] : []);
  switch (action.kind) {
    // The end of a rebuild: the copy takes the name of what was there.
    case "rename table":
      return { ...nothing, rewrites: originals.has(action.table) ? [] : original(action.to) };
    // Every row is written anew without it (https://sqlite.org/lang_altertable.html#altertabdropcol).
    case "drop column":
      return { ...nothing, rewrites: original(action.table) };
    case "add column":
      return { ...nothing, scans: /\b(?:CHECK|NOT\s+NULL|GENERATED|AS)\b/i.test(sql) ? original(action.table) : [] };
    case "create index":
      return {
        ...nothing,
        scans: original(action.table),
        builds: originals.has(action.table) ? [objectId("index", null, action.name)] : [],
      };
    default:
      return nothing;
  }
}

function durationOf({ kind }: Action, { rewrites, builds, scans }: Seen): Duration {
  if (rewrites.length > 0 || kind === "vacuum") return "rewrite";
  if (builds.length > 0) return "index build";
  if (scans.length > 0) return "scan";
  return ["insert", "update", "delete", "select", "unknown"].includes(kind) ? "unknown" : "instant";
}

/** Parts of a table that is gone as a whole are left out. */
function gone(before: readonly Entry[], after: readonly Entry[], names: ReadonlySet<ObjectId>): readonly ObjectId[] {
  const remains = new Set(after.map(({ id }) => id));
  const missing = before.filter(({ id }) => !remains.has(id));
  const tables = new Set(missing.flatMap(({ type, name }) => (type === "table" ? [name] : [])));
  return missing
    .filter(({ id, table, type }) => !names.has(id) && (type === "table" || !tables.has(table)))
    .map(({ id }) => id)
    .sort();
}

function made(before: readonly Entry[], after: readonly Entry[]): readonly ObjectId[] {
  const there = new Set(before.map(({ id }) => id));
  return after.flatMap(({ id }) => (there.has(id) ? [] : [id])).sort();
}

function emptied(before: State, after: State, names: ReadonlySet<ObjectId>): readonly ObjectId[] {
  return [...before.rows].flatMap(([table, rows]) => {
    const id = objectId("table", null, table);
    return rows > (after.rows.get(table) ?? rows) && !names.has(id) ? [id] : [];
  });
}
