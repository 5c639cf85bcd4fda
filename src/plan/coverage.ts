import { type IgnoreRule, isIgnored } from "../diff/ignore.ts";
import { withoutBelongings } from "../diff/neutralize.ts";
import type { ObjectId, Snapshot } from "../schema/snapshot.ts";

export type Coverage = {
  /** Tables in which tools keep their history. */
  readonly historyTables: readonly ObjectId[];
  readonly ignore: readonly IgnoreRule[];
  /** ISO date. */
  readonly today: string;
};

/**
 * What a fingerprint covers: without ignored objects, partitions that operational tools make, the history's own table, and indexes that
 * an interrupted CREATE INDEX CONCURRENTLY left invalid, which serve nobody: the next try drops them first.
 */
export function covered(snapshot: Snapshot, { historyTables, ignore, today }: Coverage): Snapshot {
  const partitions = snapshot.objects.flatMap((object) =>
    object.kind === "table" && object.partitionOf !== null ? [object.id] : [],
  );
  const objects = withoutBelongings(snapshot.objects, new Set([...historyTables, ...partitions])).filter(
    (object) => !isIgnored(object, ignore, today) && !(object.kind === "index" && !object.valid),
  );
  return { ...snapshot, objects };
}
