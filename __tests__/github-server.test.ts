import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DefaultArtifactClient } from "@actions/artifact";
import { getOctokit } from "@actions/github";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ActionEnd, runAction } from "./support/action-runner.ts";
import {
  dispatchEvent,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowRunEvent,
} from "./support/github/events.ts";
import { readFileCommands, readOutput } from "./support/github/runner-commands.ts";
import type { Permissions } from "./support/github/state.ts";
import { type Github, type GithubOptions, startGithub } from "./support/github-server.ts";
import { NotStarted, runWorkflow, type WorkflowOptions } from "./support/workflow.ts";

const repo = { owner: "acme", repo: "shop" };
const everything: Permissions = { actions: "read", contents: "read", issues: "write", "pull-requests": "write" };

function client(github: Github, permissions: Permissions = everything, options: { readonly fork?: boolean } = {}) {
  return getOctokit(github.token(permissions, options), { baseUrl: github.apiUrl }).rest;
}

async function withPullRequest(options: GithubOptions = {}) {
  const github = await startGithub(options);
  await github.push("main", { "prisma/schema.prisma": "model A {}\n", "README.md": "# Shop\n" });
  await github.push("feature", { "prisma/schema.prisma": "model B {}\n" }, { login: "bob" });
  const number = await github.openPullRequest({ branch: "feature", login: "bob", title: "Rename A" });
  return { github, number, [Symbol.asyncDispose]: () => github[Symbol.asyncDispose]() };
}

const refusal = (status: number, message: string) =>
  expect.objectContaining({ status, message: expect.stringContaining(message) });

describe("comments", () => {
  test("are written, edited, found over all pages and deleted, with their author", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    for (let at = 1; at <= 230; at += 1) github.comment(number, "bob", `Comment ${at}`);
    const octokit = getOctokit(github.token(everything), { baseUrl: github.apiUrl });
    const made = await octokit.rest.issues.createComment({ ...repo, issue_number: number, body: "<!-- m --> first" });
    expect(made).toMatchObject({ status: 201, data: { user: { login: "github-actions[bot]", type: "Bot", id: 41898282 } } });
    await octokit.rest.issues.updateComment({ ...repo, comment_id: made.data.id, body: "<!-- m --> second" });
    const all = await octokit.paginate(octokit.rest.issues.listComments, { ...repo, issue_number: number, per_page: 100 });
    expect(all).toHaveLength(231);
    expect(all.filter(({ body }) => body?.startsWith("<!-- m -->")).map(({ body }) => body)).toEqual(["<!-- m --> second"]);
    expect(github.requests.filter(({ method }) => method === "GET").map(({ path }) => path)).toEqual([
      `/api/v3/repos/acme/shop/issues/${number}/comments?per_page=100`,
      `/api/v3/repos/acme/shop/issues/${number}/comments?per_page=100&page=2`,
      `/api/v3/repos/acme/shop/issues/${number}/comments?per_page=100&page=3`,
    ]);
    await octokit.rest.issues.deleteComment({ ...repo, comment_id: made.data.id });
    await expect(octokit.rest.issues.getComment({ ...repo, comment_id: made.data.id })).rejects.toEqual(
      refusal(404, "Not Found"),
    );
  });

  test("longer than 65,536 characters are refused, and the old one stays", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    const { issues } = client(github);
    const { data } = await issues.createComment({ ...repo, issue_number: number, body: "x".repeat(65_536) });
    const tooLong = issues.updateComment({ ...repo, comment_id: data.id, body: "y".repeat(65_537) });
    await expect(tooLong).rejects.toMatchObject({
      status: 422,
      response: {
        data: {
          message: "Validation Failed",
          errors: [
            {
              resource: "IssueComment",
              code: "unprocessable",
              field: "data",
              message: "Body is too long (maximum is 65536 characters)",
            },
          ],
        },
      },
    });
    expect(github.comments(number)[0]?.body).toBe("x".repeat(65_536));
  });
});

describe("permissions", () => {
  test("come from the token alone", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    const comment = { ...repo, issue_number: number, body: "Hello" };
    const inaccessible = refusal(403, "Resource not accessible by integration");
    await expect(client(github, { contents: "read" }).issues.createComment(comment)).rejects.toEqual(inaccessible);
    await expect(client(github, { "pull-requests": "read" }).issues.createComment(comment)).rejects.toEqual(inaccessible);
    await expect(client(github, everything, { fork: true }).issues.createComment(comment)).rejects.toEqual(inaccessible);
    expect((await client(github, { issues: "write" }).issues.createComment(comment)).status).toBe(201);
    expect((await client(github, { "pull-requests": "write" }).issues.createComment(comment)).status).toBe(201);
    await expect(client(github, { contents: "read" }).repos.getEnvironment({ ...repo, environment_name: "x" })).rejects.toEqual(
      inaccessible,
    );
    await expect(getOctokit("unknown", { baseUrl: github.apiUrl }).rest.repos.get(repo)).rejects.toEqual(
      refusal(401, "Bad credentials"),
    );
    expect((await fetch(`${github.apiUrl}/repos/acme/shop`)).status).toBe(401);
    expect((await client(github, {}).repos.get(repo)).data.default_branch).toBe("main");
    await expect(client(github).repos.get({ owner: "acme", repo: "other" })).rejects.toEqual(refusal(404, "Not Found"));
  });

  test("to write pull requests do not reach issues", async () => {
    await using github = await startGithub();
    const { data } = await client(github).issues.create({ ...repo, title: "Drift", labels: ["schemagate"] });
    const comment = client(github, { "pull-requests": "write" }).issues.createComment({
      ...repo,
      issue_number: data.number,
      body: "x",
    });
    await expect(comment).rejects.toEqual(refusal(403, "Resource not accessible by integration"));
  });
});

