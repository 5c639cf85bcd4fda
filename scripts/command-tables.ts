import { commands } from "../src/commands.ts";

/** The commands and their flags as two Markdown tables, made of what the command line itself is made of. */
export function commandTables(): string {
  const all = Object.entries(commands).map(([name, { description, options }]) => ({
    name,
    description,
    flags: options.map((option) => {
      const { flags, description: meaning } = option();
      return { flags, meaning };
    }),
  }));
  const rows = Map.groupBy(
    all.flatMap(({ name, flags }) => flags.map((flag) => ({ ...flag, name }))),
    ({ flags, meaning }) => `| \`${flags}\` | ${meaning.replaceAll("<", "&lt;")} |`,
  );
  return [
    table(
      ["command", "what it says"],
      all.map(({ name, description }) => `| \`schemagate ${name}\` | ${description} |`),
    ),
    table(
      ["flag", "meaning", "of"],
      [...rows].map(([row, uses]) => `${row} ${uses.length === all.length ? "all" : uses.map(({ name }) => name).join(", ")} |`),
    ),
  ].join("\n");
}

/** The text with what stands between the two markers replaced. Throws when they are not there. */
export function withTables(readme: string): string {
  const [before, rest] = readme.split("<!-- commands -->\n");
  const [, after] = rest?.split("<!-- /commands -->") ?? [];
  if (before === undefined || after === undefined)
    throw new Error("README.md has lost its markers: <!-- commands --> and <!-- /commands -->.");
  return `${before}<!-- commands -->\n${commandTables()}<!-- /commands -->${after}`;
}

function table(header: readonly string[], rows: readonly string[]): string {
  return `${[`| ${header.join(" | ")} |`, `|${"---|".repeat(header.length)}`, ...rows].join("\n")}\n`;
}
