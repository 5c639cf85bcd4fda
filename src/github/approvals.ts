import type { Permission } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type Answer, ask, explainFailure, type Github, listIn } from "./api.ts";
import type { EnvironmentRules } from "./environment.ts";
import type { Gap, Makers } from "./makers.ts";
import type { Missing } from "./merged-pull.ts";

/** One review of a run that waited for an environment. GitHub tells neither when it was given nor for which attempt. */
export type Approval = {
  readonly state: string;
  readonly comment: string;
  readonly user: Account | null;
  readonly environmentIds: readonly number[];
};

/** Needs `actions: read`. */
export async function readApprovals({ octokit, owner, repo }: Github, runId: number): Promise<Answer<readonly Approval[]>> {
  const answer = await ask(async () =>
    listIn((await octokit.rest.actions.getReviewsForRun({ owner, repo, run_id: runId })).data, "list of reviews").filter(
      (review) => typeof review === "object" && review !== null,
    ),
  );
  if (answer.outcome === "failed") return answer;
  return {
    outcome: "ok",
    data: answer.data.map(({ state, comment, user, environments }) => ({
      state,
      comment: comment ?? "",
      user: typeof user?.id === "number" && typeof user.login === "string" ? { id: user.id, login: user.login } : null,
      environmentIds: (environments ?? []).flatMap(({ id }) => id ?? []),
    })),
  };
}

/** A person on GitHub. Names change, and can be taken by others; the id stays. */
export type Account = { readonly id: number; readonly login: string };

/** Who caused the run, and who started it. Needs `actions: read`. */
export async function readStarters({ octokit, owner, repo }: Github, runId: number): Promise<Answer<readonly Account[]>> {
  return ask(async () => {
    const { data: run } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
    return [run?.actor, run?.triggering_actor].map((account) => {
      if (typeof account?.id !== "number" || typeof account.login !== "string") throw new Error("the answer names nobody");
      return { id: account.id, login: account.login };
    });
  });
}

export type ApprovalRequest = {
  readonly approvals: Answer<readonly Approval[]>;
  readonly rules: EnvironmentRules;
  readonly attempt: number;
  /** Of the plan that would run. */
  readonly digest: string;
  /** Whose approval is none; null where it does not matter: everybody may approve their own. */
  readonly self: Self | null;
};

/** Who started the run, and who made what was merged: with a merge queue, or a schedule, those are not the same. */
export type Self = {
  readonly startedBy: Answer<readonly Account[]>;
  readonly madeBy: { readonly outcome: "ok"; readonly data: Makers } | Missing;
};

export type ApprovalEvidence =
  | { readonly outcome: "approved"; readonly by: string; readonly comment: string; readonly note: string | null }
  | { readonly outcome: "refused"; readonly reasons: readonly [Blocked, ...Blocked[]] };

/** Whether a listed reviewer agreed to this run, on its first attempt. Pure, and closed: what is not known counts as no. */
export function judgeApproval(request: ApprovalRequest): ApprovalEvidence {
  const { approvals, rules, attempt, digest, self } = request;
  const missing = (message: string, hint: string): ApprovalEvidence => ({
    outcome: "refused",
    reasons: [{ reason: "approval-missing", object: null, message, hint }],
  });
  const anew = "Start a new run (Run workflow, or `gh workflow run`), read its plan, and have that approved.";
  if (attempt !== 1)
    return missing(`This is attempt ${attempt} of the run: GitHub does not tell to which attempt an approval belongs.`, anew);
  const excluded = self === null ? { accounts: [], ids: [] } : whoIsSelf(self);
  if ("message" in excluded) return missing(excluded.message, excluded.hint);
  if (approvals.outcome === "failed") {
    const { message, hint } = explainFailure(approvals, "The approvals of this run can't be read", "actions: read");
    return missing(message, hint);
  }
  const own = approvals.data.filter(({ environmentIds }) => environmentIds.includes(rules.id));
  const refused = own.find(({ state }) => state !== "approved");
  if (refused !== undefined) return missing(`A review of this run for "${rules.name}" says ${refused.state}.`, anew);
  const counted = own.filter(({ user }) => user !== null && isReviewer(user.id, rules));
  const good = counted.filter(
    ({ user }) => user !== null && !excluded.ids.includes(user.id) && !excluded.accounts.some((account) => isSame(account, user)),
  );
  const approval = good.find(({ comment }) => namesPlan(comment, digest)) ?? good[0];
  if (approval?.user == null) {
    const but =
      counted.length > 0 ? " by anybody but who started it or made its change" : own.length > 0 ? " by one of its reviewers" : "";
    return missing(`This run was not approved for the environment "${rules.name}"${but}.`, anew);
  }
  const byTeam = !(rules.reviewers?.userIds ?? []).includes(approval.user.id);
  return {
    outcome: "approved",
    by: approval.user.login,
    comment: approval.comment,
    note: byTeam ? "as a member of a team that may review; GitHub checked the membership, this token can't" : null,
  };
}

/** Where no person is known at all, anybody could be approving their own. */
function whoIsSelf({
  startedBy,
  madeBy,
}: Self): { readonly accounts: readonly Account[]; readonly ids: readonly number[] } | Gap {
  if (startedBy.outcome === "failed") return explainFailure(startedBy, "Who started this run can't be read", "actions: read");
  if (madeBy.outcome === "missing") return madeBy;
  const { ids, gap } = madeBy.data;
  const bots = startedBy.data.map(({ login }) => login).filter((login) => login.endsWith("[bot]"));
  if (gap === null || bots.length < startedBy.data.length) return { accounts: startedBy.data, ids };
  return {
    message: `No person started this run (${[...new Set(bots)].join(", ")} did), and it is not known who made the whole of its change. ${gap.message}`,
    hint: "Start a new run yourself (Run workflow, or `gh workflow run`), and have its plan approved by somebody else.",
  };
}

/** Who belongs to a team can't be read with a job's token: where teams may review, GitHub's own check has to do. */
function isReviewer(id: number, { reviewers }: EnvironmentRules): boolean {
  return reviewers !== null && (reviewers.userIds.includes(id) || reviewers.teams.length > 0);
}

/** By id or by name: either is enough to be the same person. */
function isSame(starter: Account, user: Account): boolean {
  return starter.id === user.id || starter.login.toLowerCase() === user.login.toLowerCase();
}

/** Whether a reviewer wrote which plan is meant, by its first twelve characters or more. */
export function namesPlan(comment: string, digest: string): boolean {
  return comment.toLowerCase().includes(shortDigest(digest));
}

/** `backup=s3://b/1` or `accept-risk=the table is a cache`, as the reviewer wrote it; to the end of the line, or in quotes. */
export function destructivePermission(comment: string): Permission["destructive"] {
  const value = (name: string) => {
    const [, quoted, plain] =
      new RegExp(`(?:^|\\s)${name}=(?:"([^"\\n]+)"|([^\\n]+?))(?=\\s+(?:backup|accept-risk)=|\\s*$)`, "m").exec(comment) ?? [];
    const text = (quoted ?? plain ?? "").trim();
    return text === "" ? null : text;
  };
  const [backup, acceptedRisk] = [value("backup"), value("accept-risk")];
  return backup === null && acceptedRisk === null ? { allowed: false } : { allowed: true, backup, acceptedRisk };
}
