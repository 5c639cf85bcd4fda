import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
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
import {
  parseConfig
} from "./chunk-I3KWPZK4.js";
import "./chunk-I464EHDJ.js";
import "./chunk-IL24N5QA.js";
import {
  apply,
  changedSince as changedSince2,
  check,
  chooseScope,
  commandRunner,
  folderCache,
  isSameService,
  judgePromotion,
  loadEngine,
  neededBy,
  openSource,
  openTarget,
  originOfFile,
  placeOf,
  preflight,
  promotionEvidence,
  readPlan,
  recordLive,
  serviceOf,
  sourceChange,
  uncomparable,
  usualStandInLimits,
  verify,
  version,
  watchSignals
} from "./chunk-ZL55YM5Z.js";
import {
  external_exports,
  severities,
  usualSmallTable
} from "./chunk-36BEUYFX.js";
import {
  applyDocument,
  approvalMeaning,
  bullets,
  byOutcome,
  changedSince,
  checkCare,
  checkVerification,
  checksTable,
  code,
  compared,
  count,
  countDrift,
  deletedSince,
  destruction,
  diff,
  differenceList,
  effectWords,
  effects,
  ending,
  engineTitle,
  executedTable,
  fence,
  fold,
  gitReader,
  halves,
  historyProblems,
  join,
  json,
  kept,
  md,
  missing,
  movedList,
  nextSteps,
  numberedSql,
  openJournal,
  pending,
  permissionList,
  preflightDocument,
  progress,
  prose,
  ranges,
  readConfig,
  readInputs,
  readTemplates,
  reasonsTable,
  redactor,
  rehearsalWords,
  renderConnection,
  renderVerification,
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
  verifyDocument,
  visible,
  waitOf,
  wayBack,
  whatHappened,
  whatIsLeft,
  whereItStands,
  writeCheck,
  writeExecution,
  writePreflight,
  writeVerification,
  writeWhole
} from "./chunk-Y7KZBQ6H.js";
import "./chunk-7WQU5GB5.js";
import "./chunk-ZKYGNOYZ.js";
import "./chunk-QXUCRDIG.js";
import {
  sha256
} from "./chunk-KWIZQELA.js";
import {
  UserError
} from "./chunk-JN2SGYBL.js";
import "./chunk-HVH5A3JS.js";
import "./chunk-MCIORTWX.js";
import "./chunk-2LLQSP74.js";
import {
  objectId,
  ownerOf
} from "./chunk-TI3Q4EXQ.js";
import "./chunk-LQ7MRN4E.js";
import {
  __callDispose,
  __toESM,
  __using
} from "./chunk-KPJN5OEV.js";

// src/main.ts
import { mkdtemp as mkdtemp2, readFile as readFile3 } from "node:fs/promises";
import { join as join8 } from "node:path";

// src/action/action-inputs.ts
var inputs = {
  command: { description: "preflight, apply, drift, check, or verify", required: true },
  environment: {
    description: "name of the GitHub environment that protects the database, spelled as there; never guessed. With several targets it may be left out: the configuration has it"
  },
  url: {
    description: "connection URL, from a secret of the environment; nothing else is looked for. With several targets a line NAME=URL for each"
  },
  config: { description: "configuration", default: ".github/schemagate.yml" },
  live: {
    description: "on pull requests: database, or recorded, which compares with what a run of the default branch saw and needs no url",
    default: "database"
  },
  target: { description: "target of the configuration; on pull requests several with commas, or all" },
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
  plan: { description: "apply: the output plan of the preflight in the same run; verify: that, or that of the apply" },
  approve: { description: "apply: the output digest of the preflight in the same run" },
  approval: {
    description: "apply: environment, pull-request-review (by the configuration's approvers), or none where it says unprotected",
    default: "environment"
  },
  "verify-command": { description: "apply, verify: run afterwards, without a shell and without the URL; its exit status counts" },
  rehearsal: {
    description: "preflight: off does not try the plan on a copy of the live schema, and the report says so",
    default: "on"
  },
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

// src/github/artifacts.ts
import { readdir } from "node:fs/promises";
import { join as join2 } from "node:path";

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

// src/github/artifacts.ts
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

// src/github/pull-requests.ts
async function mergedPullRequest({ octokit, owner, repo }, sha) {
  return ask(async () => {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha: sha });
    return data.find(({ merged_at, merge_commit_sha }) => typeof merged_at === "string" && merge_commit_sha === sha)?.number ?? null;
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
    deletedAmong: (paths) => deletedSince(blobs, paths, folder),
    async readFromBase(path) {
      const sha = blobs.get(path);
      if (sha === void 0) return null;
      const blob = await ask(async () => (await octokit.rest.git.getBlob({ owner, repo, file_sha: sha })).data);
      return blob.outcome === "ok" ? Buffer.from(blob.data.content, "base64").toString("utf8") : null;
    }
  };
}

