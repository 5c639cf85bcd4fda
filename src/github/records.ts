import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answer, ask, type Failed, type Github, listIn } from "./api.ts";

/** What a run of the default branch kept. */
export type KeptFile = { readonly text: string; readonly runUrl: string };

export type FoundFile =
  | { readonly outcome: "found"; readonly file: KeptFile }
  /** `refused`: artifacts of that name that did not come from a run of the default branch. */
  | { readonly outcome: "none"; readonly refused: number }
  | { readonly outcome: "failed"; readonly answer: Failed };

export type RecordRequest = {
  /** Names of artifacts: whichever of them is the newest counts. */
  readonly names: readonly string[];
  /** Name of the file in it. */
  readonly file: string;
  readonly repositoryId: number;
  readonly defaultBranch: string;
  readonly token: string;
};

/** Whoever may push a branch, or open a pull request, can run workflows that keep artifacts of any name: these events run the default branch's own. */
const ownEvents: ReadonlySet<string> = new Set(["push", "schedule", "workflow_dispatch"]);

/** Artifacts of one name that are looked at, the newest first. */
const atMost = 300;

/**
 * The newest artifact of these names that a run of the default branch's own workflow kept: of this repository, started by one of its own
 * events, from a commit that is part of the default branch. Needs `actions: read` and `contents: read`.
 */
export async function findKept(github: Github, request: RecordRequest): Promise<FoundFile> {
  const listed = await listNewest(github, request.names);
  if (listed.outcome === "failed") return { outcome: "failed", answer: listed };
  let refused = 0;
  for (const artifact of listed.data) {
    if (!mayBeOurs(artifact, request)) {
      refused += 1;
      continue;
    }
    const run = await judgeRun(github, artifact.runId, request);
    if (run.outcome === "failed") return { outcome: "failed", answer: run };
    if (run.data === null) {
      refused += 1;
      continue;
    }
    const text = await download(github, artifact, request);
    if (text.outcome === "failed") return { outcome: "failed", answer: text };
    return { outcome: "found", file: { text: text.data, runUrl: run.data } };
  }
  return { outcome: "none", refused };
}

type Listed = {
  readonly id: number;
  readonly runId: number;
  readonly repositoryId: number | undefined;
  readonly headRepositoryId: number | undefined;
  readonly headBranch: string | null | undefined;
};

async function listNewest({ octokit, owner, repo }: Github, names: readonly string[]): Promise<Answer<readonly Listed[]>> {
  return ask(async () => {
    const found = [];
    for (const name of names) {
      for (let page = 1; page <= atMost / 100; page++) {
        const { data } = await octokit.rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: 100, page });
        const artifacts = listIn(data.artifacts, "list of artifacts");
        found.push(...artifacts);
        if (artifacts.length < 100) break;
      }
    }
    return found
      .filter((artifact) => artifact.expired === false && names.includes(artifact.name))
      .toSorted((a, b) => (a.created_at ?? "").localeCompare(b.created_at ?? "") || a.id - b.id)
      .toReversed()
      .flatMap(({ id, workflow_run: run }) =>
        typeof run?.id === "number"
          ? [
              {
                id,
                runId: run.id,
                repositoryId: run.repository_id,
                headRepositoryId: run.head_repository_id,
                headBranch: run.head_branch,
              },
            ]
          : [],
      );
  });
}

function mayBeOurs({ repositoryId, headRepositoryId, headBranch }: Listed, request: RecordRequest): boolean {
  return (
    repositoryId === request.repositoryId && headRepositoryId === request.repositoryId && headBranch === request.defaultBranch
  );
}

/** The page of the run, or null where it is none of the default branch's own. A tag may be called like the branch, so the commit is looked at too. */
async function judgeRun(
  { octokit, owner, repo }: Github,
  runId: number,
  { repositoryId, defaultBranch }: RecordRequest,
): Promise<Answer<string | null>> {
  return ask(async () => {
    const { data: run } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
    const own =
      run.repository?.id === repositoryId &&
      run.head_repository?.id === repositoryId &&
      run.head_branch === defaultBranch &&
      ownEvents.has(run.event) &&
      /^\.github\/workflows\/[^/@]+$/.test(run.path);
    if (!own || !/^[0-9a-f]{40,64}$/.test(run.head_sha)) return null;
    const basehead = `${defaultBranch}...${run.head_sha}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
    return data.status === "identical" || data.status === "behind" ? run.html_url : null;
  });
}

async function download(github: Github, { id, runId }: Listed, { file, token }: RecordRequest): Promise<Answer<string>> {
  return ask(async () => {
    const { DefaultArtifactClient } = await import("@actions/artifact");
    const path = await mkdtemp(join(tmpdir(), "schemagate-record-"));
    const findBy = { token, workflowRunId: runId, repositoryOwner: github.owner, repositoryName: github.repo };
    await new DefaultArtifactClient().downloadArtifact(id, { path, findBy });
    return readFile(join(path, file), "utf8");
  });
}
