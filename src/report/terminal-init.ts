import type { InitDocument } from "../init/document.ts";
import { type Paint, safe } from "./terminal.ts";

type File = InitDocument["files"][number];

/** How much of another file's content is shown. */
const mostDifferences = 12;

/** What a person reads on the terminal after `init`: what was found, each file, and the steps that are left. */
export function summarizeInit(document: InitDocument, paint: Paint): string {
  return [
    ...found(document, paint),
    "",
    ...document.files.flatMap((file) => fileLines(file, paint)),
    "",
    ...stepLines(document, paint),
  ].join("\n");
}

function found({ root, defaultBranch, targets, leftOut }: InitDocument, paint: Paint): readonly string[] {
  return [
    `${paint("bold", safe(root))}  ${paint("dim", `default branch ${safe(defaultBranch.name)}, from ${safe(defaultBranch.from)}`)}`,
    ...targets.map(
      ({ name, folder, description, dialect, environment }) =>
        `  ${name === null ? "" : `${safe(name)}: `}${safe(folder)}: ${safe(description)}, ${engines[dialect]} → ${safe(environment)}`,
    ),
    ...leftOut.map(({ folder, message }) => `  ${paint("yellow", "!")} ${safe(folder)} is left out: ${safe(message)}`),
  ];
}

const engines: Readonly<Record<InitDocument["targets"][number]["dialect"], string>> = {
  postgres: "PostgreSQL",
  mysql: "MySQL",
  sqlite: "SQLite",
};

function fileLines(file: File, paint: Paint): readonly string[] {
  const path = safe(file.path);
  switch (file.state) {
    case "written":
      return [`${paint("green", "+")} ${path}`];
    case "same":
      return [`${paint("green", "✓")} ${path} ${paint("dim", "(is there)")}`];
    case "would-be-written":
      return [`${paint("cyan", "+")} ${path} ${paint("dim", "(not written: --dry-run)")}`, ...contentLines(file.content)];
    case "differs":
      return [
        `${paint("yellow", "!")} ${path} is there with other content, and was left alone. Compare:`,
        ...file.differences.slice(0, mostDifferences).map((line) => `    ${safe(line)}`),
        ...(file.differences.length > mostDifferences
          ? [paint("dim", `    … and ${file.differences.length - mostDifferences} more lines (--json has all)`)]
          : []),
      ];
  }
}

function contentLines(content: string): readonly string[] {
  return content
    .trimEnd()
    .split("\n")
    .map((line) => `    ${safe(line)}`.trimEnd());
}

function stepLines({ steps }: InitDocument, paint: Paint): readonly string[] {
  return [
    "What is left to do:",
    ...steps.flatMap(({ title, notes, commands }, index) => [
      "",
      paint("bold", `${index + 1}. ${safe(title)}`),
      ...notes.map((note) => `   ${safe(note)}`),
      ...commands.map((command) => `     ${safe(command)}`),
    ]),
  ];
}
