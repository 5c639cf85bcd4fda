import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  apply,
  applyDocument,
  approvalMeaning,
  bullets,
  byOutcome,
  changedSince,
  checkCare,
  checkVerification,
  checksTable,
  code,
  commandRunner,
  compared,
  count,
  countDrift,
  diff,
  differenceList,
  effectWords,
  effects,
  ending,
  engineTitle,
  executedTable,
  fence,
  fold,
  folderCache,
  gitReader,
  halves,
  historyProblems,
  join,
  kept,
  md,
  missing,
  movedList,
  nextSteps,
  numberedSql,
  openJournal,
  pending,
  permissionList,
  preflight,
  preflightDocument,
  progress,
  prose,
  ranges,
  readInputs,
  readPlan,
  readTemplates,
  reasonsTable,
  redactor,
  rehearsalWords,
  runtimeOf,
  safe,
  secondPlan,
  secretPieces,
  shortDigest,
  shortSql,
  stepList,
  stoppedAt,
  strategyLists,
  table,
  text,
  undetermined,
  unmanaged,
  usualStandInLimits,
  version,
  waitOf,
  watchSignals,
  wayBack,
  whatHappened,
  whatIsLeft,
  whereItStands,
  writeExecution,
  writePreflight,
  writeVerification
} from "./chunk-2XAAMJMZ.js";
import {
  external_exports,
  severities
} from "./chunk-2BOKJNNK.js";
import {
  error,
  getInput,
  getOctokit,
  info,
  notice,
  require_light,
  retry,
  setOutput,
  setSecret,
  summary,
  warning
} from "./chunk-MGKGMUBR.js";
import "./chunk-I464EHDJ.js";
import "./chunk-ZKYGNOYZ.js";
import "./chunk-QXUCRDIG.js";
import {
  sha256
} from "./chunk-Y2UPQWOQ.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-HVH5A3JS.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import "./chunk-LQ7MRN4E.js";
import {
  __toESM
} from "./chunk-KPJN5OEV.js";

// src/main.ts
import { mkdtemp, readFile as readFile2 } from "node:fs/promises";
import { join as join4 } from "node:path";

// src/action/action-inputs.ts
var inputs = {
  command: { description: "preflight, or apply", required: true },
  environment: {
    description: "name of the GitHub environment that protects the database, spelled as there; never guessed",
    required: true
  },
  url: { description: "connection URL, from a secret of the environment; nothing else is looked for" },
  config: { description: "configuration", default: ".github/schemagate.yml" },
  target: { description: "target of the configuration" },
  "working-directory": { description: "folder of the service", default: "." },
  source: { description: "prisma; needed where another source of truth is there too" },
  schema: { description: "path of the schema, where it is not found by the tool's own rules" },
  migrations: { description: "folder of the migrations, where it is not found by the tool's own rules" },
  strategy: { description: "migrate, push or sync", default: "migrate" },
  "push-reason": { description: "push: why there is no migration; recorded" },
  "push-until": { description: "push: the day on which the project is back to migrations" },
  "include-schemas": { description: "PostgreSQL schemas to compare, with commas" },
  "exclude-schemas": { description: "PostgreSQL schemas to leave out, with commas" },
  "dev-url": { description: "empty scratch database to use instead of the embedded engine" },
  plan: { description: "apply: the output plan of the preflight in the same run" },
  approve: { description: "apply: the output digest of the preflight in the same run" },
  approval: {
    description: "apply: environment, or none where the configuration says unprotected",
    default: "environment"
  },
  "verify-command": { description: "apply: run afterwards, without a shell and without the URL; its exit status counts" },
  "fail-on": {
    description: "preflight: severities of hazards that fail the check on a pull request, with commas",
    default: "unexecutable"
  },
  task: { description: "names the folder of the log (default: pr-NUMBER, or run-NUMBER)" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub fills it in.
  "github-token": { description: "for the comment, the artifacts and the approvals", default: "${{ github.token }}" }
};

// src/action/apply-run.ts
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join as join3 } from "node:path";

// node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var import_light = __toESM(require_light(), 1);
var VERSION = "0.0.0-development";
var noop = () => Promise.resolve();
function wrapRequest(state, request, options) {
  return state.retryLimiter.schedule(doRequest, state, request, options);
}
async function doRequest(state, request, options) {
  const { pathname } = new URL(options.url, "http://github.test");
  const isAuth = isAuthRequest(options.method, pathname);
  const isWrite = !isAuth && options.method !== "GET" && options.method !== "HEAD";
  const isSearch = options.method === "GET" && pathname.startsWith("/search/");
  const isGraphQL = pathname.startsWith("/graphql");
  const retryCount = ~~request.retryCount;
  const jobOptions = retryCount > 0 ? { priority: 0, weight: 0 } : {};
  if (state.clustering) {
    jobOptions.expiration = 1e3 * 60;
  }
  if (isWrite || isGraphQL) {
    await state.write.key(state.id).schedule(jobOptions, noop);
  }
  if (isWrite && state.triggersNotification(pathname)) {
    await state.notifications.key(state.id).schedule(jobOptions, noop);
  }
  if (isSearch) {
    await state.search.key(state.id).schedule(jobOptions, noop);
  }
  const req = (isAuth ? state.auth : state.global).key(state.id).schedule(jobOptions, request, options);
  if (isGraphQL) {
    const res = await req;
    if (res.data.errors != null && res.data.errors.some((error2) => error2.type === "RATE_LIMITED")) {
      const error2 = Object.assign(new Error("GraphQL Rate Limit Exceeded"), {
        response: res,
        data: res.data
      });
      throw error2;
    }
  }
  return req;
}
function isAuthRequest(method, pathname) {
  return method === "PATCH" && // https://docs.github.com/en/rest/apps/apps?apiVersion=2022-11-28#create-a-scoped-access-token
  /^\/applications\/[^/]+\/token\/scoped$/.test(pathname) || method === "POST" && // https://docs.github.com/en/rest/apps/oauth-applications?apiVersion=2022-11-28#reset-a-token
  (/^\/applications\/[^/]+\/token$/.test(pathname) || // https://docs.github.com/en/rest/apps/apps?apiVersion=2022-11-28#create-an-installation-access-token-for-an-app
  /^\/app\/installations\/[^/]+\/access_tokens$/.test(pathname) || // https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
  pathname === "/login/oauth/access_token");
}
var triggers_notification_paths_default = [
  "/orgs/{org}/invitations",
  "/orgs/{org}/invitations/{invitation_id}",
  "/orgs/{org}/teams/{team_slug}/discussions",
  "/orgs/{org}/teams/{team_slug}/discussions/{discussion_number}/comments",
  "/repos/{owner}/{repo}/collaborators/{username}",
  "/repos/{owner}/{repo}/commits/{commit_sha}/comments",
  "/repos/{owner}/{repo}/issues",
  "/repos/{owner}/{repo}/issues/{issue_number}/comments",
  "/repos/{owner}/{repo}/issues/{issue_number}/sub_issue",
  "/repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority",
  "/repos/{owner}/{repo}/pulls",
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies",
  "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
  "/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers",
  "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "/repos/{owner}/{repo}/releases",
  "/teams/{team_id}/discussions",
  "/teams/{team_id}/discussions/{discussion_number}/comments"
];
function routeMatcher(paths) {
  const regexes = paths.map(
    (path) => path.split("/").map((c) => c.startsWith("{") ? "(?:.+?)" : c).join("/")
  );
  const regex2 = `^(?:${regexes.map((r) => `(?:${r})`).join("|")})[^/]*$`;
  return new RegExp(regex2, "i");
}
var regex = routeMatcher(triggers_notification_paths_default);
var triggersNotification = regex.test.bind(regex);
var groups = {};
var createGroups = function(Bottleneck, common) {
  groups.global = new Bottleneck.Group({
    id: "octokit-global",
    maxConcurrent: 10,
    ...common
  });
  groups.auth = new Bottleneck.Group({
    id: "octokit-auth",
    maxConcurrent: 1,
    ...common
  });
  groups.search = new Bottleneck.Group({
    id: "octokit-search",
    maxConcurrent: 1,
    minTime: 2e3,
    ...common
  });
  groups.write = new Bottleneck.Group({
    id: "octokit-write",
    maxConcurrent: 1,
    minTime: 1e3,
    ...common
  });
  groups.notifications = new Bottleneck.Group({
    id: "octokit-notifications",
    maxConcurrent: 1,
    minTime: 3e3,
    ...common
  });
};
function throttling(octokit, octokitOptions) {
  const {
    enabled = true,
    Bottleneck = import_light.default,
    id = "no-id",
    timeout = 1e3 * 60 * 2,
    // Redis TTL: 2 minutes
    connection
  } = octokitOptions.throttle || {};
  if (!enabled) {
    return {};
  }
  const common = { timeout };
  if (typeof connection !== "undefined") {
    common.connection = connection;
  }
  const state = Object.assign(
    {
      clustering: connection != null,
      triggersNotification,
      fallbackSecondaryRateRetryAfter: 60,
      retryAfterBaseValue: 1e3,
      id
    },
    octokitOptions.throttle
  );
  if (typeof state.onSecondaryRateLimit !== "function" || typeof state.onRateLimit !== "function") {
    throw new Error(`octokit/plugin-throttling error:
        You must pass the onSecondaryRateLimit and onRateLimit error handlers.
        See https://octokit.github.io/rest.js/#throttling

        const octokit = new Octokit({
          throttle: {
            onSecondaryRateLimit: (retryAfter, options) => {/* ... */},
            onRateLimit: (retryAfter, options) => {/* ... */}
          }
        })
    `);
  }
  let initialized = false;
  const initializeBottleneck = () => {
    if (initialized) {
      return;
    }
    initialized = true;
    if (groups.global == null) {
      createGroups(Bottleneck, common);
    }
    state.global = state.global ?? groups.global;
    state.auth = state.auth ?? groups.auth;
    state.search = state.search ?? groups.search;
    state.write = state.write ?? groups.write;
    state.notifications = state.notifications ?? groups.notifications;
    state.retryLimiter = state.retryLimiter ?? new Bottleneck();
    const events = {};
    const emitter = new Bottleneck.Events(events);
    events.on("secondary-limit", state.onSecondaryRateLimit);
    events.on("rate-limit", state.onRateLimit);
    events.on(
      "error",
      (e) => octokit.log.warn("Error in throttling-plugin limit handler", e)
    );
    state.retryLimiter.on("failed", async function(error2, info2) {
      const [state2, request, options] = info2.args;
      const { pathname } = new URL(options.url, "http://github.test");
      const shouldRetryGraphQL = pathname.startsWith("/graphql") && error2.status !== 401;
      if (!(shouldRetryGraphQL || error2.status === 403 || error2.status === 429)) {
        return;
      }
      const retryCount = ~~request.retryCount;
      request.retryCount = retryCount;
      options.request.retryCount = retryCount;
      const { wantRetry, retryAfter = 0 } = await (async function() {
        if (/\bsecondary rate\b/i.test(error2.message)) {
          const retryAfter2 = Number(error2.response.headers["retry-after"]) || state2.fallbackSecondaryRateRetryAfter;
          const wantRetry2 = await emitter.trigger(
            "secondary-limit",
            retryAfter2,
            options,
            octokit,
            retryCount
          );
          return { wantRetry: wantRetry2, retryAfter: retryAfter2 };
        }
        if (error2.response.headers != null && error2.response.headers["x-ratelimit-remaining"] === "0" || (error2.response.data?.errors ?? []).some(
          (error22) => error22.type === "RATE_LIMITED"
        )) {
          const rateLimitReset = new Date(
            ~~error2.response.headers["x-ratelimit-reset"] * 1e3
          ).getTime();
          const retryAfter2 = Math.max(
            // Add one second so we retry _after_ the reset time
            // https://docs.github.com/en/rest/overview/resources-in-the-rest-api?apiVersion=2022-11-28#exceeding-the-rate-limit
            Math.ceil((rateLimitReset - Date.now()) / 1e3) + 1,
            0
          );
          const wantRetry2 = await emitter.trigger(
            "rate-limit",
            retryAfter2,
            options,
            octokit,
            retryCount
          );
          return { wantRetry: wantRetry2, retryAfter: retryAfter2 };
        }
        return {};
      })();
      if (wantRetry) {
        request.retryCount++;
        return retryAfter * state2.retryAfterBaseValue;
      }
    });
  };
  octokit.hook.wrap("request", (request, options) => {
    initializeBottleneck();
    return wrapRequest(state, request, options);
  });
  return {};
}
throttling.VERSION = VERSION;
throttling.triggersNotification = triggersNotification;

