import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import { effects, effectWords } from "../report/effects.ts";
import type { Look } from "./look.ts";

/** The plan that may be approved; null where none may, also one without statements. */
export function planOf(look: Look): Plan | null {
  if (look.outcome !== "compared") return null;
  const { plan, verdict } = look.found.proposal;
  return verdict.outcome === "planned" ? plan : null;
}

/** The plan that somebody has to approve. */
export function waitingPlanOf(look: Look): Plan | null {
  const plan = planOf(look);
  return plan !== null && plan.statements.length > 0 ? plan : null;
}

export function isDestructive({ statements }: Plan): boolean {
  return statements.some(({ effects: own }) => own.includes("deletes-data") || own.includes("not-understood"));
}

/** What the approval dialogue shows. */
export function titleOf(plan: Plan): string {
  const { statements } = plan;
  const present = effects.filter((effect) => statements.some((statement) => statement.effects.includes(effect)));
  const count = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
  return `${shortDigest(plan.digest)}: ${[count, ...present.map((effect) => effectWords[effect])].join(", ")}`;
}
