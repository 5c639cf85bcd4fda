import { isIgnoredName } from "./diff/ignore.ts";
import type { GitFacts } from "./git.ts";
import type { Inputs } from "./inputs.ts";
import { sha256 } from "./schema/fingerprint.ts";
import type { History, HistoryDiagnosis, Migration, SourceProject } from "./source/source.ts";

/**
 * The history rows against the files: the branch's own, and what the default branch has applied meanwhile. Problems that the
 * configuration accepts (`ignore:` names the migration) block nothing.
 */
export async function diagnoseHistory(
  project: SourceProject,
  history: History | null,
  git: GitFacts | null,
  { inputs, today }: { readonly inputs: Inputs; readonly today: string },
): Promise<HistoryDiagnosis> {
  const diagnosis = project.diagnose(history, await fromDefaultBranch(project, history, git));
  const problems = diagnosis.problems.map((problem) =>
    problem.kind !== "failed" && isIgnoredName(`migration ${problem.migration}`, inputs.config.ignore, today)
      ? { ...problem, blocks: false }
      : problem,
  );
  return { ...diagnosis, problems };
}

/** Applied, absent from this branch, and there on the default branch: the branch is behind, the database is right. */
async function fromDefaultBranch(
  project: SourceProject,
  history: History | null,
  git: GitFacts | null,
): Promise<readonly Migration[]> {
  if (git === null || !git.base.available) return [];
  const own = new Set(project.migrations.map(({ id }) => id));
  const found: Migration[] = [];
  for (const id of new Set((history?.rows ?? []).map(({ migration }) => migration))) {
    const path = own.has(id) ? null : project.pathOf(id);
    const sql = path === null ? null : await git.readFromBase(path);
    // Deleted here is not the same as not here yet.
    if (path === null || sql === null || (await git.deletedAmong([path])).has(path)) continue;
    found.push({ id, parents: [], path, checksum: sha256(sql), sql, opaque: null });
  }
  return found;
}
