import { join, relative } from "node:path";
import { sourceChange } from "../concern.ts";
import { UserError } from "../errors.ts";
import { baseOfMerge, gitFactsOf } from "../github/pull-requests.ts";
import type { Inputs } from "../inputs.ts";
import { openMigrations } from "../migrations-target.ts";
import { type Preflight, preflight } from "../pipeline.ts";
import { openSource } from "../source/open-source.ts";
import { openTarget } from "../target.ts";
import { writePreflight } from "../task-log.ts";
import type { Tools } from "../tools.ts";
import { type ActionRun, taskOf } from "./door.ts";
import { folderName } from "./names.ts";
import { type FoundRecord, fetchRecord } from "./records.ts";
import { type RuleChange, ruleChange } from "./rule-change.ts";
import { isProposed } from "./run-facts.ts";

/** What a run saw of one target. */
export type Look = {
  readonly inputs: Inputs;
  readonly rules: RuleChange | null;
} /** `why`: the database could not be looked at, in words for whoever opened the pull request; null where it was, or its record. */ & (
  | { readonly outcome: "compared"; readonly found: Preflight; readonly why: string | null }
  /** The pull request changes nothing that the schema is made of: nothing was opened. */
  | { readonly outcome: "unconcerned" }
  /** For a reason that is not the pull request's: in words for whoever opened it. */
  | { readonly outcome: "not-compared"; readonly why: string }
);

/** Looks at one target, and writes 00, 01, 02 into `folder`. */
export async function lookAt(run: ActionRun, inputs: Inputs, folder: string): Promise<Look> {
  const tools = toolsFor(run);
  const proposed = isProposed(run.facts);
  const rules = proposed ? await ruleChange(run.workspace, inputs, tools) : null;
  const seen = { inputs, rules };
  if (proposed && rules === null && (await isUnconcerned(inputs, tools))) return { ...seen, outcome: "unconcerned" };
  const way = await wayToLive(run, inputs);
  const found = await compare(run, inputs, tools, way);
  if ("why" in found) return { ...seen, outcome: "not-compared", why: found.why };
  await writePreflight(folder, found, run.templates, run.redact, (path) => path);
  return { ...seen, outcome: "compared", found, why: way.outcome === "none" ? way.why : null };
}

async function compare(
  run: ActionRun,
  inputs: Inputs,
  tools: Tools,
  way: FoundRecord,
): Promise<Preflight | { readonly why: string }> {
  if (way.outcome === "found") return preflight(inputs, taskOf(run), tools, way.open);
  const found = await withoutDatabase(inputs, taskOf(run), tools);
  return "why" in found ? { why: `${way.why} ${found.why}` } : found;
}

/** The best that can be said without the database, or why that is nothing. */
async function withoutDatabase(inputs: Inputs, task: string, tools: Tools): Promise<Preflight | { readonly why: string }> {
  try {
    return await preflight(inputs, task, tools, openMigrations);
  } catch (error) {
    if (error instanceof UserError && error.reason === "history-missing") return { why: error.message };
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

/** Neither schema nor migrations, nor what says where they lie: then there is nothing to find out, and nobody waits for it. */
async function isUnconcerned(inputs: Inputs, tools: Tools): Promise<boolean> {
  const project = await openSource(inputs, { required: true });
  const changed = await sourceChange(project, await tools.readGit(inputs.workingDirectory), inputs.workingDirectory);
  return changed !== null && changed.files.size === 0 && !changed.moved;
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
  return several.length > 1 && target !== null ? join(run.folder, folderName(target)) : run.folder;
}
