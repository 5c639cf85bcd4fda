import { describe, expect, test } from "vitest";
import { type ApprovalRequest, judgeApproval, readStarters, type Self } from "../src/github/approvals.ts";
import { postComment } from "../src/github/comments.ts";
import type { EnvironmentRules } from "../src/github/environment.ts";
import { ownLogin } from "../src/github/own-login.ts";
import { judgeReviews, type Review, type ReviewRequest } from "../src/github/reviews.ts";
import type { Comment } from "../src/report/comment/comment.ts";
import { markerLine } from "../src/report/comment/marker.ts";
import type { Permissions } from "./support/github/state.ts";
import { apiOf, noAnswers } from "./support/github-client.ts";
import { startGithub } from "./support/github-server.ts";

/** Who may let a plan run: the decisions by themselves, and who is who. */

const digest = "3f9c1a7e20b40000000000000000000000000000000000000000000000000000";
const [head, older] = ["a".repeat(40), "b".repeat(40)];
const people = { ann: 1, bob: 2, eve: 3, dan: 4 } as const;

function aReview(over: Partial<Review> & { readonly by?: keyof typeof people } = {}): Review {
  const { by = "eve", ...rest } = over;
  const user = { id: people[by], login: by };
  return { id: 1, nodeId: "PRR_1", state: "APPROVED", body: "", commit: head, submittedAt: 2_000, user, ...rest };
}

function asked(over: Partial<ReviewRequest> = {}): ReviewRequest {
  return {
    plan: { digest, strategy: "migrate" },
    attempt: 1,
    approvers: ["eve", "dan"],
    change: { number: 7, headSha: head, madeBy: [people.ann, people.bob] },
    reviews: [aReview()],
    shown: [{ since: 1_000, names: [digest.slice(0, 12)] }],
    unseen: [],
    ...over,
  };
}

const messages = (request: ReviewRequest) => {
  const judged = judgeReviews(request);
  return judged.outcome === "approved" ? "approved" : judged.reasons.map(({ message, hint }) => `${message} ${hint}`).join("\n");
};

