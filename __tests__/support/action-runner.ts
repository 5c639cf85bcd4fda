/**
 * Runs the committed bundle of the action as GitHub's runner does.
 *
 *     const event = await pullRequestEvent(github, number, "opened");
 *     const run = github.startRun({ workflow: ".github/workflows/schemagate.yml", event: event.name, headSha, headBranch, actor });
 *     const done = await runAction({ github, workspace, inputs: { command: "preflight", url }, event, run: { ...run, job: "preflight" }, token });
 *     done.exitCode; done.outputs["outcome"]; done.summary; done.annotations;
 *
 * Throws when a value that was masked stands in an output, the summary, a request, or anywhere in what GitHub keeps.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { GithubEvent } from "./github/events.ts";
import { type Annotation, masked, readFileCommands, readOutput } from "./github/runner-commands.ts";
import { userId } from "./github/state.ts";
import type { Github } from "./github-server.ts";

export type ActionRun = {
  readonly github: Github;
  readonly workspace: string;
  /** By the names of action.yml; what is not given has the default of action.yml. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly event: GithubEvent;
  readonly run: {
    readonly id: number;
    readonly attempt: number;
    /** `.github/workflows/x.yml` */
    readonly workflow: string;
    readonly job: string;
    /** The workflow's `name`; default: its path. */
    readonly name?: string;
    readonly triggeringActor?: string;
  };
  /** What `github.token` is; an input gets it only by being given it, or by its default. */
  readonly token: string;
  /** More variables, such as `env:` sets them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Values of `secrets`: the runner masks them from the start. */
  readonly secrets?: readonly string[];
  /** The folder with action.yml; default: this project. */
  readonly action?: string;
  /** Cancels as the runner does: SIGINT, after 7.5 seconds SIGTERM, after 2.5 more SIGKILL. */
  readonly cancel?: AbortSignal;
  /** Each line of the output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds; then it is killed and `exitCode` is null. */
  readonly timeout?: number;
};

export type ActionEnd = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as the log shows them: masked. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly masks: readonly string[];
  /** Workflow commands that an action has no business to give. */
  readonly otherCommands: readonly string[];
  /** What GITHUB_ENV, GITHUB_PATH and GITHUB_STATE were given. */
  readonly changedEnvironment: Readonly<Record<string, string>>;
  readonly addedPath: string;
  readonly savedState: Readonly<Record<string, string>>;
};

const project = fileURLToPath(new URL("../..", import.meta.url));
const longestSummary = 1024 * 1024;

export async function runAction(asked: ActionRun): Promise<ActionEnd> {
  const action = asked.action ?? project;
  const definition = await readDefinition(action);
  const inputs = { ...defaults(definition, asked.token), ...asked.inputs };
  const variables = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [inputVariable(name), value]));
  const main = join(action, definition?.runs.main ?? "dist/index.js");
  const end = await runStep({ ...asked, environment: { ...asked.environment, ...variables } }, process.execPath, [main]);
  return { ...end, annotations: [...unexpectedInputs(definition, asked.inputs), ...end.annotations] };
}

export type StepRun = Omit<ActionRun, "inputs" | "action">;

/** A program as a step runs it: with the runner's variables and files, in the workspace, without a terminal. */
export async function runStep(asked: StepRun, program: string, args: readonly string[]): Promise<ActionEnd> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-runner-"));
  try {
    const files = await commandFiles(folder, asked.event.payload);
    const temp = join(folder, "temp");
    await mkdir(temp);
    const environment = { ...runnerVariables(asked, temp), ...files.variables, ...asked.environment };
    const ended = await spawnStep(program, args, environment, asked);
    const secrets = [asked.token, ...(asked.secrets ?? [])];
    // The runner reads commands from both.
    const said = readOutput(`${ended.stdout}\n${ended.stderr}`, secrets);
    const summary = await files.read("GITHUB_STEP_SUMMARY");
    if (Buffer.byteLength(summary) > longestSummary)
      throw new Error(`The summary has ${Buffer.byteLength(summary)} bytes; GitHub drops one of more than ${longestSummary}.`);
    const end: ActionEnd = {
      ...ended,
      ...said,
      outputs: readFileCommands(await files.read("GITHUB_OUTPUT")),
      summary,
      changedEnvironment: readFileCommands(await files.read("GITHUB_ENV")),
      savedState: readFileCommands(await files.read("GITHUB_STATE")),
      addedPath: await files.read("GITHUB_PATH"),
    };
    refuseLeaks(end, [...secrets, ...said.masks], asked.github);
    return end;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Throws with the place, not with the secret. */
function refuseLeaks(end: ActionEnd, secrets: readonly string[], github: Github): void {
  const places: readonly (readonly [place: string, text: string])[] = [
    ["what GitHub keeps", github.everythingStored()],
    ...github.requests.map(({ method, path, body }) => [`${method} ${path}`, `${path}\n${JSON.stringify(body)}`] as const),
    ["the summary", end.summary],
    ...Object.entries(end.outputs).map(([name, value]) => [`the output ${name}`, value] as const),
    ...end.annotations.map((each) => ["an annotation", JSON.stringify(each)] as const),
    ["GITHUB_ENV", JSON.stringify(end.changedEnvironment)],
    ["GITHUB_STATE", JSON.stringify(end.savedState)],
  ];
  const spellings = [...new Set(secrets.filter((secret) => secret.trim() !== ""))].map((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
  ]);
  const leaks = places.filter(([, text]) => spellings.some((spelling) => spelling.some((secret) => text.includes(secret))));
  if (leaks.length === 0) return;
  const shown = leaks.slice(0, 5).map(([place, text]) => `${place}: ${masked(text, spellings.flat()).slice(0, 300)}`);
  throw new Error(`A masked value stands in:\n${shown.join("\n")}`);
}

export type Definition = {
  readonly inputs?: Readonly<
    Record<string, { readonly default?: string | number | boolean; readonly required?: boolean } | null>
  >;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
};

/** Null while there is no action.yml. */
export async function readDefinition(action: string): Promise<Definition | null> {
  const file = ["action.yml", "action.yaml"].map((name) => join(action, name)).find(existsSync);
  return file === undefined ? null : (parse(await readFile(file, "utf8")) as Definition);
}

/** What the runner knows of defaults: text, and the token. */
function defaults(definition: Definition | null, token: string): Readonly<Record<string, string>> {
  const given = Object.entries(definition?.inputs ?? {}).map(([name, input]) => {
    const text = String(input?.default ?? "").replace(/\$\{\{\s*github\.token\s*\}\}/g, token);
    if (text.includes("${{")) throw new Error(`The default of ${name} holds an expression that is not known here: ${text}`);
    return [name, text] as const;
  });
  return Object.fromEntries(given);
}

function unexpectedInputs(definition: Definition | null, inputs: Readonly<Record<string, string>>): readonly Annotation[] {
  if (definition === null) return [];
  const known = new Set(Object.keys(definition.inputs ?? {}).map((name) => name.toLowerCase()));
  const unexpected = Object.keys(inputs).filter((name) => !known.has(name.toLowerCase()));
  if (unexpected.length === 0) return [];
  const message = `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${[...known].join("', '")}']`;
  return [{ level: "warning", message, title: null, file: null, line: null, endLine: null }];
}

/** Spaces become underscores, dashes stay. */
function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;
}

