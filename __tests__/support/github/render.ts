/** State → the JSON that GitHub answers. */
import type { components } from "@octokit/openapi-types";
import {
  type Activity,
  type Approval,
  type Artifact,
  type Author,
  actionsBot,
  type Comment,
  type Environment,
  fullName,
  type Issue,
  type Pull,
  type Review,
  type Run,
  type State,
  userId,
} from "./state.ts";

type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
/** As far as anybody reads it. */
type Some<T> = { readonly [Field in keyof T]?: T[Field] extends object | null | undefined ? Some<T[Field]> : T[Field] };

export function user({ login, type }: Author): Schema<"simple-user"> {
  const id = userId(login);
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: `U_${id}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${id}`,
    gravatar_id: "",
    url,
    html_url: `https://github.com/${login.endsWith("[bot]") ? `apps/${login.slice(0, -5)}` : login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  };
}

export const person = (login: string) => user(login.endsWith("[bot]") ? { login, type: "Bot" } : { login, type: "User" });

export function repository(state: State): Some<Schema<"full-repository">> {
  return {
    id: state.repositoryId,
    node_id: `R_${state.repositoryId}`,
    name: state.name,
    full_name: fullName(state),
    owner: { ...person(state.owner), type: "Organization" },
    private: state.isPrivate,
    visibility: state.isPrivate ? "private" : "public",
    fork: false,
    default_branch: state.defaultBranch,
    html_url: `https://github.com/${fullName(state)}`,
    archived: false,
    has_issues: true,
    // Pull requests are issues.
    open_issues_count: [...state.issues.values()].filter((each) => each.state === "open").length,
  };
}

/** The fork of a pull request; its id follows from its name. */
function headRepository(state: State, name: string) {
  if (name === fullName(state)) return repository(state);
  const [owner = "", short = ""] = name.split("/");
  return {
    ...repository(state),
    id: userId(name),
    name: short,
    full_name: name,
    owner: person(owner),
    fork: true,
    html_url: `https://github.com/${name}`,
  };
}

const association = (state: State, { login }: Author) =>
  login === state.owner ? "OWNER" : login === actionsBot.login ? "NONE" : "MEMBER";

export function comment(state: State, said: Comment): Schema<"issue-comment"> {
  const issueUrl = `https://github.com/${fullName(state)}/${state.pulls.has(said.issue) ? "pull" : "issues"}/${said.issue}`;
  return {
    id: said.id,
    node_id: `IC_${said.id}`,
    url: `https://api.github.com/repos/${fullName(state)}/issues/comments/${said.id}`,
    html_url: `${issueUrl}#issuecomment-${said.id}`,
    issue_url: `https://api.github.com/repos/${fullName(state)}/issues/${said.issue}`,
    body: said.body,
    user: user(said.author),
    created_at: said.createdAt,
    updated_at: said.updatedAt,
    author_association: association(state, said.author),
    performed_via_github_app: null,
  };
}

function commentsOn(state: State, number: number): number {
  return [...state.comments.values()].filter((each) => each.issue === number).length;
}

export function issue(state: State, found: Issue): Some<Schema<"issue">> {
  const pull = state.pulls.get(found.number);
  const htmlUrl = `https://github.com/${fullName(state)}/${pull === undefined ? "issues" : "pull"}/${found.number}`;
  return {
    id: 2_000_000 + found.number,
    node_id: `I_${found.number}`,
    number: found.number,
    title: found.title,
    body: found.body,
    state: found.state,
    state_reason: found.stateReason as "completed",
    labels: found.labels.map((name) => ({ name })),
    user: user(found.author),
    html_url: htmlUrl,
    comments: commentsOn(state, found.number),
    created_at: found.createdAt,
    updated_at: found.updatedAt,
    ...(pull === undefined ? {} : { pull_request: { html_url: htmlUrl, merged_at: pull.merged?.at ?? null } }),
  };
}

export function pull(state: State, found: Pull): Some<Schema<"pull-request">> {
  const asIssue = state.issues.get(found.number);
  if (asIssue === undefined) throw new Error(`Pull request ${found.number} is no issue.`);
  const head = found.headRepository === null ? null : headRepository(state, found.headRepository);
  const headOwner = (found.headRepository ?? "ghost/ghost").split("/")[0] ?? "";
  return {
    id: 3_000_000 + found.number,
    node_id: `PR_${found.number}`,
    number: found.number,
    state: asIssue.state,
    locked: false,
    title: asIssue.title,
    body: asIssue.body,
    user: user(asIssue.author),
    draft: found.draft,
    comments: commentsOn(state, found.number),
    html_url: `https://github.com/${fullName(state)}/pull/${found.number}`,
    merged: found.merged !== null,
    merged_at: found.merged?.at ?? null,
    merged_by: found.merged === null ? null : person(found.merged.by),
    merge_commit_sha: found.merged?.sha ?? found.mergeSha,
    mergeable: found.merged === null ? found.mergeSha !== null : null,
    created_at: asIssue.createdAt,
    updated_at: asIssue.updatedAt,
    closed_at: asIssue.state === "closed" ? asIssue.updatedAt : null,
    head: {
      label: `${headOwner}:${found.headBranch}`,
      ref: found.headBranch,
      sha: found.headSha,
      user: person(headOwner),
      repo: head as never,
    },
    base: {
      label: `${state.owner}:${found.base}`,
      ref: found.base,
      sha: found.baseSha,
      user: person(state.owner),
      repo: repository(state) as never,
    },
  };
}

