import type { Config, EnvironmentConfig } from "../config-format.ts";
import { UserError } from "../errors.ts";
import { type Answer, ask, explainFailure, type Failed, type Github } from "../github/api.ts";
import type { Inputs } from "../inputs.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import type { Asker } from "./judged.ts";
import type { RunFacts } from "./run-facts.ts";

/** Keys of the configuration that let more happen. */
export type RelaxingKey = "unprotected" | "allow-self-review" | "allow-hazards" | "approvers";

/** What the configuration of this checkout allows, as far as it was allowed before the change that is applied. */
export type CountingPolicy = {
  /** The inputs with the configuration that counts. */
  readonly inputs: Inputs;
  /** Keys that allow more here than they did before, and why that does not count; null where nothing is held back. */
  readonly heldBack: { readonly keys: readonly RelaxingKey[]; readonly why: string } | null;
};

/** Events whose commit was on the default branch before they came. */
const ownEvents: ReadonlySet<string> = new Set(["workflow_dispatch", "schedule", "repository_dispatch"]);

/**
 * Nobody may bring a change together with the permission for it: what relaxes the gate counts as it stood on the default branch before
 * this push, and still stands. Needs `contents: read`.
 */
export async function policyBefore({ facts, github }: Pick<Asker, "facts" | "github">, inputs: Inputs): Promise<CountingPolicy> {
  if (ownEvents.has(facts.event) || relaxedKeys(noConfig, inputs).length === 0) return { inputs, heldBack: null };
  const before = await readBefore(github, facts, inputs.config.path);
  const counting = { ...inputs, config: narrowed(inputs, before.config) };
  const keys = relaxedKeys(counting.config, inputs);
  return { inputs: counting, heldBack: keys.length === 0 ? null : { keys, why: before.why } };
}

/** The refusal that belongs to what was held back, where it would have let this plan run. */
export function heldBackBy(
  { heldBack, inputs }: CountingPolicy,
  matter: readonly RelaxingKey[],
  workflow: string,
): readonly Blocked[] {
  const keys = (heldBack?.keys ?? []).filter((key) => matter.includes(key));
  if (heldBack === null || keys.length === 0) return [];
  const file = workflow.split("/").at(-1) ?? "";
  return [
    {
      reason: "policy",
      object: null,
      message: `What ${inputs.config.path ?? "the configuration"} says of ${keys.join(" and ")} does not count for this run: ${heldBack.why}.`,
      hint: `It counts from the next run on: gh workflow run ${file}`,
    },
  ];
}

/** Whether a statement of this plan would run only because of what was held back. */
export function needsHeldBackHazards({ heldBack, inputs }: CountingPolicy, plan: Plan, given: Inputs): boolean {
  if (heldBack?.keys.includes("allow-hazards") !== true) return false;
  const counts = environmentOf(inputs.config, inputs).allowHazards;
  const more = environmentOf(given.config, inputs).allowHazards.filter((effect) => !counts.includes(effect));
  return plan.statements.some(({ effects, hazards }) =>
    more.some(
      (rule) => effects.some((effect) => effect === rule) || hazards.some(({ id, severity }) => id === rule || severity === rule),
    ),
  );
}

type Before = { readonly config: Config; readonly why: string };

const noConfig: Config = { path: null, targets: {}, environments: {}, approvers: [], ignore: [] };

async function readBefore(github: Github, { event, before }: RunFacts, path: string | null): Promise<Before> {
  if (path === null || before === null)
    return {
      config: noConfig,
      why: event === "push" ? "this branch is new" : `a run of the event ${event} knows no commit before it`,
    };
  const commit = before.slice(0, 7);
  const read = await readFileAt(github, path, before);
  if (read.outcome === "failed") return { config: noConfig, why: unread(read, commit) };
  const { parseConfig } = await import("../config-format.ts");
  try {
    return { config: parseConfig(path, read.data), why: `it came with this push, and was not there before it (${commit})` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { config: noConfig, why: `as it stood before this push (${commit}) it is not valid` };
  }
}

/** GitHub says 404 for what is not there, and for what a token may not see. */
function unread(failed: Failed, commit: string): string {
  if (failed.status === 404) return `before this push (${commit}) there was none that this job can read (contents: read)`;
  const { message } = explainFailure(failed, `what it said before this push (${commit}) can't be read`, "contents: read");
  return `${message.replace(/\.$/, "")}; the job needs contents: read`;
}

function readFileAt({ octokit, owner, repo }: Github, path: string, ref: string): Promise<Answer<string>> {
  return ask(async () => {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref });
    if (Array.isArray(data) || data?.type !== "file" || typeof data.content !== "string" || data.encoding !== "base64")
      throw new Error("the answer holds no file");
    return Buffer.from(data.content, "base64").toString("utf8");
  });
}

/** What both allow; everything that does not relax the gate as it stands here. */
function narrowed(inputs: Inputs, before: Config): Config {
  const { config } = inputs;
  const [here, there] = [environmentOf(config, inputs), environmentOf(before, inputs)];
  const environment: EnvironmentConfig = {
    ...here,
    unprotected: here.unprotected && there.unprotected,
    allowSelfReview: here.allowSelfReview && there.allowSelfReview,
    allowHazards: here.allowHazards.filter((effect) => there.allowHazards.includes(effect)),
  };
  const listed = new Set(before.approvers.map((login) => login.toLowerCase()));
  return {
    ...config,
    environments: { ...config.environments, [inputs.environment ?? ""]: environment },
    approvers: config.approvers.filter((login) => listed.has(login.toLowerCase())),
  };
}

function relaxedKeys(counting: Config, inputs: Inputs): readonly RelaxingKey[] {
  const [counts, here] = [environmentOf(counting, inputs), environmentOf(inputs.config, inputs)];
  return [
    ...(here.unprotected && !counts.unprotected ? (["unprotected"] as const) : []),
    ...(here.allowSelfReview && !counts.allowSelfReview ? (["allow-self-review"] as const) : []),
    ...(here.allowHazards.length > counts.allowHazards.length ? (["allow-hazards"] as const) : []),
    ...(inputs.config.approvers.length > counting.approvers.length ? (["approvers"] as const) : []),
  ];
}

const unset: EnvironmentConfig = {
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
  smallTable: null,
};

function environmentOf({ environments }: Config, { environment }: Inputs): EnvironmentConfig {
  const name = environment ?? "";
  return Object.hasOwn(environments, name) ? (environments[name] ?? unset) : unset;
}
