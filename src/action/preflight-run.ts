import { relative } from "node:path";
import { UserError } from "../errors.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { baseOfMerge, gitFactsOf, mergedPullRequest } from "../github/pull-requests.ts";
import type { Relaxed } from "../hazards/policy.ts";
import type { Inputs } from "../inputs.ts";
import { type Preflight, preflight } from "../pipeline.ts";
import { shortDigest } from "../plan/digest.ts";
import { type Plan, severities } from "../plan/plan.ts";
import { type CommentPart, renderSummary } from "../report/comment/comment.ts";
import { effects, effectWords } from "../report/effects.ts";
import { preflightDocument } from "../report/json.ts";
import { writePreflight } from "../task-log.ts";
import type { Tools } from "../tools.ts";
import { annotateFindings } from "./annotations.ts";
import { type ActionRun, taskOf } from "./door.ts";
import { contextOf, say } from "./say.ts";

/** On a pull request: what would happen after the merge. On the default branch: the plan that somebody is asked to approve. */
export async function runPreflight(run: ActionRun): Promise<void> {
  const { door, facts } = run;
  if (door.input("url") === "" && facts.pullRequest !== null) return withoutCredential(run);
  const inputs = await run.readInputs();
  const failing = severitiesIn(door.input("fail-on"));
  const found = await preflight(inputs, taskOf(run), toolsFor(run, inputs));
  await writePreflight(run.folder, found, run.templates, run.redact, (path) => path);
  const part: CommentPart = { kind: "preflight", preflight: found, isPullRequest: facts.pullRequest !== null };
  const document = preflightDocument("preflight", found, null);
  const plan = found.proposal.verdict.outcome === "planned" ? found.proposal.plan : null;
  const waits = plan !== null && plan.statements.length > 0;

  // Before anybody is asked: an approval can't be bound to a second attempt, so apply would refuse it.
  if (waits && facts.pullRequest === null && facts.attempt !== 1) return refuseSecondAttempt(run);

  const artifact = await uploadFolder(artifactName(inputs), run.folder);
  if (artifact.outcome === "failed")
    door.annotate("warning", `The reports could not be kept as an artifact: ${artifact.message}`);
  if (artifact.outcome === "failed" && waits && facts.pullRequest === null) door.fail();
  const url = await say(run, inputs, part, await numberFor(run, found));
  await door.summarize(run.redact(renderSummary(part, contextOf(run, inputs))));
  annotateFindings(door, found);
  await noticeConfiguration(run, inputs, found);

  door.output("outcome", document.outcome);
  door.output("failure-reason", document.failureReason ?? "");
  door.output("has-changes", String(waits && artifact.outcome === "ok"));
  door.output("has-drift", String(found.comparison.report.drift.some(({ cause }) => cause !== "pending")));
  door.output("destructive", String(plan !== null && isDestructive(plan)));
  door.output("title", plan === null || !waits ? "nothing to apply" : titleOf(plan));
  door.output("digest", plan?.digest ?? "");
  door.output("plan", artifact.outcome === "ok" ? String(artifact.data.id) : "");
  door.output("report", run.folder);
  door.output("comment-url", url ?? "");
  if (document.outcome === "blocked" || fails(run, plan, document.relaxed, failing)) door.fail();
}

/** What the configuration allows, apply allows, once this is merged: whoever reviews has to know. */
async function noticeConfiguration({ door, facts, workspace }: ActionRun, inputs: Inputs, { git }: Preflight): Promise<void> {
  const path = inputs.config.path ?? ".github/schemagate.yml";
  if (facts.pullRequest === null || inputs.workingDirectory !== workspace) return;
  const changed = await git?.changedAmong([path]).catch(() => new Set<string>());
  if (changed?.has(path) !== true || (inputs.config.path === null && git?.base.available === true && !git.base.files.has(path)))
    return;
  const text = "This pull request changes what Schemagate ignores, allows and protects. It counts for apply once it is merged.";
  door.annotate("warning", text, { title: "Schemagate: configuration changed", file: path });
}

