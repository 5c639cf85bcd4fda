import { type Answer, ask, type Github } from "./api.ts";
import { readMakers } from "./makers.ts";
import { type Missing, readMergedPull, unread } from "./merged-pull.ts";

/** What brought a commit to the default branch: a pull request of this repository, and who made it what it is. */
export type MergedChange = {
  readonly number: number;
  readonly headSha: string;
  /** Ids of accounts: who opened it, who pushed to its branch, whom its commits name. */
  readonly madeBy: readonly number[];
  /** The files that it adds, whole: blob hashes by path. */
  readonly added: ReadonlyMap<string, string>;
};

/** GitHub lists no more. */
const mostFiles = 3_000;

/** Closed: what can't be read, or is not told, is missing. Needs `contents: read` and `pull-requests: read`. */
export async function readMergedChange(
  github: Github,
  sha: string,
  branch: string,
): Promise<{ readonly outcome: "ok"; readonly data: MergedChange } | Missing> {
  const pull = await readMergedPull(github, sha);
  if (pull.outcome === "missing") return pull;
  if (pull.data === null)
    return {
      outcome: "missing",
      message: `The commit ${sha.slice(0, 7)} is not the merge of a pull request, so nobody reviewed it.`,
      hint: "Bring the change with a pull request, and have that approved by one of the approvers.",
    };
  const { number, base, head } = pull.data;
  if (base !== branch)
    return {
      outcome: "missing",
      message: `The pull request #${number} was merged into ${base}, not into ${branch}.`,
      hint: `Open a pull request into ${branch}, and have that approved by one of the approvers.`,
    };
  const makers = await readMakers(github, pull.data);
  if (makers.outcome === "missing") return makers;
  const { ids, gap } = makers.data;
  if (gap !== null) return { outcome: "missing", ...gap };
  const added = await readAdded(github, number);
  if (added.outcome === "failed")
    return unread(added, `The files of pull request #${number} can't be read`, "pull-requests: read");
  return { outcome: "ok", data: { number, headSha: head.sha, madeBy: ids, added: added.data } };
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