test("issues are found by label and creator, changed and closed", async () => {
  await using opened = await withPullRequest();
  const { github } = opened;
  const { issues } = client(github);
  const { data } = await issues.create({ ...repo, title: "Drift in prod", body: "One column", labels: ["schemagate"] });
  const wanted = { ...repo, labels: "schemagate", creator: "github-actions[bot]" };
  expect((await issues.listForRepo(wanted)).data.map(({ number }) => number)).toEqual([data.number]);
  expect((await issues.listForRepo({ ...wanted, creator: "bob" })).data).toEqual([]);
  await issues.update({ ...repo, issue_number: data.number, state: "closed", state_reason: "completed" });
  expect((await issues.listForRepo(wanted)).data).toEqual([]);
  expect(github.issues()).toMatchObject([{ title: "Drift in prod", state: "closed", stateReason: "completed" }]);
});

describe("who did what", () => {
  test("a branch knows who pushed it, whatever its commits say", async () => {
    await using github = await startGithub();
    await github.push("main", { "README.md": "x" });
    const made = await github.push("change", { "README.md": "y" }, { login: "ann", pusher: "eve" });
    const { repos } = client(github, { contents: "read" });
    const { data } = await repos.listActivities({ ...repo, ref: "refs/heads/change" });
    expect(data).toMatchObject([{ after: made, activity_type: "branch_creation", actor: { login: "eve" } }]);
    expect((await repos.getCommit({ ...repo, ref: made })).data.author?.login).toBe("ann");
    await expect(client(github, {}).repos.listActivities(repo)).rejects.toEqual(
      refusal(403, "Resource not accessible by integration"),
    );
  });

  test("GraphQL knows whose token it is, and whether a review was edited; REST does not", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    const { id } = github.review(number, "eve", "APPROVED", "backup=x");
    const ask = (permissions: Permissions, query: string, variables = {}) =>
      getOctokit(github.token(permissions), { baseUrl: github.apiUrl }).graphql(query, variables);
    expect(await ask({}, "query { viewer { id login } }")).toMatchObject({ viewer: { login: "github-actions[bot]" } });
    const query = "query ($id: ID!) { node(id: $id) { ... on PullRequestReview { lastEditedAt } } }";
    expect(await ask(everything, query, { id: `PRR_${id}` })).toEqual({ node: { lastEditedAt: null } });
    github.editReview(number, id, "accept-risk=x");
    expect(await ask(everything, query, { id: `PRR_${id}` })).toEqual({ node: { lastEditedAt: expect.stringMatching(/Z$/) } });
    await expect(ask({}, query, { id: `PRR_${id}` })).rejects.toThrow("not accessible");
    await expect(ask(everything, query, { id: "PRR_1" })).rejects.toThrow("Could not resolve");
    await expect(ask(everything, "query { rateLimit { cost } }")).rejects.toThrow("does not know");
    const listed = (await client(github).pulls.listReviews({ ...repo, pull_number: number })).data;
    expect(listed).toMatchObject([{ id, body: "accept-risk=x", state: "APPROVED" }]);
  });
});