/** Forks, Dependabot, and a secret that is not set: nothing can be compared, and that is nobody's fault who opened this. */
async function withoutCredential({ door, facts }: ActionRun): Promise<void> {
  const why =
    facts.pullRequest?.outside === true
      ? "GitHub gives no secrets to pull requests from forks and from Dependabot."
      : "The input url is empty: the secret it names is not set here, or belongs to an environment that this job does not name.";
  const environment = door.input("environment");
  door.annotate("notice", `Not compared with ${environment}: no credential here. ${why}`, { title: "Schemagate" });
  await door.summarize(
    `### Not compared with ${environment.replaceAll(/[^\w -]/g, "")}\n\nThis job holds no credential of the database. ${why} After the merge the plan is made, and approved, before anything runs.\n`,
  );
  door.output("outcome", "done");
  door.output("has-changes", "false");
}

async function refuseSecondAttempt({ door, facts }: ActionRun): Promise<void> {
  const message = `This is attempt ${facts.attempt} of the run. An approval can't be bound to it, so the plan would be refused after somebody had read it. Start a new run instead: gh workflow run ${facts.workflow.split("/").at(-1) ?? ""}`;
  door.annotate("error", message, { title: "Schemagate: start a new run" });
  await door.summarize(`### ⛔ No plan: this is a second attempt\n\n${message}\n`);
  door.output("outcome", "refused");
  door.output("failure-reason", "approval-missing");
  door.output("has-changes", "false");
  door.fail();
}

/** The pull request to write to: its own, or on the default branch the merged one, and that only when something is wrong. */
async function numberFor({ facts, github }: ActionRun, { proposal }: Preflight): Promise<number | null> {
  if (facts.pullRequest !== null) return facts.pullRequest.outside ? null : facts.pullRequest.number;
  if (proposal.verdict.outcome !== "blocked" || facts.event !== "push") return null;
  const merged = await mergedPullRequest(github, facts.sha);
  return merged.outcome === "ok" ? merged.data : null;
}

/** On a pull request, whose change is whose comes from GitHub where the checkout has no history. */
function toolsFor(run: ActionRun, inputs: Inputs): Tools {
  const { facts, github, tools, workspace } = run;
  const { pullRequest } = facts;
  if (pullRequest === null) return tools;
  return {
    ...tools,
    async readGit(path) {
      const local = await tools.readGit(path);
      if (local?.base.available === true) return local;
      const prefix = relative(workspace, inputs.workingDirectory).replaceAll("\\", "/");
      const base = {
        sha: (await baseOfMerge(github, facts.sha)) ?? pullRequest.baseSha,
        name: facts.defaultBranch ?? "the base branch",
      };
      const folder = { path, prefix: prefix === "" ? "" : `${prefix}/` };
      return (await gitFactsOf(github, base, local, folder)) ?? local;
    },
  };
}

/** Names in a run must differ; what they hold is told by the environment and the target. */
function artifactName({ environment, target }: Inputs): string {
  return ["schemagate-plan", environment ?? "", target ?? ""]
    .filter((part) => part !== "")
    .join("-")
    .replaceAll(/[^A-Za-z0-9_.-]/g, "_");
}

function isDestructive({ statements }: Plan): boolean {
  return statements.some(({ effects: own }) => own.includes("deletes-data") || own.includes("not-understood"));
}

/** What the approval dialogue shows. */
function titleOf(plan: Plan): string {
  const { statements } = plan;
  const present = effects.filter((effect) => statements.some((statement) => statement.effects.includes(effect)));
  const count = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
  return `${shortDigest(plan.digest)}: ${[count, ...present.map((effect) => effectWords[effect])].join(", ")}`;
}

/** On a pull request only: after the merge, whoever approves has read it. */
function fails({ facts }: ActionRun, plan: Plan | null, relaxed: readonly Relaxed[], failing: ReadonlySet<string>): boolean {
  if (facts.pullRequest === null || plan === null) return false;
  return plan.statements.some(({ hazards }, index) =>
    hazards.some(({ id, severity }) => failing.has(severity) && !relaxed.some((one) => one.statement === index && one.id === id)),
  );
}

/** A word that is none would never fail anything. */
function severitiesIn(text: string): ReadonlySet<string> {
  const named = text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  const unknown = named.filter((name) => !severities.some((severity) => severity === name));
  if (unknown.length === 0) return new Set(named);
  throw new UserError(
    "invalid-input",
    `The input fail-on can't hold "${unknown.join('", "')}".`,
    `It may hold ${severities.join(", ")}.`,
  );
}
