import { readRegularFile } from "./files.ts";
import type { GitFacts } from "./git.ts";
import type { SourceProject } from "./source/source.ts";

/** What of the source of truth differs from the base. */
export type SourceChange = {
  /** Paths relative to the working directory, also of files that are gone. */
  readonly files: ReadonlySet<string>;
  /** Schema or migrations may lie elsewhere now. */
  readonly moved: boolean;
};

const limit = 50_000_000;

/** Compares everything that may belong to the source, on either side: what is gone, or lies elsewhere, is a change too. Null without a base. */
export async function sourceChange(
  project: SourceProject,
  git: GitFacts | null,
  workingDirectory: string,
): Promise<SourceChange | null> {
  if (git === null || !git.base.available) return null;
  const there = [...git.base.files].filter((path) => project.mayBelong(path));
  const candidates = new Set([
    ...there,
    ...project.files.map(({ path }) => path),
    ...(await newSettings(project, git, workingDirectory)),
  ]);
  const files = new Set<string>();
  let moved = false;
  for (const path of await git.changedAmong([...candidates])) {
    if (!project.mayLocate(path)) {
      files.add(path);
      continue;
    }
    const after = await readRegularFile(workingDirectory, path, limit);
    if (!project.locatesAnew(path, await git.readFromBase(path), after?.toString("utf8") ?? null)) continue;
    files.add(path);
    moved = true;
  }
  return { files, moved };
}

/** Settings that the base does not have. */
async function newSettings(project: SourceProject, git: GitFacts, workingDirectory: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of project.settings) {
    if (git.base.available && git.base.files.has(path)) continue;
    if ((await readRegularFile(workingDirectory, path, limit)) !== null) found.push(path);
  }
  return found;
}
