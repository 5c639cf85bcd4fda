import { relative } from "node:path";
import { changedSince } from "../git.ts";
import { type MergedChange, readMergedChange } from "../github/merged-change.ts";
import { type Missing, unread } from "../github/merged-pull.ts";
import { judgeReviews, type Review, readEditTime, readReviews } from "../github/reviews.ts";
import { readShownPlans } from "../github/shown-plans.ts";
import type { Inputs } from "../inputs.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type Asker, type Judged, refusedBy } from "./judged.ts";

/** Whether one of the approvers agreed to the pull request that brought this plan, for repositories in which GitHub asks nobody. */
export async function reviewConsent(run: Asker, inputs: Inputs, plan: Plan): Promise<Judged> {
  const { facts, github, tools } = run;
  const change = await readMergedChange(github, facts.sha, facts.defaultBranch ?? "");
  if (change.outcome === "missing") return refusedBy([blocked(change)]);
  const { number } = change.data;
  const reviews = await readReviews(github, number);
  if (reviews.outcome === "failed")
    return refusedBy([blocked(unread(reviews, `The reviews of pull request #${number} can't be read`, "pull-requests: read"))]);
  const shown = await readShownPlans(github, number);
  if (shown.outcome === "failed")
    return refusedBy([blocked(unread(shown, `The comments on pull request #${number} can't be read`, "pull-requests: read"))]);
  const judged = judgeReviews({
    plan,
    attempt: facts.attempt,
    approvers: inputs.config.approvers,
    change: change.data,
    reviews: reviews.data,
    shown: shown.data,
    unseen: await unseenIn(change.data, run.workspace, inputs, plan),
  });
  if (judged.outcome === "refused") return refusedBy(judged.reasons);
  const { by, review, destructive } = judged;
  const forged = destructive.allowed ? await editedText(run, review) : null;
  const given = new Date(review.submittedAt).toISOString();
  return {
    refusals: forged !== null && plan.statements.some(({ effects }) => effects.includes("deletes-data")) ? [forged] : [],
    evidence: [
      `Approved by ${by.login} in a review of pull request #${number}, commit ${change.data.headSha.slice(0, 7)}, at ${given}; seen in run ${facts.runId}, attempt 1, at ${tools.clock().toISOString()}.`,
    ],
    destructive: forged === null ? destructive : { allowed: false },
  };
}

function blocked({ message, hint }: Missing): Blocked {
  return { reason: "approval-missing", object: null, message, hint };
}

/** Migrations whose file is not, as it lies here, one that the pull request added: of others a review shows a part, or nothing. */
async function unseenIn(
  { added }: MergedChange,
  workspace: string,
  { workingDirectory }: Inputs,
  { migrations, source }: Plan,
): Promise<readonly string[]> {
  const prefix = relative(workspace, workingDirectory).replaceAll("\\", "/");
  const inService = new Map(
    [...added].flatMap(([path, hash]) => {
      if (prefix === "") return [[path, hash] as const];
      return path.startsWith(`${prefix}/`) ? [[path.slice(prefix.length + 1), hash] as const] : [];
    }),
  );
  const fileOf = ({ id, checksum }: Plan["migrations"][number]) =>
    source.files.find(({ path, sha256 }) => sha256 === checksum && path.split("/").includes(id))?.path ?? null;
  const files = migrations.map((migration) => ({ id: migration.id, path: fileOf(migration) }));
  const paths = files.flatMap(({ path }) => path ?? []);
  const changed = await changedSince(inService, paths, workingDirectory);
  return files.flatMap(({ id, path }) => (path === null || changed.has(path) ? [id] : []));
}

/** Whoever may write can edit the text of somebody else's review, and REST does not show it: then it allows nothing to be destroyed. */
async function editedText({ github }: Asker, review: Review): Promise<Blocked | null> {
  const edited = await readEditTime(github, review);
  if (edited.outcome === "ok" && (edited.data === null || edited.data <= review.submittedAt)) return null;
  const what = "What the text of the review says of a backup or a risk does not count";
  const { message, hint } =
    edited.outcome === "failed"
      ? unread(edited, `${what}, as it can't be read whether somebody edited it`, "pull-requests: read")
      : {
          message: `${what}: it was edited after it was submitted, and that could have been anybody who may write.`,
          hint: "The reviewer submits another approval with that text; then start a new run: gh workflow run, or Run workflow.",
        };
  return { reason: "destructive-not-allowed", object: null, message, hint };
}