// src/github/api.ts
var timeoutMs = 2e4;
function openGithub(token, repository) {
  const octokit = getOctokit(
    token,
    {
      retry: { retries: 2 },
      throttle: { onRateLimit: retryOnce, onSecondaryRateLimit: retryOnce },
      log: { debug: () => void 0, info: () => void 0, warn: () => void 0, error: () => void 0 }
    },
    retry,
    throttling
  );
  octokit.hook.before("request", (options) => {
    options.request.signal = AbortSignal.timeout(timeoutMs);
  });
  return { octokit, owner: repository.owner, repo: repository.repo };
}
var once = { request: { retries: 0 } };
var longestWaitSeconds = 60;
function retryOnce(after, _options, _octokit, count2) {
  return count2 < 1 && after <= longestWaitSeconds;
}
async function ask(call) {
  try {
    return { outcome: "ok", data: await call() };
  } catch (error2) {
    const status = error2.status;
    const message = error2 instanceof Error ? error2.message : String(error2);
    return { outcome: "failed", status: typeof status === "number" ? status : null, message: firstLine(message) };
  }
}
function explainFailure({ status, message }, what, permission2) {
  if (status === 401)
    return {
      message: `${what}: GitHub does not accept the token (401).`,
      hint: "Leave github-token out, or give one that is valid."
    };
  if (status === 403 || status === 404)
    return {
      message: `${what}: GitHub answers ${status}, "${message}".`,
      hint: `The job needs this permission:
permissions:
  ${permission2}`
    };
  return {
    message: `${what}: ${status === null ? "GitHub did not answer" : `GitHub answers ${status}`} (${message}).`,
    hint: "Start a new run when GitHub is well: https://www.githubstatus.com shows it."
  };
}
function listIn(data, what) {
  if (!Array.isArray(data)) throw new Error(`the answer holds no ${what}`);
  return data;
}
function firstLine(text2) {
  return (text2.split("\n")[0] ?? "").slice(0, 300);
}

// src/github/approvals.ts
async function readApprovals({ octokit, owner, repo }, runId) {
  const answer = await ask(
    async () => listIn((await octokit.rest.actions.getReviewsForRun({ owner, repo, run_id: runId })).data, "list of reviews").filter(
      (review) => typeof review === "object" && review !== null
    )
  );
  if (answer.outcome === "failed") return answer;
  return {
    outcome: "ok",
    data: answer.data.map(({ state, comment, user, environments }) => ({
      state,
      comment: comment ?? "",
      user: typeof user?.id === "number" && typeof user.login === "string" ? { id: user.id, login: user.login } : null,
      environmentIds: (environments ?? []).flatMap(({ id }) => id ?? [])
    }))
  };
}
function judgeApproval(request) {
  const { approvals, rules, attempt, startedBy, allowSelfReview } = request;
  const missing2 = (message, hint) => ({
    outcome: "refused",
    reasons: [{ reason: "approval-missing", object: null, message, hint }]
  });
  const anew = "Start a new run (Run workflow, or `gh workflow run`), read its plan, and have that approved.";
  if (attempt !== 1)
    return missing2(`This is attempt ${attempt} of the run: GitHub does not tell to which attempt an approval belongs.`, anew);
  if (approvals.outcome === "failed") {
    const { message, hint } = explainFailure(approvals, "The approvals of this run can't be read", "actions: read");
    return missing2(message, hint);
  }
  const own = approvals.data.filter(({ environmentIds }) => environmentIds.includes(rules.id));
  const refused = own.find(({ state }) => state !== "approved");
  if (refused !== void 0) return missing2(`A review of this run for "${rules.name}" says ${refused.state}.`, anew);
  const counted = own.filter(({ user }) => user !== null && isReviewer(user.id, rules));
  const [approval] = counted.filter(({ user }) => allowSelfReview || !startedBy.includes(user?.login ?? ""));
  if (approval?.user == null) {
    const self = counted.length > 0 ? " by anybody but who started it" : own.length > 0 ? " by one of its reviewers" : "";
    return missing2(`This run was not approved for the environment "${rules.name}"${self}.`, anew);
  }
  const byTeam = !(rules.reviewers?.userIds ?? []).includes(approval.user.id);
  return {
    outcome: "approved",
    by: approval.user.login,
    comment: approval.comment,
    note: byTeam ? "as a member of a team that may review; GitHub checked the membership, this token can't" : null
  };
}
function isReviewer(id, { reviewers }) {
  return reviewers !== null && (reviewers.userIds.includes(id) || reviewers.teams.length > 0);
}
function destructivePermission(comment) {
  const value = (name) => {
    const [, quoted, plain] = new RegExp(`(?:^|\\s)${name}=(?:"([^"\\n]+)"|([^\\n]+?))(?=\\s+(?:backup|accept-risk)=|\\s*$)`, "m").exec(comment) ?? [];
    const text2 = (quoted ?? plain ?? "").trim();
    return text2 === "" ? null : text2;
  };
  const [backup2, acceptedRisk] = [value("backup"), value("accept-risk")];
  return backup2 === null && acceptedRisk === null ? { allowed: false } : { allowed: true, backup: backup2, acceptedRisk };
}

// src/github/artifacts.ts
import { readdir } from "node:fs/promises";
import { join as join2 } from "node:path";
async function uploadFolder(name, folder) {
  return ask(async () => {
    const { DefaultArtifactClient } = await import("./chunk-P36ZSHVO.js");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join2(entry.parentPath, entry.name));
    const { id } = await new DefaultArtifactClient().uploadArtifact(name, [...files].sort(), folder, { compressionLevel: 6 });
    if (id === void 0) throw new Error("GitHub gave the artifact no id");
    return { id };
  });
}
async function downloadFolder(id, folder) {
  return ask(async () => {
    const { DefaultArtifactClient } = await import("./chunk-P36ZSHVO.js");
    await new DefaultArtifactClient().downloadArtifact(id, { path: folder });
    return null;
  });
}

// src/github/environment.ts
async function readEnvironment(github, name, defaultBranch) {
  const { octokit, owner, repo } = github;
  const read = await ask(async () => {
    const { data } = await octokit.rest.repos.getEnvironment({ owner, repo, environment_name: name });
    const raw2 = data;
    if (typeof raw2?.id !== "number") throw new Error("the answer holds no environment");
    listIn(raw2.protection_rules ?? [], "list of rules");
    return raw2;
  });
  if (read.outcome === "failed") return read;
  const raw = read.data;
  return {
    outcome: "ok",
    data: {
      id: raw.id,
      name: raw.name,
      adminsMayBypass: typeof raw.can_admins_bypass === "boolean" ? raw.can_admins_bypass : null,
      reviewers: reviewersOf(raw.protection_rules ?? []),
      branches: await readBranches(github, raw, defaultBranch)
    }
  };
}
function reviewersOf(rules) {
  const rule = rules.find(({ type }) => type === "required_reviewers");
  const reviewers = rule?.reviewers ?? [];
  if (rule === void 0 || reviewers.length === 0) return null;
  const users = reviewers.filter(({ type }) => type === "User");
  return {
    userIds: users.flatMap(({ reviewer }) => reviewer?.id ?? []),
    logins: users.flatMap(({ reviewer }) => reviewer?.login ?? []),
    teams: reviewers.filter(({ type }) => type === "Team").map(({ reviewer }) => reviewer?.slug ?? ""),
    selfReviewPrevented: rule.prevent_self_review === true
  };
}
async function readBranches(github, raw, defaultBranch) {
  const { octokit, owner, repo } = github;
  const policy = raw.deployment_branch_policy;
  if (policy == null) return { kind: "all" };
  if (policy.custom_branch_policies) {
    const listed = await ask(async () => {
      const request = { owner, repo, environment_name: raw.name, per_page: 100 };
      const { data } = await octokit.rest.repos.listDeploymentBranchPolicies(request);
      return listIn(data.branch_policies, "list of branches").map(
        ({ name, type }) => `${type === "tag" ? "the tag " : ""}${name ?? ""}`
      );
    });
    return { kind: "listed", names: listed.outcome === "ok" ? listed.data : null };
  }
  const branch = await ask(async () => (await octokit.rest.repos.getBranch({ owner, repo, branch: defaultBranch })).data);
  return { kind: "protected", defaultBranchProtected: branch.outcome === "ok" ? branch.data.protected : null };
}
function judgeEnvironment(answer, name, defaultBranch, { allowSelfReview }) {
  const gap = (message, hint) => ({ reason: "environment-unprotected", object: null, message, hint });
  if (answer.outcome === "failed") {
    const { message, hint } = explainFailure(answer, `The rules of the environment "${name}" can't be read`, "actions: read");
    const missing2 = `Or the environment does not exist: create it under Settings, Environments, with required reviewers.`;
    return [gap(message, answer.status === 404 ? `${hint}
${missing2}` : hint)];
  }
  const { adminsMayBypass, reviewers, branches } = answer.data;
  const settings = `Settings, Environments, ${name}`;
  return [
    ...reviewers === null ? [
      gap(
        `The environment "${name}" has no required reviewers, so nobody had to approve anything.`,
        `${settings}: tick "Required reviewers" and name at least one person. Private repositories have it with GitHub Enterprise only.`
      )
    ] : [],
    ...reviewers !== null && !reviewers.selfReviewPrevented && !allowSelfReview ? [
      gap(
        `The environment "${name}" lets people approve what they started themselves.`,
        `${settings}: tick "Prevent self-review". Who works alone may write allow-self-review: true for this environment in the configuration.`
      )
    ] : [],
    ...adminsMayBypass === false ? [] : [
      gap(
        adminsMayBypass === null ? `GitHub does not say whether administrators may bypass the rules of "${name}".` : `Administrators may bypass the rules of the environment "${name}".`,
        `${settings}: untick "Allow administrators to bypass configured protection rules".`
      )
    ],
    ...branchGaps(branches, defaultBranch).map(
      (what) => gap(
        `The environment "${name}" ${what}`,
        `${settings}: under "Deployment branches and tags" choose "Selected branches and tags" and name ${defaultBranch} only.`
      )
    )
  ];
}
function branchGaps(branches, defaultBranch) {
  switch (branches.kind) {
    case "all":
      return ["may be used from every branch, so anybody who can push one can run what they like in it."];
    case "protected":
      return branches.defaultBranchProtected === true ? [] : [`is open to "protected branches", and ${defaultBranch} is not known to be one: without any, that means every branch.`];
    case "listed": {
      if (branches.names === null)
        return ["has a list of branches that can't be read: the job needs actions: read under permissions."];
      const others = branches.names.filter((name) => name !== defaultBranch);
      return branches.names.includes(defaultBranch) && others.length === 0 ? [] : [`may be used from other branches than ${defaultBranch}: ${others.join(", ") || "none is listed"}.`];
    }
  }
}

// src/github/pull-requests.ts
async function mergedPullRequest({ octokit, owner, repo }, sha) {
  return ask(async () => {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: sha });
    return data.find(({ merged_at, merge_commit_sha }) => merged_at !== null && merge_commit_sha === sha)?.number ?? null;
  });
}
async function baseOfMerge({ octokit, owner, repo }, mergeSha) {
  const parents = await ask(async () => (await octokit.rest.git.getCommit({ owner, repo, commit_sha: mergeSha })).data.parents);
  return parents.outcome === "ok" && parents.data?.length === 2 ? parents.data[0]?.sha ?? null : null;
}
async function headOf({ octokit, owner, repo }, branch) {
  return ask(async () => {
    const { sha } = (await octokit.rest.repos.getBranch({ owner, repo, branch })).data.commit;
    if (typeof sha !== "string") throw new Error("the answer holds no commit");
    return sha;
  });
}
async function gitFactsOf(github, base, local, workingDirectory) {
  const { octokit, owner, repo } = github;
  const tree = await ask(async () => {
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: base.sha, recursive: "true" });
    return { entries: listIn(data.tree, "list of files"), truncated: data.truncated };
  });
  if (tree.outcome === "failed" || tree.data.truncated) return null;
  const { path: folder, prefix } = workingDirectory;
  const blobs = new Map(
    tree.data.entries.flatMap(
      ({ type, path, sha, mode }) => type === "blob" && mode?.startsWith("100") && path?.startsWith(prefix) ? [[path.slice(prefix.length), sha]] : []
    )
  );
  return {
    branch: local?.branch ?? null,
    commit: local?.commit ?? null,
    taskSlug: local?.taskSlug ?? null,
    base: { available: true, ref: base.name, mergeBase: base.sha, files: new Set(blobs.keys()) },
    changedAmong: (paths) => changedSince(blobs, paths, folder),
    async readFromBase(path) {
      const sha = blobs.get(path);
      if (sha === void 0) return null;
      const blob = await ask(async () => (await octokit.rest.git.getBlob({ owner, repo, file_sha: sha })).data);
      return blob.outcome === "ok" ? Buffer.from(blob.data.content, "base64").toString("utf8") : null;
    }
  };
}

