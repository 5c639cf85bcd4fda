/**
 * Executes a workflow file as it is, as GitHub would: its triggers, needs, conditions, outputs, permissions, environments and secrets.
 *
 *     const run = await runWorkflow({ github, file: ".github/workflows/apply.yml", event: await pushEvent(github, "main", "ann"), environmentSecrets });
 *     run.waiting;                                    // [{ job: "apply", title: "3f9c1a7e20b4: 3 statements", environment: "production" }]
 *     github.approve(run.id, "production", "eve", "backup=s3://...");
 *     await run.resume();
 *     run.conclusion; run.jobs["apply"].outputs; run.summary;
 *
 * The file is read from the commit of the event. The action of its steps is this project's committed bundle.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { readDefinition } from "./action-runner.ts";
import type { Annotation } from "./github/runner-commands.ts";
import type { Permissions } from "./github/state.ts";
import { evaluated, holds, isTrue, type Texts, text, texts } from "./github/templates.ts";
import {
  danglingReferences,
  inputsOf,
  type Job,
  matches,
  needsOf,
  outputsOfCall,
  permissionsOf,
  readInputs,
  type Workflow,
  whyNotStarted,
} from "./github/workflow-file.ts";
import { type Contexts, type StatusFunctions, type WorkflowLanguage, workflowLanguage } from "./github/workflow-language.ts";
import { type Engine, executeStep, type Result, type StepEnd, type WorkflowOptions } from "./github/workflow-steps.ts";

export type { WorkflowOptions };

export type JobEnd = {
  readonly title: string;
  readonly result: Result;
  readonly environment: string | null;
  readonly outputs: Texts;
  readonly steps: readonly StepEnd[];
  readonly message: string | null;
};

export type WorkflowRun = {
  readonly id: number;
  readonly attempt: number;
  /** Null while something waits. */
  readonly conclusion: "success" | "failure" | null;
  readonly waiting: readonly { readonly job: string; readonly title: string; readonly environment: string }[];
  /** Those that have ended, by id; jobs of a called workflow as `caller / job`, of a matrix as `job (a, b)`. */
  readonly jobs: Readonly<Record<string, JobEnd>>;
  readonly annotations: readonly Annotation[];
  /** The summaries of all steps. */
  readonly summary: string;
  /** Goes on where approvals and rejections allow it. */
  resume(): Promise<WorkflowRun>;
  /** "Re-run all jobs" or "Re-run failed jobs". */
  rerun(login: string, which?: "all" | "failed"): Promise<WorkflowRun>;
};

export class NotStarted extends Error {}

const project = fileURLToPath(new URL("../..", import.meta.url));

/** Throws `NotStarted` when the event does not start it. */
export async function runWorkflow(options: WorkflowOptions): Promise<WorkflowRun> {
  const { github, event, file } = options;
  const language = await workflowLanguage();
  const workflow = await readWorkflow(options, language, file, event.sha);
  const why = await whyNotStarted(github, workflow, event);
  if (why !== null) throw new NotStarted(why);
  const pull = event.payload["pull_request"] as
    | { readonly number: number; readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null } }
    | undefined;
  const ofPull = event.name.startsWith("pull_request") && pull !== undefined;
  const { id } = github.startRun({
    workflow: file,
    name: workflow.name ?? file,
    event: event.name,
    headSha: ofPull ? pull.head.sha : event.sha,
    headBranch: ofPull ? event.headRef : event.ref.replace(/^refs\/heads\//, ""),
    headRepository: ofPull ? (pull.head.repo?.full_name ?? github.repository) : github.repository,
    pulls: ofPull ? [pull.number] : [],
    actor: event.actor,
  });
  const isForeign =
    (event.name === "pull_request" && pull?.head.repo?.full_name !== github.repository) || event.actor === "dependabot[bot]";
  const inputs =
    event.name === "workflow_dispatch"
      ? readInputs(inputsOf(workflow, "workflow_dispatch"), (event.payload["inputs"] ?? {}) as Texts)
      : {};
  const engine: Engine = { options, language, run: id, isForeign };
  const root = instantiate(workflow, { inputs, ceiling: null, secrets: (name) => secretsOf(engine, name), prefix: "" });
  return advance(engine, root);
}

