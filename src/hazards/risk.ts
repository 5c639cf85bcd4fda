import type { Hazard } from "../plan/plan.ts";
import type { ObjectId } from "../schema/snapshot.ts";
import { entryOf, type HazardId } from "./catalogue.ts";
import type { Question } from "./question.ts";

/** A hazard that a statement may have, with what would show that it has it, or has not. */
export type Risk = {
  readonly hazard: Hazard;
  /** What a rehearsal sees if it is so. Null: the text alone tells. */
  readonly sign: Sign | null;
  /** What the rows of the live database can answer. Null: nothing. */
  readonly question: Question | null;
  /** It counts as long as nobody has looked. */
  readonly presumed: boolean;
};

/** What is seen, and of which relation; null: of any that was there before. */
export type Sign = {
  /** `only build`, `only scan`: and nothing that costs more. */
  readonly seen: "lock" | "scan" | "only scan" | "rewrite" | "build" | "only build" | "drop" | "empty";
  readonly of: ObjectId | null;
};

export type RiskDetails = Partial<Pick<Risk, "sign" | "question" | "presumed">>;

export function hazardOf(id: HazardId, object: ObjectId | null): Hazard {
  const { severity, message, saferWay } = entryOf(id);
  return {
    id,
    severity,
    object,
    message: capital(message.replaceAll("{object}", () => object ?? "it")),
    evidence: null,
    saferWay,
  };
}

export function riskOf(hazard: Hazard, { sign = null, question = null, presumed = true }: RiskDetails = {}): Risk {
  return { hazard, sign, question, presumed };
}

/** What is said of a statement that nobody tried. */
export function presumedHazards(risks: readonly Risk[]): readonly Hazard[] {
  return risks.flatMap(({ hazard, presumed }) => (presumed ? [hazard] : []));
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
