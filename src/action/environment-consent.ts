import { explainFailure } from "../github/api.ts";
import { destructivePermission, judgeApproval, namesPlan, readApprovals, readStarters, type Self } from "../github/approvals.ts";
import { judgeEnvironment, readEnvironment } from "../github/environment.ts";
import { readMakers } from "../github/makers.ts";
import { readMergedPull } from "../github/merged-pull.ts";
import type { Inputs } from "../inputs.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type Asker, type Judged, refusedBy } from "./judged.ts";
import { countPlans } from "./plan-artifact.ts";

/** Whether a reviewer of the environment, who neither started the run nor made its change, agreed to it. */
export async function environmentConsent(run: Asker, { config, environment }: Inputs, plan: Plan): Promise<Judged> {
  const { facts, github, tools } = run;
  const name = environment ?? "";
  const allowSelfReview = config.environments[name]?.allowSelfReview ?? false;
  const branch = facts.defaultBranch ?? "";
  const rules = await readEnvironment(github, name, branch);
  const gaps = judgeEnvironment(rules, name, branch, { allowSelfReview });
  if (rules.outcome === "failed") return refusedBy(gaps);
  const approvals = await readApprovals(github, facts.runId);
  const self = allowSelfReview ? null : await readSelf(run);
  const judged = judgeApproval({ approvals, rules: rules.data, attempt: facts.attempt, digest: plan.digest, self });
  if (judged.outcome === "refused") return refusedBy([...gaps, ...judged.reasons]);
  const note = judged.note === null ? "" : ` (${judged.note})`;
  const seen = tools.clock().toISOString();
  const destructive = destructivePermission(judged.comment);
  const deletes = plan.statements.some(({ effects }) => effects.includes("deletes-data"));
  const unclear = destructive.allowed && deletes ? await otherPlan(run, name, plan, judged.comment) : null;
  return {
    refusals: unclear === null ? gaps : [...gaps, unclear],
    evidence: [`Approved by ${judged.by} for the environment ${name} in run ${facts.runId}, attempt 1; seen ${seen}${note}.`],
    destructive: unclear === null ? destructive : { allowed: false },
  };
}

async function readSelf({ facts, github }: Asker): Promise<Self> {
  const startedBy = await readStarters(github, facts.runId);
  const pull = await readMergedPull(github, facts.sha);
  if (pull.outcome === "missing") return { startedBy, madeBy: pull };
  if (pull.data !== null) return { startedBy, madeBy: await readMakers(github, pull.data) };
  const message = `The commit ${facts.sha.slice(0, 7)} is not the merge of a pull request.`;
  return {
    startedBy,
    madeBy: { outcome: "ok", data: { ids: [], gap: { message, hint: "Bring the change with a pull request." } } },
  };
}

/** One click approves every job that waits for an environment; what it allows to be destroyed is allowed for one plan only. */
async function otherPlan(run: Asker, environment: string, { digest }: Plan, comment: string): Promise<Blocked | null> {
  if (namesPlan(comment, digest)) return null;
  const plans = await countPlans(run, environment);
  if (plans.outcome === "ok" && plans.data === 1) return null;
  const what = "What the approval says of a backup or a risk does not count";
  const { message, hint } =
    plans.outcome === "failed"
      ? explainFailure(plans, `${what}, as it can't be read whether this run has other plans`, "actions: read")
      : {
          message: `${what}: this run has ${plans.data} plans for ${environment}, one click approved all of them, and its comment does not say which one is meant.`,
          hint: `Start a new run, and write the first 12 characters of its plan into the comment of the approval, too (here ${shortDigest(digest)}). Better: give each database an environment of its own.`,
        };
  return { reason: "destructive-not-allowed", object: null, message, hint };
}
