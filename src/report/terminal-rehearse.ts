import type { RehearsedSql } from "../rehearse-sql.ts";
import { effectWords } from "./effects.ts";
import { rehearsalWords } from "./rehearsal.ts";
import { shortSql } from "./short-sql.ts";
import { type Paint, safe } from "./terminal.ts";
import { waitOf } from "./waits.ts";

/** What a person reads after `rehearse`: statement by statement, then what it was tried on and what it changed. */
export function summarizeRehearsal(rehearsed: RehearsedSql, paint: Paint): string {
  const { statements, rehearsal, target } = rehearsed;
  const [first = "", ...rest] = rehearsalWords(rehearsal);
  return [
    `${headline(rehearsed, paint)}  ${safe(rehearsed.name)} ${paint("dim", `against ${safe(target.display)}`)}`,
    "",
    ...statements.flatMap((_statement, index) => statementLines(index, rehearsed, paint)),
    "",
    safe(first),
    ...rest.map((words) => paint("dim", safe(words))),
    "Nothing was written to the database.",
  ].join("\n");
}

function headline({ rehearsal }: RehearsedSql, paint: Paint): string {
  switch (rehearsal.outcome) {
    case "rehearsed":
      return paint("green", "✓ rehearsed");
    case "failed":
      return paint("red", "✗ fails");
    case "not-rehearsed":
      return paint("yellow", "! not rehearsed");
  }
}

function statementLines(index: number, { statements, batches, rehearsal, live }: RehearsedSql, paint: Paint): readonly string[] {
  const statement = statements[index];
  if (statement === undefined) return [];
  const plan = { batches, statements, target: { dialect: live.dialect } };
  const wait = waitOf(index, { plan, observations: rehearsal.observations, statistics: live.statistics });
  const mind = statement.effects.map((effect) => paint("red", effectWords[effect])).join(", ");
  return [
    `${String(index + 1).padStart(3)}  ${safe(shortSql(statement.sql, 100))}${mind === "" ? "" : `  ${mind}`}`,
    ...(wait === null ? [] : [`     ${paint("dim", safe(wait))}`]),
    ...statement.hazards.flatMap(({ id, severity, message, evidence, saferWay }) => [
      `     ${paint(severity === "advisory" ? "dim" : "yellow", `${severity} ${id}`)}  ${safe(message)}${evidence === null ? "" : ` ${safe(evidence)}`}`,
      ...(saferWay === null ? [] : [`       ${paint("dim", `→ ${safe(saferWay)}`)}`]),
    ]),
  ];
}