// src/report/comment/fit.ts
function always(text2) {
  return { kind: "part", rank: null, render: () => ({ text: text2, cut: null }) };
}
function versions(rank, first, ...shorter) {
  return {
    kind: "part",
    rank,
    render: (room) => {
      let version2 = first;
      for (const next2 of shorter) {
        if (version2.text.length <= room) break;
        version2 = next2();
      }
      return version2;
    }
  };
}
function wholeOrNot(rank, text2, what) {
  return versions(rank, { text: text2, cut: null }, () => ({ text: md``, cut: what }));
}
function fitSections(sections, limit) {
  const whole = compose(sections, () => Number.POSITIVE_INFINITY);
  return whole.length <= limit ? whole : squeeze(sections, limit);
}
var leastOfFace = 1300;
var usualHeading = 150;
function fitTargets(faces, limit) {
  const texts = [];
  let left2 = limit;
  for (const [index, { sections }] of faces.entries()) {
    const after = faces.length - index - 1;
    const enough = left2 - after * (leastOfFace + 1);
    const room = enough >= leastOfFace ? enough : Math.min(leastOfFace, left2 - after * (usualHeading + 1));
    const fitted = fitSections(sections, room);
    const heading3 = fitSections(sections.slice(0, 1), room);
    const rest2 = md`${faces.length - index} more targets have no room here: see the summary of the run.\n`;
    const text2 = [fitted, heading3].find(({ length }) => length <= left2 - (after === 0 ? 0 : rest2.length + 1)) ?? rest2;
    texts.push(text2);
    left2 -= text2.length + 1;
    if (text2 === rest2) break;
  }
  return texts.join("\n");
}
function squeeze(sections, limit) {
  const rooms = /* @__PURE__ */ new Map();
  const roomOf = (section) => rooms.get(section) ?? 0;
  const ranked = sections.flatMap((section) => section.kind === "part" && section.rank !== null ? [{ section, rank: section.rank }] : []).toSorted((a, b) => a.rank - b.rank);
  let left2 = limit - slack - compose(sections, roomOf).length;
  for (const { section } of ranked) {
    const least = section.render(0).text.length;
    const room = least + Math.max(0, left2);
    rooms.set(section, room);
    left2 -= section.render(room).text.length - least;
  }
  const squeezed = compose(sections, roomOf);
  const last = ranked.at(-1)?.section;
  if (squeezed.length <= limit || last === void 0) return squeezed;
  return squeeze(
    sections.map((section) => section === last ? leftOut(last) : section),
    limit
  );
}
var slack = 200;
function leftOut(section) {
  const { cut } = section.render(0);
  return { kind: "part", rank: null, render: () => ({ text: md``, cut: cut ?? md`what is short` }) };
}
function compose(sections, roomOf) {
  const fitted = sections.map((section) => section.kind === "part" ? section.render(roomOf(section)) : null);
  const cuts = fitted.flatMap((part) => part === null || part.cut === null ? [] : [part.cut]);
  const texts = sections.map(
    (section, index) => section.kind === "part" ? fitted[index]?.text ?? md`` : cuts.length === 0 ? md`` : section.render(cuts)
  );
  return join(
    texts.filter((text2) => text2 !== ""),
    "\n"
  );
}

// src/report/comment/last-line.ts
function lastLine(context, before) {
  return always(md`${join([...before, ...runLink(context, md`run`), code(context.commit.slice(0, 7))], " \xB7 ")}\n`);
}
function planName(digest) {
  return code(shortDigest(digest));
}
function runLink({ runUrl }, words2) {
  return /^https?:\/\/[\w./:%~-]{1,300}$/.test(runUrl) ? [`[${words2}](${runUrl})`] : [];
}
function notice2(context) {
  return {
    kind: "notice",
    render: (cuts) => {
      const summary2 = runLink(context, md`the summary of this run`)[0] ?? md`the summary of this run`;
      const what = join([...new Set(cuts)], ", ");
      return md`✂️ **Shortened to fit:** ${what}. The whole stands in ${summary2} and in its artifact. Approve only from the whole.\n`;
    }
  };
}

// src/report/comment/clip.ts
function clip(text2, length) {
  return text2.length <= length ? text2 : `${text2.slice(0, length - 1).toWellFormed().replace(/\uFFFD$/, "")}\u2026`;
}

// src/report/comment/names.ts
function whereOf({ environment, target }) {
  const name = text(clip(environment, 60));
  return target === null ? name : md`${text(clip(target, 60))} on ${name}`;
}
function objectName(id) {
  const kind = kinds.find((known2) => id.startsWith(`${known2} `));
  if (kind === void 0) return code(clip(id, 80));
  const path = id.slice(kind.length + 1);
  return md`${kind} ${code(clip(path.startsWith("public.") ? path.slice("public.".length) : path, 80))}`;
}
var kinds = [
  "materialized view",
  "primary key",
  "foreign key",
  "schema",
  "extension",
  "enum",
  "domain",
  "type",
  "sequence",
  "table",
  "column",
  "check",
  "exclusion",
  "index",
  "view",
  "function",
  "trigger",
  "policy"
];
function firstOf(names2, shown) {
  const rest2 = names2.length - shown;
  return md`${join(names2.slice(0, shown), ", ")}${rest2 > 0 ? md` and ${rest2.toLocaleString("en-US")} more` : md``}`;
}

// src/report/comment/new-run.ts
function newRun(context) {
  return fence(newRunCommand(context), "");
}
function newRunCommand({ key }) {
  const file = /(?:^|\/)([\w.-]+\.ya?ml)(?![\w.-])/.exec(key)?.[1] ?? "WORKFLOW";
  return `gh workflow run ${file.replace(/^-+/, "")}`;
}

// src/report/comment/plan-facts.ts
function numbered({ statements }) {
  return statements.map((statement, index) => ({ number: index + 1, statement }));
}
function weightOf({ effects: own, hazards }) {
  if (own.some((effect) => graveEffects.has(effect)) || hazards.some(({ severity: severity2 }) => severity2 === "destructive"))
    return "destroys";
  return own.length > 0 || hazards.some(({ severity: severity2 }) => riskySeverities.has(severity2)) ? "risks" : "harmless";
}
function worstWeight(all) {
  const weights = new Set(all.map(({ statement }) => weightOf(statement)));
  return weights.has("destroys") ? "destroys" : weights.has("risks") ? "risks" : "harmless";
}
function worstFirst(all) {
  return all.toSorted((a, b) => order(a.statement) - order(b.statement) || a.number - b.number);
}
function order({ effects: own, hazards }) {
  const byEffect = Math.min(...own.map((effect) => effects.indexOf(effect)), effects.length);
  const byHazard = Math.min(...hazards.map(({ severity: severity2 }) => severityOrder.indexOf(severity2)), severityOrder.length);
  return byEffect * (severityOrder.length + 1) + byHazard;
}
var graveEffects = /* @__PURE__ */ new Set(["deletes-data", "not-understood", "reaches-outside", "touches-history"]);
var severityOrder = [
  "destructive",
  "unexecutable",
  "unknown",
  "blocking",
  "data-dependent",
  "backward-incompatible",
  "advisory"
];
var riskySeverities = new Set(severityOrder.slice(0, 6));
function countsLine(plan) {
  const all = numbered(plan);
  const counts = effects.map((effect) => {
    const those = all.filter(({ statement }) => statement.effects.includes(effect));
    if (those.length === 0) return md`0 ${manyWords[effect]}`;
    const words2 = those.length === 1 ? oneWords[effect] : manyWords[effect];
    return md`**${number(those.length)} ${words2}** (${text(clip(ranges(those.map(({ number: number2 }) => number2)), 40))})`;
  });
  return md`Of ${number(all.length)} ${all.length === 1 ? md`statement` : md`statements`}: ${join(counts, " \xB7 ")}\n`;
}
function number(value) {
  return value.toLocaleString("en-US");
}
var oneWords = {
  "deletes-data": md`deletes data`,
  "not-understood": md`not understood`,
  "reaches-outside": md`reaches outside`,
  "changes-data": md`changes data`,
  "changes-rights": md`changes rights`,
  "touches-history": md`touches a history table`
};
var manyWords = {
  "deletes-data": md`delete data`,
  "not-understood": md`not understood`,
  "reaches-outside": md`reach outside`,
  "changes-data": md`change data`,
  "changes-rights": md`change rights`,
  "touches-history": md`touch a history table`
};
function worstFacts(all) {
  const byEffect = effects.map((effect) => ({
    those: all.filter(({ statement }) => statement.effects.includes(effect)),
    one: oneWords[effect],
    many: manyWords[effect],
    severity: effect === "deletes-data" ? "destructive" : null
  }));
  const byHazard = riskWords.map((risk) => ({ ...risk, those: all.filter(({ statement }) => isOnly(statement, risk.severity)) }));
  const facts = [...byEffect, ...byHazard].filter(({ those }) => those.length > 0);
  const words2 = facts.slice(0, 2).map((fact, index) => factWords(fact, index === 0));
  return md`${join(words2, ", ")}${facts.length > 2 ? md`, and more` : md``}`;
}
function isOnly({ effects: own, hazards }, severity2) {
  return own.length === 0 && hazards.some((hazard) => hazard.severity === severity2);
}
var riskWords = [
  { severity: "destructive", one: md`loses something`, many: md`lose something` },
  { severity: "unexecutable", one: md`can't run`, many: md`can't run` },
  { severity: "blocking", one: md`makes others wait`, many: md`make others wait` },
  { severity: "data-dependent", one: md`may fail on existing rows`, many: md`may fail on existing rows` },
  { severity: "backward-incompatible", one: md`breaks running code`, many: md`break running code` }
];
function inFewWords({ effects: own, hazards }) {
  const risks = riskWords.filter(
    ({ severity: severity2 }) => hazards.some((hazard) => hazard.severity === severity2) && !(severity2 === "destructive" && own.length > 0)
  );
  const words2 = effects.filter((effect) => own.includes(effect)).map((effect) => md`**${oneWords[effect]}**`);
  return [...words2, ...risks.map(({ one }) => one)];
}
function factWords({ those, one, many, severity: severity2 }, first) {
  const names2 = [...new Set(those.map(({ statement }) => nameOf(statement, severity2)))];
  const verb = those.length === 1 ? one : many;
  const subject = first ? those.length === 1 ? md` statement` : md` statements` : md``;
  return md`${number(those.length)}${subject} ${verb} (${firstOf(names2, 2)})`;
}
function nameOf({ sql, hazards }, severity2) {
  const named = (wanted) => wanted.find(({ object: object2 }) => object2 !== null)?.object ?? null;
  const object = named(severity2 === null ? hazards : hazards.filter((hazard) => hazard.severity === severity2)) ?? named(hazards);
  return object === null ? code(shortSql(sql, 50)) : objectName(object);
}

// src/report/comment/to-green.ts
function whatBlocks(rank, title, reasons) {
  const inFull = reasons.map(reasonInFull(Number.POSITIVE_INFINITY));
  return versions(
    rank,
    { text: steps(title, inFull.slice(0, openSteps), more(reasons.slice(openSteps))), cut: null },
    ...[600, 200, 80].map(
      (length) => () => ({
        text: steps(title, reasons.map(reasonInFull(length)), md``),
        cut: md`long texts of the reasons`
      })
    ),
    () => reasonNames(reasons, title)
  );
}
var openSteps = 8;
function reasonInFull(length) {
  return ({ reason, message, hint }) => md`${code(reason)} ${prose(clip(message, length))} ${prose(clip(hint, length))}`;
}
function more(reasons) {
  return reasons.length === 0 ? md`` : md`\n${fold(md`${count(reasons.length, "more reason")}`, reasonsTable(reasons))}`;
}
function reasonNames(reasons, title = md`Reasons`) {
  return { text: steps(title, countedReasons(reasons), md``), cut: md`the texts of ${count(reasons.length, "reason")}` };
}
function countedReasons(reasons) {
  return [...Map.groupBy(reasons, ({ reason }) => reason)].map(([reason, those]) => {
    const objects = those.flatMap(({ object }) => object === null ? [] : [objectName(clip(object, 60))]);
    const named = objects.slice(0, 5);
    return md`${code(reason)}${those.length === 1 ? md`` : md`, ${those.length} times`}${named.length === 0 ? md`` : md`: ${join(named, ", ")}`}`;
  });
}
function whatToMind(rank, title, plan, own) {
  const permissions = permissionsFor(plan);
  const items = mindItems(own, 400);
  if (items.length + permissions.length === 0) return [];
  const shorter = (length, most) => () => ({
    text: steps(title, [...mindItems(own, length).slice(0, most), ...permissions], md``),
    cut: md`texts of what to mind`
  });
  const first = steps(title, [...items.slice(0, openSteps), ...permissions], left(items.length));
  return [versions(rank, { text: first, cut: null }, shorter(120, openSteps), shorter(60, 2))];
}
function permissionsFor({ statements }) {
  const has = (effect) => statements.some(({ effects: effects2 }) => effects2.includes(effect));
  const refused = (effect) => has(effect) ? [
    md`Apply refuses what ${words[effect]}, unless the configuration of the default branch allows it here: ${code(`allow-hazards: [${effect}]`)}.`
  ] : [];
  return [...has("deletes-data") ? [backup] : [], ...refused("not-understood"), ...refused("reaches-outside")];
}
function left(all) {
  return all <= openSteps ? md`` : md`\nAnd ${all - openSteps} more kinds of risk, with the statements below.\n`;
}
function mindItems(all, length) {
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const risks = marked.flatMap(
    ({ number: number2, statement }) => statement.hazards.flatMap((hazard) => riskySeverities.has(hazard.severity) ? [{ number: number2, hazard }] : [])
  );
  const byKind = [...Map.groupBy(risks, ({ hazard }) => hazard.id).values()].toSorted(
    (a, b) => severity(a) - severity(b) || (a[0]?.number ?? 0) - (b[0]?.number ?? 0)
  );
  const unexplained = marked.filter(
    ({ statement }) => statement.effects.length > 0 && !statement.hazards.some((hazard) => riskySeverities.has(hazard.severity))
  );
  return [
    ...byKind.map((own) => {
      const [first] = own;
      const others = new Set(own.map(({ hazard }) => hazard.message)).size - 1;
      const way = first?.hazard.saferWay ?? null;
      return md`**${which(own)}:** ${text(clip(first?.hazard.message ?? "", length))}${others === 0 ? md`` : md` And ${others} more like it.`}${way === null ? md`` : md` ${prose(clip(way, length))}`}`;
    }),
    ...unexplained.slice(0, openSteps).map(({ number: number2, statement }) => {
      const words2 = statement.effects.map((effect) => effectWords[effect]).join(", ");
      return md`**Statement ${number2}** ${text(words2)}: ${code(shortSql(statement.sql, Math.min(length, 80)))}`;
    })
  ];
}
function severity(own) {
  return [...riskySeverities].indexOf(own[0]?.hazard.severity ?? "unknown");
}
function which(own) {
  const numbers = [...new Set(own.map(({ number: number2 }) => number2))];
  return md`${numbers.length === 1 ? md`Statement` : md`Statements`} ${text(clip(ranges(numbers), 60))}`;
}
var words = { "not-understood": md`was not understood`, "reaches-outside": md`reaches outside of the database` };
var backup = md`Data goes for good: whoever approves writes ${code("backup=NAME")} or ${code("accept-risk=WHY")} into the comment of the approval, or nothing runs.`;
function steps(title, items, after) {
  const lines = items.map((item, index) => `${index + 1}. ${item.replaceAll("\n", " ")}
`);
  return md`**${title}**\n\n${join(lines)}${after}`;
}

