import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Answer, ask, listIn } from "../github/api.ts";
import { downloadFolder } from "../github/artifacts.ts";
import type { Plan } from "../plan/plan.ts";
import { readPlan } from "../plan/read-plan.ts";
import type { Blocked } from "../plan/verdict.ts";
import type { ActionRun } from "./door.ts";
import type { Asker } from "./judged.ts";

const blocked = (reason: Blocked["reason"], message: string, hint: string): Blocked => ({ reason, object: null, message, hint });

export type PlanRequest = {
  /** Names of files: the first that is there counts. */
  readonly files: readonly string[];
  /** What it is called when there is none. */
  readonly missing: Blocked["reason"];
};

/** The plan in an artifact of this run, by the id in the input `plan`. */
export async function fetchPlan({ door, folder }: ActionRun, { files, missing }: PlanRequest): Promise<Plan | Blocked> {
  const id = Number(door.input("plan"));
  if (!Number.isInteger(id) || id <= 0)
    return blocked(
      "invalid-input",
      "The input plan is not the id of an artifact.",
      "Give it the output plan of an earlier job of the same run.",
    );
  // Beside the log, not in it: the plan has an artifact of its own.
  const into = `${folder}-fetched`;
  const fetched = await downloadFolder(id, into);
  if (fetched.outcome === "failed")
    return blocked(
      missing,
      `The artifact ${id} could not be fetched: ${fetched.message}`,
      "It has to be one of this run: give the input plan the output plan of an earlier job of the same run.",
    );
  for (const file of files) {
    const text = await readFile(join(into, "artifacts", file), "utf8").catch(() => null);
    if (text === null) continue;
    const read = readPlan(text);
    return read.outcome === "read" ? read.plan : blocked(read.reason, read.message, read.hint);
  }
  return blocked(missing, "The artifact holds no plan.", "Start a new run, and use the plan that it makes.");
}

/** How many plans this run has kept for an environment: one click approves all of them. Needs `actions: read`. */
export async function countPlans(
  { facts, github }: Pick<Asker, "facts" | "github">,
  environment: string,
): Promise<Answer<number>> {
  const { octokit, owner, repo } = github;
  const own = `schemagate-plan-${environment.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}`;
  return ask(async () => {
    const request = { owner, repo, run_id: facts.runId, per_page: 100 };
    const names = new Set<string>();
    for (let page = 1; ; page++) {
      const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({ ...request, page });
      const artifacts = listIn(data.artifacts, "list of artifacts");
      for (const { name } of artifacts) if (name === own || name.startsWith(`${own}-`)) names.add(name);
      if (artifacts.length < request.per_page) break;
    }
    if (names.size === 0) throw new Error(`the list of artifacts holds no ${own}`);
    return names.size;
  });
}
