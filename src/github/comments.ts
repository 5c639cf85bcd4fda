import { type Comment, readMarker } from "../report/comment/comment.ts";
import { type Answer, ask, type Failed, type Github, once } from "./api.ts";
import { ownLogin } from "./own-login.ts";
import { ownPosts, refuseHalfLists, wordsOf } from "./own-posts.ts";

export type Posted =
  | { readonly outcome: "created" | "updated" | "unchanged"; readonly url: string }
  | { readonly outcome: "not-needed" }
  | { readonly outcome: "failed"; readonly answer: Failed };

type Found = {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  readonly badness: number;
  readonly hash: string;
};

/**
 * Brings the one comment of this key up to date. Edited where it stands, unless the verdict got worse: an edit notifies nobody. Never
 * two: after a failure that may have come too late, it is looked for before it is tried again. Needs `pull-requests: write`.
 */
export async function postComment(github: Github, number: number, key: string, comment: Comment): Promise<Posted> {
  const found = await findComment(github, number, key);
  if (found.outcome === "failed") return { outcome: "failed", answer: found };
  const last = found.data;
  const hash = readMarker(comment.body)?.hash ?? "";
  if (last === null && !comment.hasSomethingToSay) return { outcome: "not-needed" };
  if (last === null) {
    const incomplete = await missingFromList(github, number, found.listed);
    return incomplete ?? create(github, number, key, comment, hash);
  }
  if (last.hash === hash && wordsOf(last.body) === wordsOf(comment.body)) return { outcome: "unchanged", url: last.url };
  if (comment.badness <= last.badness) return update(github, last, comment.body);
  const created = await create(github, number, key, comment, hash);
  if (created.outcome === "created") await update(github, last, outdated(comment.body, created.url));
  return created;
}

/** A comment on a pull request, as GitHub lists it. */
export type ListedComment = {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string;
  readonly user: { readonly login: string; readonly type: string } | null;
  readonly created_at: string;
  readonly updated_at: string;
};

/** All comments of a pull request, over all pages. Needs `pull-requests: read`. */
export function listComments({ octokit, owner, repo }: Github, number: number): Promise<Answer<readonly ListedComment[]>> {
  return ask(async () => {
    const request = { owner, repo, issue_number: number, per_page: 100 };
    const comments: readonly ListedComment[] = await octokit.paginate(octokit.rest.issues.listComments, request);
    refuseHalfLists(comments, "comments");
    return comments;
  });
}

/** The newest of ours: by marker and author. */
async function findComment(github: Github, number: number, key: string): Promise<FoundAnswer> {
  const listed = await listComments(github, number);
  if (listed.outcome === "failed") return listed;
  const own = ownPosts(listed.data, key, await ownLogin(github)).map(
    ({ id, html_url: url, body, badness, hash }): Found => ({ id, url, body: body ?? "", badness, hash }),
  );
  return { outcome: "ok", data: own.toSorted((a, b) => a.id - b.id).at(-1) ?? null, listed: listed.data.length };
}

type FoundAnswer = { readonly outcome: "ok"; readonly data: Found | null; readonly listed: number } | Failed;

/** A list that is shorter than GitHub's own count may leave ours out: nothing is written then. */
async function missingFromList({ octokit, owner, repo }: Github, number: number, listed: number): Promise<Posted | null> {
  const pull = await ask(async () => (await octokit.rest.pulls.get({ owner, repo, pull_number: number })).data.comments);
  if (pull.outcome === "failed") return { outcome: "failed", answer: pull };
  if (pull.data <= listed) return null;
  const message = `the list of comments holds ${listed} of ${pull.data ?? "an unknown number"}`;
  return { outcome: "failed", answer: { outcome: "failed", status: null, message } };
}

async function create(github: Github, number: number, key: string, comment: Comment, hash: string): Promise<Posted> {
  const { octokit, owner, repo } = github;
  const post = () =>
    ask(async () => {
      const request = { owner, repo, issue_number: number, body: comment.body, ...once };
      return (await octokit.rest.issues.createComment(request)).data.html_url;
    });
  const first = await post();
  if (first.outcome === "ok") return { outcome: "created", url: first.data };
  // No answer, or a server's own failure: it may be there.
  if (first.status !== null && first.status < 500) return { outcome: "failed", answer: first };
  const again = await findComment(github, number, key);
  if (again.outcome === "ok" && again.data?.hash === hash) return { outcome: "created", url: again.data.url };
  if (again.outcome === "failed") return { outcome: "failed", answer: first };
  // A list may be older than what was stored: not there only counts when the list is whole.
  if ((await missingFromList(github, number, again.listed)) !== null) return { outcome: "failed", answer: first };
  const second = await post();
  if (second.outcome === "ok") return { outcome: "created", url: second.data };
  return { outcome: "failed", answer: second };
}

async function update({ octokit, owner, repo }: Github, { id, url }: Found, body: string): Promise<Posted> {
  const answer = await ask(() => octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body }));
  return answer.outcome === "ok" ? { outcome: "updated", url } : { outcome: "failed", answer };
}

/** What is left of a comment that a worse one replaces. */
function outdated(newBody: string, url: string): string {
  return `${newBody.split("\n", 1)[0] ?? ""}\nOutdated: the verdict has changed, [see the newer comment](${url}).\n`;
}
