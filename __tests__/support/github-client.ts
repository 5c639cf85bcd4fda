import { getOctokit } from "@actions/github";
import { type RunFacts, readRunFacts } from "../../src/action/run-facts.ts";
import type { Github as Api } from "../../src/github/api.ts";
import type { GithubEvent } from "./github/events.ts";
import type { Fault } from "./github/faults.ts";
import type { Permissions } from "./github/state.ts";
import type { Github } from "./github-server.ts";

/** The API of the server as `src/github` takes it, for tests that call it without the bundle. Nothing is tried twice. */
export function apiOf(server: Github, permissions: Permissions, login?: string): Api {
  const octokit = getOctokit(server.token(permissions, login === undefined ? {} : { login }), { baseUrl: server.apiUrl });
  const [owner = "", repo = ""] = server.repository.split("/");
  return { octokit, owner, repo };
}

/** What the first attempt of a run of this event knows of itself. */
export function factsOf(server: Github, event: GithubEvent): RunFacts {
  const environment = {
    GITHUB_REPOSITORY: server.repository,
    GITHUB_RUN_ID: "1",
    GITHUB_EVENT_NAME: event.name,
    GITHUB_SHA: event.sha,
    GITHUB_REF: event.ref,
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKFLOW_REF: `${server.repository}/.github/workflows/schema-production.yml@refs/heads/main`,
  };
  return readRunFacts(environment, event.payload);
}

/** Seconds pass between any two things that happen. */
export function ticking(): () => Date {
  let now = Date.parse("2026-11-22T08:00:00Z");
  return () => {
    now += 1_000;
    return new Date(now);
  };
}

/** Each way in which an answer may be none. */
export const noAnswers: readonly (readonly [name: string, fault: Omit<Fault, "path">])[] = [
  ["401", { status: 401 }],
  ["403", { status: 403 }],
  ["404", { status: 404 }],
  ["500", { status: 500 }],
  ["an empty list", { body: [] }],
  ["an empty object", { body: {} }],
  ["null", { body: "null", headers: { "content-type": "application/json" } }],
  ["no answer", { reset: true }],
];
