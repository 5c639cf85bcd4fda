import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as core from "@actions/core";
import { type InputName, inputs as inputSpecs } from "./action/action-inputs.ts";
import { runApply } from "./action/apply-run.ts";
import { runCheck } from "./action/check-run.ts";
import type { ActionRun, Door, TargetInput } from "./action/door.ts";
import { runDrift } from "./action/drift-run.ts";
import { runPreflight } from "./action/preflight-run.ts";
import { readRunFacts } from "./action/run-facts.ts";
import { urlsIn } from "./action/targets.ts";
import { runVerify } from "./action/verify-run.ts";
import { UserError } from "./errors.ts";
import { gitReader } from "./git.ts";
import { openGithub } from "./github/api.ts";
import { type Inputs, readInputs } from "./inputs.ts";
import { redactor, secretPieces } from "./redact.ts";
import { shortSql } from "./report/short-sql.ts";
import { safe } from "./report/terminal.ts";
import { readTemplates } from "./session.ts";
import { watchSignals } from "./signals.ts";
import { folderCache } from "./snapshot-cache.ts";
import { type Tools, usualStandInLimits } from "./tools.ts";
import { version } from "./version.ts";

/** The door of GitHub Actions: the inputs in, annotations, summary and outputs out. */
async function main(): Promise<void> {
  const secrets = [...urlsIn(input("url")), input("dev-url")].filter((text) => text !== "");
  // Before anything can be printed; of what is shorter than eight characters nothing is masked, or logs and outputs would be eaten.
  for (const piece of secretPieces(secrets)) core.setSecret(piece);
  const redact = redactor(secrets);
  try {
    const run = await openRun(redact);
    await commandOf(input("command"))(run);
  } catch (error) {
    await endFailed(error, redact);
  }
}

function commandOf(name: string): (run: ActionRun) => Promise<void> {
  switch (name) {
    case "preflight":
      return runPreflight;
    case "apply":
      return runApply;
    case "drift":
      return runDrift;
    case "check":
      return runCheck;
    case "verify":
      return runVerify;
    default:
      throw new UserError(
        "invalid-input",
        `The input command can't be "${name}".`,
        "It is preflight, apply, drift, check or verify; more exist on the command line.",
      );
  }
}

async function openRun(redact: (text: string) => string): Promise<ActionRun> {
  const environment = process.env;
  const payload = await readFile(environment["GITHUB_EVENT_PATH"] ?? "", "utf8").then(
    (text) => JSON.parse(text) as unknown,
    () => null,
  );
  const facts = readRunFacts(environment, payload);
  const workspace = environment["GITHUB_WORKSPACE"] ?? process.cwd();
  const temporary = environment["RUNNER_TEMP"] ?? "";
  const folder = await mkdtemp(join(temporary === "" ? workspace : temporary, "schemagate-"));
  return {
    door: doorFor(redact),
    facts,
    github: openGithub(input("github-token"), facts.repository),
    tools: toolsFor(redact, temporary),
    templates: await readTemplates(),
    environment,
    workspace,
    folder,
    redact,
    // A cancelled workflow sends SIGINT, and SIGTERM seven and a half seconds later.
    holdSignals: watchSignals().holdSignals,
    readInputs: (of) => inputsOf(workspace, of),
  };
}

