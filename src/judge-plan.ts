import type { Side } from "./compare.ts";
import type { ParsedStatement } from "./dialects/dialect.ts";
import { nothingAround } from "./hazards/circumstances.ts";
import { type JudgedStatement, judgeHazards } from "./hazards/judge.ts";
import { applyPolicy, hazardPolicyOf, type Relaxed } from "./hazards/policy.ts";
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

/** Rows up to which a lock is over in a moment, unless the configuration says otherwise. */
const smallTable = 10_000;

/** The hazards of a plan: by what its rehearsal saw, by what the rows of the live database say, and by the text of its statements. */
export async function judgePlan<Judged extends Judgeable>(
  side: Pick<Side, "inputs" | "live" | "target" | "tools">,
  plan: Judged,
  parsed: readonly (readonly ParsedStatement[])[],
  { rehearsal, verdict }: { readonly rehearsal: Rehearsal; readonly verdict: Verdict },
): Promise<JudgedPlan<Judged>> {
  const { inputs, live, target, tools } = side;
  const config = inputs.config.environments[inputs.environment ?? ""];
  tools.progress.step("Asking the database what the hazards depend on");
  const answers = await probe(
    parsed.flat().flatMap(({ risks }) => risks),
    live,
    target.database,
    { dialect: target.engine.dialect, now: () => tools.clock().getTime() },
  );
  const judged = judgeHazards(statementsOf(plan, parsed), {
    dialect: target.engine.dialect.name,
    observations: rehearsal.observations,
    answers,
    statistics: live.statistics,
    // They make a report better, and are worth no failure.
    around: await target.engine.dialect.readCircumstances(target.database).catch(() => nothingAround),
    smallTable: config?.smallTable ?? smallTable,
  });
  const statements = plan.statements.map((statement, index) => ({ ...statement, hazards: judged[index] ?? [] }));
  const { relaxed, reasons } = applyPolicy(statements, hazardPolicyOf(inputs));
  return { plan: { ...plan, statements }, verdict: withReasons(verdict, reasons), relaxed };
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
