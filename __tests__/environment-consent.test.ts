import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { environmentConsent } from "../src/action/environment-consent.ts";
import type { EnvironmentConfig } from "../src/config-format.ts";
import type { Inputs } from "../src/inputs.ts";
import type { Plan } from "../src/plan/plan.ts";
import { aPlan } from "./support/executions.ts";
import { pushEvent } from "./support/github/events.ts";
import type { Permissions } from "./support/github/state.ts";
import { apiOf, factsOf, noAnswers, ticking } from "./support/github-client.ts";
import { type Github, startGithub } from "./support/github-server.ts";
import { aPreflight } from "./support/preflights.ts";

/** What the approval of an environment is worth, asked of a GitHub that answers, and of one that does not. */

const [digest, name] = [`3f9c1a7e20b4${"0".repeat(52)}`, "3f9c1a7e20b4"];
const enough: Permissions = { contents: "read", actions: "read", "pull-requests": "read" };
const queue = "github-merge-queue[bot]";
const rules = { reviewers: ["eve", "ann"] };

type Consent = Awaited<ReturnType<typeof environmentConsent>>;
type Scene = AsyncDisposable & {
  readonly server: Github;
  consent(over?: { readonly config?: Partial<EnvironmentConfig>; readonly permissions?: Permissions }): Promise<Consent>;
  keep(artifact: string): void;
};
type Story = {
  /** Who started the run after the merge. */
  readonly actor?: string;
  readonly approver?: string;
  readonly comment?: string;
  /** What is on the default branch; default: a pull request of eve's. */
  readonly change?: (server: Github) => Promise<unknown>;
};

