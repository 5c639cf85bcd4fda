import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reviewConsent } from "../src/action/review-consent.ts";
import type { Github as Api } from "../src/github/api.ts";
import type { Inputs } from "../src/inputs.ts";
import type { Plan } from "../src/plan/plan.ts";
import { markerLine } from "../src/report/comment/marker.ts";
import { sha256 } from "../src/schema/fingerprint.ts";
import { aPlan } from "./support/executions.ts";
import { checkout } from "./support/github/checkout.ts";
import { pushEvent } from "./support/github/events.ts";
import type { Permissions } from "./support/github/state.ts";
import { apiOf, factsOf, noAnswers, ticking } from "./support/github-client.ts";
import { type Github, startGithub } from "./support/github-server.ts";
import { aPreflight } from "./support/preflights.ts";

/** What the review of a pull request is worth, asked of a GitHub that answers, and of one that does not. */

const inputsOf = (): Inputs => aPreflight().inputs;
const digest = "3f9c1a7e20b40000000000000000000000000000000000000000000000000000";
const enough: Permissions = { contents: "read", "pull-requests": "read" };
const file = "prisma/migrations/2_nickname/migration.sql";
const sql = `ALTER TABLE "users" ADD COLUMN "nickname" TEXT;`;

type Scene = AsyncDisposable & {
  readonly server: Github;
  readonly number: number;
  readonly plan: Plan;
  api(permissions?: Permissions): Api;
  consent(over?: { readonly plan?: Plan; readonly approvers?: readonly string[]; readonly api?: Api }): Promise<Consent>;
};
type Consent = Awaited<ReturnType<typeof reviewConsent>>;

type Story = {
  readonly before?: (server: Github) => Promise<unknown>;
  readonly comment?: string;
  readonly review?: string;
  readonly login?: string;
  readonly pusher?: string;
  readonly branch?: string;
  /** More pushes, after the pull request was opened. */
  readonly after?: (server: Github) => Promise<unknown>;
  /** The branch is deleted, and made again, before the pull request. */
  readonly remade?: boolean;
};

