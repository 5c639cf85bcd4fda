import { UserError } from "../errors.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { mergedPullRequest } from "../github/pull-requests.ts";
import type { Inputs } from "../inputs.ts";
import { recordOf } from "../live-record.ts";
import type { Preflight } from "../pipeline.ts";
import { severities } from "../plan/plan.ts";
import type { CommentPart } from "../report/comment/comment.ts";
import { placeOf, serviceOf } from "../service.ts";
import { annotateFindings } from "./annotations.ts";
import type { ActionRun } from "./door.ts";
import { folderOf, type Look, lookAt } from "./look.ts";
import { artifactName, commonTo } from "./names.ts";
import { writeOutputs } from "./preflight-outputs.ts";
import { keepVerified } from "./promotion.ts";
import { keepRecord } from "./records.ts";
import { isProposed, refuseOtherEvents } from "./run-facts.ts";
import { keyOf, type Said, sayAll, summarizeAll } from "./say.ts";
import { inputsOfTargets } from "./targets.ts";
import { planOf, waitingPlanOf } from "./waiting-plan.ts";

/** On a pull request: what would happen after the merge. On the default branch: the plan that somebody is asked to approve. */
export async function runPreflight(run: ActionRun): Promise<void> {
  const { door, facts } = run;
  refuseOtherEvents(facts);
  const failing = severitiesIn(door.input("fail-on"));
  const targets = await inputsOfTargets(run);
  const looks: Look[] = [];
  for (const inputs of targets) looks.push(await lookAt(run, inputs, folderOf(run, inputs, targets)));
  const proposed = isProposed(facts);
  const waits = looks.some((look) => waitingPlanOf(look) !== null);

  // Before anybody is asked: an approval can't be bound to a second attempt, so apply would refuse it.
  if (waits && !proposed && facts.attempt !== 1) return refuseSecondAttempt(run);

  const artifact = await keepReports(run, targets, looks);
  if (artifact === null && waits && !proposed) door.fail();
  if (!proposed) for (const look of looks) if (look.outcome === "compared") await keep(run, look.found);
  const said = looks.flatMap((look) => saidOf(look, proposed));
  const url = await sayAll(run, keyOf(run, targets), said, await numberFor(run, looks));
  await summarizeAll(run, said, looks.flatMap(inWords));
  for (const look of looks) annotate(run, look);
  writeOutputs(run, looks, artifact, url);
  if (looks.some((look) => isBad(look, failing, proposed))) door.fail();
}

/** For pull requests; and where nothing is left to do, for environments that come after this one. */
async function keep(run: ActionRun, found: Preflight): Promise<void> {
  await keepRecord(run, recordOf(found), "looked");
  const { comparison, proposal, inputs, history } = found;
  if (proposal.verdict.outcome === "up-to-date" && comparison.report.drift.length === 0)
    await keepVerified(run, inputs, "verified", history);
}

/** The id of the artifact with the reports; null where there is none. */
async function keepReports(run: ActionRun, targets: readonly Inputs[], looks: readonly Look[]): Promise<number | null> {
  if (!looks.some(({ outcome }) => outcome === "compared")) return null;
  const artifact = await uploadFolder(artifactName("schemagate-plan", commonTo(targets.map(serviceOf))), run.folder);
  if (artifact.outcome === "ok") return artifact.data.id;
  run.door.annotate("warning", `The reports could not be kept as an artifact: ${artifact.message}`);
  return null;
}

/** A comment that is there already is brought up to date even if there is nothing left to say. */
function saidOf(look: Look, proposed: boolean): readonly Said[] {
  const { inputs, rules } = look;
  const part: CommentPart | null =
    look.outcome === "compared"
      ? { kind: "preflight", preflight: look.found, isPullRequest: proposed, rules }
      : look.outcome === "unconcerned"
        ? { kind: "unconcerned" }
        : { kind: "not-compared", why: look.why, rules };
  return part === null ? [] : [{ inputs, part }];
}

/** Why the database was not looked at. */
function inWords(look: Look): readonly { readonly inputs: Inputs; readonly why: string }[] {
  return look.outcome === "unconcerned" || look.why === null ? [] : [{ inputs: look.inputs, why: look.why }];
}

function annotate({ door }: ActionRun, look: Look): void {
  const { inputs, rules } = look;
  if (look.outcome === "compared") annotateFindings(door, look.found);
  for (const { why } of inWords(look)) {
    const name = [placeOf(serviceOf(inputs)), inputs.environment].filter((part) => part !== null).join(" on ");
    door.annotate("notice", `Not compared with ${name}. ${why}`, { title: "Schemagate: not compared" });
  }
  for (const file of rules?.files ?? []) {
    const relaxes =
      rules === null || rules.relaxes.length === 0 ? "" : ` The configuration relaxes: ${rules.relaxes.join("; ")}.`;
    const text = `By this file plans are made, judged or applied. Its change counts after the merge.${relaxes}`;
    door.annotate("warning", text, { title: "Schemagate: the rules change", file });
  }
}

/** The pull request to write to: its own, or on the default branch the merged one, and that only when something is wrong. */
async function numberFor({ facts, github }: ActionRun, looks: readonly Look[]): Promise<number | null> {
  if (facts.pullRequest !== null) return facts.pullRequest.outside ? null : facts.pullRequest.number;
  if (facts.event !== "push" || !looks.some(isBlocked)) return null;
  const merged = await mergedPullRequest(github, facts.sha);
  return merged.outcome === "ok" ? merged.data : null;
}

function isBlocked(look: Look): boolean {
  return look.outcome === "compared" && look.found.proposal.verdict.outcome === "blocked";
}

/** Hazards count before the merge only: after it, whoever approves has read them. */
function isBad(look: Look, failing: ReadonlySet<string>, proposed: boolean): boolean {
  if (isBlocked(look)) return true;
  const plan = planOf(look);
  if (!proposed || plan === null || look.outcome !== "compared") return false;
  const { relaxed } = look.found.proposal;
  return plan.statements.some(({ hazards }, index) =>
    hazards.some(({ id, severity }) => failing.has(severity) && !relaxed.some((one) => one.statement === index && one.id === id)),
  );
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
