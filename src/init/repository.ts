import { realpath } from "node:fs/promises";
import { relative, sep } from "node:path";
import { UserError } from "../errors.ts";
import { type Git, gitIn } from "../git.ts";

/** What git says about the place where the files will lie. Nothing of the repository is executed. */
export type Repository = {
  /** Absolute. */
  readonly root: string;
  /** Of the folder that was asked about, relative to the root, with `/`; `.` for the root. */
  readonly folder: string;
  readonly defaultBranch: { readonly name: string; readonly from: string };
  /** `acme/shop`; null where `origin` is not on github.com. */
  readonly github: string | null;
  /** Files below the folder that are tracked or not ignored, relative to it. */
  readonly files: readonly string[];
};

/** Throws UserError where there is no repository. */
export async function readRepository(folder: string, searchPath: string | undefined): Promise<Repository> {
  const git = gitIn(folder, searchPath);
  const root = await git("rev-parse", "--show-toplevel");
  if (root === null)
    throw new UserError(
      "invalid-input",
      `${folder} is in no git repository, or there is no git on this machine.`,
      "Start it in a checkout of the repository; for a new one, run `git init` first.",
    );
  const files = await git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
  if (files === null)
    throw new UserError(
      "invalid-input",
      `git can't list the files of ${folder}.`,
      "Run `git status` there and mend what it says.",
    );
  const top = root.replace(/\n$/, "");
  const way = relative(await realpath(top), await realpath(folder));
  return {
    root: top,
    folder: way === "" ? "." : way.split(sep).join("/"),
    defaultBranch: await defaultBranchOf(git),
    github: githubOf(await git("config", "--get", "remote.origin.url")),
    files: [...new Set(files.split("\0").filter((path) => path !== ""))],
  };
}

async function defaultBranchOf(git: Git): Promise<Repository["defaultBranch"]> {
  const remote = await git("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  if (remote !== null) return { name: remote.trim().replace(/^origin\//, ""), from: "origin/HEAD" };
  for (const name of ["main", "master"]) {
    for (const place of ["remotes/origin", "heads"]) {
      const ref = `refs/${place}/${name}`;
      if ((await git("show-ref", "--verify", "--quiet", ref)) !== null) return { name, from: ref };
    }
  }
  const current = await git("symbolic-ref", "--quiet", "--short", "HEAD");
  return current === null ? { name: "main", from: "nothing: it is only the usual name" } : { name: current.trim(), from: "HEAD" };
}

/** Whatever else stands in the URL, a token for example, is left out. */
function githubOf(url: string | null): string | null {
  const [, owner, name] =
    /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/git@|git@)github\.com[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?\s*$/.exec(url ?? "") ?? [];
  return owner === undefined || name === undefined ? null : `${owner}/${name}`;
}
