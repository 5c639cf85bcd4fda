import { parseConfig } from "../config-format.ts";
import { UserError } from "../errors.ts";
import type { GitFacts } from "../git.ts";
import type { Inputs } from "../inputs.ts";
import { relaxations } from "../policy.ts";
import type { Tools } from "../tools.ts";

/** What a pull request changes in the rules by which it is judged, planned and applied. */
export type RuleChange = {
  /** Configuration and workflows, relative to the repository. */
  readonly files: readonly string[];
  /** What becomes easier, one phrase each; empty: nothing that is known. */
  readonly relaxes: readonly string[];
};

/** Null where everything is what it was. What can't be compared counts as changed, and all that it allows as new. */
export async function ruleChange(workspace: string, inputs: Inputs, tools: Tools): Promise<RuleChange | null> {
  const path = inputs.config.path ?? ".github/schemagate.yml";
  const environment = inputs.environment ?? "";
  const git = await tools.readGit(workspace);
  if (git === null || !git.base.available) {
    const relaxes = relaxations(null, inputs.config, environment);
    return relaxes.length === 0
      ? null
      : {
          files: [path],
          relaxes: ["it can't be compared with what was there before, so all that it allows is named", ...relaxes],
        };
  }
  const wasThere = git.base.files.has(path);
  const isThere = inputs.config.path !== null;
  const changed = await git.changedAmong([...(wasThere || isThere ? [path] : []), ...(await workflowsOf(git))]);
  if (changed.size === 0) return null;
  const before = changed.has(path) && wasThere ? await readBefore(git, path) : null;
  return { files: [...changed].sort(), relaxes: changed.has(path) ? relaxations(before, inputs.config, environment) : [] };
}

/** Those of the base that run this action: new ones can't have been relied on. */
async function workflowsOf(git: GitFacts): Promise<readonly string[]> {
  const all = git.base.available ? [...git.base.files].filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) : [];
  const changed = await git.changedAmong(all);
  const own: string[] = [];
  for (const path of changed) if ((await git.readFromBase(path))?.includes("schemagate") !== false) own.push(path);
  return own;
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
