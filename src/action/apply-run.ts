import { randomUUID } from "node:crypto";
import { type Applied, apply } from "../apply.ts";
import type { Execution } from "../execution.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { mergedPullRequest } from "../github/pull-requests.ts";
import type { Inputs } from "../inputs.ts";
import type { Plan } from "../plan/plan.ts";
import { judgePromotion, promotionEvidence } from "../plan/promotion.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type CommentPart, renderSummary } from "../report/comment/comment.ts";
import { applyDocument } from "../report/json.ts";
import { serviceOf } from "../service.ts";
import { openJournal, writeExecution, writeVerification } from "../task-log.ts";
import { commandRunner } from "../verify-command.ts";
import { type ConsentKind, consentKind, consentOf } from "./consent.ts";
import type { ActionRun } from "./door.ts";
import { artifactName } from "./names.ts";
import { fetchPlan } from "./plan-artifact.ts";
import { keepVerified, promotionOf } from "./promotion.ts";
import { keepNewRecord } from "./records.ts";
import { contextOf, say } from "./say.ts";

/** Runs the plan of this run, if somebody agreed to it: what it is, who agreed and to what is read from GitHub. */
export async function runApply(run: ActionRun): Promise<void> {
  const { door } = run;
  const given = await run.readInputs();
  const kind = consentKind(door.input("approval"));
  const plan = await fetchPlan(run, { files: ["plan.json"], missing: "approval-missing" });
  if ("reason" in plan) return refuse(run, kind, given, plan);

  run.tools.progress.step("Asking GitHub who approved this");
  const consent = await consentOf(run, { kind, named: door.input("approve") }, given, plan);
  const { inputs } = consent;
  const promotion = await promotionOf(run, inputs);
  const stop = new AbortController();
  const request = {
    plan,
    planPath: "plan.json",
    permission: { ...consent.permission, evidence: [...consent.permission.evidence, ...promotionEvidence(promotion)] },
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

async function refuse(run: ActionRun, kind: ConsentKind, inputs: Inputs, reason: Blocked): Promise<void> {
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
    permission: { kind, named: run.door.input("approve"), evidence: [], destructive: { allowed: false } },
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
  const kept = await uploadFolder(logName(run, inputs), run.folder);
  if (kept.outcome === "failed") door.annotate("warning", `The log could not be kept as an artifact: ${kept.message}`);
  const merged = await mergedPullRequest(github, facts.sha);
  const url = await say(run, inputs, part, merged.outcome === "ok" ? merged.data : null);
  door.output("plan", kept.outcome === "ok" ? String(kept.data.id) : "");
  door.output("comment-url", url ?? "");
}

/** Names in a run must differ, and several of its jobs may apply to one environment: each has a plan of its own. */
function logName({ door, facts }: ActionRun, inputs: Inputs): string {
  const [plan = "no-plan"] = /^[0-9a-f]{12}/.exec(door.input("approve")) ?? [];
  return artifactName("schemagate-log", serviceOf(inputs), `-${facts.runId}-${plan}`);
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
