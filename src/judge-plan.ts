import type { Side } from "./compare.ts";
import type { ParsedStatement } from "./dialects/dialect.ts";
import type { Answers } from "./hazards/answers.ts";
import { nothingAround } from "./hazards/circumstances.ts";
import { type JudgedStatement, judgeHazards } from "./hazards/judge.ts";
import { applyPolicy, hazardPolicyOf, type Relaxed, usualSmallTable } from "./hazards/policy.ts";
import type { Plan } from "./plan/plan.ts";
import type { Verdict } from "./plan/verdict.ts";
import { probe } from "./probe.ts";
import type { Rehearsal } from "./rehearsal.ts";

type Judgeable = Pick<Plan, "batches" | "statements">;

export type JudgedPlan<Judged extends Judgeable> = {
  readonly plan: Judged;
  readonly verdict: Verdict;
  readonly relaxed: readonly Relaxed[];
};

/** The hazards of a plan: by what its rehearsal saw, by what the rows of the live database say, and by the text of its statements. */
export async function judgePlan<Judged extends Judgeable>(
  side: Pick<Side, "inputs" | "live" | "target" | "tools">,
  plan: Judged,
  parsed: readonly (readonly ParsedStatement[])[],
  { rehearsal, verdict }: { readonly rehearsal: Rehearsal; readonly verdict: Verdict },
): Promise<JudgedPlan<Judged>> {
  const { inputs, live, target } = side;
  const config = inputs.config.environments[inputs.environment ?? ""];
  const answers = await answersOf(side, parsed);
  const judged = judgeHazards(statementsOf(plan, parsed), {
    dialect: target.engine.dialect.name,
    observations: rehearsal.observations,
    answers,
    statistics: live.statistics,
    // They make a report better, and are worth no failure.
    around:
      target.live === null
        ? nothingAround
        : await target.engine.dialect.readCircumstances(target.live).catch(() => nothingAround),
    smallTable: config?.smallTable ?? usualSmallTable,
  });
  const statements = plan.statements.map((statement, index) => ({ ...statement, hazards: judged[index] ?? [] }));
  const { relaxed, reasons } = applyPolicy(statements, hazardPolicyOf(inputs));
  return { plan: { ...plan, statements }, verdict: withReasons(verdict, reasons), relaxed };
}

/** Nobody can be asked where a record, or what the migrations make, stands for the database: then the risks stay what they are. */
async function answersOf(
  { live, target, tools }: Pick<Side, "live" | "target" | "tools">,
  parsed: readonly (readonly ParsedStatement[])[],
): Promise<Answers> {
  if (target.live === null) return new Map();
  tools.progress.step("Asking the database what the hazards depend on");
  const risks = parsed.flat().flatMap((statement) => statement.risks);
  const { dialect } = target.engine;
  return probe(risks, live, target.live, { dialect, now: () => tools.clock().getTime() });
}

function withReasons(verdict: Verdict, reasons: ReturnType<typeof applyPolicy>["reasons"]): Verdict {
  const [first, ...rest] = [...(verdict.outcome === "blocked" ? verdict.reasons : []), ...reasons];
  return first === undefined ? verdict : { outcome: "blocked", reasons: [first, ...rest] };
}

export function statementsOf(
  { batches, statements }: Pick<Plan, "batches" | "statements">,
  parsed: readonly (readonly ParsedStatement[])[],
): readonly JudgedStatement[] {
  return statements.map(({ batch, effects }, index) => {
    const parts = parsed[index] ?? [];
    return {
      verb: parts[0]?.verb ?? "",
      risks: parts.flatMap(({ risks }) => risks),
      touches: parts.flatMap(({ touches }) => touches),
      writesRows: effects.includes("changes-data") || effects.includes("deletes-data") ? "yes" : "no",
      batch,
      transactional: batches[batch]?.transactional === true || opensTransaction(parsed, statements, batch) ? "yes" : "no",
    };
  });
}

/** A file that opens its transactions itself is one batch. */
function opensTransaction(
  parsed: readonly (readonly ParsedStatement[])[],
  statements: Plan["statements"],
  batch: number,
): boolean {
  return statements.some((statement, index) => statement.batch === batch && parsed[index]?.[0]?.control === "begin");
}
