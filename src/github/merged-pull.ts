import { type Answer, ask, explainFailure, type Failed, type Github } from "./api.ts";
import { mergedPullRequest } from "./pull-requests.ts";

/** The pull request that brought a commit to its branch. Times in milliseconds since 1970. */
export type MergedPull = {
  readonly number: number;
  readonly authorId: number;
  /** The branch that it was merged into. */
  readonly base: string;
  /** `own`: its branch is one of this repository. */
  readonly head: { readonly sha: string; readonly ref: string; readonly own: boolean };
  readonly createdAt: number;
  readonly mergedAt: number;
};

/** In words for a refusal. */
export type Missing = { readonly outcome: "missing"; readonly message: string; readonly hint: string };

/** Null where the commit is not the merge of a pull request. Needs `pull-requests: read`. */
export async function readMergedPull(
  github: Github,
  sha: string,
): Promise<{ readonly outcome: "ok"; readonly data: MergedPull | null } | Missing> {
  const number = await mergedPullRequest(github, sha);
  if (number.outcome === "failed")
    return unread(number, `The pull request of ${sha.slice(0, 7)} can't be read`, "pull-requests: read");
  if (number.data === null) return { outcome: "ok", data: null };
  const pull = await readPull(github, number.data);
  return pull.outcome === "ok" ? pull : unread(pull, `Pull request #${number.data} can't be read`, "pull-requests: read");
}

export function unread(failed: Failed, what: string, permission: string): Missing {
  return { outcome: "missing", ...explainFailure(failed, what, permission) };
}

async function readPull({ octokit, owner, repo }: Github, number: number): Promise<Answer<MergedPull>> {
  return ask(async () => {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
    const { head, base, merged, user } = data;
    if (merged !== true) throw new Error("the answer does not call it merged");
    if (typeof user?.id !== "number") throw new Error("the answer does not say who opened it");
    if (typeof head?.sha !== "string" || typeof head.ref !== "string" || typeof base?.ref !== "string")
      throw new Error("the answer names no branches");
    const [createdAt, mergedAt] = [Date.parse(data.created_at ?? ""), Date.parse(data.merged_at ?? "")];
    if (Number.isNaN(createdAt) || Number.isNaN(mergedAt))
      throw new Error("the answer does not say when it was opened and merged");
    const own = typeof base.repo?.id === "number" && head.repo?.id === base.repo.id;
    return { number, authorId: user.id, base: base.ref, head: { sha: head.sha, ref: head.ref, own }, createdAt, mergedAt };
  });
}
