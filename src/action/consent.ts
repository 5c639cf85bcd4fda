import { UserError } from "../errors.ts";
import type { Permission } from "../execution.ts";
import { explainFailure } from "../github/api.ts";
import { headOf } from "../github/pull-requests.ts";
import type { Inputs } from "../inputs.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { environmentConsent } from "./environment-consent.ts";
import { type Asker, type Judged, refusedBy } from "./judged.ts";
import { heldBackBy, needsHeldBackHazards, policyBefore, type RelaxingKey } from "./policy-before.ts";
import { reviewConsent } from "./review-consent.ts";

/** Whether this plan may run, as far as people and GitHub have a say. */
export type Consent = {
  /** The inputs with the configuration that counts. */
  readonly inputs: Inputs;
  readonly refusals: readonly Blocked[];
  readonly permission: Permission;
};

const kinds = ["environment", "pull-request-review", "none"] as const;
export type ConsentKind = (typeof kinds)[number];

/** The inputs `approval` and `approve`. */
export type Asked = { readonly kind: ConsentKind; readonly named: string };

/** Throws UserError for a word that is none of them: it would otherwise ask nobody. */
export function consentKind(approval: string): ConsentKind {
  const kind = kinds.find((each) => each === approval);
  if (kind !== undefined) return kind;
  throw new UserError("invalid-input", `The input approval can't be "${approval}".`, `It is ${kinds.join(", ")}.`);
}

/** Whether this commit is still the one to apply, and whether somebody who may agreed. All gaps at once; what can't be read is a gap. */
export async function consentOf(run: Asker, { kind, named }: Asked, given: Inputs, plan: Plan): Promise<Consent> {
  const behind = await notTheHead(run);
  const policy = await policyBefore(run, given);
  const judged = await judge(run, kind, policy.inputs, plan);
  const matter: readonly RelaxingKey[] = [
    ...(judged.refusals.length > 0 ? [keyOf[kind]] : []),
    ...(needsHeldBackHazards(policy, plan, given) ? (["allow-hazards"] as const) : []),
  ];
  const { evidence, destructive } = judged;
  return {
    inputs: policy.inputs,
    refusals: [...behind, ...judged.refusals, ...heldBackBy(policy, matter, run.facts.workflow)],
    permission: { kind, named, evidence, destructive },
  };
}

/** The key of the configuration that may make the difference. */
const keyOf: Readonly<Record<ConsentKind, RelaxingKey>> = {
  environment: "allow-self-review",
  "pull-request-review": "approvers",
  none: "unprotected",
};

function judge(run: Asker, kind: ConsentKind, inputs: Inputs, plan: Plan): Judged | Promise<Judged> {
  switch (kind) {
    case "environment":
      return environmentConsent(run, inputs, plan);
    case "pull-request-review":
      return reviewConsent(run, inputs, plan);
    case "none":
      return nobodysConsent(inputs);
  }
}

function nobodysConsent({ config, environment }: Inputs): Judged {
  const name = environment ?? "";
  if (config.environments[name]?.unprotected === true)
    return {
      refusals: [],
      evidence: [`The configuration says that nobody has to approve changes to ${name}.`],
      destructive: { allowed: false },
    };
  return refusedBy([
    {
      reason: "environment-unprotected",
      object: null,
      message: `approval: none is for environments that the configuration calls unprotected, and "${name}" is not one of them.`,
      hint: `Protect the environment, or write under environments, ${name}: unprotected: true.`,
    },
  ]);
}

/** A run that waited while others were merged would apply what nobody looks at any more. */
async function notTheHead({ facts, github }: Asker): Promise<readonly Blocked[]> {
  const { defaultBranch, ref, sha } = facts;
  const superseded = (message: string, hint: string): Blocked => ({ reason: "superseded", object: null, message, hint });
  if (defaultBranch === null || ref !== `refs/heads/${defaultBranch}`)
    return [
      superseded(
        `Apply runs on the default branch${defaultBranch === null ? "" : ` (${defaultBranch})`} only, and this run is for ${ref}.`,
        "Merge first; then the plan is made and approved there.",
      ),
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
      "Approve the plan of the newer run. This one can be rejected.",
    ),
  ];
}
