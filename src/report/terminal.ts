import { describeChange } from "../diff/describe-change.ts";
import type { Drift } from "../diff/drift.ts";
import type { Checked, Preflight } from "../pipeline.ts";
import { shortDigest } from "../plan/digest.ts";
import { effectWords } from "./effects.ts";
import { visible } from "./markdown.ts";
import { describeLeft, engineTitle } from "./parts.ts";
import { rehearsalWords } from "./rehearsal.ts";
import { shortSql } from "./short-sql.ts";
import { waitOf } from "./waits.ts";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";
/** Colours a text, or not; made by the door that knows the terminal. */
export type Paint = (style: Style, text: string) => string;

/** What a person reads on the terminal after a preflight, worst first. */
export function summarizePreflight(preflight: Preflight, paint: Paint): string {
  return [...headline(preflight, paint), ...driftLines(preflight, paint), ...planLines(preflight, paint)].join("\n");
}

export function summarizeCheck({ connection, facts }: Checked, paint: Paint): string {
  const missing = facts.permissions.filter(({ ok }) => !ok);
  return [
    `${paint("green", "✓")} ${safe(connection.display)}: ${engineTitle(connection)} ${safe(connection.serverVersion)}`,
    ...[connection.encryption.description, connection.route.description, ...connection.readOnlyProof].map(
      (line) => `  ${safe(line)}`,
    ),
    ...missing.flatMap(({ what, detail, grant }) => [
      `${paint("yellow", "!")} ${safe(what)}: ${safe(detail)}`,
      ...(grant === null ? [] : [`  ${safe(grant)}`]),
    ]),
    ...facts.notes.map((note) => `${paint("yellow", "!")} ${safe(note)}`),
  ].join("\n");
}

/** Foreign text on one line: nothing invisible, and nothing that GitHub's runner would take for a command. */
export function safe(text: string): string {
  return visible(text)
    .replaceAll("##[", "# #[")
    .replaceAll(/^(\s*)::/g, "$1: :");
}

function headline({ proposal, inputs, connection }: Preflight, paint: Paint): readonly string[] {
  const where = `${safe(inputs.environment ?? "")} ${paint("dim", `(${safe(connection.display)})`)}`;
  const { verdict } = proposal;
  switch (verdict.outcome) {
    case "up-to-date":
      return [`${paint("green", "✓ up to date")}  ${where}`];
    case "planned":
      return [`${paint("cyan", "● planned")}  ${where}`];
    case "blocked":
      return [
        `${paint("red", "✗ blocked")}  ${where}`,
        ...verdict.reasons.flatMap(({ reason, message, hint }) => [
          `  ${paint("red", reason)}  ${safe(message)}`,
          `  ${paint("dim", `→ ${safe(hint)}`)}`,
        ]),
      ];
  }
}

const causeTitles: Readonly<Record<Drift["cause"], string>> = {
  unmanaged: "Made by hand",
  "missing-migration": "In the schema, without a migration",
  "edited-after-apply": "Edited after it was applied",
  "unknown-migration": "Applied, but not in this repository",
  undetermined: "Could not be determined",
  pending: "Pending",
};

function driftLines({ comparison }: Preflight, paint: Paint): readonly string[] {
  return (Object.keys(causeTitles) as Drift["cause"][]).flatMap((cause) => {
    const entries = comparison.report.drift.filter((entry) => entry.cause === cause);
    if (entries.length === 0) return [];
    const shown = entries
      .slice(0, 20)
      .map((entry) => `  ${driftLine(entry)}${entry.from === null ? "" : ` ${paint("dim", `(${whose[entry.from]})`)}`}`);
    return [
      "",
      paint("bold", `${causeTitles[cause]} (${entries.length})`),
      ...shown,
      ...(entries.length > 20 ? [paint("dim", `  … and ${entries.length - 20} more, in 01-drift-report.md`)] : []),
    ];
  });
}

const whose = { "this-pull-request": "this branch", "default-branch": "the default branch" } as const;

function driftLine(entry: Drift): string {
  return safe(entry.change === null ? `${entry.object}: ${entry.summary}` : entry.summary);
}

function planLines({ proposal, live }: Preflight, paint: Paint): readonly string[] {
  const lines: string[] = [];
  if (proposal.sync !== null) {
    lines.push("", `${paint("green", "✓")} ${proposal.sync.existing.length} objects already there`);
    lines.push(...proposal.sync.added.map((change) => `${paint("cyan", "+")} ${safe(describeChange(change))}`));
    lines.push(
      ...proposal.sync.left.map(
        (change) => `${paint("yellow", "!")} ${safe(describeLeft(change))} ${paint("dim", "(left alone)")}`,
      ),
    );
  }
  for (const { change, reason } of proposal.push?.kept ?? [])
    lines.push(`${paint("yellow", "!")} ${safe(describeChange(change))} ${paint("dim", `kept: ${safe(reason)}`)}`);
  for (const { change, reason } of proposal.refused)
    lines.push(`${paint("yellow", "!")} ${safe(describeChange(change))} ${paint("dim", `not planned: ${safe(reason)}`)}`);
  const { plan } = proposal;
  if (plan === null || plan.statements.length === 0) return lines;
  lines.push(
    "",
    `${paint("bold", `Plan ${shortDigest(plan.digest)}`)}: ${plan.statements.length} ${plan.statements.length === 1 ? "statement" : "statements"}`,
  );
  for (const [index, statement] of plan.statements.slice(0, 30).entries()) {
    const mind = statement.effects.map((effect) => paint("red", effectWords[effect])).join(", ");
    lines.push(`  ${String(index + 1).padStart(2)}  ${safe(shortSql(statement.sql, 90))}${mind === "" ? "" : `  ${mind}`}`);
    const wait = waitOf(index, { plan, observations: proposal.rehearsal?.observations ?? [], statistics: live.statistics });
    if (wait !== null) lines.push(`      ${paint("dim", safe(wait))}`);
  }
  if (plan.statements.length > 30) {
    const bad = plan.statements.slice(30).filter(({ effects }) => effects.length > 0).length;
    lines.push(
      paint(
        "dim",
        `  … and ${plan.statements.length - 30} more${bad === 0 ? "" : `, ${bad} of which delete or change data, rights or history, or were not understood`}; all in 02-migration-plan.md`,
      ),
    );
  }
  const [rehearsed] = proposal.rehearsal === null ? [] : rehearsalWords(proposal.rehearsal);
  return rehearsed === undefined ? lines : [...lines, "", paint("dim", safe(rehearsed))];
}
