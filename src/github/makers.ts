import { type Answer, ask, type Github } from "./api.ts";
import { type MergedPull, type Missing, unread } from "./merged-pull.ts";

/** Who made a pull request what it is. */
export type Makers = {
  /** Ids of accounts: who opened it, who pushed to its branch, whom its commits name. */
  readonly ids: readonly number[];
  /** Why somebody may be missing; null where GitHub tells of everybody. */
  readonly gap: Gap | null;
};

/** In words for a refusal. */
export type Gap = Pick<Missing, "message" | "hint">;

/**
 * A commit's author can be made up, who pushed it can't: so both count, of the whole pull request. Needs `contents: read` and
 * `pull-requests: read`.
 */
export async function readMakers(
  github: Github,
  pull: MergedPull,
): Promise<{ readonly outcome: "ok"; readonly data: Makers } | Missing> {
  const name = `pull request #${pull.number}`;
  const named = await readNamed(github, pull);
  if (named.outcome === "failed") return unread(named, `The commits of ${name} can't be read`, "pull-requests: read");
  const ids = [pull.authorId, ...named.data.ids];
  if (!pull.head.own) return { outcome: "ok", data: { ids, gap: fromElsewhere(name) } };
  const pushers = await readPushers(github, pull);
  if (pushers.outcome === "failed") return unread(pushers, `Who pushed to ${name} can't be read`, "contents: read");
  const gap = named.data.isWhole ? gapIn(pushers.data, name) : tooLong(name);
  return { outcome: "ok", data: { ids: [...ids, ...pushers.data.accounts.flatMap(({ id }) => id ?? [])], gap } };
}

/** GitHub lists no more. */
const mostCommits = 250;

/** GitHub signs with this account what is committed on its pages; it is nobody. */
const webFlow = 19_864_447;

type Named = { readonly ids: readonly number[]; readonly isWhole: boolean };

async function readNamed({ octokit, owner, repo }: Github, { number, head }: MergedPull): Promise<Answer<Named>> {
  return ask(async () => {
    const request = { owner, repo, pull_number: number, per_page: 100 };
    const commits = await octokit.paginate(octokit.rest.pulls.listCommits, request);
    const isWhole = commits.length < mostCommits;
    if (isWhole && !commits.some(({ sha }) => sha === head.sha)) throw new Error("the list does not hold its last commit");
    const ids = commits.flatMap(({ author, committer }) => {
      if (author === undefined || committer === undefined) throw new Error("the list does not say whom they name");
      return [author?.id, committer?.id].filter((id) => typeof id === "number").filter((id) => id !== webFlow);
    });
    return { ids, isWhole };
  });
}

/** `id` is null where GitHub does not tell. */
type Pusher = { readonly id: number | null; readonly login: string; readonly isPerson: boolean };
type Pushers = { readonly accounts: readonly Pusher[]; readonly isWhole: boolean };

/** From the making of the branch to the merge: what was pushed and is gone may be in a commit that somebody else pushed again. */
async function readPushers({ octokit, owner, repo }: Github, pull: MergedPull): Promise<Answer<Pushers>> {
  return ask(async () => {
    const request = { owner, repo, ref: `refs/heads/${pull.head.ref}`, per_page: 100 };
    const activities = await octokit.paginate(octokit.rest.repos.listActivities, request);
    const dated = activities.map((activity) => ({ ...activity, at: Date.parse(activity.timestamp ?? "") }));
    if (dated.some(({ at }) => Number.isNaN(at))) throw new Error("the list of pushes is not whole");
    // A branch that is deleted and restored has the same pushes behind it.
    const made = dated.filter(({ activity_type: kind, at }) => kind === "branch_creation" && at <= pull.createdAt);
    const since = made.reduce((latest, { at }) => Math.max(latest, at), 0);
    const pushes = dated.filter(
      ({ activity_type: kind, at }) => kind !== "branch_deletion" && at >= since && at <= pull.mergedAt,
    );
    const accounts = pushes.map(({ actor }) => ({
      id: typeof actor?.id === "number" ? actor.id : null,
      login: actor?.login ?? "",
      isPerson: actor?.type === "User",
    }));
    return { accounts, isWhole: pushes.some(({ after }) => after === pull.head.sha) };
  });
}

function gapIn({ accounts, isWhole }: Pushers, name: string): Gap | null {
  if (!isWhole || accounts.some(({ id }) => id === null))
    return { message: `GitHub does not say of ${name} who pushed it.`, hint: bringAgain };
  const bot = accounts.find(({ isPerson }) => !isPerson);
  if (bot === undefined) return null;
  return { message: `${bot.login} pushed to ${name}, which is no person: nobody can tell who had it do that.`, hint: bringAgain };
}

const bringAgain =
  "Take its migrations out with one pull request, and bring them back with another, from a new branch to which only people push; or apply the plan from the command line.";

function tooLong(name: string): Gap {
  return { message: `The ${name} has ${mostCommits} commits or more, and GitHub lists no more.`, hint: bringAgain };
}

function fromElsewhere(name: string): Gap {
  return {
    message: `The ${name} comes from another repository: who pushed there can't be known.`,
    hint: "Push its branch to this repository, and open the pull request from there.",
  };
}
