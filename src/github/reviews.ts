import type { Permission } from "../execution.ts";
import { shortDigest } from "../plan/digest.ts";
import type { Plan } from "../plan/plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import { type Answer, ask, type Github } from "./api.ts";
import { type Account, destructivePermission } from "./approvals.ts";
import type { MergedChange } from "./merged-change.ts";
import type { ShownPlans } from "./shown-plans.ts";

/** The review of a pull request that decides: approved, changes requested, or dismissed. */
export type Review = {
  readonly id: number;
  readonly nodeId: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";
  readonly body: string;
  readonly commit: string | null;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  /** Null: the account is gone. */
  readonly user: Account | null;
};

/** The reviews that decide, over all pages; half a list is none. Needs `pull-requests: read`. */
export async function readReviews({ octokit, owner, repo }: Github, number: number): Promise<Answer<readonly Review[]>> {
  return ask(async () => {
    const request = { owner, repo, pull_number: number, per_page: 100 };
    const listed = await octokit.paginate(octokit.rest.pulls.listReviews, request);
    return listed.flatMap((raw): readonly Review[] => {
      const { id, node_id: nodeId, state, body, commit_id: commit, user } = raw ?? {};
      if (state === "COMMENTED" || state === "PENDING") return [];
      const submittedAt = Date.parse(raw?.submitted_at ?? "");
      const known = state === "APPROVED" || state === "CHANGES_REQUESTED" || state === "DISMISSED";
      const named = user === null || (typeof user?.id === "number" && typeof user.login === "string");
      if (!known || !named || typeof id !== "number" || Number.isNaN(submittedAt))
        throw new Error("the list of reviews is not whole");
      const by = user === null ? null : { id: user.id, login: user.login };
      return [{ id, nodeId, state, body: body ?? "", commit: commit ?? null, submittedAt, user: by }];
    });
  });
}

/** When the text of a review was last changed, by anybody; null: never. REST does not tell. Needs `pull-requests: read`. */
export async function readEditTime({ octokit }: Github, { nodeId }: Review): Promise<Answer<number | null>> {
  return ask(async () => {
    const query = "query ($id: ID!) { node(id: $id) { ... on PullRequestReview { lastEditedAt } } }";
    const answer = await octokit.graphql<{ readonly node?: { readonly lastEditedAt?: unknown } | null }>(query, { id: nodeId });
    const edited = answer?.node?.lastEditedAt;
    if (edited === null) return null;
    const at = typeof edited === "string" ? Date.parse(edited) : Number.NaN;
    if (Number.isNaN(at)) throw new Error("the answer does not say whether it was edited");
    return at;
  });
}

export type ReviewRequest = {
  readonly plan: Pick<Plan, "digest" | "strategy">;
  readonly attempt: number;
  /** Logins of the configuration. */
  readonly approvers: readonly string[];
  readonly change: Pick<MergedChange, "number" | "headSha" | "madeBy">;
  readonly reviews: readonly Review[];
  readonly shown: readonly ShownPlans[];
  /** Migrations of the plan whose whole file is not what this pull request added. */
  readonly unseen: readonly string[];
};

export type ReviewEvidence =
  | {
      readonly outcome: "approved";
      readonly by: Account;
      readonly review: Review;
      readonly destructive: Permission["destructive"];
    }
  | { readonly outcome: "refused"; readonly reasons: readonly [Blocked, ...Blocked[]] };

