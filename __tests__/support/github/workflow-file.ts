/** A workflow file: its parts as far as they are executed here, whether an event starts it, and what in it names nothing. */
import { matchesGlob } from "node:path";
import type { Github } from "../github-server.ts";
import type { GithubEvent } from "./events.ts";
import type { Permissions } from "./state.ts";

export type Template = string | number | boolean | null;

export type Step = {
  readonly id?: string;
  readonly name?: string;
  readonly if?: Template;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, Template>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, Template>>;
  readonly "continue-on-error"?: Template;
};

export type Job = {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: Template;
  readonly permissions?: PermissionsSetting;
  readonly environment?: string | { readonly name: string; readonly url?: string; readonly deployment?: boolean };
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, Template>>;
  readonly strategy?: { readonly matrix?: unknown };
  readonly steps?: readonly Step[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, Template>>;
  readonly secrets?: "inherit" | Readonly<Record<string, string>>;
};

type PermissionsSetting = "read-all" | "write-all" | Permissions | null;

type Input = { readonly default?: Template; readonly required?: boolean; readonly type?: string };
type Filter = Readonly<Record<string, unknown>> | null;

export type Workflow = {
  readonly name?: string;
  readonly on: string | readonly string[] | Readonly<Record<string, Filter | readonly { readonly cron: string }[]>>;
  readonly permissions?: PermissionsSetting;
  readonly env?: Readonly<Record<string, Template>>;
  readonly jobs: Readonly<Record<string, Job>>;
};

const scopes = ["actions", "checks", "contents", "deployments", "id-token", "issues", "pull-requests", "statuses"];

/** What a job's token may; a called workflow's never more than its caller's. */
export function permissionsOf(workflow: Workflow, job: Job, ceiling: Permissions | null): Permissions {
  const setting = job.permissions === undefined ? workflow.permissions : job.permissions;
  const asked = setting === undefined ? (ceiling ?? { contents: "read" }) : spelledOut(setting);
  if (ceiling === null) return asked;
  for (const [scope, access] of Object.entries(asked)) {
    const most = ceiling[scope] ?? "none";
    if (access !== "none" && most !== "write" && most !== access)
      throw new Error(`The called workflow asks for '${scope}: ${access}', but is only allowed '${scope}: ${most}'.`);
  }
  return asked;
}

function spelledOut(setting: PermissionsSetting): Permissions {
  if (setting === "read-all") return Object.fromEntries(scopes.map((scope) => [scope, "read"]));
  if (setting === "write-all") return Object.fromEntries(scopes.map((scope) => [scope, "write"]));
  return setting ?? {};
}

export function needsOf(job: Job): readonly string[] {
  return job.needs === undefined ? [] : typeof job.needs === "string" ? [job.needs] : job.needs;
}

function filters(workflow: Workflow): Readonly<Record<string, Filter | readonly { readonly cron: string }[]>> {
  if (typeof workflow.on === "string") return { [workflow.on]: null };
  if (Array.isArray(workflow.on)) return Object.fromEntries((workflow.on as readonly string[]).map((name) => [name, null]));
  return workflow.on as Readonly<Record<string, Filter>>;
}

export function inputsOf(workflow: Workflow, event: "workflow_dispatch" | "workflow_call"): Readonly<Record<string, Input>> {
  return ((filters(workflow)[event] as Filter)?.["inputs"] ?? {}) as Readonly<Record<string, Input>>;
}

export function outputsOfCall(workflow: Workflow): Readonly<Record<string, { readonly value: string }>> {
  return ((filters(workflow)["workflow_call"] as Filter)?.["outputs"] ?? {}) as Readonly<
    Record<string, { readonly value: string }>
  >;
}

/** The values of declared inputs; throws where GitHub would refuse. */
export function readInputs(
  declared: Readonly<Record<string, Input>>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Error(`Unexpected inputs provided: ${unknown.join(", ")}`);
  const missing = Object.entries(declared).filter(
    ([name, { required, default: otherwise }]) => required === true && otherwise === undefined && !(name in given),
  );
  if (missing.length > 0) throw new Error(`Required input '${missing[0]?.[0]}' not provided`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { default: otherwise, type }]) => [
      name,
      given[name] ?? otherwise ?? (type === "boolean" ? false : ""),
    ]),
  );
}