// src/report/comment/refused-face.ts
function refusedFace({ execution, plan }, context) {
  const { reasons, digest, session } = execution;
  const names2 = [...new Set(reasons.map(({ reason }) => reason))].map(code);
  const named = digest === null ? md`The plan` : md`Plan ${planName(digest)}`;
  const opened = session.length === 0 ? md` No connection that can write was opened.` : md``;
  const all = reasons.length === 1 ? md`1 reason` : md`${count(reasons.length, "reason")}; all of them must go`;
  const why = names2.length === 0 ? md`` : md` (${firstOf(names2, 3)})`;
  return {
    sections: [
      always(md`### ⛔ ${whereOf(context)}: not applied, nothing was written${why}\n`),
      always(md`${named} was refused.${opened} ${all}:\n`),
      notice2(context),
      reasonsOf(reasons),
      always(md`${again}\n\n${newRun(context)}`),
      ...plan === null ? [] : [always(countsLine(plan))],
      permission(1, execution, plan),
      lastLine(context, digest === null ? [] : [named])
    ],
    badness: 3,
    hasSomethingToSay: true
  };
}
var again = md`**Next:** start a new run, read its plan, have that approved. Don't press “Re-run jobs”: an approval can't be bound to a second attempt, so it would be refused again.`;
function reasonsOf(reasons) {
  const cutTo = (length) => () => ({
    text: reasonsTable(
      reasons.map((blocked2) => ({ ...blocked2, message: clip(blocked2.message, length), hint: clip(blocked2.hint, length) }))
    ),
    cut: md`long texts of the reasons`
  });
  return versions(0, { text: reasonsTable(reasons), cut: null }, cutTo(600), cutTo(200), cutTo(80), () => reasonNames(reasons));
}
function permission(rank, execution, plan) {
  const { digest, moved } = execution;
  const whole = digest === null ? md`` : md`- **Digest:** ${code(digest)}\n`;
  const changed = moved.length === 0 ? md`` : md`\n**Changed elsewhere**\n\n${movedList(moved)}`;
  const body = md`${permissionList(execution, plan)}${whole}${changed}`;
  return wholeOrNot(rank, fold(md`Permission and session`, body), md`permission and session`);
}

// src/report/comment/applied-face.ts
var ranks = { happened: 0, next: 1, verification: 2, permission: 3, halves: 4, statements: 5 };
function appliedFace(part, context) {
  const { execution, verification, plan } = part;
  const steps2 = next(part, context);
  return {
    sections: [
      always(md`### ${heading(part, context)}\n`),
      always(md`${secondLine(part)}\n`),
      always(countsLine(plan)),
      notice2(context),
      ...stopped(execution),
      ...steps2.length === 0 ? [] : [versions(ranks.next, { text: md`**Next**\n\n${stepList(steps2)}`, cut: null }, () => shortNext(context))],
      ...bothHalves(execution),
      ...verification === null ? [] : [verified(verification)],
      ...ran(execution),
      permission(ranks.permission, execution, plan),
      lastLine(context, [md`Plan ${planName(plan.digest)}`])
    ],
    badness: badnessOf(part),
    hasSomethingToSay: true
  };
}
function badnessOf({ execution, verification }) {
  switch (execution.outcome) {
    case "applied":
      return verification === null ? 1 : verification.outcome === "verified" ? 0 : 4;
    case "nothing-to-do":
      return verification === null ? 1 : verification.outcome === "diverged" ? 4 : 0;
    case "refused":
      return 3;
    case "partially-applied":
    case "failed":
      return 4;
  }
}
function heading({ execution, verification }, context) {
  const where = whereOf(context);
  const proof = verification === null ? "none" : verification.outcome;
  switch (execution.outcome) {
    case "applied":
    case "nothing-to-do": {
      const done = execution.outcome === "applied" ? md`applied` : md`nothing to do`;
      if (proof === "diverged") return md`🛑 ${where}: ${done}, but the database is not what the plan promised`;
      if (proof === "verified") return md`✅ ${where}: ${done}, and verified`;
      return md`⚠️ ${where}: ${done}, not verified`;
    }
    case "refused":
      return md`⛔ ${where}: not applied, nothing was written`;
    case "partially-applied":
      return md`🛑 ${where}: only partly applied${execution.stop === null ? md`` : ending(execution)}`;
    case "failed":
      return md`🛑 ${where}: not applied${execution.stop === null ? md`` : md`, ${stoppedAt(execution.stop)}`}`;
  }
}
function secondLine({ execution, verification }) {
  const proof = verification === null ? md`` : md` ${proofOf(verification)}`;
  switch (execution.outcome) {
    case "applied": {
      const { committed, before } = byOutcome(execution);
      const rest2 = before.length === 0 && execution.alreadyApplied.length === 0 ? md`` : md` The rest was there before.`;
      return md`${count(committed.length, "statement")} ran in ${text(runtimeOf(execution))}, everything is committed.${rest2}${proof}`;
    }
    case "nothing-to-do":
      return md`The database has everything of the plan already. Nothing was written.${proof}`;
    case "refused":
      return md`Nothing was written.`;
    case "partially-applied":
      return md`**${text(progress(execution))}.** What stands, and what to do, is below.${proof}`;
    case "failed":
      return md`**In short: ${whatIsLeft(execution)}.**${proof}`;
  }
}
function proofOf(verification) {
  const briefs = (wanted) => checkVerification(verification).flatMap(({ state, brief }) => state === wanted ? [text(brief)] : []);
  if (verification.outcome === "diverged") return md`**Diverged:** ${join(briefs("bad"), ", ")}.`;
  const look = briefs("look");
  return md`It is exactly what the plan promised.${look.length === 0 ? md`` : md` To look at: ${join(look, ", ")}.`}`;
}
function stopped(execution) {
  const { stop } = execution;
  if (stop === null) return [];
  const happened = whatHappened(execution, stop);
  const stands = whereItStands(execution);
  return [
    versions(
      ranks.happened,
      { text: md`**What happened**\n\n${happened}\n**Where it stands**\n\n${stands}`, cut: null },
      () => ({ text: md`**Where it stands**\n\n${stands}`, cut: md`what happened, in full` }),
      () => ({ text: md`**What happened:** ${stoppedAt(stop)}.\n`, cut: md`where it stands` })
    )
  ];
}
function bothHalves(execution) {
  const folds = halves(execution);
  return folds === "" ? [] : [wholeOrNot(ranks.halves, folds, md`the SQL of both halves`)];
}
function next({ execution, plan, verification }, context) {
  if (execution.outcome === "partially-applied" || execution.outcome === "failed")
    return [...nextSteps(execution, plan).map((step) => inWorkflow(step, context)), sameDigest];
  if (verification?.outcome !== "diverged") return [];
  return [{ say: "See each difference with its cause in a new run:", commands: [newRunCommand(context)] }];
}
function inWorkflow({ say: say2, commands }, context) {
  return { say: say2, commands: commands.map((command) => command.startsWith("schemagate ") ? newRunCommand(context) : command) };
}
var sameDigest = {
  say: "A new run makes the plan again, under the same 12 characters where neither code nor database moved, and waits for an approval. Don't press \u201CRe-run jobs\u201D: a second attempt is refused.",
  commands: []
};
function shortNext(context) {
  return { text: md`**Next**\n\n${newRun(context)}`, cut: md`what to do next, in full` };
}
function verified(verification) {
  const checks = checkVerification(verification);
  const { differences } = verification;
  const differing = differences.length === 0 ? md`` : md`\n**What differs**\n\n${differenceList(differences)}`;
  const second = secondPlan(verification);
  const body = md`${checksTable(checks)}${differing}${second === "" ? md`` : md`\n${second}`}`;
  const title = verification.outcome === "verified" ? md`Verified: ${answers(checks)}` : md`Verification: diverged`;
  const text2 = verification.outcome === "verified" ? fold(title, body) : md`**${title}**\n\n${body}`;
  return versions(
    ranks.verification,
    { text: text2, cut: null },
    () => ({ text: fold(title, checksTable(checks)), cut: md`details of the verification` }),
    () => ({ text: md``, cut: md`the verification` })
  );
}
function answers(checks) {
  const of = (wanted) => checks.filter(({ state }) => state === wanted).length;
  return join(
    [
      md`${count(of("good"), "check is", "checks are")} good`,
      ...of("look") === 0 ? [] : [md`${of("look")} to look at`],
      ...of("none") === 0 ? [] : [md`${of("none")} had nothing to check`]
    ],
    ", "
  );
}
function ran({ statements }) {
  if (statements.every(({ outcome }) => outcome === "not-run")) return [];
  const bad = statements.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const title = md`What ran: ${count(statements.length, "statement")}`;
  return [
    versions(
      ranks.statements,
      { text: fold(title, executedTable(statements)), cut: null },
      () => ({
        text: fold(title, executedTable([...bad, ...statements.filter((record) => !bad.includes(record)).slice(0, 100)])),
        cut: md`the table of what ran`
      }),
      () => ({ text: md``, cut: md`the table of what ran` })
    )
  ];
}

// src/report/comment/marker.ts
function marker(key) {
  return `<!-- schemagate ${encode(key)} -->`;
}
function markerLine(key, badness, content) {
  return `${marker(key)}<!-- badness=${badness} hash=${sha256(content)} -->`;
}
function readMarker(body) {
  const [, key, badness, hash] = /^<!-- schemagate ([^\s>]*) --><!-- badness=(\d) hash=([0-9a-f]{64}) -->\r?(?:\n|$)/.exec(body) ?? [];
  if (key === void 0 || badness === void 0 || hash === void 0) return null;
  try {
    return { key: decodeURIComponent(key), badness: Number(badness), hash };
  } catch {
    return null;
  }
}
function encode(key) {
  return encodeURIComponent(key.toWellFormed()).replaceAll("%2F", "/").replaceAll("!", "%21").replaceAll("--", "-%2D");
}