/** Whether one of the approvers agreed to what was merged, and saw this plan. Pure, and closed: what is not known counts as no. */
export function judgeReviews(request: ReviewRequest): ReviewEvidence {
  const { approvers, change, reviews } = request;
  const gaps = wrongKind(request);
  const latest = latestOf(reviews, approvers);
  for (const { user, state } of latest)
    if (state === "CHANGES_REQUESTED")
      gaps.push(
        missing(
          `${user?.login} asks for changes of pull request #${change.number}.`,
          "Settle that with them: their newest review counts, also one after the merge. Then start a new run: gh workflow run, or Run workflow.",
        ),
      );
  const approved = latest.filter(({ state }) => state === "APPROVED").map((review) => ({ review, why: whyNot(review, request) }));
  const good = approved.flatMap(({ review, why }) => (why === null ? [review] : []));
  const newest = good.toSorted((a, b) => b.submittedAt - a.submittedAt);
  // Of several, one that allows what the plan destroys.
  const chosen = newest.find(({ body }) => destructivePermission(body).allowed) ?? newest[0];
  if (approvers.length > 0 && chosen === undefined)
    gaps.push(
      nobody(
        request,
        approved.flatMap(({ why }) => why ?? []),
      ),
    );
  const [first, ...others] = gaps;
  if (first !== undefined) return { outcome: "refused", reasons: [first, ...others] };
  if (chosen?.user == null) return { outcome: "refused", reasons: [nobody(request, [])] };
  return { outcome: "approved", by: chosen.user, review: chosen, destructive: destructivePermission(chosen.body) };
}

function missing(message: string, hint: string): Blocked {
  return { reason: "approval-missing", object: null, message, hint };
}

function wrongKind({ attempt, approvers, change, plan, unseen }: ReviewRequest): Blocked[] {
  return [
    ...(attempt === 1
      ? []
      : [
          missing(
            `This is attempt ${attempt} of the run, and only the first one counts.`,
            "Start a new run: gh workflow run, or Run workflow.",
          ),
        ]),
    ...(plan.strategy === "migrate"
      ? []
      : [
          missing(
            `The statements of a plan of the strategy ${plan.strategy} are in no file that a review of a pull request could have shown.`,
            "Write a migration, or apply the plan from the command line.",
          ),
        ]),
    ...(approvers.length > 0
      ? []
      : [
          missing(
            "The configuration names nobody whose review counts.",
            "Write who may approve into .github/schemagate.yml, by their logins on GitHub:\napprovers: [LOGIN, LOGIN]",
          ),
        ]),
    ...(unseen.length === 0
      ? []
      : [
          missing(
            `Pull request #${change.number} does not add the whole of ${listed(unseen)}, so its review can't have shown what would run.`,
            "Take those files out with a pull request and bring them back with another one, which gets approved; or apply this plan from the command line.",
          ),
        ]),
  ];
}

/** What each of the approvers said last. */
function latestOf(reviews: readonly Review[], approvers: readonly string[]): readonly Review[] {
  const names = new Set(approvers.map((login) => login.toLowerCase()));
  const byPerson = new Map<number, Review>();
  for (const review of reviews.toSorted((a, b) => a.submittedAt - b.submittedAt || a.id - b.id))
    if (review.user !== null && names.has(review.user.login.toLowerCase())) byPerson.set(review.user.id, review);
  return [...byPerson.values()];
}

/** Why this approval does not count; null: it does. */
function whyNot({ commit, submittedAt, user }: Review, { change, plan, shown }: ReviewRequest): string | null {
  const who = user?.login ?? "";
  if (user === null || change.madeBy.includes(user.id)) return `${who} opened it, or made or pushed commits of it`;
  if (commit !== change.headSha)
    return `${who} approved ${commit?.slice(0, 7) ?? "an unknown commit"}, and ${change.headSha.slice(0, 7)} was merged`;
  const read = shown.filter(({ since }) => since < submittedAt);
  const [last] = read.toSorted((a, b) => b.since - a.since);
  if (last === undefined) return `${who} approved before the comment with the plan was there as it is now`;
  const name = shortDigest(plan.digest);
  if (read.some(({ names }) => names.includes(name))) return null;
  return `${who} could read the plan ${last.names.join(", ")} there, and this is ${name}: code or database have moved`;
}

function nobody({ approvers, change }: ReviewRequest, details: readonly string[]): Blocked {
  const why = details.length === 0 ? "." : `: ${details.join("; ")}.`;
  return missing(
    `No review of pull request #${change.number} by one of the approvers (${listed(approvers)}) counts for this plan${why}`,
    `Once the comment there names this plan, one of them approves pull request #${change.number} (also after the merge); then start a new run: gh workflow run, or Run workflow.`,
  );
}

function listed(names: readonly string[]): string {
  return names.length <= 5 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
}
