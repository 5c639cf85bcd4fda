import type { Blocked } from "../plan/verdict.ts";
import { type Answer, ask, explainFailure, type Github, listIn } from "./api.ts";

/** What protects an environment, as GitHub tells it. Fields that are missing in the answer are null. */
export type EnvironmentRules = {
  readonly id: number;
  readonly name: string;
  readonly adminsMayBypass: boolean | null;
  /** Null: nobody has to approve. */
  readonly reviewers: {
    readonly userIds: readonly number[];
    readonly logins: readonly string[];
    readonly teams: readonly string[];
    readonly selfReviewPrevented: boolean;
  } | null;
  readonly branches:
    | { readonly kind: "all" }
    | { readonly kind: "protected"; readonly defaultBranchProtected: boolean | null }
    | { readonly kind: "listed"; readonly names: readonly string[] | null };
};

type RawEnvironment = {
  readonly id: number;
  readonly name: string;
  /** In the answer, and not in GitHub's description of it. */
  readonly can_admins_bypass?: unknown;
  readonly protection_rules?: readonly RawRule[] | undefined;
  readonly deployment_branch_policy?: { readonly protected_branches: boolean; readonly custom_branch_policies: boolean } | null;
};
type RawRule = {
  readonly type?: string;
  readonly prevent_self_review?: boolean;
  readonly reviewers?: readonly {
    readonly type?: string;
    readonly reviewer?: { readonly id?: number; readonly login?: string; readonly slug?: string };
  }[];
};

/** Reads the rules, fail closed: what can't be read is a failed answer or null. Needs `actions: read`. */
export async function readEnvironment(github: Github, name: string, defaultBranch: string): Promise<Answer<EnvironmentRules>> {
  const { octokit, owner, repo } = github;
  const read = await ask(async () => {
    const { data } = await octokit.rest.repos.getEnvironment({ owner, repo, environment_name: name });
    const raw = data as unknown as RawEnvironment | null;
    if (typeof raw?.id !== "number") throw new Error("the answer holds no environment");
    listIn(raw.protection_rules ?? [], "list of rules");
    return raw;
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
      branches: await readBranches(github, raw, defaultBranch),
    },
  };
}

function reviewersOf(rules: readonly RawRule[]): EnvironmentRules["reviewers"] {
  const rule = rules.find(({ type }) => type === "required_reviewers");
  const reviewers = rule?.reviewers ?? [];
  if (rule === undefined || reviewers.length === 0) return null;
  const users = reviewers.filter(({ type }) => type === "User");
  return {
    userIds: users.flatMap(({ reviewer }) => reviewer?.id ?? []),
    logins: users.flatMap(({ reviewer }) => reviewer?.login ?? []),
    teams: reviewers.filter(({ type }) => type === "Team").map(({ reviewer }) => reviewer?.slug ?? ""),
    selfReviewPrevented: rule.prevent_self_review === true,
  };
}

async function readBranches(github: Github, raw: RawEnvironment, defaultBranch: string): Promise<EnvironmentRules["branches"]> {
  const { octokit, owner, repo } = github;
  const policy = raw.deployment_branch_policy;
  if (policy == null) return { kind: "all" };
  if (policy.custom_branch_policies) {
    const listed = await ask(async () => {
      const request = { owner, repo, environment_name: raw.name, per_page: 100 };
      const { data } = await octokit.rest.repos.listDeploymentBranchPolicies(request);
      return listIn(data.branch_policies, "list of branches").map(
        ({ name, type }) => `${type === "tag" ? "the tag " : ""}${name ?? ""}`,
      );
    });
    return { kind: "listed", names: listed.outcome === "ok" ? listed.data : null };
  }
  const branch = await ask(async () => (await octokit.rest.repos.getBranch({ owner, repo, branch: defaultBranch })).data);
  return { kind: "protected", defaultBranchProtected: branch.outcome === "ok" ? branch.data.protected : null };
}

/** Whether a person other than the author really had to agree: every gap at once, each with the way to close it. Pure. */
export function judgeEnvironment(
  answer: Answer<EnvironmentRules>,
  name: string,
  defaultBranch: string,
  { allowSelfReview }: { readonly allowSelfReview: boolean },
): readonly Blocked[] {
  const gap = (message: string, hint: string): Blocked => ({ reason: "environment-unprotected", object: null, message, hint });
  if (answer.outcome === "failed") {
    const { message, hint } = explainFailure(answer, `The rules of the environment "${name}" can't be read`, "actions: read");
    const missing = `Or the environment does not exist: create it under Settings, Environments, with required reviewers.`;
    return [gap(message, answer.status === 404 ? `${hint}\n${missing}` : hint)];
  }
  const { adminsMayBypass, reviewers, branches } = answer.data;
  const settings = `Settings, Environments, ${name}`;
  return [
    ...(reviewers === null
      ? [
          gap(
            `The environment "${name}" has no required reviewers, so nobody had to approve anything.`,
            `${settings}: tick "Required reviewers" and name at least one person. Private repositories have it with GitHub Enterprise only.`,
          ),
        ]
      : []),
    ...(reviewers !== null && !reviewers.selfReviewPrevented && !allowSelfReview
      ? [
          gap(
            `The environment "${name}" lets people approve what they started themselves.`,
            `${settings}: tick "Prevent self-review". Who works alone may write allow-self-review: true for this environment in the configuration.`,
          ),
        ]
      : []),
    ...(adminsMayBypass === false
      ? []
      : [
          gap(
            adminsMayBypass === null
              ? `GitHub does not say whether administrators may bypass the rules of "${name}".`
              : `Administrators may bypass the rules of the environment "${name}".`,
            `${settings}: untick "Allow administrators to bypass configured protection rules".`,
          ),
        ]),
    ...branchGaps(branches, defaultBranch).map((what) =>
      gap(
        `The environment "${name}" ${what}`,
        `${settings}: under "Deployment branches and tags" choose "Selected branches and tags" and name ${defaultBranch} only.`,
      ),
    ),
  ];
}

function branchGaps(branches: EnvironmentRules["branches"], defaultBranch: string): readonly string[] {
  switch (branches.kind) {
    case "all":
      return ["may be used from every branch, so anybody who can push one can run what they like in it."];
    case "protected":
      return branches.defaultBranchProtected === true
        ? []
        : [`is open to "protected branches", and ${defaultBranch} is not known to be one: without any, that means every branch.`];
    case "listed": {
      if (branches.names === null)
        return ["has a list of branches that can't be read: the job needs actions: read under permissions."];
      const others = branches.names.filter((name) => name !== defaultBranch);
      return branches.names.includes(defaultBranch) && others.length === 0
        ? []
        : [`may be used from other branches than ${defaultBranch}: ${others.join(", ") || "none is listed"}.`];
    }
  }
}