describe("pull requests", () => {
  test("know their commits, files and reviews, and are found by branch and by commit", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    const { pulls, repos } = client(github);
    const { data } = await pulls.get({ ...repo, pull_number: number });
    expect(data).toMatchObject({
      number,
      state: "open",
      merged: false,
      mergeable: true,
      user: { login: "bob" },
      title: "Rename A",
    });
    expect(data.head).toMatchObject({ ref: "feature", repo: { full_name: "acme/shop" } });
    const { data: files } = await pulls.listFiles({ ...repo, pull_number: number });
    expect(files).toMatchObject([{ filename: "prisma/schema.prisma", status: "modified" }]);
    expect((await pulls.list({ ...repo, head: "acme:feature" })).data.map((each) => each.number)).toEqual([number]);
    github.review(number, "eve", "APPROVED", "backup=s3://x");
    expect((await pulls.listReviews({ ...repo, pull_number: number })).data).toMatchObject([
      { state: "APPROVED", commit_id: data.head.sha, user: { login: "eve" } },
    ]);
    const merged = await github.merge(number, "ann");
    expect((await pulls.get({ ...repo, pull_number: number })).data).toMatchObject({
      merged: true,
      merge_commit_sha: merged,
      state: "closed",
    });
    const by = async (sha: string) =>
      (await repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: sha })).data.map((each) => each.number);
    expect([await by(merged), await by(data.head.sha)]).toEqual([[number], [number]]);
  });

  test("keep the base of their last push, while the trial merge has the newest", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    const before = github.pull(number).baseSha;
    const newest = await github.push("main", { "other.txt": "x" });
    const event = await pullRequestEvent(github, number, "labeled");
    expect((await github.git.commit(event.sha)).parents).toEqual([newest, github.pull(number).headSha]);
    expect(event.payload).toMatchObject({ pull_request: { base: { sha: before } } });
    await github.push("feature", { "more.txt": "x" }, { login: "bob" });
    expect(github.pull(number).baseSha).toBe(newest);
  });

  test("have three merges, and a commit without one belongs to none", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    const sha = await github.merge(number, "ann", "squash");
    expect((await github.git.commit(sha)).parents).toHaveLength(1);
    await github.push("second", { "README.md": "# Shop 2\n" }, { login: "bob" });
    await github.push("main", { "direct.txt": "1" });
    const second = await github.openPullRequest({ branch: "second", login: "bob" });
    await github.merge(second, "ann", "rebase");
    const direct = await github.push("main", { "direct.txt": "2" });
    const { repos } = client(github);
    expect((await repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: direct })).data).toEqual([]);
    expect((await github.git.read(direct, "README.md"))?.toString()).toBe("# Shop 2\n");
  });

  test("with conflicts have no trial merge", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    await github.push("main", { "prisma/schema.prisma": "model C {}\n" });
    expect((await client(github).pulls.get({ ...repo, pull_number: number })).data).toMatchObject({
      mergeable: false,
      merge_commit_sha: null,
    });
    await expect(pullRequestEvent(github, number, "synchronize")).rejects.toThrow("has a conflict");
  });

  test("show 3,000 files at most", async () => {
    await using github = await startGithub();
    await github.push("main", { "README.md": "x" });
    await github.push("many", Object.fromEntries(Array.from({ length: 3_100 }, (_, at) => [`f/${at}.sql`, `${at}\n`])));
    const number = await github.openPullRequest({ branch: "many", login: "bob" });
    const octokit = getOctokit(github.token(everything), { baseUrl: github.apiUrl });
    const files = await octokit.paginate(octokit.rest.pulls.listFiles, { ...repo, pull_number: number, per_page: 100 });
    expect(files).toHaveLength(3_000);
  });
});

test("the repository shows its branches, commits, files and what lies between two commits", async () => {
  await using opened = await withPullRequest();
  const { github } = opened;
  const { repos } = client(github);
  const { data: branch } = await repos.getBranch({ ...repo, branch: "main" });
  expect(branch).toMatchObject({ name: "main", protected: true });
  const content = async (path: string, ref?: string) => {
    const { data } = await repos.getContent({ ...repo, path, ...(ref === undefined ? {} : { ref }) });
    return "content" in data ? Buffer.from(data.content, "base64").toString() : data;
  };
  expect(await content("prisma/schema.prisma")).toBe("model A {}\n");
  expect(await content("prisma/schema.prisma", "feature")).toBe("model B {}\n");
  expect(await content("prisma/schema.prisma", branch.commit.sha)).toBe("model A {}\n");
  await expect(content("absent.sql")).rejects.toEqual(refusal(404, "Not Found"));
  expect((await repos.getCommit({ ...repo, ref: "feature" })).data).toMatchObject({ author: { login: "bob" } });
  const { data: tree } = await client(github).git.getTree({ ...repo, tree_sha: branch.commit.sha, recursive: "true" });
  expect(tree.tree.map(({ path, type, mode }) => `${mode} ${type} ${path}`)).toEqual([
    "100644 blob README.md",
    "040000 tree prisma",
    "100644 blob prisma/schema.prisma",
  ]);
  const { data: blob } = await client(github).git.getBlob({ ...repo, file_sha: tree.tree[0]?.sha ?? "" });
  expect(Buffer.from(blob.content, "base64").toString()).toBe("# Shop\n");
  const { data: compared } = await repos.compareCommitsWithBasehead({ ...repo, basehead: "main...feature" });
  expect(compared).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0, merge_base_commit: { sha: branch.commit.sha } });
});