// src/report/comment/diagram.ts
var mostTables = 12;
var mostColumns = 25;
function tablesDiagram(live, plan) {
  const before = live.objects.filter(({ id }) => id in plan.base.objects);
  const after = plan.expected.snapshot.objects;
  const changed = changedTables(before, after);
  const shown = changed.slice(0, mostTables);
  if (shown.length === 0) return null;
  const names2 = uniqueNames(shown);
  const entities = shown.map((table2) => entity(table2, names2.get(table2) ?? "_", before, after));
  const links = after.flatMap((object) => object.kind === "foreign key" ? link(object, names2) : []);
  const diagram = fence(["erDiagram", ...entities, ...links].join("\n"), "mermaid");
  return { diagram, left: changed.length - shown.length };
}
function changedTables(before, after) {
  const changed = diff(before, after).flatMap((change) => {
    const object = change.kind === "create" || change.kind === "drop" ? change.object : change.to;
    if (object.kind === "table") return [object.id];
    return shownInTables(object) ? [ownerOf(object) ?? ""] : [];
  });
  const tables = new Set([...before, ...after].flatMap(({ kind, id }) => kind === "table" ? [id] : []));
  return [...new Set(changed)].filter((id) => tables.has(id)).toSorted((a, b) => a < b ? -1 : 1);
}
function shownInTables(object) {
  const { kind } = object;
  return kind === "column" || kind === "foreign key" || kind === "primary key" || kind === "index" && object.unique;
}
function entity(table2, name, before, after) {
  const [old, now] = [partsOf(table2, before), partsOf(table2, after)];
  const fate = old.there ? now.there ? null : "dropped" : "new";
  const rows2 = [
    ...now.columns.map((column) => ({ column, keys: keysOf(column, now), mark: fate ?? markOf(column, old) })),
    ...old.columns.filter(({ id }) => !now.columns.some((column) => column.id === id)).map((column) => ({ column, keys: keysOf(column, old), mark: "dropped" }))
  ];
  const telling = rows2.filter(({ keys, mark }) => mark !== "" || keys.length > 0);
  const shown = (rows2.length <= mostColumns ? rows2 : telling).slice(0, mostColumns);
  const lines = shown.map(
    ({ column, keys, mark }) => `    ${word(column.type, 30)} ${word(column.name, 60)}${keys.length === 0 ? "" : ` ${keys.join(", ")}`}${mark === "" ? "" : ` "${mark}"`}`
  );
  const more2 = rows2.length - shown.length;
  return [
    `  "${name}" {`,
    ...lines,
    ...more2 === 0 ? [] : [`    and ${more2}_more_columns`.replace(/and (\d)/, "and _$1")],
    "  }"
  ].join("\n");
}
function partsOf(table2, objects) {
  const own = objects.filter((object) => object.id === table2 || ownerOf(object) === table2);
  const named = (of) => new Set(own.flatMap(of).filter((name) => name !== null));
  return {
    there: own.some(({ id }) => id === table2),
    columns: own.flatMap((object) => object.kind === "column" ? [object] : []).toSorted((a, b) => a.position - b.position),
    primary: named((object) => object.kind === "primary key" ? object.columns : []),
    foreign: named((object) => object.kind === "foreign key" ? object.columns : []),
    unique: named(
      (object) => object.kind === "index" && object.unique && object.keys.length === 1 ? object.keys.map(({ column }) => column) : []
    )
  };
}
function keysOf({ name }, { primary, foreign, unique }) {
  return [...primary.has(name) ? ["PK"] : [], ...foreign.has(name) ? ["FK"] : [], ...unique.has(name) ? ["UK"] : []];
}
function markOf(column, old) {
  const was = old.columns.find(({ id }) => id === column.id);
  if (was === void 0) return "new";
  if (was.type !== column.type) return `was ${word(was.type, 30)}`;
  if (was.nullable !== column.nullable) return column.nullable ? "now nullable" : "now NOT NULL";
  return diff([was], [column]).length === 0 ? "" : "changed";
}
function link(key, names2) {
  const [from, to] = [names2.get(ownerOf(key) ?? ""), names2.get(key.references)];
  return from === void 0 || to === void 0 ? [] : [`  "${from}" }o--|| "${to}" : "${word(key.name, 60)}"`];
}
function word(text2, length) {
  const plain = text2.replaceAll(/[^A-Za-z0-9_]+/g, "_").slice(0, length);
  const named = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  return /^(?:PK|FK|UK)$/i.test(named) ? `${named}_` : named;
}
function uniqueNames(tables) {
  const taken = /* @__PURE__ */ new Set();
  return new Map(
    tables.map((id) => {
      const plain = word(id.replace(/^table (?:public\.)?/, ""), 60);
      let name = plain;
      for (let number2 = 2; taken.has(name); number2++) name = `${plain}_${number2}`;
      taken.add(name);
      return [id, name];
    })
  );
}

// src/report/comment/drift-fold.ts
var bold = (_level, words2) => md`**${words2}**`;
function driftFold(rank, preflight2) {
  const { drift } = preflight2.comparison.report;
  const counted = countDrift(preflight2, "without pending");
  const of = (cause) => drift.filter((entry) => entry.cause === cause);
  const parts = [
    unmanaged(of("unmanaged"), preflight2, bold),
    missing(of("missing-migration"), preflight2, bold),
    historyProblems(preflight2, bold),
    undetermined(of("undetermined"), bold),
    pending(of("pending"), bold),
    kept(preflight2, bold)
  ].filter((part) => part !== "");
  if (parts.length === 0) return [];
  const title = counted === "" ? md`Pending, and left alone` : md`Drift: ${counted}`;
  const cut = md`details of drift`;
  const list = (shown, length) => () => ({ text: fold(title, names(drift, shown, length)), cut });
  return [
    versions(rank, { text: fold(title, join(parts, "\n")), cut: null }, list(200, 300), list(30, 100), () => ({
      text: md``,
      cut
    }))
  ];
}
function names(drift, shown, length) {
  const items = drift.slice(0, shown).map(({ object, cause }) => md`${code(clip(object, length))}: ${causes[cause]}`);
  const more2 = drift.length - items.length;
  return bullets([...items, ...more2 > 0 ? [md`and ${more2} more`] : []]);
}
var causes = {
  pending: md`pending`,
  unmanaged: md`changed by hand`,
  "missing-migration": md`in the schema, without a migration`,
  "edited-after-apply": md`edited after it was applied`,
  "unknown-migration": md`applied, and not in this repository`,
  undetermined: md`cause not known`
};

// src/report/comment/sql-folds.ts
var onePiece = 8e3;
function sqlFolds(ranks3, plan) {
  const all = numbered(plan);
  const whole = block(md`SQL: ${count(all.length, "statement")}`, all);
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const harmless = all.filter(({ statement }) => weightOf(statement) === "harmless");
  if (marked.length === 0) return [harmlessSql(ranks3.plain, md`SQL`, harmless)];
  if (whole.length <= onePiece || harmless.length === 0) return [graveSql(ranks3.grave, md`SQL`, all, marked)];
  return [
    graveSql(ranks3.grave, md`SQL to mind`, marked, marked),
    harmlessSql(ranks3.plain, md`SQL of the rest, harmless`, harmless)
  ];
}
function graveSql(rank, title, all, marked) {
  const summary2 = md`${title}: ${count(all.length, "statement")}`;
  const left2 = all.length - marked.length;
  const begun = (statements, characters) => () => {
    const shown = worstFirst(marked).slice(0, statements);
    const own = md`SQL to mind: ${shown.length < marked.length ? md`the worst ${shown.length} of ` : md``}${count(marked.length, "statement")}`;
    return {
      text: block(
        own,
        shown.map(({ number: number2, statement }) => ({ number: number2, statement: { ...statement, sql: clip(statement.sql, characters) } }))
      ),
      cut: md`SQL of ${count(marked.length, "statement")} to mind, in part`
    };
  };
  return versions(
    rank,
    { text: block(summary2, all), cut: null },
    () => ({
      text: block(md`SQL to mind: ${count(marked.length, "statement")}`, marked),
      cut: left2 === 0 ? null : md`the SQL of ${count(left2, "harmless statement")}`
    }),
    begun(marked.length, 1500),
    begun(200, 300),
    begun(30, 300),
    begun(5, 160)
  );
}
function harmlessSql(rank, title, statements) {
  const cutTo = (shown) => shown.length === statements.length ? { text: block(md`${title}: ${count(shown.length, "statement")}`, shown), cut: null } : {
    text: shown.length === 0 ? md`` : block(md`${title}: the first ${shown.length} of ${count(statements.length, "statement")}`, shown),
    cut: md`the SQL of ${count(statements.length - shown.length, "harmless statement")}`
  };
  return {
    kind: "part",
    rank,
    render: (room) => {
      const whole = cutTo(statements);
      if (whole.text.length <= room) return whole;
      let [fits, tooMany] = [0, statements.length];
      while (tooMany - fits > 1) {
        const middle = Math.floor((fits + tooMany) / 2);
        if (cutTo(statements.slice(0, middle)).text.length <= room) fits = middle;
        else tooMany = middle;
      }
      return cutTo(statements.slice(0, fits));
    }
  };
}
function block(summary2, statements) {
  return fold(summary2, numberedSql(statements.map(({ number: number2, statement }) => ({ number: number2, sql: statement.sql }))));
}
function wayBackFold(rank, plan) {
  const whole = wayBack(plan);
  if (whole === "") return [];
  const lost = plan.rollback.filter((step) => "irreversible" in step).length;
  const summary2 = md`Way back${lost === 0 ? md`` : md`: ${count(lost, "thing")} can't be brought back`}`;
  return [wholeOrNot(rank, fold(summary2, whole), md`the way back`)];
}

// src/report/comment/statement-table.ts
var mostRows = 15;
var harmlessRows = 3;
function statementTable(rank, plan, waits = () => null) {
  const all = worstFirst(numbered(plan));
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const harmless = all.length - marked.length;
  const most = all.length <= mostRows ? mostRows : Math.min(mostRows, marked.length + harmlessRows);
  const withoutHarmless = harmless === 0 ? null : md`${count(harmless, "harmless statement")} of the table`;
  return versions(
    rank,
    { text: rows(all.slice(0, most), all, 80, waits), cut: null },
    () => ({ text: rows(marked.slice(0, mostRows), all, 80, waits), cut: withoutHarmless }),
    () => ({ text: rows(marked.slice(0, 3), all, 40, waits), cut: md`rows of the table` })
  );
}
function rows(shown, all, length, waits) {
  if (shown.length === 0) return rest(shown, all);
  const origins = new Set(all.map(({ statement }) => statement.origin)).size > 1;
  const header = [md`#`, md`Statement`, md`To mind`, ...origins ? [md`From`] : []];
  const cells = shown.map(({ number: number2, statement }) => [
    md`${icons[weightOf(statement)]}${number2}`,
    code(shortSql(statement.sql, length)),
    join([...inFewWords(statement), ...tried(waits(number2 - 1), length)], "; "),
    ...origins ? [code(clip(statement.origin, length))] : []
  ]);
  return md`${table(header, cells)}${rest(shown, all)}`;
}
function tried(wait, length) {
  return wait === null ? [] : [text(clip(wait, 2 * length))];
}
var icons = { destroys: md`🛑\u00A0`, risks: md`⚠️\u00A0`, harmless: md`` };
function rest(shown, all) {
  const left2 = all.filter((statement) => !shown.includes(statement));
  if (left2.length === 0) return md``;
  const of = (weight, words2) => {
    const number2 = left2.filter(({ statement }) => weightOf(statement) === weight).length;
    return number2 === 0 ? [] : [count(number2, words2, words2)];
  };
  const parts = [...of("destroys", "\u{1F6D1}"), ...of("risks", "\u26A0\uFE0F"), ...of("harmless", "harmless")];
  return md`${shown.length === 0 ? md`` : md`\n`}Not in this table: ${join(parts, ", ")}.\n`;
}

