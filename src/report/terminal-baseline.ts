import type { Baseline } from "../plan/baseline.ts";
import { shortDigest } from "../plan/digest.ts";
import { baselineCommand } from "./baseline.ts";
import { type Paint, safe } from "./terminal.ts";

const shownRows = 30;

/** What a person reads on the terminal after a baseline, dry or not. */
export function summarizeBaseline(baseline: Baseline, paint: Paint): string {
  return [
    headline(baseline, paint),
    ...reasonLines(baseline, paint),
    ...rowLines(baseline, paint),
    ...unseenLines(baseline, paint),
    ...verificationLines(baseline, paint),
    ...nextLines(baseline, paint),
  ].join("\n");
}

function headline(baseline: Baseline, paint: Paint): string {
  const where = `${safe(baseline.environment)} ${paint("dim", `(${safe(baseline.display)})`)}`;
  const name = baseline.digest === null ? "" : `  baseline ${shortDigest(baseline.digest)}`;
  switch (baseline.outcome) {
    case "planned":
      return `${paint("cyan", "● planned")}  ${where}${name}`;
    case "nothing-to-do":
      return `${paint("green", "✓ nothing to do")}  ${where}`;
    case "recorded":
      return `${paint("green", "✓ recorded")}  ${where}${name}: ${baseline.rows?.migrations.length ?? 0} migrations`;
    case "refused":
      return `${paint("red", "✗ refused")}  ${where}: nothing was written`;
    case "failed":
      return `${paint("red", "✗ failed")}  ${where}${name}`;
  }
}

function reasonLines({ reasons, outcome }: Baseline, paint: Paint): readonly string[] {
  return reasons.flatMap(({ reason, message, hint }) => [
    outcome === "nothing-to-do" ? `  ${safe(message)}` : `  ${paint("red", reason)}  ${safe(message)}`,
    `  ${paint("dim", `→ ${safe(hint)}`)}`,
  ]);
}

function rowLines({ rows, pending, outcome }: Baseline, paint: Paint): readonly string[] {
  if (rows === null || outcome === "refused") return [];
  const more = rows.migrations.length - shownRows;
  return [
    ...rows.migrations
      .slice(0, shownRows)
      .map(({ id, checksum }) => `  ${paint("cyan", "+")} ${safe(id)}  ${paint("dim", checksum.slice(0, 12))}`),
    ...(more > 0 ? [paint("dim", `  … and ${more} more, in 02-baseline.md`)] : []),
    paint("dim", pending.length === 0 ? "  nothing pending afterwards" : `  pending afterwards: ${pending.length}`),
  ];
}

function unseenLines({ unseen, outcome }: Baseline, paint: Paint): readonly string[] {
  if (outcome !== "planned") return [];
  return unseen.map(
    (id) => `  ${paint("yellow", "!")} ${safe(id)} changes rows: whether it did so here can't be seen in a schema`,
  );
}

function verificationLines({ verification }: Baseline, paint: Paint): readonly string[] {
  if (verification === null) return [];
  if (verification.outcome === "verified") return [`${paint("green", "✓ verified")}  the history says what was recorded`];
  return [
    paint("red", "✗ diverged"),
    ...verification.history.filter(({ ok }) => !ok).map(({ migration, message }) => `  ${safe(migration)}: ${safe(message)}`),
    ...verification.differences.slice(0, shownRows).map(({ summary }) => `  ${safe(summary)}`),
  ];
}

function nextLines(baseline: Baseline, paint: Paint): readonly string[] {
  if (baseline.outcome !== "planned") return [];
  return [
    `  ${paint("dim", "→ Nothing was written. To record these rows, with the flags of this run:")}`,
    `      ${paint("bold", safe(baselineCommand(baseline)))}`,
  ];
}