function runnerVariables({ github, workspace, event, run }: StepRun, temp: string): Readonly<Record<string, string>> {
  const [owner = ""] = github.repository.split("/");
  const refName = event.ref.replace(/^refs\/(?:heads|tags|pull)\//, "");
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: temp,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: github.repository,
    GITHUB_REPOSITORY_ID: String(github.repositoryId),
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: String(userId(owner)),
    GITHUB_SHA: event.sha,
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: refName,
    GITHUB_REF_TYPE: "branch",
    GITHUB_REF_PROTECTED: String(github.state.protectedBranches.includes(refName)),
    GITHUB_HEAD_REF: event.headRef,
    GITHUB_BASE_REF: event.baseRef,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.id),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_WORKFLOW: run.name ?? run.workflow,
    GITHUB_WORKFLOW_REF: `${github.repository}/${run.workflow}@${event.ref}`,
    GITHUB_WORKFLOW_SHA: event.sha,
    GITHUB_JOB: run.job,
    GITHUB_ACTION: "__schemagate_schemagate",
    GITHUB_ACTION_REPOSITORY: "schemagate/schemagate",
    GITHUB_ACTOR: event.actor,
    GITHUB_ACTOR_ID: String(userId(event.actor)),
    GITHUB_TRIGGERING_ACTOR: run.triggeringActor ?? event.actor,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: `${github.url}/api/graphql`,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RETENTION_DAYS: "90",
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: join(temp, "tools"),
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    RUNNER_NAME: "GitHub Actions 1",
    RUNNER_ENVIRONMENT: "github-hosted",
    ACTIONS_RUNTIME_TOKEN: github.runtimeToken(run.id, run.job),
    ACTIONS_RESULTS_URL: `${github.url}/`,
  };
}

const fileNames = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STATE", "GITHUB_STEP_SUMMARY", "GITHUB_PATH"] as const;

async function commandFiles(folder: string, payload: unknown) {
  const event = join(folder, "event.json");
  await writeFile(event, JSON.stringify(payload));
  const paths = Object.fromEntries(fileNames.map((name) => [name, join(folder, name.toLowerCase())]));
  for (const path of Object.values(paths)) await writeFile(path, "");
  return {
    variables: { ...paths, GITHUB_EVENT_PATH: event },
    read: (name: (typeof fileNames)[number]) => readFile(paths[name] ?? "", "utf8"),
  };
}

type Ended = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

async function spawnStep(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  asked: Pick<ActionRun, "workspace" | "cancel" | "onLine" | "timeout">,
): Promise<Ended> {
  const child = spawn(program, args, { cwd: asked.workspace, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const timers = [setTimeout(() => child.kill("SIGKILL"), asked.timeout ?? 120_000)];
  const cancel = () => {
    child.kill("SIGINT");
    timers.push(
      setTimeout(() => child.kill("SIGTERM"), 7_500),
      setTimeout(() => child.kill("SIGKILL"), 10_000),
    );
  };
  asked.cancel?.addEventListener("abort", cancel, { once: true });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    let rest = "";
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      const lines = `${rest}${text}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) asked.onLine?.(line);
    });
  }
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { exitCode, ...output };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    asked.cancel?.removeEventListener("abort", cancel);
  }
}