// src/report/comment/preflight-face.ts
var ranks2 = { green: 0, table: 1, grave: 2, known: 3, drift: 4, lists: 5, wayBack: 6, plain: 7, diagram: 8 };
function preflightFace(part, context) {
  switch (part.preflight.proposal.verdict.outcome) {
    case "up-to-date":
      return upToDate(part, context);
    case "planned":
    case "blocked":
      return work(part, context);
  }
}
function upToDate({ preflight: preflight2, isPullRequest }, context) {
  const drift = countDrift(preflight2, "without pending");
  const where = whereOf(context);
  const heading3 = drift === "" ? md`### ✅ ${where}: nothing to do` : md`### ⚠️ ${where}: nothing to apply, but there is drift`;
  const objects = count(preflight2.live.objects.length, "object");
  const { ignored } = preflight2.comparison.report;
  const seen = md`${objects} compared; ${drift === "" ? md`none differs` : md`**${drift}**, not from this change`}${ignored.length === 0 ? md`` : md`, ${count(ignored.length, "difference")} ignored by the configuration`}.`;
  return {
    sections: [
      always(md`${heading3}\n`),
      always(md`${isPullRequest ? md`Merging changes no schema.` : md`Nothing waits for an approval.`} ${seen}\n`),
      notice2(context),
      ...lists(preflight2),
      ...driftOf(preflight2),
      lastLine(context, [])
    ],
    badness: drift !== "" && !isPullRequest ? 1 : 0,
    hasSomethingToSay: isPullRequest && touches(preflight2)
  };
}
function work(part, context) {
  const { preflight: preflight2, isPullRequest } = part;
  const { plan: proposed, verdict } = preflight2.proposal;
  const plan = proposed !== null && proposed.statements.length > 0 ? proposed : null;
  const blocked2 = verdict.outcome === "blocked";
  const title = isPullRequest ? md`To get to green` : md`Before you approve`;
  const own = plan === null ? [] : ownStatements(part, plan);
  return {
    sections: [
      always(md`### ${heading2(part, plan, own, context)}\n`),
      always(md`${whatMergingDoes(part, context)} ${whose(part, plan)}\n`),
      ...plan === null ? [] : [always(countsLine(plan))],
      notice2(context),
      ...verdict.outcome === "blocked" ? [whatBlocks(ranks2.green, md`To get to green`, verdict.reasons)] : [],
      ...plan === null ? [] : whatToMind(ranks2.green, blocked2 ? md`Then mind` : title, plan, own),
      ...plan === null ? [] : [statementTable(ranks2.table, plan, waitsOf(preflight2, plan))],
      ...plan === null ? [] : [...sqlFolds(ranks2, plan), ...wayBackFold(ranks2.wayBack, plan)],
      ...lists(preflight2),
      ...driftOf(preflight2),
      ...plan === null ? [] : picture(preflight2, plan),
      known(preflight2, blocked2 ? null : plan),
      lastLine(context, blocked2 || plan === null ? [] : [sameCharacters(plan)])
    ],
    badness: blocked2 ? 3 : worstWeight(own) !== "harmless" ? 2 : 1,
    hasSomethingToSay: !isPullRequest || touches(preflight2)
  };
}
function ownStatements({ preflight: preflight2, isPullRequest }, plan) {
  const all = numbered(plan);
  if (!isPullRequest) return all;
  const merged = new Set(mergedBefore(preflight2).map(({ object }) => object));
  return all.filter(({ statement }) => !merged.has(`migration ${statement.origin}`));
}
function mergedBefore({ comparison }) {
  return comparison.report.drift.filter(({ cause, from }) => cause === "pending" && from === "default-branch");
}
function heading2({ preflight: preflight2 }, plan, own, context) {
  const where = whereOf(context);
  const { verdict } = preflight2.proposal;
  const weight = worstWeight(own);
  if (verdict.outcome === "blocked") {
    const names2 = [...new Set(verdict.reasons.map(({ reason }) => reason))].map(code);
    const facts = weight === "harmless" ? md`` : md`; ${worstFacts(own)}`;
    return md`⛔ ${where}: blocked by ${count(verdict.reasons.length, "reason")} (${firstOf(names2, 2)})${facts}`;
  }
  if (own.length === 0)
    return md`📋 ${where}: nothing from this pull request, ${count(plan?.statements.length ?? 0, "statement")} waiting already`;
  if (weight === "harmless") return md`📋 ${where}: ${count(own.length, "statement")}, no data is lost`;
  return md`${weight === "destroys" ? md`🛑` : md`⚠️`} ${where}: ${worstFacts(own)}`;
}
function whatMergingDoes({ preflight: preflight2, isPullRequest }, { environment }) {
  const where = code(clip(environment, 60));
  if (preflight2.proposal.verdict.outcome === "blocked")
    return isPullRequest ? md`Merging runs nothing, and as things are no plan for ${where} could be approved after it.` : md`Nothing was written, and as things are there is nothing that could be approved for ${where}.`;
  return isPullRequest ? md`Merging runs nothing by itself: the plan then waits for an approval of ${where}.` : md`Nothing has run yet: this plan waits for an approval of ${where}.`;
}
function whose({ preflight: preflight2, isPullRequest }, plan) {
  const { inputs: inputs2, comparison } = preflight2;
  if (inputs2.strategy !== "migrate")
    return md`The statements come from the difference between database and code (${code(inputs2.strategy)}).`;
  const pending2 = comparison.report.drift.filter(({ cause }) => cause === "pending");
  if (pending2.length === 0) return md`No migration is pending.`;
  const all = pending2.length === 1 ? md`1 migration is pending` : md`${pending2.length} migrations are pending`;
  if (!isPullRequest) return md`${all}: ${migrationNames(pending2)}.`;
  const mine = pending2.filter(({ from }) => from === "this-pull-request");
  const merged = mergedBefore(preflight2);
  const unknown = pending2.length - mine.length - merged.length;
  const parts = [
    ...mine.length === 0 ? [md`**none from this pull request**`] : [md`**${mine.length} from this pull request**`],
    ...merged.length === 0 ? [] : [md`${merged.length} already on the default branch (${migrationNames(merged)})${ofOthers(merged, plan)}`],
    ...unknown === 0 ? [] : [md`${unknown} of which it is not known whose they are`]
  ];
  return unknown === pending2.length ? md`${all}; it is not known which of them are this pull request's.` : md`${all}: ${join(parts, ", ")}.`;
}
function ofOthers(merged, plan) {
  const names2 = new Set(merged.map(({ object }) => object));
  const theirs = plan === null ? [] : numbered(plan).filter(({ statement }) => names2.has(`migration ${statement.origin}`));
  return worstWeight(theirs) === "harmless" ? md`` : md`, where **${worstFacts(theirs)}**`;
}
function migrationNames(pending2) {
  return firstOf(
    pending2.map(({ object }) => code(clip(object.replace(/^migration /, ""), 60))),
    2
  );
}
function touches({ changedFiles, comparison, git, proposal, project }) {
  if (changedFiles.size > 0) return true;
  if (comparison.report.drift.some(({ from }) => from === "this-pull-request")) return true;
  if (proposal.verdict.outcome === "up-to-date") return false;
  if (git === null || !git.base.available) return true;
  const here = new Set(project.files.map(({ path }) => path));
  const folder = project.migrationsFolder;
  return folder !== null && [...git.base.files].some((path) => path.startsWith(`${folder}/`) && path.endsWith(".sql") && !here.has(path));
}
function lists(preflight2) {
  const found = strategyLists(preflight2, (title) => md`**${title}**`);
  if (found === "") return [];
  return [wholeOrNot(ranks2.lists, fold(md`What was compared, kept and left alone`, found), md`what was kept and left alone`)];
}
function driftOf(preflight2) {
  return driftFold(ranks2.drift, preflight2);
}
function picture({ live }, plan) {
  const drawn = tablesDiagram(live, plan);
  if (drawn === null) return [];
  const more2 = drawn.left === 0 ? md`` : md`\n${count(drawn.left, "more table")} not drawn.\n`;
  return [
    wholeOrNot(
      ranks2.diagram,
      fold(md`Picture of the tables that change`, md`${drawn.diagram}${more2}`),
      md`the picture of the tables`
    )
  ];
}
function known(preflight2, plan) {
  const { connection, at } = preflight2;
  const bad = checkCare(preflight2).filter(({ state }) => state === "bad");
  const read = md`**Live state:** ${code(clip(connection.display, 100))} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), read at ${at.toISOString()} in a session that the database itself keeps from writing.`;
  const evidence = md`**How this is known**\n\n- ${read}\n${compared(preflight2)}${rehearsed(preflight2)}`;
  const care = bad.length === 0 ? md`` : md`\n**To look after**\n\n${bullets(bad.map(({ what, seen }) => md`${text(what)}: ${text(clip(seen, 300))}`))}`;
  const meaning = plan === null ? md`` : md`\n**What approving means**\n\n${approvalMeaning(preflight2, plan, "comment")}- **Digest:** ${code(plan.digest)}\n`;
  const title = plan === null ? md`How this is known` : md`How this is known, and what approving means`;
  return wholeOrNot(ranks2.known, fold(title, md`${evidence}${care}${meaning}`), md`how this is known`);
}
function waitsOf({ proposal, live }, plan) {
  const watching = { plan, observations: proposal.rehearsal?.observations ?? [], statistics: live.statistics };
  return (index) => waitOf(index, watching);
}
function rehearsed({ proposal }) {
  if (proposal.rehearsal === null) return md``;
  return md`- **Rehearsal:** ${join(
    rehearsalWords(proposal.rehearsal).map((words2) => prose(clip(words2, 600))),
    " "
  )}\n`;
}
function sameCharacters(plan) {
  return md`Plan ${planName(plan.digest)}: the approval shows the same 12 characters, or code or database have moved`;
}

// src/report/comment/stable.ts
function stable(part) {
  switch (part.kind) {
    case "preflight":
      return { ...part, preflight: stablePreflight(part.preflight) };
    case "refused":
      return { ...part, execution: stableExecution(part.execution) };
    case "applied":
      return {
        ...part,
        execution: stableExecution(part.execution),
        verification: part.verification === null ? null : { ...part.verification, at: "" }
      };
  }
}
function stablePreflight(preflight2) {
  const { missing: missing2, ways } = preflight2;
  return {
    ...preflight2,
    at: /* @__PURE__ */ new Date(0),
    missing: missing2 === null ? null : { ...missing2, name: missing2.name.replace(/^\d+/, "") },
    ways: new Map([...ways].map(([drift, own]) => [drift, { ...own, ignore: own.ignore.replace(/\d{4}-\d\d-\d\d/g, "") }]))
  };
}
function stableExecution(execution) {
  return {
    ...execution,
    startedAt: "",
    finishedAt: "",
    session: [],
    lockWaitMs: null,
    statements: execution.statements.map((record) => ({ ...record, startedAt: null, durationMs: null }))
  };
}

// src/report/comment/comment.ts
var commentLimit = 6e4;
var summaryLimit = 9e5;
function renderComment(part, context, limit = commentLimit) {
  return renderComments([{ part, context }], context.key, limit);
}
function renderComments(targets, key, limit = commentLimit) {
  const faces = targets.map((target) => ({ ...target, face: faceOf(target.part, target.context) }));
  const worstFirst2 = faces.toSorted((a, b) => b.face.badness - a.face.badness || compareNames(a.context, b.context));
  const badness = worstFirst2[0]?.face.badness ?? 0;
  const line = markerLine(key, badness, worstFirst2.map(({ part, context }) => contentOf(part, context)).join("\n"));
  const sections = fitTargets(
    worstFirst2.map(({ face }) => face),
    limit - line.length - 1
  );
  return { body: `${line}
${sections}`, badness, hasSomethingToSay: faces.some(({ face }) => face.hasSomethingToSay) };
}
function compareNames(a, b) {
  const [left2, right] = [a, b].map(({ environment, target }) => `${target ?? ""}\0${environment}`);
  return (left2 ?? "") < (right ?? "") ? -1 : 1;
}
function renderSummary(part, context, limit = summaryLimit) {
  return fitSections(faceOf(part, context).sections, limit);
}
function contentOf(part, context) {
  return fitSections(faceOf(stable(part), { ...context, runUrl: "" }).sections, Number.POSITIVE_INFINITY);
}
function faceOf(part, context) {
  switch (part.kind) {
    case "preflight":
      return preflightFace(part, context);
    case "refused":
      return refusedFace(part, context);
    case "applied":
      return part.execution.outcome === "refused" ? refusedFace({ kind: "refused", execution: part.execution, plan: part.plan }, context) : appliedFace(part, context);
  }
}

// src/github/comments.ts
var author = "github-actions[bot]";
async function postComment(github, number2, key, comment) {
  const found = await findComment(github, number2, key);
  if (found.outcome === "failed") return { outcome: "failed", answer: found };
  const last = found.data;
  const hash = readMarker(comment.body)?.hash ?? "";
  if (last === null && !comment.hasSomethingToSay) return { outcome: "not-needed" };
  if (last === null) {
    const incomplete = await missingFromList(github, number2, found.listed);
    return incomplete ?? create(github, number2, key, comment, hash);
  }
  if (last.hash === hash && wordsOf(last.body) === wordsOf(comment.body)) return { outcome: "unchanged", url: last.url };
  if (comment.badness <= last.badness) return update(github, last, comment.body);
  const created = await create(github, number2, key, comment, hash);
  if (created.outcome === "created") await update(github, last, outdated(comment.body, created.url));
  return created;
}
async function findComment({ octokit, owner, repo }, number2, key) {
  const listed = await ask(async () => {
    const request = { owner, repo, issue_number: number2, per_page: 100 };
    const comments = await octokit.paginate(octokit.rest.issues.listComments, request);
    if (comments.some((comment) => typeof comment?.body !== "string" || comment.user === void 0))
      throw new Error("the list of comments is not whole");
    return comments;
  });
  if (listed.outcome === "failed") return listed;
  const own = listed.data.flatMap(({ id, html_url, body, user }) => {
    const marker2 = readMarker(body ?? "");
    if (user?.type !== "Bot" || user.login !== author || marker2 === null || marker2.key !== key) return [];
    return [{ id, url: html_url, body: body ?? "", badness: marker2.badness, hash: marker2.hash }];
  });
  return { outcome: "ok", data: own.toSorted((a, b) => a.id - b.id).at(-1) ?? null, listed: listed.data.length };
}
async function missingFromList({ octokit, owner, repo }, number2, listed) {
  const pull = await ask(async () => (await octokit.rest.pulls.get({ owner, repo, pull_number: number2 })).data.comments);
  if (pull.outcome === "failed") return { outcome: "failed", answer: pull };
  if (pull.data <= listed) return null;
  const message = `the list of comments holds ${listed} of ${pull.data ?? "an unknown number"}`;
  return { outcome: "failed", answer: { outcome: "failed", status: null, message } };
}
async function create(github, number2, key, comment, hash) {
  const { octokit, owner, repo } = github;
  const post = () => ask(async () => {
    const request = { owner, repo, issue_number: number2, body: comment.body, ...once };
    return (await octokit.rest.issues.createComment(request)).data.html_url;
  });
  const first = await post();
  if (first.outcome === "ok") return { outcome: "created", url: first.data };
  if (first.status !== null && first.status < 500) return { outcome: "failed", answer: first };
  const again2 = await findComment(github, number2, key);
  if (again2.outcome === "ok" && again2.data?.hash === hash) return { outcome: "created", url: again2.data.url };
  if (again2.outcome === "failed") return { outcome: "failed", answer: first };
  if (await missingFromList(github, number2, again2.listed) !== null) return { outcome: "failed", answer: first };
  const second = await post();
  if (second.outcome === "ok") return { outcome: "created", url: second.data };
  return { outcome: "failed", answer: second };
}
async function update({ octokit, owner, repo }, { id, url }, body) {
  const answer = await ask(() => octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body }));
  return answer.outcome === "ok" ? { outcome: "updated", url } : { outcome: "failed", answer };
}
function outdated(newBody, url) {
  return `${newBody.split("\n", 1)[0] ?? ""}
Outdated: the verdict has changed, [see the newer comment](${url}).
`;
}
function wordsOf(body) {
  return body.replaceAll("\r\n", "\n").replaceAll(/\d+/g, "0").trim();
}

