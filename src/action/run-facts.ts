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
  /** Null on other events. */
  readonly pullRequest: PullRequestFacts | null;
};

export type PullRequestFacts = {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
  readonly author: string;
  /** From another repository, or by Dependabot: no secrets, and a token that only reads. */
  readonly outside: boolean;
};

const payloadShape = z.looseObject({
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
    defaultBranch: parsed.repository?.default_branch ?? null,
    pullRequest: parsed.pull_request === undefined ? null : pullRequestFacts(parsed.pull_request, fullName, environment),
  };
  if (missing.length > 0)
    throw new UserError(
      "invalid-input",
      `This is no run of GitHub Actions: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set.`,
      "Elsewhere, use the command line: schemagate help.",
    );
  return facts;
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
