import { type Answer, ask, type Failed, type Github, once } from "./api.ts";
import { ownPosts, refuseHalfLists, wordsOf } from "./own-posts.ts";

/** An issue that is found again by its key, which the first line of `body` holds together with `hash`. */
export type IssueText = {
  readonly title: string;
  readonly body: string;
  readonly hash: string;
  /** Comments, since an edit notifies nobody: of other content, and of an issue that was closed. */
  readonly changed: string;
  readonly back: string;
};

export type KeptIssue =
  | {
      readonly outcome: "opened" | "updated" | "reopened" | "closed" | "unchanged";
      readonly url: string;
      /** Null: the comment that goes with it is written, or there is none. */
      readonly unsaid: Failed | null;
    }
  | { readonly outcome: "not-needed" }
  | { readonly outcome: "failed"; readonly answer: Failed };

/** Whose issue it is: the key, and the name under which this job's token writes. */
export type Ours = { readonly key: string; readonly login: string };

const label = "schemagate";

/** Brings the one issue of this key up to date: opened, edited, opened again, or left alone. Never two. Needs `issues: write`. */
export async function keepIssue(github: Github, ours: Ours, issue: IssueText): Promise<KeptIssue> {
  const found = await findIssue(github, ours);
  if (found.outcome === "failed") return { outcome: "failed", answer: found };
  const last = found.data ?? (await findAmongOpen(github, ours));
  if (last !== null && "outcome" in last) return { outcome: "failed", answer: last };
  if (last === null) return open(github, ours, issue);
  const { title, body } = issue;
  if (last.state === "open" && last.hash === issue.hash && wordsOf(last.body) === wordsOf(body))
    return { outcome: "unchanged", url: last.url, unsaid: null };
  const edited = await edit(github, last, { title, body, state: "open" });
  if (edited.outcome === "failed") return { outcome: "failed", answer: edited };
  if (last.state === "closed") return say(github, last, "reopened", issue.back);
  return last.hash === issue.hash
    ? { outcome: "updated", url: last.url, unsaid: null }
    : say(github, last, "updated", issue.changed);
}

/** Closes the issue of this key, if there is one that is open. Needs `issues: write`. */
export async function closeIssue(github: Github, ours: Ours, comment: string): Promise<KeptIssue> {
  const found = await findIssue(github, ours);
  if (found.outcome === "failed") return { outcome: "failed", answer: found };
  if (found.data === null || found.data.state === "closed") return { outcome: "not-needed" };
  // Closed first: that can be done twice, a comment can't.
  const edited = await edit(github, found.data, { state: "closed", state_reason: "completed" });
  if (edited.outcome === "failed") return { outcome: "failed", answer: edited };
  return say(github, found.data, "closed", comment);
}

type Found = {
  readonly number: number;
  readonly url: string;
  readonly state: "open" | "closed";
  readonly body: string;
  readonly hash: string;
};

/** Ours, open or closed, over all pages; an open one before a closed one, the oldest of several. */
async function findIssue(github: Github, ours: Ours): Promise<Answer<Found | null>> {
  return ask(async () => oldest(await list(github, { state: "all", creator: ours.login }, ours)));
}

/**
 * Before one is opened, once more by another way: what filters by author has been seen to find nothing of an app's. An empty list where
 * GitHub counts open issues is no list.
 */
async function findAmongOpen(github: Github, ours: Ours): Promise<Found | Failed | null> {
  const { octokit, owner, repo } = github;
  const answer = await ask(async () => {
    const { found, listed } = await list(github, { state: "open" }, ours);
    const { open_issues_count: counted } = (await octokit.rest.repos.get({ owner, repo })).data;
    if (typeof counted !== "number" || (listed === 0 && counted > 0))
      throw new Error(`the list of issues holds ${listed} of ${counted ?? "an unknown number"}`);
    return oldest({ found, listed });
  });
  return answer.outcome === "ok" ? answer.data : answer;
}

type Listing = { readonly found: readonly Found[]; readonly listed: number };

async function list(
  { octokit, owner, repo }: Github,
  which: { readonly state: "all" | "open"; readonly creator?: string },
  { key, login }: Ours,
): Promise<Listing> {
  const request = { owner, repo, ...which, per_page: 100 } as const;
  let pages = 0;
  const listed = await octokit.paginate(octokit.rest.issues.listForRepo, request, ({ data }) => {
    pages += 1;
    // Nobody announces a page that holds nothing.
    if (pages > 1 && data.length === 0) throw new Error(`page ${pages} of the list of issues is empty`);
    return data;
  });
  refuseHalfLists(listed, "issues");
  const issues = listed.filter(({ pull_request: pull }) => pull === undefined);
  const found = ownPosts(issues, key, login).map(({ number, html_url: url, state, body, hash }): Found => {
    if (typeof number !== "number" || (state !== "open" && state !== "closed"))
      throw new Error("the list of issues is not whole");
    return { number, url, state, body: body ?? "", hash };
  });
  return { found, listed: listed.length };
}

function oldest({ found }: Listing): Found | null {
  const sorted = found.toSorted((a, b) => a.number - b.number);
  return sorted.find(({ state }) => state === "open") ?? sorted[0] ?? null;
}

/** Where no answer says whether it is there, it is looked for once, and never tried again in this run: the next one finds it. */
async function open(github: Github, ours: Ours, { title, body, hash }: IssueText): Promise<KeptIssue> {
  const { octokit, owner, repo } = github;
  const created = await ask(async () => {
    const request = { owner, repo, title, body, labels: [label], ...once };
    return (await octokit.rest.issues.create(request)).data.html_url;
  });
  if (created.outcome === "ok") return { outcome: "opened", url: created.data, unsaid: null };
  if (created.status !== null && created.status < 500) return { outcome: "failed", answer: created };
  const again = await findIssue(github, ours);
  if (again.outcome === "ok" && again.data?.hash === hash) return { outcome: "opened", url: again.data.url, unsaid: null };
  return { outcome: "failed", answer: created };
}

type Edit = {
  readonly title?: string;
  readonly body?: string;
  readonly state: "open" | "closed";
  readonly state_reason?: "completed";
};

async function edit({ octokit, owner, repo }: Github, { number }: Found, changes: Edit): Promise<Answer<null>> {
  return ask(async () => {
    await octokit.rest.issues.update({ owner, repo, issue_number: number, ...changes });
    return null;
  });
}

/** A comment whose answer is lost is not repeated: what it says stands in the issue. */
async function say(
  { octokit, owner, repo }: Github,
  { number, url }: Found,
  outcome: "updated" | "reopened" | "closed",
  body: string,
): Promise<KeptIssue> {
  const said = await ask(() => octokit.rest.issues.createComment({ owner, repo, issue_number: number, body, ...once }));
  return { outcome, url, unsaid: said.outcome === "failed" ? said : null };
}
