import { readConfig } from "../config.ts";
import { UserError } from "../errors.ts";
import type { Inputs } from "../inputs.ts";
import { inputs as inputSpecs } from "./action-inputs.ts";
import type { ActionRun, Door } from "./door.ts";
import { isProposed } from "./run-facts.ts";

/**
 * The inputs of each target of this run, in the order of their names. Without the input environment each of them belongs to its own, as
 * the configuration says. On a branch exactly one: an approval is for one plan.
 */
export async function inputsOfTargets(run: ActionRun): Promise<readonly Inputs[]> {
  const { door, facts } = run;
  const live = door.input("live");
  if (live !== "database" && live !== "recorded")
    throw new UserError("invalid-input", `The input live can't be "${live}".`, "It is database or recorded.");
  if (live === "recorded" && !isProposed(facts))
    throw new UserError(
      "invalid-input",
      "live: recorded is for pull requests and merge queues only.",
      "A plan that somebody approves is made by looking at the database itself: leave live out, and give the input url.",
    );
  if (live === "recorded" && door.input("url") !== "")
    throw new UserError(
      "invalid-input",
      "With live: recorded nothing is connected, and still this job holds a credential.",
      "Leave the input url out.",
    );
  const names = await targetNames(run);
  if (!isProposed(facts)) return [await run.readInputs()];
  const urls = urlsByTarget(door.input("url"), names);
  const inputs: Inputs[] = [];
  const environments = await environmentsOf(run, names);
  for (const target of names) inputs.push(await run.readInputs({ target, environment: environments(target), url: urls(target) }));
  return inputs;
}

async function targetNames(run: ActionRun): Promise<readonly (string | null)[]> {
  const { door, facts } = run;
  const text = door.input("target").trim();
  if (text === "") return [null];
  const named = text === "all" ? await configuredTargets(run) : split(text);
  const names = [...new Set(named)].sort();
  if (names.length <= 1 || isProposed(facts)) return names;
  throw new UserError(
    "invalid-input",
    `A plan is for one target, and this run names ${names.length}.`,
    "Give each target a workflow and an environment of its own, as schemagate init writes them.",
  );
}

function split(text: string): readonly string[] {
  return text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
}

/** Those of this environment, and those that belong to none; without the input environment all. */
async function configuredTargets({ door, workspace }: ActionRun): Promise<readonly string[]> {
  const environment = door.input("environment");
  const { targets } = await configOf(door, workspace);
  const names = Object.entries(targets).flatMap(([name, target]) =>
    environment === "" || target.environment === null || target.environment === environment ? [name] : [],
  );
  if (names.length > 0) return names;
  throw new UserError(
    "invalid-input",
    `target: all finds no target${environment === "" ? "" : ` for the environment "${environment}"`} in ${door.input("config")}.`,
    "Write them under targets, with their working-directory and environment.",
  );
}

async function environmentsOf(
  { door, workspace }: ActionRun,
  names: readonly (string | null)[],
): Promise<(target: string | null) => string | null> {
  if (door.input("environment") !== "" || names.includes(null)) return () => null;
  const { targets } = await configOf(door, workspace);
  return (target) => targets[target ?? ""]?.environment ?? null;
}

function configOf(door: Door, workspace: string): ReturnType<typeof readConfig> {
  const path = door.input("config");
  return readConfig(workspace, path === inputSpecs.config.default ? null : path);
}

/** One URL, or with several targets a line `name=URL` for each. Null for what is empty: secrets that forks don't get. */
function urlsByTarget(text: string, names: readonly (string | null)[]): (target: string | null) => string | null {
  const present = (url: string) => (url.trim() === "" ? null : url.trim());
  if (names.length <= 1) return () => present(text);
  const lines = new Map(text.split("\n").flatMap(lineOf));
  const missing = names.filter((name) => name !== null && !lines.has(name));
  if (missing.length > 0 && text.trim() !== "")
    throw new UserError(
      "invalid-input",
      `The input url has no line for ${missing.join(", ")}.`,
      "With several targets it has a line NAME=URL for each.",
    );
  return (target) => present(lines.get(target ?? "") ?? "");
}

/** `shop=postgresql://…`. What stands before the = of a parameter in a URL is no name, and what stands behind it no secret. */
function lineOf(line: string): readonly (readonly [name: string, url: string])[] {
  const [, name, url] = /^([^:/?=]+)=(.*)$/s.exec(line) ?? [];
  return name === undefined || url === undefined ? [] : [[name.trim(), url]];
}

/** Everything in the input that may be a URL, so that it can be masked: the whole, each line, and each line without a name. */
export function urlsIn(text: string): readonly string[] {
  const lines = text.split("\n");
  return [...new Set([text, ...lines, ...lines.flatMap((line) => lineOf(line).map(([, url]) => url))])].map((url) => url.trim());
}
