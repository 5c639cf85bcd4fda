import type { Node } from "libpg-query";
import type { HazardId } from "../../hazards/catalogue.ts";
import type { RiskDetails } from "../../hazards/risk.ts";
import type { Effect } from "../../plan/plan.ts";
import type { ObjectId } from "../../schema/snapshot.ts";
import type { KnownSchema } from "./known-schema.ts";
import type { Names } from "./statement-names.ts";

/** One thing that a node does or risks. */
export type Finding =
  | { readonly kind: "effect"; readonly effect: Effect }
  | { readonly kind: "hazard"; readonly id: HazardId; readonly object: ObjectId | null; readonly details: RiskDetails };

export type Surroundings = {
  readonly names: Names;
  /** Made earlier in the same script, so that nobody uses it and there is nothing in it to lose. */
  readonly isNew: (id: ObjectId) => boolean;
  /** What a call does of a function that was made earlier in the same script; null: another one. */
  readonly callOf: (functionName: string) => readonly Finding[] | null;
  /** The schema before the script, as far as it is known. */
  readonly before: KnownSchema;
  /** Statements of the script that come before this one, and after it. */
  readonly earlier: readonly Node[];
  readonly later: readonly Node[];
  /** Those of the earlier ones that run in the same transaction. */
  readonly together: readonly Node[];
  /** The file opened a transaction itself, and this statement is in it. */
  readonly inOwnTransaction: boolean;
};

export function effect(name: Effect): Finding {
  return { kind: "effect", effect: name };
}

export function risk(id: HazardId, object: ObjectId | null, details: RiskDetails = {}): Finding {
  return { kind: "hazard", id, object, details };
}

/** Nothing can be said about what it does. */
export const notUnderstood: readonly Finding[] = [effect("not-understood"), risk("opaque-sql", null)];

export function rights(object: ObjectId | null): readonly Finding[] {
  return [effect("changes-rights"), risk("access-control-change", object)];
}
