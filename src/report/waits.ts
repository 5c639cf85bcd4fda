import type { Plan } from "../plan/plan.ts";
import type { Duration, LockMode, Observation } from "../rehearsal.ts";
import { lockModes } from "../rehearsal.ts";
import type { ObjectId, Snapshot } from "../schema/snapshot.ts";

type Watching = {
  readonly plan: Pick<Plan, "batches" | "statements"> & { readonly target: Pick<Plan["target"], "dialect"> };
  readonly observations: readonly Observation[];
  readonly statistics: Snapshot["statistics"];
};

/**
 * What one statement does to those who use the database, in one plain sentence: what happens to which table, how large that is, and who
 * waits for how long. Null where nothing was seen that is worth a word. Names come from databases: escape it.
 */
export function waitOf(index: number, watching: Watching): string | null {
  const observation = watching.observations[index];
  if (observation === undefined) return null;
  switch (observation.outcome.kind) {
    case "not-run":
      return `not tried: ${lowerFirst(observation.outcome.reason)}`;
    case "failed":
      return `fails: ${observation.outcome.message}`;
    case "done":
      return joined([
        ...work(observation, watching.statistics),
        ...waiting(index, observation, watching),
        ...losses(observation),
      ]);
  }
}

function joined(parts: readonly string[]): string | null {
  return parts.length === 0 ? null : parts.join("; ");
}

const workWords: Readonly<Record<Exclude<Duration, "instant" | "unknown">, (what: string) => string>> = {
  rewrite: (what) => `writes ${what} anew`,
  "index build": (what) => `builds an index on ${what}`,
  scan: (what) => `reads all of ${what}`,
};

/** The heaviest thing that is done, and to what. */
function work({ duration, rewrites, scans, builds }: Observation, statistics: Snapshot["statistics"]): readonly string[] {
  if (duration === "instant" || duration === "unknown") return [];
  const tables = duration === "rewrite" ? rewrites : scans;
  if (tables.length === 0) return duration === "index build" ? [`builds ${names(builds)}`] : [];
  return [workWords[duration](names(tables, statistics))];
}

/** The strongest lock that is held while it runs, also by statements before it in the same transaction. */
function waiting(index: number, { duration, locks, rewrites, scans }: Observation, watching: Watching): readonly string[] {
  const { plan, statistics } = watching;
  if (plan.target.dialect === "sqlite")
    return duration === "instant" ? [] : [`other writers of the file wait ${spans[duration]}`];
  const own = strongest(locks);
  const held = duration === "instant" ? [] : strongest(locksBefore(index, watching));
  const [first] = [...own, ...held].sort((a, b) => strength(b.mode) - strength(a.mode));
  const who = first === undefined ? null : waiters[first.mode];
  if (first === undefined || who === null) return [];
  const work = (id: ObjectId) => (rewrites.includes(id) ? 2 : Number(scans.includes(id)));
  const same = (own.includes(first) ? own : held)
    .filter(({ mode }) => mode === first.mode)
    .map(({ relation }) => relation)
    .sort((a, b) => work(b) - work(a));
  const since = own.includes(first) ? "" : ", since an earlier statement of its transaction";
  return [`${who} of ${names(same, duration === "instant" ? statistics : {})} wait ${spans[duration]}${since}`];
}

type Lock = Observation["locks"][number];

function locksBefore(index: number, { plan, observations }: Watching): readonly Lock[] {
  const batch = plan.statements[index]?.batch;
  if (batch === undefined || plan.batches[batch]?.transactional !== true) return [];
  return plan.statements.flatMap((statement, at) =>
    at < index && statement.batch === batch ? (observations[at]?.locks ?? []) : [],
  );
}

/** Those of the strongest mode. Sequences are left out: who waits for one waits for its table. */
function strongest(all: readonly Lock[]): readonly Lock[] {
  const locks = all.filter(({ relation }) => !relation.startsWith("sequence "));
  const most = Math.max(...locks.map(({ mode }) => strength(mode)));
  return locks.filter(({ mode }) => strength(mode) === most);
}

function strength(mode: LockMode): number {
  return lockModes.indexOf(mode);
}

/** Who waits for whom: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
const waiters: Readonly<Record<LockMode, string | null>> = {
  AccessShareLock: null,
  RowShareLock: null,
  RowExclusiveLock: null,
  ShareUpdateExclusiveLock: "other changes of the structure",
  ShareLock: "writers",
  ShareRowExclusiveLock: "writers",
  ExclusiveLock: "writers",
  AccessExclusiveLock: "readers and writers",
};

const spans: Readonly<Record<Duration, string>> = {
  instant: "a moment",
  "index build": "until it is built",
  scan: "until it is read",
  rewrite: "until it is written",
  unknown: "as long as it runs",
};

function losses({ drops, empties }: Observation): readonly string[] {
  return [
    ...(drops.length === 0 ? [] : [`also drops ${names(drops)}`]),
    ...(empties.length === 0 ? [] : [`also deletes the rows of ${names(empties)}`]),
  ];
}

const mostNames = 3;

function names(ids: readonly ObjectId[], statistics: Snapshot["statistics"] = {}): string {
  const shown = ids.slice(0, mostNames).map((id) => `${id}${size(statistics[id]?.rows ?? null)}`);
  return ids.length > shown.length ? `${shown.join(", ")} and ${ids.length - shown.length} more` : shown.join(", ");
}

function size(rows: number | null): string {
  return rows === null || rows < 0 ? "" : ` (≈ ${rows.toLocaleString("en-US")} rows)`;
}

function lowerFirst(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;
}
