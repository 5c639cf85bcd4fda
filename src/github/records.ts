import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, type Failed, type Github, listIn } from "./api.ts";

/** What the file of an artifact is good for. `why`: in words. */
export type Read<Content> =
  | { readonly outcome: "fits"; readonly content: Content }
  | { readonly outcome: "unfit"; readonly why: string };

/** What a run of the default branch kept; `runUrl` is the page of that run. */
export type Found<Content> =
  | { readonly outcome: "found"; readonly content: Content; readonly runUrl: string }
  /** `refused`: artifacts of that name that did not come from a run of the default branch. `unfit`: why the newest that did was of no use. */
  | { readonly outcome: "none"; readonly refused: number; readonly unfit: string | null }
  | { readonly outcome: "failed"; readonly answer: Failed };

export type RecordRequest<Content> = Origin & {
  /** Names of artifacts: whichever of them is the newest counts. */
  readonly names: readonly string[];
  /** Name of the file in it. */
  readonly file: string;
  readonly token: string;
  /** What does not fit is passed over for the next newest. */
  read(text: string): Read<Content>;
};

type Origin = { readonly repositoryId: number; readonly defaultBranch: string };

/** Whoever may push a branch, or open a pull request, can run workflows that keep artifacts of any name: these events run the default branch's own. */
const ownEvents: ReadonlySet<string> = new Set(["push", "schedule", "workflow_dispatch"]);

/** A hundred artifacts each, of one name, the newest first. A branch can make many; only what the list itself tells apart costs nothing more. */
const pagesAtMost = 10;

/** Runs that are asked for, and files that are fetched. */
const runsAtMost = 50;

/**
 * The newest artifact of these names that fits and that a run of the default branch's own workflow kept: of this repository, started by
 * one of its own events, from a commit that is part of the default branch. Needs `actions: read` and `contents: read`.
 */
export async function findKept<Content>(github: Github, request: RecordRequest<Content>): Promise<Found<Content>> {
  const found = await ask(() => search(github, request));
  return found.outcome === "ok" ? found.data : { outcome: "failed", answer: found };
}

async function search<Content>(github: Github, request: RecordRequest<Content>): Promise<Found<Content>> {
  let [asked, refused] = [0, 0];
  let unfit: string | null = null;
  for await (const artifact of newestFirst(github, request.names)) {
    const mayBe = mayBeOurs(artifact, request);
    if (mayBe && asked === runsAtMost) break;
    if (mayBe) asked += 1;
    const runUrl = mayBe ? await ownRun(github, artifact.runId, request) : null;
    if (runUrl === null) {
      refused += 1;
      continue;
    }
    const read = request.read(await download(github, artifact, request));
    if (read.outcome === "fits") return { outcome: "found", content: read.content, runUrl };
    unfit ??= read.why;
  }
  return { outcome: "none", refused, unfit };
}

type Listed = {
  readonly id: number;
  readonly createdAt: string;
  readonly runId: number;
  readonly repositoryId: number | undefined;
  readonly headRepositoryId: number | undefined;
  readonly headBranch: string | null | undefined;
};

/** Those of all names, no further page than is asked for. */
async function* newestFirst(github: Github, names: readonly string[]): AsyncGenerator<Listed, void> {
  const lists = names.map((name) => listed(github, name));
  const heads = await Promise.all(lists.map((list) => list.next()));
  for (;;) {
    const present = heads.flatMap(({ done, value }, index) => (done === true || value === undefined ? [] : [{ index, value }]));
    const [newest] = present.toSorted((a, b) => byAge(a.value, b.value));
    const list = lists[newest?.index ?? -1];
    if (newest === undefined || list === undefined) return;
    yield newest.value;
    heads[newest.index] = await list.next();
  }
}

async function* listed({ octokit, owner, repo }: Github, name: string): AsyncGenerator<Listed, void> {
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const { data } = await octokit.rest.actions.listArtifactsForRepo({ owner, repo, name, per_page: 100, page });
    const artifacts = listIn(data.artifacts, "list of artifacts");
    yield* artifacts
      .filter((artifact) => artifact.expired === false && artifact.name === name)
      .flatMap(({ id, created_at: createdAt, workflow_run: run }) =>
        typeof run?.id === "number"
          ? [
              {
                id,
                createdAt: createdAt ?? "",
                runId: run.id,
                repositoryId: run.repository_id,
                headRepositoryId: run.head_repository_id,
                headBranch: run.head_branch,
              },
            ]
          : [],
      )
      .toSorted(byAge);
    if (artifacts.length < 100) return;
  }
}

function byAge(a: Listed, b: Listed): number {
  return b.createdAt.localeCompare(a.createdAt) || b.id - a.id;
}

function mayBeOurs({ repositoryId, headRepositoryId, headBranch }: Listed, origin: Origin): boolean {
  return repositoryId === origin.repositoryId && headRepositoryId === origin.repositoryId && headBranch === origin.defaultBranch;
}

/** A file of this repository; GitHub writes `@` and the branch behind it or does not. A workflow of another repository has its name before it. */
const ownWorkflow = /^\.github\/workflows\/[^/@]+(?:@.+)?$/;

/** The page of the run, or null where it is none of the default branch's own. A tag may be called like the branch, so the commit is looked at too. */
async function ownRun({ octokit, owner, repo }: Github, runId: number, origin: Origin): Promise<string | null> {
  const { repositoryId, defaultBranch } = origin;
  const { data: run } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
  const own =
    run.repository?.id === repositoryId &&
    run.head_repository?.id === repositoryId &&
    run.head_branch === defaultBranch &&
    ownEvents.has(run.event) &&
    ownWorkflow.test(run.path);
  if (!own || !/^[0-9a-f]{40,64}$/.test(run.head_sha)) return null;
  const basehead = `${defaultBranch}...${run.head_sha}`;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 1 });
  return data.status === "identical" || data.status === "behind" ? run.html_url : null;
}

type Wanted = { readonly file: string; readonly token: string };

async function download({ owner, repo }: Github, { id, runId }: Listed, { file, token }: Wanted): Promise<string> {
  const { DefaultArtifactClient } = await import("@actions/artifact");
  const path = await mkdtemp(join(tmpdir(), "schemagate-record-"));
  const findBy = { token, workflowRunId: runId, repositoryOwner: owner, repositoryName: repo };
  await new DefaultArtifactClient().downloadArtifact(id, { path, findBy });
  return readFile(join(path, file), "utf8");
}
