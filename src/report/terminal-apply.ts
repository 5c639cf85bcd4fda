import type { Execution, StatementRecord } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Verification } from "../verification.ts";
import { nextAfterVerification, nextSteps, type Step } from "./next-steps.ts";
import { shortSql } from "./short-sql.ts";
import { progress, ranges, runtimeOf, standingOf, stoppingPoint } from "./standing.ts";
import { type Paint, safe } from "./terminal.ts";
import { checkVerification } from "./verification-checks.ts";

/** What a person reads on the terminal after an apply: worst first, the next command last. */
export function summarizeExecution(execution: Execution, paint: Paint): string {
  return [
    headline(execution, paint),
    ...refusals(execution, paint),
    ...stopLines(execution, paint),
    ...standingLines(execution, paint),
    ...addedLines(execution, paint),
    ...movedLines(execution, paint),
    ...stepLines(nextSteps(execution, null), paint),
  ].join("\n");
}

/** The same after a verification. */
export function summarizeVerification(verification: Verification, paint: Paint): string {
  const checks = checkVerification(verification);
  const those = (state: (typeof checks)[number]["state"]) => checks.filter((check) => check.state === state);
  const title = verification.outcome === "verified" ? paint("green", "✓ verified") : paint("red", "✗ diverged");
  return [
    `${title}  ${where(verification, paint)}  plan ${shortDigest(safe(verification.digest))}`,
    ...those("bad").map(({ what, seen }) => `  ${paint("red", "✗")} ${safe(what)}: ${safe(seen)}`),
    ...differenceLines(verification, paint),
    ...lastOutput(verification, paint),
    ...those("look").map(({ what, seen }) => `  ${paint("yellow", "!")} ${safe(what)}: ${safe(seen)}`),
    ...those("good").map(({ what, seen }) => `  ${paint("green", "✓")} ${safe(what)}: ${safe(seen)}`),
    ...those("none").map(({ what, seen }) => paint("dim", `  – ${safe(what)}: not checked: ${safe(seen)}`)),
    ...stepLines(nextAfterVerification(verification), paint),
  ].join("\n");
}

function headline(execution: Execution, paint: Paint): string {
  const place = where(execution, paint);
  const plan = execution.digest === null ? "" : `  plan ${shortDigest(safe(execution.digest))}`;
  switch (execution.outcome) {
    case "applied": {
      const { committed } = standingOf(execution);
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
  const names = [point.migration ?? statement?.origin ?? null, point.code, point.at].flatMap((name) =>
    name === null ? [] : [safe(name)],
  );
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
  const { committed, before, rolledBack, unknown, notRun } = standingOf(execution);
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

/** `sync` says what it added; of a migration, the numbers are enough. */
function addedLines(execution: Execution, paint: Paint): readonly string[] {
  if (execution.strategy !== "sync") return [];
  const { committed } = standingOf(execution);
  const rest = committed.length - shownStatements;
  return [
    ...committed.slice(0, shownStatements).map(({ sql }) => `${paint("cyan", "+")} ${safe(shortSql(sql, 90))}`),
    ...(rest > 0 ? [paint("dim", `  … and ${rest} more, in 03-execution-log.md`)] : []),
  ];
}

const shownStatements = 30;

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
