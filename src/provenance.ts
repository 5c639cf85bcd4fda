import type { Origin } from "./diff/drift.ts";
import type { GitFacts } from "./git.ts";

/** Whose a file is: the default branch's if it has it as it is here. */
export function originOfFile(git: GitFacts | null, path: string, changed: ReadonlySet<string>): Origin {
  if (git === null || !git.base.available) return null;
  return git.base.files.has(path) && !changed.has(path) ? "default-branch" : "this-pull-request";
}

/** Whose a change of one of these files is; `changed` are those that this branch changed. */
export function originOfChange(git: GitFacts | null, paths: readonly string[], changed: ReadonlySet<string>): Origin {
  if (git === null || !git.base.available) return null;
  return paths.some((path) => changed.has(path)) ? "this-pull-request" : "default-branch";
}
