import { type Answer, ask, explainFailure, type Failed, type Github } from "./api.ts";
import { mergedPullRequest } from "./pull-requests.ts";

/** What brought a commit to the default branch: a pull request of this repository, and who made it what it is. */
export type MergedChange = {
  readonly number: number;
  readonly headSha: string;
  /** Ids of accounts: who opened it, who pushed its last commit, whom that commit names. */
  readonly madeBy: readonly number[];
  /** The files that it adds, whole: blob hashes by path. */
  readonly added: ReadonlyMap<string, string>;
};

/** In words for a refusal. */
export type Missing = { readonly outcome: "missing"; readonly message: string; readonly hint: string };

/** GitHub lists no more. */
const mostFiles = 3_000;

/** Closed: what can't be read, or is not told, is missing. Needs `contents: read` and `pull-requests: read`. */
export async function readMergedChange(
  github: Github,
  sha: string,
  branch: string,
): Promise<{ readonly outcome: "ok"; readonly data: MergedChange } | Missing> {
  const number = await mergedPullRequest(github, sha);
  if (number.outcome === "failed")
    return unread(number, `The pull request of ${sha.slice(0, 7)} can't be read`, "pull-requests: read");
  if (number.data === null)
    return {
      outcome: "missing",
      message: `The commit ${sha.slice(0, 7)} is not the merge of a pull request, so nobody reviewed it.`,
      hint: "Bring the change with a pull request, and have that approved by one of the approvers.",
    };
  const name = `pull request #${number.data}`;
  const pull = await readPull(github, number.data);
  if (pull.outcome === "failed") return unread(pull, `The ${name} can't be read`, "pull-requests: read");
  const { head, authorId, base } = pull.data;
  if (base !== branch)
    return {
      outcome: "missing",
      message: `The ${name} was merged into ${base}, not into ${branch}.`,
      hint: `Open a pull request into ${branch}, and have that approved by one of the approvers.`,
    };
  if (!head.own)
    return {
      outcome: "missing",
      message: `The ${name} comes from another repository: who pushed last there can't be known.`,
      hint: "Push its branch to this repository, and open the pull request from there.",
    };
  const pushers = await readPushers(github, head);
  if (pushers.outcome === "failed") return unread(pushers, `Who pushed last to the ${name} can't be read`, "contents: read");
  const added = await readAdded(github, number.data);
  if (added.outcome === "failed") return unread(added, `The files of the ${name} can't be read`, "pull-requests: read");
  return {
    outcome: "ok",
    data: { number: number.data, headSha: head.sha, madeBy: [authorId, ...pushers.data], added: added.data },
  };
}

export function unread(failed: Failed, what: string, permission: string): Missing {
  return { outcome: "missing", ...explainFailure(failed, what, permission) };
}

type Head = { readonly sha: string; readonly ref: string; readonly own: boolean };

async function readPull(
  { octokit, owner, repo }: Github,
  number: number,
): Promise<Answer<{ readonly head: Head; readonly authorId: number; readonly base: string }>> {
  return ask(async () => {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
    const { head, base, merged, user } = data;
    if (merged !== true) throw new Error("the answer does not call it merged");
    if (typeof user?.id !== "number") throw new Error("the answer does not say who opened it");
    if (typeof head?.sha !== "string" || typeof head.ref !== "string" || typeof base?.ref !== "string")
      throw new Error("the answer names no branches");
    const own = typeof base.repo?.id === "number" && head.repo?.id === base.repo.id;
    return { head: { sha: head.sha, ref: head.ref, own }, authorId: user.id, base: base.ref };
  });
}

/** GitHub signs with this account what is committed on its pages; it is nobody. */
const webFlow = 19_864_447;

/** A commit's author can be made up, who pushed it can't: so both count, and without the second there is no answer. */
async function readPushers({ octokit, owner, repo }: Github, { sha, ref }: Head): Promise<Answer<readonly number[]>> {
  return ask(async () => {
    const { data: commit } = await octokit.rest.repos.getCommit({ owner, repo, ref: sha });
    if (commit?.sha !== sha) throw new Error("the answer holds no commit");
    const request = { owner, repo, ref: `refs/heads/${ref}`, per_page: 100 };
    const activities = await octokit.paginate(octokit.rest.repos.listActivities, request);
    const pushes = activities.filter(({ after }) => after === sha);
    const pushers = pushes.map(({ actor }) => actor?.id);
    if (pushers.length === 0 || pushers.some((id) => typeof id !== "number")) throw new Error("GitHub does not say who it was");
    const named = [commit.author?.id, commit.committer?.id].filter((id) => id !== webFlow);
    return [...pushers, ...named].filter((id) => typeof id === "number");
  });
}

async function readAdded({ octokit, owner, repo }: Github, number: number): Promise<Answer<ReadonlyMap<string, string>>> {
  return ask(async () => {
    const request = { owner, repo, pull_number: number, per_page: 100 };
    const files = await octokit.paginate(octokit.rest.pulls.listFiles, request);
    if (files.length >= mostFiles) throw new Error(`it changes ${mostFiles} files or more, and GitHub lists no more`);
    return new Map(
      files.flatMap(({ status, filename, sha }) => (status === "added" && sha !== null ? [[filename, sha] as const] : [])),
    );
  });
}
