import type { Checked } from "../pipeline.ts";
import { type Markdown, md, text } from "./markdown.ts";

const engineTitles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" } as const;

export function engineTitle(connection: Checked["connection"]): string {
  return engineTitles[connection.dialect];
}

/** The last line of each file: when, by what. */
export function footer({ at, tool }: Pick<Checked, "at" | "tool">): Markdown {
  return md`---\nWritten by ${text(tool)} at ${at.toISOString() as Markdown}. The database was read, nothing was written to it.\n`;
}

/** Lower case after a comma, joined as people do: `a, b and c`. */
export function enumerate(parts: readonly Markdown[]): Markdown {
  if (parts.length < 2) return parts[0] ?? md``;
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}` as Markdown;
}
