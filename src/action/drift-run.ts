import { UserError } from "../errors.ts";
import { explainFailure, type Failed } from "../github/api.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { closeIssue, type KeptIssue, keepIssue } from "../github/issues.ts";
import { ownLogin } from "../github/own-login.ts";
import type { Inputs } from "../inputs.ts";
import { recordOf } from "../live-record.ts";
import type { Preflight } from "../pipeline.ts";
import { uncomparable } from "../plan/uncomparable.ts";
import type { CommentContext } from "../report/comment/comment.ts";
import { renderDriftGone, renderDriftIssue, renderDriftSummary } from "../report/issue/drift-issue.ts";
import { preflightDocument } from "../report/json.ts";
import { serviceOf } from "../service.ts";
import type { ActionRun } from "./door.ts";
import { lookAt } from "./look.ts";
import { artifactName, keyParts } from "./names.ts";
import { keepRecord } from "./records.ts";
import { contextOf } from "./say.ts";
import { inputsOfTargets } from "./targets.ts";

/** The watch of the default branch's database: what is found stands in one issue, which is kept up to date and closed when all is well. */
export async function runDrift(run: ActionRun): Promise<void> {
  const { door } = run;
  refuseOtherBranches(run);
  const inputs = await readWatched(run);
  const look = await lookAt(run, inputs, run.folder);
  if (look.outcome !== "compared") throw new Error("The live database was not compared.");
  const { found } = look;
  await keepRecord(run, recordOf(found), "looked");
  const artifact = await uploadFolder(artifactName("schemagate-drift", serviceOf(inputs)), run.folder);
  if (artifact.outcome === "failed")
    door.annotate("warning", `The reports could not be kept as an artifact: ${artifact.message}`);
  // One issue for each database that is watched, whichever workflow does it.
  const context = { ...contextOf(run, inputs), key: ["drift", ...keyParts(serviceOf(inputs))].join(" ") };
  await door.summarize(run.redact(renderDriftSummary(found, context)));
  const url = await tell(run, found, context);
  const unclear = uncomparable(found.proposal.verdict);
  for (const { reason, message, hint } of unclear.slice(0, 10))
    door.annotate("error", `${message}\n${hint}`, { title: `Schemagate: ${reason}` });
  door.output("outcome", preflightDocument("drift", found, null).outcome);
  door.output("failure-reason", unclear[0]?.reason ?? "");
  door.output("has-changes", "false");
  door.output("has-drift", String(hasDrift(found)));
  door.output("report", run.folder);
  door.output("issue-url", url ?? "");
  if (unclear.length > 0) door.fail();
}

/** What another branch says of the database is not what the database should be. On a schedule it is always the default branch. */
function refuseOtherBranches({ facts }: ActionRun): void {
  const { defaultBranch, event, pullRequest, ref } = facts;
  if (pullRequest === null && (event === "schedule" || ref === `refs/heads/${defaultBranch}`)) return;
  throw new UserError(
    "invalid-input",
    `command: drift compares the database with the default branch, and this run is for ${ref}.`,
    "Start it by schedule, or by hand on the default branch. On a pull request, command: preflight tells drift apart from what is its own.",
  );
}

async function readWatched(run: ActionRun): Promise<Inputs> {
  const [inputs] = await inputsOfTargets(run);
  if (inputs === undefined) throw new Error("There is no target to watch.");
  if (inputs.strategy === "migrate") return inputs;
  throw new UserError(
    "invalid-input",
    `command: drift can't watch with the strategy ${inputs.strategy}: drift is what differs from the history of migrations.`,
    "Leave the input strategy out.",
  );
}

function hasDrift({ comparison }: Preflight): boolean {
  return comparison.report.drift.some(({ cause }) => cause !== "pending");
}

/** Returns the address of the issue, where there is an open one. That it can't be written is said, and decides nothing. */
async function tell(run: ActionRun, found: Preflight, context: CommentContext): Promise<string | null> {
  const { door, github } = run;
  const ours = { key: context.key, login: await ownLogin(github) };
  if (!hasDrift(found)) {
    // Of what could not be compared nobody knows that it is well.
    if (uncomparable(found.proposal.verdict).length > 0) return null;
    const closed = await closeIssue(github, ours, run.redact(renderDriftGone(found, context)));
    explainMissing(run, closed);
    return null;
  }
  const { title, body, hash, changed, back } = renderDriftIssue(found, context);
  const issue = {
    title: run.redact(title),
    body: run.redact(body),
    hash,
    changed: run.redact(changed),
    back: run.redact(back),
  };
  const kept = await keepIssue(github, ours, issue);
  const url = kept.outcome === "failed" || kept.outcome === "not-needed" ? null : kept.url;
  door.annotate("warning", `${title}.\n${url ?? "The report is in the summary of this run."}`, { title: "Schemagate: drift" });
  explainMissing(run, kept);
  return url;
}

function explainMissing({ door }: ActionRun, kept: KeptIssue): void {
  const warn = (answer: Failed, what: string) => {
    const { message, hint } = explain(answer, what);
    door.annotate("warning", `${message}\n${hint}`, { title: "Schemagate: no issue" });
  };
  if (kept.outcome === "failed") warn(kept.answer, "The issue about drift could not be written or looked for");
  else if (kept.outcome !== "not-needed" && kept.unsaid !== null)
    warn(kept.unsaid, `The issue is ${kept.outcome}, and the comment that tells it could not be written`);
}

function explain(answer: Failed, what: string): { readonly message: string; readonly hint: string } {
  if (answer.status !== 410) return explainFailure(answer, what, "issues: write");
  return {
    message: `${what}: this repository has no issues (410).`,
    hint: "Settings, General, Features: tick Issues. Without, the report is in the summary of each run only.",
  };
}
