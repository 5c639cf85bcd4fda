/** What GitHub writes into GITHUB_EVENT_PATH: recorded payloads, with what they say about the repository and its objects replaced. */
import examples from "@octokit/webhooks-examples" with { type: "json" };
import type { Github } from "../github-server.ts";
import { person, pull, run as renderRun, repository } from "./render.ts";

export type GithubEvent = {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** GITHUB_SHA */
  readonly sha: string;
  /** GITHUB_REF */
  readonly ref: string;
  /** GITHUB_HEAD_REF and GITHUB_BASE_REF: only pull requests have them. */
  readonly headRef: string;
  readonly baseRef: string;
  readonly actor: string;
};

type PullAction = "opened" | "synchronize" | "reopened" | "closed" | "labeled" | "ready_for_review";

export async function pullRequestEvent(
  github: Github,
  number: number,
  action: PullAction,
  actor: string | null = null,
  name: "pull_request" | "pull_request_target" = "pull_request",
): Promise<GithubEvent> {
  const found = github.pull(number);
  const sender = actor ?? github.issue(number).author.login;
  const isOnBase = name === "pull_request_target" || found.merged !== null;
  // A workflow of a merged pull request runs on its base; one with a conflict doesn't run at all.
  const sha = isOnBase ? await tip(github, found.base) : found.mergeSha;
  if (sha === null) throw new Error(`Pull request ${number} has a conflict: GitHub starts no workflow of ${name}.`);
  return {
    name,
    payload: {
      ...recorded("pull_request", action),
      action,
      number,
      pull_request: { ...objectIn(recorded("pull_request", action), "pull_request"), ...pull(github.state, found) },
      ...common(github, sender),
    },
    sha,
    ref: isOnBase ? `refs/heads/${found.base}` : `refs/pull/${number}/merge`,
    headRef: found.headBranch,
    baseRef: found.base,
    actor: sender,
  };
}

export async function pushEvent(
  github: Github,
  branch: string,
  actor: string,
  before: string | null = null,
): Promise<GithubEvent> {
  const sha = await tip(github, branch);
  const commit = await github.git.commit(sha);
  const headCommit = { id: sha, tree_id: commit.tree, message: commit.message, timestamp: commit.date };
  return {
    name: "push",
    payload: {
      ...recorded("push", null),
      ref: `refs/heads/${branch}`,
      before: before ?? commit.parents[0] ?? "0".repeat(40),
      after: sha,
      head_commit: headCommit,
      commits: [headCommit],
      pusher: { name: actor },
      ...common(github, actor),
    },
    sha,
    ref: `refs/heads/${branch}`,
    headRef: "",
    baseRef: "",
    actor,
  };
}

export function dispatchEvent(
  github: Github,
  actor: string,
  inputs: Readonly<Record<string, string>> = {},
  branch = github.defaultBranch,
): Promise<GithubEvent> {
  return onBranch(github, "workflow_dispatch", branch, actor, {
    ...recorded("workflow_dispatch", null),
    inputs,
    ref: `refs/heads/${branch}`,
  });
}

export function scheduleEvent(github: Github, schedule: string, actor = "ann"): Promise<GithubEvent> {
  return onBranch(github, "schedule", github.defaultBranch, actor, { schedule });
}

/** `headSha` is the commit that the queue has made; the caller puts it on `refs/heads/gh-readonly-queue/...`. */
export function mergeGroupEvent(
  github: Github,
  queueBranch: string,
  headSha: string,
  baseSha: string,
  actor: string,
): Promise<GithubEvent> {
  const group = {
    head_sha: headSha,
    head_ref: `refs/heads/${queueBranch}`,
    base_sha: baseSha,
    base_ref: `refs/heads/${github.defaultBranch}`,
  };
  const payload = { ...recorded("merge_group", "checks_requested"), merge_group: group };
  return onBranch(github, "merge_group", queueBranch, actor, payload);
}

export function workflowRunEvent(github: Github, run: number, actor: string): Promise<GithubEvent> {
  const payload = { ...recorded("workflow_run", "completed"), workflow_run: renderRun(github.state, github.run(run)) };
  return onBranch(github, "workflow_run", github.defaultBranch, actor, payload);
}

async function onBranch(
  github: Github,
  name: string,
  branch: string,
  actor: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<GithubEvent> {
  const sha = await tip(github, branch);
  return {
    name,
    payload: { ...payload, ...common(github, actor) },
    sha,
    ref: `refs/heads/${branch}`,
    headRef: "",
    baseRef: "",
    actor,
  };
}

async function tip(github: Github, branch: string): Promise<string> {
  const sha = await github.git.resolve(`refs/heads/${branch}`);
  if (sha === null) throw new Error(`There is no branch ${branch}.`);
  return sha;
}

function common(github: Github, sender: string) {
  return {
    repository: { ...repository(github.state) },
    sender: person(sender),
    organization: undefined,
    installation: undefined,
  };
}

type Example = Readonly<Record<string, unknown>>;

/** The recorded payload of an event; one without that action when there is none with it. */
function recorded(event: string, action: string | null): Example {
  const all = examples as unknown as readonly { readonly name: string; readonly examples: readonly Example[] }[];
  const found = all.find(({ name }) => name === event)?.examples ?? [];
  const chosen = found.find((each) => action === null || each["action"] === action) ?? found[0];
  if (chosen === undefined) throw new Error(`No recorded payload of ${event}.`);
  return chosen;
}

function objectIn(payload: Example, name: string): Example {
  return (payload[name] ?? {}) as Example;
}
