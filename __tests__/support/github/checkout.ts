import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Github } from "../github-server.ts";
import { runGit } from "./git-repository.ts";

export type Checkout = {
  /** Where the workflow runs: what is checked out unless `ref` says otherwise. */
  readonly event: { readonly sha: string; readonly ref: string };
  /** Input of the step: a branch, a ref or a commit; null for the event's. */
  readonly ref: string | null;
  /** 0: everything. */
  readonly depth: number;
  /** Below the workspace. */
  readonly path: string;
};

/** What actions/checkout leaves with `persist-credentials: false`: one shallow commit, and a remote that needs a password. */
export async function checkout(github: Github, workspace: string, { event, ref, depth, path }: Checkout): Promise<void> {
  const folder = join(workspace, path);
  const [sha, name] = ref === null ? [event.sha, event.ref] : await find(github, ref);
  await rm(join(folder, ".git"), { recursive: true, force: true });
  await runGit(workspace, ["init", "--quiet", folder]);
  const git = (...args: readonly string[]) => runGit(folder, args);
  const branch = name?.startsWith("refs/heads/") === true ? name.slice("refs/heads/".length) : null;
  const tracked =
    branch !== null
      ? `refs/remotes/origin/${branch}`
      : name?.startsWith("refs/pull/") === true
        ? `refs/remotes/${name.slice(5)}`
        : null;
  const refspecs = [
    ...(depth === 0 ? ["+refs/heads/*:refs/remotes/origin/*"] : []),
    tracked === null ? sha : `+${sha}:${tracked}`,
  ];
  const shallow = depth === 0 ? [] : [`--depth=${depth}`];
  await git("fetch", "--quiet", "--no-tags", ...shallow, `file://${github.git.folder}`, ...refspecs);
  await git("remote", "add", "origin", `${github.url}/${github.repository}`);
  await git("checkout", "--quiet", "--force", ...(branch === null ? ["--detach", sha] : ["-B", branch, tracked ?? sha]));
  await git("clean", "-ffdx", "--quiet");
}

async function find(github: Github, ref: string): Promise<readonly [sha: string, name: string | null]> {
  for (const name of ref.startsWith("refs/") ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`]) {
    const sha = await github.git.resolve(name);
    if (sha !== null) return [sha, name];
  }
  const sha = /^[0-9a-f]{40}$/.test(ref) ? await github.git.resolve(ref) : null;
  if (sha === null) throw new Error(`A branch or tag with the name '${ref}' could not be found.`);
  return [sha, null];
}
