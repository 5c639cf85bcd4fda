import { readMarker } from "../report/comment/comment.ts";
import { type Answer, ask, type Github } from "./api.ts";
import { listComments } from "./comments.ts";
import { ownLogin } from "./own-login.ts";

/** A comment of ours on a pull request: since when it has stood there as it is, and the plans that it names. */
export type ShownPlans = {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Their first twelve characters. */
  readonly names: readonly string[];
};

/**
 * What a reviewer could have read of us. Whoever may write can edit it, and whoever may push can write in our name: it may be a reason to
 * refuse, never one to allow. Needs `pull-requests: read`.
 */
export async function readShownPlans(github: Github, number: number): Promise<Answer<readonly ShownPlans[]>> {
  const listed = await listComments(github, number);
  if (listed.outcome === "failed") return listed;
  const login = await ownLogin(github);
  return ask(async () =>
    listed.data
      .filter(({ user, body }) => user?.login === login && readMarker(body ?? "") !== null)
      .map(({ body, created_at: created, updated_at: updated }) => {
        const since = Math.max(Date.parse(created), Date.parse(updated));
        if (Number.isNaN(since)) throw new Error("the list of comments does not say when they were written");
        return { since, names: [...(body ?? "").matchAll(/\bPlan `([0-9a-f]{12})`/g)].map(([, name = ""]) => name) };
      })
      .filter(({ names }) => names.length > 0),
  );
}