/** Null when the event starts the workflow, otherwise why it doesn't. */
export async function whyNotStarted(github: Github, workflow: Workflow, event: GithubEvent): Promise<string | null> {
  const on = filters(workflow);
  if (!(event.name in on)) return `It is not on ${event.name}.`;
  const filter = on[event.name] ?? null;
  if (event.name === "schedule") {
    const crons = (filter as readonly { readonly cron: string }[]).map(({ cron }) => cron);
    return crons.includes(String(event.payload["schedule"])) ? null : `No schedule is ${event.payload["schedule"]}.`;
  }
  const wanted = (filter ?? {}) as Readonly<Record<string, unknown>>;
  const types = list(wanted["types"]) ?? defaultTypes[event.name] ?? null;
  const action = event.payload["action"];
  if (types !== null && typeof action === "string" && !types.includes(action)) return `${action} is not among its types.`;
  const workflows = list(wanted["workflows"]);
  const source = event.payload["workflow_run"] as { readonly name: string; readonly head_branch: string } | undefined;
  if (workflows !== null && !workflows.includes(source?.name ?? "")) return `It does not follow ${source?.name}.`;
  const branch = source?.head_branch ?? (event.baseRef === "" ? event.ref.replace(/^refs\/heads\//, "") : event.baseRef);
  const [branches, ignored] = [list(wanted["branches"]), list(wanted["branches-ignore"])];
  if (branches !== null && !matches(branches, branch)) return `${branch} is not among its branches.`;
  if (ignored !== null && matches(ignored, branch)) return `${branch} is among the branches that it ignores.`;
  if (event.name === "push" && branches === null && ignored === null && "tags" in wanted) return "It is only on tags.";
  return whyNotByPaths(github, wanted, event);
}

const defaultTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ["opened", "synchronize", "reopened"],
  pull_request_target: ["opened", "synchronize", "reopened"],
};

async function whyNotByPaths(
  github: Github,
  wanted: Readonly<Record<string, unknown>>,
  event: GithubEvent,
): Promise<string | null> {
  const [paths, ignored] = [list(wanted["paths"]), list(wanted["paths-ignore"])];
  if (paths === null && ignored === null) return null;
  const changed = (await github.git.changed(`${event.sha}^1`, event.sha)).map(({ path }) => path);
  if (paths !== null && !changed.some((path) => matches(paths, path))) return "No changed file is among its paths.";
  if (ignored !== null && changed.every((path) => matches(ignored, path)))
    return "All changed files are among the paths that it ignores.";
  return null;
}

function list(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? (value as readonly string[]) : [String(value)];
}

/** The last pattern that fits decides; `!` excludes. */
export function matches(patterns: readonly string[], name: string): boolean {
  return patterns.reduce((is, pattern) => {
    const isExclusion = pattern.startsWith("!");
    return matchesGlob(name, isExclusion ? pattern.slice(1) : pattern) ? !isExclusion : is;
  }, false);
}

/** References to jobs, steps and outputs that nothing declares: GitHub takes them for empty strings. */
export function danglingReferences(workflow: Workflow, outputsOfAction: readonly string[] | null): readonly string[] {
  const found: string[] = [];
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const text = JSON.stringify(job);
    for (const [reference, need = "", output] of text.matchAll(/\bneeds\.([\w-]+)(?:\.outputs\.([\w-]+))?/g)) {
      const outputs = workflow.jobs[need]?.outputs ?? (workflow.jobs[need]?.uses === undefined ? {} : null);
      if (!needsOf(job).includes(need)) found.push(`${id}: ${reference}: ${need} is not in its needs`);
      else if (output !== undefined && outputs !== null && !(output in outputs))
        found.push(`${id}: ${reference}: no such output`);
    }
    for (const [reference, name = "", output] of text.matchAll(/\bsteps\.([\w-]+)(?:\.outputs\.([\w-]+))?/g)) {
      const step = job.steps?.find((each) => each.id === name);
      if (step === undefined) found.push(`${id}: ${reference}: no step has this id`);
      else if (output !== undefined && isOurs(step.uses) && outputsOfAction !== null && !outputsOfAction.includes(output))
        found.push(`${id}: ${reference}: action.yml has no such output`);
    }
  }
  return [...new Set(found)];
}

export function isOurs(uses: string | undefined): boolean {
  return uses !== undefined && (/^schemagate\/schemagate(@|$)/.test(uses) || uses === "./" || uses === "./.schemagate");
}
