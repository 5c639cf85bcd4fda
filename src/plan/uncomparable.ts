import type { Blocked, Verdict } from "./verdict.ts";

const reasons: ReadonlySet<Blocked["reason"]> = new Set(["history-missing", "history-failed-state", "invalid-source"]);

/** Why a database could not be compared in full: for a watch that is a failure of its own, where drift is a finding. Pure. */
export function uncomparable(verdict: Verdict): readonly Blocked[] {
  return verdict.outcome === "blocked" ? verdict.reasons.filter(({ reason }) => reasons.has(reason)) : [];
}