// src/action/say.ts
function contextOf({ facts }, inputs2) {
  return {
    key: [facts.workflow, inputs2.environment ?? "", ...inputs2.target === null ? [] : [inputs2.target]].join(" "),
    runUrl: facts.runUrl,
    commit: facts.pullRequest?.headSha ?? facts.sha,
    environment: inputs2.environment ?? "",
    target: inputs2.target
  };
}
async function say(run, inputs2, part, number2) {
  if (number2 === null) return null;
  const context = contextOf(run, inputs2);
  const comment = renderComment(part, context);
  const posted = await postComment(run.github, number2, context.key, { ...comment, body: run.redact(comment.body) });
  switch (posted.outcome) {
    case "created":
    case "updated":
    case "unchanged":
      return posted.url;
    case "not-needed":
      return null;
    case "failed": {
      const { message, hint } = explainFailure(posted.answer, "The comment could not be written", "pull-requests: write");
      run.door.annotate("warning", `${message}
${hint}
The report is in the summary of this run.`, {
        title: "Schemagate: no comment"
      });
      return null;
    }
  }
}

// src/action/apply-run.ts
async function runApply(run) {
  const { door } = run;
  const inputs2 = await run.readInputs();
  const approval = door.input("approval");
  if (approval !== "environment" && approval !== "none")
    throw new UserError("invalid-input", `The input approval can't be "${approval}".`, "It is environment or none.");
  const plan = await fetchPlan(run);
  if ("reason" in plan) return refuse(run, inputs2, plan);
  run.tools.progress.step("Asking GitHub who approved this run");
  const consent = await consentOf(run, inputs2);
  const permission2 = {
    kind: "environment",
    named: door.input("approve"),
    evidence: consent.evidence,
    destructive: consent.destructive
  };
  const stop = new AbortController();
  const request = {
    plan,
    planPath: "plan.json",
    permission: permission2,
    refusals: consent.refusals,
    task: plan.task,
    keptPlanPath: "applied-plan.json",
    openJournal: (started) => {
      run.holdSignals().addEventListener("abort", () => stop.abort(), { once: true });
      return openJournal(run.folder, started, plan, run.redact);
    },
    onEnd: (execution) => writeExecution(run.folder, execution, plan, run.templates, run.redact),
    signal: stop.signal,
    newId: randomUUID,
    runCommand: commandRunner({ command: door.input("verify-command"), passUrl: false }, inputs2, run)
  };
  const applied = await apply(inputs2, request, run.tools);
  if (applied.verification !== null) await writeVerification(run.folder, applied.verification, run.templates, run.redact);
  await tell(run, inputs2, plan, applied);
}
var blocked = (reason, message, hint) => ({ reason, object: null, message, hint });
async function consentOf(run, inputs2) {
  const refusals = [...await notTheHead(run)];
  const name = inputs2.environment ?? "";
  const configured = inputs2.config.environments[name];
  if (run.door.input("approval") === "none") {
    if (configured?.unprotected === true)
      return {
        refusals,
        evidence: [`The configuration says that nobody has to approve changes to ${name}.`],
        destructive: { allowed: false }
      };
    refusals.push(
      blocked(
        "environment-unprotected",
        `approval: none is for environments that the configuration calls unprotected, and "${name}" is not one of them.`,
        `Protect the environment, or write under environments, ${name}: unprotected: true.`
      )
    );
    return { refusals, evidence: [], destructive: { allowed: false } };
  }
  const allowSelfReview = configured?.allowSelfReview ?? false;
  const branch = run.facts.defaultBranch ?? "";
  const rules = await readEnvironment(run.github, name, branch);
  refusals.push(...judgeEnvironment(rules, name, branch, { allowSelfReview }));
  if (rules.outcome === "failed") return { refusals, evidence: [], destructive: { allowed: false } };
  const approvals = await readApprovals(run.github, run.facts.runId);
  const { attempt, actor, triggeringActor } = run.facts;
  const judged = judgeApproval({ approvals, rules: rules.data, attempt, startedBy: [actor, triggeringActor], allowSelfReview });
  if (judged.outcome === "refused")
    return { refusals: [...refusals, ...judged.reasons], evidence: [], destructive: { allowed: false } };
  const seen = run.tools.clock().toISOString();
  return {
    refusals,
    evidence: [
      `Approved by ${judged.by} for the environment ${name} in run ${run.facts.runId}, attempt 1; seen ${seen}${judged.note === null ? "" : ` (${judged.note})`}.`
    ],
    destructive: destructivePermission(judged.comment)
  };
}
async function notTheHead({ facts, github }) {
  const { defaultBranch, ref, sha } = facts;
  if (defaultBranch === null || ref !== `refs/heads/${defaultBranch}`)
    return [
      blocked(
        "superseded",
        `Apply runs on the default branch${defaultBranch === null ? "" : ` (${defaultBranch})`} only, and this run is for ${ref}.`,
        "Merge first; then the plan is made and approved there."
      )
    ];
  const head = await headOf(github, defaultBranch);
  if (head.outcome === "failed") {
    const { message, hint } = explainFailure(head, `The newest commit of ${defaultBranch} can't be read`, "contents: read");
    return [blocked("superseded", message, hint)];
  }
  if (head.data === sha) return [];
  return [
    blocked(
      "superseded",
      `${defaultBranch} has moved on: its newest commit is ${head.data.slice(0, 7)}, and this plan is of ${sha.slice(0, 7)}.`,
      "Approve the plan of the newer run. This one can be rejected."
    )
  ];
}
async function fetchPlan({ door, folder }) {
  const id = Number(door.input("plan"));
  if (!Number.isInteger(id) || id <= 0)
    return blocked(
      "invalid-input",
      "The input plan is not the id of an artifact.",
      "Give it the output plan of the preflight in the same run."
    );
  const into = `${folder}-approved`;
  const fetched = await downloadFolder(id, into);
  if (fetched.outcome === "failed") {
    const { message, hint } = explainFailure(fetched, "The plan of this run could not be fetched", "actions: read");
    return blocked("approval-missing", message, hint);
  }
  const text2 = await readFile(join3(into, "artifacts", "plan.json"), "utf8").catch(() => null);
  if (text2 === null)
    return blocked("approval-missing", "The artifact holds no plan.", "Start a new run, and approve the plan that it makes.");
  const read = readPlan(text2);
  return read.outcome === "read" ? read.plan : blocked(read.reason, read.message, read.hint);
}
async function refuse(run, inputs2, reason) {
  const now = run.tools.clock().toISOString();
  const execution = {
    version: 1,
    tool: run.tools.version,
    digest: null,
    planPath: "plan.json",
    environment: inputs2.environment ?? "",
    task: `run-${run.facts.runId}`,
    strategy: null,
    target: null,
    startedAt: now,
    finishedAt: now,
    outcome: "refused",
    permission: { kind: "environment", named: run.door.input("approve"), evidence: [], destructive: { allowed: false } },
    reasons: [reason],
    moved: [],
    alreadyApplied: [],
    session: [],
    lockWaitMs: null,
    statements: [],
    stop: null,
    rowsBefore: []
  };
  await writeExecution(run.folder, execution, null, run.templates, run.redact);
  const part = { kind: "refused", execution, plan: null };
  await report(run, inputs2, part);
  finish(run, { outcome: "refused", failureReason: reason.reason, digest: "" });
}
async function tell(run, inputs2, plan, applied) {
  const { execution, verification } = applied;
  const part = execution.outcome === "refused" ? { kind: "refused", execution, plan } : { kind: "applied", execution, verification, plan };
  await report(run, inputs2, part);
  if (applied.unverified !== null) {
    const { message, hint } = applied.unverified;
    run.door.annotate("error", `${message}
${hint ?? ""}`, { title: "Schemagate: not verified" });
  }
  const document = applyDocument("apply", plan, null, applied);
  finish(run, { outcome: document.outcome, failureReason: document.failureReason, digest: plan.digest });
}
async function report(run, inputs2, part) {
  const { door, facts, github } = run;
  await door.summarize(run.redact(renderSummary(part, contextOf(run, inputs2))));
  if (part.kind !== "preflight")
    for (const { reason, message, hint } of part.execution.reasons.slice(0, 10))
      door.annotate("error", `${message}
${hint}`, { title: `Schemagate: ${reason}` });
  const stop = part.kind === "applied" ? part.execution.stop : null;
  if (stop !== null) door.annotate("error", stop.message, { title: "Schemagate: not everything was applied" });
  const kept2 = await uploadFolder(
    `schemagate-log-${(inputs2.environment ?? "").replaceAll(/[^A-Za-z0-9_.-]/g, "_")}-${facts.runId}`,
    run.folder
  );
  if (kept2.outcome === "failed") door.annotate("warning", `The log could not be kept as an artifact: ${kept2.message}`);
  const merged = await mergedPullRequest(github, facts.sha);
  const url = await say(run, inputs2, part, merged.outcome === "ok" ? merged.data : null);
  door.output("plan", kept2.outcome === "ok" ? String(kept2.data.id) : "");
  door.output("comment-url", url ?? "");
}
function finish({ door, folder }, end) {
  door.output("outcome", end.outcome);
  door.output("failure-reason", end.failureReason ?? "");
  door.output("has-changes", "false");
  door.output("digest", end.digest);
  door.output("report", folder);
  if (end.failureReason !== null) door.fail();
}

// src/action/preflight-run.ts
import { relative } from "node:path";

// src/action/annotations.ts
import { posix } from "node:path";
var atMost = 10;
function annotateFindings(door, { proposal, project, inputs: inputs2, git }) {
  const inRepository = (path) => posix.join(relativeFolder(inputs2.root, inputs2.workingDirectory), path);
  const pathOf = (migration) => project.migrations.find(({ id }) => id === migration)?.path;
  const { verdict, plan } = proposal;
  if (verdict.outcome === "blocked") {
    for (const { reason, object, message, hint } of verdict.reasons.slice(0, atMost)) {
      const path = object?.startsWith("migration ") === true ? pathOf(object.slice("migration ".length)) : void 0;
      door.annotate("error", `${message}
${hint}`, {
        title: `Schemagate: ${reason}`,
        ...path === void 0 ? {} : { file: inRepository(path) }
      });
    }
  }
  const mine = (path) => git === null || !git.base.available || !git.base.files.has(path);
  const hazards = (plan?.statements ?? []).flatMap(({ origin, hazards: own }) => {
    const path = pathOf(origin);
    return path === void 0 || !mine(path) ? [] : own.map((hazard) => ({ hazard, path }));
  });
  const sorted = hazards.toSorted((a, b) => severities.indexOf(a.hazard.severity) - severities.indexOf(b.hazard.severity));
  for (const { hazard, path } of sorted.slice(0, atMost)) {
    const advice = hazard.saferWay === null ? "" : `
Safer: ${hazard.saferWay}`;
    door.annotate("warning", `${hazard.message}${hazard.evidence === null ? "" : ` ${hazard.evidence}`}${advice}`, {
      title: `Schemagate: ${hazard.severity} (${hazard.id})`,
      file: inRepository(path)
    });
  }
}
function relativeFolder(root, folder) {
  return posix.relative(root.replaceAll("\\", "/"), folder.replaceAll("\\", "/"));
}

// src/action/door.ts
function taskOf({ door, facts }) {
  const named = door.input("task");
  if (named !== "") return named;
  return facts.pullRequest === null ? `run-${facts.runId}` : `pr-${facts.pullRequest.number}`;
}

