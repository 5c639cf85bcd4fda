/** docs/hazards.md: the catalogue, with the examples that the tests run. */
import { type HazardExample, readExamples } from "../__tests__/support/hazard-examples.ts";
import { differsOnServers, notShown } from "../__tests__/support/hazards-not-shown.ts";
import { catalogue, entryOf, type HazardEntry, type HazardId } from "../src/hazards/catalogue.ts";
import { type Severity, severities } from "../src/plan/plan.ts";

const titles = { postgres: "PostgreSQL", sqlite: "SQLite", mysql: "MySQL" } as const;

const meanings: Readonly<Record<Severity, string>> = {
  destructive: "rows or values are lost for good",
  unexecutable: "the engine refuses it, whatever the rows are",
  blocking: "somebody waits for as long as it runs, which grows with the table",
  "data-dependent": "whether it works, or what it does, is decided by the rows",
  "backward-incompatible": "code that is deployed now may fail",
  advisory: "worth knowing",
  unknown: "nobody can say",
};

const shownBy: Readonly<Record<HazardEntry["shownBy"][number], string>> = {
  probe: "the rows of the live database",
  rehearsal: "the rehearsal",
  schema: "the statement beside the schema",
  text: "the statement's text",
};

export function hazardsMd(): string {
  const ids = (Object.keys(catalogue) as HazardId[]).sort();
  const examples = [...readExamples("postgres"), ...readExamples("sqlite")];
  return `# Hazards

<!-- Written by npm run docs from src/hazards and __tests__/cases/hazards. -->

What a statement of a plan may do that its author did not mean. A hazard is looked for in three places, and the better one is believed: the
rows of the live database (asked read-only, only how many), a rehearsal on a copy of the schema, and the statement's text. What nobody could
look at counts as there. Objects that the plan itself makes have no hazards: nobody uses them yet.

Every example here is run by the tests on the engines that Schemagate rehearses with, and raises what stands beside it; the safer way is run, too,
and does not raise it. On servers of PostgreSQL 14, 16 and 18 every example takes the same locks, and reads, rewrites and builds the same, as in the
rehearsal, where it does not say otherwise.

| severity | meaning |
| --- | --- |
${severities.map((severity) => `| ${severity} | ${meanings[severity]} |`).join("\n")}

A table of at most \`small-table\` rows (10,000 unless the configuration says otherwise) makes \`blocking\` to \`advisory\`. What deletes rows where there is
none is \`advisory\`, too.

In \`.github/schemagate.yml\`, as the default branch has it, \`fail-on\` of an environment takes ids and severities that keep a plan from being applied,
and \`allow-hazards\` those that are let pass. A comment before a statement lets one pass where it stands, and has to say why:

    -- schemagate: allow drop-column nobody has read it since release 42
    ALTER TABLE member DROP COLUMN fax;

All that is let pass is listed with the plan.

## All ${ids.length}

| id | severity | engines |
| --- | --- | --- |
${ids.map((id) => `| [\`${id}\`](#${id}) | ${entryOf(id).severity} | ${engines(entryOf(id))} |`).join("\n")}

${ids
  .map((id) =>
    section(
      id,
      examples.filter((example) => example.id === id),
    ),
  )
  .join("\n\n")}
`;
}

function engines({ dialects }: HazardEntry): string {
  return dialects.map((dialect) => titles[dialect]).join(", ");
}

function section(id: HazardId, examples: readonly HazardExample[]): string {
  const entry = entryOf(id);
  const message = entry.message.replaceAll("{object}", "the object").replace(/^./, (first) => first.toUpperCase());
  const missing = entry.dialects.flatMap((dialect) => notShown[`${dialect} ${id}`] ?? []);
  return [
    `### ${id}`,
    `${message}`,
    `${entry.severity}, on ${engines(entry)}. Shown by ${entry.shownBy.map((way) => shownBy[way]).join(", else ")}.`,
    ...(entry.saferWay === null ? [] : [`**Safer:** ${entry.saferWay}`]),
    ...missing.map((reason) => `No example: ${reason}`),
    ...examples.map(exampleOf),
    ...(differsOnServers[id] === undefined ? [] : [`On a server: ${differsOnServers[id]}`]),
  ].join("\n\n");
}

function exampleOf({ dialect, before, bad, safe, also, needsRows }: HazardExample): string {
  const others = also.length === 0 ? "" : ` It comes with ${also.map((id) => `[\`${id}\`](#${id})`).join(", ")}.`;
  const rows = needsRows ? " Only rows show it." : "";
  return [
    `<details><summary>${titles[dialect]}</summary>`,
    `${rows}${others}`.trim(),
    sql([...(before.trim() === "" ? [] : [`-- before\n${before.trim()}`]), ...bad.map((file) => `-- hazard\n${file.trim()}`)]),
    ...(safe === null
      ? []
      : [sql(safe.map((file, at) => `-- ${at === 0 ? "safer" : "then, in another migration"}\n${file.trim()}`))]),
    "</details>",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function sql(parts: readonly string[]): string {
  return `\`\`\`sql\n${parts.join("\n\n")}\n\`\`\``;
}
