import type { Unit } from "./units.ts";
import type { Blocked } from "./verdict.ts";

/** What the log of the run that stopped says of a statement. */
export type Logged = "committed" | "not-committed" | "unknown";

export type Seen = {
  readonly migration: string;
  /** The number of its first statement in the plan. */
  readonly first: number;
  /** Of the file, those that are known to be committed, and the one that follows; null: nothing follows. */
  readonly committed: number;
  readonly next: Unit | null;
  /** How the live schema differs from the state after `committed`, and from that after `next` (null: `next` can't be committed unnoticed). */
  readonly here: readonly Difference[];
  readonly there: readonly Difference[] | null;
  readonly logged: Logged;
  /** `--resume-from`: the number of the statement to go on with; null: not given. */
  readonly said: number | null;
};

type Difference = { readonly object: string; readonly summary: string };

/** `done`: how many statements of the file are not run again. `why`: one sentence for the log. */
export type ResumePoint =
  | { readonly outcome: "go"; readonly done: number; readonly why: string }
  | { readonly outcome: "refused"; readonly reasons: readonly [Blocked, ...Blocked[]] };

/** Where a half-done file goes on: by the schema, by the log where the schema can't tell, and by a person where neither can. Pure. */
export function resumePoint(seen: Seen): ResumePoint {
  const found = decide(seen);
  if (found.outcome === "refused" || seen.said === null) return found;
  const shown = seen.first + found.done;
  if (shown === seen.said) return found;
  return refuse(
    "invalid-input",
    null,
    `--resume-from ${seen.said}: the database shows that the plan goes on with statement ${shown}.`,
    "Leave --resume-from out: it is for statements of which the schema can't tell.",
  );
}

function decide(seen: Seen): ResumePoint {
  const { committed, here, next, there } = seen;
  const further = committed + (next?.statements.length ?? 0);
  const [isHere, isThere] = [here.length === 0, there !== null && there.length === 0];
  if (isHere && (there === null || next === null))
    return { outcome: "go", done: committed, why: "The history says how far it is, and the schema is as it was after that." };
  if (isHere && !isThere)
    return { outcome: "go", done: committed, why: `The schema shows that ${words(next)} did not take effect.` };
  if (!isHere && isThere) return { outcome: "go", done: further, why: `The schema shows that ${words(next)} took effect.` };
  if (!isHere) return elsewhere(seen);
  return bySomethingElse(seen, next, further);
}

/** The schema is the same with and without it. */
function bySomethingElse(seen: Seen, next: Unit | null, further: number): ResumePoint {
  const { committed, logged, said } = seen;
  switch (logged) {
    case "committed":
      return { outcome: "go", done: further, why: `The log of the run that stopped says that ${words(next)} took effect.` };
    case "not-committed":
      return {
        outcome: "go",
        done: committed,
        why: `The log of the run that stopped says that ${words(next)} did not take effect.`,
      };
    case "unknown":
      break;
  }
  if (next === null || next.statements.every(({ effects }) => !effects.some((effect) => unrepeatable.has(effect))))
    return { outcome: "go", done: committed, why: `Whether ${words(next)} took effect is not known; it may run twice.` };
  const [before, after] = [seen.first + committed, seen.first + further];
  const told = `--resume-from ${said} was given for what the schema can't tell.`;
  if (said === before) return { outcome: "go", done: committed, why: told };
  if (said === after) return { outcome: "go", done: further, why: told };
  const one = next.statements.length === 1;
  return refuse(
    "history-failed-state",
    `migration ${seen.migration}`,
    `Whether ${words(next)} took effect can't be known: ${one ? "it changes" : "they change"} rows or what can't be seen, the schema is the same either way, and the run ended before it could write it down.`,
    `Look at the rows. If ${one ? "it" : "they"} did not take effect, add --resume-from ${before}; if ${one ? "it" : "they"} did, --resume-from ${after}.`,
  );
}

const unrepeatable: ReadonlySet<string> = new Set([
  "changes-data",
  "deletes-data",
  "touches-history",
  "reaches-outside",
  "not-understood",
]);

function elsewhere({ migration, committed, here, next, there }: Seen): ResumePoint {
  const nearest = there !== null && there.length < here.length ? there : here;
  const where =
    nearest === here
      ? committed === 0
        ? "before its first statement"
        : `after the first ${committed} of its statements`
      : `after ${words(next)}`;
  const shown = nearest.slice(0, 5).map(({ summary }) => summary);
  const more = nearest.length > shown.length ? `; and ${nearest.length - shown.length} more` : "";
  return refuse(
    "drift-detected",
    nearest[0]?.object ?? null,
    `The database is in no state that \`${migration}\` passes through. Compared with the state ${where}: ${shown.join("; ")}${more}.`,
    "Undo what was changed by hand since that run stopped, and run this again; or complete or undo the file by hand, and resolve it in the history.",
  );
}

function words(unit: Unit | null): string {
  const numbers = (unit?.statements ?? []).map(({ number }) => number);
  return numbers.length === 1 ? `statement ${numbers[0]}` : `statements ${numbers[0]} to ${numbers.at(-1)}`;
}

function refuse(reason: Blocked["reason"], object: string | null, message: string, hint: string): ResumePoint {
  return { outcome: "refused", reasons: [{ reason, object, message, hint }] };
}
