import type { GitFacts } from "../git.ts";
import { changedSince, deletedSince } from "../git.ts";
import { type Answer, ask, type Github, listIn } from "./api.ts";

/** The merged pull request that brought this commit to the default branch; null where there is none. Needs `pull-requests: read`. */
export async function mergedPullRequest({ octokit, owner, repo }: Github, sha: string): Promise<Answer<number | null>> {
  return ask(async () => {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: sha });
    return (
      data.find(({ merged_at, merge_commit_sha }) => typeof merged_at === "string" && merge_commit_sha === sha)?.number ?? null
    );
  });
}

/** What a pull request was merged onto for its checkout: the base as it is now, which the event may not know yet. Needs `contents: read`. */
export async function baseOfMerge({ octokit, owner, repo }: Github, mergeSha: string): Promise<string | null> {
  const parents = await ask(async () => (await octokit.rest.git.getCommit({ owner, repo, commit_sha: mergeSha })).data.parents);
  return parents.outcome === "ok" && parents.data?.length === 2 ? (parents.data[0]?.sha ?? null) : null;
}

/** The newest commit of a branch. Needs `contents: read`. */
export async function headOf({ octokit, owner, repo }: Github, branch: string): Promise<Answer<string>> {
  return ask(async () => {
    const { sha } = (await octokit.rest.repos.getBranch({ owner, repo, branch })).data.commit;
    if (typeof sha !== "string") throw new Error("the answer holds no commit");
    return sha;
  });
}

/**
 * What local git would tell with a full checkout: a pull request's checkout is GitHub's merge of it onto the base, and has no history.
 * So what differs from the base's tree is the pull request's own. Null when the tree can't be read. Needs `contents: read`.
 */
export async function gitFactsOf(
  github: Github,
  base: { readonly sha: string; readonly name: string },
  local: GitFacts | null,
  workingDirectory: { readonly path: string; readonly prefix: string },
): Promise<GitFacts | null> {
  const { octokit, owner, repo } = github;
  const tree = await ask(async () => {
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: base.sha, recursive: "true" });
    return { entries: listIn(data.tree, "list of files"), truncated: data.truncated };
  });
  // A tree that is cut off would call files new that are not.
  if (tree.outcome === "failed" || tree.data.truncated) return null;
  const { path: folder, prefix } = workingDirectory;
  const blobs = new Map(
    tree.data.entries.flatMap(({ type, path, sha, mode }) =>
      type === "blob" && mode?.startsWith("100") && path?.startsWith(prefix) ? [[path.slice(prefix.length), sha] as const] : [],
    ),
  );
  return {
    branch: local?.branch ?? null,
    commit: local?.commit ?? null,
    taskSlug: local?.taskSlug ?? null,
    base: { available: true, ref: base.name, mergeBase: base.sha, files: new Set(blobs.keys()) },
    changedAmong: (paths) => changedSince(blobs, paths, folder),
    deletedAmong: (paths) => deletedSince(blobs, paths, folder),
    async readFromBase(path) {
      const sha = blobs.get(path);
      if (sha === undefined) return null;
      const blob = await ask(async () => (await octokit.rest.git.getBlob({ owner, repo, file_sha: sha })).data);
      return blob.outcome === "ok" ? Buffer.from(blob.data.content, "base64").toString("utf8") : null;
    },
  };
}