type Setting = {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly ceiling: Permissions | null;
  readonly secrets: (environment: string | null) => Texts;
  readonly prefix: string;
};

type Instance = Setting & { readonly workflow: Workflow; readonly jobs: readonly JobState[] };

type JobState = {
  readonly id: string;
  readonly job: Job;
  phase: "pending" | "waiting" | "called" | "ended";
  /** Of a matrix: one for each combination. */
  ends: Map<string, JobEnd>;
  waits: Map<
    string,
    { readonly contexts: Contexts; readonly title: string; readonly environment: string; readonly approvals: number }
  >;
  called: Instance | null;
};

function secretsOf({ options, isForeign }: Engine, environment: string | null): Texts {
  if (isForeign) return {};
  return { ...options.secrets, ...(environment === null ? {} : options.environmentSecrets?.[environment]) };
}

/** Checked as GitHub checks it when it is pushed; throws with all that is wrong. */
async function readWorkflow(
  { github, action }: WorkflowOptions,
  language: WorkflowLanguage,
  file: string,
  sha: string,
): Promise<Workflow> {
  const content = await github.git.read(sha, file);
  if (!Buffer.isBuffer(content)) throw new NotStarted(`${sha} has no ${file}.`);
  const text = content.toString("utf8");
  const workflow = parse(text) as Workflow;
  const definition = await readDefinition(action ?? project);
  const outputs = definition === null ? null : Object.keys(definition.outputs ?? {});
  const problems = [...(await language.problems(file, text)), ...danglingReferences(workflow, outputs)];
  if (problems.length > 0) throw new Error(`GitHub would not run ${file} as it is meant:\n${problems.join("\n")}`);
  return workflow;
}

function instantiate(workflow: Workflow, setting: Setting): Instance {
  const jobs = Object.entries(workflow.jobs).map(
    ([id, job]): JobState => ({ id, job, phase: "pending", ends: new Map(), waits: new Map(), called: null }),
  );
  return { ...setting, workflow, jobs };
}

async function advance(engine: Engine, root: Instance): Promise<WorkflowRun> {
  const { github } = engine.options;
  await advanceInstance(engine, root);
  const conclusion = allEnded(root) ? (resultOf(root) === "failure" ? "failure" : "success") : null;
  if (conclusion !== null) github.finishRun(engine.run, conclusion);
  const ended = endsOf(root);
  const steps = Object.values(ended).flatMap((end) => end.steps);
  const attempt = github.run(engine.run).attempt;
  return {
    id: engine.run,
    attempt,
    conclusion,
    waiting: waitsOf(root),
    jobs: ended,
    annotations: steps.flatMap(({ end }) => end?.annotations ?? []),
    summary: steps.flatMap(({ end }) => (end === null || end.summary === "" ? [] : [end.summary])).join("\n"),
    resume: () => advance(engine, root),
    async rerun(login, which = "all") {
      if (conclusion === null) throw new Error("A run that has not ended can't be run again.");
      github.rerun(engine.run, login);
      restart(root, which);
      return advance(engine, root);
    },
  };
}

function restart(instance: Instance, which: "all" | "failed"): void {
  const again = new Set<string>();
  for (const state of inOrder(instance)) {
    const isDone = which === "failed" && resultOfJob(state) === "success" && !needsOf(state.job).some((need) => again.has(need));
    if (isDone) continue;
    again.add(state.id);
    Object.assign(state, { phase: "pending", ends: new Map(), waits: new Map(), called: null });
  }
}

function inOrder(instance: Instance): readonly JobState[] {
  const sorted: JobState[] = [];
  while (sorted.length < instance.jobs.length) {
    const next = instance.jobs.find(
      (state) => !sorted.includes(state) && needsOf(state.job).every((need) => sorted.some(({ id }) => id === need)),
    );
    if (next === undefined) throw new Error("The jobs need each other in a circle.");
    sorted.push(next);
  }
  return sorted;
}

const allEnded = (instance: Instance): boolean => instance.jobs.every(({ phase }) => phase === "ended");

function resultOf(instance: Instance): Result {
  return worst(instance.jobs.map(resultOfJob));
}

