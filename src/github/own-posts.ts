import { readMarker } from "../report/comment/comment.ts";

/** The name under which a job's own token writes. */
export const jobLogin = "github-actions[bot]";

/** What GitHub lists of comments and issues, as far as ours are known by it. */
export type Listed = {
  readonly body?: string | null | undefined;
  readonly user: { readonly login: string; readonly type: string } | null;
};

/** Those of this key that `login` wrote. The marker alone could be anybody's. */
export function ownPosts<Post extends Listed>(
  posts: readonly Post[],
  key: string,
  login: string,
): readonly (Post & { readonly hash: string; readonly badness: number })[] {
  return posts.flatMap((post) => {
    const marker = readMarker(post.body ?? "");
    // Only apps have names that end in [bot]: the whole name is enough.
    if (post.user?.login !== login || marker === null || marker.key !== key) return [];
    return [{ ...post, hash: marker.hash, badness: marker.badness }];
  });
}

/** Ours could be among those that do not say whose they are, and would be written a second time. */
export function refuseHalfLists(posts: readonly Partial<Listed>[], what: string): void {
  if (posts.some((post) => post?.body === undefined || post.user === undefined))
    throw new Error(`the list of ${what} is not whole`);
}

/** What stands there, but for times and numbers of runs: people who may write can edit a text and leave its first line as it was. */
export function wordsOf(body: string): string {
  return body.replaceAll("\r\n", "\n").replaceAll(/\d+/g, "0").trim();
}
