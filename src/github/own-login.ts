import { ask, type Github, type Octokit } from "./api.ts";
import { jobLogin } from "./own-posts.ts";

const known = new WeakMap<Octokit, Promise<string>>();

/**
 * Under which name this token writes, spelled as REST spells it; asked once. GraphQL is the only way that tokens of jobs, of apps and of
 * people have in common. Where GitHub does not say, it is taken for a job's own.
 */
export function ownLogin({ octokit }: Github): Promise<string> {
  const asked = known.get(octokit) ?? readLogin(octokit);
  known.set(octokit, asked);
  return asked;
}

type Viewer = { readonly viewer?: { readonly id?: unknown; readonly login?: unknown } | null };

async function readLogin(octokit: Octokit): Promise<string> {
  const answer = await ask(async () => (await octokit.graphql<Viewer | null>("query { viewer { id login } }"))?.viewer);
  if (answer.outcome === "failed" || typeof answer.data?.login !== "string" || answer.data.login === "") return jobLogin;
  const { id, login } = answer.data;
  return isBot(id) && !login.endsWith("[bot]") ? `${login}[bot]` : login;
}

/** REST ends the name of an app with `[bot]`, GraphQL does not always; the id tells, in both of its spellings (`BOT_…`, base64 of `03:Bot…`). */
function isBot(id: unknown): boolean {
  return typeof id === "string" && /^(?:BOT_|MDM6Qm90)/.test(id);
}
