/**
 * A GitHub of one repository, on 127.0.0.1: the REST API and the artifact service, with state, permissions, limits, paging and faults.
 *
 *     await using github = await startGithub({ environments: { production: { reviewers: ["ann"] } } });
 *     await github.push("main", { "schema.prisma": "..." });
 *     await github.push("feature", { "schema.prisma": "..." }, { login: "bob" });
 *     const number = await github.openPullRequest({ branch: "feature", login: "bob" });
 *     const token = github.token({ "pull-requests": "write" });
 *     github.fail({ method: "POST", path: /comments/, status: 502, afterStoring: true, times: 1 });
 *     // ... a client of github.apiUrl
 *     github.comments(number); github.requests;
 *
 * It is as strict as a private repository: a token reads nothing that its permissions don't name.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { actionRoutes, environmentNamed } from "./github/action-routes.ts";
import { answerArtifacts, backendId, runtimeToken, signedUrl } from "./github/artifact-service.ts";
import { type Fault, faultAnswer, isPartial, newFaults, withoutField } from "./github/faults.ts";
import { type Files, type GitRepository, openGitRepository } from "./github/git-repository.ts";
import { answerGraphql } from "./github/graphql.ts";
import { type Answer, failure, findRoute, isAllowed, notFound, type Route } from "./github/http.ts";
import { issueRoutes } from "./github/issue-routes.ts";
import { repositoryRoutes } from "./github/repository-routes.ts";
import {
  type Activity,
  type Approval,
  type Artifact,
  actionsBot,
  type Caller,
  type Comment,
  type Environment,
  fullName,
  type Issue,
  type Permissions,
  type Pull,
  type Review,
  type Run,
  type State,
  timestamp,
  userId,
} from "./github/state.ts";
import { unzip } from "./github/zip.ts";

export type EnvironmentRules = {
  /** Logins, or `team:NAME`. */
  readonly reviewers?: readonly string[];
  /** Default: true. */
  readonly preventSelfReview?: boolean;
  /** Default: false. */
  readonly canAdminsBypass?: boolean | "unknown";
  /** Minutes. */
  readonly waitTimer?: number;
  /** Default: the default branch only. */
  readonly branches?: "protected" | readonly string[] | null;
  readonly rulesIgnored?: boolean;
};

export type GithubOptions = {
  /** `owner/name`; default: `acme/shop`. */
  readonly repository?: string;
  readonly repositoryId?: number;
  readonly isPrivate?: boolean;
  readonly defaultBranch?: string;
  readonly protectedBranches?: readonly string[];
  readonly environments?: Readonly<Record<string, EnvironmentRules>>;
  /** Who is in which team. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  readonly now?: () => Date;
};

export type RecordedRequest = {
  readonly method: string;
  /** With its query; signatures are cut out. */
  readonly path: string;
  /** JSON as an object, anything else as text; null for bytes of artifacts, and where there is none. */
  readonly body: unknown;
  /** The login of the token; null without one. */
  readonly login: string | null;
  /** Null when no answer was given. */
  status: number | null;
};

export type NewRun = {
  /** `.github/workflows/x.yml` */
  readonly workflow: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly actor: string;
  /** The workflow's `name`; default: its path. */
  readonly name?: string;
  readonly headRepository?: string;
  readonly pulls?: readonly number[];
  readonly attempt?: number;
};

export type StoredArtifact = Omit<Artifact, "blocks" | "content"> & { readonly files: ReadonlyMap<string, Buffer> };