function resultOfJob({ ends, called }: JobState): Result {
  return worst([...[...ends.values()].map(({ result }) => result), ...(called === null ? [] : [resultOf(called)])]);
}

function worst(results: readonly Result[]): Result {
  return (["failure", "cancelled", "success"] as const).find((result) => results.includes(result)) ?? "skipped";
}

function endsOf(instance: Instance): Readonly<Record<string, JobEnd>> {
  return Object.fromEntries(
    instance.jobs.flatMap(({ id, ends, called }) => [
      ...[...ends].map(([key, end]) => [`${instance.prefix}${id}${key === "" ? "" : ` (${key})`}`, end] as const),
      ...(called === null ? [] : Object.entries(endsOf(called))),
    ]),
  );
}

function waitsOf(instance: Instance): WorkflowRun["waiting"] {
  return instance.jobs.flatMap(({ id, waits, called }) => [
    ...[...waits.values()].map(({ title, environment }) => ({ job: `${instance.prefix}${id}`, title, environment })),
    ...(called === null ? [] : waitsOf(called)),
  ]);
}

async function advanceInstance(engine: Engine, instance: Instance): Promise<void> {
  for (const state of inOrder(instance)) {
    if (state.phase === "pending" && needsOf(state.job).every((need) => jobNamed(instance, need).phase === "ended"))
      await start(engine, instance, state);
    if (state.phase === "waiting") await resumeJob(engine, instance, state);
    if (state.phase === "called" && state.called !== null) {
      await advanceInstance(engine, state.called);
      if (allEnded(state.called)) state.phase = "ended";
    }
  }
}

function jobNamed(instance: Instance, id: string): JobState {
  const found = instance.jobs.find((state) => state.id === id);
  if (found === undefined) throw new Error(`There is no job ${id}.`);
  return found;
}

async function start(engine: Engine, instance: Instance, state: JobState): Promise<void> {
  const contexts = contextsOf(engine, instance, state);
  const ancestors = ancestorsOf(instance, state).map(resultOfJob);
  const status: StatusFunctions = {
    success: () => ancestors.every((result) => result === "success"),
    failure: () => ancestors.includes("failure"),
    cancelled: () => false,
    always: () => true,
  };
  const skipped = { result: "skipped", environment: null, outputs: {}, steps: [], message: null } as const;
  if (!holds(engine.language, state.job.if, contexts, status)) {
    state.ends.set("", { ...skipped, title: state.job.name ?? state.id });
    state.phase = "ended";
    return;
  }
  if (state.job.uses !== undefined) {
    await call(engine, instance, state, contexts);
    return;
  }
  for (const [key, matrix] of combinations(evaluated(engine.language, state.job.strategy?.matrix ?? null, contexts))) {
    const own = { ...contexts, matrix, strategy: {} };
    const title = text(engine.language, state.job.name ?? state.id, own);
    const environment = environmentOf(engine, state.job, own);
    if (environment === null) state.ends.set(key, await execute(engine, instance, state, own, title, null));
    else await enter(engine, instance, state, key, own, title, environment);
  }
  state.phase = state.waits.size > 0 ? "waiting" : "ended";
}

function environmentOf(engine: Engine, job: Job, contexts: Contexts): string | null {
  const setting = job.environment;
  const name = text(engine.language, typeof setting === "object" ? setting.name : (setting ?? ""), contexts);
  return name === "" ? null : name;
}

