import { changedSince } from "../apply.ts";
import { UserError } from "../errors.ts";
import { uploadFolder } from "../github/artifacts.ts";
import type { Inputs } from "../inputs.ts";
import type { Plan } from "../plan/plan.ts";
import { verifyDocument } from "../report/json.ts";
import { renderVerification } from "../report/verification.ts";
import { serviceOf } from "../service.ts";
import { openSource } from "../source/open-source.ts";
import { writeVerification } from "../task-log.ts";
import { verify } from "../verify.ts";
import { commandRunner } from "../verify-command.ts";
import type { ActionRun } from "./door.ts";
import { artifactName } from "./names.ts";
import { fetchPlan } from "./plan-artifact.ts";

/** 04 once more, in a job of its own: whether the database is what the plan of this run promised. Reads only. */
export async function runVerify(run: ActionRun): Promise<void> {
  const { door } = run;
  const given = await run.readInputs();
  // The log of an apply holds what was applied; the artifact of a preflight what was to be.
  const plan = await fetchPlan(run, { files: ["applied-plan.json", "plan.json"], missing: "invalid-input" });
  if ("reason" in plan) throw new UserError(plan.reason, plan.message, plan.hint);
  const inputs: Inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const verification = await verify(inputs, await requestOf(run, inputs, plan), run.tools);
  await writeVerification(run.folder, verification, run.templates, run.redact);
  const artifact = await uploadFolder(artifactName("schemagate-verification", serviceOf(inputs)), run.folder);
  if (artifact.outcome === "failed") door.annotate("warning", `The report could not be kept as an artifact: ${artifact.message}`);
  await door.summarize(run.redact(renderVerification(verification, run.templates["04-verification"])));

  const { outcome, failureReason, message } = verifyDocument(plan, "plan.json", verification);
  door.output("outcome", outcome);
  door.output("failure-reason", failureReason ?? "");
  door.output("has-changes", "false");
  door.output("digest", plan.digest);
  door.output("report", run.folder);
  if (failureReason === null) return;
  door.annotate("error", `${message ?? ""}\nThe summary of this run says what differs.`, {
    title: `Schemagate: ${failureReason}`,
  });
  door.fail();
}

async function requestOf(run: ActionRun, inputs: Inputs, plan: Plan): Promise<Parameters<typeof verify>[1]> {
  const project = await openSource(inputs, { required: true });
  return {
    plan,
    planPath: "plan.json",
    project,
    task: plan.task,
    changedFiles: changedSince(plan, project),
    before: null,
    runCommand: commandRunner({ command: run.door.input("verify-command"), passUrl: false }, inputs, run),
  };
}