export type Github = AsyncDisposable & {
  readonly repository: string;
  readonly repositoryId: number;
  readonly defaultBranch: string;
  readonly isPrivate: boolean;
  /** `http://127.0.0.1:PORT`: what ACTIONS_RESULTS_URL is. */
  readonly url: string;
  /** What GITHUB_API_URL is. */
  readonly apiUrl: string;
  readonly git: GitRepository;
  readonly requests: readonly RecordedRequest[];
  readonly state: State;

  /** A token as a job gets it, or that of an app or a person (`login`). A fork's can't write, whatever its permissions say. */
  token(permissions: Permissions, options?: { readonly fork?: boolean; readonly login?: string }): string;
  runtimeToken(run: number, job: string): string;
  fail(fault: Fault): void;
  /** No fault hits any more. */
  recover(): void;

  /** Writes files (null removes one) on a branch, which starts at the default branch when it is new. Gives the commit. */
  push(
    branch: string,
    files: Files,
    by?: {
      readonly login?: string;
      readonly message?: string;
      readonly fork?: string;
      /** Who really pushes; default: the author of the commit. */
      readonly pusher?: string;
    },
  ): Promise<string>;
  openPullRequest(pull: {
    readonly branch: string;
    readonly login: string;
    readonly title?: string;
    readonly body?: string;
    readonly base?: string;
    /** `owner/name` */
    readonly fork?: string;
    readonly draft?: boolean;
  }): Promise<number>;
  /** Gives the commit on the base branch. */
  merge(number: number, login: string, how?: "merge" | "squash" | "rebase"): Promise<string>;
  close(number: number): void;
  review(number: number, login: string, state: Review["state"], body?: string): Review;
  /** Whoever may write may edit a review of others. */
  editReview(number: number, id: number, body: string): void;
  comment(number: number, login: string, body: string): Comment;
  /** Whoever may write may edit a comment of others. */
  editComment(id: number, body: string): void;
  deleteComment(id: number): void;
  setEnvironment(name: string, rules: EnvironmentRules): Environment;

  startRun(run: NewRun): Run;
  /** A second attempt: the approvals of the first stay in the list. */
  rerun(run: number, login: string): Run;
  /** As the run reaches a job of this environment: whether it must wait. A name that GitHub does not know becomes an environment without rules. */
  enterEnvironment(run: number, name: string): "waiting" | "open";
  finishRun(run: number, conclusion: "success" | "failure" | "cancelled"): void;
  /** Throws when GitHub would not offer it to this person; `unchecked` records it all the same. */
  approve(run: number, environment: string, login: string, comment?: string, options?: { readonly unchecked?: boolean }): void;
  reject(run: number, environment: string, login: string, comment?: string): void;

  comments(number: number): readonly Comment[];
  issue(number: number): Issue;
  issues(): readonly Issue[];
  pull(number: number): Pull;
  run(id: number): Run;
  artifacts(run?: number): readonly StoredArtifact[];
  /** Everything that GitHub now keeps and shows, as text: where a secret must not be. */
  everythingStored(): string;
};

