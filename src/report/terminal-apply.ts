import type { Execution, StatementRecord, Unverified } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Verification } from "../verification.ts";
import { byOutcome, progress, stoppingPoint } from "./by-outcome.ts";
import { ranges, runtimeOf } from "./figures.ts";
import { nextAfterVerification, nextSteps, type Step } from "./next-steps.ts";
import { shortSql } from "./short-sql.ts";
import { type Paint, safe } from "./terminal.ts";
import { checkVerification, type VerificationCheck } from "./verification-checks.ts";

/** What a person reads on the terminal after an apply: worst first, the next command last. */
export function summarizeExecution(execution: Execution, paint: Paint): string {
  return [
    headline(execution, paint),
    ...refusals(execution, paint),
    ...stopLines(execution, paint),
    ...standingLines(execution, paint),
    ...movedLines(execution, paint),
    // After what succeeded, the verification is what is printed next.
    ...(execution.outcome === "applied" ? [] : stepLines(nextSteps(execution, null), paint)),
  ].join("\n");
}

/** What ran is committed, and whether it is what was promised could not be looked at. */
export function summarizeUnverified(execution: Execution, { message, hint }: Unverified, paint: Paint): string {
  return [
    `${paint("red", "✗ not verified")}  ${safe(message)}`,
    ...(hint === null ? [] : [`  ${paint("dim", `→ ${safe(hint)}`)}`]),
    ...stepLines(nextSteps(execution, null), paint),
  ].join("\n");
}

/** The same after a verification. */
export function summarizeVerification(verification: Verification, paint: Paint): string {
  const checks = checkVerification(verification);
  const title = verification.outcome === "verified" ? paint("green", "✓ verified") : paint("red", "✗ diverged");
  const details: Partial<Record<VerificationCheck["id"], readonly string[]>> = {
    structure: differenceLines(verification, paint),
    command: lastOutput(verification, paint),
  };
  return [
    `${title}  ${where(verification, paint)}  plan ${safe(shortDigest(verification.digest))}`,
    ...checks
      .toSorted((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))
      .flatMap((check) => [checkLine(check, paint), ...(check.state === "bad" ? (details[check.id] ?? []) : [])]),
    ...stepLines(nextAfterVerification(verification), paint),
  ].join("\n");
}

const worstFirst: readonly VerificationCheck["state"][] = ["bad", "look", "good", "none"];

function checkLine({ state, what, seen }: VerificationCheck, paint: Paint): string {
  const words = `${safe(what)}: ${safe(seen)}`;
  switch (state) {
    case "bad":
      return `  ${paint("red", "✗")} ${words}`;
    case "look":
      return `  ${paint("yellow", "!")} ${words}`;
    case "good":
      return `  ${paint("green", "✓")} ${words}`;
    case "none":
      return paint("dim", `  – ${words}`);
  }
}

function headline(execution: Execution, paint: Paint): string {
  const place = where(execution, paint);
  const plan = execution.digest === null ? "" : `  plan ${safe(shortDigest(execution.digest))}`;
  switch (execution.outcome) {
    case "applied": {
      const { committed } = byOutcome(execution);
      const ran = `${committed.length} ${committed.length === 1 ? "statement" : "statements"} in ${runtimeOf(execution)}, everything committed`;
      return `${paint("green", "✓ applied")}  ${place}${plan}: ${ran}`;
    }
    case "nothing-to-do":
      return `${paint("green", "✓ nothing to do")}  ${place}${plan}`;
    case "refused":
      return `${paint("red", "✗ refused")}  ${place}${plan}: nothing was written`;
    case "partially-applied":
      return `${paint("red", "✗ partly applied")}  ${place}${plan}: ${progress(execution)}`;
    case "failed":
      return `${paint("red", "✗ failed")}  ${place}${plan}`;
  }
}

function where({ environment, target }: Pick<Execution, "environment" | "target">, paint: Paint): string {
  return target === null ? safe(environment) : `${safe(environment)} ${paint("dim", `(${safe(target.display)})`)}`;
}

function refusals({ reasons }: Execution, paint: Paint): readonly string[] {
  return reasons.flatMap(({ reason, message, hint }) => [
    `  ${paint("red", reason)}  ${safe(message)}`,
    `  ${paint("dim", `→ ${safe(hint)}`)}`,
  ]);
}

function stopLines({ stop, statements }: Execution, paint: Paint): readonly string[] {
  if (stop === null) return [];
  const point = stoppingPoint(stop);
  const statement = statements.find(({ number }) => number === stop.statement);
  const origin = statement === undefined ? [] : [statement.origin];
  const names = [...origin, ...(point.code === null ? [] : [point.code]), ...point.names].map(safe);
  const hint = stop.failure?.hint ?? null;
  const said = stop.failure === null || stop.kind === "lost" ? stop.message : stop.failure.message;
  return [
    `  ${paint("red", "✗")} ${safe(point.what)}${names.length === 0 ? "" : ` (${names.join(", ")})`}`,
    ...(statement === undefined ? [] : [`    ${safe(shortSql(statement.sql, 90))}`]),
    `    ${safe(said)}`,
    ...(hint === null || said.includes(hint) ? [] : [`    ${paint("dim", `→ ${safe(hint)}`)}`]),
  ];
}

function standingLines(execution: Execution, paint: Paint): readonly string[] {
  if (execution.stop === null) return [];
  const { committed, before, rolledBack, unknown, notRun } = byOutcome(execution);
  const line = (sign: string, words: string, records: readonly StatementRecord[]) =>
    records.length === 0 ? [] : [`  ${sign} ${words}: ${ranges(records.map(({ number }) => number))}`];
  return [
    ...line(paint("red", "?"), "not known", unknown),
    ...(committed.length === 0 ? ["  committed by this run: nothing"] : line(paint("green", "✓"), "committed", committed)),
    ...line(paint("yellow", "!"), "rolled back", rolledBack),
    ...line(paint("yellow", "!"), "not run", notRun),
    ...line(paint("green", "✓"), "applied before this run", before),
  ];
}

function movedLines({ moved }: Execution, paint: Paint): readonly string[] {
  if (moved.length === 0) return [];
  const shown = moved.slice(0, 3).map(({ object }) => safe(object));
  const rest = moved.length - shown.length;
  return [
    `  ${paint("yellow", "!")} changed elsewhere since the plan was made: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
  ];
}

function differenceLines({ differences }: Verification, paint: Paint): readonly string[] {
  const rest = differences.length - shownDifferences;
  return [
    ...differences.slice(0, shownDifferences).map(({ object, summary }) => `    ${safe(object)}: ${safe(summary)}`),
    ...(rest > 0 ? [paint("dim", `    … and ${rest} more, in 04-verification.md`)] : []),
  ];
}

const shownDifferences = 10;

/** Of a check that failed: the end is where such programs say why. */
function lastOutput({ command }: Verification, paint: Paint): readonly string[] {
  if (command === null || command.exitCode === 0) return [];
  return command.output
    .trimEnd()
    .split("\n")
    .slice(-5)
    .map((line) => paint("dim", `    ${safe(line)}`));
}

function stepLines(steps: readonly Step[], paint: Paint): readonly string[] {
  return steps.flatMap(({ say, commands }) => [
    `  ${paint("dim", `→ ${safe(say)}`)}`,
    ...commands.map((command) => `      ${paint("bold", safe(command))}`),
  ]);
}
