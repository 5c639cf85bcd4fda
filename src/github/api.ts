import { getOctokit } from "@actions/github";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";

export type Octokit = ReturnType<typeof getOctokit>;

/** GitHub's API for one repository. */
export type Github = { readonly octokit: Octokit; readonly owner: string; readonly repo: string };

/** An answer, or why there is none: a call that fails is a fact to decide on, not an exception. */
export type Answer<Data> = { readonly outcome: "ok"; readonly data: Data } | Failed;
export type Failed = {
  readonly outcome: "failed";
  /** Null: no answer at all. */
  readonly status: number | null;
  /** GitHub's words, or the network's. */
  readonly message: string;
};

const timeoutMs = 20_000;

/** `retries`: how often a call is repeated that may be repeated. Calls that create something must pass `once`. */
export function openGithub(token: string, repository: { readonly owner: string; readonly repo: string }): Github {
  const octokit = getOctokit(
    token,
    {
      retry: { retries: 2 },
      throttle: { onRateLimit: retryOnce, onSecondaryRateLimit: retryOnce },
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    retry,
    throttling,
  );
  // Not through `request.fetch`: that would take the toolkit's own away, which knows the proxies of self-hosted runners.
  octokit.hook.before("request", (options) => {
    options.request.signal = AbortSignal.timeout(timeoutMs);
  });
  return { octokit, owner: repository.owner, repo: repository.repo };
}

/** A 5xx may come after the request was carried out: such a call is never repeated blindly. */
export const once = { request: { retries: 0 } } as const;

/** Longer than this nobody waits for a limit to pass. */
const longestWaitSeconds = 60;

function retryOnce(after: number, _options: unknown, _octokit: unknown, count: number): boolean {
  return count < 1 && after <= longestWaitSeconds;
}

/** Runs a call; what it throws becomes an answer. */
export async function ask<Data>(call: () => Promise<Data>): Promise<Answer<Data>> {
  try {
    return { outcome: "ok", data: await call() };
  } catch (error) {
    const status = (error as { readonly status?: unknown }).status;
    const message = error instanceof Error ? error.message : String(error);
    return { outcome: "failed", status: typeof status === "number" ? status : null, message: firstLine(message) };
  }
}

/** What is missing when GitHub says no, with the lines to paste. `permission` is the key of a workflow's `permissions:`. */
export function explainFailure(
  { status, message }: Failed,
  what: string,
  permission: string,
): { readonly message: string; readonly hint: string } {
  if (status === 401)
    return {
      message: `${what}: GitHub does not accept the token (401).`,
      hint: "Leave github-token out, or give one that is valid.",
    };
  if (status === 403 || status === 404)
    return {
      message: `${what}: GitHub answers ${status}, "${message}".`,
      hint: `The job needs this permission:\npermissions:\n  ${permission}`,
    };
  return {
    message: `${what}: ${status === null ? "GitHub did not answer" : `GitHub answers ${status}`} (${message}).`,
    hint: "Start a new run when GitHub is well: https://www.githubstatus.com shows it.",
  };
}

/** An answer of the wrong shape is none. */
export function listIn<Item>(data: readonly Item[] | undefined | null, what: string): readonly Item[] {
  if (!Array.isArray(data)) throw new Error(`the answer holds no ${what}`);
  return data as readonly Item[];
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}