/** In Actions only the input counts: an empty secret must never lead to another database. */
async function inputsOf(workspace: string, of?: TargetInput): Promise<Inputs> {
  const text = (name: InputName) => (input(name) === "" ? undefined : input(name));
  const url = of === undefined ? input("url") : of.url;
  const target = of === undefined ? text("target") : (of.target ?? undefined);
  if (url === "")
    throw new UserError(
      "invalid-input",
      "The input url is empty.",
      "A secret that does not exist, that belongs to an environment which the job does not name, or that GitHub keeps from forks and Dependabot, arrives as an empty text.",
    );
  const raw = {
    ...pick("environment", of?.environment ?? text("environment")),
    ...pick("url", url ?? undefined),
    ...(input("config") === inputSpecs.config.default ? {} : pick("config", text("config"))),
    ...pick("target", target),
    // The root is what an absent input means, and must not hide the folder that the configuration has for the target.
    ...(input("working-directory") === inputSpecs["working-directory"].default
      ? {}
      : pick("workingDirectory", text("working-directory"))),
    ...pick("source", text("source")),
    ...pick("schema", text("schema")),
    ...pick("migrations", text("migrations")),
    ...pick("strategy", text("strategy")),
    ...pick("pushReason", text("push-reason")),
    ...pick("pushUntil", text("push-until")),
    ...pick("includeSchemas", text("include-schemas")),
    ...pick("excludeSchemas", text("exclude-schemas")),
    ...pick("devUrl", text("dev-url")),
    ...pick("task", text("task")),
  };
  const rehearsal = input("rehearsal");
  if (rehearsal !== "" && rehearsal !== "on" && rehearsal !== "off")
    throw new UserError("invalid-input", `The input rehearsal can't be "${rehearsal}".`, "It is on or off.");
  const today = new Date().toISOString().slice(0, 10);
  const around = { environment: {}, currentDirectory: workspace, today };
  return readInputs({ ...raw, rehearsal: rehearsal !== "off" }, around, {
    environment: "required",
    ...(url === null ? { url: "none" } : {}),
  });
}

function pick<Name extends string>(name: Name, value: string | undefined): { readonly [Key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: string });
}

function input(name: InputName): string {
  return core.getInput(name);
}

const announce = { error: core.error, warning: core.warning, notice: core.notice } as const;

function doorFor(redact: (text: string) => string): Door {
  return {
    input,
    output: (name, value) => core.setOutput(name, redact(value)),
    info: (text) => core.info(redact(safe(text))),
    annotate(level, text, where) {
      const properties = {
        ...(where === undefined ? {} : { title: redact(where.title) }),
        ...(where?.file === undefined ? {} : { file: where.file }),
      };
      announce[level](redact(text), properties);
    },
    async summarize(markdown) {
      await core.summary.emptyBuffer().addRaw(markdown).write({ overwrite: true });
    },
    fail() {
      process.exitCode = 1;
    },
  };
}

function toolsFor(redact: (text: string) => string, temporary: string): Tools {
  const started = Date.now();
  const line = (what: string) => core.info(redact(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)}s  ${safe(what)}`));
  return {
    clock: () => new Date(),
    progress: { step: line, statement: (number, total, sql) => line(`${number}/${total}  ${shortSql(sql, 120)}`) },
    cache: folderCache(join(temporary, "schemagate-cache")),
    readGit: gitReader(process.env["PATH"]),
    standInLimits: usualStandInLimits,
    version: `schemagate ${version}`,
  };
}

async function endFailed(error: unknown, redact: (text: string) => string): Promise<void> {
  const known = error instanceof UserError;
  const message = known
    ? error.message
    : `This is a bug of schemagate: ${error instanceof Error ? error.message : String(error)}`;
  const hint = known ? (error.hint ?? "") : "Please report it.";
  core.error(redact(`${message}\n${hint}`), { title: known ? `Schemagate: ${error.reason}` : "Schemagate" });
  if (!known && error instanceof Error) core.info(redact(safe(error.stack ?? "")));
  const plain = redact(`${message} ${hint}`).replaceAll(/[`<>&|\n]/g, " ");
  await core.summary
    .addRaw(`### ❌ Schemagate failed\n\n\`${known ? error.reason : "bug"}\`: \`${plain}\`\n`)
    .write()
    .catch(() => undefined);
  core.setOutput("outcome", "failed");
  core.setOutput("failure-reason", known ? error.reason : "");
  core.setOutput("has-changes", "false");
  process.exitCode = 1;
}

await main();
