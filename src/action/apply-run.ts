import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Applied, apply } from "../apply.ts";
import { UserError } from "../errors.ts";
import type { Execution, Permission } from "../execution.ts";
import { explainFailure } from "../github/api.ts";
import { destructivePermission, judgeApproval, readApprovals } from "../github/approvals.ts";
import { downloadFolder, uploadFolder } from "../github/artifacts.ts";
import { judgeEnvironment, readEnvironment } from "../github/environment.ts";
import { headOf, mergedPullRequest } from "../github/pull-requests.ts";
import type { Inputs } from "../inputs.ts";
import type { Plan } from "../plan/plan.ts";
import { judgePromotion, promotionEvidence } from "../plan/promotion.ts";
import { readPlan } from "../plan/read-plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type CommentPart, renderSummary } from "../report/comment/comment.ts";
import { applyDocument } from "../report/json.ts";
import { openJournal, writeExecution, writeVerification } from "../task-log.ts";
import { commandRunner } from "../verify-command.ts";
import type { ActionRun } from "./door.ts";
import { keepVerified, promotionOf } from "./promotion.ts";
import { keepNewRecord } from "./records.ts";
import { contextOf, say } from "./say.ts";

/** Runs the plan that a reviewer of the environment approved in this run: what it is, who agreed and to what is read from GitHub. */
export async function runApply(run: ActionRun): Promise<void> {
  const { door } = run;
  const inputs = await run.readInputs();
  const approval = door.input("approval");
  if (approval !== "environment" && approval !== "none")
    throw new UserError("invalid-input", `The input approval can't be "${approval}".`, "It is environment or none.");
  const plan = await fetchPlan(run);
  if ("reason" in plan) return refuse(run, inputs, plan);

  run.tools.progress.step("Asking GitHub who approved this run");
  const consent = await consentOf(run, inputs);
  const promotion = await promotionOf(run, inputs);
  const permission: Permission = {
    kind: "environment",
    named: door.input("approve"),
    evidence: [...consent.evidence, ...promotionEvidence(promotion)],
    destructive: consent.destructive,
  };
  const stop = new AbortController();
  const request = {
    plan,
    planPath: "plan.json",
    permission,
    refusals: [...consent.refusals, ...judgePromotion(plan, promotion)],
    task: plan.task,
    keptPlanPath: "applied-plan.json",
    openJournal: (started: Parameters<typeof openJournal>[1]) => {
      run.holdSignals().addEventListener("abort", () => stop.abort(), { once: true });
      return openJournal(run.folder, started, plan, run.redact);
    },
    onEnd: (execution: Execution) => writeExecution(run.folder, execution, plan, run.templates, run.redact),
    signal: stop.signal,
    newId: randomUUID,
    runCommand: commandRunner({ command: door.input("verify-command"), passUrl: false }, inputs, run),
  };
  const applied = await apply(inputs, request, run.tools);
  if (applied.verification !== null) await writeVerification(run.folder, applied.verification, run.templates, run.redact);
  await tell(run, inputs, plan, applied);
  if (applied.execution.outcome === "refused") return;
  const record = await keepNewRecord(run, inputs);
  if (applied.verification !== null && record !== null)
    await keepVerified(run, inputs, applied.verification.outcome, record.history);
}

type Consent = {
  readonly refusals: readonly Blocked[];
  readonly evidence: readonly string[];
  readonly destructive: Permission["destructive"];
};

const blocked = (reason: Blocked["reason"], message: string, hint: string): Blocked => ({ reason, object: null, message, hint });

/** Whether this commit is still the one to apply, and whether somebody who may agreed. All gaps at once; what can't be read is a gap. */
async function consentOf(run: ActionRun, inputs: Inputs): Promise<Consent> {
  const refusals = [...(await notTheHead(run))];
  const name = inputs.environment ?? "";
  const configured = inputs.config.environments[name];
  if (run.door.input("approval") === "none") {
    if (configured?.unprotected === true)
      return {
        refusals,
        evidence: [`The configuration says that nobody has to approve changes to ${name}.`],
        destructive: { allowed: false },
      };
    refusals.push(
      blocked(
        "environment-unprotected",
        `approval: none is for environments that the configuration calls unprotected, and "${name}" is not one of them.`,
        `Protect the environment, or write under environments, ${name}: unprotected: true.`,
      ),
    );
    return { refusals, evidence: [], destructive: { allowed: false } };
  }
  const allowSelfReview = configured?.allowSelfReview ?? false;
  const branch = run.facts.defaultBranch ?? "";
  const rules = await readEnvironment(run.github, name, branch);
  refusals.push(...judgeEnvironment(rules, name, branch, { allowSelfReview }));
  if (rules.outcome === "failed") return { refusals, evidence: [], destructive: { allowed: false } };
  const approvals = await readApprovals(run.github, run.facts.runId);
  const { attempt, actor, triggeringActor } = run.facts;
  const judged = judgeApproval({ approvals, rules: rules.data, attempt, startedBy: [actor, triggeringActor], allowSelfReview });
  if (judged.outcome === "refused")
    return { refusals: [...refusals, ...judged.reasons], evidence: [], destructive: { allowed: false } };
  const seen = run.tools.clock().toISOString();
  return {
    refusals,
    evidence: [
      `Approved by ${judged.by} for the environment ${name} in run ${run.facts.runId}, attempt 1; seen ${seen}${judged.note === null ? "" : ` (${judged.note})`}.`,
    ],
    destructive: destructivePermission(judged.comment),
  };
}