async function openScene({ actor = "ann", approver = "eve", comment = "", change = ofEve }: Story): Promise<Scene> {
  const server = await startGithub({ environments: { production: rules }, now: ticking() });
  await server.push("main", { "README.md": "x" });
  await change(server);
  const event = await pushEvent(server, "main", actor);
  const workflow = ".github/workflows/schema-production.yml";
  const run = server.startRun({ workflow, event: "push", headSha: event.sha, headBranch: "main", actor });
  server.enterEnvironment(run.id, "production");
  // With a merge queue GitHub itself lets the author approve.
  server.approve(run.id, "production", approver, comment);
  const facts = { ...factsOf(server, event), runId: run.id };
  return {
    server,
    consent({ config = {}, permissions = enough } = {}) {
      const { inputs } = aPreflight();
      const environments = { production: { ...environment, ...config } };
      const asked: Inputs = { ...inputs, environment: "production", config: { ...inputs.config, environments } };
      const asker = { facts, github: apiOf(server, permissions), workspace: tmpdir(), tools: { clock: () => new Date() } };
      return environmentConsent(asker, asked, deleting);
    },
    keep(artifact) {
      const id = server.state.nextId();
      const times = { createdAt: "2026-11-22T08:00:00Z", expiresAt: "2099-01-01T00:00:00Z" };
      const rest = { backendJobId: "", mimeType: "", blocks: new Map(), content: Buffer.alloc(0), digest: null, finalized: true };
      server.state.artifacts.set(id, { id, run: run.id, attempt: 1, name: artifact, ...times, ...rest });
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function ofEve(server: Github): Promise<void> {
  await server.push("change", { "a.md": "x" }, { login: "eve" });
  await server.merge(await server.openPullRequest({ branch: "change", login: "eve" }), queue);
}

async function ofBob(server: Github, pusher = "bob"): Promise<void> {
  await server.push("change", { "a.md": "x" }, { login: "bob", pusher });
  await server.merge(await server.openPullRequest({ branch: "change", login: "bob" }), queue);
}

const said = ({ refusals }: Consent) => refusals.map(({ reason, message, hint }) => `${reason}: ${message} ${hint}`).join("\n");

describe("nobody approves their own change", () => {
  test.each<readonly [string, Story, RegExp | ""]>([
    ["that a merge queue merged", { actor: queue }, /by anybody but who started it or made its change/],
    ["that a colleague's run applies", {}, /by anybody but who started it or made its change/],
    ["but that of others", { actor: queue, approver: "ann" }, ""],
    ["pushed to somebody else's pull request", { actor: "bob", change: (server) => ofBob(server, "eve") }, /or made its change/],
    ["but that of others, whoever started the run", { actor: "bob", change: ofBob }, ""],
    [
      "pushed by a bot, as far as is known",
      { actor: queue, change: (server) => ofBob(server, "app[bot]") },
      /^approval-missing: No person started this run .* app\[bot\] pushed to pull request #1/,
    ],
    ["pushed by a bot, where a person started the run", { actor: "ann", change: (server) => ofBob(server, "app[bot]") }, ""],
    [
      "from a fork",
      {
        actor: "ann",
        async change(server) {
          await server.push("patch", { "a.md": "x" }, { login: "eve", pusher: "mallory", fork: "mallory/shop" });
          const opened = { branch: "patch", login: "mallory", fork: "mallory/shop" };
          await server.merge(await server.openPullRequest(opened), "ann");
        },
      },
      /or made its change/,
    ],
    [
      "a commit that nobody proposed: who started the run is all that is known",
      { actor: "ann", change: (server) => server.push("main", { "a.md": "x" }, { login: "eve" }) },
      "",
    ],
    [
      "a commit that nobody proposed, and only a bot is known",
      { actor: "app[bot]", change: (server) => server.push("main", { "a.md": "x" }, { login: "eve" }) },
      /No person started this run .* is not the merge of a pull request/,
    ],
  ])("%s", async (_what, story, expected) => {
    await using scene = await openScene(story);
    const consent = await scene.consent();
    if (expected === "") expect(said(consent)).toBe("");
    else expect(said(consent)).toMatch(expected);
    expect(consent.evidence).toHaveLength(expected === "" ? 1 : 0);
  });

  test("unless the configuration allows it", async () => {
    await using scene = await openScene({ actor: queue });
    const permissions: Permissions = { contents: "read", actions: "read" };
    expect(said(await scene.consent({ config: { allowSelfReview: true }, permissions }))).toBe("");
    expect(said(await scene.consent({ permissions }))).toContain("pull-requests: read");
  });

  test.each([
    ["which pull request it was", /\/commits\/[0-9a-f]+\/pulls/],
    ["the pull request", /\/pulls\/\d+$/],
    ["its commits", /\/pulls\/\d+\/commits/],
    ["who pushed it", /\/activity\?/],
    ["who started the run", /\/actions\/runs\/\d+$/],
  ] as const)("%s can't be read: refused", async (_what, path) => {
    await using scene = await openScene({ change: ofBob, actor: queue });
    expect(said(await scene.consent())).toBe("");
    for (const [fault, how] of noAnswers) {
      scene.server.fail({ ...how, path });
      expect(said(await scene.consent()), fault).toMatch(/^approval-missing: /);
      scene.server.recover();
    }
  });
});

describe("what an approval allows to be destroyed", () => {
  const risk = { change: ofBob, comment: "accept-risk=it is a cache" };

  test("is allowed for the only plan of the run", async () => {
    await using scene = await openScene(risk);
    scene.keep("schemagate-plan-production");
    scene.keep("schemagate-plan-production2");
    scene.keep("schemagate-live-production-billing");
    const consent = await scene.consent();
    expect([said(consent), consent.destructive]).toEqual(["", { allowed: true, backup: null, acceptedRisk: "it is a cache" }]);
  });

  test("is of several plans allowed for none, as one click approved them all, unless it names this one", async () => {
    await using scene = await openScene(risk);
    scene.keep("schemagate-plan-production");
    scene.keep("schemagate-plan-production-billing");
    const consent = await scene.consent();
    expect(said(consent)).toMatch(/^destructive-not-allowed: .* this run has 2 plans for production, .*\(here 3f9c1a7e20b4\)/);
    expect(consent.destructive).toEqual({ allowed: false });
    await using named = await openScene({ ...risk, comment: `accept-risk=it is a cache\n${name}` });
    named.keep("schemagate-plan-production");
    named.keep("schemagate-plan-production-billing");
    expect(said(await named.consent())).toBe("");
    await using other = await openScene({ ...risk, comment: "accept-risk=it is a cache\n000000000000" });
    other.keep("schemagate-plan-production");
    other.keep("schemagate-plan-production-billing");
    expect(said(await other.consent())).toContain("destructive-not-allowed");
  });

  test("is found among many artifacts", async () => {
    await using scene = await openScene(risk);
    scene.keep("schemagate-plan-production");
    for (let at = 0; at < 120; at += 1) scene.keep(`logs-${at}`);
    expect(said(await scene.consent())).toBe("");
    scene.keep("schemagate-plan-production-billing");
    expect(said(await scene.consent())).toContain("this run has 2 plans");
  });

  test("is allowed for none where the plans of the run can't be read", async () => {
    await using scene = await openScene(risk);
    scene.keep("schemagate-plan-production");
    for (const [fault, how] of noAnswers) {
      scene.server.fail({ ...how, path: /\/actions\/runs\/\d+\/artifacts/ });
      const consent = await scene.consent();
      expect(said(consent), fault).toMatch(/^destructive-not-allowed: .* can't be read whether this run has other plans/);
      expect(consent.destructive, fault).toEqual({ allowed: false });
      scene.server.recover();
    }
  });
});

const environment: EnvironmentConfig = {
  unprotected: false,
  allowSelfReview: false,
  allowHazards: [],
  failOn: [],
  smallTable: null,
  onDrift: "warn",
  lockTimeoutMs: null,
  lockRetries: null,
  statementTimeoutMs: null,
  maxPlanAgeMs: null,
  after: null,
};

const whole = aPlan({ digest });
const deleting: Plan = { ...whole, statements: whole.statements.map((each) => ({ ...each, effects: ["deletes-data"] })) };