// src/report/comment/clip.ts
function clip(text2, length) {
  return text2.length <= length ? text2 : `${text2.slice(0, length - 1).toWellFormed().replace(/\uFFFD$/, "")}\u2026`;
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
  const whole2 = compose(sections, () => Number.POSITIVE_INFINITY);
  return whole2.length <= limit ? whole2 : squeeze(sections, limit);
}
var leastOfFace = 1300;
var usualHeading = 150;
function fitTargets(faces, limit) {
  const texts2 = [];
  const everyHeadingFits = faces.length * (usualHeading + 1) <= limit;
  let onlyHeadings = false;
  let left2 = limit;
  let bare = 0;
  for (const [index, { sections }] of faces.entries()) {
    const after = faces.length - index - 1;
    const enough = left2 - after * (leastOfFace + 1);
    const spare = left2 - after * (usualHeading + 1);
    const fitted = fitSections(sections, enough >= leastOfFace ? enough : Math.min(leastOfFace, spare));
    onlyHeadings ||= everyHeadingFits && fitted.length > spare;
    const heading3 = fitSections(sections.slice(0, 1), 0);
    const rest2 = md`${faces.length - index} more targets have no room here: see the summary of the run.\n`;
    const text2 = [...onlyHeadings ? [] : [fitted], heading3].find(({ length }) => length <= left2 - (after === 0 ? 0 : rest2.length + 1)) ?? rest2;
    texts2.push(text2);
    left2 -= text2.length + 1;
    if (text2 === rest2) return texts2.join("\n");
    if (text2 === heading3) bare++;
  }
  const said2 = md`Of ${bare} targets only the heading has room here: see the summary of the run.\n`;
  return [...texts2, ...bare > 0 && said2.length <= left2 ? [said2] : []].join("\n");
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
  const texts2 = sections.map(
    (section, index) => section.kind === "part" ? fitted[index]?.text ?? md`` : cuts.length === 0 ? md`` : section.render(cuts)
  );
  return join(
    texts2.filter((text2) => text2 !== ""),
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

// src/report/comment/names.ts
function whereOf({ environment, target }) {
  const name = text(clip(environment, 60));
  return target === null ? name : md`${text(clip(target, 60))} on ${name}`;
}
function objectName(id) {
  const kind = kinds.find((known3) => id.startsWith(`${known3} `));
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
function firstOf(names, shown) {
  const rest2 = names.length - shown;
  return md`${join(names.slice(0, shown), ", ")}${rest2 > 0 ? md` and ${rest2.toLocaleString("en-US")} more` : md``}`;
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
  const found = effects.flatMap((effect) => {
    const those = all.filter(({ statement }) => statement.effects.includes(effect));
    const words2 = those.length === 1 ? oneWords[effect] : manyWords[effect];
    return those.length === 0 ? [] : [md`**${number(those.length)} ${words2}**${all.length === 1 ? md`` : md` (${which(those)})`}`];
  });
  const present = new Set(all.flatMap(({ statement }) => statement.effects));
  const none = Object.entries(noneWords).flatMap(([effect, words2]) => present.has(effect) ? [] : [words2]);
  const parts = [...found.length === 0 ? [] : [join(found, ", ")], ...none.length === 0 ? [] : [md`none ${either(none)}`]];
  return md`${count(all.length, "statement")}: ${join(parts, "; ")}.\n`;
}
function which(those) {
  const numbers = [...new Set(those.map(({ number: number2 }) => number2))];
  return md`${numbers.length === 1 ? md`statement` : md`statements`} ${text(clip(ranges(numbers), 40))}`;
}
function either(words2) {
  return words2.length < 2 ? join(words2) : md`${join(words2.slice(0, -1), ", ")} or ${join(words2.slice(-1))}`;
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
var noneWords = {
  "deletes-data": md`deletes data`,
  "changes-data": md`changes data`,
  "changes-rights": md`changes rights`,
  "reaches-outside": md`reaches outside of the database`,
  "touches-history": md`touches a history table`,
  "not-understood": md`was not understood`
};
function worstFacts(all, most) {
  const byEffect = effects.map((effect) => ({
    those: all.filter(({ statement }) => statement.effects.includes(effect)),
    one: oneWords[effect],
    many: manyWords[effect],
    severity: effect === "deletes-data" ? "destructive" : null
  }));
  const byHazard = riskWords.map((risk) => ({ ...risk, those: all.filter(({ statement }) => isOnly(statement, risk.severity)) }));
  const facts = [...byEffect, ...byHazard].filter(({ those }) => those.length > 0);
  const words2 = facts.slice(0, most).map((fact, index) => factWords(fact, index === 0));
  const said2 = new Set(facts.slice(0, most).flatMap(({ those }) => those));
  const left2 = new Set(facts.flatMap(({ those }) => those)).difference(said2).size;
  return md`${join(words2, ", ")}${left2 === 0 ? md`` : md`, ${number(left2)} more to mind`}`;
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
  const names = namesOf(those, severity2);
  const verb = those.length === 1 ? one : many;
  const subject = first ? those.length === 1 ? md` statement` : md` statements` : md``;
  return md`${number(those.length)}${subject} ${verb} (${names.length === 0 ? which(those) : firstOf(names, 2)})`;
}
function namesOf(those, severity2) {
  const objects = those.map(({ statement }) => objectOf(statement, severity2));
  return objects.includes(null) ? [] : [...new Set(objects)].flatMap((object) => object === null ? [] : [objectName(object)]);
}
function objectOf({ hazards }, severity2) {
  const named = (wanted) => wanted.find(({ object }) => object !== null)?.object ?? null;
  return named(severity2 === null ? hazards : hazards.filter((hazard) => hazard.severity === severity2)) ?? named(hazards);
}

// src/report/comment/to-green.ts
function whatBlocks(rank, title2, reasons) {
  const open2 = reasons.slice(0, openSteps).map(inWords(Number.POSITIVE_INFINITY));
  return versions(
    rank,
    { text: steps(title2, open2, more(reasons.slice(openSteps))), cut: null },
    ...[600, 200, 80].map(
      (length) => () => ({
        text: steps(title2, reasons.map(inWords(length)), md``),
        cut: md`long texts of the reasons`
      })
    ),
    () => reasonNames(reasons, title2)
  );
}
var openSteps = 8;
function inWords(length) {
  return ({ reason, object, message, hint }, index, all) => {
    const seen = md`${code(reason)}: ${aboutObject(clip(message, length), object)}`;
    if (hint === all[index + 1]?.hint) return seen;
    const both = hint === all[index - 1]?.hint ? md` **For each of these:**` : md``;
    return md`${seen}${both} ${prose(clip(hint, length))}`;
  };
}
function aboutObject(sentence, object) {
  if (object === null || object === "") return prose(sentence);
  const [first = "", ...rest2] = sentence.replaceAll(`\`${object}\``, object).split(object);
  const isOther = rest2.some((part) => /^\.?[\p{L}\p{N}_$]/u.test(part)) || [first, ...rest2].some((part) => part.includes("`"));
  return isOther ? prose(sentence) : join([first, ...rest2].map(prose), objectName(object));
}
function more(reasons) {
  return reasons.length === 0 ? md`` : md`\n${fold(md`${count(reasons.length, "more reason")}`, reasonsTable(reasons))}`;
}
function reasonNames(reasons, title2) {
  return { text: steps(title2, countedReasons(reasons), md``), cut: md`the texts of ${count(reasons.length, "reason")}` };
}
function countedReasons(reasons) {
  return [...Map.groupBy(reasons, ({ reason }) => reason)].map(([reason, those]) => {
    const objects = those.flatMap(({ object }) => object === null ? [] : [objectName(clip(object, 60))]);
    const named = objects.slice(0, 5);
    return md`${code(reason)}${those.length === 1 ? md`` : md`, ${those.length} times`}${named.length === 0 ? md`` : md`: ${join(named, ", ")}`}`;
  });
}
function whatToMind(rank, title2, plan, own) {
  const permissions = permissionsFor(plan);
  const items = mindItems(own, 400);
  if (items.length + permissions.length === 0) return [];
  const shorter = (length, most) => () => ({
    text: steps(title2, [...mindItems(own, length).slice(0, most), ...permissions], md``),
    cut: md`texts of what to mind`
  });
  const first = steps(title2, [...items.slice(0, openSteps), ...permissions], left(items.length));
  return [versions(rank, { text: first, cut: null }, shorter(120, openSteps), shorter(60, 2))];
}
function permissionsFor({ statements }) {
  const has = (effect) => statements.some(({ effects: own }) => own.includes(effect));
  const refused = (effect) => has(effect) ? [
    md`**Apply refuses** what ${words[effect]}, unless the configuration of the default branch allows it here: ${code(`allow-hazards: [${effect}]`)}.`
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
      const what = aboutObject(clip(first?.hazard.message ?? "", length), first?.hazard.object ?? null);
      const evidence = first?.hazard.evidence ?? null;
      const seen = evidence === null ? md`` : md` **${text(clip(evidence, length))}**`;
      return md`**${capital(which(own))}:** ${what}${seen}${others === 0 ? md`` : md` And ${others} more like it.`}${way === null ? md`` : md` **Safer:** ${prose(clip(way, length))}`}`;
    }),
    ...effects.flatMap((effect) => {
      const those = unexplained.filter(({ statement }) => statement.effects.includes(effect));
      const what = unexplainedWords[effect];
      return those.length === 0 || what === null ? [] : [md`**${capital(which(those))}:** ${what}`];
    })
  ];
}
var unexplainedWords = {
  "deletes-data": md`Rows go for good: only a backup brings them back.`,
  "not-understood": null,
  "reaches-outside": null,
  "changes-data": md`Rows are written: the values that were there before, only a backup brings back.`,
  "changes-rights": md`Who may read or write what is decided anew.`,
  "touches-history": md`The table in which the applied migrations stand is written to by hand.`
};
function capital(words2) {
  return `${words2.slice(0, 1).toUpperCase()}${words2.slice(1)}`;
}
function severity(own) {
  return [...riskySeverities].indexOf(own[0]?.hazard.severity ?? "unknown");
}
var words = { "not-understood": md`was not understood`, "reaches-outside": md`reaches outside of the database` };
var backup = md`**Whoever approves** writes ${code("backup=NAME")} or ${code("accept-risk=WHY")} into the comment of the approval. Without it nothing runs.`;
function steps(title2, items, after) {
  const lines = items.map((item, index) => `${index + 1}. ${item.replaceAll("\n", " ")}
`);
  return md`**${title2}**\n\n${join(lines)}${after}`;
}

// src/report/comment/refused-face.ts
function refusedFace({ execution, plan }, context) {
  const { reasons, digest, session } = execution;
  const names = [...new Set(reasons.map(({ reason }) => reason))].map(code);
  const named = digest === null ? md`The plan` : md`Plan ${planName(digest)}`;
  const opened = session.length === 0 ? md`, before a connection that can write was opened` : md``;
  const title2 = reasons.length === 1 ? md`Why` : md`Why: ${count(reasons.length, "reason")}, all of them must go`;
  const why = names.length === 0 ? md`` : md` (${firstOf(names, 3)})`;
  return {
    sections: [
      always(md`### ⛔ ${whereOf(context)}: not applied, nothing was written${why}\n`),
      always(md`${named} was refused${opened}.\n`),
      notice2(context),
      ...reasons.length === 0 ? [] : [whatBlocks(0, title2, reasons)],
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
function permission(rank, execution, plan) {
  const { digest, moved } = execution;
  const whole2 = digest === null ? md`` : md`- **Digest:** ${code(digest)}\n`;
  const changed = moved.length === 0 ? md`` : md`\n**Changed elsewhere**\n\n${movedList(moved)}`;
  const body = md`${permissionList(execution, plan)}${whole2}${changed}`;
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
      ...execution.stop === null ? whatRan(part) : [],
      notice2(context),
      ...stopped(execution),
      ...steps2.length === 0 ? [] : [versions(ranks.next, { text: md`**Next**\n\n${stepList(steps2)}`, cut: null }, () => shortNext(context))],
      ...execution.stop === null ? [] : whatRan(part),
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
  const where2 = whereOf(context);
  const proof = verification === null ? "none" : verification.outcome;
  switch (execution.outcome) {
    case "applied":
    case "nothing-to-do": {
      const done = execution.outcome === "applied" ? md`applied` : md`nothing to do`;
      if (proof === "diverged") return md`🛑 ${where2}: ${done}, but the database is not what the plan promised`;
      if (proof === "verified") return md`✅ ${where2}: ${done}, and verified`;
      return md`⚠️ ${where2}: ${done}, not verified`;
    }
    case "refused":
      return md`⛔ ${where2}: not applied, nothing was written`;
    case "partially-applied":
      return md`🛑 ${where2}: only partly applied${execution.stop === null ? md`` : ending(execution)}`;
    case "failed":
      return md`🛑 ${where2}: not applied${execution.stop === null ? md`` : md`, ${stoppedAt(execution.stop)}`}`;
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
      return md`**${text(progress(execution))}.**${proof}`;
    case "failed":
      return md`**In short: ${whatIsLeft(execution)}.**${proof}`;
  }
}
function proofOf(verification) {
  const briefs = (wanted) => checkVerification(verification).flatMap(({ state, brief }) => state === wanted ? [text(brief)] : []);
  if (verification.outcome === "diverged") return md`**Diverged:** ${join(briefs("bad"), ", ")}.`;
  const look = briefs("look");
  return md`The database is exactly what the plan promised.${look.length === 0 ? md`` : md` To look at: ${join(look, ", ")}.`}`;
}
function whatRan({ execution, plan }) {
  const word2 = md`Loss of data was ${destruction(shortened(execution), plan)}.\n`;
  const { allowed } = execution.permission.destructive;
  return [always(countsLine(plan)), ...allowed ? [wholeOrNot(ranks.permission, word2, md`why data was lost`)] : []];
}
function shortened(execution) {
  const { destructive } = execution.permission;
  if (!destructive.allowed) return execution;
  const short = (words2) => words2 === null ? null : clip(words2, 200);
  const own = { allowed: true, backup: short(destructive.backup), acceptedRisk: short(destructive.acceptedRisk) };
  return { ...execution, permission: { ...execution.permission, destructive: own } };
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
    return [...nextSteps(execution, plan).map((step) => inWorkflow(step, context)), newPlan(execution)];
  if (verification?.outcome !== "diverged") return [];
  return [{ say: "See each difference with its cause in a new run:", commands: [newRunCommand(context)] }];
}
function inWorkflow({ say: say3, commands }, context) {
  return { say: say3, commands: commands.map((command) => command.startsWith("schemagate ") ? newRunCommand(context) : command) };
}
function newPlan({ outcome }) {
  const plan = outcome === "failed" ? "A new run makes the plan again, under the same 12 characters where neither code nor database moved," : "A new run plans what is left,";
  return { say: `${plan} and waits for an approval. Don't press \u201CRe-run jobs\u201D: a second attempt is refused.`, commands: [] };
}
function shortNext(context) {
  return { text: md`**Next**\n\n${newRun(context)}`, cut: md`what to do next, in full` };
}
function verified(verification) {
  const checks = checkVerification(verification);
  const { differences: differences2 } = verification;
  const differing = differences2.length === 0 ? md`` : md`\n**What differs**\n\n${differenceList(differences2)}`;
  const second = secondPlan(verification);
  const body = md`${checksTable(checks)}${differing}${second === "" ? md`` : md`\n${second}`}`;
  const title2 = verification.outcome === "verified" ? md`Verified: ${answers(checks)}` : md`Verification: diverged`;
  const text2 = verification.outcome === "verified" ? fold(title2, body) : md`**${title2}**\n\n${body}`;
  return versions(
    ranks.verification,
    { text: text2, cut: null },
    () => ({ text: fold(title2, checksTable(checks)), cut: md`details of the verification` }),
    () => ({ text: md``, cut: md`the verification` })
  );
}
function answers(checks) {
  const of2 = (wanted) => checks.filter(({ state }) => state === wanted).length;
  return join(
    [
      md`${count(of2("good"), "check is", "checks are")} good`,
      ...of2("look") === 0 ? [] : [md`${of2("look")} to look at`],
      ...of2("none") === 0 ? [] : [md`${of2("none")} had nothing to check`]
    ],
    ", "
  );
}
function ran({ statements }) {
  if (statements.every(({ outcome }) => outcome === "not-run")) return [];
  const bad = statements.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const title2 = md`What ran: ${count(statements.length, "statement")}`;
  return [
    versions(
      ranks.statements,
      { text: fold(title2, executedTable(statements)), cut: null },
      () => ({
        text: fold(title2, executedTable([...bad, ...statements.filter((record) => !bad.includes(record)).slice(0, 100)])),
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

// src/report/comment/instead.ts
function saidBefore({ instead, at }, rules) {
  return [...rulesChanged(rules), ...instead === null ? [] : [always(md`${insteadLine(instead, at)}\n`)]];
}
function rulesChanged(rules) {
  return rules === null ? [] : [always(md`${rulesLine(rules)}\n`)];
}
function rulesLine({ files, relaxes }) {
  const named = firstOf(
    files.map((path) => code(clip(path, 80))),
    3
  );
  return relaxes.length === 0 ? md`⚠️ **This pull request changes the rules** by which plans are made, judged or applied: ${named}. Read that change, too; it counts after the merge.` : md`⚠️ **This pull request relaxes the rules** (${named}): ${text(clip(relaxes.join("; "), 600))}. It counts after the merge.`;
}
var oldAfterMs = 48 * 60 * 6e4;
function insteadLine(instead, now) {
  switch (instead.kind) {
    case "record": {
      const age = now.getTime() - new Date(instead.at).getTime();
      const shown = instead.at.slice(0, 16).replace("T", " ");
      const old = age > oldAfterMs ? md` ⚠️ That is ${Math.floor(age / 864e5)} days ago.` : md``;
      return md`Compared with the record of ${shown} UTC; the plan after the merge looks at the database itself.${old}`;
    }
    case "migrations":
      return md`⚠️ **The database was not looked at**: this is compared with what the migrations of ${code(clip(instead.of, 60))} make. What was changed by hand, and how many rows there are, is not known here.`;
  }
}
function howRead({ instead, at }, context) {
  if (instead === null)
    return md`read at ${at.toISOString()} in a session that the database itself keeps from writing`;
  switch (instead.kind) {
    case "record": {
      const run = join(runLink({ ...context, runUrl: instead.runUrl }, md`a run of the default branch`), "");
      return md`as ${run} recorded it at ${text(instead.at)}; no connection was opened`;
    }
    case "migrations":
      return md`replayed on a stand-in; no connection was opened`;
  }
}

// src/report/comment/not-compared-face.ts
function notComparedFace({ why, rules }, context) {
  return {
    sections: [
      always(md`### ⚠️ ${whereOf(context)}: not compared, so nothing is known of what this does\n`),
      always(md`${text(clip(why, 800))}\n`),
      ...rulesChanged(rules),
      always(
        md`Merging runs nothing by itself. The plan that is made after it looks at the database: read that before you approve.\n`
      ),
      lastLine(context, [])
    ],
    badness: 2,
    hasSomethingToSay: true
  };
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
  const names = uniqueNames(shown);
  const entities = shown.map((table2) => entity(table2, names.get(table2) ?? "_", before, after));
  const links = after.flatMap((object) => object.kind === "foreign key" ? link(object, names) : []);
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
  const named = (of2) => new Set(own.flatMap(of2).filter((name) => name !== null));
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
function link(key, names) {
  const [from, to] = [names.get(ownerOf(key) ?? ""), names.get(key.references)];
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
  const of2 = (cause) => drift.filter((entry) => entry.cause === cause);
  const parts = [
    unmanaged(of2("unmanaged"), preflight2, bold),
    missing(of2("missing-migration"), preflight2, bold),
    historyProblems(preflight2, bold),
    undetermined(of2("undetermined"), bold),
    pending(of2("pending"), bold),
    kept(preflight2, bold)
  ].filter((part) => part !== "");
  if (parts.length === 0) return [];
  const waits = drift.some(({ cause }) => cause === "pending");
  const title2 = counted !== "" ? md`Drift report: ${counted}` : waits ? md`Pending, and left alone` : md`Left alone`;
  const cut = md`details of drift`;
  const list2 = (shown, length) => () => ({ text: fold(title2, listDrift(drift, shown, length)), cut });
  return [
    versions(rank, { text: fold(title2, join(parts, "\n")), cut: null }, list2(200, 300), list2(30, 100), () => ({
      text: md``,
      cut
    }))
  ];
}
function listDrift(drift, shown, length) {
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

// src/report/comment/let-pass.ts
function letPass({ proposal }) {
  const { relaxed } = proposal;
  if (relaxed.length === 0) return [];
  const kinds3 = [...Map.groupBy(relaxed, ({ id, by, reason }) => `${id}\0${by}\0${reason ?? ""}`).values()];
  return [always(md`**Let pass, although it is a risk:** ${firstOf(kinds3.map(inWords2), 4)}.\n`)];
}
function inWords2(all) {
  const [first] = all;
  const numbers = ranges(all.map(({ statement }) => statement + 1));
  const who = first?.by === "comment" ? md`a comment in the file: “${text(clip(first.reason ?? "", 120))}”` : md`the configuration`;
  return md`${code(first?.id ?? "")} (statement ${text(numbers)}; ${who})`;
}

// src/report/comment/sql-folds.ts
var onePiece = 8e3;
function sqlFolds(ranks4, plan) {
  const all = numbered(plan);
  const whole2 = block(md`SQL: ${count(all.length, "statement")}`, all);
  const marked = all.filter(({ statement }) => weightOf(statement) !== "harmless");
  const harmless = all.filter(({ statement }) => weightOf(statement) === "harmless");
  if (marked.length === 0) return [harmlessSql(ranks4.plain, md`SQL`, harmless)];
  if (whole2.length <= onePiece || harmless.length === 0) return [graveSql(ranks4.grave, md`SQL`, all, marked)];
  return [
    graveSql(ranks4.grave, md`SQL to mind`, marked, marked),
    harmlessSql(ranks4.plain, md`SQL of the rest, harmless`, harmless)
  ];
}
function graveSql(rank, title2, all, marked) {
  const summary2 = md`${title2}: ${count(all.length, "statement")}`;
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
function harmlessSql(rank, title2, statements) {
  const cutTo = (shown) => shown.length === statements.length ? { text: block(md`${title2}: ${count(shown.length, "statement")}`, shown), cut: null } : {
    text: shown.length === 0 ? md`` : block(md`${title2}: the first ${shown.length} of ${count(statements.length, "statement")}`, shown),
    cut: md`the SQL of ${count(statements.length - shown.length, "harmless statement")}`
  };
  return {
    kind: "part",
    rank,
    render: (room) => {
      const whole2 = cutTo(statements);
      if (whole2.text.length <= room) return whole2;
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
  const whole2 = wayBack(plan);
  if (whole2 === "") return [];
  const lost = plan.rollback.filter((step) => "irreversible" in step).length;
  const summary2 = md`Way back${lost === 0 ? md`` : md`: ${count(lost, "thing")} can't be brought back`}`;
  return [wholeOrNot(rank, fold(summary2, whole2), md`the way back`)];
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
  const header = [md`#`, md`To mind`, md`Statement`, ...origins ? [md`From`] : []];
  const cells = shown.map(({ number: number2, statement }) => [
    md`${icons[weightOf(statement)]}${number2}`,
    join([...inFewWords(statement), ...tried(waits(number2 - 1), length)], "; "),
    code(shortSql(statement.sql, length)),
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
  const of2 = (weight, words2) => {
    const number2 = left2.filter(({ statement }) => weightOf(statement) === weight).length;
    return number2 === 0 ? [] : [count(number2, words2, words2)];
  };
  const parts = [...of2("destroys", "\u{1F6D1}"), ...of2("risks", "\u26A0\uFE0F"), ...of2("harmless", "harmless")];
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
function upToDate({ preflight: preflight2, isPullRequest, rules }, context) {
  const drift = countDrift(preflight2, "without pending");
  const where2 = whereOf(context);
  const heading3 = drift === "" ? md`### ✅ ${where2}: nothing to do` : md`### ⚠️ ${where2}: nothing to apply, but there is drift`;
  const objects = count(preflight2.live.objects.length, "object");
  const { ignored } = preflight2.comparison.report;
  const apart = ignored.length === 0 ? md`` : md`, apart from ${count(ignored.length, "difference")} that the configuration ignores`;
  const seen = md`${objects} compared: ${drift === "" ? md`no difference` : md`**${drift}**, not from this change`}${apart}.`;
  return {
    sections: [
      always(md`${heading3}\n`),
      always(md`${isPullRequest ? md`Merging changes no schema.` : md`Nothing waits for an approval.`} ${seen}\n`),
      ...saidBefore(preflight2, rules),
      notice2(context),
      ...lists(preflight2),
      ...driftOf(preflight2),
      lastLine(context, [])
    ],
    badness: drift !== "" && !isPullRequest ? 1 : 0,
    hasSomethingToSay: isPullRequest && (touches(preflight2) || rules !== null)
  };
}
function work(part, context) {
  const { preflight: preflight2, isPullRequest, rules } = part;
  const { plan: proposed, verdict: verdict2 } = preflight2.proposal;
  const plan = proposed !== null && proposed.statements.length > 0 ? proposed : null;
  const blocked3 = verdict2.outcome === "blocked";
  const title2 = isPullRequest ? md`Before you merge` : md`Before you approve`;
  const own = plan === null ? [] : ownStatements(part, plan);
  const approvable = blocked3 || preflight2.instead?.kind === "migrations" ? null : plan;
  return {
    sections: [
      always(md`### ${heading2(part, plan, own, context)}\n`),
      always(md`${whatMergingDoes(part, context)} ${whose(part, plan)}\n`),
      ...saidBefore(preflight2, rules),
      ...plan === null ? [] : [always(countsLine(plan))],
      ...letPass(preflight2),
      notice2(context),
      ...verdict2.outcome === "blocked" ? [whatBlocks(ranks2.green, md`To get to green`, verdict2.reasons)] : [],
      ...plan === null ? [] : whatToMind(ranks2.green, title2, plan, own),
      ...plan === null ? [] : [statementTable(ranks2.table, plan, waitsOf(preflight2, plan))],
      ...plan === null ? [] : [...sqlFolds(ranks2, plan), ...wayBackFold(ranks2.wayBack, plan)],
      ...lists(preflight2),
      ...driftOf(preflight2),
      ...plan === null ? [] : picture(preflight2, plan),
      known(preflight2, context, approvable),
      lastLine(context, approvable === null ? [] : [sameCharacters(approvable)])
    ],
    badness: blocked3 ? 3 : worstWeight(own) !== "harmless" ? 2 : 1,
    hasSomethingToSay: !isPullRequest || touches(preflight2) || rules !== null
  };
}
function ownStatements({ preflight: preflight2, isPullRequest, rules }, plan) {
  const all = numbered(plan);
  if (!isPullRequest) return all;
  if (preflight2.sourceChanged?.moved === true || rules !== null) return all;
  const merged = new Set(mergedBefore(preflight2).map(({ object }) => object));
  return all.filter(({ statement }) => !merged.has(`migration ${statement.origin}`));
}
function mergedBefore({ comparison }) {
  return comparison.report.drift.filter(({ cause, from }) => cause === "pending" && from === "default-branch");
}
function heading2({ preflight: preflight2 }, plan, own, context) {
  const where2 = whereOf(context);
  const { verdict: verdict2 } = preflight2.proposal;
  const weight = worstWeight(own);
  if (verdict2.outcome === "blocked") {
    const names = [...new Set(verdict2.reasons.map(({ reason }) => reason))].map(code);
    const facts = weight === "harmless" ? md`` : md`; ${worstFacts(own, 1)}`;
    return md`⛔ ${where2}: blocked by ${count(verdict2.reasons.length, "reason")} (${firstOf(names, 2)})${facts}`;
  }
  if (own.length === 0)
    return md`📋 ${where2}: nothing from this pull request, ${count(plan?.statements.length ?? 0, "statement")} waiting already`;
  if (weight === "harmless") return md`📋 ${where2}: ${count(own.length, "statement")}, no data is lost`;
  return md`${weight === "destroys" ? md`🛑` : md`⚠️`} ${where2}: ${worstFacts(own, 2)}`;
}
function whatMergingDoes({ preflight: preflight2, isPullRequest }, { environment }) {
  const where2 = code(clip(environment, 60));
  if (preflight2.proposal.verdict.outcome === "blocked")
    return isPullRequest ? md`Merging runs nothing, and as things are no plan for ${where2} could be approved after it.` : md`Nothing was written, and as things are there is nothing that could be approved for ${where2}.`;
  const { approvers } = preflight2.inputs.config;
  if (isPullRequest && approvers.length > 0 && preflight2.inputs.strategy === "migrate")
    return md`Merging applies it where the workflow takes the review of an approver (${firstOf(approvers.map(code), 3)}) and one of them approved this pull request after this comment; else nothing runs by itself.`;
  return isPullRequest ? md`Merging runs nothing by itself: the plan then waits for an approval of ${where2}.` : md`Nothing has run yet: this plan waits for an approval of ${where2}.`;
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
  const names = new Set(merged.map(({ object }) => object));
  const theirs = plan === null ? [] : numbered(plan).filter(({ statement }) => names.has(`migration ${statement.origin}`));
  return worstWeight(theirs) === "harmless" ? md`` : md`, where **${worstFacts(theirs, 2)}**`;
}
function migrationNames(pending2) {
  return firstOf(
    pending2.map(({ object }) => code(clip(object.replace(/^migration /, ""), 60))),
    2
  );
}
function touches({ comparison, proposal, sourceChanged }) {
  if (comparison.report.drift.some(({ from }) => from === "this-pull-request")) return true;
  if (sourceChanged === null) return proposal.verdict.outcome !== "up-to-date";
  return sourceChanged.moved || sourceChanged.files.size > 0;
}
function lists(preflight2) {
  const found = strategyLists(preflight2, (title2) => md`**${title2}**`);
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
function known(preflight2, context, plan) {
  const { connection } = preflight2;
  const bad = checkCare(preflight2).filter(({ state }) => state === "bad");
  const how = howRead(preflight2, context);
  const read = md`**Live state:** ${code(clip(connection.display, 100))} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)}), ${how}.`;
  const evidence = md`**How this is known**\n\n- ${read}\n${compared(preflight2)}${rehearsed(preflight2)}`;
  const care = bad.length === 0 ? md`` : md`\n**To look after**\n\n${bullets(bad.map(({ what, seen }) => md`${text(what)}: ${text(clip(seen, 300))}`))}`;
  const meaning = plan === null ? md`` : md`\n**What approving means**\n\n${approvalMeaning(preflight2, plan, "comment")}- **Digest:** ${code(plan.digest)}\n`;
  const title2 = plan === null ? md`How this is known` : md`How this is known, and what approving means`;
  return wholeOrNot(ranks2.known, fold(title2, md`${evidence}${care}${meaning}`), md`how this is known`);
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
    case "unconcerned":
    case "not-compared":
      return part;
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
  const { missing: missing3, ways } = preflight2;
  return {
    ...preflight2,
    at: /* @__PURE__ */ new Date(0),
    instead: preflight2.instead?.kind === "record" ? null : preflight2.instead,
    missing: missing3 === null ? null : { ...missing3, name: missing3.name.replace(/^\d+/, "") },
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

// src/report/comment/unconcerned-face.ts
function unconcernedFace(context) {
  return {
    sections: [
      always(md`### ✅ ${whereOf(context)}: nothing to do\n`),
      always(md`This pull request changes neither the schema nor its migrations, so nothing was compared.\n`),
      lastLine(context, [])
    ],
    badness: 0,
    hasSomethingToSay: false
  };
}

// src/report/comment/comment.ts
var commentLimit = 6e4;
var summaryLimit = 9e5;
function renderComments(targets, key, limit = commentLimit) {
  const faces = targets.map((target) => ({ ...target, face: faceOf(target.part, target.context) }));
  const speaking = faces.filter(({ face }) => face.hasSomethingToSay);
  const worstFirst2 = (speaking.length > 0 ? speaking : faces.slice(0, 1)).toSorted(
    (a, b) => b.face.badness - a.face.badness || compareNames(a.context, b.context)
  );
  const badness = worstFirst2[0]?.face.badness ?? 0;
  const line = markerLine(key, badness, worstFirst2.map(({ part, context }) => contentOf(part, context)).join("\n"));
  const sections = fitTargets(
    worstFirst2.map(({ face }) => face),
    limit - line.length - 1
  );
  return { body: `${line}
${sections}`, badness, hasSomethingToSay: speaking.length > 0 };
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
    case "unconcerned":
      return unconcernedFace(context);
    case "not-compared":
      return notComparedFace(part, context);
    case "refused":
      return refusedFace(part, context);
    case "applied":
      return part.execution.outcome === "refused" ? refusedFace({ kind: "refused", execution: part.execution, plan: part.plan }, context) : appliedFace(part, context);
  }
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
async function readStarters({ octokit, owner, repo }, runId) {
  return ask(async () => {
    const { data: run } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
    return [run?.actor, run?.triggering_actor].map((account) => {
      if (typeof account?.id !== "number" || typeof account.login !== "string") throw new Error("the answer names nobody");
      return { id: account.id, login: account.login };
    });
  });
}
function judgeApproval(request) {
  const { approvals, rules, attempt, digest, self } = request;
  const missing3 = (message, hint) => ({
    outcome: "refused",
    reasons: [{ reason: "approval-missing", object: null, message, hint }]
  });
  const anew2 = "Start a new run (Run workflow, or `gh workflow run`), read its plan, and have that approved.";
  if (attempt !== 1)
    return missing3(`This is attempt ${attempt} of the run: GitHub does not tell to which attempt an approval belongs.`, anew2);
  const excluded = self === null ? { accounts: [], ids: [] } : whoIsSelf(self);
  if ("message" in excluded) return missing3(excluded.message, excluded.hint);
  if (approvals.outcome === "failed") {
    const { message, hint } = explainFailure(approvals, "The approvals of this run can't be read", "actions: read");
    return missing3(message, hint);
  }
  const own = approvals.data.filter(({ environmentIds }) => environmentIds.includes(rules.id));
  const refused = own.find(({ state }) => state !== "approved");
  if (refused !== void 0) return missing3(`A review of this run for "${rules.name}" says ${refused.state}.`, anew2);
  const counted = own.filter(({ user }) => user !== null && isReviewer(user.id, rules));
  const good = counted.filter(
    ({ user }) => user !== null && !excluded.ids.includes(user.id) && !excluded.accounts.some((account) => isSame(account, user))
  );
  const approval = good.find(({ comment }) => namesPlan(comment, digest)) ?? good[0];
  if (approval?.user == null) {
    const but = counted.length > 0 ? " by anybody but who started it or made its change" : own.length > 0 ? " by one of its reviewers" : "";
    return missing3(`This run was not approved for the environment "${rules.name}"${but}.`, anew2);
  }
  const byTeam = !(rules.reviewers?.userIds ?? []).includes(approval.user.id);
  return {
    outcome: "approved",
    by: approval.user.login,
    comment: approval.comment,
    note: byTeam ? "as a member of a team that may review; GitHub checked the membership, this token can't" : null
  };
}
function whoIsSelf({
  startedBy,
  madeBy
}) {
  if (startedBy.outcome === "failed") return explainFailure(startedBy, "Who started this run can't be read", "actions: read");
  if (madeBy.outcome === "missing") return madeBy;
  const { ids, gap } = madeBy.data;
  const bots = startedBy.data.map(({ login }) => login).filter((login) => login.endsWith("[bot]"));
  if (gap === null || bots.length < startedBy.data.length) return { accounts: startedBy.data, ids };
  return {
    message: `No person started this run (${[...new Set(bots)].join(", ")} did), and it is not known who made the whole of its change. ${gap.message}`,
    hint: "Start a new run yourself (Run workflow, or `gh workflow run`), and have its plan approved by somebody else."
  };
}
function isReviewer(id, { reviewers }) {
  return reviewers !== null && (reviewers.userIds.includes(id) || reviewers.teams.length > 0);
}
function isSame(starter, user) {
  return starter.id === user.id || starter.login.toLowerCase() === user.login.toLowerCase();
}
function namesPlan(comment, digest) {
  return comment.toLowerCase().includes(shortDigest(digest));
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
    const listed3 = await ask(async () => {
      const request = { owner, repo, environment_name: raw.name, per_page: 100 };
      const { data } = await octokit.rest.repos.listDeploymentBranchPolicies(request);
      return listIn(data.branch_policies, "list of branches").map(
        ({ name, type }) => `${type === "tag" ? "the tag " : ""}${name ?? ""}`
      );
    });
    return { kind: "listed", names: listed3.outcome === "ok" ? listed3.data : null };
  }
  const branch = await ask(async () => (await octokit.rest.repos.getBranch({ owner, repo, branch: defaultBranch })).data);
  return { kind: "protected", defaultBranchProtected: branch.outcome === "ok" ? branch.data.protected : null };
}
function judgeEnvironment(answer, name, defaultBranch, { allowSelfReview }) {
  const gap = (message, hint) => ({ reason: "environment-unprotected", object: null, message, hint });
  if (answer.outcome === "failed") {
    const { message, hint } = explainFailure(answer, `The rules of the environment "${name}" can't be read`, "actions: read");
    const missing3 = `Or the environment does not exist: create it under Settings, Environments, with required reviewers.`;
    return [gap(message, answer.status === 404 ? `${hint}
${missing3}` : hint)];
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

// src/github/merged-pull.ts
async function readMergedPull(github, sha) {
  const number2 = await mergedPullRequest(github, sha);
  if (number2.outcome === "failed")
    return unread(number2, `The pull request of ${sha.slice(0, 7)} can't be read`, "pull-requests: read");
  if (number2.data === null) return { outcome: "ok", data: null };
  const pull = await readPull(github, number2.data);
  return pull.outcome === "ok" ? pull : unread(pull, `Pull request #${number2.data} can't be read`, "pull-requests: read");
}
function unread(failed, what, permission2) {
  return { outcome: "missing", ...explainFailure(failed, what, permission2) };
}
async function readPull({ octokit, owner, repo }, number2) {
  return ask(async () => {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number2 });
    const { head, base, merged, user } = data;
    if (merged !== true) throw new Error("the answer does not call it merged");
    if (typeof user?.id !== "number") throw new Error("the answer does not say who opened it");
    if (typeof head?.sha !== "string" || typeof head.ref !== "string" || typeof base?.ref !== "string")
      throw new Error("the answer names no branches");
    const [createdAt, mergedAt] = [Date.parse(data.created_at ?? ""), Date.parse(data.merged_at ?? "")];
    if (Number.isNaN(createdAt) || Number.isNaN(mergedAt))
      throw new Error("the answer does not say when it was opened and merged");
    const own = typeof base.repo?.id === "number" && head.repo?.id === base.repo.id;
    return { number: number2, authorId: user.id, base: base.ref, head: { sha: head.sha, ref: head.ref, own }, createdAt, mergedAt };
  });
}

// src/github/makers.ts
async function readMakers(github, pull) {
  const name = `pull request #${pull.number}`;
  const named = await readNamed(github, pull);
  if (named.outcome === "failed") return unread(named, `The commits of ${name} can't be read`, "pull-requests: read");
  const ids = [pull.authorId, ...named.data.ids];
  if (!pull.head.own) return { outcome: "ok", data: { ids, gap: fromElsewhere(name) } };
  const pushers = await readPushers(github, pull);
  if (pushers.outcome === "failed") return unread(pushers, `Who pushed to ${name} can't be read`, "contents: read");
  const gap = named.data.isWhole ? gapIn(pushers.data, name) : tooLong(name);
  return { outcome: "ok", data: { ids: [...ids, ...pushers.data.accounts.flatMap(({ id }) => id ?? [])], gap } };
}
var mostCommits = 250;
var webFlow = 19864447;
async function readNamed({ octokit, owner, repo }, { number: number2, head }) {
  return ask(async () => {
    const request = { owner, repo, pull_number: number2, per_page: 100 };
    const commits = await octokit.paginate(octokit.rest.pulls.listCommits, request);
    const isWhole = commits.length < mostCommits;
    if (isWhole && !commits.some(({ sha }) => sha === head.sha)) throw new Error("the list does not hold its last commit");
    const ids = commits.flatMap(({ author, committer }) => {
      if (author === void 0 || committer === void 0) throw new Error("the list does not say whom they name");
      return [author?.id, committer?.id].filter((id) => typeof id === "number").filter((id) => id !== webFlow);
    });
    return { ids, isWhole };
  });
}
async function readPushers({ octokit, owner, repo }, pull) {
  return ask(async () => {
    const request = { owner, repo, ref: `refs/heads/${pull.head.ref}`, per_page: 100 };
    const activities = await octokit.paginate(octokit.rest.repos.listActivities, request);
    const dated = activities.map((activity) => ({ ...activity, at: Date.parse(activity.timestamp ?? "") }));
    if (dated.some(({ at }) => Number.isNaN(at))) throw new Error("the list of pushes is not whole");
    const made = dated.filter(({ activity_type: kind, at }) => kind === "branch_creation" && at <= pull.createdAt);
    const since = made.reduce((latest, { at }) => Math.max(latest, at), 0);
    const pushes = dated.filter(
      ({ activity_type: kind, at }) => kind !== "branch_deletion" && at >= since && at <= pull.mergedAt
    );
    const accounts = pushes.map(({ actor }) => ({
      id: typeof actor?.id === "number" ? actor.id : null,
      login: actor?.login ?? "",
      isPerson: actor?.type === "User"
    }));
    return { accounts, isWhole: pushes.some(({ after }) => after === pull.head.sha) };
  });
}
function gapIn({ accounts, isWhole }, name) {
  if (!isWhole || accounts.some(({ id }) => id === null))
    return { message: `GitHub does not say of ${name} who pushed it.`, hint: bringAgain };
  const bot = accounts.find(({ isPerson }) => !isPerson);
  if (bot === void 0) return null;
  return { message: `${bot.login} pushed to ${name}, which is no person: nobody can tell who had it do that.`, hint: bringAgain };
}
var bringAgain = "Take its migrations out with one pull request, and bring them back with another, from a new branch to which only people push; or apply the plan from the command line.";
function tooLong(name) {
  return { message: `The ${name} has ${mostCommits} commits or more, and GitHub lists no more.`, hint: bringAgain };
}
function fromElsewhere(name) {
  return {
    message: `The ${name} comes from another repository: who pushed there can't be known.`,
    hint: "Push its branch to this repository, and open the pull request from there."
  };
}

// src/action/judged.ts
function refusedBy(refusals) {
  return { refusals, evidence: [], destructive: { allowed: false } };
}

// src/action/plan-artifact.ts
import { readFile } from "node:fs/promises";
import { join as join3 } from "node:path";
var blocked = (reason, message, hint) => ({ reason, object: null, message, hint });
async function fetchPlan({ door, folder }, { files, missing: missing3 }) {
  const id = Number(door.input("plan"));
  if (!Number.isInteger(id) || id <= 0)
    return blocked(
      "invalid-input",
      "The input plan is not the id of an artifact.",
      "Give it the output plan of an earlier job of the same run."
    );
  const into = `${folder}-fetched`;
  const fetched = await downloadFolder(id, into);
  if (fetched.outcome === "failed")
    return blocked(
      missing3,
      `The artifact ${id} could not be fetched: ${fetched.message}`,
      "It has to be one of this run: give the input plan the output plan of an earlier job of the same run."
    );
  for (const file of files) {
    const text2 = await readFile(join3(into, "artifacts", file), "utf8").catch(() => null);
    if (text2 === null) continue;
    const read = readPlan(text2);
    return read.outcome === "read" ? read.plan : blocked(read.reason, read.message, read.hint);
  }
  return blocked(missing3, "The artifact holds no plan.", "Start a new run, and use the plan that it makes.");
}
async function countPlans({ facts, github }, environment) {
  const { octokit, owner, repo } = github;
  const own = `schemagate-plan-${environment.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}`;
  return ask(async () => {
    const request = { owner, repo, run_id: facts.runId, per_page: 100 };
    const names = /* @__PURE__ */ new Set();
    for (let page = 1; ; page++) {
      const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({ ...request, page });
      const artifacts = listIn(data.artifacts, "list of artifacts");
      for (const { name } of artifacts) if (name === own || name.startsWith(`${own}-`)) names.add(name);
      if (artifacts.length < request.per_page) break;
    }
    if (names.size === 0) throw new Error(`the list of artifacts holds no ${own}`);
    return names.size;
  });
}

// src/action/environment-consent.ts
async function environmentConsent(run, { config, environment }, plan) {
  const { facts, github, tools } = run;
  const name = environment ?? "";
  const allowSelfReview = config.environments[name]?.allowSelfReview ?? false;
  const branch = facts.defaultBranch ?? "";
  const rules = await readEnvironment(github, name, branch);
  const gaps = judgeEnvironment(rules, name, branch, { allowSelfReview });
  if (rules.outcome === "failed") return refusedBy(gaps);
  const approvals = await readApprovals(github, facts.runId);
  const self = allowSelfReview ? null : await readSelf(run);
  const judged = judgeApproval({ approvals, rules: rules.data, attempt: facts.attempt, digest: plan.digest, self });
  if (judged.outcome === "refused") return refusedBy([...gaps, ...judged.reasons]);
  const note = judged.note === null ? "" : ` (${judged.note})`;
  const seen = tools.clock().toISOString();
  const destructive = destructivePermission(judged.comment);
  const deletes = plan.statements.some(({ effects: effects2 }) => effects2.includes("deletes-data"));
  const unclear = destructive.allowed && deletes ? await otherPlan(run, name, plan, judged.comment) : null;
  return {
    refusals: unclear === null ? gaps : [...gaps, unclear],
    evidence: [`Approved by ${judged.by} for the environment ${name} in run ${facts.runId}, attempt 1; seen ${seen}${note}.`],
    destructive: unclear === null ? destructive : { allowed: false }
  };
}
async function readSelf({ facts, github }) {
  const startedBy = await readStarters(github, facts.runId);
  const pull = await readMergedPull(github, facts.sha);
  if (pull.outcome === "missing") return { startedBy, madeBy: pull };
  if (pull.data !== null) return { startedBy, madeBy: await readMakers(github, pull.data) };
  const message = `The commit ${facts.sha.slice(0, 7)} is not the merge of a pull request.`;
  return {
    startedBy,
    madeBy: { outcome: "ok", data: { ids: [], gap: { message, hint: "Bring the change with a pull request." } } }
  };
}
async function otherPlan(run, environment, { digest }, comment) {
  if (namesPlan(comment, digest)) return null;
  const plans = await countPlans(run, environment);
  if (plans.outcome === "ok" && plans.data === 1) return null;
  const what = "What the approval says of a backup or a risk does not count";
  const { message, hint } = plans.outcome === "failed" ? explainFailure(plans, `${what}, as it can't be read whether this run has other plans`, "actions: read") : {
    message: `${what}: this run has ${plans.data} plans for ${environment}, one click approved all of them, and its comment does not say which one is meant.`,
    hint: `Start a new run, and write the first 12 characters of its plan into the comment of the approval, too (here ${shortDigest(digest)}). Better: give each database an environment of its own.`
  };
  return { reason: "destructive-not-allowed", object: null, message, hint };
}

// src/action/policy-before.ts
var ownEvents = /* @__PURE__ */ new Set(["workflow_dispatch", "schedule", "repository_dispatch"]);
async function policyBefore({ facts, github }, inputs2) {
  if (ownEvents.has(facts.event) || relaxedKeys(noConfig, inputs2).length === 0) return { inputs: inputs2, heldBack: null };
  const before = await readBefore(github, facts, inputs2.config.path);
  const counting = { ...inputs2, config: narrowed(inputs2, before.config) };
  const keys = relaxedKeys(counting.config, inputs2);
  return { inputs: counting, heldBack: keys.length === 0 ? null : { keys, why: before.why } };
}
function heldBackBy({ heldBack, inputs: inputs2 }, matter, workflow) {
  const keys = (heldBack?.keys ?? []).filter((key) => matter.includes(key));
  if (heldBack === null || keys.length === 0) return [];
  const file = workflow.split("/").at(-1) ?? "";
  return [
    {
      reason: "policy",
      object: null,
      message: `What ${inputs2.config.path ?? "the configuration"} says of ${keys.join(" and ")} does not count for this run: ${heldBack.why}.`,
      hint: `It counts from the next run on: gh workflow run ${file}`
    }
  ];
}
function needsHeldBackHazards({ heldBack, inputs: inputs2 }, plan, given) {
  if (heldBack?.keys.includes("allow-hazards") !== true) return false;
  const counts = environmentOf(inputs2.config, inputs2).allowHazards;
  const more2 = environmentOf(given.config, inputs2).allowHazards.filter((effect) => !counts.includes(effect));
  return plan.statements.some(
    ({ effects: effects2, hazards }) => more2.some(
      (rule) => effects2.some((effect) => effect === rule) || hazards.some(({ id, severity: severity2 }) => id === rule || severity2 === rule)
    )
  );
}
var noConfig = { path: null, targets: {}, environments: {}, approvers: [], ignore: [] };
async function readBefore(github, { event, before }, path) {
  if (path === null || before === null)
    return {
      config: noConfig,
      why: event === "push" ? "this branch is new" : `a run of the event ${event} knows no commit before it`
    };
  const commit = before.slice(0, 7);
  const read = await readFileAt(github, path, before);
  if (read.outcome === "failed") return { config: noConfig, why: unread2(read, commit) };
  const { parseConfig: parseConfig2 } = await import("./chunk-IKEYJA36.js");
  try {
    return { config: parseConfig2(path, read.data), why: `it came with this push, and was not there before it (${commit})` };
  } catch (error2) {
    if (!(error2 instanceof UserError)) throw error2;
    return { config: noConfig, why: `as it stood before this push (${commit}) it is not valid` };
  }
}
function unread2(failed, commit) {
  if (failed.status === 404) return `before this push (${commit}) there was none that this job can read (contents: read)`;
  const { message } = explainFailure(failed, `what it said before this push (${commit}) can't be read`, "contents: read");
  return `${message.replace(/\.$/, "")}; the job needs contents: read`;
}
function readFileAt({ octokit, owner, repo }, path, ref) {
  return ask(async () => {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
    if (Array.isArray(data) || data?.type !== "file" || typeof data.content !== "string" || data.encoding !== "base64")
      throw new Error("the answer holds no file");
    return Buffer.from(data.content, "base64").toString("utf8");
  });
}
function narrowed(inputs2, before) {
  const { config } = inputs2;
  const [here, there] = [environmentOf(config, inputs2), environmentOf(before, inputs2)];
  const environment = {
    ...here,
    unprotected: here.unprotected && there.unprotected,
    allowSelfReview: here.allowSelfReview && there.allowSelfReview,
    allowHazards: here.allowHazards.filter((effect) => there.allowHazards.includes(effect))
  };
  const listed3 = new Set(before.approvers.map((login) => login.toLowerCase()));
  return {
    ...config,
    environments: { ...config.environments, [inputs2.environment ?? ""]: environment },
    approvers: config.approvers.filter((login) => listed3.has(login.toLowerCase()))
  };
}
function relaxedKeys(counting, inputs2) {
  const [counts, here] = [environmentOf(counting, inputs2), environmentOf(inputs2.config, inputs2)];
  return [
    ...here.unprotected && !counts.unprotected ? ["unprotected"] : [],
    ...here.allowSelfReview && !counts.allowSelfReview ? ["allow-self-review"] : [],
    ...here.allowHazards.length > counts.allowHazards.length ? ["allow-hazards"] : [],
    ...inputs2.config.approvers.length > counting.approvers.length ? ["approvers"] : []
  ];
}
var unset = {
  onDrift: "warn",
  lockTimeoutMs: null,
  lockRetries: null,
  statementTimeoutMs: null,
  maxPlanAgeMs: null,
  after: null,
  unprotected: false,
  allowSelfReview: false,
  allowHazards: [],
  failOn: [],
  smallTable: null
};
function environmentOf({ environments }, { environment }) {
  const name = environment ?? "";
  return Object.hasOwn(environments, name) ? environments[name] ?? unset : unset;
}

// src/action/review-consent.ts
import { relative } from "node:path";

// src/github/merged-change.ts
var mostFiles = 3e3;
async function readMergedChange(github, sha, branch) {
  const pull = await readMergedPull(github, sha);
  if (pull.outcome === "missing") return pull;
  if (pull.data === null)
    return {
      outcome: "missing",
      message: `The commit ${sha.slice(0, 7)} is not the merge of a pull request, so nobody reviewed it.`,
      hint: "Bring the change with a pull request, and have that approved by one of the approvers."
    };
  const { number: number2, base, head } = pull.data;
  if (base !== branch)
    return {
      outcome: "missing",
      message: `The pull request #${number2} was merged into ${base}, not into ${branch}.`,
      hint: `Open a pull request into ${branch}, and have that approved by one of the approvers.`
    };
  const makers = await readMakers(github, pull.data);
  if (makers.outcome === "missing") return makers;
  const { ids, gap } = makers.data;
  if (gap !== null) return { outcome: "missing", ...gap };
  const added = await readAdded(github, number2);
  if (added.outcome === "failed")
    return unread(added, `The files of pull request #${number2} can't be read`, "pull-requests: read");
  return { outcome: "ok", data: { number: number2, headSha: head.sha, madeBy: ids, added: added.data } };
}
async function readAdded({ octokit, owner, repo }, number2) {
  return ask(async () => {
    const request = { owner, repo, pull_number: number2, per_page: 100 };
    const files = await octokit.paginate(octokit.rest.pulls.listFiles, request);
    if (files.length >= mostFiles) throw new Error(`it changes ${mostFiles} files or more, and GitHub lists no more`);
    return new Map(
      files.flatMap(({ status, filename, sha }) => status === "added" && sha !== null ? [[filename, sha]] : [])
    );
  });
}

// src/github/reviews.ts
async function readReviews({ octokit, owner, repo }, number2) {
  return ask(async () => {
    const request = { owner, repo, pull_number: number2, per_page: 100 };
    const listed3 = await octokit.paginate(octokit.rest.pulls.listReviews, request);
    return listed3.flatMap((raw) => {
      const { id, node_id: nodeId, state, body, commit_id: commit, user } = raw ?? {};
      if (state === "COMMENTED" || state === "PENDING") return [];
      const submittedAt = Date.parse(raw?.submitted_at ?? "");
      const known3 = state === "APPROVED" || state === "CHANGES_REQUESTED" || state === "DISMISSED";
      const named = user === null || typeof user?.id === "number" && typeof user.login === "string";
      if (!known3 || !named || typeof id !== "number" || Number.isNaN(submittedAt))
        throw new Error("the list of reviews is not whole");
      const by = user === null ? null : { id: user.id, login: user.login };
      return [{ id, nodeId, state, body: body ?? "", commit: commit ?? null, submittedAt, user: by }];
    });
  });
}
async function readEditTime({ octokit }, { nodeId }) {
  return ask(async () => {
    const query = "query ($id: ID!) { node(id: $id) { ... on PullRequestReview { lastEditedAt } } }";
    const answer = await octokit.graphql(query, { id: nodeId });
    const edited = answer?.node?.lastEditedAt;
    if (edited === null) return null;
    const at = typeof edited === "string" ? Date.parse(edited) : Number.NaN;
    if (Number.isNaN(at)) throw new Error("the answer does not say whether it was edited");
    return at;
  });
}
function judgeReviews(request) {
  const { approvers, change, reviews } = request;
  const gaps = wrongKind(request);
  const latest = latestOf(reviews, approvers);
  for (const { user, state } of latest)
    if (state === "CHANGES_REQUESTED")
      gaps.push(
        missing2(
          `${user?.login} asks for changes of pull request #${change.number}.`,
          "Settle that with them: their newest review counts, also one after the merge. Then start a new run: gh workflow run, or Run workflow."
        )
      );
  const approved = latest.filter(({ state }) => state === "APPROVED").map((review) => ({ review, why: whyNot(review, request) }));
  const good = approved.flatMap(({ review, why }) => why === null ? [review] : []);
  const newest = good.toSorted((a, b) => b.submittedAt - a.submittedAt);
  const chosen = newest.find(({ body }) => destructivePermission(body).allowed) ?? newest[0];
  if (approvers.length > 0 && chosen === void 0)
    gaps.push(
      nobody(
        request,
        approved.flatMap(({ why }) => why ?? [])
      )
    );
  const [first, ...others] = gaps;
  if (first !== void 0) return { outcome: "refused", reasons: [first, ...others] };
  if (chosen?.user == null) return { outcome: "refused", reasons: [nobody(request, [])] };
  return { outcome: "approved", by: chosen.user, review: chosen, destructive: destructivePermission(chosen.body) };
}
function missing2(message, hint) {
  return { reason: "approval-missing", object: null, message, hint };
}
function wrongKind({ attempt, approvers, change, plan, unseen }) {
  return [
    ...attempt === 1 ? [] : [
      missing2(
        `This is attempt ${attempt} of the run, and only the first one counts.`,
        "Start a new run: gh workflow run, or Run workflow."
      )
    ],
    ...plan.strategy === "migrate" ? [] : [
      missing2(
        `The statements of a plan of the strategy ${plan.strategy} are in no file that a review of a pull request could have shown.`,
        "Write a migration, or apply the plan from the command line."
      )
    ],
    ...approvers.length > 0 ? [] : [
      missing2(
        "The configuration names nobody whose review counts.",
        "Write who may approve into .github/schemagate.yml, by their logins on GitHub:\napprovers: [LOGIN, LOGIN]"
      )
    ],
    ...unseen.length === 0 ? [] : [
      missing2(
        `Pull request #${change.number} does not add the whole of ${listed(unseen)}, so its review can't have shown what would run.`,
        "Take those files out with a pull request and bring them back with another one, which gets approved; or apply this plan from the command line."
      )
    ]
  ];
}
function latestOf(reviews, approvers) {
  const names = new Set(approvers.map((login) => login.toLowerCase()));
  const byPerson = /* @__PURE__ */ new Map();
  for (const review of reviews.toSorted((a, b) => a.submittedAt - b.submittedAt || a.id - b.id))
    if (review.user !== null && names.has(review.user.login.toLowerCase())) byPerson.set(review.user.id, review);
  return [...byPerson.values()];
}
function whyNot({ commit, submittedAt, user }, { change, plan, shown }) {
  const who = user?.login ?? "";
  if (user === null || change.madeBy.includes(user.id)) return `${who} opened it, or made or pushed commits of it`;
  if (commit !== change.headSha)
    return `${who} approved ${commit?.slice(0, 7) ?? "an unknown commit"}, and ${change.headSha.slice(0, 7)} was merged`;
  const read = shown.filter(({ since }) => since < submittedAt);
  const [last] = read.toSorted((a, b) => b.since - a.since);
  if (last === void 0) return `${who} approved before the comment with the plan was there as it is now`;
  const name = shortDigest(plan.digest);
  if (read.some(({ names }) => names.includes(name))) return null;
  return `${who} could read the plan ${last.names.join(", ")} there, and this is ${name}: code or database have moved`;
}
function nobody({ approvers, change }, details) {
  const why = details.length === 0 ? "." : `: ${details.join("; ")}.`;
  return missing2(
    `No review of pull request #${change.number} by one of the approvers (${listed(approvers)}) counts for this plan${why}`,
    `Once the comment there names this plan, one of them approves pull request #${change.number} (also after the merge); then start a new run: gh workflow run, or Run workflow.`
  );
}
function listed(names) {
  return names.length <= 5 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}

// src/github/own-posts.ts
var jobLogin = "github-actions[bot]";
function ownPosts(posts, key, login) {
  return posts.flatMap((post) => {
    const marker2 = readMarker(post.body ?? "");
    if (post.user?.login !== login || marker2 === null || marker2.key !== key) return [];
    return [{ ...post, hash: marker2.hash, badness: marker2.badness }];
  });
}
function refuseHalfLists(posts, what) {
  if (posts.some((post) => post?.body === void 0 || post.user === void 0))
    throw new Error(`the list of ${what} is not whole`);
}
function wordsOf(body) {
  return body.replaceAll("\r\n", "\n").replaceAll(/\d+/g, "0").trim();
}

// src/github/own-login.ts
var known2 = /* @__PURE__ */ new WeakMap();
function ownLogin({ octokit }) {
  const asked = known2.get(octokit) ?? readLogin(octokit);
  known2.set(octokit, asked);
  return asked;
}
async function readLogin(octokit) {
  const answer = await ask(async () => (await octokit.graphql("query { viewer { id login } }"))?.viewer);
  if (answer.outcome === "failed" || typeof answer.data?.login !== "string" || answer.data.login === "") return jobLogin;
  const { id, login } = answer.data;
  return isBot(id) && !login.endsWith("[bot]") ? `${login}[bot]` : login;
}
function isBot(id) {
  return typeof id === "string" && /^(?:BOT_|MDM6Qm90)/.test(id);
}

// src/github/comments.ts
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
function listComments({ octokit, owner, repo }, number2) {
  return ask(async () => {
    const request = { owner, repo, issue_number: number2, per_page: 100 };
    const comments = await octokit.paginate(octokit.rest.issues.listComments, request);
    refuseHalfLists(comments, "comments");
    return comments;
  });
}
async function findComment(github, number2, key) {
  const listed3 = await listComments(github, number2);
  if (listed3.outcome === "failed") return listed3;
  const own = ownPosts(listed3.data, key, await ownLogin(github)).map(
    ({ id, html_url: url, body, badness, hash }) => ({ id, url, body: body ?? "", badness, hash })
  );
  return { outcome: "ok", data: own.toSorted((a, b) => a.id - b.id).at(-1) ?? null, listed: listed3.data.length };
}
async function missingFromList({ octokit, owner, repo }, number2, listed3) {
  const pull = await ask(async () => (await octokit.rest.pulls.get({ owner, repo, pull_number: number2 })).data.comments);
  if (pull.outcome === "failed") return { outcome: "failed", answer: pull };
  if (pull.data <= listed3) return null;
  const message = `the list of comments holds ${listed3} of ${pull.data ?? "an unknown number"}`;
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

// src/github/shown-plans.ts
async function readShownPlans(github, number2) {
  const listed3 = await listComments(github, number2);
  if (listed3.outcome === "failed") return listed3;
  const login = await ownLogin(github);
  return ask(
    async () => listed3.data.filter(({ user, body }) => user?.login === login && readMarker(body ?? "") !== null).map(({ body, created_at: created, updated_at: updated }) => {
      const since = Math.max(Date.parse(created), Date.parse(updated));
      if (Number.isNaN(since)) throw new Error("the list of comments does not say when they were written");
      return { since, names: [...(body ?? "").matchAll(/\bPlan `([0-9a-f]{12})`/g)].map(([, name = ""]) => name) };
    }).filter(({ names }) => names.length > 0)
  );
}

// src/action/review-consent.ts
async function reviewConsent(run, inputs2, plan) {
  const { facts, github, tools } = run;
  const change = await readMergedChange(github, facts.sha, facts.defaultBranch ?? "");
  if (change.outcome === "missing") return refusedBy([blocked2(change)]);
  const { number: number2 } = change.data;
  const reviews = await readReviews(github, number2);
  if (reviews.outcome === "failed")
    return refusedBy([blocked2(unread(reviews, `The reviews of pull request #${number2} can't be read`, "pull-requests: read"))]);
  const shown = await readShownPlans(github, number2);
  if (shown.outcome === "failed")
    return refusedBy([blocked2(unread(shown, `The comments on pull request #${number2} can't be read`, "pull-requests: read"))]);
  const judged = judgeReviews({
    plan,
    attempt: facts.attempt,
    approvers: inputs2.config.approvers,
    change: change.data,
    reviews: reviews.data,
    shown: shown.data,
    unseen: await unseenIn(change.data, run.workspace, inputs2, plan)
  });
  if (judged.outcome === "refused") return refusedBy(judged.reasons);
  const { by, review, destructive } = judged;
  const forged = destructive.allowed ? await editedText(run, review) : null;
  const given = new Date(review.submittedAt).toISOString();
  return {
    refusals: forged !== null && plan.statements.some(({ effects: effects2 }) => effects2.includes("deletes-data")) ? [forged] : [],
    evidence: [
      `Approved by ${by.login} in a review of pull request #${number2}, commit ${change.data.headSha.slice(0, 7)}, at ${given}; seen in run ${facts.runId}, attempt 1, at ${tools.clock().toISOString()}.`
    ],
    destructive: forged === null ? destructive : { allowed: false }
  };
}
function blocked2({ message, hint }) {
  return { reason: "approval-missing", object: null, message, hint };
}
async function unseenIn({ added }, workspace, { workingDirectory }, { migrations, source }) {
  const prefix = relative(workspace, workingDirectory).replaceAll("\\", "/");
  const inService = new Map(
    [...added].flatMap(([path, hash]) => {
      if (prefix === "") return [[path, hash]];
      return path.startsWith(`${prefix}/`) ? [[path.slice(prefix.length + 1), hash]] : [];
    })
  );
  const fileOf = ({ id, checksum }) => source.files.find(({ path, sha256: sha2562 }) => sha2562 === checksum && path.split("/").includes(id))?.path ?? null;
  const files = migrations.map((migration) => ({ id: migration.id, path: fileOf(migration) }));
  const paths = files.flatMap(({ path }) => path ?? []);
  const changed = await changedSince(inService, paths, workingDirectory);
  return files.flatMap(({ id, path }) => path === null || changed.has(path) ? [id] : []);
}
async function editedText({ github }, review) {
  const edited = await readEditTime(github, review);
  if (edited.outcome === "ok" && (edited.data === null || edited.data <= review.submittedAt)) return null;
  const what = "What the text of the review says of a backup or a risk does not count";
  const { message, hint } = edited.outcome === "failed" ? unread(edited, `${what}, as it can't be read whether somebody edited it`, "pull-requests: read") : {
    message: `${what}: it was edited after it was submitted, and that could have been anybody who may write.`,
    hint: "The reviewer submits another approval with that text; then start a new run: gh workflow run, or Run workflow."
  };
  return { reason: "destructive-not-allowed", object: null, message, hint };
}

// src/action/consent.ts
var kinds2 = ["environment", "pull-request-review", "none"];
function consentKind(approval) {
  const kind = kinds2.find((each) => each === approval);
  if (kind !== void 0) return kind;
  throw new UserError("invalid-input", `The input approval can't be "${approval}".`, `It is ${kinds2.join(", ")}.`);
}
async function consentOf(run, { kind, named }, given, plan) {
  const behind = await notTheHead(run);
  const policy = await policyBefore(run, given);
  const judged = await judge(run, kind, policy.inputs, plan);
  const matter = [
    ...judged.refusals.length > 0 ? [keyOf[kind]] : [],
    ...needsHeldBackHazards(policy, plan, given) ? ["allow-hazards"] : []
  ];
  const { evidence, destructive } = judged;
  return {
    inputs: policy.inputs,
    refusals: [...behind, ...judged.refusals, ...heldBackBy(policy, matter, run.facts.workflow)],
    permission: { kind, named, evidence, destructive }
  };
}
var keyOf = {
  environment: "allow-self-review",
  "pull-request-review": "approvers",
  none: "unprotected"
};
function judge(run, kind, inputs2, plan) {
  switch (kind) {
    case "environment":
      return environmentConsent(run, inputs2, plan);
    case "pull-request-review":
      return reviewConsent(run, inputs2, plan);
    case "none":
      return nobodysConsent(inputs2);
  }
}
function nobodysConsent({ config, environment }) {
  const name = environment ?? "";
  if (config.environments[name]?.unprotected === true)
    return {
      refusals: [],
      evidence: [`The configuration says that nobody has to approve changes to ${name}.`],
      destructive: { allowed: false }
    };
  return refusedBy([
    {
      reason: "environment-unprotected",
      object: null,
      message: `approval: none is for environments that the configuration calls unprotected, and "${name}" is not one of them.`,
      hint: `Protect the environment, or write under environments, ${name}: unprotected: true.`
    }
  ]);
}
async function notTheHead({ facts, github }) {
  const { defaultBranch, ref, sha } = facts;
  const superseded = (message, hint) => ({ reason: "superseded", object: null, message, hint });
  if (defaultBranch === null || ref !== `refs/heads/${defaultBranch}`)
    return [
      superseded(
        `Apply runs on the default branch${defaultBranch === null ? "" : ` (${defaultBranch})`} only, and this run is for ${ref}.`,
        "Merge first; then the plan is made and approved there."
      )
    ];
  const head = await headOf(github, defaultBranch);
  if (head.outcome === "failed") {
    const { message, hint } = explainFailure(head, `The newest commit of ${defaultBranch} can't be read`, "contents: read");
    return [superseded(message, hint)];
  }
  if (head.data === sha) return [];
  return [
    superseded(
      `${defaultBranch} has moved on: its newest commit is ${head.data.slice(0, 7)}, and this plan is of ${sha.slice(0, 7)}.`,
      "Approve the plan of the newer run. This one can be rejected."
    )
  ];
}

// src/action/names.ts
function keyParts({ environment, target, folder }) {
  const place = target ?? (folder === "." ? "" : `./${folder}`);
  return [environment, place].filter((part) => part !== "").map(encodeURIComponent);
}
function artifactName(kind, service, stage = "") {
  const place = placeOf(service);
  const name = [kind, service.environment, place ?? ""].filter((part) => part !== "").join("-");
  if (place === null && isPlain(service.environment)) return `${name}${stage}`;
  const { environment, target, folder } = service;
  const exact = sha256(JSON.stringify([environment, target, target === null ? folder : null]));
  return `${inPath(name)}-${exact.slice(0, 12)}${stage}`;
}
function commonTo(services) {
  const [first, ...more2] = services;
  if (first === void 0) throw new Error("A run has a target.");
  if (more2.length === 0) return first;
  const isOne = more2.every(({ environment }) => environment === first.environment);
  return { environment: isOne ? first.environment : "", target: null, folder: "." };
}
function folderName(target) {
  return isPlain(target) ? target : `${inPath(target)}-${sha256(target).slice(0, 12)}`;
}
function isPlain(text2) {
  return inPath(text2) === text2 && !/-(?:[0-9a-f]{12}|applied)$/.test(text2);
}
function inPath(text2) {
  return text2.replaceAll(/[^A-Za-z0-9_.-]/g, "_");
}

// src/action/promotion.ts
import { mkdir } from "node:fs/promises";
import { join as join5 } from "node:path";

// src/github/records.ts
import { mkdtemp, readFile as readFile2 } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as join4 } from "node:path";
var ownEvents2 = /* @__PURE__ */ new Set(["push", "schedule", "workflow_dispatch"]);
var pagesAtMost = 10;
var runsAtMost = 50;
async function findKept(github, request) {
  const found = await ask(() => search(github, request));
  return found.outcome === "ok" ? found.data : { outcome: "failed", answer: found };
}
async function search(github, request) {
  let [asked, refused] = [0, 0];
  let unfit = null;
  for await (const artifact of newestFirst(github, request.names)) {
    const mayBe = mayBeOurs(artifact, request);
    if (mayBe && asked === runsAtMost) break;
    if (mayBe) asked += 1;
    const runUrl = mayBe ? await ownRun(github, artifact.runId, request) : null;
    if (runUrl === null) {
      refused += 1;
      continue;
    }
    const read = request.read(await download(github, artifact, request));
    if (read.outcome === "fits") return { outcome: "found", content: read.content, runUrl };
    unfit ??= read.why;
  }
  return { outcome: "none", refused, unfit };
}
async function* newestFirst(github, names) {
  const lists2 = names.map((name) => listed2(github, name));
  const heads = await Promise.all(lists2.map((list2) => list2.next()));
  for (; ; ) {
    const present = heads.flatMap(({ done, value }, index) => done === true || value === void 0 ? [] : [{ index, value }]);
    const [newest] = present.toSorted((a, b) => byAge(a.value, b.value));
    const list2 = lists2[newest?.index ?? -1];
    if (newest === void 0 || list2 === void 0) return;
    yield newest.value;
    heads[newest.index] = await list2.next();
  }
}
async function* listed2({ octokit, owner, repo }, name) {
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const { data } = await octokit.rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: 100, page });
    const artifacts = listIn(data.artifacts, "list of artifacts");
    yield* artifacts.filter((artifact) => artifact.expired === false && artifact.name === name).flatMap(
      ({ id, created_at: createdAt, workflow_run: run }) => typeof run?.id === "number" ? [
        {
          id,
          createdAt: createdAt ?? "",
          runId: run.id,
          repositoryId: run.repository_id,
          headRepositoryId: run.head_repository_id,
          headBranch: run.head_branch
        }
      ] : []
    ).toSorted(byAge);
    if (artifacts.length < 100) return;
  }
}
function byAge(a, b) {
  return b.createdAt.localeCompare(a.createdAt) || b.id - a.id;
}
function mayBeOurs({ repositoryId, headRepositoryId, headBranch }, origin) {
  return repositoryId === origin.repositoryId && headRepositoryId === origin.repositoryId && headBranch === origin.defaultBranch;
}
var ownWorkflow = /^\.github\/workflows\/[^/@]+(?:@.+)?$/;
async function ownRun({ octokit, owner, repo }, runId, origin) {
  const { repositoryId, defaultBranch } = origin;
  const { data: run } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
  const own = run.repository?.id === repositoryId && run.head_repository?.id === repositoryId && run.head_branch === defaultBranch && ownEvents2.has(run.event) && ownWorkflow.test(run.path);
  if (!own || !/^[0-9a-f]{40,64}$/.test(run.head_sha)) return null;
  const basehead = `${defaultBranch}...${run.head_sha}`;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
  return data.status === "identical" || data.status === "behind" ? run.html_url : null;
}
async function download({ owner, repo }, { id, runId }, { file, token }) {
  const { DefaultArtifactClient } = await import("./chunk-P36ZSHVO.js");
  const path = await mkdtemp(join4(tmpdir(), "schemagate-record-"));
  const findBy = { token, workflowRunId: runId, repositoryOwner: owner, repositoryName: repo };
  await new DefaultArtifactClient().downloadArtifact(id, { path, findBy });
  return readFile2(join4(path, file), "utf8");
}

// src/plan/verified-record.ts
var verifiedFile = "verified.json";
function appliedIn(history) {
  return (history?.rows ?? []).flatMap(
    ({ migration, checksum, finishedAt, rolledBackAt }) => finishedAt === null || rolledBackAt !== null || checksum === null ? [] : [{ id: migration, checksum }]
  );
}
function readVerified(text2) {
  try {
    return shape.safeParse(JSON.parse(text2)).data ?? null;
  } catch {
    return null;
  }
}
var shape = external_exports.object({
  version: external_exports.literal(1),
  at: external_exports.iso.datetime(),
  tool: external_exports.string(),
  environment: external_exports.string(),
  folder: external_exports.string(),
  outcome: external_exports.enum(["verified", "diverged"]),
  migrations: external_exports.array(external_exports.object({ id: external_exports.string(), checksum: external_exports.string() }))
});

// src/action/promotion.ts
async function keepVerified(run, inputs2, outcome, history) {
  if (inputs2.strategy !== "migrate") return;
  const { environment, folder } = serviceOf(inputs2);
  const record = {
    version: 1,
    at: run.tools.clock().toISOString(),
    tool: run.tools.version,
    environment,
    folder,
    outcome,
    migrations: appliedIn(history)
  };
  const name = artifactName2(environment, folder);
  const place = `${run.folder}-${name}`;
  await mkdir(place, { recursive: true });
  await writeWhole(join5(place, verifiedFile), run.redact(json(record)));
  const kept2 = await uploadFolder(name, place);
  if (kept2.outcome === "failed")
    run.door.annotate("warning", `What other environments may come after could not be kept as an artifact: ${kept2.message}`, {
      title: "Schemagate: no evidence"
    });
}
async function promotionOf({ door, facts, github }, inputs2) {
  const after = inputs2.config.environments[inputs2.environment ?? ""]?.after ?? null;
  if (after === null) return { kind: "not-asked" };
  const unknown = (message, hint) => ({ kind: "unknown", after, message, hint });
  const { repository, defaultBranch } = facts;
  if (repository.id === null || defaultBranch === null)
    return unknown(
      `It can't be looked up what was applied to ${after}: the event does not say which repository and default branch this is.`,
      "Start a new run on the default branch."
    );
  const { folder } = serviceOf(inputs2);
  const found = await findKept(github, {
    names: [artifactName2(after, folder)],
    file: verifiedFile,
    repositoryId: repository.id,
    defaultBranch,
    token: door.input("github-token"),
    // An older one would not do: what it tells may have been undone since.
    read: (text2) => ({ outcome: "fits", content: readVerified(text2) })
  });
  const runFirst = `Run the workflow of ${after} on ${defaultBranch}: each of its runs that applies a plan, or finds nothing to do, keeps the evidence.`;
  switch (found.outcome) {
    case "failed": {
      const { message, hint } = explainFailure(found.answer, `What was applied to ${after} can't be read`, "actions: read");
      return unknown(message, hint);
    }
    case "none":
      return unknown(
        `No run of ${defaultBranch} shows what was applied to ${after}, which the configuration wants first${found.refused === 0 ? "" : ` (${found.refused} of that name ${found.refused === 1 ? "was" : "were"} not taken: other runs made ${found.refused === 1 ? "it" : "them"})`}.`,
        runFirst
      );
    case "found": {
      const { content: record, runUrl } = found;
      if (record === null || record.environment !== after || record.folder !== folder)
        return unknown(`What the run ${runUrl} kept of ${after} can't be read, or is of something else.`, runFirst);
      return { kind: "seen", after, record, runUrl };
    }
  }
}
function artifactName2(environment, folder) {
  return `schemagate-verified-${environment.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}-${sha256(`${environment}
${folder}`).slice(0, 12)}`;
}

// src/action/records.ts
import { mkdir as mkdir2 } from "node:fs/promises";
import { join as join6 } from "node:path";

// src/live-record.ts
var recordFile = "live-record.json";
function recordOf(found) {
  const { at, tool, inputs: inputs2, connection, facts, scope, live, history } = found;
  return {
    version: 1,
    at: at.toISOString(),
    tool,
    ...serviceOf(inputs2),
    strategy: inputs2.strategy,
    connection,
    facts,
    scope,
    live,
    history
  };
}
function readRecord(text2) {
  const refused = (what) => new UserError(
    "unsupported-format",
    `The record of the live schema can't be read: ${what}.`,
    "The next run of the default branch writes a new one."
  );
  let data;
  try {
    data = JSON.parse(text2);
  } catch {
    throw refused("it is not JSON");
  }
  const parsed = shape2.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`);
}
var time = external_exports.iso.datetime();
var date = time.nullable().transform((value) => value === null ? null : new Date(value));
var texts = external_exports.array(external_exports.string());
var shape2 = external_exports.object({
  version: external_exports.literal(1),
  at: time,
  tool: external_exports.string(),
  environment: external_exports.string(),
  target: external_exports.string().nullable(),
  folder: external_exports.string(),
  strategy: external_exports.enum(["migrate", "push", "sync"]),
  connection: external_exports.object({
    dialect: external_exports.enum(["postgres", "mysql", "sqlite"]),
    display: external_exports.string(),
    database: external_exports.string(),
    user: external_exports.string().nullable(),
    serverVersion: external_exports.string(),
    serverMajor: external_exports.number(),
    identity: external_exports.string(),
    encryption: external_exports.object({ encrypted: external_exports.boolean(), certificateVerified: external_exports.boolean(), description: external_exports.string() }),
    route: external_exports.object({ kind: external_exports.enum(["direct", "pooled", "local", "unknown"]), description: external_exports.string() }),
    defaultSchema: external_exports.string().nullable(),
    readOnlyProof: texts
  }),
  facts: external_exports.object({
    encoding: external_exports.string(),
    collation: external_exports.string(),
    superuser: external_exports.boolean(),
    schemas: external_exports.array(external_exports.object({ name: external_exports.string(), inScope: external_exports.boolean(), tables: external_exports.number(), madeBy: external_exports.string().nullable() })),
    extensions: external_exports.array(
      external_exports.object({ name: external_exports.string(), version: external_exports.string(), schema: external_exports.string(), objects: external_exports.number(), examples: texts })
    ),
    permissions: external_exports.array(
      external_exports.object({ what: external_exports.string(), ok: external_exports.boolean(), needed: external_exports.boolean(), detail: external_exports.string(), grant: external_exports.string().nullable() })
    ),
    notes: texts
  }),
  scope: external_exports.object({ include: texts, exclude: texts, absent: external_exports.enum(["refuse", "leave out"]) }),
  live: external_exports.object({
    format: external_exports.literal(1),
    dialect: external_exports.enum(["postgres", "mysql", "sqlite"]),
    serverVersion: external_exports.string(),
    schemas: texts,
    // What an object of each kind holds is not repeated here: it was written by this program, in a run that GitHub vouches for.
    objects: external_exports.array(external_exports.looseObject({ kind: external_exports.string(), id: external_exports.string(), schema: external_exports.string().nullable(), name: external_exports.string() })),
    notCompared: external_exports.array(external_exports.object({ kind: external_exports.string(), names: texts, reason: external_exports.string() })),
    invisible: external_exports.array(external_exports.object({ kind: external_exports.string(), what: external_exports.string(), grant: external_exports.string() })),
    statistics: external_exports.record(external_exports.string(), external_exports.object({ rows: external_exports.number().nullable(), bytes: external_exports.number().nullable() }))
  }),
  history: external_exports.object({
    rows: external_exports.array(
      external_exports.object({
        id: external_exports.string(),
        migration: external_exports.string(),
        checksum: external_exports.string().nullable(),
        startedAt: date,
        finishedAt: date,
        rolledBackAt: date,
        appliedSteps: external_exports.number(),
        errorCode: external_exports.string().nullable()
      })
    )
  }).nullable()
});

// src/recorded-target.ts
var anew = "The next run of the default branch records it; until then, compare with the database itself (live: database).";
function openRecorded(record, runUrl) {
  return async (inputs2, project, tools) => {
    refuseOtherEngine(record, project);
    tools.progress.step(`Taking the record of ${record.at}`);
    const { dialect } = record.connection;
    if (dialect === "mysql")
      throw new UserError("unsupported-version", "The record is of a MySQL database.", "PostgreSQL and SQLite are supported.");
    const database = recordedDatabase(record, runUrl);
    return {
      engine: await loadEngine(dialect),
      database,
      scope: chooseScope(inputs2, project, database.connection),
      live: null,
      instead: { kind: "record", at: record.at, runUrl },
      readHistory: async () => record.history,
      [Symbol.asyncDispose]: async () => void 0
    };
  };
}
function whyUnfit(record, inputs2) {
  const service = serviceOf(inputs2);
  if (!isSameService(record, service))
    return `The record is of ${inWords3(record)}, and asked was for ${inWords3(service)}. Name environment, target and working directory as in the workflow of the default branch.`;
  if (record.strategy === "sync" && inputs2.strategy !== "sync")
    return `The record was made with strategy sync, which reads no history of migrations. ${anew}`;
  return null;
}
function recordedDatabase(record, runUrl) {
  return {
    connection: {
      ...record.connection,
      readOnlyProof: [`No connection was opened: this is what the run ${runUrl} read at ${record.at}.`]
    },
    introspect: async (scope) => within(record, scope),
    inspectEnvironment: async () => record.facts
  };
}
function inWords3(service) {
  const place = placeOf(service);
  return place === null ? service.environment : `${place} in ${service.environment}`;
}
function refuseOtherEngine(record, project) {
  if (project !== null && project.dialect !== record.connection.dialect)
    throw new UserError(
      "invalid-input",
      `The schema in the code is for ${project.dialect}, and the recorded database is ${record.connection.dialect}.`,
      "Choose the schema with the input schema."
    );
}
function within({ live, scope: recorded, facts }, { include, absent }) {
  if (include === null || recorded.include.length === 0) return live;
  const present = new Set(facts.schemas.map(({ name }) => name));
  const missing3 = include.filter((name) => present.has(name) ? !recorded.include.includes(name) : absent === "refuse");
  if (missing3.length > 0)
    throw new UserError("invalid-input", `The record does not hold the schema ${missing3.join(", ")}.`, anew);
  const left2 = new Set(recorded.include.filter((name) => !include.includes(name)).map((name) => objectId("schema", name)));
  if (left2.size === 0) return live;
  const objects = live.objects.filter(
    (object) => object.schema === null ? !left2.has("of" in object ? object.of : object.id) : include.includes(object.schema)
  );
  const ids = new Set(objects.map(({ id }) => id));
  return {
    ...live,
    schemas: live.schemas.filter((name) => include.includes(name)),
    objects,
    statistics: Object.fromEntries(Object.entries(live.statistics).filter(([id]) => ids.has(id)))
  };
}

// src/action/records.ts
var stages = { looked: "", applied: "-applied" };
async function keepRecord(run, record, when) {
  const name = artifactName("schemagate-live", record, stages[when]);
  const folder = `${run.folder}-${name}`;
  await mkdir2(folder, { recursive: true });
  await writeWhole(join6(folder, recordFile), run.redact(json(record)));
  const kept2 = await uploadFolder(name, folder);
  if (kept2.outcome === "failed")
    run.door.annotate("warning", `The record for pull requests could not be kept as an artifact: ${kept2.message}`, {
      title: "Schemagate: no record"
    });
}
async function keepNewRecord(run, inputs2) {
  try {
    const record = await recordLive(inputs2, run.tools);
    await keepRecord(run, record, "applied");
    return record;
  } catch (error2) {
    if (!(error2 instanceof UserError)) throw error2;
    run.door.annotate("warning", `The record for pull requests could not be made: ${error2.message} ${error2.hint ?? ""}`, {
      title: "Schemagate: no record"
    });
    return null;
  }
}
async function fetchRecord({ door, facts, github }, inputs2) {
  const { repository, defaultBranch } = facts;
  if (repository.id === null || defaultBranch === null)
    return { outcome: "none", why: "The event does not say which repository and default branch this is." };
  const found = await findKept(github, {
    names: Object.values(stages).map((stage) => artifactName("schemagate-live", serviceOf(inputs2), stage)),
    file: recordFile,
    repositoryId: repository.id,
    defaultBranch,
    token: door.input("github-token"),
    read: (text2) => readFor(inputs2, text2)
  });
  switch (found.outcome) {
    case "failed": {
      const { message, hint } = explainFailure(found.answer, "The record of the live schema can't be fetched", "actions: read");
      return { outcome: "none", why: `${message} ${hint}` };
    }
    case "none": {
      const none = found.unfit === null ? "There is no record of it yet." : `No record fits. ${found.unfit}`;
      const writers = `Each run of the workflow on ${defaultBranch} that makes a plan, applies one or watches for drift writes one.`;
      const others = found.refused === 0 ? "" : ` ${found.refused} of that name were not taken, as no run of ${defaultBranch} made them.`;
      return { outcome: "none", why: `${none} ${writers}${others}` };
    }
    case "found":
      return { outcome: "found", open: openRecorded(found.content, found.runUrl) };
  }
}
function readFor(inputs2, text2) {
  try {
    const record = readRecord(text2);
    const why = whyUnfit(record, inputs2);
    return why === null ? { outcome: "fits", content: record } : { outcome: "unfit", why };
  } catch (error2) {
    if (error2 instanceof UserError) return { outcome: "unfit", why: `${error2.message} ${error2.hint ?? ""}` };
    throw error2;
  }
}

// src/action/say.ts
function keyOf2({ facts }, targets) {
  return [facts.workflow, ...keyParts(commonTo(targets.map(serviceOf)))].join(" ");
}
function contextOf(run, inputs2) {
  const { facts } = run;
  return {
    key: keyOf2(run, [inputs2]),
    runUrl: facts.runUrl,
    commit: facts.pullRequest?.headSha ?? facts.sha,
    environment: inputs2.environment ?? "",
    target: placeOf(serviceOf(inputs2))
  };
}
function say(run, inputs2, part, number2) {
  return sayAll(run, keyOf2(run, [inputs2]), [{ inputs: inputs2, part }], number2);
}
async function sayAll(run, key, said2, number2) {
  if (number2 === null || said2.length === 0) return null;
  const sections = said2.map(({ inputs: inputs2, part }) => ({ part, context: contextOf(run, inputs2) }));
  const comment = renderComments(sections, key);
  const posted = await postComment(run.github, number2, key, { ...comment, body: run.redact(comment.body) });
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
var summaryLimit2 = 9e5;
async function summarizeAll(run, said2, left2) {
  const room = Math.floor(summaryLimit2 / (said2.length + 1));
  const sections = said2.map(({ inputs: inputs2, part }) => renderSummary(part, contextOf(run, inputs2), room));
  const notes = left2.map(({ inputs: inputs2, why }) => {
    const where2 = [placeOf(serviceOf(inputs2)), inputs2.environment].filter((part) => part !== null).join(" on ");
    return md`### ⏭️ Not compared with ${text(where2)}\n\n${prose(why)} After the merge the plan is made, and approved, before anything runs.\n`;
  });
  await run.door.summarize(run.redact([...sections, ...notes].join("\n")));
}

// src/action/apply-run.ts
async function runApply(run) {
  const { door } = run;
  const given = await run.readInputs();
  const kind = consentKind(door.input("approval"));
  const plan = await fetchPlan(run, { files: ["plan.json"], missing: "approval-missing" });
  if ("reason" in plan) return refuse(run, kind, given, plan);
  run.tools.progress.step("Asking GitHub who approved this");
  const consent = await consentOf(run, { kind, named: door.input("approve") }, given, plan);
  const { inputs: inputs2 } = consent;
  const promotion = await promotionOf(run, inputs2);
  const stop = new AbortController();
  const request = {
    plan,
    planPath: "plan.json",
    permission: { ...consent.permission, evidence: [...consent.permission.evidence, ...promotionEvidence(promotion)] },
    refusals: [...consent.refusals, ...judgePromotion(plan, promotion)],
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
  if (applied.execution.outcome === "refused") return;
  const record = await keepNewRecord(run, inputs2);
  if (applied.verification !== null && record !== null)
    await keepVerified(run, inputs2, applied.verification.outcome, record.history);
}
async function refuse(run, kind, inputs2, reason) {
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
    permission: { kind, named: run.door.input("approve"), evidence: [], destructive: { allowed: false } },
    reasons: [reason],
    moved: [],
    alreadyApplied: [],
    resumed: null,
    inTheWay: [],
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
  if ("execution" in part)
    for (const { reason, message, hint } of part.execution.reasons.slice(0, 10))
      door.annotate("error", `${message}
${hint}`, { title: `Schemagate: ${reason}` });
  const stop = part.kind === "applied" ? part.execution.stop : null;
  if (stop !== null) door.annotate("error", stop.message, { title: "Schemagate: not everything was applied" });
  const kept2 = await uploadFolder(logName(run, inputs2), run.folder);
  if (kept2.outcome === "failed") door.annotate("warning", `The log could not be kept as an artifact: ${kept2.message}`);
  const merged = await mergedPullRequest(github, facts.sha);
  const url = await say(run, inputs2, part, merged.outcome === "ok" ? merged.data : null);
  door.output("plan", kept2.outcome === "ok" ? String(kept2.data.id) : "");
  door.output("comment-url", url ?? "");
}
function logName({ door, facts }, inputs2) {
  const [plan = "no-plan"] = /^[0-9a-f]{12}/.exec(door.input("approve")) ?? [];
  return artifactName("schemagate-log", serviceOf(inputs2), `-${facts.runId}-${plan}`);
}
function finish({ door, folder }, end) {
  door.output("outcome", end.outcome);
  door.output("failure-reason", end.failureReason ?? "");
  door.output("has-changes", "false");
  door.output("digest", end.digest);
  door.output("report", folder);
  if (end.failureReason !== null) door.fail();
}

// src/action/door.ts
function taskOf({ door, facts }) {
  const named = door.input("task");
  if (named !== "") return named;
  return facts.pullRequest === null ? `run-${facts.runId}` : `pr-${facts.pullRequest.number}`;
}

// src/action/check-run.ts
async function runCheck(run) {
  const { door } = run;
  const checked = await check(await run.readInputs(), taskOf(run), run.tools);
  await writeCheck(run.folder, checked, run.templates, run.redact);
  await door.summarize(run.redact(renderConnection(checked, run.templates["00-connection-check"])));
  const missing3 = checked.facts.permissions.filter(({ ok }) => !ok);
  for (const { what, needed, detail, grant } of missing3.slice(0, 10))
    door.annotate(needed ? "error" : "notice", [`${what}: ${detail}.`, ...grant === null ? [] : [grant]].join("\n"), {
      title: `Schemagate: ${needed ? "permission-denied" : "a report could say more"}`
    });
  const unusable = missing3.some(({ needed }) => needed);
  door.output("outcome", unusable ? "failed" : "done");
  door.output("failure-reason", unusable ? "permission-denied" : "");
  door.output("has-changes", "false");
  door.output("report", run.folder);
  if (unusable) door.fail();
}

// src/github/issues.ts
var label = "schemagate";
async function keepIssue(github, ours, issue) {
  const found = await findIssue(github, ours);
  if (found.outcome === "failed") return { outcome: "failed", answer: found };
  const last = found.data ?? await findAmongOpen(github, ours);
  if (last !== null && "outcome" in last) return { outcome: "failed", answer: last };
  if (last === null) return open(github, ours, issue);
  const { title: title2, body } = issue;
  if (last.state === "open" && last.hash === issue.hash && wordsOf(last.body) === wordsOf(body))
    return { outcome: "unchanged", url: last.url, unsaid: null };
  const edited = await edit(github, last, { title: title2, body, state: "open" });
  if (edited.outcome === "failed") return { outcome: "failed", answer: edited };
  if (last.state === "closed") return say2(github, last, "reopened", issue.back);
  return last.hash === issue.hash ? { outcome: "updated", url: last.url, unsaid: null } : say2(github, last, "updated", issue.changed);
}
async function closeIssue(github, ours, comment) {
  const found = await findIssue(github, ours);
  if (found.outcome === "failed") return { outcome: "failed", answer: found };
  if (found.data === null || found.data.state === "closed") return { outcome: "not-needed" };
  const edited = await edit(github, found.data, { state: "closed", state_reason: "completed" });
  if (edited.outcome === "failed") return { outcome: "failed", answer: edited };
  return say2(github, found.data, "closed", comment);
}
async function findIssue(github, ours) {
  return ask(async () => oldest(await list(github, { state: "all", creator: ours.login }, ours)));
}
async function findAmongOpen(github, ours) {
  const { octokit, owner, repo } = github;
  const answer = await ask(async () => {
    const { found, listed: listed3 } = await list(github, { state: "open" }, ours);
    const { open_issues_count: counted } = (await octokit.rest.repos.get({ owner, repo })).data;
    if (typeof counted !== "number" || listed3 === 0 && counted > 0)
      throw new Error(`the list of issues holds ${listed3} of ${counted ?? "an unknown number"}`);
    return oldest({ found, listed: listed3 });
  });
  return answer.outcome === "ok" ? answer.data : answer;
}
async function list({ octokit, owner, repo }, which2, { key, login }) {
  const request = { owner, repo, ...which2, per_page: 100 };
  let pages = 0;
  const listed3 = await octokit.paginate(octokit.rest.issues.listForRepo, request, ({ data }) => {
    pages += 1;
    if (pages > 1 && data.length === 0) throw new Error(`page ${pages} of the list of issues is empty`);
    return data;
  });
  refuseHalfLists(listed3, "issues");
  const issues = listed3.filter(({ pull_request: pull }) => pull === void 0);
  const found = ownPosts(issues, key, login).map(({ number: number2, html_url: url, state, body, hash }) => {
    if (typeof number2 !== "number" || state !== "open" && state !== "closed")
      throw new Error("the list of issues is not whole");
    return { number: number2, url, state, body: body ?? "", hash };
  });
  return { found, listed: listed3.length };
}
function oldest({ found }) {
  const sorted = found.toSorted((a, b) => a.number - b.number);
  return sorted.find(({ state }) => state === "open") ?? sorted[0] ?? null;
}
async function open(github, ours, { title: title2, body, hash }) {
  const { octokit, owner, repo } = github;
  const created = await ask(async () => {
    const request = { owner, repo, title: title2, body, labels: [label], ...once };
    return (await octokit.rest.issues.create(request)).data.html_url;
  });
  if (created.outcome === "ok") return { outcome: "opened", url: created.data, unsaid: null };
  if (created.status !== null && created.status < 500) return { outcome: "failed", answer: created };
  const again2 = await findIssue(github, ours);
  if (again2.outcome === "ok" && again2.data?.hash === hash) return { outcome: "opened", url: again2.data.url, unsaid: null };
  return { outcome: "failed", answer: created };
}
async function edit({ octokit, owner, repo }, { number: number2 }, changes) {
  return ask(async () => {
    await octokit.rest.issues.update({ owner, repo, issue_number: number2, ...changes });
    return null;
  });
}
async function say2({ octokit, owner, repo }, { number: number2, url }, outcome, body) {
  const said2 = await ask(() => octokit.rest.issues.createComment({ owner, repo, issue_number: number2, body, ...once }));
  return { outcome, url, unsaid: said2.outcome === "failed" ? said2 : null };
}

// src/report/issue/drift-sections.ts
var ranks3 = { history: 0, unmanaged: 1, missing: 2, undetermined: 3, compared: 4, pending: 5, kept: 6 };
var title = (level, words2) => md`${level === 2 ? md`###` : md`####`} ${words2}`;
function driftSections(preflight2, context) {
  const { drift } = preflight2.comparison.report;
  return [
    always(md`## ${verdict(preflight2, context)}\n`),
    always(md`${where(preflight2)}\n`),
    shortened2(context),
    ...differences(preflight2),
    ...whole(ranks3.pending, pending(of(drift, "pending"), title), md`what is pending`),
    ...whole(ranks3.compared, md`### What was compared\n\n${compared(preflight2)}`, md`what was compared`),
    ...whole(ranks3.kept, kept(preflight2, title), md`what is left alone`),
    always(lastWords(preflight2, context))
  ];
}
function differences(preflight2) {
  const { drift } = preflight2.comparison.report;
  return [
    ...whole(ranks3.history, notInFull(preflight2), md`why not all could be compared`),
    ...whole(ranks3.history, historyProblems(preflight2, title), md`problems of the history`),
    ...cutDown(ranks3.unmanaged, of(drift, "unmanaged"), preflight2, (entries, found) => unmanaged(entries, found, title)),
    ...cutDown(ranks3.missing, of(drift, "missing-migration"), preflight2, (entries, found) => missing(entries, found, title)),
    ...cutDown(ranks3.undetermined, of(drift, "undetermined"), preflight2, (entries) => undetermined(entries, title))
  ];
}
function of(drift, cause) {
  return drift.filter((entry) => entry.cause === cause);
}
function verdict(preflight2, context) {
  const drift = countDrift(preflight2, "without pending");
  if (drift !== "") return md`⚠️ ${whereOf(context)}: ${drift}`;
  if (uncomparable(preflight2.proposal.verdict).length > 0) return md`⛔ ${whereOf(context)}: could not be compared in full`;
  return md`✅ ${whereOf(context)}: no drift`;
}
function notInFull({ comparison, proposal }) {
  const told = new Set(comparison.diagnosis.problems.map(({ message }) => message));
  const reasons = uncomparable(proposal.verdict).filter(({ message }) => !told.has(message));
  if (reasons.length === 0) return md``;
  const items = reasons.map(({ message, hint }) => md`${prose(message)} ${prose(hint)}`);
  return md`${title(2, md`Not compared in full`)}\n\n${bullets(items)}`;
}
function where({ comparison, connection, live }) {
  const database = md`${code(clip(connection.display, 100))} (${text(`${engineTitle(connection)} ${connection.serverVersion}`)})`;
  const waiting = comparison.report.drift.filter(({ cause }) => cause === "pending").length;
  const pendingOnes = waiting === 0 ? md`` : md` ${count(waiting, "migration is", "migrations are")} pending: no drift, but a plan that waits for its approval.`;
  return md`${count(live.objects.length, "object")} of ${database} compared with the default branch. Nothing was written to the database.${pendingOnes}`;
}
function shortened2(context) {
  return {
    kind: "notice",
    render: (cuts) => {
      const run = runLink(context, md`the run`)[0] ?? md`the run`;
      return md`✂️ **Shortened to fit:** ${join([...new Set(cuts)], ", ")}. The whole stands in the summary and the artifact of ${run}.\n`;
    }
  };
}
function whole(rank, part, what) {
  return part === "" ? [] : [wholeOrNot(rank, part, what)];
}
var shownInFull = [100, 40, 15, 5, 2];
function cutDown(rank, entries, preflight2, render) {
  const full = render(entries, preflight2);
  if (full === "") return [];
  const cut = md`the ways out of some differences`;
  const one = { ...preflight2, waysOfAll: null };
  const shorter = shownInFull.filter((shown) => shown < entries.length).map((shown) => () => ({
    text: md`${render(entries.slice(0, shown), one)}\n${title(3, md`And by name`)}\n\n${listDrift(entries.slice(shown), 200, 200)}`,
    cut
  }));
  const names = [200, 30].map((shown) => () => ({ text: listDrift(entries, shown, 200), cut }));
  return [versions(rank, { text: full, cut: null }, () => ({ text: render(entries, one), cut }), ...shorter, ...names)];
}
function lastWords(preflight2, context) {
  const run = join(runLink(context, md`Run`));
  if (countDrift(preflight2, "without pending") === "") return md`${run}\n`;
  return md`---\nThis is looked at again with each run of the workflow, and closed when no difference is left. Closed by hand it is opened again; a difference that is meant to stay goes into ${code("ignore:")} of the configuration. ${run}\n`;
}

// src/report/issue/drift-issue.ts
var bodyLimit = 6e4;
var summaryLimit3 = 9e5;
function renderDriftIssue(preflight2, context, limit = bodyLimit) {
  const line = markerLine(context.key, 1, contentOf2(preflight2));
  const sections = fitSections(driftSections(preflight2, context), limit - line.length - 1);
  return {
    title: titleOf(preflight2, context),
    body: `${line}
${sections}`,
    hash: readMarker(line)?.hash ?? "",
    changed: said(
      md`The drift has changed: now ${countDrift(preflight2, "without pending")}. The text above is up to date.`,
      context
    ),
    back: said(md`There is drift again: ${countDrift(preflight2, "without pending")}. The text above is up to date.`, context)
  };
}
function renderDriftGone(preflight2, context) {
  const { ignored } = preflight2.comparison.report;
  const left2 = ignored.length === 0 ? md`` : md` The configuration ignores ${ignored.length} by now.`;
  const unseen = preflight2.live.invisible.length === 0 ? md`` : md` This role could not see everything: the run says what.`;
  return said(md`✅ ${whereOf(context)} is what its migrations say: no difference is left.${left2}${unseen}`, context);
}
function renderDriftSummary(preflight2, context) {
  return fitSections(driftSections(preflight2, context), summaryLimit3);
}
function contentOf2(preflight2) {
  const unseen = preflight2.live.invisible.map(({ what }) => what);
  return [fitSections(differences(stablePreflight(preflight2)), Number.POSITIVE_INFINITY), ...unseen].join("\n");
}
function titleOf(preflight2, { environment, target }) {
  const where2 = [environment, ...target === null ? [] : [target]].map((name) => clip(visible(name), 60)).join(", ");
  return clip(`Schema drift in ${where2}: ${countDrift(preflight2, "without pending")}`, 250);
}
function said(words2, context) {
  return `${join([words2, ...runLink(context, md`Run`)], " ")}
`;
}

// src/action/look.ts
import { join as join7, relative as relative2 } from "node:path";

// src/migrations-target.ts
var openMigrations = async (inputs2, project, tools) => {
  const git = await tools.readGit(inputs2.workingDirectory);
  if (project === null || git === null || !git.base.available || inputs2.strategy !== "migrate" || project.migrations.length === 0)
    throw new UserError("history-missing", "There are no migrations of a base branch to compare with.", "");
  if ((await sourceChange(project, git, inputs2.workingDirectory))?.moved === true)
    throw new UserError(
      "history-missing",
      "Schema and migrations lie elsewhere now: which of them ran, only the database knows.",
      ""
    );
  if (project.dialect === "mysql")
    throw new UserError("unsupported-version", "MySQL and MariaDB are not supported yet.", "PostgreSQL and SQLite are.");
  const merged = await migrationsBefore(project, git);
  const engine = await loadEngine(project.dialect);
  const of2 = git.base.ref;
  const connection = connectionOf(project, of2);
  const scope = chooseScope(inputs2, project, connection);
  const live = await build({ inputs: inputs2, project, tools, engine, scope, connection, merged });
  const facts = factsOf(live);
  return {
    engine,
    database: {
      connection: { ...connection, serverVersion: live.serverVersion },
      introspect: async () => live,
      inspectEnvironment: async () => facts
    },
    scope,
    live: null,
    instead: { kind: "migrations", of: of2 },
    readHistory: async () => historyOf(merged, tools.clock()),
    [Symbol.asyncDispose]: async () => void 0
  };
};
async function migrationsBefore(project, git) {
  const files = git.base.available ? git.base.files : /* @__PURE__ */ new Set();
  const here = new Map(project.migrations.map((migration) => [migration.path, migration]));
  const paths = [...files].filter((path) => here.has(path) || isMigration(project, path)).sort();
  const changed = await git.changedAmong(paths);
  const before = [];
  for (const path of paths) {
    const kept2 = changed.has(path) ? void 0 : here.get(path);
    const sql = kept2 === void 0 ? await git.readFromBase(path) : null;
    if (kept2 !== void 0) before.push(kept2);
    else if (sql !== null) before.push({ id: nameOf(path), parents: [], path, checksum: sha256(sql), sql, opaque: null });
  }
  return before;
}
function nameOf(path) {
  return path.split("/").at(-2) ?? "";
}
function isMigration(project, path) {
  return project.pathOf(nameOf(path)) === path;
}
async function build({ inputs: inputs2, project, tools, engine, scope, connection, merged }) {
  var _stack = [];
  try {
    const { defaultSchema } = connection;
    const context = { defaultSchema, historyTables: project.historyTables(defaultSchema) };
    const needed = await neededBy(engine.dialect, project, merged, context);
    const request = {
      serverMajor: null,
      schemas: defaultSchema === null ? [] : [defaultSchema],
      extensions: needed.extensions.map((name) => ({ name, installedIn: defaultSchema ?? "public" })),
      roles: needed.roles,
      devUrl: inputs2.devUrl,
      shadowSchema: inputs2.shadowSchema,
      targetIdentity: null,
      limits: tools.standInLimits
    };
    tools.progress.step(`Replaying ${merged.length} migrations in place of a database`);
    const standIn = __using(_stack, await engine.driver.openStandIn(request), true);
    const run = await standIn.run(merged.map(({ id, sql }) => ({ name: id, sql: sql ?? "" })));
    if (run.outcome === "done") return await standIn.introspect({ ...scope, absent: "leave out" });
    throw new UserError("history-missing", `The merged migrations can't be replayed: ${run.script}: ${run.message}.`, "");
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
function connectionOf({ dialect }, of2) {
  const description = "none was opened";
  return {
    dialect,
    display: `the migrations of ${of2}`,
    database: "",
    user: null,
    serverVersion: "",
    serverMajor: dialect === "sqlite" ? 3 : 18,
    identity: sha256(`the migrations of ${of2}`),
    encryption: { encrypted: false, certificateVerified: false, description },
    route: { kind: "local", description },
    defaultSchema: dialect === "postgres" ? "public" : null,
    readOnlyProof: ["No connection was opened: the migrations were replayed on a stand-in."]
  };
}
function factsOf({ objects, schemas }) {
  const extensions = objects.flatMap((object) => object.kind === "extension" ? [object] : []);
  return {
    encoding: "UTF8",
    collation: "",
    superuser: false,
    schemas: schemas.map((name) => ({
      name,
      inScope: true,
      tables: objects.filter(({ kind, schema }) => kind === "table" && schema === name).length,
      madeBy: null
    })),
    extensions: extensions.map(({ name, version: version2, installedIn }) => ({
      name,
      version: version2,
      schema: installedIn,
      objects: 0,
      examples: []
    })),
    permissions: [],
    notes: []
  };
}
function historyOf(merged, at) {
  return {
    rows: merged.map(({ id, checksum }) => ({
      id,
      migration: id,
      checksum,
      startedAt: at,
      finishedAt: at,
      rolledBackAt: null,
      appliedSteps: 1,
      errorCode: null
    }))
  };
}

// src/policy.ts
function relaxations(from, to, environment) {
  const [before, after] = [from?.environments[environment] ?? strict, to.environments[environment] ?? strict];
  const ignored = new Set((from?.ignore ?? []).map(({ object }) => object));
  const ignores = to.ignore.filter(({ object }) => !ignored.has(object)).map(({ object }) => object);
  const until = new Map((from?.ignore ?? []).map((rule) => [rule.object, rule.until]));
  const prolonged = to.ignore.flatMap(({ object, until: now }) => {
    const then = until.get(object) ?? null;
    return then !== null && (now === null || now > then) ? [object] : [];
  });
  const refused = before.failOn.filter((rule) => !after.failOn.includes(rule));
  const small = (after.smallTable ?? usualSmallTable) > (before.smallTable ?? usualSmallTable);
  const known3 = new Set((from?.approvers ?? []).map((login) => login.toLowerCase()));
  const approvers = to.approvers.filter((login) => !known3.has(login.toLowerCase()));
  const hazards = after.allowHazards.filter((name) => !before.allowHazards.includes(name));
  return [
    ...after.unprotected && !before.unprotected ? [`nobody has to approve changes to ${environment}`] : [],
    ...after.allowSelfReview && !before.allowSelfReview ? [`who started a run for ${environment} may approve it`] : [],
    ...approvers.length > 0 ? [`${approvers.join(", ")} may approve by a review`] : [],
    ...hazards.length > 0 ? [`${hazards.join(" and ")} may pass in ${environment}`] : [],
    ...refused.length > 0 ? [`${refused.join(" and ")} no longer ${refused.length === 1 ? "keeps" : "keep"} a plan from ${environment}`] : [],
    ...small ? [`tables of up to ${after.smallTable} rows count as small in ${environment}`] : [],
    ...before.after !== null && after.after !== before.after ? [`${environment} no longer comes after ${before.after}`] : [],
    ...olderAllowed(before.maxPlanAgeMs, after.maxPlanAgeMs) ? [`plans for ${environment} may be older`] : [],
    ...after.onDrift === "warn" && before.onDrift === "block" ? [`drift no longer blocks in ${environment}`] : [],
    ...targetsMoved(from, to),
    ...prolonged.length > 0 ? [`${prolonged.join(", ")} is left out for longer`] : [],
    ...ignores.length > 0 ? [`${ignores.join(", ")} ${ignores.length === 1 ? "is" : "are"} no longer compared`] : []
  ];
}
function targetsMoved(from, to) {
  return Object.entries(from?.targets ?? {}).flatMap(([name, before]) => {
    const after = to.targets[name];
    if (after === void 0) return [`the target ${name} is no longer looked at`];
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [`the target ${name} means something else`];
  });
}
function olderAllowed(before, after) {
  return before !== null && (after === null || after > before);
}
var strict = {
  unprotected: false,
  allowSelfReview: false,
  allowHazards: [],
  failOn: [],
  smallTable: null,
  onDrift: "warn",
  maxPlanAgeMs: null,
  after: null
};

// src/action/rule-change.ts
async function ruleChange(workspace, inputs2, tools) {
  const path = inputs2.config.path ?? ".github/schemagate.yml";
  const environment = inputs2.environment ?? "";
  const git = await tools.readGit(workspace);
  if (git === null || !git.base.available) {
    const relaxes = relaxations(null, inputs2.config, environment);
    return relaxes.length === 0 ? null : {
      files: [path],
      relaxes: ["it can't be compared with what was there before, so all that it allows is named", ...relaxes]
    };
  }
  const wasThere = git.base.files.has(path);
  const isThere = inputs2.config.path !== null;
  const changed = await git.changedAmong([...wasThere || isThere ? [path] : [], ...await workflowsOf(git)]);
  if (changed.size === 0) return null;
  const before = changed.has(path) && wasThere ? await readBefore2(git, path) : null;
  return { files: [...changed].sort(), relaxes: changed.has(path) ? relaxations(before, inputs2.config, environment) : [] };
}
async function workflowsOf(git) {
  const all = git.base.available ? [...git.base.files].filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) : [];
  const changed = await git.changedAmong(all);
  const own = [];
  for (const path of changed) if ((await git.readFromBase(path))?.includes("schemagate") !== false) own.push(path);
  return own;
}
async function readBefore2(git, path) {
  const text2 = await git.readFromBase(path);
  if (text2 === null) return null;
  try {
    return parseConfig(path, text2);
  } catch (error2) {
    if (error2 instanceof UserError) return null;
    throw error2;
  }
}

// src/action/run-facts.ts
function isProposed({ pullRequest, mergeGroupBase }) {
  return pullRequest !== null || mergeGroupBase !== null;
}
var comparable = /* @__PURE__ */ new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "merge_group",
  "push",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch"
]);
function refuseOtherEvents({ event }) {
  if (comparable.has(event)) return;
  throw new UserError(
    "invalid-input",
    `command: preflight can't run for the event ${event}: GitHub checks out another commit for it than the one that somebody proposes.`,
    "For pull requests use on: pull_request (with live: recorded also those from forks are compared), for merge queues merge_group, for the plan after the merge push on the default branch. What has to come first, tests for example, can be a job of the same workflow that this one needs."
  );
}
var payloadShape = external_exports.looseObject({
  before: external_exports.string().optional(),
  merge_group: external_exports.looseObject({ base_sha: external_exports.string() }).optional(),
  repository: external_exports.looseObject({ id: external_exports.number(), full_name: external_exports.string(), default_branch: external_exports.string() }).optional(),
  pull_request: external_exports.looseObject({
    number: external_exports.number(),
    user: external_exports.looseObject({ login: external_exports.string() }).nullable(),
    head: external_exports.looseObject({ sha: external_exports.string(), repo: external_exports.looseObject({ full_name: external_exports.string() }).nullable() }),
    base: external_exports.looseObject({ sha: external_exports.string() })
  }).optional()
});
function readRunFacts(environment, payload) {
  const missing3 = [];
  const need = (name) => {
    const value = environment[name] ?? "";
    if (value === "") missing3.push(name);
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
    defaultBranch: parsed.repository?.default_branch ?? scheduledBranch(environment),
    before: beforePush(environment["GITHUB_EVENT_NAME"], parsed.before),
    pullRequest: parsed.pull_request === void 0 ? null : pullRequestFacts(parsed.pull_request, fullName, environment),
    mergeGroupBase: parsed.merge_group?.base_sha ?? null
  };
  if (missing3.length > 0)
    throw new UserError(
      "invalid-input",
      `This is no run of GitHub Actions: ${missing3.join(", ")} ${missing3.length === 1 ? "is" : "are"} not set.`,
      "Elsewhere, use the command line: schemagate help."
    );
  return facts;
}
function scheduledBranch(environment) {
  const [, branch = null] = /^refs\/heads\/(.+)$/.exec(environment["GITHUB_REF"] ?? "") ?? [];
  return environment["GITHUB_EVENT_NAME"] === "schedule" ? branch : null;
}
function beforePush(event, before) {
  return event === "push" && before !== void 0 && /^(?!0+$)[0-9a-f]{40,64}$/.test(before) ? before : null;
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

// src/action/look.ts
async function lookAt(run, inputs2, folder) {
  const tools = toolsFor(run);
  const proposed = isProposed(run.facts);
  const rules = proposed ? await ruleChange(run.workspace, inputs2, tools) : null;
  const seen = { inputs: inputs2, rules };
  if (proposed && rules === null && await isUnconcerned(inputs2, tools)) return { ...seen, outcome: "unconcerned" };
  const way = await wayToLive(run, inputs2);
  const found = await compare(run, inputs2, tools, way);
  if ("why" in found) return { ...seen, outcome: "not-compared", why: found.why };
  await writePreflight(folder, found, run.templates, run.redact, (path) => path);
  return { ...seen, outcome: "compared", found, why: way.outcome === "none" ? way.why : null };
}
async function compare(run, inputs2, tools, way) {
  if (way.outcome === "found") return preflight(inputs2, taskOf(run), tools, way.open);
  const found = await withoutDatabase(inputs2, taskOf(run), tools);
  return "why" in found ? { why: `${way.why} ${found.why}` } : found;
}
async function withoutDatabase(inputs2, task, tools) {
  try {
    return await preflight(inputs2, task, tools, openMigrations);
  } catch (error2) {
    if (error2 instanceof UserError && error2.reason === "history-missing") return { why: error2.message };
    throw error2;
  }
}
async function wayToLive(run, inputs2) {
  if (inputs2.url !== null) return { outcome: "found", open: openTarget };
  if (run.door.input("live") === "recorded") return fetchRecord(run, inputs2);
  const why = run.facts.pullRequest?.outside === true ? "GitHub gives no secrets to pull requests from forks and from Dependabot." : "The input url is empty: the secret it names is not set here, or belongs to an environment that this job does not name.";
  return { outcome: "none", why: `No credential here. ${why} live: recorded needs none.` };
}
async function isUnconcerned(inputs2, tools) {
  const project = await openSource(inputs2, { required: true });
  const changed = await sourceChange(project, await tools.readGit(inputs2.workingDirectory), inputs2.workingDirectory);
  return changed !== null && changed.files.size === 0 && !changed.moved;
}
function toolsFor({ facts, github, tools, workspace }) {
  const { pullRequest, mergeGroupBase } = facts;
  const known3 = /* @__PURE__ */ new Map();
  const readGit = async (path) => {
    const local = await tools.readGit(path);
    if (local?.base.available === true && mergeGroupBase === null) return local;
    const prefix = relative2(workspace, path).replaceAll("\\", "/");
    const sha = mergeGroupBase ?? (pullRequest === null ? null : await baseOfMerge(github, facts.sha) ?? pullRequest.baseSha);
    if (sha === null) return local;
    const base = { sha, name: facts.defaultBranch ?? "the base branch" };
    const folder = { path, prefix: prefix === "" ? "" : `${prefix}/` };
    return await gitFactsOf(github, base, local, folder) ?? local;
  };
  return {
    ...tools,
    readGit(path) {
      const asked = known3.get(path) ?? readGit(path);
      known3.set(path, asked);
      return asked;
    }
  };
}
function folderOf(run, { target }, several) {
  return several.length > 1 && target !== null ? join7(run.folder, folderName(target)) : run.folder;
}

// src/action/targets.ts
async function inputsOfTargets(run) {
  const { door, facts } = run;
  const live = door.input("live");
  if (live !== "database" && live !== "recorded")
    throw new UserError("invalid-input", `The input live can't be "${live}".`, "It is database or recorded.");
  if (live === "recorded" && !isProposed(facts))
    throw new UserError(
      "invalid-input",
      "live: recorded is for pull requests and merge queues only.",
      "A plan that somebody approves is made by looking at the database itself: leave live out, and give the input url."
    );
  if (live === "recorded" && door.input("url") !== "")
    throw new UserError(
      "invalid-input",
      "With live: recorded nothing is connected, and still this job holds a credential.",
      "Leave the input url out."
    );
  const names = await targetNames(run);
  if (!isProposed(facts)) return [await run.readInputs()];
  const urls = urlsByTarget(door.input("url"), names);
  const inputs2 = [];
  const environments = await environmentsOf(run, names);
  for (const target of names) inputs2.push(await run.readInputs({ target, environment: environments(target), url: urls(target) }));
  return inputs2;
}
async function targetNames(run) {
  const { door, facts } = run;
  const text2 = door.input("target").trim();
  if (text2 === "") return [null];
  const named = text2 === "all" ? await configuredTargets(run) : split(text2);
  const names = [...new Set(named)].sort();
  if (names.length <= 1 || isProposed(facts)) return names;
  throw new UserError(
    "invalid-input",
    `A plan is for one target, and this run names ${names.length}.`,
    "Give each target a workflow and an environment of its own, as schemagate init writes them."
  );
}
function split(text2) {
  return text2.split(",").flatMap((part) => part.trim() === "" ? [] : [part.trim()]);
}
async function configuredTargets({ door, workspace }) {
  const environment = door.input("environment");
  const { targets } = await configOf(door, workspace);
  const names = Object.entries(targets).flatMap(
    ([name, target]) => environment === "" || target.environment === null || target.environment === environment ? [name] : []
  );
  if (names.length > 0) return names;
  throw new UserError(
    "invalid-input",
    `target: all finds no target${environment === "" ? "" : ` for the environment "${environment}"`} in ${door.input("config")}.`,
    "Write them under targets, with their working-directory and environment."
  );
}
async function environmentsOf({ door, workspace }, names) {
  if (door.input("environment") !== "" || names.includes(null)) return () => null;
  const { targets } = await configOf(door, workspace);
  return (target) => targets[target ?? ""]?.environment ?? null;
}
function configOf(door, workspace) {
  const path = door.input("config");
  return readConfig(workspace, path === inputs.config.default ? null : path);
}
function urlsByTarget(text2, names) {
  const present = (url) => url.trim() === "" ? null : url.trim();
  if (names.length <= 1) return () => present(text2);
  const lines = new Map(text2.split("\n").flatMap(lineOf));
  const missing3 = names.filter((name) => name !== null && !lines.has(name));
  if (missing3.length > 0 && text2.trim() !== "")
    throw new UserError(
      "invalid-input",
      `The input url has no line for ${missing3.join(", ")}.`,
      "With several targets it has a line NAME=URL for each."
    );
  return (target) => present(lines.get(target ?? "") ?? "");
}
function lineOf(line) {
  const [, name, url] = /^([^:/?=]+)=(.*)$/s.exec(line) ?? [];
  return name === void 0 || url === void 0 ? [] : [[name.trim(), url]];
}
function urlsIn(text2) {
  const lines = text2.split("\n");
  return [.../* @__PURE__ */ new Set([text2, ...lines, ...lines.flatMap((line) => lineOf(line).map(([, url]) => url))])].map((url) => url.trim());
}

// src/action/drift-run.ts
async function runDrift(run) {
  const { door } = run;
  refuseOtherBranches(run);
  const inputs2 = await readWatched(run);
  const look = await lookAt(run, inputs2, run.folder);
  if (look.outcome !== "compared") throw new Error("The live database was not compared.");
  const { found } = look;
  await keepRecord(run, recordOf(found), "looked");
  const artifact = await uploadFolder(artifactName("schemagate-drift", serviceOf(inputs2)), run.folder);
  if (artifact.outcome === "failed")
    door.annotate("warning", `The reports could not be kept as an artifact: ${artifact.message}`);
  const context = { ...contextOf(run, inputs2), key: ["drift", ...keyParts(serviceOf(inputs2))].join(" ") };
  await door.summarize(run.redact(renderDriftSummary(found, context)));
  const url = await tell2(run, found, context);
  const unclear = uncomparable(found.proposal.verdict);
  for (const { reason, message, hint } of unclear.slice(0, 10))
    door.annotate("error", `${message}
${hint}`, { title: `Schemagate: ${reason}` });
  door.output("outcome", preflightDocument("drift", found, null).outcome);
  door.output("failure-reason", unclear[0]?.reason ?? "");
  door.output("has-changes", "false");
  door.output("has-drift", String(hasDrift(found)));
  door.output("report", run.folder);
  door.output("issue-url", url ?? "");
  if (unclear.length > 0) door.fail();
}
function refuseOtherBranches({ facts }) {
  const { defaultBranch, event, pullRequest, ref } = facts;
  if (pullRequest === null && (event === "schedule" || ref === `refs/heads/${defaultBranch}`)) return;
  throw new UserError(
    "invalid-input",
    `command: drift compares the database with the default branch, and this run is for ${ref}.`,
    "Start it by schedule, or by hand on the default branch. On a pull request, command: preflight tells drift apart from what is its own."
  );
}
async function readWatched(run) {
  const [inputs2] = await inputsOfTargets(run);
  if (inputs2 === void 0) throw new Error("There is no target to watch.");
  if (inputs2.strategy === "migrate") return inputs2;
  throw new UserError(
    "invalid-input",
    `command: drift can't watch with the strategy ${inputs2.strategy}: drift is what differs from the history of migrations.`,
    "Leave the input strategy out."
  );
}
function hasDrift({ comparison }) {
  return comparison.report.drift.some(({ cause }) => cause !== "pending");
}
async function tell2(run, found, context) {
  const { door, github } = run;
  const ours = { key: context.key, login: await ownLogin(github) };
  if (!hasDrift(found)) {
    if (uncomparable(found.proposal.verdict).length > 0) return null;
    const closed = await closeIssue(github, ours, run.redact(renderDriftGone(found, context)));
    explainMissing(run, closed);
    return null;
  }
  const { title: title2, body, hash, changed, back } = renderDriftIssue(found, context);
  const issue = {
    title: run.redact(title2),
    body: run.redact(body),
    hash,
    changed: run.redact(changed),
    back: run.redact(back)
  };
  const kept2 = await keepIssue(github, ours, issue);
  const url = kept2.outcome === "failed" || kept2.outcome === "not-needed" ? null : kept2.url;
  door.annotate("warning", `${title2}.
${url ?? "The report is in the summary of this run."}`, { title: "Schemagate: drift" });
  explainMissing(run, kept2);
  return url;
}
function explainMissing({ door }, kept2) {
  const warn = (answer, what) => {
    const { message, hint } = explain(answer, what);
    door.annotate("warning", `${message}
${hint}`, { title: "Schemagate: no issue" });
  };
  if (kept2.outcome === "failed") warn(kept2.answer, "The issue about drift could not be written or looked for");
  else if (kept2.outcome !== "not-needed" && kept2.unsaid !== null)
    warn(kept2.unsaid, `The issue is ${kept2.outcome}, and the comment that tells it could not be written`);
}
function explain(answer, what) {
  if (answer.status !== 410) return explainFailure(answer, what, "issues: write");
  return {
    message: `${what}: this repository has no issues (410).`,
    hint: "Settings, General, Features: tick Issues. Without, the report is in the summary of each run only."
  };
}

// src/action/annotations.ts
import { posix } from "node:path";
var atMost = 10;
function annotateFindings(door, { changedFiles, proposal, project, inputs: inputs2, git }) {
  const inRepository = (path) => posix.join(relativeFolder(inputs2.root, inputs2.workingDirectory), path);
  const pathOf = (migration) => project.migrations.find(({ id }) => id === migration)?.path;
  const { verdict: verdict2, plan } = proposal;
  if (verdict2.outcome === "blocked") {
    for (const { reason, object, message, hint } of verdict2.reasons.slice(0, atMost)) {
      const path = object?.startsWith("migration ") === true ? pathOf(object.slice("migration ".length)) : void 0;
      door.annotate("error", `${message}
${hint}`, {
        title: `Schemagate: ${reason}`,
        ...path === void 0 ? {} : { file: inRepository(path) }
      });
    }
  }
  const mine = (path) => originOfFile(git, path, changedFiles) !== "default-branch";
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

// src/action/waiting-plan.ts
function planOf(look) {
  if (look.outcome !== "compared") return null;
  const { plan, verdict: verdict2 } = look.found.proposal;
  return verdict2.outcome === "planned" ? plan : null;
}
function waitingPlanOf(look) {
  const plan = planOf(look);
  return plan !== null && plan.statements.length > 0 ? plan : null;
}
function isDestructive({ statements }) {
  return statements.some(({ effects: own }) => own.includes("deletes-data") || own.includes("not-understood"));
}
function titleOf2(plan) {
  const { statements } = plan;
  const present = effects.filter((effect) => statements.some((statement) => statement.effects.includes(effect)));
  const count2 = `${statements.length} ${statements.length === 1 ? "statement" : "statements"}`;
  return `${shortDigest(plan.digest)}: ${[count2, ...present.map((effect) => effectWords[effect])].join(", ")}`;
}

// src/action/preflight-outputs.ts
var outcomes = ["blocked", "planned", "up-to-date", "done"];
function writeOutputs({ door, folder }, looks, artifact, commentUrl) {
  const documents = looks.flatMap(
    (look) => look.outcome === "compared" ? [preflightDocument("preflight", look.found, null)] : []
  );
  const outcome = outcomes.find((known3) => documents.some((document) => document.outcome === known3)) ?? "done";
  const waiting = looks.flatMap((look) => waitingPlanOf(look) ?? []);
  const [only] = looks.length === 1 ? looks : [];
  door.output("outcome", outcome);
  door.output("failure-reason", documents.find(({ failureReason }) => failureReason !== null)?.failureReason ?? "");
  door.output("has-changes", String(waiting.length > 0 && artifact !== null));
  door.output("has-drift", String(looks.some(hasDrift2)));
  door.output("destructive", String(looks.some((look) => isDestructiveLook(look))));
  door.output("title", titleFor(looks));
  door.output("digest", only === void 0 ? "" : digestOf(only));
  door.output("plan", artifact === null ? "" : String(artifact));
  door.output("report", folder);
  door.output("comment-url", commentUrl ?? "");
}
function titleFor(looks) {
  const waiting = looks.flatMap((look) => waitingPlanOf(look) ?? []);
  const [only] = waiting;
  if (only === void 0) return "nothing to apply";
  return looks.length === 1 ? titleOf2(only) : `${waiting.length} of ${looks.length} targets change`;
}
function digestOf(look) {
  return look.outcome === "compared" && look.why === null ? planOf(look)?.digest ?? "" : "";
}
function hasDrift2(look) {
  return look.outcome === "compared" && look.found.comparison.report.drift.some(({ cause }) => cause !== "pending");
}
function isDestructiveLook(look) {
  const plan = planOf(look);
  return plan !== null && isDestructive(plan);
}

// src/action/preflight-run.ts
async function runPreflight(run) {
  const { door, facts } = run;
  refuseOtherEvents(facts);
  const failing = severitiesIn(door.input("fail-on"));
  const targets = await inputsOfTargets(run);
  const looks = [];
  for (const inputs2 of targets) looks.push(await lookAt(run, inputs2, folderOf(run, inputs2, targets)));
  const proposed = isProposed(facts);
  const waits = looks.some((look) => waitingPlanOf(look) !== null);
  if (waits && !proposed && facts.attempt !== 1) return refuseSecondAttempt(run);
  const artifact = await keepReports(run, targets, looks);
  if (artifact === null && waits && !proposed) door.fail();
  if (!proposed) {
    for (const look of looks) if (look.outcome === "compared") await keep(run, look.found);
  }
  const said2 = looks.flatMap((look) => saidOf(look, proposed));
  const url = await sayAll(run, keyOf2(run, targets), said2, await numberFor(run, looks));
  await summarizeAll(run, said2, looks.flatMap(inWords4));
  for (const look of looks) annotate(run, look);
  writeOutputs(run, looks, artifact, url);
  if (looks.some((look) => isBad(look, failing, proposed))) door.fail();
}
async function keep(run, found) {
  await keepRecord(run, recordOf(found), "looked");
  const { comparison, proposal, inputs: inputs2, history } = found;
  if (proposal.verdict.outcome === "up-to-date" && comparison.report.drift.length === 0)
    await keepVerified(run, inputs2, "verified", history);
}
async function keepReports(run, targets, looks) {
  if (!looks.some(({ outcome }) => outcome === "compared")) return null;
  const artifact = await uploadFolder(artifactName("schemagate-plan", commonTo(targets.map(serviceOf))), run.folder);
  if (artifact.outcome === "ok") return artifact.data.id;
  run.door.annotate("warning", `The reports could not be kept as an artifact: ${artifact.message}`);
  return null;
}
function saidOf(look, proposed) {
  const { inputs: inputs2, rules } = look;
  const part = look.outcome === "compared" ? { kind: "preflight", preflight: look.found, isPullRequest: proposed, rules } : look.outcome === "unconcerned" ? { kind: "unconcerned" } : { kind: "not-compared", why: look.why, rules };
  return part === null ? [] : [{ inputs: inputs2, part }];
}
function inWords4(look) {
  return look.outcome === "unconcerned" || look.why === null ? [] : [{ inputs: look.inputs, why: look.why }];
}
function annotate({ door }, look) {
  const { inputs: inputs2, rules } = look;
  if (look.outcome === "compared") annotateFindings(door, look.found);
  for (const { why } of inWords4(look)) {
    const name = [placeOf(serviceOf(inputs2)), inputs2.environment].filter((part) => part !== null).join(" on ");
    door.annotate("notice", `Not compared with ${name}. ${why}`, { title: "Schemagate: not compared" });
  }
  for (const file of rules?.files ?? []) {
    const relaxes = rules === null || rules.relaxes.length === 0 ? "" : ` The configuration relaxes: ${rules.relaxes.join("; ")}.`;
    const text2 = `By this file plans are made, judged or applied. Its change counts after the merge.${relaxes}`;
    door.annotate("warning", text2, { title: "Schemagate: the rules change", file });
  }
}
async function numberFor({ facts, github }, looks) {
  if (facts.pullRequest !== null) return facts.pullRequest.outside ? null : facts.pullRequest.number;
  if (facts.event !== "push" || !looks.some(isBlocked)) return null;
  const merged = await mergedPullRequest(github, facts.sha);
  return merged.outcome === "ok" ? merged.data : null;
}
function isBlocked(look) {
  return look.outcome === "compared" && look.found.proposal.verdict.outcome === "blocked";
}
function isBad(look, failing, proposed) {
  if (isBlocked(look)) return true;
  const plan = planOf(look);
  if (!proposed || plan === null || look.outcome !== "compared") return false;
  const { relaxed } = look.found.proposal;
  return plan.statements.some(
    ({ hazards }, index) => hazards.some(({ id, severity: severity2 }) => failing.has(severity2) && !relaxed.some((one) => one.statement === index && one.id === id))
  );
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

// src/action/verify-run.ts
async function runVerify(run) {
  const { door } = run;
  const given = await run.readInputs();
  const plan = await fetchPlan(run, { files: ["applied-plan.json", "plan.json"], missing: "invalid-input" });
  if ("reason" in plan) throw new UserError(plan.reason, plan.message, plan.hint);
  const inputs2 = { ...given, strategy: plan.strategy, push: plan.push };
  const verification = await verify(inputs2, await requestOf(run, inputs2, plan), run.tools);
  await writeVerification(run.folder, verification, run.templates, run.redact);
  const artifact = await uploadFolder(artifactName("schemagate-verification", serviceOf(inputs2)), run.folder);
  if (artifact.outcome === "failed") door.annotate("warning", `The report could not be kept as an artifact: ${artifact.message}`);
  await door.summarize(run.redact(renderVerification(verification, run.templates["04-verification"])));
  const { outcome, failureReason, message } = verifyDocument(plan, "plan.json", verification);
  door.output("outcome", outcome);
  door.output("failure-reason", failureReason ?? "");
  door.output("has-changes", "false");
  door.output("digest", plan.digest);
  door.output("report", run.folder);
  if (failureReason === null) return;
  door.annotate("error", `${message ?? ""}
The summary of this run says what differs.`, {
    title: `Schemagate: ${failureReason}`
  });
  door.fail();
}
async function requestOf(run, inputs2, plan) {
  const project = await openSource(inputs2, { required: true });
  return {
    plan,
    planPath: "plan.json",
    project,
    task: plan.task,
    changedFiles: changedSince2(plan, project),
    before: null,
    runCommand: commandRunner({ command: run.door.input("verify-command"), passUrl: false }, inputs2, run)
  };
}

// src/main.ts
async function main() {
  const secrets = [...urlsIn(input("url")), input("dev-url")].filter((text2) => text2 !== "");
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
    case "drift":
      return runDrift;
    case "check":
      return runCheck;
    case "verify":
      return runVerify;
    default:
      throw new UserError(
        "invalid-input",
        `The input command can't be "${name}".`,
        "It is preflight, apply, drift, check or verify; more exist on the command line."
      );
  }
}
async function openRun(redact) {
  const environment = process.env;
  const payload = await readFile3(environment["GITHUB_EVENT_PATH"] ?? "", "utf8").then(
    (text2) => JSON.parse(text2),
    () => null
  );
  const facts = readRunFacts(environment, payload);
  const workspace = environment["GITHUB_WORKSPACE"] ?? process.cwd();
  const temporary = environment["RUNNER_TEMP"] ?? "";
  const folder = await mkdtemp2(join8(temporary === "" ? workspace : temporary, "schemagate-"));
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
    readInputs: (of2) => inputsOf(workspace, of2)
  };
}
async function inputsOf(workspace, of2) {
  const text2 = (name) => input(name) === "" ? void 0 : input(name);
  const url = of2 === void 0 ? input("url") : of2.url;
  const target = of2 === void 0 ? text2("target") : of2.target ?? void 0;
  if (url === "")
    throw new UserError(
      "invalid-input",
      "The input url is empty.",
      "A secret that does not exist, that belongs to an environment which the job does not name, or that GitHub keeps from forks and Dependabot, arrives as an empty text."
    );
  const raw = {
    ...pick("environment", of2?.environment ?? text2("environment")),
    ...pick("url", url ?? void 0),
    ...input("config") === inputs.config.default ? {} : pick("config", text2("config")),
    ...pick("target", target),
    // The root is what an absent input means, and must not hide the folder that the configuration has for the target.
    ...input("working-directory") === inputs["working-directory"].default ? {} : pick("workingDirectory", text2("working-directory")),
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
  const rehearsal = input("rehearsal");
  if (rehearsal !== "" && rehearsal !== "on" && rehearsal !== "off")
    throw new UserError("invalid-input", `The input rehearsal can't be "${rehearsal}".`, "It is on or off.");
  const today = (/* @__PURE__ */ new Date()).toISOString().slice(0, 10);
  const around = { environment: {}, currentDirectory: workspace, today };
  return readInputs({ ...raw, rehearsal: rehearsal !== "off" }, around, {
    environment: "required",
    ...url === null ? { url: "none" } : {}
  });
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
    annotate(level, text2, where2) {
      const properties = {
        ...where2 === void 0 ? {} : { title: redact(where2.title) },
        ...where2?.file === void 0 ? {} : { file: where2.file }
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
    cache: folderCache(join8(temporary, "schemagate-cache")),
    readGit: gitReader(process.env["PATH"]),
    standInLimits: usualStandInLimits,
    version: `schemagate ${version}`
  };
}
async function endFailed(error2, redact) {
  const known3 = error2 instanceof UserError;
  const message = known3 ? error2.message : `This is a bug of schemagate: ${error2 instanceof Error ? error2.message : String(error2)}`;
  const hint = known3 ? error2.hint ?? "" : "Please report it.";
  error(redact(`${message}
${hint}`), { title: known3 ? `Schemagate: ${error2.reason}` : "Schemagate" });
  if (!known3 && error2 instanceof Error) info(redact(safe(error2.stack ?? "")));
  const plain = redact(`${message} ${hint}`).replaceAll(/[`<>&|\n]/g, " ");
  await summary.addRaw(`### \u274C Schemagate failed

\`${known3 ? error2.reason : "bug"}\`: \`${plain}\`
`).write().catch(() => void 0);
  setOutput("outcome", "failed");
  setOutput("failure-reason", known3 ? error2.reason : "");
  setOutput("has-changes", "false");
  process.exitCode = 1;
}
await main();
