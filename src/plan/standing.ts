import type { Moved } from "../execution.ts";
import { hashObjects } from "../schema/fingerprint.ts";
import type { ObjectId, Snapshot } from "../schema/snapshot.ts";
import type { HistoryDiagnosis } from "../source/source.ts";
import type { Plan } from "./plan.ts";
import { concerns } from "./touches.ts";
import { type Blocked, historyProblems } from "./verdict.ts";
import { verifiable } from "./verifiable.ts";

/** Where a database stands on the way of a plan. */
export type Standing =
  /** At its start; what moved since is not touched by it. */
  | { readonly kind: "base"; readonly moved: readonly Moved[] }
  /** The first files of the plan were applied meanwhile: whether the rest may run has to be planned again. */
  | { readonly kind: "boundary"; readonly applied: readonly string[] }
  /** Perhaps at its end: only a comparison with the expected end can tell. `otherwise`: why it may not run if it is not. */
  | { readonly kind: "maybe-end"; readonly otherwise: readonly [Blocked, ...Blocked[]] }
  | { readonly kind: "elsewhere"; readonly reasons: readonly [Blocked, ...Blocked[]] };

/** `live`: what the plan's fingerprint covers, read now. Pure. */
export function standingOf(plan: Plan, live: Snapshot, diagnosis: HistoryDiagnosis | null): Standing {
  const moved = movedSince(plan, live);
  return diagnosis === null || plan.strategy !== "migrate" ? byState(plan, moved) : byHistory(plan, diagnosis, moved);
}

/** `push` and `sync` write down no history: the state alone counts, and any change in scope does. */
function byState(plan: Plan, moved: readonly ClassifiedMove[]): Standing {
  const [first, ...rest] = moved.map((move) => staleReason(plan, move));
  return first === undefined ? { kind: "base", moved: [] } : { kind: "maybe-end", otherwise: [first, ...rest] };
}

function byHistory(plan: Plan, diagnosis: HistoryDiagnosis, moved: readonly ClassifiedMove[]): Standing {
  const [problem, ...problems] = historyProblems(diagnosis);
  if (problem !== undefined) return { kind: "elsewhere", reasons: [problem, ...problems] };

  const known = new Set(diagnosis.applied.map(({ id }) => id));
  const files = plan.migrations.map(({ id }) => id);
  const applied = files.filter((id) => known.has(id));
  const rest = files.filter((id) => !known.has(id));
  const pending = diagnosis.pending.map(({ id }) => id);
  if (rest.length === 0 && pending.length === 0) return { kind: "maybe-end", otherwise: [endMissed(plan)] };
  if (!sameOrder(rest, pending) || !sameOrder(applied, files.slice(0, applied.length)))
    return { kind: "elsewhere", reasons: [otherFiles(files, pending)] };
  if (applied.length > 0) return { kind: "boundary", applied };

  const [first, ...others] = moved.filter(({ touched }) => touched).map((move) => staleReason(plan, move));
  if (first !== undefined) return { kind: "elsewhere", reasons: [first, ...others] };
  return { kind: "base", moved: moved.map(({ object, how }) => ({ object, how })) };
}

type ClassifiedMove = Moved & { readonly touched: boolean };

function movedSince(plan: Plan, live: Snapshot): readonly ClassifiedMove[] {
  const objects = verifiable(live.objects);
  const now = hashObjects(objects);
  const byId = new Map(objects.map((object) => [object.id, object]));
  const unseen = live.invisible.map(({ kind }) => `${kind} `);
  const touches = new Set<ObjectId>(plan.touches);
  const ids = [...new Set([...Object.keys(plan.base.objects), ...Object.keys(now)])].sort();
  return ids.flatMap((id): readonly ClassifiedMove[] => {
    const [before, after] = [plan.base.objects[id], now[id]];
    if (before === after) return [];
    // What this role can't see has not vanished.
    if (after === undefined && unseen.some((kind) => id.startsWith(kind))) return [];
    const object = byId.get(id);
    const touched = object === undefined ? touches.has(id) : concerns(touches, object);
    return [{ object: id, how: before === undefined ? "appeared" : after === undefined ? "vanished" : "changed", touched }];
  });
}

const moves = { appeared: "was added", vanished: "was dropped", changed: "was changed" } as const;

function staleReason(plan: Plan, { object, how }: Moved): Blocked {
  return {
    reason: "drift-detected",
    object,
    message: `\`${object}\` ${moves[how]} since this plan was made${plan.strategy === "migrate" ? ", and the plan touches it" : ""}.`,
    hint: "Run `schemagate preflight` again: the new plan starts from the database as it is now, and needs an approval of its own.",
  };
}

function endMissed({ strategy }: Plan): Blocked {
  return {
    reason: "plan-changed",
    object: null,
    message: "Every migration of this plan is applied already, and the database is not what the plan promised.",
    hint: `Run \`schemagate preflight --strategy ${strategy}\`: its drift report says what differs, and what to do about it.`,
  };
}

function otherFiles(planned: readonly string[], pending: readonly string[]): Blocked {
  return {
    reason: "plan-changed",
    object: null,
    message: `The plan is for ${listed(planned)}; what the database lacks now is ${listed(pending)}.`,
    hint: "Run `schemagate preflight` again, and approve the plan that it makes.",
  };
}

function listed(ids: readonly string[]): string {
  if (ids.length === 0) return "nothing";
  const shown = ids.slice(0, 3).map((id) => `\`${id}\``);
  return `${shown.join(", ")}${ids.length > 3 ? ` and ${ids.length - 3} more` : ""}`;
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