/** The name of an environment stands here only after GitHub has looked at its rules. */
async function enter(
  engine: Engine,
  instance: Instance,
  state: JobState,
  key: string,
  contexts: Contexts,
  title: string,
  environment: string,
): Promise<void> {
  const { github, event } = engine.options;
  const access = github.enterEnvironment(engine.run, environment);
  const known = github.state.environments.get(environment) ?? null;
  const branch = event.ref.replace(/^refs\/heads\//, "");
  const allowed =
    known === null || known.rulesIgnored
      ? null
      : known.branches === "protected"
        ? github.state.protectedBranches
        : known.branches;
  // "Protected branches only" means every branch while none is protected.
  const isOpen = allowed === null || (known?.branches === "protected" && allowed.length === 0) || matches(allowed, branch);
  if (!isOpen) {
    github.state.runs.get(engine.run)?.pending.delete(environment);
    const message = `Branch "${branch}" is not allowed to deploy to ${environment} due to environment protection rules.`;
    state.ends.set(key, { title, result: "failure", environment, outputs: {}, steps: [], message });
  } else if (access === "waiting") {
    const approvals = github.run(engine.run).approvals.filter((each) => each.environment === environment).length;
    state.waits.set(key, { contexts, title, environment, approvals });
  } else {
    state.ends.set(key, await execute(engine, instance, state, contexts, title, environment));
  }
}

async function resumeJob(engine: Engine, instance: Instance, state: JobState): Promise<void> {
  for (const [key, { contexts, title, environment, approvals }] of [...state.waits]) {
    const decisions = engine.options.github.run(engine.run).approvals.filter((each) => each.environment === environment);
    const decision = decisions[approvals];
    if (decision === undefined) continue;
    state.waits.delete(key);
    const rejected = {
      title,
      result: "failure",
      environment,
      outputs: {},
      steps: [],
      message: "The deployment was rejected.",
    } as const;
    state.ends.set(
      key,
      decision.state === "approved" ? await execute(engine, instance, state, contexts, title, environment) : rejected,
    );
  }
  if (state.waits.size === 0) state.phase = "ended";
}

async function call(engine: Engine, instance: Instance, state: JobState, contexts: Contexts): Promise<void> {
  const { job } = state;
  const file = /^(?:\.\/|schemagate\/schemagate\/)(\.github\/workflows\/[^@]+)/.exec(job.uses ?? "")?.[1];
  if (file === undefined) throw new Error(`The workflow ${job.uses} is not known here.`);
  const workflow = await readWorkflow(engine.options, engine.language, file, engine.options.event.sha);
  const given = Object.fromEntries(
    Object.entries(job.with ?? {}).map(([name, value]) => [name, evaluated(engine.language, value, contexts)]),
  );
  const { secrets } = job;
  const passed = (environment: string | null): Texts => {
    // Those of an environment belong to the called job, however the rest is passed.
    const own = environment === null ? {} : engine.isForeign ? {} : (engine.options.environmentSecrets?.[environment] ?? {});
    if (secrets === "inherit") return { ...instance.secrets(null), ...own };
    const named = Object.entries(secrets ?? {}).map(([name, value]) => [
      name,
      text(engine.language, value, { ...contexts, secrets: instance.secrets(null) }),
    ]);
    return { ...Object.fromEntries(named), ...own };
  };
  state.called = instantiate(workflow, {
    inputs: readInputs(inputsOf(workflow, "workflow_call"), given),
    ceiling: permissionsOf(instance.workflow, job, instance.ceiling),
    secrets: passed,
    prefix: `${instance.prefix}${state.id} / `,
  });
  state.phase = "called";
}

/** Lists of a matrix in all combinations, then what `include` adds. */
function combinations(matrix: unknown): readonly (readonly [key: string, values: Readonly<Record<string, unknown>>])[] {
  if (matrix === null) return [["", {}]];
  const { include = [], exclude, ...lists } = matrix as Readonly<Record<string, readonly unknown[]>>;
  if (exclude !== undefined) throw new Error("`exclude` of a matrix is not known here.");
  const product = Object.entries(lists).reduce<readonly Readonly<Record<string, unknown>>[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  const rows = [
    ...(Object.keys(lists).length === 0 ? [] : product),
    ...(include as readonly Readonly<Record<string, unknown>>[]),
  ];
  return rows.map((row) => [Object.values(row).map(String).join(", "), row]);
}

function ancestorsOf(instance: Instance, state: JobState): readonly JobState[] {
  const direct = needsOf(state.job).map((need) => jobNamed(instance, need));
  return [...new Set([...direct, ...direct.flatMap((need) => ancestorsOf(instance, need))])];
}

function contextsOf(engine: Engine, instance: Instance, state: JobState): Contexts {
  const needs = needsOf(state.job).map((need) => [need, neededBy(engine, jobNamed(instance, need))]);
  return {
    github: githubContext(engine, state.id),
    needs: Object.fromEntries(needs),
    inputs: instance.inputs,
    vars: engine.options.variables ?? {},
    matrix: {},
    strategy: {},
  };
}

function neededBy(engine: Engine, state: JobState): { readonly result: Result; readonly outputs: Texts } {
  const own = Object.assign({}, ...[...state.ends.values()].map(({ outputs }) => outputs)) as Texts;
  const { called } = state;
  if (called === null) return { result: resultOfJob(state), outputs: own };
  const jobs = Object.fromEntries(called.jobs.map((each) => [each.id, neededBy(engine, each)]));
  const outputs = Object.entries(outputsOfCall(called.workflow)).map(([name, { value }]) => [
    name,
    text(engine.language, value, { jobs, inputs: called.inputs }),
  ]);
  return { result: resultOfJob(state), outputs: Object.fromEntries(outputs) as Texts };
}

function githubContext({ options: { github, event, file }, run }: Engine, job: string) {
  const { attempt, triggeringActor, name } = github.run(run);
  return {
    event: event.payload,
    event_name: event.name,
    sha: event.sha,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(?:heads|tags|pull)\//, ""),
    ref_type: "branch",
    head_ref: event.headRef,
    base_ref: event.baseRef,
    repository: github.repository,
    repository_id: String(github.repositoryId),
    repository_owner: github.repository.split("/")[0],
    actor: event.actor,
    triggering_actor: triggeringActor,
    run_id: String(run),
    run_number: String(run),
    run_attempt: String(attempt),
    workflow: name,
    workflow_ref: `${github.repository}/${file}@${event.ref}`,
    workflow_sha: event.sha,
    job,
    server_url: "https://github.com",
    api_url: github.apiUrl,
  };
}

async function execute(
  engine: Engine,
  instance: Instance,
  state: JobState,
  known: Contexts,
  title: string,
  environment: string | null,
): Promise<JobEnd> {
  const { github } = engine.options;
  const { job } = state;
  const permissions = permissionsOf(instance.workflow, job, instance.ceiling);
  const token = github.token(permissions, { fork: engine.isForeign });
  const secrets = { ...instance.secrets(environment), GITHUB_TOKEN: token };
  const workspace = await mkdtemp(join(tmpdir(), "schemagate-workspace-"));
  const base = {
    ...known,
    secrets,
    github: { ...(known["github"] as object), token, workspace },
    runner: { os: "Linux", arch: "X64", temp: tmpdir() },
  };
  const jobVariables = { ...texts(engine.language, instance.workflow.env, base), ...texts(engine.language, job.env, base) };
  const steps: StepEnd[] = [];
  const context: Record<string, { outputs: Texts; outcome: Result; conclusion: Result }> = {};
  const masks = new Set<string>();
  let [result, variables]: [Result, Texts] = ["success", jobVariables];
  try {
    for (const step of job.steps ?? []) {
      const origin = { workflow_repository: "schemagate/schemagate", workflow_sha: engine.options.event.sha };
      const contexts = { ...base, steps: context, env: variables, job: { ...origin, status: result } };
      const done = await executeStep({
        engine,
        contexts,
        step,
        result,
        variables,
        token,
        secrets,
        workspace,
        permissions,
        job: state.id,
      });
      const isForgiven =
        done.outcome === "failure" && isTrue(evaluated(engine.language, step["continue-on-error"] ?? false, contexts));
      const conclusion = isForgiven ? "success" : done.outcome;
      steps.push(done);
      for (const mask of done.end?.masks ?? []) masks.add(mask);
      variables = { ...variables, ...done.end?.changedEnvironment };
      if (step.id !== undefined) context[step.id] = { outputs: done.outputs, outcome: done.outcome, conclusion };
      if (conclusion === "failure") result = "failure";
    }
    const hidden = [...masks, ...Object.values(secrets)].filter((secret) => secret.trim() !== "");
    const outputs = Object.entries(
      texts(engine.language, job.outputs, { ...base, steps: context, env: variables, job: { status: result } }),
    );
    // The runner passes no output on that holds a secret.
    const dropped = outputs.filter(([, value]) => hidden.some((secret) => value.includes(secret))).map(([name]) => name);
    return {
      title,
      result,
      environment,
      outputs: Object.fromEntries(outputs.filter(([name]) => !dropped.includes(name))),
      steps,
      message: dropped.length === 0 ? null : `Skip output '${dropped.join("', '")}' since it may contain secret.`,
    };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