// src/action/preflight-run.ts
async function runPreflight(run) {
  const { door, facts } = run;
  if (door.input("url") === "" && facts.pullRequest !== null) return withoutCredential(run);
  const inputs2 = await run.readInputs();
  const failing = severitiesIn(door.input("fail-on"));
  const found = await preflight(inputs2, taskOf(run), toolsFor(run, inputs2));
  await writePreflight(run.folder, found, run.templates, run.redact, (path) => path);
  const part = { kind: "preflight", preflight: found, isPullRequest: facts.pullRequest !== null };
  const document = preflightDocument("preflight", found, null);
  const plan = found.proposal.verdict.outcome === "planned" ? found.proposal.plan : null;
  const waits = plan !== null && plan.statements.length > 0;
  if (waits && facts.pullRequest === null && facts.attempt !== 1) return refuseSecondAttempt(run);
  const artifact = await uploadFolder(artifactName(inputs2), run.folder);
  if (artifact.outcome === "failed")
    door.annotate("warning", `The reports could not be kept as an artifact: ${artifact.message}`);
  if (artifact.outcome === "failed" && waits && facts.pullRequest === null) door.fail();
  const url = await say(run, inputs2, part, await numberFor(run, found));
  await door.summarize(run.redact(renderSummary(part, contextOf(run, inputs2))));
  annotateFindings(door, found);
  await noticeConfiguration(run, inputs2, found);
  door.output("outcome", document.outcome);
  door.output("failure-reason", document.failureReason ?? "");
  door.output("has-changes", String(waits && artifact.outcome === "ok"));
  door.output("has-drift", String(found.comparison.report.drift.some(({ cause }) => cause !== "pending")));
  door.output("destructive", String(plan !== null && isDestructive(plan)));
  door.output("title", plan === null || !waits ? "nothing to apply" : titleOf(plan));
  door.output("digest", plan?.digest ?? "");
  door.output("plan", artifact.outcome === "ok" ? String(artifact.data.id) : "");
  door.output("report", run.folder);
  door.output("comment-url", url ?? "");
  if (document.outcome === "blocked" || fails(run, plan, document.relaxed, failing)) door.fail();
}
async function noticeConfiguration({ door, facts, workspace }, inputs2, { git }) {
  const path = inputs2.config.path ?? ".github/schemagate.yml";
  if (facts.pullRequest === null || inputs2.workingDirectory !== workspace) return;
  const changed = await git?.changedAmong([path]).catch(() => /* @__PURE__ */ new Set());
  if (changed?.has(path) !== true || inputs2.config.path === null && git?.base.available === true && !git.base.files.has(path))
    return;
  const text2 = "This pull request changes what Schemagate ignores, allows and protects. It counts for apply once it is merged.";
  door.annotate("warning", text2, { title: "Schemagate: configuration changed", file: path });
}
async function withoutCredential({ door, facts }) {
  const why = facts.pullRequest?.outside === true ? "GitHub gives no secrets to pull requests from forks and from Dependabot." : "The input url is empty: the secret it names is not set here, or belongs to an environment that this job does not name.";
  const environment = door.input("environment");
  door.annotate("notice", `Not compared with ${environment}: no credential here. ${why}`, { title: "Schemagate" });
  await door.summarize(
    `### Not compared with ${environment.replaceAll(/[^\w -]/g, "")}

This job holds no credential of the database. ${why} After the merge the plan is made, and approved, before anything runs.
`
  );
  door.output("outcome", "done");
  door.output("has-changes", "false");
}
async function refuseSecondAttempt({ door, facts }) {
  const message = `This is attempt ${facts.attempt} of the run. An approval can't be bound to it, so the plan would be refused after somebody had read it. Start a new run instead: gh workflow run ${facts.workflow.split("/").at(-1) ?? ""}`;
  door.annotate("error", message, { title: "Schemagate: start a new run" });
  await door.summarize(`### \u26D4 No plan: this is a second attempt

${message}
`);
  door.output("outcome", "refused");
  door.output("failure-reason", "approval-missing");
  door.output("has-changes", "false");
  door.fail();
}
async function numberFor({ facts, github }, { proposal }) {
  if (facts.pullRequest !== null) return facts.pullRequest.outside ? null : facts.pullRequest.number;
  if (proposal.verdict.outcome !== "blocked" || facts.event !== "push") return null;
  const merged = await mergedPullRequest(github, facts.sha);
  return merged.outcome === "ok" ? merged.data : null;
}
function toolsFor(run, inputs2) {
  const { facts, github, tools, workspace } = run;
  const { pullRequest } = facts;
  if (pullRequest === null) return tools;
  return {
    ...tools,
    async readGit(path) {
      const local = await tools.readGit(path);
      if (local?.base.available === true) return local;
      const prefix = relative(workspace, inputs2.workingDirectory).replaceAll("\\", "/");
      const base = {
        sha: await baseOfMerge(github, facts.sha) ?? pullRequest.baseSha,
        name: facts.defaultBranch ?? "the base branch"
      };
      const folder = { path, prefix: prefix === "" ? "" : `${prefix}/` };
      return await gitFactsOf(github, base, local, folder) ?? local;
    }
  };
}
function artifactName({ environment, target }) {
  return ["schemagate-plan", environment ?? "", target ?? ""].filter((part) => part !== "").join("-").replaceAll(/[^A-Za-z0-9_.-]/g, "_");
}
function isDestructive({ statements }) {
  return statements.some(({ effects: own }) => own.includes("deletes-data") || own.includes("not-understood"));
}
function titleOf(plan) {
  const { statements } = plan;
  const present = effects.filter((effect) => statements.some((statement) => statement.effects.includes(effect)));
  const count2 = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
  return `${shortDigest(plan.digest)}: ${[count2, ...present.map((effect) => effectWords[effect])].join(", ")}`;
}
function fails({ facts }, plan, relaxed, failing) {
  if (facts.pullRequest === null || plan === null) return false;
  return plan.statements.some(
    ({ hazards }, index) => hazards.some(({ id, severity: severity2 }) => failing.has(severity2) && !relaxed.some((one) => one.statement === index && one.id === id))
  );
}
function severitiesIn(text2) {
  const named = text2.split(",").flatMap((part) => part.trim() === "" ? [] : [part.trim()]);
  const unknown = named.filter((name) => !severities.some((severity2) => severity2 === name));
  if (unknown.length === 0) return new Set(named);
  throw new UserError(
    "invalid-input",
    `The input fail-on can't hold "${unknown.join('", "')}".`,
    `It may hold ${severities.join(", ")}.`
  );
}

// src/action/run-facts.ts
var payloadShape = external_exports.looseObject({
  repository: external_exports.looseObject({ id: external_exports.number(), full_name: external_exports.string(), default_branch: external_exports.string() }).optional(),
  pull_request: external_exports.looseObject({
    number: external_exports.number(),
    user: external_exports.looseObject({ login: external_exports.string() }).nullable(),
    head: external_exports.looseObject({ sha: external_exports.string(), repo: external_exports.looseObject({ full_name: external_exports.string() }).nullable() }),
    base: external_exports.looseObject({ sha: external_exports.string() })
  }).optional()
});
function readRunFacts(environment, payload) {
  const missing2 = [];
  const need = (name) => {
    const value = environment[name] ?? "";
    if (value === "") missing2.push(name);
    return value;
  };
  const fullName = need("GITHUB_REPOSITORY");
  const [owner = "", repo = ""] = fullName.split("/");
  const runId = Number(need("GITHUB_RUN_ID"));
  const parsed = payloadShape.safeParse(payload).data ?? {};
  const facts = {
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
    pullRequest: parsed.pull_request === void 0 ? null : pullRequestFacts(parsed.pull_request, fullName, environment)
  };
  if (missing2.length > 0)
    throw new UserError(
      "invalid-input",
      `This is no run of GitHub Actions: ${missing2.join(", ")} ${missing2.length === 1 ? "is" : "are"} not set.`,
      "Elsewhere, use the command line: schemagate help."
    );
  return facts;
}
function pullRequestFacts(pull, fullName, environment) {
  return {
    number: pull.number,
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    author: pull.user?.login ?? "",
    outside: pull.head.repo?.full_name !== fullName || environment["GITHUB_ACTOR"] === "dependabot[bot]"
  };
}
function workflowPath(reference, fullName) {
  const path = reference.split("@", 1)[0] ?? "";
  return path.startsWith(`${fullName}/`) ? path.slice(fullName.length + 1) : path;
}

// src/main.ts
async function main() {
  const secrets = [input("url"), input("dev-url")].filter((text2) => text2 !== "");
  for (const piece of secretPieces(secrets)) setSecret(piece);
  const redact = redactor(secrets);
  try {
    const run = await openRun(redact);
    await commandOf(input("command"))(run);
  } catch (error2) {
    await endFailed(error2, redact);
  }
}
function commandOf(name) {
  switch (name) {
    case "preflight":
      return runPreflight;
    case "apply":
      return runApply;
    default:
      throw new UserError(
        "invalid-input",
        `The input command can't be "${name}".`,
        "It is preflight or apply; more exist on the command line."
      );
  }
}
async function openRun(redact) {
  const environment = process.env;
  const payload = await readFile2(environment["GITHUB_EVENT_PATH"] ?? "", "utf8").then(
    (text2) => JSON.parse(text2),
    () => null
  );
  const facts = readRunFacts(environment, payload);
  const workspace = environment["GITHUB_WORKSPACE"] ?? process.cwd();
  const temporary = environment["RUNNER_TEMP"] ?? "";
  const folder = await mkdtemp(join4(temporary === "" ? workspace : temporary, "schemagate-"));
  return {
    door: doorFor(redact),
    facts,
    github: openGithub(input("github-token"), facts.repository),
    tools: toolsFor2(redact, temporary),
    templates: await readTemplates(),
    environment,
    workspace,
    folder,
    redact,
    // A cancelled workflow sends SIGINT, and SIGTERM seven and a half seconds later.
    holdSignals: watchSignals().holdSignals,
    readInputs: () => inputsOf(workspace)
  };
}
async function inputsOf(workspace) {
  const text2 = (name) => input(name) === "" ? void 0 : input(name);
  const url = input("url");
  if (url === "")
    throw new UserError(
      "invalid-input",
      "The input url is empty.",
      "A secret that does not exist, that belongs to an environment which the job does not name, or that GitHub keeps from forks and Dependabot, arrives as an empty text."
    );
  const raw = {
    ...pick("environment", text2("environment")),
    url,
    ...input("config") === inputs.config.default ? {} : pick("config", text2("config")),
    ...pick("target", text2("target")),
    ...pick("workingDirectory", text2("working-directory")),
    ...pick("source", text2("source")),
    ...pick("schema", text2("schema")),
    ...pick("migrations", text2("migrations")),
    ...pick("strategy", text2("strategy")),
    ...pick("pushReason", text2("push-reason")),
    ...pick("pushUntil", text2("push-until")),
    ...pick("includeSchemas", text2("include-schemas")),
    ...pick("excludeSchemas", text2("exclude-schemas")),
    ...pick("devUrl", text2("dev-url")),
    ...pick("task", text2("task"))
  };
  const today = (/* @__PURE__ */ new Date()).toISOString().slice(0, 10);
  return readInputs(raw, { environment: {}, currentDirectory: workspace, today }, { environment: "required" });
}
function pick(name, value) {
  return value === void 0 ? {} : { [name]: value };
}
function input(name) {
  return getInput(name);
}
var announce = { error, warning, notice };
function doorFor(redact) {
  return {
    input,
    output: (name, value) => setOutput(name, redact(value)),
    info: (text2) => info(redact(safe(text2))),
    annotate(level, text2, where) {
      const properties = {
        ...where === void 0 ? {} : { title: redact(where.title) },
        ...where?.file === void 0 ? {} : { file: where.file }
      };
      announce[level](redact(text2), properties);
    },
    async summarize(markdown) {
      await summary.emptyBuffer().addRaw(markdown).write({ overwrite: true });
    },
    fail() {
      process.exitCode = 1;
    }
  };
}
function toolsFor2(redact, temporary) {
  const started = Date.now();
  const line = (what) => info(redact(`${((Date.now() - started) / 1e3).toFixed(1).padStart(6)}s  ${safe(what)}`));
  return {
    clock: () => /* @__PURE__ */ new Date(),
    progress: { step: line, statement: (number2, total, sql) => line(`${number2}/${total}  ${shortSql(sql, 120)}`) },
    cache: folderCache(join4(temporary, "schemagate-cache")),
    readGit: gitReader(process.env["PATH"]),
    standInLimits: usualStandInLimits,
    version: `schemagate ${version}`
  };
}
async function endFailed(error2, redact) {
  const known2 = error2 instanceof UserError;
  const message = known2 ? error2.message : `This is a bug of schemagate: ${error2 instanceof Error ? error2.message : String(error2)}`;
  const hint = known2 ? error2.hint ?? "" : "Please report it.";
  error(redact(`${message}
${hint}`), { title: known2 ? `Schemagate: ${error2.reason}` : "Schemagate" });
  if (!known2 && error2 instanceof Error) info(redact(safe(error2.stack ?? "")));
  const plain = redact(`${message} ${hint}`).replaceAll(/[`<>&|\n]/g, " ");
  await summary.addRaw(`### \u274C Schemagate failed

\`${known2 ? error2.reason : "bug"}\`: \`${plain}\`
`).write().catch(() => void 0);
  setOutput("outcome", "failed");
  setOutput("failure-reason", known2 ? error2.reason : "");
  setOutput("has-changes", "false");
  process.exitCode = 1;
}
await main();