export function review(state: State, number: number, given: Review): Some<Schema<"pull-request-review">> {
  return {
    id: given.id,
    node_id: `PRR_${given.id}`,
    user: user(given.author),
    body: given.body,
    state: given.state,
    commit_id: given.commit,
    submitted_at: given.submittedAt,
    html_url: `https://github.com/${fullName(state)}/pull/${number}#pullrequestreview-${given.id}`,
    author_association: association(state, given.author),
  };
}

export function activity({ id, ref, before, after, actor, kind, at }: Activity): Schema<"activity"> {
  return { id, node_id: `PSH_${id}`, before, after, ref, timestamp: at, activity_type: kind, actor: person(actor) };
}

function reviewer(state: State, { type, name }: Environment["reviewers"][number]) {
  if (type === "User") return { type, reviewer: person(name) };
  const id = userId(`team/${name}`);
  return {
    type,
    reviewer: { id, node_id: `T_${id}`, name, slug: name, html_url: `https://github.com/orgs/${state.owner}/teams/${name}` },
  };
}

/** `can_admins_bypass` is in the real answer and not in GitHub's description of it. */
export function environment(
  state: State,
  found: Environment,
): Some<Schema<"environment">> & { readonly can_admins_bypass?: boolean } {
  const rule = (type: string) => {
    const id = userId(`${found.id}/${type}`);
    return { id, node_id: `GA_${id}`, type };
  };
  const rules = [
    ...(found.waitTimer === 0 ? [] : [{ ...rule("wait_timer"), wait_timer: found.waitTimer }]),
    ...(found.reviewers.length === 0
      ? []
      : [
          {
            ...rule("required_reviewers"),
            prevent_self_review: found.preventSelfReview,
            reviewers: found.reviewers.map((each) => reviewer(state, each)),
          },
        ]),
    ...(found.branches === null ? [] : [rule("branch_policy")]),
  ];
  return {
    ...environmentName(state, found),
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    ...(found.canAdminsBypass === "unknown" ? {} : { can_admins_bypass: found.canAdminsBypass }),
    protection_rules: (found.rulesIgnored ? [] : rules) as never,
    deployment_branch_policy:
      found.branches === null || found.rulesIgnored
        ? null
        : { protected_branches: found.branches === "protected", custom_branch_policies: found.branches !== "protected" },
  };
}

function environmentName(state: State, found: Environment) {
  return {
    id: found.id,
    node_id: `EN_${found.id}`,
    name: found.name,
    url: `https://api.github.com/repos/${fullName(state)}/environments/${encodeURIComponent(found.name)}`,
    html_url: `https://github.com/${fullName(state)}/deployments/activity_log?environments_filter=${encodeURIComponent(found.name)}`,
  };
}

export function approval(state: State, given: Approval): Some<Schema<"environment-approvals">> {
  const found = state.environments.get(given.environment);
  return {
    state: given.state,
    comment: given.comment,
    user: person(given.login),
    environments:
      found === undefined
        ? []
        : [{ ...environmentName(state, found), created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" }],
  };
}

export function pendingDeployment(state: State, found: Environment): Some<Schema<"pending-deployment">> {
  return {
    environment: environmentName(state, found),
    wait_timer: found.waitTimer,
    wait_timer_started_at: null,
    current_user_can_approve: false,
    reviewers: found.reviewers.map((each) => reviewer(state, each)) as never,
  };
}

export function run(state: State, found: Run): Some<Schema<"workflow-run">> {
  return {
    id: found.id,
    node_id: `WFR_${found.id}`,
    name: found.name,
    path: found.workflow,
    display_title: found.name,
    workflow_id: userId(found.workflow),
    run_number: found.id,
    run_attempt: found.attempt,
    event: found.event,
    status: found.status,
    conclusion: found.conclusion,
    head_sha: found.headSha,
    head_branch: found.headBranch,
    head_repository: headRepository(state, found.headRepository) as never,
    repository: repository(state) as never,
    pull_requests: found.pulls.map((number) => ({ number })) as never,
    actor: person(found.actor),
    triggering_actor: person(found.triggeringActor),
    html_url: `https://github.com/${fullName(state)}/actions/runs/${found.id}`,
    created_at: found.createdAt,
    updated_at: found.createdAt,
    run_started_at: found.createdAt,
  };
}

export function artifact(state: State, found: Artifact): Some<Schema<"artifact">> {
  const from = state.runs.get(found.run);
  const url = `https://api.github.com/repos/${fullName(state)}/actions/artifacts/${found.id}`;
  return {
    id: found.id,
    node_id: `A_${found.id}`,
    name: found.name,
    size_in_bytes: found.content?.length ?? 0,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(state, found),
    created_at: found.createdAt,
    updated_at: found.createdAt,
    expires_at: found.expiresAt,
    digest: found.digest,
    workflow_run:
      from === undefined
        ? null
        : {
            id: from.id,
            repository_id: state.repositoryId,
            head_repository_id: Number(headRepository(state, from.headRepository).id),
            head_branch: from.headBranch,
            head_sha: from.headSha,
          },
  };
}

export function isExpired(state: State, { expiresAt }: Artifact): boolean {
  return new Date(expiresAt) <= state.now();
}
