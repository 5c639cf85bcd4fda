import type { Preflight } from "../pipeline.ts";
import type { Effect, Plan } from "../plan/plan.ts";
import { ageWords } from "./figures.ts";
import { bullets, code, join, type Markdown, md, prose, text } from "./markdown.ts";
import { enumerate } from "./parts.ts";
import { rehearsalWords } from "./rehearsal.ts";

/** What is allowed by approving a plan, and what is not. */
export function approvalMeaning(
  { connection, inputs, scope, proposal }: Preflight,
  plan: Plan,
  said: keyof typeof sayings,
): Markdown {
  const configured = inputs.config.environments[plan.environment];
  const [maxAge, after] = [configured?.maxPlanAgeMs ?? null, configured?.after ?? null];
  return bullets([
    md`**Where:** environment ${code(plan.environment)}, database ${code(connection.display)}, identity ${code(plan.target.identity.slice(0, 12))}. A copy or a replica of it is another database.`,
    md`**Scope:** ${scope.include.length === 0 ? md`the whole file` : md`schemas ${join(scope.include.map(code), ", ")}`}.`,
    md`**Strategy:** ${strategyWords(plan)}.`,
    md`**What runs:** ${plan.statements.length === 1 ? md`this statement` : md`these ${plan.statements.length} statements, in this order`}, and nothing else; only while ${plan.strategy === "migrate" ? md`what the plan touches is as it was read` : md`the database is in the state that was read`} (fingerprint ${code(plan.base.fingerprint.slice(0, 12))}).`,
    ...(after === null
      ? []
      : [md`**First:** the same files have to be applied and verified in ${code(after)} (${code("after")}).`]),
    ...(maxAge === null
      ? []
      : [md`**Age:** at most ${text(ageWords(maxAge))} (${code("max-plan-age")}); an older plan is refused.`]),
    md`**What may be destroyed:** ${losses(plan, said)}`,
    md`**Rehearsal:** ${proposal.rehearsal === null ? prose(plan.rehearsal.reason ?? "") : join(rehearsalWords(proposal.rehearsal).map(prose), " ")}`,
    md`**Verification:** afterwards the structure is to equal the expected one (fingerprint ${code(plan.expected.fingerprint.slice(0, 12))}), and a second plan is to be empty; apply looks, and writes 04.`,
    md`**Way back:** ${plan.rollback.some((step) => "irreversible" in step) ? md`in part; what is lost is listed above` : plan.rollback.length > 0 ? md`the SQL above` : md`nothing of the structure changes, so there is nothing to bring back`}.`,
    ...(inputs.push === null
      ? []
      : [md`**Back to migrations:** by ${text(inputs.push.until)}. Reason for this push: ${text(inputs.push.reason)}.`]),
  ]);
}

/** Where the approval is given: on a command line, or in the comment of a review. */
const sayings = {
  flags: { backup: "--backup", risk: "--accept-risk" },
  comment: { backup: "backup=NAME", risk: "accept-risk=WHY" },
} as const;

/** What only a backup brings back. */
function losses(plan: Plan, said: keyof typeof sayings): Markdown {
  const list = (effect: Effect) =>
    plan.statements.flatMap((statement, index) => (statement.effects.includes(effect) ? [md`${index + 1}`] : []));
  const named = (numbers: readonly Markdown[]) =>
    md`${numbers.length === 1 ? md`statement` : md`statements`} ${enumerate(numbers)}`;
  const [deleting, changing, opaque] = [list("deletes-data"), list("changes-data"), list("not-understood")];
  const lost = [
    ...(deleting.length === 0 ? [] : [md`the data that ${named(deleting)} ${deleting.length === 1 ? md`deletes` : md`delete`}`]),
    ...(changing.length === 0
      ? []
      : [md`the old values of what ${named(changing)} ${changing.length === 1 ? md`changes` : md`change`}`]),
    ...(opaque.length === 0 ? [] : [md`what ${named(opaque)} may do, which was not understood`]),
  ];
  if (lost.length === 0) return md`nothing. No statement deletes or changes data.`;
  return md`${enumerate(lost)}. Take a backup first, and name it with the approval (${code(sayings[said].backup)}), or say why the loss is accepted (${code(sayings[said].risk)}).`;
}

function strategyWords(plan: Plan): Markdown {
  switch (plan.strategy) {
    case "migrate":
      return md`${code("migrate")}: the repository's own migration files, verbatim`;
    case "push":
      return md`${code("push")}: statements computed from the difference between database and code, without a migration`;
    case "sync":
      return md`${code("sync")}: only what is missing is added; each statement may run twice`;
  }
}
