import type { Hazard } from "../plan/plan.ts";
import type { Observation } from "../rehearsal.ts";
import type { DialectName, ObjectId, TableStatistics } from "../schema/snapshot.ts";
import { type Answers, weighAnswer } from "./answers.ts";
import { entryOf, isHazardId } from "./catalogue.ts";
import { aroundWords, type Circumstances, isHeldUp } from "./circumstances.ts";
import { failureHazards, isRoutine, unexplained, workHazards } from "./observed.ts";
import type { Risk, Sign } from "./risk.ts";

/** One statement of a plan, as it is judged. */
export type JudgedStatement = {
  readonly verb: string;
  readonly risks: readonly Risk[];
  /** Tables that it names. */
  readonly touches: readonly ObjectId[];
  readonly writesRows: "yes" | "no";
  /** Statements of one transactional batch share its number. */
  readonly batch: number;
  readonly transactional: "yes" | "no";
};

export type Evidence = {
  readonly dialect: DialectName;
  /** One per statement, null where it was not tried. Empty: nothing was rehearsed. */
  readonly observations: readonly (Observation | null)[];
  readonly answers: Answers;
  readonly statistics: Readonly<Record<string, TableStatistics>>;
  /** Rows up to which a lock is over in a moment. */
  readonly smallTable: number;
  readonly around: Circumstances;
};

/** What each statement risks, by what was seen first, what the rows say second, and by its text where nobody looked. Pure. */
export function judgeHazards(statements: readonly JudgedStatement[], evidence: Evidence): readonly (readonly Hazard[])[] {
  const written = new Set<ObjectId>();
  const known = ({ id }: Hazard) => isHazardId(id) && entryOf(id).dialects.includes(evidence.dialect);
  return statements.map((statement, index) => {
    const observation = evidence.observations[index] ?? null;
    const found = [
      ...statement.risks.flatMap((risk) => judged(risk, observation, evidence.answers, written) ?? []),
      ...(observation === null ? [] : unexplained(statement, observation).filter(known)),
      ...(observation === null ? [] : failureHazards(statement, observation).filter(known)),
      ...workHazards(statements, evidence.observations, index).filter(known),
    ];
    if (statement.writesRows === "yes") for (const id of statement.touches) written.add(id);
    return withoutMoot(unique(found)).map((hazard) => weighSize(hazard, evidence));
  });
}

function judged(risk: Risk, observation: Observation | null, answers: Answers, written: ReadonlySet<ObjectId>): Hazard | null {
  const answer = risk.question === null ? null : (answers.get(risk.question) ?? null);
  const shown = seen(risk.sign, observation);
  if (shown === "no") return null;
  const asked = risk.question !== null && answer !== null && answer.outcome === "counted";
  if (shown === "unknown" && !risk.presumed && !asked) return null;
  const weighed = weighAnswer(risk, answer, changes(risk, written));
  return weighed === null || shown !== "yes" || weighed.evidence !== null
    ? weighed
    : { ...weighed, evidence: signWords(risk.sign, observation) };
}

function changes({ question }: Risk, written: ReadonlySet<ObjectId>): "yes" | "no" {
  if (question === null || !("table" in question)) return "no";
  const { schema, name } = question.table;
  return [...written].some((id) => id.endsWith(` ${schema === null ? "" : `${schema}.`}${name}`)) ? "yes" : "no";
}

/** Whether a rehearsal saw the sign; what it could not try it can't tell. */
function seen(sign: Sign | null, observation: Observation | null): "yes" | "no" | "unknown" {
  if (sign === null || observation === null || observation.outcome.kind !== "done") return "unknown";
  return matching(sign, observation).length > 0 ? "yes" : "no";
}

function matching({ seen: kind, of }: Sign, observation: Observation): readonly ObjectId[] {
  const found = relations(kind, observation);
  return of === null ? found : found.filter((id) => id === of);
}

function relations(kind: Sign["seen"], { locks, scans, rewrites, builds, drops, empties }: Observation): readonly ObjectId[] {
  switch (kind) {
    case "lock":
      return locks.flatMap(({ relation, mode }) => (isRoutine(mode) ? [] : [relation]));
    case "scan":
      // What is written anew is read for it.
      return [...scans, ...rewrites];
    case "only scan":
      return rewrites.length > 0 || builds.length > 0 ? [] : scans;
    case "only build":
      return rewrites.length > 0 ? [] : builds;
    case "rewrite":
      return rewrites;
    case "build":
      return builds;
    case "drop":
      return drops;
    case "empty":
      return empties;
  }
}

function signWords(sign: Sign | null, observation: Observation | null): string | null {
  if (sign === null || observation === null) return null;
  const found = matching(sign, observation);
  const shown = `${found.slice(0, 5).join(", ")}${found.length > 5 ? ` and ${found.length - 5} more` : ""}`;
  switch (sign.seen) {
    case "lock":
      return `Rehearsed: it takes ${observation.locks.find(({ relation }) => relation === found[0])?.mode ?? "a lock"} on ${found[0]}.`;
    case "scan":
    case "only scan":
      return `Rehearsed: it reads all of ${shown}.`;
    case "rewrite":
      return `Rehearsed: it rewrites ${shown}.`;
    case "build":
    case "only build":
      return `Rehearsed: it builds ${shown}.`;
    case "empty":
      return `Rehearsed: rows of ${shown} are deleted or emptied by it.`;
    case "drop":
      return `Rehearsed: ${shown} ${found.length === 1 ? "goes" : "go"} with it.`;
  }
}

/** Who waits for a small table waits for a moment. */
function weighSize(given: Hazard, { statistics, smallTable, around }: Evidence): Hazard {
  if (given.severity !== "blocking") return given;
  const table = given.object === null ? "" : tableOf(given.object);
  const hazard = { ...given, evidence: joined([given.evidence, ...aroundWords(given, table, around)]) };
  const rows = statistics[table]?.rows ?? null;
  if (rows === null || rows < 0) return hazard;
  const words = `About ${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
  const evidence = hazard.evidence === null ? `${words}.` : `${hazard.evidence} ${words}.`;
  return rows > smallTable || isHeldUp(around)
    ? { ...hazard, evidence }
    : { ...hazard, severity: "advisory", evidence: `${evidence} That is over in a moment.` };
}

function joined(sentences: readonly (string | null)[]): string | null {
  const said = sentences.filter((sentence) => sentence !== null);
  return said.length === 0 ? null : said.join(" ");
}

/** `table public.orders` of `column public.orders.status`. */
function tableOf(id: ObjectId): ObjectId {
  if (!id.startsWith("column ")) return id;
  return `table ${id.slice("column ".length, id.lastIndexOf("."))}`;
}

/** What the engine refuses keeps nobody waiting. */
function withoutMoot(hazards: readonly Hazard[]): readonly Hazard[] {
  const refused = hazards.some(({ severity }) => severity === "unexecutable");
  return refused ? hazards.filter(({ severity }) => severity !== "blocking" && severity !== "data-dependent") : hazards;
}

function unique(hazards: readonly Hazard[]): readonly Hazard[] {
  return [...new Map(hazards.toReversed().map((hazard) => [`${hazard.id} ${hazard.object}`, hazard])).values()].toReversed();
}
