import { createHash } from "node:crypto";
import type { GitRepository } from "./git-repository.ts";

export type Permission = "read" | "write" | "none";
/** As in a workflow's `permissions:`; what is not named is `none`. */
export type Permissions = Readonly<Record<string, Permission>>;

export type Caller = {
  readonly login: string;
  readonly type: "Bot" | "User";
  readonly permissions: Permissions;
};

export type Reviewer = { readonly type: "User" | "Team"; readonly name: string };

export type Environment = {
  readonly id: number;
  readonly name: string;
  readonly reviewers: readonly Reviewer[];
  readonly preventSelfReview: boolean;
  /** `unknown`: the field is not in the answer, as in GitHub's own description of it. */
  readonly canAdminsBypass: boolean | "unknown";
  readonly waitTimer: number;
  /** Null: every branch. */
  readonly branches: "protected" | readonly string[] | null;
  /** The rules are kept by name only, as in a repository that became private on a plan without them. */
  readonly rulesIgnored: boolean;
};

export type Comment = {
  readonly id: number;
  readonly issue: number;
  readonly author: Author;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  /** How often it was edited. */
  edits: number;
};

export type Author = { readonly login: string; readonly type: "Bot" | "User" };

export type Issue = {
  readonly number: number;
  readonly author: Author;
  title: string;
  body: string;
  state: "open" | "closed";
  stateReason: string | null;
  labels: readonly string[];
  readonly createdAt: string;
  updatedAt: string;
};

export type Review = {
  readonly id: number;
  readonly author: Author;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  body: string;
  readonly commit: string;
  readonly submittedAt: string;
  /** By anybody who may write; REST does not tell. */
  editedAt: string | null;
};

/** What GitHub remembers of a branch that moved: who really pushed, whatever the commits say. */
export type Activity = {
  readonly id: number;
  readonly repository: string;
  /** `refs/heads/x` */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly actor: string;
  readonly kind: "push" | "branch_creation" | "pr_merge";
  readonly at: string;
};

/** A pull request is an issue too, with the same number. */
export type Pull = {
  readonly number: number;
  readonly base: string;
  readonly headBranch: string;
  /** `owner/name`; the repository's own unless it comes from a fork, null when the fork is gone. */
  readonly headRepository: string | null;
  headSha: string;
  /** The base at the last push of the head; the trial merge may have a newer one. */
  baseSha: string;
  draft: boolean;
  merged: { readonly by: string; readonly at: string; readonly sha: string } | null;
  /** The trial merge; null when there is a conflict. */
  mergeSha: string | null;
  readonly reviews: Review[];
};

export type Approval = {
  readonly environment: string;
  readonly state: "approved" | "rejected";
  readonly login: string;
  readonly comment: string;
};

export type Run = {
  readonly id: number;
  /** `.github/workflows/x.yml` */
  readonly workflow: string;
  readonly name: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: string;
  readonly pulls: readonly number[];
  readonly actor: string;
  triggeringActor: string;
  attempt: number;
  status: "queued" | "in_progress" | "waiting" | "completed";
  conclusion: "success" | "failure" | "cancelled" | null;
  readonly createdAt: string;
  readonly approvals: Approval[];
  /** Names of environments. */
  readonly pending: Set<string>;
  readonly backendId: string;
};

export type Artifact = {
  readonly id: number;
  readonly run: number;
  readonly attempt: number;
  readonly name: string;
  readonly backendJobId: string;
  readonly mimeType: string;
  readonly blocks: Map<string, Buffer>;
  content: Buffer | null;
  digest: string | null;
  readonly createdAt: string;
  expiresAt: string;
  finalized: boolean;
};

export type State = {
  readonly owner: string;
  readonly name: string;
  readonly repositoryId: number;
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  protectedBranches: readonly string[];
  readonly git: GitRepository;
  readonly issues: Map<number, Issue>;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, Comment>;
  readonly environments: Map<string, Environment>;
  readonly runs: Map<number, Run>;
  readonly artifacts: Map<number, Artifact>;
  readonly activities: Activity[];
  readonly now: () => Date;
  readonly nextId: () => number;
};

export const actionsBot: Author = { login: "github-actions[bot]", type: "Bot" };

/** The same login has the same id in every test. */
export function userId(login: string): number {
  if (login === actionsBot.login) return 41_898_282;
  return 1_000 + (createHash("sha256").update(login.toLowerCase()).digest().readUInt32BE() % 90_000_000);
}

export function fullName(state: State): string {
  return `${state.owner}/${state.name}`;
}

export function timestamp(state: State): string {
  return state
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
}
