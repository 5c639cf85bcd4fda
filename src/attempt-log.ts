import type { Logged } from "./plan/resume-point.ts";
import type { Unit } from "./plan/units.ts";

/** `artifacts/execution.jsonl` as it lies on the disk: what it says of a unit, in the try that wrote this row of the history. Pure. */
export function loggedOf(text: string | null, entry: string, unit: Unit): Logged {
  const ending = unit.statements.at(-1)?.number;
  const events = eventsOf(text);
  const from = events === null ? -1 : events.findLastIndex((event) => event.event === "noted" && event.entry === entry);
  if (events === null || from === -1 || ending === undefined) return "unknown";
  const last = events.slice(from).findLast(({ event, number }) => number === ending || event === "cut off");
  if (last === undefined) return "not-committed";
  switch (last.event) {
    case "done":
      return "committed";
    case "failed":
      return last.failure?.kind === "connection-lost" ? "unknown" : "not-committed";
    default:
      return "unknown";
  }
}

type Event = {
  readonly event?: string;
  readonly entry?: string;
  readonly number?: number;
  readonly failure?: { readonly kind?: string };
};

/** Null: there is none. A line that is cut off may have been anything. */
function eventsOf(text: string | null): readonly Event[] | null {
  if (text === null) return null;
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(readEvent);
}

function readEvent(line: string): Event {
  try {
    return JSON.parse(line) as Event;
  } catch {
    return { event: "cut off" };
  }
}
