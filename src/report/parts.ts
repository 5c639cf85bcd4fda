import { type Change, changedId } from "../diff/change.ts";
import { describeChange } from "../diff/describe-change.ts";
import type { Checked } from "../pipeline.ts";
import { type Markdown, md, text } from "./markdown.ts";

const engineTitles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" } as const;

export function engineTitle(connection: Checked["connection"]): string {
  return engineTitles[connection.dialect];
}

/** A difference that `sync` leaves alone: what it would take away is called by what it is now. */
export function describeLeft(change: Change): string {
  return change.kind === "drop" ? `${changedId(change)}: only in the database` : describeChange(change);
}

/** The last line of each file: when, by what. */
export function footer({ at, tool }: Pick<Checked, "at" | "tool">): Markdown {
  return md`---\nWritten by ${text(tool)} at ${at.toISOString() as Markdown}. The database was read, nothing was written to it.\n`;
}

/** A part as a sentence of its own. */
export function sentence(part: Markdown): Markdown {
  return `${part.charAt(0).toUpperCase()}${part.slice(1)}.` as Markdown;
}

/** Lower case after a comma, joined as people do: `a, b and c`. */
export function enumerate(parts: readonly Markdown[]): Markdown {
  if (parts.length < 2) return parts[0] ?? md``;
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}` as Markdown;
}
