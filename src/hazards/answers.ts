import type { Hazard } from "../plan/plan.ts";
import type { HazardId } from "./catalogue.ts";
import type { Question } from "./question.ts";
import type { Risk } from "./risk.ts";

/** What the live database said: how many, or why that is not known. `more`: counting stopped there. */
export type Answer =
  | { readonly outcome: "counted"; readonly count: number; readonly more: boolean }
  | { readonly outcome: "unknown"; readonly reason: string };

export type Answers = ReadonlyMap<Question, Answer>;

/**
 * What an answer makes of a risk: a fact, something harmless (null or advisory), or what it was.
 * `changedBefore`: an earlier statement of the plan writes to the same table, so that what was counted may not be what it will meet.
 */
export function weighAnswer({ hazard, question }: Risk, answer: Answer | null, changedBefore: "yes" | "no"): Hazard | null {
  if (question === null || answer === null) return hazard;
  if (answer.outcome === "unknown") return { ...hazard, evidence: `Not looked at in the database: ${answer.reason}` };
  const { count } = answer;
  if (changedBefore === "yes") {
    const words = `${inWords(answer)} ${subject(question)} as of now; an earlier statement writes to the table.`;
    return { ...hazard, evidence: capital(words) };
  }
  if (!isHarmless(question, count))
    return { ...hazard, ...weight(hazard, question, count), evidence: said(hazard, question, answer) };
  // What deletes rows is still said where there is none.
  if (hazard.severity !== "destructive" || question.ask === "unfit") return null;
  return { ...hazard, severity: "advisory", evidence: said(hazard, question, answer) };
}

/** Percent of a key's numbers from which on it is time to act. */
const numbersRunOut = 70;
/** As many rows are changed in a moment. */
const fewRows = 1_000;

function isHarmless({ ask }: Question, count: number): boolean {
  return ask === "numbers-used" ? count < numbersRunOut : count === 0;
}

function weight(hazard: Hazard, { ask }: Question, count: number): Pick<Hazard, "severity"> {
  return { severity: ask === "matches" && count <= fewRows ? "advisory" : hazard.severity };
}

function said({ id }: Hazard, question: Question, answer: Answer & { readonly outcome: "counted" }): string {
  const { count } = answer;
  const what = `${capital(inWords(answer))} ${subject(question)}`;
  // These are no rows.
  if (question.ask === "invalid-index") return "An index of this name is there, and it is invalid.";
  if (question.ask === "publications")
    return count === 1 ? "A publication sends its changes." : `${count} publications send its changes.`;
  if (question.ask === "numbers-used") return `${count} % of its numbers are used.`;
  return failing.has(id as HazardId) ? `${what}: it fails.` : `${what}.`;
}

const failing: ReadonlySet<HazardId> = new Set([
  "add-required-column",
  "check-violations",
  "enum-value-removed",
  "foreign-key-orphans",
  "set-not-null-nulls",
  "type-cast-may-fail",
  "unique-duplicates",
]);

function subject(question: Question): string {
  switch (question.ask) {
    case "rows":
      return "rows in the table";
    case "values":
      return "rows have a value in it";
    case "nulls":
      return "rows are NULL there";
    case "duplicates":
      return "values occur more than once";
    case "orphans":
      return "rows have no parent";
    case "violations":
      return "rows break it";
    case "matches":
      return "rows match";
    case "unfit":
      return "values do not fit";
    case "labels":
      return "rows have such a value";
    case "invalid-index":
      return "such indexes are invalid";
    case "publications":
      return "publications send its changes";
    case "numbers-used":
      return "percent of its numbers are used";
  }
}

/** Small numbers are not said: they may tell on single rows. */
export function inWords({ count, more }: { readonly count: number; readonly more: boolean }): string {
  if (count === 0) return "no";
  if (count < 5) return "a few";
  return `${more ? "more than " : ""}${count.toLocaleString("en-US")}`;
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
