import type { Hazard } from "../plan/plan.ts";
import type { ObjectId } from "../schema/snapshot.ts";
import type { HazardId } from "./catalogue.ts";

/** What goes on around the plan, and makes a lock or a rewrite worse. Null: not to be seen. */
export type Circumstances = {
  /** Seconds for which the oldest transaction has been open. */
  readonly oldestTransaction: number | null;
  readonly replicas: number | null;
  /** Rows that are written a minute, on average since the server began to count. */
  readonly writes: Readonly<Record<ObjectId, number>>;
};

export const nothingAround: Circumstances = { oldestTransaction: null, replicas: null, writes: {} };

const long = { seconds: 60, writesPerMinute: 1_000 };

/** What waits for this waits for a long transaction, too: a small table is no comfort then. */
export function isHeldUp({ oldestTransaction }: Circumstances): boolean {
  return (oldestTransaction ?? 0) >= long.seconds;
}

/** Sentences that belong to the evidence of a hazard that blocks. */
export function aroundWords({ id, object }: Hazard, table: ObjectId, around: Circumstances): readonly string[] {
  const perMinute = around.writes[table] ?? 0;
  const minutes = Math.round((around.oldestTransaction ?? 0) / 60);
  return [
    ...(object !== null && perMinute >= long.writesPerMinute
      ? [`About ${perMinute.toLocaleString("en-US")} of its rows change a minute.`]
      : []),
    ...(isHeldUp(around)
      ? [
          `A transaction has been open for ${minutes} ${minutes === 1 ? "minute" : "minutes"}: this may wait for it, and everybody else behind this.`,
        ]
      : []),
    ...((around.replicas ?? 0) > 0 && copied.has(id as HazardId)
      ? [`${around.replicas === 1 ? "A replica gets" : `${around.replicas} replicas get`} all of it, too.`]
      : []),
  ];
}

/** What is written anew goes through the log as a whole. */
const copied: ReadonlySet<HazardId> = new Set([
  "add-column-auto-increment",
  "add-column-constrained-domain",
  "add-column-stored-generated",
  "add-column-volatile-default",
  "column-type-rewrite",
  "set-logged-unlogged",
  "table-rewrite",
  "unbatched-backfill",
]);
