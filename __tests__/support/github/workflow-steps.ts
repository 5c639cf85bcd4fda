/** The steps of a job: this project's action, scripts, and the few other actions that are known here. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ActionEnd, runAction, runStep, type StepRun } from "../action-runner.ts";
import type { Github } from "../github-server.ts";
import { checkout } from "./checkout.ts";
import type { GithubEvent } from "./events.ts";
import type { Permissions } from "./state.ts";
import { holds, type Texts, text, texts } from "./templates.ts";
import { isOurs, type Step } from "./workflow-file.ts";
import type { Contexts, StatusFunctions, WorkflowLanguage } from "./workflow-language.ts";

export type WorkflowOptions = {
  readonly github: Github;
  /** `.github/workflows/x.yml` */
  readonly file: string;
  readonly event: GithubEvent;
  readonly secrets?: Texts;
  /** By the environment's name; only its jobs see them. */
  readonly environmentSecrets?: Readonly<Record<string, Texts>>;
  readonly variables?: Texts;
  /** More environment variables of every step. */
  readonly environment?: Texts;
  /** The folder with action.yml; default: this project. */
  readonly action?: string;
  /** Other actions, by what stands before the `@`: they get the inputs and give outputs. */
  readonly actions?: Readonly<Record<string, (inputs: Texts, workspace: string) => Texts | Promise<Texts>>>;
};

export type Engine = {
  readonly options: WorkflowOptions;
  readonly language: WorkflowLanguage;
  readonly run: number;
  /** A fork's or a robot's run: its token can't write, and it sees no secrets. */
  readonly isForeign: boolean;
};

export type Result = "success" | "failure" | "skipped" | "cancelled";

export type StepEnd = {
  readonly name: string;
  readonly outcome: Result;
  /** Null for a step that was skipped, and for actions that are not executed here. */
  readonly end: ActionEnd | null;
  /** Why it failed, when no program did. */
  readonly message: string | null;
};

export type StepCall = {
  readonly engine: Engine;
  readonly contexts: Contexts;
  readonly step: Step;
  readonly result: Result;
  readonly variables: Texts;
  readonly token: string;
  readonly secrets: Texts;
  readonly workspace: string;
  readonly permissions: Permissions;
  readonly job: string;
};

export async function executeStep(asked: StepCall): Promise<StepEnd & { readonly outputs: Texts }> {
  const { engine, contexts, step, result, variables } = asked;
  const status: StatusFunctions = {
    success: () => result === "success",
    failure: () => result === "failure",
    cancelled: () => false,
    always: () => true,
  };
  const name = step.name === undefined ? (step.uses ?? `Run ${step.run}`) : text(engine.language, step.name, contexts);
  const nothing = { name, end: null, message: null, outputs: {} };
  if (!holds(engine.language, step.if, contexts, status)) return { ...nothing, outcome: "skipped" };
  const own = { ...contexts, env: { ...variables, ...texts(engine.language, step.env, contexts) } };
  const inputs = texts(engine.language, step.with, own);
  if (step.run === undefined && !isOurs(step.uses)) {
    const given = await useOther(asked, inputs).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    );
    if (given instanceof UnknownAction) throw given;
    return given instanceof Error
      ? { ...nothing, outcome: "failure", message: given.message }
      : { ...nothing, outcome: "success", outputs: given };
  }
  const end =
    step.run === undefined
      ? await runAction({ ...stepRun(asked, own.env), ...ours(engine, inputs) })
      : await runScript(asked, own.env, own);
  return { name, end, message: null, outputs: end.outputs, outcome: end.exitCode === 0 ? "success" : "failure" };
}

function ours({ options: { action } }: Engine, inputs: Texts) {
  return action === undefined ? { inputs } : { inputs, action };
}

function stepRun({ engine, token, secrets, workspace, job }: StepCall, environment: Texts): StepRun {
  const { github, event, file } = engine.options;
  const { attempt, triggeringActor, name } = github.run(engine.run);
  return {
    github,
    workspace,
    event,
    run: { id: engine.run, attempt, workflow: file, name, job, triggeringActor },
    token,
    environment: { ...engine.options.environment, ...environment },
    secrets: Object.values(secrets),
  };
}

async function runScript(asked: StepCall, environment: Texts, contexts: Contexts): Promise<ActionEnd> {
  const folder = await mkdtemp(join(tmpdir(), "schemagate-script-"));
  try {
    const file = join(folder, "step.sh");
    await writeFile(file, text(asked.engine.language, asked.step.run ?? "", contexts));
    return await runStep(stepRun(asked, environment), "bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", file]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class UnknownAction extends Error {}

/** What runners have already is set up by doing nothing. */
const preinstalled = new Set(["actions/setup-node", "actions/setup-python", "actions/cache"]);

async function useOther({ engine, step, workspace, permissions }: StepCall, inputs: Texts): Promise<Texts> {
  const { github, event, actions } = engine.options;
  const [action = ""] = (step.uses ?? "").split("@");
  const other = actions?.[action];
  if (other !== undefined) return other(inputs, workspace);
  if (preinstalled.has(action)) return {};
  if (action !== "actions/checkout") throw new UnknownAction(`The action ${step.uses} is not known here.`);
  if (permissions["contents"] === undefined || permissions["contents"] === "none")
    throw new Error(`fatal: repository 'https://github.com/${github.repository}/' not found (the job has no \`contents: read\`)`);
  const repository = inputs["repository"] ?? github.repository;
  // What `uses: ./.schemagate` would run is this project, which is executed from where it is.
  if (repository === "schemagate/schemagate" && inputs["path"] === ".schemagate") return { commit: inputs["ref"] ?? "" };
  if (repository !== github.repository) throw new Error(`The repository ${repository} is not known here.`);
  const isUntrusted = ["pull_request_target", "workflow_run"].includes(event.name) && /^refs\/pull\//.test(inputs["ref"] ?? "");
  if (isUntrusted && inputs["allow-unsafe-pr-checkout"] !== "true")
    throw new Error("Refusing to check out the code of a pull request.");
  const ref = inputs["ref"] === undefined || inputs["ref"] === "" ? null : inputs["ref"];
  await checkout(github, workspace, { event, ref, depth: Number(inputs["fetch-depth"] ?? 1), path: inputs["path"] ?? "." });
  return { commit: (await github.git.resolve(ref ?? event.sha)) ?? "" };
}