describe("environments", () => {
  const environments = {
    production: { reviewers: ["eve", "team:dba"], waitTimer: 5 },
    "db/prod": { reviewers: ["eve"], canAdminsBypass: "unknown", preventSelfReview: false, branches: "protected" },
    gone: { reviewers: ["eve"], rulesIgnored: true },
    open: { branches: null, canAdminsBypass: true },
  } as const;

  test("show their rules, or no longer have any", async () => {
    await using github = await startGithub({ environments });
    const { repos } = client(github);
    const get = async (name: string) => (await repos.getEnvironment({ ...repo, environment_name: name })).data;
    expect(await get("production")).toMatchObject({
      name: "production",
      can_admins_bypass: false,
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      protection_rules: [
        { type: "wait_timer", wait_timer: 5 },
        {
          type: "required_reviewers",
          prevent_self_review: true,
          reviewers: [
            { type: "User", reviewer: { login: "eve" } },
            { type: "Team", reviewer: { slug: "dba" } },
          ],
        },
        { type: "branch_policy" },
      ],
    });
    expect(await get("db/prod")).not.toHaveProperty("can_admins_bypass");
    expect(await get("db/prod")).toMatchObject({ deployment_branch_policy: { protected_branches: true } });
    expect(await get("gone")).toMatchObject({ protection_rules: [], deployment_branch_policy: null });
    expect(await get("open")).toMatchObject({ protection_rules: [], can_admins_bypass: true });
    await expect(get("absent")).rejects.toEqual(refusal(404, "Not Found"));
    const { data } = await repos.listDeploymentBranchPolicies({ ...repo, environment_name: "production" });
    expect(data.branch_policies).toMatchObject([{ name: "main", type: "branch" }]);
  });

  test("are approved by people only, and by whom they name", async () => {
    await using github = await startGithub({ environments, teams: { dba: ["dan"] } });
    const headSha = await github.push("main", { "a.txt": "a" });
    const { id } = github.startRun({
      workflow: ".github/workflows/apply.yml",
      event: "push",
      headSha,
      headBranch: "main",
      actor: "eve",
    });
    expect(github.enterEnvironment(id, "production")).toBe("waiting");
    const { actions } = client(github);
    const run = { ...repo, run_id: id };
    expect((await actions.getWorkflowRun(run)).data).toMatchObject({
      status: "waiting",
      run_attempt: 1,
      path: ".github/workflows/apply.yml",
      head_branch: "main",
      head_sha: headSha,
      event: "push",
    });
    const { data: pending } = await actions.getPendingDeploymentsForRun(run);
    expect(pending).toMatchObject([{ environment: { name: "production" }, current_user_can_approve: false }]);
    const approving = { ...run, environment_ids: [pending[0]?.environment.id ?? 0], comment: "" };
    await expect(actions.reviewPendingDeploymentsForRun({ ...approving, state: "approved" })).rejects.toEqual(
      refusal(403, "Resource not accessible"),
    );
    expect(() => github.approve(id, "production", "mallory")).toThrow("mallory is no reviewer");
    expect(() => github.approve(id, "production", "eve")).toThrow("lets nobody approve a run that they started");
    github.approve(id, "production", "dan", "backup=s3://nightly");
    expect((await actions.getReviewsForRun(run)).data).toMatchObject([
      { state: "approved", comment: "backup=s3://nightly", user: { login: "dan" }, environments: [{ name: "production" }] },
    ]);
    github.finishRun(id, "failure");
    github.rerun(id, "ann");
    expect((await actions.getWorkflowRun(run)).data).toMatchObject({ run_attempt: 2, triggering_actor: { login: "ann" } });
    expect((await actions.getReviewsForRun(run)).data).toHaveLength(1);
  });
});

describe("faults", () => {
  test.each([401, 403, 404, 422, 429, 500])("answer %i so many times", async (status) => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    github.fail({ method: "GET", path: /\/pulls\/\d+$/, status, times: 1 });
    const { pulls } = client(github);
    await expect(pulls.get({ ...repo, pull_number: number })).rejects.toMatchObject({ status });
    expect((await pulls.get({ ...repo, pull_number: number })).status).toBe(200);
  });

  test("lose an answer after the work was done", async () => {
    await using opened = await withPullRequest();
    const { github, number } = opened;
    github.fail({ method: "POST", path: /comments/, status: 502, afterStoring: true, times: 1 });
    await expect(client(github).issues.createComment({ ...repo, issue_number: number, body: "Once" })).rejects.toMatchObject({
      status: 502,
    });
    expect(github.comments(number).map(({ body }) => body)).toEqual(["Once"]);
    expect(github.requests).toMatchObject([
      { method: "POST", status: 502, body: { body: "Once" }, login: "github-actions[bot]" },
    ]);
  });

  test("drop a field, empty a page, break a connection, or never answer", async () => {
    await using opened = await withPullRequest({ environments: { production: { reviewers: ["eve"] } } });
    const { github, number } = opened;
    github.comment(number, "bob", "Hello");
    const { repos, issues } = client(github);
    github.fail({ path: /environments/, dropField: "protection_rules.reviewers.reviewer.id", times: 1 });
    const { data } = await repos.getEnvironment({ ...repo, environment_name: "production" });
    expect(JSON.stringify(data)).toContain('"reviewer":{"login":"eve","node_id"');
    github.fail({ path: /comments/, body: [], times: 1 });
    expect((await issues.listComments({ ...repo, issue_number: number })).data).toEqual([]);
    github.fail({ path: /comments/, reset: true, times: 1 });
    await expect(issues.listComments({ ...repo, issue_number: number })).rejects.toThrow();
    github.fail({ path: /comments/, hang: true, times: 1 });
    const patience = AbortSignal.timeout(100);
    await expect(issues.listComments({ ...repo, issue_number: number, request: { signal: patience } })).rejects.toThrow();
    expect((await issues.listComments({ ...repo, issue_number: number })).data).toHaveLength(1);
  });
});

