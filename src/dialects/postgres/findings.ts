import type { Effect } from "../../plan/plan.ts";
import type { ObjectId } from "../../schema/snapshot.ts";
import type { HazardId } from "./hazards.ts";
import type { Names } from "./statement-names.ts";

/** One thing that a node does or risks. */
export type Finding =
  | { readonly kind: "effect"; readonly effect: Effect }
  | { readonly kind: "hazard"; readonly id: HazardId; readonly object: ObjectId | null };

export type Surroundings = {
  readonly names: Names;
  /** Made earlier in the same script, so that nobody uses it and there is nothing in it to lose. */
  readonly isNew: (id: ObjectId) => boolean;
  /** What a call does of a function that was made earlier in the same script; null: another one. */
  readonly callOf: (functionName: string) => readonly Finding[] | null;
};

export function effect(name: Effect): Finding {
  return { kind: "effect", effect: name };
}

export function risk(id: HazardId, object: ObjectId | null): Finding {
  return { kind: "hazard", id, object };
}

/** Nothing can be said about what it does. */
export const notUnderstood: readonly Finding[] = [effect("not-understood"), risk("opaque-sql", null)];