export async function startGithub(options: GithubOptions = {}): Promise<Github> {
  const [owner = "acme", name = "shop"] = (options.repository ?? "acme/shop").split("/");
  const defaultBranch = options.defaultBranch ?? "main";
  let lastId = 1_000_000;
  const state: State = {
    owner,
    name,
    repositoryId: options.repositoryId ?? 4_711_001,
    isPrivate: options.isPrivate ?? false,
    defaultBranch,
    protectedBranches: options.protectedBranches ?? [defaultBranch],
    git: await openGitRepository(defaultBranch),
    issues: new Map(),
    pulls: new Map(),
    comments: new Map(),
    environments: new Map(),
    runs: new Map(),
    artifacts: new Map(),
    activities: [],
    now: options.now ?? (() => new Date()),
    nextId: () => ++lastId,
  };
  const callers = new Map<string, Caller>();
  const faults = newFaults();
  const requests: RecordedRequest[] = [];
  const routes: readonly Route[] = [...issueRoutes, ...repositoryRoutes, ...actionRoutes(signedUrl)];

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(599).end(JSON.stringify({ message: `The server of the tests is broken: ${error}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The GitHub of the tests has no port.");
  const origin = `http://127.0.0.1:${address.port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const method = request.method ?? "GET";
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
    const caller = token === null ? null : (callers.get(token) ?? null);
    const recorded: RecordedRequest = {
      method,
      path: unsigned(url),
      body: url.pathname.startsWith("/storage/") ? null : readBody(body),
      login: caller?.login ?? null,
      status: null,
    };
    requests.push(recorded);
    const fault = faults.take(method, `${url.pathname}${url.search}`);
    if (fault?.reset === true && fault.afterStoring !== true) return void request.socket.destroy();
    if (fault?.hang === true && fault.afterStoring !== true) return;
    const isServed = fault === null || isPartial(fault) || fault.afterStoring === true;
    const right = isServed ? await answer(method, url, request, body, token, caller) : null;
    if (fault?.reset === true) return void request.socket.destroy();
    if (fault?.hang === true) return;
    const given = answerWith(fault, right);
    recorded.status = given.status;
    send(response, method, given);
  }

  async function answer(
    method: string,
    url: URL,
    request: IncomingMessage,
    body: Buffer,
    token: string | null,
    caller: Caller | null,
  ): Promise<Answer> {
    const ofArtifacts = answerArtifacts(state, { method, url, headers: request.headers, body });
    if (ofArtifacts !== null) return ofArtifacts;
    if (!url.pathname.startsWith("/api/v3/") && url.pathname !== "/api/graphql") return notFound;
    if (token === null) return failure(401, "Requires authentication");
    if (caller === null) return failure(401, "Bad credentials");
    if (url.pathname === "/api/graphql") return method === "POST" ? answerGraphql(state, readBody(body), caller) : notFound;
    const match = findRoute(routes, method, url.pathname.slice("/api/v3".length));
    if (match === null || match === "wrong-method") return notFound;
    const { route, parameters } = match;
    if (`${parameters["owner"]}/${parameters["repo"]}`.toLowerCase() !== fullName(state).toLowerCase()) return notFound;
    const needs = typeof route.needs === "function" ? route.needs(state, parameters) : route.needs;
    if (!isAllowed(caller, needs)) return failure(403, "Resource not accessible by integration");
    const json = readBody(body);
    if (body.length > 0 && (typeof json !== "object" || json === null)) return failure(400, "Problems parsing JSON");
    return route.answer(state, {
      method,
      query: url.searchParams,
      parameters,
      body: (json ?? {}) as Readonly<Record<string, unknown>>,
      caller,
      origin,
      url,
    });
  }

  const pullNumbered = (number: number) => found(state.pulls.get(number), `pull request ${number}`);
  const runNumbered = (id: number) => found(state.runs.get(id), `run ${id}`);
  const named = (environment: string) => found(environmentNamed(state, environment), `environment ${environment}`);

  function newIssue(author: string, title: string, body: string): Issue {
    const at = timestamp(state);
    const number = Math.max(0, ...state.issues.keys()) + 1;
    const made: Issue = {
      number,
      author: authorOf(author),
      title,
      body,
      state: "open",
      stateReason: null,
      labels: [],
      createdAt: at,
      updatedAt: at,
    };
    state.issues.set(number, made);
    return made;
  }

  /** What GitHub does in the background when a head or a base has moved: the trial merge is always new, `base.sha` stays as it was at the last push of the head. */
  async function refresh(pull: Pull, moved: "head" | "base"): Promise<void> {
    const base = found(await state.git.resolve(`refs/heads/${pull.base}`), `branch ${pull.base}`);
    await state.git.setRef(`refs/pull/${pull.number}/head`, pull.headSha);
    if (moved === "head") pull.baseSha = base;
    const message = `Merge ${pull.headSha} into ${base}`;
    pull.mergeSha = await state.git.merge(base, pull.headSha, "merge", { login: authorOfPull(pull), message });
    if (pull.mergeSha === null) await state.git.deleteRef(`refs/pull/${pull.number}/merge`);
    else await state.git.setRef(`refs/pull/${pull.number}/merge`, pull.mergeSha);
  }

  const authorOfPull = (pull: Pull) => found(state.issues.get(pull.number), `issue ${pull.number}`).author.login;
  const isOpen = (pull: Pull) => state.issues.get(pull.number)?.state === "open";

  async function moved(branch: string, repository: string): Promise<void> {
    for (const pull of [...state.pulls.values()].filter(isOpen)) {
      const isHead = pull.headBranch === branch && pull.headRepository === repository;
      if (isHead) pull.headSha = found(await state.git.resolve(headRef(branch, repository)), `branch ${branch}`);
      if (isHead) await refresh(pull, "head");
      else if (pull.base === branch && repository === fullName(state)) await refresh(pull, "base");
    }
  }

  function record(
    moved: Omit<Activity, "id" | "at" | "ref" | "before"> & { readonly branch: string; readonly before: string | null },
  ) {
    const { branch, before, ...rest } = moved;
    const ref = `refs/heads/${branch}`;
    state.activities.push({ ...rest, id: state.nextId(), ref, before: before ?? "0".repeat(40), at: timestamp(state) });
  }

  const headRef = (branch: string, repository: string) =>
    repository === fullName(state) ? `refs/heads/${branch}` : `refs/forks/${repository}/${branch}`;

  function decide(id: number, environment: string, decision: Approval): void {
    const run = runNumbered(id);
    if (!run.pending.has(named(environment).name)) throw new Error(`Run ${id} does not wait for ${environment}.`);
    run.approvals.push(decision);
    run.pending.delete(decision.environment);
    if (decision.state === "rejected") Object.assign(run, { status: "completed", conclusion: "failure" });
    else if (run.pending.size === 0) run.status = "in_progress";
  }

  /** Null when this person may approve, otherwise why not. */
  function whyNotApprove(run: Run, environment: Environment, login: string): string | null {
    const isReviewer = environment.reviewers.some(({ type, name: reviewer }) =>
      type === "User" ? reviewer === login : (options.teams?.[reviewer] ?? []).includes(login),
    );
    if (!isReviewer) return `${login} is no reviewer of ${environment.name}.`;
    if (environment.preventSelfReview && [run.actor, run.triggeringActor].includes(login))
      return `${environment.name} lets nobody approve a run that they started, and ${login} did.`;
    return null;
  }

  const github: Github = {
    repository: fullName(state),
    repositoryId: state.repositoryId,
    defaultBranch,
    isPrivate: state.isPrivate,
    url: origin,
    apiUrl: `${origin}/api/v3`,
    git: state.git,
    requests,
    state,
    token(permissions, { fork = false, login = actionsBot.login } = {}) {
      const token = `ghs_${randomBytes(18).toString("hex")}`;
      const limited = Object.entries(permissions).map(([scope, access]) => [scope, fork && access === "write" ? "read" : access]);
      callers.set(token, { ...authorOf(login), permissions: Object.fromEntries(limited) as Permissions });
      return token;
    },
    runtimeToken: (run, job) => runtimeToken(runNumbered(run), job),
    fail: faults.add,
    recover: faults.clear,

    async push(branch, files, { login = "ann", message = `Change ${branch}`, fork, pusher = login } = {}) {
      const repository = fork ?? fullName(state);
      const ref = headRef(branch, repository);
      const parent = (await state.git.resolve(ref)) ?? (await state.git.resolve(`refs/heads/${defaultBranch}`));
      const old = await state.git.resolve(ref);
      const sha = await state.git.write(ref, parent, files, { login, message });
      record({ repository, branch, before: old, after: sha, actor: pusher, kind: old === null ? "branch_creation" : "push" });
      await moved(branch, repository);
      return sha;
    },
    async openPullRequest({ branch, login, title = `Merge ${branch}`, body = "", base = defaultBranch, fork, draft = false }) {
      const repository = fork ?? fullName(state);
      const headSha = found(await state.git.resolve(headRef(branch, repository)), `branch ${branch}`);
      const { number } = newIssue(login, title, body);
      const made: Pull = {
        number,
        base,
        headBranch: branch,
        headRepository: repository,
        headSha,
        baseSha: "",
        draft,
        merged: null,
        mergeSha: null,
        reviews: [],
      };
      state.pulls.set(number, made);
      await refresh(made, "head");
      return number;
    },
    async merge(number, login, how = "merge") {
      const pull = pullNumbered(number);
      const base = found(await state.git.resolve(`refs/heads/${pull.base}`), `branch ${pull.base}`);
      const title = `Merge pull request #${number} from ${pull.headRepository?.split("/")[0]}/${pull.headBranch}`;
      const sha = found(await state.git.merge(base, pull.headSha, how, { login, message: title }), "merge without conflicts");
      pull.merged = { by: login, at: timestamp(state), sha };
      github.close(number);
      await state.git.setRef(`refs/heads/${pull.base}`, sha);
      record({ repository: fullName(state), branch: pull.base, before: base, after: sha, actor: login, kind: "pr_merge" });
      await moved(pull.base, fullName(state));
      return sha;
    },
    close(number) {
      const issue = github.issue(number);
      issue.state = "closed";
      issue.updatedAt = timestamp(state);
    },
    review(number, login, decision, body = "") {
      const pull = pullNumbered(number);
      const made: Review = {
        id: state.nextId(),
        author: authorOf(login),
        state: decision,
        body,
        commit: pull.headSha,
        submittedAt: timestamp(state),
        editedAt: null,
      };
      pull.reviews.push(made);
      return made;
    },
    editReview(number, id, body) {
      const review = found(
        pullNumbered(number).reviews.find((each) => each.id === id),
        `review ${id}`,
      );
      Object.assign(review, { body, editedAt: timestamp(state) });
    },
    comment(number, login, body) {
      github.issue(number);
      const at = timestamp(state);
      const made: Comment = {
        id: state.nextId(),
        issue: number,
        author: authorOf(login),
        body,
        createdAt: at,
        updatedAt: at,
        edits: 0,
      };
      state.comments.set(made.id, made);
      return made;
    },
    editComment(id, body) {
      Object.assign(found(state.comments.get(id), `comment ${id}`), { body, updatedAt: timestamp(state) });
    },
    deleteComment: (id) => void state.comments.delete(id),
    setEnvironment(environment, rules) {
      const reviewers = (rules.reviewers ?? []).map((reviewer) =>
        reviewer.startsWith("team:")
          ? ({ type: "Team", name: reviewer.slice("team:".length) } as const)
          : ({ type: "User", name: reviewer } as const),
      );
      const made: Environment = {
        id: environmentNamed(state, environment)?.id ?? userId(`environment/${environment}`),
        name: environmentNamed(state, environment)?.name ?? environment,
        reviewers,
        preventSelfReview: rules.preventSelfReview ?? true,
        canAdminsBypass: rules.canAdminsBypass ?? false,
        waitTimer: rules.waitTimer ?? 0,
        branches: rules.branches === undefined ? [defaultBranch] : rules.branches,
        rulesIgnored: rules.rulesIgnored ?? false,
      };
      state.environments.set(made.name, made);
      return made;
    },

    startRun({ headRepository = fullName(state), pulls = [], attempt = 1, ...run }) {
      const id = state.nextId();
      const made: Run = {
        name: run.workflow,
        ...run,
        id,
        headRepository,
        pulls,
        attempt,
        triggeringActor: run.actor,
        status: "in_progress",
        conclusion: null,
        createdAt: timestamp(state),
        approvals: [],
        pending: new Set(),
        backendId: backendId(`run/${id}`),
      };
      state.runs.set(id, made);
      return made;
    },
    rerun(id, login) {
      const run = runNumbered(id);
      run.attempt += 1;
      run.triggeringActor = login;
      run.pending.clear();
      return Object.assign(run, { status: "in_progress", conclusion: null });
    },
    enterEnvironment(id, environment) {
      if (environmentNamed(state, environment) === null)
        github.setEnvironment(environment, { preventSelfReview: false, canAdminsBypass: true, branches: null });
      const { name: known, reviewers, rulesIgnored } = named(environment);
      if (reviewers.length === 0 || rulesIgnored) return "open";
      runNumbered(id).pending.add(known);
      runNumbered(id).status = "waiting";
      return "waiting";
    },
    finishRun: (id, conclusion) => void Object.assign(runNumbered(id), { status: "completed", conclusion }),
    approve(id, environment, login, comment = "", { unchecked = false } = {}) {
      const why = unchecked ? null : whyNotApprove(runNumbered(id), named(environment), login);
      if (why !== null) throw new Error(why);
      decide(id, environment, { environment: named(environment).name, state: "approved", login, comment });
    },
    reject(id, environment, login, comment = "") {
      decide(id, environment, { environment: named(environment).name, state: "rejected", login, comment });
    },

    comments: (number) => [...state.comments.values()].filter((each) => each.issue === number),
    issue: (number) => found(state.issues.get(number), `issue ${number}`),
    issues: () => [...state.issues.values()].filter(({ number }) => !state.pulls.has(number)),
    pull: pullNumbered,
    run: runNumbered,
    artifacts: (run) =>
      [...state.artifacts.values()]
        .filter((each) => each.finalized && (run === undefined || each.run === run))
        .map(({ blocks: _, content, ...rest }) => ({ ...rest, files: content === null ? new Map() : unzip(content) })),
    everythingStored() {
      const files = github.artifacts().flatMap((each) => [each.name, ...[...each.files].flat().map(String)]);
      const rest = { comments: [...state.comments.values()], issues: [...state.issues.values()], runs: [...state.runs.values()] };
      return [...files, JSON.stringify(rest)].join("\n");
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await state.git[Symbol.asyncDispose]();
    },
  };
  for (const [environment, rules] of Object.entries(options.environments ?? {})) github.setEnvironment(environment, rules);
  return github;
}

function authorOf(login: string): Caller | Comment["author"] {
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

function found<Found>(value: Found | null | undefined, what: string): Found {
  if (value === null || value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}

function readBody(body: Buffer): unknown {
  if (body.length === 0) return null;
  const text = body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The signature of an address is a secret to whoever uses it, and nothing of it is kept. */
function unsigned(url: URL): string {
  const copy = new URL(url);
  copy.searchParams.delete("sig");
  return `${copy.pathname}${copy.search}`;
}

function answerWith(fault: Fault | null, right: Answer | null): Answer {
  if (fault === null) return right ?? notFound;
  if (fault.dropField === undefined) return faultAnswer(fault);
  return { ...(right ?? notFound), body: withoutField(right?.body, fault.dropField) };
}

function send(response: ServerResponse, method: string, { status, body, headers = {} }: Answer): void {
  const limits = { "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "999", "x-ratelimit-reset": "4102444800" };
  const isRaw = Buffer.isBuffer(body) || typeof body === "string" || body === null;
  const type = isRaw ? {} : { "content-type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...limits, ...type, ...headers });
  response.end(method === "HEAD" || body === null ? undefined : isRaw ? body : JSON.stringify(body));
}