describe("artifacts, through the client that actions use", () => {
  afterEach(() => vi.unstubAllEnvs());

  async function withRun() {
    const github = await startGithub();
    const headSha = await github.push("main", { "a.txt": "a" });
    const start = () =>
      github.startRun({ workflow: ".github/workflows/p.yml", event: "push", headSha, headBranch: "main", actor: "ann" }).id;
    const folder = await mkdtemp(join(tmpdir(), "schemagate-artifacts-"));
    const inJob = (run: number, job: string) => {
      vi.stubEnv("ACTIONS_RUNTIME_TOKEN", github.runtimeToken(run, job));
      vi.stubEnv("ACTIONS_RESULTS_URL", `${github.url}/`);
      vi.stubEnv("GITHUB_API_URL", github.apiUrl);
      vi.stubEnv("GITHUB_WORKSPACE", folder);
      vi.stubEnv("GITHUB_SERVER_URL", "https://github.com");
      return new DefaultArtifactClient();
    };
    const write = async (path: string, content: string) => {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    };
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    return {
      github,
      start,
      folder,
      inJob,
      write,
      async [Symbol.asyncDispose]() {
        vi.restoreAllMocks();
        await rm(folder, { recursive: true });
        await github[Symbol.asyncDispose]();
      },
    };
  }

  test("go from job to job, with their digest", async () => {
    await using job = await withRun();
    const { github, folder } = job;
    const run = job.start();
    const big = "0123456789".repeat(1_000_000);
    const files = [await job.write("out/plan.json", '{"a":1}'), await job.write("out/deep/big.txt", big)];
    const sent = await job.inJob(run, "plan").uploadArtifact("plan", files, join(folder, "out"), { retentionDays: 5 });
    expect(sent).toMatchObject({ id: expect.any(Number), digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const id = sent.id ?? 0;
    const artifacts = job.inJob(run, "apply");
    expect((await artifacts.getArtifact("plan")).artifact).toMatchObject({ id, digest: `sha256:${sent.digest}` });
    const got = await artifacts.downloadArtifact(id, { path: join(folder, "in"), expectedHash: `sha256:${sent.digest}` });
    expect(got.digestMismatch).toBe(false);
    expect(await readFile(join(folder, "in/plan.json"), "utf8")).toBe('{"a":1}');
    expect(await readFile(join(folder, "in/deep/big.txt"), "utf8")).toBe(big);
    expect(github.artifacts(run)[0]?.files.get("plan.json")?.toString()).toBe('{"a":1}');
    const { data } = await client(github).actions.listWorkflowRunArtifacts({ ...repo, run_id: run, name: "plan" });
    expect(data).toMatchObject({
      total_count: 1,
      artifacts: [{ id, digest: `sha256:${sent.digest}`, expired: false, workflow_run: { id: run } }],
    });
  });

  test("belong to a run: another needs a token that may read", async () => {
    await using job = await withRun();
    const { github, folder } = job;
    const [first, second] = [job.start(), job.start()];
    const file = await job.write("out/live.json", "{}");
    const { id = 0 } = await job.inJob(first, "record").uploadArtifact("live", [file], join(folder, "out"));
    const artifacts = job.inJob(second, "preflight");
    expect((await artifacts.listArtifacts()).artifacts).toEqual([]);
    await expect(artifacts.downloadArtifact(id)).rejects.toThrow("No artifacts found for ID");
    await using action = await actionOf(
      `const { DefaultArtifactClient } = await import(${JSON.stringify(import.meta.resolve("@actions/artifact"))});
       const findBy = { token: input("github-token"), workflowRunId: ${first}, repositoryOwner: "acme", repositoryName: "shop" };
       await new DefaultArtifactClient().downloadArtifact(${id}, { path: "in", findBy })
         .then(() => output("live", readFileSync("in/live.json", "utf8")), (error) => output("error", error.message));`,
    );
    const download = async (token: string) => {
      const { id: run, attempt, workflow } = github.run(second);
      const event = await pushEvent(github, "main", "ann");
      const asked = { github, workspace: folder, action: action.folder, inputs: {}, event, token };
      return (await runAction({ ...asked, run: { id: run, attempt, workflow, job: "preflight" } })).outputs;
    };
    expect(await download(github.token({ actions: "read" }))).toEqual({ live: "{}" });
    expect(await download(github.token({ contents: "read" }))).toEqual({ error: expect.stringContaining("not accessible") });
    expect(github.requests.some(({ path }) => path.includes("sig="))).toBe(false);
  });

  test("have one name in an attempt, and can be deleted", async () => {
    await using job = await withRun();
    const run = job.start();
    const file = await job.write("out/a.txt", "a");
    const artifacts = job.inJob(run, "plan");
    const upload = () => artifacts.uploadArtifact("plan", [file], join(job.folder, "out"));
    await upload();
    await expect(upload()).rejects.toThrow("an artifact with this name already exists on the workflow run");
    await artifacts.deleteArtifact("plan");
    expect((await artifacts.listArtifacts()).artifacts).toEqual([]);
  });
});

/** An action of its own, whose program gets the inputs as the variables of the runner. */
async function actionOf(
  program: string,
  definition = `inputs: { github-token: { default: "\${{ github.token }}" }, command: {}, url: {} }\noutputs: { digest: {}, title: {} }\n`,
) {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-action-"));
  await writeFile(join(folder, "action.yml"), `name: Test\n${definition}runs: { using: node24, main: index.mjs }\n`);
  await writeFile(
    join(folder, "index.mjs"),
    `import { appendFileSync, readFileSync, existsSync } from "node:fs";
     const { env } = process;
     const input = (name) => env["INPUT_" + name.toUpperCase()];
     const output = (name, value) => appendFileSync(env.GITHUB_OUTPUT, name + "<<end\\n" + value + "\\nend\\n");
     const api = (path, init = {}) => fetch(env.GITHUB_API_URL + "/repos/" + env.GITHUB_REPOSITORY + path, { ...init, headers: { authorization: "token " + input("github-token") } });
     const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8"));
     ${program}`,
  );
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

describe("an action", () => {
  async function run(program: string, inputs: Record<string, string> = {}): Promise<ActionEnd> {
    await using opened = await withPullRequest();
    await using action = await actionOf(program);
    const { github, number } = opened;
    const event = await pullRequestEvent(github, number, "opened");
    const headSha = github.pull(number).headSha;
    const { id, attempt, workflow } = github.startRun({
      workflow: ".github/workflows/s.yml",
      event: event.name,
      headSha,
      headBranch: "feature",
      actor: "bob",
    });
    return await runAction({
      github,
      workspace: action.folder,
      action: action.folder,
      inputs,
      event,
      run: { id, attempt, workflow, job: "preflight" },
      token: github.token(everything),
    });
  }

  test("gets its inputs, the event and the variables of the runner", async () => {
    const end = await run(
      `output("seen", JSON.stringify([input("command"), event.pull_request.head.ref, env.GITHUB_HEAD_REF, env.GITHUB_REF, env.GITHUB_WORKFLOW_REF, event.repository.full_name, Object.keys(env).includes("HTTPS_PROXY")]));
       appendFileSync(env.GITHUB_STEP_SUMMARY, "# Done");
       const made = await api("/issues/" + event.number + "/comments", { method: "POST", body: JSON.stringify({ body: "Hi" }) });
       output("status", made.status);
       process.exitCode = 3;`,
      { command: "preflight", typo: "x" },
    );
    expect(JSON.parse(end.outputs["seen"] ?? "")).toEqual([
      "preflight",
      "feature",
      "feature",
      "refs/pull/1/merge",
      "acme/shop/.github/workflows/s.yml@refs/pull/1/merge",
      "acme/shop",
      false,
    ]);
    expect(end).toMatchObject({ exitCode: 3, summary: "# Done", outputs: { status: "201" } });
    expect(end.annotations.map(({ message }) => message)).toEqual([expect.stringContaining("Unexpected input(s) 'typo'")]);
  });

  test("is told when its run is cancelled", async () => {
    await using opened = await withPullRequest();
    await using action = await actionOf(
      `process.on("SIGINT", () => { output("ended", "by SIGINT"); process.exit(1); });
       setInterval(() => {}, 1000);
       console.log("ready");`,
    );
    const { github } = opened;
    const event = await pushEvent(github, "main", "ann");
    const made = github.startRun({ workflow: "x.yml", event: "push", headSha: event.sha, headBranch: "main", actor: "ann" });
    const cancelling = new AbortController();
    const end = await runAction({
      ...{ github, workspace: action.folder, action: action.folder, inputs: {}, event, token: github.token({}) },
      run: { id: made.id, attempt: made.attempt, workflow: made.workflow, job: "apply" },
      cancel: cancelling.signal,
      onLine: () => cancelling.abort(),
    });
    expect(end).toMatchObject({ exitCode: 1, outputs: { ended: "by SIGINT" } });
  });

  test.each([
    [
      "a request",
      `await api("/issues/1/comments", { method: "POST", body: JSON.stringify({ body: "at hunter2hunter2" }) });`,
      "POST /api",
    ],
    ["an output", `output("x", "hunter2hunter2");`, "the output x"],
    ["the summary", `appendFileSync(env.GITHUB_STEP_SUMMARY, "hunter2hunter2");`, "the summary"],
  ])("may put no secret into %s", async (_, program, place) => {
    await expect(run(`console.log("::add-mask::hunter2hunter2"); ${program}`)).rejects.toThrow(place);
  });
});

test("workflow commands are read as the runner reads them", () => {
  const output = [
    "::add-mask::s3cret%0Apassw0rd",
    "The s3cret is passw0rd",
    "::error file=a%2Cb.sql,line=3,title=Drop::Deletes%0Adata s3cret",
    "::stop-commands::f00",
    "::error::not a command",
    "::f00::",
    "  ::notice::indented",
    "before ##[warning]old syntax",
    "::set-output name=x::y",
    "::unknown::z",
    ...Array.from({ length: 12 }, (_, at) => `::warning::w${at}`),
  ].join("\n");
  const said = readOutput(output, []);
  expect(said.masks).toEqual(["s3cret\npassw0rd", "s3cret", "passw0rd"]);
  expect(said.log).toContain("The *** is ***\n::error::not a command\n::unknown::z");
  expect(said.otherCommands).toEqual(["set-output"]);
  expect(said.annotations[0]).toEqual({
    level: "error",
    message: "Deletes\ndata ***",
    title: "Drop",
    file: "a,b.sql",
    line: 3,
    endLine: null,
  });
  expect(said.annotations.filter(({ level }) => level === "warning")).toHaveLength(10);
  expect(readFileCommands("a=1\nb<<X\nline=2\n\nX\n")).toEqual({ a: "1", b: "line=2\n" });
  expect(() => readFileCommands("b<<X\nline\n")).toThrow("Matching delimiter not found");
});

describe("a workflow file", () => {
  const preflight = `
name: Preflight
on: { pull_request: , merge_group: }
permissions: { contents: read, pull-requests: write }
jobs:
  preflight:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - uses: schemagate/schemagate@v1
        with: { command: preflight, url: "\${{ secrets.PREFLIGHT_URL }}" }
`;
  const apply = `
on: { push: { branches: [main] }, workflow_dispatch: }
permissions: {}
jobs:
  plan:
    runs-on: ubuntu-24.04
    permissions: { contents: read, actions: read }
    outputs: { digest: "\${{ steps.plan.outputs.digest }}", title: "\${{ steps.plan.outputs.title }}" }
    steps:
      - uses: actions/checkout@v7
      - uses: schemagate/schemagate@v1
        id: plan
        with: { command: preflight }
  apply:
    name: "Apply \${{ needs.plan.outputs.title }}"
    needs: plan
    if: needs.plan.outputs.digest != '' && github.event_name != 'pull_request'
    runs-on: ubuntu-24.04
    environment: production
    permissions: { contents: read, actions: read, pull-requests: write }
    steps:
      - uses: schemagate/schemagate@v1
        with: { command: apply, url: "\${{ secrets.APPLY_URL }}" }
      - if: failure()
        run: echo "::error::It failed with $WHY"
        env: { WHY: "\${{ needs.plan.outputs.digest }}" }
`;
  const program = `
    if (input("command") === "apply" && input("url") === "") process.exit(1);
    if (!existsSync("README.md") && input("command") === "preflight") process.exit(2);
    if (event.number) output("comment", (await api("/issues/" + event.number + "/comments", { method: "POST", body: JSON.stringify({ body: "Planned" }) })).status);
    if (input("command") === "preflight" && !event.number) { output("digest", "3f9c"); output("title", "3f9c: 1 statement"); }
    appendFileSync(env.GITHUB_STEP_SUMMARY, input("command") + (input("url") ? " with a URL" : ""));
    if (existsSync("fail.txt")) process.exit(1);`;

  async function prepare(options: GithubOptions = {}) {
    const opened = await withPullRequest({ environments: { production: { reviewers: ["eve"] } }, ...options });
    const action = await actionOf(program);
    await opened.github.push("main", { ".github/workflows/preflight.yml": preflight, ".github/workflows/apply.yml": apply });
    const common = { github: opened.github, action: action.folder };
    return {
      ...opened,
      run: (file: string, event: WorkflowOptions["event"], more: Partial<WorkflowOptions> = {}) =>
        runWorkflow({ ...common, file: `.github/workflows/${file}.yml`, event, ...more }),
      async [Symbol.asyncDispose]() {
        await action[Symbol.asyncDispose]();
        await opened[Symbol.asyncDispose]();
      },
    };
  }

  const secrets = { PREFLIGHT_URL: "postgres://reader:secret-word@db/shop" };
  const environmentSecrets = { production: { APPLY_URL: "postgres://writer:secret-word@db/shop" } };

  test("runs on the trial merge of a pull request, with the permissions of its job", async () => {
    await using prepared = await prepare();
    const { github, number } = prepared;
    const run = await prepared.run("preflight", await pullRequestEvent(github, number, "synchronize"), { secrets });
    expect(run).toMatchObject({ conclusion: "success", waiting: [], summary: "preflight with a URL" });
    expect(github.comments(number)).toHaveLength(1);
    await expect(prepared.run("preflight", await pullRequestEvent(github, number, "labeled"))).rejects.toThrow(NotStarted);
    await expect(prepared.run("apply", await pullRequestEvent(github, number, "opened"))).rejects.toThrow(
      "It is not on pull_request.",
    );
  });

  test("of a fork has no secrets, and a token that only reads", async () => {
    await using prepared = await prepare();
    const { github } = prepared;
    await github.push("theirs", { "prisma/schema.prisma": "model X {}\n" }, { login: "stranger", fork: "stranger/shop" });
    const number = await github.openPullRequest({ branch: "theirs", login: "stranger", fork: "stranger/shop" });
    const run = await prepared.run("preflight", await pullRequestEvent(github, number, "opened"), { secrets });
    expect(run).toMatchObject({ conclusion: "success", summary: "preflight" });
    expect(run.jobs["preflight"]?.steps[1]?.end?.outputs["comment"]).toBe("403");
    expect(github.comments(number)).toEqual([]);
  });

  test("waits for an approval, and only then has the secrets of its environment", async () => {
    await using prepared = await prepare();
    const { github, number } = prepared;
    await github.merge(number, "ann");
    const waiting = await prepared.run("apply", await pushEvent(github, "main", "ann"), { environmentSecrets });
    expect(waiting).toMatchObject({
      conclusion: null,
      summary: "preflight",
      waiting: [{ job: "apply", title: "Apply 3f9c: 1 statement", environment: "production" }],
    });
    expect((await waiting.resume()).waiting).toHaveLength(1);
    github.approve(waiting.id, "production", "eve");
    const run = await waiting.resume();
    expect(run).toMatchObject({ conclusion: "success", summary: "preflight\napply with a URL" });
    expect(run.jobs["apply"]?.steps.map(({ outcome }) => outcome)).toEqual(["success", "skipped"]);
    const again = await run.rerun("ann");
    expect(again).toMatchObject({ attempt: 2, conclusion: null, waiting: [{ environment: "production" }] });
  });

  test("ends where a reviewer rejects, and where the branch may not deploy", async () => {
    await using prepared = await prepare();
    const { github } = prepared;
    const waiting = await prepared.run("apply", await pushEvent(github, "main", "ann"), { environmentSecrets });
    github.reject(waiting.id, "production", "eve");
    expect(await waiting.resume()).toMatchObject({
      conclusion: "failure",
      jobs: { apply: { message: "The deployment was rejected." } },
    });
    await github.push("side", { "x.txt": "x" });
    const side = await prepared.run("apply", await dispatchEvent(github, "ann", {}, "side"));
    expect(side.jobs["apply"]?.message).toBe(
      'Branch "side" is not allowed to deploy to production due to environment protection rules.',
    );
  });

  test("that names an unknown environment makes one without rules", async () => {
    await using prepared = await prepare({ environments: {} });
    const { github } = prepared;
    const run = await prepared.run("apply", await pushEvent(github, "main", "ann"));
    // It did not wait, and had no secret.
    expect(run.jobs["apply"]).toMatchObject({ result: "failure", environment: "production" });
    expect(run.annotations).toMatchObject([{ level: "error", message: "It failed with 3f9c" }]);
    expect(
      (await client(github).repos.getEnvironment({ ...repo, environment_name: "production" })).data.protection_rules,
    ).toEqual([]);
  });

  test("skips what needs a job that failed", async () => {
    await using prepared = await prepare();
    const { github } = prepared;
    await github.push("main", { "fail.txt": "x" });
    const run = await prepared.run("apply", await pushEvent(github, "main", "ann"));
    expect(run).toMatchObject({ conclusion: "failure", jobs: { plan: { result: "failure" }, apply: { result: "skipped" } } });
  });

  test.each([
    ["a job that it does not need", "needs.plan.outputs.digest", "needs.other.outputs.digest", "other is not in its needs"],
    ["an output that nobody gives", "steps.plan.outputs.digest", "steps.plan.outputs.digset", "action.yml has no such output"],
    ["a permission that does not exist", "actions: read", "action: read", "Unexpected value 'action'"],
    ["an unknown context", "github.event_name", "githib.event_name", "Unrecognized named-value: 'githib'"],
  ])("is refused for %s", async (_, right, wrong, message) => {
    await using prepared = await prepare();
    const { github } = prepared;
    await github.push("main", { ".github/workflows/apply.yml": apply.replace(right, wrong) });
    await expect(prepared.run("apply", await pushEvent(github, "main", "ann"))).rejects.toThrow(message);
  });

  test("starts on a schedule, in the queue of merges, and after another", async () => {
    await using prepared = await prepare();
    const { github } = prepared;
    const job =
      'jobs: { a: { runs-on: ubuntu-24.04, steps: [{ run: \'echo "$GITHUB_EVENT_NAME" >> "$GITHUB_STEP_SUMMARY"\' }] } }\n';
    const base = await github.push("main", {
      ".github/workflows/nightly.yml": `on: { schedule: [{ cron: "5 3 * * *" }] }\n${job}`,
      ".github/workflows/after.yml": `on: { workflow_run: { workflows: [Nightly, .github/workflows/nightly.yml], types: [completed] } }\n${job}`,
      ".github/workflows/queue.yml": `on: { merge_group: , push: { branches: ["!gh-readonly-queue/**", "**"], paths: ["*.sql"] } }\n${job}`,
    });
    const nightly = await prepared.run("nightly", await scheduleEvent(github, "5 3 * * *"));
    expect(nightly.summary).toBe("schedule\n");
    await expect(prepared.run("nightly", await scheduleEvent(github, "0 0 * * *"))).rejects.toThrow("No schedule is 0 0 * * *.");
    expect((await prepared.run("after", await workflowRunEvent(github, nightly.id, "ann"))).summary).toBe("workflow_run\n");
    const queue = "gh-readonly-queue/main/pr-1";
    const head = await github.push(queue, { "queued.txt": "x" });
    expect((await prepared.run("queue", await mergeGroupEvent(github, queue, head, base, "ann"))).summary).toBe("merge_group\n");
    await expect(prepared.run("queue", await pushEvent(github, "main", "ann"))).rejects.toThrow(
      "No changed file is among its paths.",
    );
    await github.push("main", { "a.sql": "SELECT 1" });
    expect((await prepared.run("queue", await pushEvent(github, "main", "ann"))).summary).toBe("push\n");
  });

  test("may call another, and run a job for each row of a matrix", async () => {
    await using prepared = await prepare();
    const { github } = prepared;
    await github.push("main", {
      ".github/workflows/called.yml": `
on: { workflow_call: { inputs: { who: { type: string, required: true } }, outputs: { said: { value: "\${{ jobs.say.outputs.said }}" } } } }
jobs:
  say:
    runs-on: ubuntu-24.04
    environment: production
    outputs: { said: "\${{ steps.s.outputs.said }}" }
    steps: [{ id: s, run: 'echo "said=$WHO" >> "$GITHUB_OUTPUT"', env: { WHO: "\${{ inputs.who }}" } }]
`,
      ".github/workflows/caller.yml": `
on: push
permissions: { contents: read }
jobs:
  call: { uses: ./.github/workflows/called.yml, with: { who: "\${{ github.actor }}" }, secrets: inherit }
  each:
    needs: call
    strategy: { matrix: { target: [a, b] } }
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo "$WHAT" >> "$GITHUB_STEP_SUMMARY"', env: { WHAT: "\${{ matrix.target }} \${{ needs.call.outputs.said }}" } }]
`,
    });
    const waiting = await prepared.run("caller", await pushEvent(github, "main", "ann"));
    expect(waiting.waiting).toEqual([{ job: "call / say", title: "say", environment: "production" }]);
    github.approve(waiting.id, "production", "eve");
    const run = await waiting.resume();
    expect(Object.keys(run.jobs)).toEqual(["call / say", "each (a)", "each (b)"]);
    expect(run.summary).toBe("a ann\n\nb ann\n");
  });
});