describe("the review of a pull request", () => {
  test("counts, by an approver who saw the plan", () => {
    expect(judgeReviews(asked())).toMatchObject({ outcome: "approved", by: { login: "eve" }, destructive: { allowed: false } });
  });

  test.each<readonly [string, Partial<ReviewRequest>, RegExp | "approved"]>([
    ["nobody reviewed", { reviews: [] }, /No review of pull request #7 by one of the approvers \(eve, dan\)/],
    ["somebody else did", { reviews: [aReview({ user: { id: 9, login: "mallory" } })] }, /No review/],
    ["the account is gone", { reviews: [aReview({ user: null })] }, /No review/],
    ["names are the same in any case", { approvers: ["EVE"] }, "approved"],
    ["the author", { change: { number: 7, headSha: head, madeBy: [people.eve] } }, /eve opened it, or made or pushed/],
    ["an older commit", { reviews: [aReview({ commit: older })] }, /eve approved bbbbbbb, and aaaaaaa was merged/],
    ["no commit", { reviews: [aReview({ commit: null })] }, /eve approved an unknown commit/],
    ["before the comment", { reviews: [aReview({ submittedAt: 999 })] }, /before the comment with the plan was there/],
    ["in the same moment", { reviews: [aReview({ submittedAt: 1_000 })] }, /before the comment with the plan was there/],
    ["no comment", { shown: [] }, /before the comment with the plan was there/],
    ["another plan", { shown: [{ since: 1, names: ["000000000000"] }] }, /plan 000000000000 there, and this is 3f9c1a7e20b4/],
    [
      "this plan, but only in a comment that came later",
      {
        shown: [
          { since: 1, names: ["000000000000"] },
          { since: 3_000, names: [digest.slice(0, 12)] },
        ],
      },
      /could read the plan 000000000000/,
    ],
    [
      "two environments have a comment each",
      {
        shown: [
          { since: 1, names: [digest.slice(0, 12)] },
          { since: 2, names: ["000000000000"] },
        ],
      },
      "approved",
    ],
    [
      "changed their mind",
      { reviews: [aReview(), aReview({ id: 2, state: "CHANGES_REQUESTED", submittedAt: 2_001 })] },
      /eve asks for changes/,
    ],
    [
      "changed it back",
      { reviews: [aReview({ id: 2, submittedAt: 2_001 }), aReview({ state: "CHANGES_REQUESTED" })] },
      "approved",
    ],
    ["dismissed", { reviews: [aReview({ state: "DISMISSED" })] }, /No review/],
    ["dismissed later", { reviews: [aReview(), aReview({ id: 2, state: "DISMISSED", submittedAt: 2_001 })] }, /No review/],
    [
      "another approver objects",
      { reviews: [aReview(), aReview({ id: 2, by: "dan", state: "CHANGES_REQUESTED" })] },
      /dan asks for changes/,
    ],
    [
      "somebody who is no approver objects",
      { reviews: [aReview(), aReview({ id: 2, by: "bob", state: "CHANGES_REQUESTED" })] },
      "approved",
    ],
    ["nobody is listed", { approvers: [] }, /names nobody whose review counts\. .*\napprovers: \[LOGIN, LOGIN\]/s],
    ["a second attempt", { attempt: 2 }, /attempt 2/],
    ["push", { plan: { digest, strategy: "push" } }, /strategy push are in no file/],
    ["sync", { plan: { digest, strategy: "sync" } }, /strategy sync are in no file/],
    ["a file of others", { unseen: ["1_init"] }, /does not add the whole of 1_init/],
  ])("%s", (_name, over, expected) => {
    if (expected === "approved") expect(messages(asked(over))).toBe("approved");
    else expect(messages(asked(over))).toMatch(expected);
  });

  test("all gaps are named at once", () => {
    expect(messages(asked({ attempt: 2, unseen: ["1_init"], reviews: [] })).split("\n")).toHaveLength(3);
  });

  test("of several approvals the one that allows to destroy is taken", () => {
    const reviews = [aReview({ body: "backup=s3://b/1" }), aReview({ id: 2, by: "dan", submittedAt: 3_000 })];
    expect(judgeReviews(asked({ reviews }))).toMatchObject({
      by: { login: "eve" },
      destructive: { allowed: true, backup: "s3://b/1" },
    });
  });
});

describe("the approval of an environment", () => {
  const rules: EnvironmentRules = {
    id: 5,
    name: "production",
    adminsMayBypass: false,
    reviewers: { userIds: [people.eve, people.ann], logins: ["eve", "ann"], teams: [], selfReviewPrevented: true },
    branches: { kind: "listed", names: ["main"] },
  };
  const by = (login: string, id: number): ApprovalRequest["approvals"] => ({
    outcome: "ok",
    data: [{ state: "approved", comment: "", user: { id, login }, environmentIds: [5] }],
  });
  const started = (...logins: readonly (keyof typeof people | `${string}[bot]`)[]): Self["startedBy"] => ({
    outcome: "ok",
    data: logins.map((login) => ({ login, id: login in people ? people[login as keyof typeof people] : 99 })),
  });
  const made = (ids: readonly number[], gap: string | null = null): Self["madeBy"] => ({
    outcome: "ok",
    data: { ids, gap: gap === null ? null : { message: gap, hint: "" } },
  });
  const judge = (approvals: ApprovalRequest["approvals"], self: Partial<Self> | null) =>
    judgeApproval({
      approvals,
      rules,
      attempt: 1,
      digest,
      self: self === null ? null : { startedBy: started("bob"), madeBy: made([]), ...self },
    });

  test("is not that of who started the run, by id or by name", () => {
    const as = (login: string, id: number): Partial<Self> => ({ startedBy: { outcome: "ok", data: [{ id, login }] } });
    expect(judge(by("eve", 3), as("ann", 1)).outcome).toBe("approved");
    expect(judge(by("eve", 3), as("eve-renamed", 3)).outcome).toBe("refused");
    expect(judge(by("eve", 3), as("EVE", 99)).outcome).toBe("refused");
    expect(judge(by("ann", 1), null).outcome).toBe("approved");
  });

  test.each<readonly [string, Partial<Self>, "approved" | RegExp]>([
    [
      "a merge queue merged the approver's change",
      { startedBy: started("github-merge-queue[bot]"), madeBy: made([3]) },
      /made its/,
    ],
    ["a colleague started the run of it", { madeBy: made([1, 3]) }, /not approved .* by anybody but who started it or made its/],
    ["a merge queue merged somebody else's", { startedBy: started("github-merge-queue[bot]"), madeBy: made([1]) }, "approved"],
    ["a bot pushed to it, and a person started the run", { madeBy: made([1], "A bot pushed.") }, "approved"],
    [
      "a bot pushed to it, and only bots started the run",
      { startedBy: started("github-merge-queue[bot]", "app[bot]"), madeBy: made([1], "A bot pushed.") },
      /^No person started this run \(github-merge-queue\[bot\], app\[bot\] did\), .* A bot pushed\. Start a new run yourself/,
    ],
    [
      "a bot is only the first of those who started it",
      { startedBy: started("app[bot]", "bob"), madeBy: made([], "Not the merge of a pull request.") },
      "approved",
    ],
    ["who made it can't be read", { madeBy: { outcome: "missing", message: "Unread.", hint: "Do." } }, /^Unread\. Do\.$/],
  ])("%s", (_name, self, expected) => {
    const judged = judge(by("eve", 3), self);
    const said =
      judged.outcome === "approved" ? "approved" : judged.reasons.map(({ message, hint }) => `${message} ${hint}`).join();
    if (expected === "approved") expect(said).toBe("approved");
    else expect(said).toMatch(expected);
  });

  test("is refused while it is not known who started the run", () => {
    const judged = judge(by("eve", 3), { startedBy: { outcome: "failed", status: 403, message: "no" } });
    expect(judged).toMatchObject({ outcome: "refused", reasons: [{ hint: expect.stringContaining("actions: read") }] });
  });

  test("of several the one that names this plan is taken", () => {
    const given = (login: string, id: number, comment: string) => ({
      state: "approved",
      comment,
      user: { id, login },
      environmentIds: [5],
    });
    const approvals = [given("ann", 1, "accept-risk=x 000000000000"), given("eve", 3, "accept-risk=y 3F9C1A7E20B4")];
    expect(judge({ outcome: "ok", data: approvals }, {})).toMatchObject({ by: "eve" });
    // Not that of who may not approve.
    expect(judge({ outcome: "ok", data: approvals }, { madeBy: made([3]) })).toMatchObject({ by: "ann" });
  });
});

test("who started a run is known by id, and half an answer is none", async () => {
  await using server = await startGithub();
  const sha = await server.push("main", { "README.md": "x" });
  const { id } = server.startRun({
    workflow: ".github/workflows/a.yml",
    event: "push",
    headSha: sha,
    headBranch: "main",
    actor: "ann",
  });
  server.rerun(id, "bob");
  const api = apiOf(server, { actions: "read" });
  expect(await readStarters(api, id)).toMatchObject({ outcome: "ok", data: [{ login: "ann" }, { login: "bob" }] });
  for (const [name, fault] of noAnswers) {
    server.fail({ ...fault, path: /\/actions\/runs\/\d+$/ });
    expect((await readStarters(api, id)).outcome, name).toBe("failed");
    server.recover();
  }
  for (const dropField of ["actor", "actor.id", "actor.login", "triggering_actor", "triggering_actor.id"]) {
    server.fail({ path: /\/actions\/runs\/\d+$/, dropField });
    expect((await readStarters(api, id)).outcome, dropField).toBe("failed");
    server.recover();
  }
});

describe("the name under which a token writes", () => {
  test.each([
    ["a job's", undefined, "github-actions[bot]"],
    ["an app's", "acme-schema[bot]", "acme-schema[bot]"],
    ["a person's", "ann", "ann"],
  ])("%s is asked once", async (_name, login, expected) => {
    await using server = await startGithub();
    const api = apiOf(server, {}, login);
    expect([await ownLogin(api), await ownLogin(api)]).toEqual([expected, expected]);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ["BOT_kgDOAbc", "acme-schema", "acme-schema[bot]"],
    ["MDM6Qm90NDE4OTgyODI=", "acme-schema", "acme-schema[bot]"],
    ["U_kgDOAbc", "acme-schema", "acme-schema"],
    ["BOT_kgDOAbc", "acme-schema[bot]", "acme-schema[bot]"],
  ])("%s %s", async (id, login, expected) => {
    await using server = await startGithub();
    server.fail({ path: /graphql/, body: { data: { viewer: { id, login } } } });
    expect(await ownLogin(apiOf(server, {}))).toBe(expected);
  });

  test("is a job's where GitHub does not say", async () => {
    await using server = await startGithub();
    for (const [name, fault] of noAnswers) {
      server.fail({ ...fault, path: /graphql/ });
      expect(await ownLogin(apiOf(server, {}, "acme-schema[bot]")), name).toBe("github-actions[bot]");
      server.recover();
    }
    server.fail({ path: /graphql/, body: { errors: [{ message: "no" }] } });
    expect(await ownLogin(apiOf(server, {}))).toBe("github-actions[bot]");
  });
});

test("the comment of an app is found again by that app, and by nobody else", async () => {
  await using server = await startGithub();
  await server.push("main", { "README.md": "x" });
  await server.push("change", { "README.md": "y" });
  const number = await server.openPullRequest({ branch: "change", login: "ann" });
  const write: Permissions = { "pull-requests": "write" };
  const app = apiOf(server, write, "acme-schema[bot]");
  const comment = (text: string): Comment => ({
    body: `${markerLine("k", 1, text)}\n${text}`,
    badness: 1,
    hasSomethingToSay: true,
  });
  expect((await postComment(app, number, "k", comment("one"))).outcome).toBe("created");
  expect((await postComment(app, number, "k", comment("two"))).outcome).toBe("updated");
  expect((await postComment(apiOf(server, write), number, "k", comment("three"))).outcome).toBe("created");
  expect(server.comments(number).map(({ author }) => author.login)).toEqual(["acme-schema[bot]", "github-actions[bot]"]);
});