/** A run that waited while others were merged would apply what nobody looks at any more. */
async function notTheHead({ facts, github }: ActionRun): Promise<readonly Blocked[]> {
  const { defaultBranch, ref, sha } = facts;
  if (defaultBranch === null || ref !== `refs/heads/${defaultBranch}`)
    return [
      blocked(
        "superseded",
        `Apply runs on the default branch${defaultBranch === null ? "" : ` (${defaultBranch})`} only, and this run is for ${ref}.`,
        "Merge first; then the plan is made and approved there.",
      ),
    ];
  const head = await headOf(github, defaultBranch);
  if (head.outcome === "failed") {
    const { message, hint } = explainFailure(head, `The newest commit of ${defaultBranch} can't be read`, "contents: read");
    return [blocked("superseded", message, hint)];
  }
  if (head.data === sha) return [];
  return [
    blocked(
      "superseded",
      `${defaultBranch} has moved on: its newest commit is ${head.data.slice(0, 7)}, and this plan is of ${sha.slice(0, 7)}.`,
      "Approve the plan of the newer run. This one can be rejected.",
    ),
  ];
}

/** The plan that the preflight of this run kept, by its id. */
async function fetchPlan({ door, folder }: ActionRun): Promise<Plan | Blocked> {
  const id = Number(door.input("plan"));
  if (!Number.isInteger(id) || id <= 0)
    return blocked(
      "invalid-input",
      "The input plan is not the id of an artifact.",
      "Give it the output plan of the preflight in the same run.",
    );
  // Beside the log, not in it: the plan has an artifact of its own.
  const into = `${folder}-approved`;
  const fetched = await downloadFolder(id, into);
  if (fetched.outcome === "failed") {
    const { message, hint } = explainFailure(fetched, "The plan of this run could not be fetched", "actions: read");
    return blocked("approval-missing", message, hint);
  }
  const text = await readFile(join(into, "artifacts", "plan.json"), "utf8").catch(() => null);
  if (text === null)
    return blocked("approval-missing", "The artifact holds no plan.", "Start a new run, and approve the plan that it makes.");
  const read = readPlan(text);
  return read.outcome === "read" ? read.plan : blocked(read.reason, read.message, read.hint);
}

async function refuse(run: ActionRun, inputs: Inputs, reason: Blocked): Promise<void> {
  const now = run.tools.clock().toISOString();
  const execution: Execution = {
    version: 1,
    tool: run.tools.version,
    digest: null,
    planPath: "plan.json",
    environment: inputs.environment ?? "",
    task: `run-${run.facts.runId}`,
    strategy: null,
    target: null,
    startedAt: now,
    finishedAt: now,
    outcome: "refused",
    permission: { kind: "environment", named: run.door.input("approve"), evidence: [], destructive: { allowed: false } },
    reasons: [reason],
    moved: [],
    alreadyApplied: [],
    resumed: null,
    inTheWay: [],
    session: [],
    lockWaitMs: null,
    statements: [],
    stop: null,
    rowsBefore: [],
  };
  await writeExecution(run.folder, execution, null, run.templates, run.redact);
  const part: CommentPart = { kind: "refused", execution, plan: null };
  await report(run, inputs, part);
  finish(run, { outcome: "refused", failureReason: reason.reason, digest: "" });
}

async function tell(run: ActionRun, inputs: Inputs, plan: Plan, applied: Applied): Promise<void> {
  const { execution, verification } = applied;
  const part: CommentPart =
    execution.outcome === "refused" ? { kind: "refused", execution, plan } : { kind: "applied", execution, verification, plan };
  await report(run, inputs, part);
  if (applied.unverified !== null) {
    const { message, hint } = applied.unverified;
    run.door.annotate("error", `${message}\n${hint ?? ""}`, { title: "Schemagate: not verified" });
  }
  const document = applyDocument("apply", plan, null, applied);
  finish(run, { outcome: document.outcome, failureReason: document.failureReason, digest: plan.digest });
}

/** To the summary, to the pull request that was merged, and into an artifact. */
async function report(run: ActionRun, inputs: Inputs, part: CommentPart): Promise<void> {
  const { door, facts, github } = run;
  await door.summarize(run.redact(renderSummary(part, contextOf(run, inputs))));
  if ("execution" in part)
    for (const { reason, message, hint } of part.execution.reasons.slice(0, 10))
      door.annotate("error", `${message}\n${hint}`, { title: `Schemagate: ${reason}` });
  const stop = part.kind === "applied" ? part.execution.stop : null;
  if (stop !== null) door.annotate("error", stop.message, { title: "Schemagate: not everything was applied" });
  const kept = await uploadFolder(
    `schemagate-log-${(inputs.environment ?? "").replaceAll(/[^A-Za-z0-9_.-]/g, "_")}-${facts.runId}`,
    run.folder,
  );
  if (kept.outcome === "failed") door.annotate("warning", `The log could not be kept as an artifact: ${kept.message}`);
  const merged = await mergedPullRequest(github, facts.sha);
  const url = await say(run, inputs, part, merged.outcome === "ok" ? merged.data : null);
  door.output("plan", kept.outcome === "ok" ? String(kept.data.id) : "");
  door.output("comment-url", url ?? "");
}

function finish(
  { door, folder }: ActionRun,
  end: { readonly outcome: string; readonly failureReason: string | null; readonly digest: string },
): void {
  door.output("outcome", end.outcome);
  door.output("failure-reason", end.failureReason ?? "");
  door.output("has-changes", "false");
  door.output("digest", end.digest);
  door.output("report", folder);
  if (end.failureReason !== null) door.fail();
}
