import type { Origin } from "./diff/drift.ts";
import type { GitFacts } from "./git.ts";
import type { SourceProject } from "./source/source.ts";

/** Whether this branch changed anything that the schema is made of; null where there is no base to compare with. */
export function changesSource(
  git: GitFacts | null,
  { files, migrationsFolder: folder }: Pick<SourceProject, "files" | "migrationsFolder">,
  changedFiles: ReadonlySet<string>,
): boolean | null {
  if (changedFiles.size > 0) return true;
  if (git === null || !git.base.available) return null;
  const here = new Set(files.map(({ path }) => path));
  return (
    folder !== null &&
    [...git.base.files].some((path) => path.startsWith(`${folder}/`) && path.endsWith(".sql") && !here.has(path))
  );
}

/** Whose a file is: the default branch's if it has it. */
export function originOfFile(git: GitFacts | null, path: string): Origin {
  if (git === null || !git.base.available) return null;
  return git.base.files.has(path) ? "default-branch" : "this-pull-request";
}

/** Whose a change of one of these files is; `changed` are those that this branch changed. */
export function originOfChange(git: GitFacts | null, paths: readonly string[], changed: ReadonlySet<string>): Origin {
  if (git === null || !git.base.available) return null;
  return paths.some((path) => changed.has(path)) ? "this-pull-request" : "default-branch";
}
