import { type InputSpec, inputs, outputs } from "../src/action/action-inputs.ts";

/** The text of `action.yml`, made of what the action itself reads. */
export function actionYml(): string {
  const described = Object.entries<InputSpec>(inputs).flatMap(([name, { description, default: value, required }]) => [
    `  ${name}:`,
    `    description: ${JSON.stringify(description)}`,
    ...(required === true ? ["    required: true"] : []),
    ...(value === undefined ? [] : [`    default: ${JSON.stringify(value)}`]),
  ]);
  const given = Object.entries(outputs).flatMap(([name, description]) => [
    `  ${name}:`,
    `    description: ${JSON.stringify(description)}`,
  ]);
  return [
    "# Made by `npm run docs` from src/action/action-inputs.ts.",
    "name: Schemagate",
    "description: Drift report and migration plan on every pull request; after the merge exactly the approved plan, and the proof.",
    "author: Schemagate contributors",
    "branding:",
    "  icon: database",
    "  color: green",
    "inputs:",
    ...described,
    "outputs:",
    ...given,
    "runs:",
    "  using: node24",
    "  main: dist/index.js",
    "",
  ].join("\n");
}

/** The text with what stands between the two markers replaced. Throws when they are not there. */
export function withActionTables(readme: string): string {
  const [before, rest] = readme.split("<!-- action -->\n");
  const [, after] = rest?.split("<!-- /action -->") ?? [];
  if (before === undefined || after === undefined)
    throw new Error("README.md has lost its markers: <!-- action --> and <!-- /action -->.");
  return `${before}<!-- action -->\n${actionTables()}<!-- /action -->${after}`;
}

/** Inputs and outputs as two Markdown tables. */
function actionTables(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const rows = Object.entries<InputSpec>(inputs).map(
    ([name, { description, default: value, required }]) =>
      `| \`${name}\` | ${required === true ? "required" : value === undefined ? "" : `\`${value}\``} | ${cell(description)} |`,
  );
  const given = Object.entries(outputs).map(([name, description]) => `| \`${name}\` | ${cell(description)} |`);
  return ["| input | default | meaning |", "|---|---|---|", ...rows, "", "| output | meaning |", "|---|---|", ...given, ""].join(
    "\n",
  );
}