/** A pull request that adds a migration, the comment with its plan, a review, the merge, and the checkout of that. */
async function openScene(story: Story = {}): Promise<Scene> {
  const server = await startGithub({ now: ticking() });
  await server.push("main", { "README.md": "x" });
  await story.before?.(server);
  const branch = story.branch ?? "change";
  if (story.remade === true) await server.git.deleteRef(`refs/heads/${branch}`);
  const login = story.login ?? "ann";
  await server.push(branch, { [file]: sql }, { login, pusher: story.pusher ?? login });
  const number = await server.openPullRequest({ branch, login: "ann" });
  await story.after?.(server);
  const text = story.comment ?? `${markerLine("schema.yml production", 1, "x")}\n\nPlan \`${digest.slice(0, 12)}\` · run`;
  if (text !== "") server.comment(number, "github-actions[bot]", text);
  if (story.review !== "nobody") server.review(number, "eve", "APPROVED", story.review ?? "");
  await server.merge(number, "ann");
  const workspace = await mkdtemp(join(tmpdir(), "schemagate-consent-"));
  const event = await pushEvent(server, "main", "ann");
  await checkout(server, workspace, { event, ref: null, depth: 1, path: "." });
  const plan = aPlan({
    digest,
    migrations: [{ id: "2_nickname", checksum: sha256(sql) }],
    source: { kind: "prisma", commit: null, files: [{ path: file, sha256: sha256(sql) }] },
  });
  const facts = factsOf(server, event);
  return {
    server,
    number,
    plan,
    api: (permissions = enough) => apiOf(server, permissions),
    consent({ plan: other = plan, approvers = ["eve"], api = apiOf(server, enough) } = {}) {
      const config = { ...inputsOf().config, approvers };
      const inputs: Inputs = { ...inputsOf(), root: workspace, workingDirectory: workspace, config };
      return reviewConsent({ facts, github: api, workspace, tools: { clock: () => new Date() } }, inputs, other);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

const said = ({ refusals }: Consent) => refusals.map(({ reason, message, hint }) => `${reason}: ${message} ${hint}`).join("\n");

describe("what a review is worth is read from GitHub", () => {
  test("the least permissions are enough, and the evidence says what was seen", async () => {
    await using scene = await openScene();
    const consent = await scene.consent();
    expect(said(consent)).toBe("");
    expect(consent.evidence[0]).toMatch(
      /^Approved by eve in a review of pull request #\d+, commit [0-9a-f]{7}, at 2026-11-22T08/,
    );
  });

  test.each([
    ["which pull request it was", /\/commits\/[0-9a-f]+\/pulls/, "pull-requests: read"],
    ["the pull request", /\/pulls\/\d+$/, "pull-requests: read"],
    ["its commits", /\/pulls\/\d+\/commits/, "pull-requests: read"],
    ["who pushed it", /\/activity\?/, "contents: read"],
    ["its files", /\/pulls\/\d+\/files/, "pull-requests: read"],
    ["its reviews", /\/pulls\/\d+\/reviews/, "pull-requests: read"],
    ["its comments", /\/issues\/\d+\/comments/, "pull-requests: read"],
  ] as const)("%s can't be read: refused, with what to mend", async (_what, path, permission) => {
    await using scene = await openScene();
    for (const [name, fault] of noAnswers) {
      scene.server.fail({ ...fault, path });
      const consent = await scene.consent();
      expect(said(consent), name).toMatch(/^approval-missing: /);
      expect(consent.evidence, name).toEqual([]);
      if (name === "403" || name === "404") expect(said(consent), name).toContain(permission);
      if (name === "401") expect(said(consent), name).toContain("github-token");
      scene.server.recover();
    }
    expect(said(await scene.consent())).toBe("");
  });

  test.each([
    [/\/commits\/[0-9a-f]+\/pulls/, ["merged_at", "merge_commit_sha", "number"]],
    [
      /\/pulls\/\d+$/,
      [
        "merged",
        "created_at",
        "merged_at",
        "user",
        "user.id",
        "head",
        "head.sha",
        "head.ref",
        "head.repo",
        "head.repo.id",
        "base",
        "base.ref",
        "base.repo",
      ],
    ],
    [/\/pulls\/\d+\/commits/, ["sha", "author", "committer"]],
    [/\/activity\?/, ["after", "timestamp", "actor", "actor.id", "actor.type"]],
    [/\/pulls\/\d+\/files/, ["status", "filename", "sha"]],
    [/\/pulls\/\d+\/reviews/, ["state", "user", "user.id", "user.login", "commit_id", "submitted_at", "id"]],
    [/\/issues\/\d+\/comments/, ["user", "user.login", "body", "updated_at", "created_at"]],
  ] as const)("a field is missing in %s", async (path, fields) => {
    await using scene = await openScene();
    for (const dropField of fields) {
      scene.server.fail({ path, dropField });
      expect(said(await scene.consent()), dropField).toMatch(/^approval-missing: /);
      scene.server.recover();
    }
  });

  test("a commit without a pull request, a change of the file on the way, a pull request into another branch", async () => {
    await using scene = await openScene();
    await scene.server.push("main", { "README.md": "y" });
    const facts = factsOf(scene.server, await pushEvent(scene.server, "main", "ann"));
    const run = { facts, github: scene.api(), workspace: tmpdir(), tools: { clock: () => new Date() } };
    expect(said(await reviewConsent(run, inputsOf(), scene.plan))).toContain("is not the merge of a pull request");

    const edited = { ...scene.plan, migrations: [{ id: "2_nickname", checksum: sha256("DROP TABLE users") }] };
    expect(said(await scene.consent({ plan: edited }))).toContain("does not add the whole of 2_nickname");

    scene.server.fail({ path: /\/pulls\/\d+$/, body: { ...(await pullAsListed(scene)), base: { ref: "dev", repo: { id: 1 } } } });
    expect(said(await scene.consent())).toContain("was merged into dev, not into main");
  });

  test("a migration that was on the default branch before is not shown by this pull request", async () => {
    const planted = "prisma/migrations/1_planted/migration.sql";
    await using scene = await openScene({ before: (server) => server.push("main", { [planted]: "DROP TABLE users" }) });
    const plan = {
      ...scene.plan,
      migrations: [{ id: "1_planted", checksum: sha256("DROP TABLE users") }, ...scene.plan.migrations],
      source: {
        ...scene.plan.source,
        files: [{ path: planted, sha256: sha256("DROP TABLE users") }, ...scene.plan.source.files],
      },
    };
    expect(said(await scene.consent({ plan }))).toContain("does not add the whole of 1_planted");
  });

  test("a file that was there and is changed by the pull request is not shown whole", async () => {
    await using scene = await openScene({ before: (server) => server.push("main", { [file]: `${sql}\nDROP TABLE users;` }) });
    expect(said(await scene.consent())).toContain("does not add the whole of 2_nickname");
  });

  test("who really pushed counts, whatever the commit says of its author", async () => {
    await using scene = await openScene({ pusher: "eve" });
    expect(said(await scene.consent())).toContain("eve opened it, or made or pushed commits of it");
  });

  const later = (by: { readonly login: string; readonly pusher?: string }) => (server: Github) =>
    server.push("change", { "README.md": by.login }, by);

  test.each([
    ["pushed before somebody else did", { pusher: "eve", after: later({ login: "bob" }) }],
    ["wrote a commit that somebody else pushed", { login: "eve", pusher: "bob", after: later({ login: "bob" }) }],
    [
      "pushed what somebody else pushed again with another name on it",
      {
        before: (server: Github) => server.push("change", { "x.md": "x" }, { login: "ghost", pusher: "eve" }),
        after: async (server: Github) => {
          await server.git.setRef("refs/heads/change", (await server.git.resolve("refs/heads/main")) ?? "");
          await server.push("change", { [file]: sql }, { login: "bob" });
        },
      },
    ],
  ] as const)("who %s can't approve it", async (_how, story) => {
    await using scene = await openScene(story);
    expect(said(await scene.consent())).toContain("eve opened it, or made or pushed commits of it");
  });

  test("a bot that pushed may have done it for the approver: refused, with what to do", async () => {
    const bot = { login: "bob", pusher: "github-actions[bot]" };
    for (const story of [{ after: later(bot) }, { pusher: bot.pusher, after: later({ login: "bob" }) }]) {
      await using scene = await openScene(story);
      expect(said(await scene.consent())).toMatch(
        /github-actions\[bot\] pushed to pull request #\d+, which is no person.*bring them back with another, from a new branch/,
      );
    }
  });

  test("what happened to a branch of the same name before it was made, and after the merge, is no push to it", async () => {
    await using scene = await openScene({
      before: (server) => server.push("change", { "x.md": "x" }, { login: "eve" }),
      remade: true,
    });
    await scene.server.push("change", { "y.md": "y" }, { login: "eve" });
    expect(said(await scene.consent())).toBe("");
  });

  test("GitHub lists 250 commits of a pull request and no more", { timeout: 60_000 }, async () => {
    await using scene = await openScene({
      async after(server) {
        const commit = (await server.git.resolve("refs/heads/change")) ?? "";
        let tip = commit;
        for (let at = 0; at < 250; at += 1)
          tip = (await server.git.git("commit-tree", `${commit}^{tree}`, "-p", tip, "-m", `${at}`)).toString().trim();
        await server.git.setRef("refs/heads/change", tip);
        await server.push("change", { "x.md": "x" }, { login: "bob" });
      },
    });
    expect(said(await scene.consent())).toMatch(/has 250 commits or more, and GitHub lists no more/);
  });

  test("who opened it, and who is named by its commits, can't approve it", async () => {
    await using scene = await openScene({ review: "nobody" });
    scene.server.review(scene.number, "ann", "APPROVED");
    expect(said(await scene.consent({ approvers: ["ann"] }))).toContain("ann opened it");
  });

  test.each([
    ["of somebody else", (scene: Scene) => plant(scene, "mallory", markerLine("k", 1, "x"))],
    ["of an app with a similar name", (scene: Scene) => plant(scene, "github-actions", markerLine("k", 1, "x"))],
    ["without our first line", (scene: Scene) => plant(scene, "github-actions[bot]", "<!-- schemagate k -->")],
  ])("a comment %s shows no plan", async (_name, comment) => {
    await using scene = await openScene({ comment: "", review: "nobody" });
    comment(scene);
    scene.server.review(scene.number, "eve", "APPROVED");
    expect(said(await scene.consent())).toContain("before the comment with the plan was there");
    plant(scene, "github-actions[bot]", markerLine("k", 1, "x"));
    scene.server.review(scene.number, "eve", "APPROVED");
    expect(said(await scene.consent())).toBe("");
  });

  test("a comment that was edited after the review was not what the reviewer read", async () => {
    await using scene = await openScene();
    const [comment] = scene.server.comments(scene.number);
    scene.server.editComment(comment?.id ?? 0, comment?.body ?? "");
    expect(said(await scene.consent())).toContain("before the comment with the plan was there as it is now");
    scene.server.review(scene.number, "eve", "APPROVED");
    expect(said(await scene.consent())).toBe("");
  });

  test("over all pages of reviews, comments and files", async () => {
    await using scene = await openScene({ review: "nobody", branch: "big" });
    for (let at = 0; at < 130; at += 1) {
      scene.server.review(scene.number, "bob", "COMMENTED");
      scene.server.comment(scene.number, "bob", "Hm");
    }
    scene.server.review(scene.number, "eve", "APPROVED");
    expect(said(await scene.consent())).toBe("");
    scene.server.review(scene.number, "eve", "CHANGES_REQUESTED");
    expect(said(await scene.consent())).toContain("eve asks for changes");
  });

  test("permission to destroy comes from the review's text, as it was submitted", async () => {
    await using scene = await openScene({ review: "Fine.\nbackup=s3://b/1" });
    const plan = {
      ...scene.plan,
      statements: scene.plan.statements.map((each) => ({ ...each, effects: ["deletes-data" as const] })),
    };
    const allowed = await scene.consent({ plan });
    expect([said(allowed), allowed.destructive]).toEqual(["", { allowed: true, backup: "s3://b/1", acceptedRisk: null }]);
    for (const [name, fault] of noAnswers) {
      scene.server.fail({ ...fault, path: /\/api\/graphql/, method: "POST" });
      const consent = await scene.consent({ plan });
      expect(said(consent), name).toMatch(/^destructive-not-allowed: What the text of the review says/);
      expect(consent.destructive, name).toEqual({ allowed: false });
      if (name === "403") expect(said(consent)).toContain("pull-requests: read");
      scene.server.recover();
    }
    scene.server.fail({ path: /\/api\/graphql/, dropField: "data.node.lastEditedAt" });
    expect(said(await scene.consent({ plan }))).toContain("destructive-not-allowed");
    scene.server.recover();
    const [review] = scene.server.pull(scene.number).reviews;
    scene.server.editReview(scene.number, review?.id ?? 0, "accept-risk=nobody will notice");
    const forged = await scene.consent({ plan });
    expect(said(forged)).toContain("it was edited after it was submitted");
    expect(forged.destructive).toEqual({ allowed: false });
    // What deletes nothing needs no such text.
    expect(said(await scene.consent())).toBe("");
  });
});

function plant({ server, number }: Scene, login: string, line: string): void {
  server.comment(number, login, `${line}\n\nPlan \`${digest.slice(0, 12)}\``);
}

async function pullAsListed({ number, api }: Scene): Promise<object> {
  const { octokit, owner, repo } = api();
  return (await octokit.rest.pulls.get({ owner, repo, pull_number: number })).data;
}
