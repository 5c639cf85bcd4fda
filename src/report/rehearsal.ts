import type { Difference, NotReproduced, Rehearsal } from "../rehearsal.ts";

/** What the rehearsal was and what came out, as plain sentences; the first one says the most. Names come from databases: escape them. */
export function rehearsalWords(rehearsal: Rehearsal): readonly string[] {
  switch (rehearsal.outcome) {
    case "not-rehearsed":
      return [`Not rehearsed${rehearsal.engine === null ? "" : ` (${rehearsal.engine})`}. ${rehearsal.reason}`];
    case "failed":
      return [
        `Rehearsed on ${rehearsal.engine}, and it fails. ${rehearsal.reason}`,
        ...extent(rehearsal.tables),
        ...missing(rehearsal.notReproduced),
      ];
    case "rehearsed":
      return [
        `Rehearsed on ${rehearsal.engine}: every statement ran on a copy of the live schema without its rows${endWords(rehearsal.end)}.`,
        ...skipped(rehearsal),
        ...extent(rehearsal.tables),
        ...missing(rehearsal.notReproduced),
        ...wayBackWords(rehearsal.wayBack),
      ];
  }
}

type Done = Extract<Rehearsal, { outcome: "rehearsed" }>;

function endWords(end: Done["end"]): string {
  switch (end.outcome) {
    case "as-expected":
      return ", and it ended in the state that the plan promises";
    case "differs":
      return `, but it did not end as the plan promises: ${differences(end.differences)}`;
    case "not-promised":
      return end.changes.length === 0 ? "; the schema is the same afterwards" : `. It changes ${differences(end.changes)}`;
  }
}

function wayBackWords(wayBack: Done["wayBack"]): readonly string[] {
  switch (wayBack.outcome) {
    case "as-before":
      return ["The way back was tried, too: it leads to where the plan begins."];
    case "differs":
      return [`The way back was tried, too: it does not lead to where the plan begins: ${differences(wayBack.differences)}.`];
    case "failed":
      return [`The way back was tried, too, and fails: ${wayBack.reason}.`];
    case "none":
      return [];
  }
}

function skipped({ observations }: Done): readonly string[] {
  const numbers = observations.flatMap(({ outcome }, index) => (outcome.kind === "not-run" ? [index + 1] : []));
  if (numbers.length === 0) return [];
  return [
    `${numbers.length === 1 ? "Statement" : "Statements"} ${numbers.join(", ")} ${numbers.length === 1 ? "depends" : "depend"} on rows and had to be left out.`,
  ];
}

function extent({ copied, of }: Done["tables"]): readonly string[] {
  return copied === of ? [] : [`The copy holds ${copied} of ${of} tables: those that the plan concerns.`];
}

function missing(notReproduced: readonly NotReproduced[]): readonly string[] {
  if (notReproduced.length === 0) return [];
  const shown = notReproduced.slice(0, mostNamed).map(({ object, reason }) => `${object} (${reason})`);
  return [`The copy lacks ${listed(shown, notReproduced.length)}.`];
}

const mostNamed = 5;

function differences(found: readonly Difference[]): string {
  return listed(
    found.slice(0, mostNamed).map(({ summary }) => summary),
    found.length,
  );
}

function listed(shown: readonly string[], total: number): string {
  return total > shown.length ? `${shown.join("; ")}; and ${total - shown.length} more` : shown.join("; ");
}
