import { type Duration, type LockMode, lockModes, type Observation } from "../../../rehearsal.ts";
import type { ObjectId } from "../../../schema/snapshot.ts";
import type { Entry, State } from "./state.ts";

/** Relations that were there before the plan, with the names that they have on the live database. */
export type Originals = ReadonlyMap<string, ObjectId>;

export function originalsOf({ entries }: State): Originals {
  return new Map(entries.map(({ key, id }) => [key, id]));
}

/** What is known of a statement besides what the catalogue shows. */
export type Known = {
  /** Ids that its text names. */
  readonly names: ReadonlySet<ObjectId>;
  /** TRUNCATE gives tables and indexes new files without reading or writing a row. */
  readonly emptiesTables: boolean;
  /** It calls code, or changes rows: how long that takes depends on more than the catalogue shows. */
  readonly runsOverRows: boolean;
  /** Locks of a statement that leaves none to be seen afterwards. */
  readonly unseenLocks: readonly { readonly relation: ObjectId; readonly mode: LockMode }[];
};

/** Compares the catalogue before a statement with the one after it. Pure. */
export function observe(
  before: State,
  after: State,
  originals: Originals,
  known: Known,
  notices: readonly string[],
): Observation {
  const [earlier, later] = [byKey(before.entries), byKey(after.entries)];
  const written = known.emptiesTables ? [] : rewritten(earlier, after.entries);
  const rewrites = written.filter(({ kind }) => kind === "table" || kind === "materialized view");
  const builds = known.emptiesTables ? [] : built(before.entries, after.entries, originals);
  const scans = known.emptiesTables ? [] : after.entries.filter(({ key, scans }) => scans > (earlier.get(key)?.scans ?? 0));
  const original = (entries: readonly Entry[]) => sorted(entries.flatMap(({ key }) => originals.get(key) ?? []));
  const seen = { rewrites: original(rewrites), scans: original(scans), builds: sorted(builds.map(({ id }) => id)) };
  return {
    outcome: { kind: "done" },
    locks: locks(before, after, originals, known),
    ...seen,
    drops: collateral(before.entries, later, known.names),
    empties: known.emptiesTables ? emptied(earlier, after.entries, originals, known.names) : [],
    creates: made(before.entries, after.entries),
    notices: [...new Set(notices.map(template))],
    duration: durationOf(seen, known),
  };
}

/** Of a statement that did not run, or not to its end. */
export function notRun(reason: string): Observation {
  const nothing = { locks: [], rewrites: [], scans: [], builds: [], drops: [], empties: [], creates: [], notices: [] };
  return { outcome: { kind: "not-run", reason }, ...nothing, duration: "unknown" };
}

function byKey(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [entry.key, entry]));
}

/** Same object, another file. */
function rewritten(earlier: ReadonlyMap<string, Entry>, after: readonly Entry[]): readonly Entry[] {
  return after.filter(({ key, file }) => {
    const was = earlier.get(key)?.file ?? 0;
    return was !== 0 && file !== 0 && was !== file;
  });
}

/** Indexes with a file that no index had before: an ALTER may keep the file of one under another oid, or under another name. */
function built(before: readonly Entry[], after: readonly Entry[], originals: Originals): readonly Entry[] {
  const files = new Set(before.map(({ file }) => file));
  return after.filter(
    ({ id, file, table }) => isIndex(id) && file !== 0 && !files.has(file) && table !== null && originals.has(table),
  );
}

function locks(before: State, after: State, originals: Originals, { unseenLocks }: Known): Observation["locks"] {
  const taken = [...after.locks].flatMap(([key, modes]) => {
    const relation = originals.get(key);
    if (relation === undefined || isIndex(relation)) return [];
    const held = strength(strongest(before.locks.get(key) ?? []));
    const mode = strongest(modes);
    return mode !== null && strength(mode) > held ? [{ relation, mode }] : [];
  });
  return [...taken, ...unseenLocks].sort((a, b) => (a.relation < b.relation ? -1 : 1));
}

/** An index is locked with its table. */
function isIndex(id: ObjectId): boolean {
  return /^(index|primary key|exclusion) /.test(id);
}

function strongest(modes: readonly LockMode[]): LockMode | null {
  return modes.reduce<LockMode | null>((best, mode) => (strength(mode) > strength(best) ? mode : best), null);
}

function strength(mode: LockMode | null): number {
  return (lockModes as readonly (LockMode | null)[]).indexOf(mode);
}

/** What is gone without having been named; parts of a named whole are left out, and what an ALTER makes anew under the same name. */
function collateral(
  before: readonly Entry[],
  later: ReadonlyMap<string, Entry>,
  names: ReadonlySet<ObjectId>,
): readonly ObjectId[] {
  const gone = before.filter(({ key }) => !later.has(key));
  const goneKeys = new Set(gone.map(({ key }) => key));
  const remade = new Set([...later.values()].map(({ id }) => id));
  const isPart = ({ table }: Entry) => table !== null && goneKeys.has(table);
  return sorted(gone.filter((entry) => !names.has(entry.id) && !remade.has(entry.id) && !isPart(entry)).map(({ id }) => id));
}

function emptied(
  earlier: ReadonlyMap<string, Entry>,
  after: readonly Entry[],
  originals: Originals,
  names: ReadonlySet<ObjectId>,
): readonly ObjectId[] {
  const tables = rewritten(earlier, after).filter(({ kind, id }) => kind === "table" && !names.has(id));
  return sorted(tables.flatMap(({ key }) => originals.get(key) ?? []));
}

function made(before: readonly Entry[], after: readonly Entry[]): readonly ObjectId[] {
  const there = new Set(before.flatMap(({ key, id }) => [key, id]));
  return sorted(after.filter(({ key, id }) => !there.has(key) && !there.has(id)).map(({ id }) => id));
}

function durationOf(seen: Pick<Observation, "rewrites" | "scans" | "builds">, known: Known): Duration {
  if (seen.rewrites.length > 0) return "rewrite";
  if (seen.builds.length > 0) return "index build";
  if (known.runsOverRows) return "unknown";
  return seen.scans.length > 0 ? "scan" : "instant";
}

const longest = 300;

/** Names and values go, so that one sentence stays one sentence. */
function template(notice: string): string {
  return notice.replaceAll(/"[^"]*"/g, '"…"').slice(0, longest);
}

function sorted(ids: readonly ObjectId[]): readonly ObjectId[] {
  return [...new Set(ids)].sort();
}
