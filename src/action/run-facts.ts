import { z } from "zod";
import { UserError } from "../errors.ts";

/** What GitHub tells a run about itself. */
export type RunFacts = {
  readonly repository: { readonly owner: string; readonly repo: string; readonly id: number | null };
  readonly event: string;
  /** What is checked out: on a pull request GitHub's merge of it. */
  readonly sha: string;
  readonly ref: string;
  readonly runId: number;
  readonly attempt: number;
  readonly runUrl: string;
  /** `.github/workflows/schema.yml` */
  readonly workflow: string;
  /** Who caused the run, and who started this attempt of it. */
  readonly actor: string;
  readonly triggeringActor: string;
  readonly defaultBranch: string | null;
  /** Of a push: the newest commit of the branch before it; null on other events, and for a branch that is new. */
  readonly before: string | null;
  /** Null on other events. */
  readonly pullRequest: PullRequestFacts | null;
  /** What a merge queue's group is made on; null on other events. */
  readonly mergeGroupBase: string | null;
};

/** A pull request and a group of the merge queue are looked at; on a branch, a plan is made that somebody may approve. */
export function isProposed({ pullRequest, mergeGroupBase }: RunFacts): boolean {
  return pullRequest !== null || mergeGroupBase !== null;
}

/** Events that check out what they are about: the merge of a pull request, the group of a queue, or a commit of a branch of this repository. */
const comparable: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "merge_group",
  "push",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch",
]);

/** Throws UserError for events that check out the default branch whatever they are about: compared with itself it would look as if nothing changed. */
export function refuseOtherEvents({ event }: RunFacts): void {
  if (comparable.has(event)) return;
  throw new UserError(
    "invalid-input",
    `command: preflight can't run for the event ${event}: GitHub checks out another commit for it than the one that somebody proposes.`,
    "For pull requests use on: pull_request (with live: recorded also those from forks are compared), for merge queues merge_group, for the plan after the merge push on the default branch. What has to come first, tests for example, can be a job of the same workflow that this one needs.",
  );
}

export type PullRequestFacts = {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
  readonly author: string;
  /** From another repository, or by Dependabot: no secrets, and a token that only reads. */
  readonly outside: boolean;
};

const payloadShape = z.looseObject({
  before: z.string().optional(),
  merge_group: z.looseObject({ base_sha: z.string() }).optional(),
  repository: z.looseObject({ id: z.number(), full_name: z.string(), default_branch: z.string() }).optional(),
  pull_request: z
    .looseObject({
      number: z.number(),
      user: z.looseObject({ login: z.string() }).nullable(),
      head: z.looseObject({ sha: z.string(), repo: z.looseObject({ full_name: z.string() }).nullable() }),
      base: z.looseObject({ sha: z.string() }),
    })
    .optional(),
});

/** Reads `GITHUB_*` and the event. Throws UserError where this is no run of GitHub Actions. */
export function readRunFacts(environment: Readonly<Record<string, string | undefined>>, payload: unknown): RunFacts {
  const missing: string[] = [];
  const need = (name: string): string => {
    const value = environment[name] ?? "";
    if (value === "") missing.push(name);
    return value;
  };
  const fullName = need("GITHUB_REPOSITORY");
  const [owner = "", repo = ""] = fullName.split("/");
  const runId = Number(need("GITHUB_RUN_ID"));
  const parsed = payloadShape.safeParse(payload).data ?? {};
  const facts: RunFacts = {
    repository: { owner, repo, id: parsed.repository?.id ?? null },
    event: need("GITHUB_EVENT_NAME"),
    sha: need("GITHUB_SHA"),
    ref: need("GITHUB_REF"),
    runId,
    attempt: Number(need("GITHUB_RUN_ATTEMPT")),
    runUrl: `${environment["GITHUB_SERVER_URL"] ?? "https://github.com"}/${fullName}/actions/runs/${runId}`,
    workflow: workflowPath(environment["GITHUB_WORKFLOW_REF"] ?? "", fullName),
    actor: environment["GITHUB_ACTOR"] ?? "",
    triggeringActor: environment["GITHUB_TRIGGERING_ACTOR"] ?? "",
    defaultBranch: parsed.repository?.default_branch ?? scheduledBranch(environment),
    before: beforePush(environment["GITHUB_EVENT_NAME"], parsed.before),
    pullRequest: parsed.pull_request === undefined ? null : pullRequestFacts(parsed.pull_request, fullName, environment),
    mergeGroupBase: parsed.merge_group?.base_sha ?? null,
  };
  if (missing.length > 0)
    throw new UserError(
      "invalid-input",
      `This is no run of GitHub Actions: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set.`,
      "Elsewhere, use the command line: schemagate help.",
    );
  return facts;
}

/** The event of a schedule may say nothing of the repository, and it is always one of the default branch. */
function scheduledBranch(environment: Readonly<Record<string, string | undefined>>): string | null {
  const [, branch = null] = /^refs\/heads\/(.+)$/.exec(environment["GITHUB_REF"] ?? "") ?? [];
  return environment["GITHUB_EVENT_NAME"] === "schedule" ? branch : null;
}

/** Zeros stand for none. */
function beforePush(event: string | undefined, before: string | undefined): string | null {
  return event === "push" && before !== undefined && /^(?!0+$)[0-9a-f]{40,64}$/.test(before) ? before : null;
}

function pullRequestFacts(
  pull: NonNullable<z.infer<typeof payloadShape>["pull_request"]>,
  fullName: string,
  environment: Readonly<Record<string, string | undefined>>,
): PullRequestFacts {
  return {
    number: pull.number,
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    author: pull.user?.login ?? "",
    outside: pull.head.repo?.full_name !== fullName || environment["GITHUB_ACTOR"] === "dependabot[bot]",
  };
}

/** `acme/shop/.github/workflows/schema.yml@refs/heads/main` */
function workflowPath(reference: string, fullName: string): string {
  const path = reference.split("@", 1)[0] ?? "";
  return path.startsWith(`${fullName}/`) ? path.slice(fullName.length + 1) : path;
}
