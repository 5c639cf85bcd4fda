import { join, relative } from "node:path";
import { parseConfig } from "../config-format.ts";
import { UserError } from "../errors.ts";
import type { GitFacts } from "../git.ts";
import { baseOfMerge, gitFactsOf } from "../github/pull-requests.ts";
import type { Inputs } from "../inputs.ts";
import { openMigrations } from "../migrations-target.ts";
import { type Preflight, preflight } from "../pipeline.ts";
import { relaxations } from "../policy.ts";
import { changesSource } from "../provenance.ts";
import { openSource } from "../source/open-source.ts";
import { openTarget } from "../target.ts";
import { writePreflight } from "../task-log.ts";
import type { Tools } from "../tools.ts";
import { type ActionRun, taskOf } from "./door.ts";
import { type FoundRecord, fetchRecord } from "./records.ts";
import { isProposed } from "./run-facts.ts";

/** What a run saw of one target. */
export type Look = {
  readonly inputs: Inputs;
  readonly configuration: ConfigurationChange | null;
} /** `why`: the database could not be looked at, in words for whoever opened the pull request; null where it was, or its record. */ & (
  | { readonly outcome: "compared"; readonly found: Preflight; readonly why: string | null }
  /** The pull request changes nothing that the schema is made of: nothing was opened. */
  | { readonly outcome: "unconcerned" }
  /** For a reason that is not the pull request's: in words for whoever opened it. */
  | { readonly outcome: "not-compared"; readonly why: string }
);

/** What a pull request changes in the rules by which it is judged. */
export type ConfigurationChange = {
  readonly path: string;
  /** Phrases; empty: nothing becomes easier. */
  readonly relaxes: readonly string[];
};

/** Looks at one target, and writes 00, 01, 02 into `folder`. */
export async function lookAt(run: ActionRun, inputs: Inputs, folder: string): Promise<Look> {
  const tools = toolsFor(run);
  const proposed = isProposed(run.facts);
  const configuration = proposed ? await configurationChange(run, inputs, tools) : null;
  const seen = { inputs, configuration };
  if (proposed && configuration === null && (await isUnconcerned(run, inputs, tools))) return { ...seen, outcome: "unconcerned" };
  const way = await wayToLive(run, inputs);
  const found =
    way.outcome === "found"
      ? await preflight(inputs, taskOf(run), tools, way.open)
      : await withoutDatabase(inputs, taskOf(run), tools);
  const why = way.outcome === "none" ? way.why : null;
  if (found === null) return { ...seen, outcome: "not-compared", why: why ?? "" };
  await writePreflight(folder, found, run.templates, run.redact, (path) => path);
  return { ...seen, outcome: "compared", found, why };
}

/** The best that can be said without the database; null where that is nothing. */
async function withoutDatabase(inputs: Inputs, task: string, tools: Tools): Promise<Preflight | null> {
  try {
    return await preflight(inputs, task, tools, openMigrations);
  } catch (error) {
    if (error instanceof UserError && error.reason === "history-missing") return null;
    throw error;
  }
}

/** Forks, Dependabot, and a secret that is not set: nothing can be compared, and that is nobody's fault who opened this. */
async function wayToLive(run: ActionRun, inputs: Inputs): Promise<FoundRecord> {
  if (inputs.url !== null) return { outcome: "found", open: openTarget };
  if (run.door.input("live") === "recorded") return fetchRecord(run, inputs);
  const why =
    run.facts.pullRequest?.outside === true
      ? "GitHub gives no secrets to pull requests from forks and from Dependabot."
      : "The input url is empty: the secret it names is not set here, or belongs to an environment that this job does not name.";
  return { outcome: "none", why: `No credential here. ${why} live: recorded needs none.` };
}

/** Neither schema nor migrations nor the workflow itself: then there is nothing to find out, and nobody waits for it. */
async function isUnconcerned({ facts, workspace }: ActionRun, inputs: Inputs, tools: Tools): Promise<boolean> {
  const project = await openSource(inputs, { required: true });
  const git = await tools.readGit(inputs.workingDirectory);
  const changed = (await git?.changedAmong(project.files.map(({ path }) => path))) ?? new Set<string>();
  if (changesSource(git, project, changed) !== false) return false;
  const root = await tools.readGit(workspace);
  return (await root?.changedAmong([facts.workflow]))?.size === 0;
}

/** Null where the configuration is what it was. What it allows, apply allows, once this is merged: whoever reviews has to know. */
async function configurationChange({ workspace }: ActionRun, inputs: Inputs, tools: Tools): Promise<ConfigurationChange | null> {
  const path = inputs.config.path ?? ".github/schemagate.yml";
  const git = await tools.readGit(workspace);
  if (git === null || !git.base.available) return null;
  const wasThere = git.base.files.has(path);
  if (inputs.config.path === null && !wasThere) return null;
  if (wasThere && !(await git.changedAmong([path])).has(path)) return null;
  const before = wasThere ? await readBefore(git, path) : null;
  return { path, relaxes: relaxations(before, inputs.config, inputs.environment ?? "") };
}

/** What could not be read counts as strict: then everything that is allowed now is named. */
async function readBefore(git: GitFacts, path: string): Promise<ReturnType<typeof parseConfig> | null> {
  const text = await git.readFromBase(path);
  if (text === null) return null;
  try {
    return parseConfig(path, text);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** What is proposed is compared with its base; where the checkout has no history, GitHub tells. Each folder is asked for once. */
function toolsFor({ facts, github, tools, workspace }: ActionRun): Tools {
  const { pullRequest, mergeGroupBase } = facts;
  const known = new Map<string, ReturnType<Tools["readGit"]>>();
  const readGit: Tools["readGit"] = async (path) => {
    const local = await tools.readGit(path);
    if (local?.base.available === true && mergeGroupBase === null) return local;
    const prefix = relative(workspace, path).replaceAll("\\", "/");
    const sha = mergeGroupBase ?? (pullRequest === null ? null : ((await baseOfMerge(github, facts.sha)) ?? pullRequest.baseSha));
    if (sha === null) return local;
    const base = { sha, name: facts.defaultBranch ?? "the base branch" };
    const folder = { path, prefix: prefix === "" ? "" : `${prefix}/` };
    return (await gitFactsOf(github, base, local, folder)) ?? local;
  };
  return {
    ...tools,
    readGit(path) {
      const asked = known.get(path) ?? readGit(path);
      known.set(path, asked);
      return asked;
    },
  };
}

/** Where the reports of one of several targets go. */
export function folderOf(run: ActionRun, { target }: Inputs, several: readonly unknown[]): string {
  return several.length > 1 && target !== null ? join(run.folder, target.replaceAll(/[^A-Za-z0-9_.-]/g, "_")) : run.folder;
}
