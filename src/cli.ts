import { readFile } from "node:fs/promises";
import { constants, homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { styleText } from "node:util";
import { CommanderError, Command as Program } from "commander";
import { homePath } from "./assets.ts";
import { commands } from "./commands.ts";
import type { ChildLimits } from "./dialects/child.ts";
import { UserError } from "./errors.ts";
import { refuseLinks, writeWhole } from "./files.ts";
import { gitReader } from "./git.ts";
import { type Inputs, isSlug, type RawInputs, readInputs } from "./inputs.ts";
import { check, type Preflight, preflight, snapshot } from "./pipeline.ts";
import { redactor, redactValues } from "./redact.ts";
import { type Command, failureDocument, type JsonDocument, plainDocument, preflightDocument } from "./report/json.ts";
import { type Templates, templateNames } from "./report/templates.ts";
import { type Paint, safe, summarizeCheck, summarizePreflight } from "./report/terminal.ts";
import { folderCache } from "./snapshot-cache.ts";
import { json, taskFolder, writeCheck, writePreflight } from "./task-log.ts";
import type { Tools } from "./tools.ts";
import { version } from "./version.ts";

type Flags = RawInputs & {
  readonly json?: boolean;
  readonly out?: string;
  readonly exitCode?: boolean;
  readonly dryRun?: boolean;
};

/** The outcome of a command: the document for `--json`, the text for people, the exit status. */
type Done = { readonly document: JsonDocument; readonly text: string; readonly status: number };

const exitStatus = { done: 0, changes: 2, blocked: 3, failed: 1, usage: 64 } as const;

const usualLimits: ChildLimits = { timeMs: 300_000, memoryBytes: 2_000_000_000 };

/** The command line. Sets `process.exitCode`; every output goes through the redactor first. */
export async function main(argv: readonly string[], standInLimits = usualLimits): Promise<void> {
  const program = new Program("schemagate")
    .description("Compares the schema in the code with a live database, and plans how to bring the database to it. Reads only.")
    .version(version, "--version")
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => undefined });
  for (const [name, spec] of Object.entries(commands)) {
    const command = program.command(name).description(spec.description).exitOverride();
    for (const option of spec.options) command.addOption(option());
    command.action(async (flags: Flags) =>
      run(name as Command, { ...flags, json: argv.includes("--json") }, runs[name as Command], standInLimits),
    );
  }
  for (const name of reverseCommands)
    program.command(name, { hidden: true }).allowUnknownOption().allowExcessArguments().action(refuseReverse);
  exitOnSignals();
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.code === "commander.help") endHelp(error, program);
    else if (!(error instanceof CommanderError) || error.exitCode !== 0)
      endFailed(commandOf(argv), null, misuse(error), argv.includes("--json"), redactor(argv));
  }
}

function commandOf(argv: readonly string[]): Command | null {
  return (Object.keys(commands) as Command[]).find((name) => name === argv[0]) ?? null;
}

/** A process that a signal ends tells nobody; one that exits takes its stand-ins and temporary files along. The second signal ends it at once. */
function exitOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** Asking for the other direction is a misunderstanding that deserves an answer. */
const reverseCommands = ["pull", "introspect", "import", "dump", "reverse", "generate"] as const;

function refuseReverse(): never {
  throw new UserError(
    "invalid-input",
    "Schemagate never writes the schema from a database: the code is the source of truth.",
    "To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it.",
  );
}

async function run(
  command: Command,
  flags: Flags,
  execute: (flags: Flags, session: Session) => Promise<Done>,
  standInLimits: ChildLimits,
): Promise<void> {
  const session: Session = { command, redact: redactor(urlsAround(flags)), tools: makeTools(flags.json === true, standInLimits) };
  try {
    refuseSwallowedFlags(flags);
    const done = await execute(flags, session);
    process.stdout.write(
      flags.json === true ? json(redactValues(done.document, session.redact)) : session.redact(`${done.text}\n`),
    );
    process.exitCode = done.status;
  } catch (error) {
    endFailed(command, flags.environment ?? null, error, flags.json === true, session.redact);
  }
}

/** Whatever may hold a password: also a URL that was given to the wrong flag. */
function urlsAround(flags: Flags): readonly string[] {
  const { url, devUrl, ...others } = flags;
  const misplaced = Object.values(others).flatMap((value) => (typeof value === "string" && value.includes("://") ? [value] : []));
  return [url, devUrl, process.env["DATABASE_URL"], ...misplaced].filter((text) => text !== undefined);
}

/** `--schema --json`: the parser takes what follows for the value. */
function refuseSwallowedFlags(flags: Flags): void {
  const mistakes = Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value !== "string" || !value.startsWith("--")) return [];
    return [
      `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} has no value: ${value.split("=", 1)[0] ?? ""} follows it.`,
    ];
  });
  if (mistakes.length > 0) throw new UserError("invalid-input", mistakes.join("\n"), "Put the value right after the flag.");
}

type Session = { readonly command: Command; redact: (text: string) => string; readonly tools: Tools };

async function inputsOf(flags: Flags, session: Session, environment: "required" | "optional"): Promise<Inputs> {
  const around = { environment: process.env, currentDirectory: process.cwd(), today: new Date().toISOString().slice(0, 10) };
  const inputs = await readInputs(flags, around, { environment });
  session.redact = redactor([...urlsAround(flags), inputs.url.reveal()]);
  return inputs;
}

async function runCheck(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const checked = await check(inputs, task, session.tools);
  await writeCheck(folder, checked, await readTemplates(), session.redact);
  const where = join(shown(folder), "00-connection-check.md");
  return {
    document: plainDocument("check", inputs.environment, where),
    text: `${summarizeCheck(checked, paint)}\n\n${paint("dim", where)}`,
    status: exitStatus.done,
  };
}

async function runSnapshot(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "optional");
  const file = resolve(flags.out ?? "schema.json");
  await refuseLinks(inputs.root, dirname(file));
  const live = await snapshot(inputs, session.tools);
  await writeWhole(file, json(live));
  const text = `${live.objects.length} objects written to ${shown(file)}`;
  return { document: plainDocument("snapshot", inputs.environment, text), text, status: exitStatus.done };
}

async function runPreflight(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact);
  const document = preflightDocument(session.command, found, planPath === null ? null : shown(planPath));
  return {
    document,
    text: `${summarizePreflight(found, paint)}\n\n${paint("dim", `${shown(folder)}/00, 01, 02`)}`,
    status: preflightStatus(found, flags),
  };
}

function preflightStatus({ proposal }: Preflight, flags: Flags): number {
  const { outcome } = proposal.verdict;
  if (outcome === "blocked") return exitStatus.blocked;
  return outcome === "planned" && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
}

async function runSync(flags: Flags, session: Session): Promise<Done> {
  return runPreflight({ ...flags, strategy: "sync" }, session);
}

async function runDrift(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const found = await preflight(inputs, "drift", session.tools);
  if (flags.out !== undefined) await writePreflight(resolve(flags.out), found, await readTemplates(), session.redact);
  const document = preflightDocument("drift", found, null);
  const drifted = found.comparison.report.drift.some(({ cause }) => cause !== "pending");
  const uncomparable = document.reasons.some(
    ({ reason }) => reason === "history-missing" || reason === "history-failed-state" || reason === "invalid-source",
  );
  const status = uncomparable ? exitStatus.blocked : drifted && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
  return { document, text: summarizePreflight(found, paint), status };
}

const runs: Readonly<Record<Command, (flags: Flags, session: Session) => Promise<Done>>> = {
  check: runCheck,
  snapshot: runSnapshot,
  preflight: runPreflight,
  drift: runDrift,
  sync: runSync,
};

function makeTools(quiet: boolean, standInLimits: ChildLimits): Tools {
  const started = Date.now();
  return {
    clock: () => new Date(),
    progress: {
      step: (what) => {
        if (!quiet)
          process.stderr.write(
            `${paintFor(process.stderr)("dim", `${((Date.now() - started) / 1000).toFixed(1).padStart(5)}s  ${what}`)}\n`,
          );
      },
    },
    cache: folderCache(cacheFolder()),
    readGit: gitReader(process.env["PATH"]),
    standInLimits,
    version: `schemagate ${version}`,
  };
}

function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? join(homedir(), ".cache");
  return join(base, "schemagate");
}

/** The task is proposed from the branch, and confirmed where somebody can answer. */
async function chooseTask(
  flags: Flags,
  inputs: Inputs,
  { tools }: Session,
): Promise<{ readonly task: string; readonly folder: string }> {
  const proposed = inputs.task ?? (await tools.readGit(inputs.workingDirectory))?.taskSlug ?? "schema";
  const asks =
    inputs.task === null && flags.out === undefined && flags.json !== true && process.stdin.isTTY && process.stderr.isTTY;
  const task = asks ? await confirmTask(proposed) : proposed;
  return { task, folder: flags.out === undefined ? join(inputs.root, taskFolder(task)) : resolve(flags.out) };
}

async function confirmTask(proposed: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = (await prompt.question(`Task (names the folder of the log) [${proposed}]: `)).trim();
    if (answer !== "" && !isSlug(answer))
      throw new UserError(
        "invalid-input",
        "A task may hold letters, digits, dots, dashes and underscores.",
        "Choose another name, or pass --task.",
      );
    return answer === "" ? proposed : answer;
  } finally {
    prompt.close();
  }
}

async function readTemplates(): Promise<Templates> {
  const entries = await Promise.all(
    templateNames.map(async (name) => [name, await readFile(homePath(`templates/${name}.md`), "utf8")] as const),
  );
  return Object.fromEntries(entries) as Record<(typeof templateNames)[number], string>;
}

function shown(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith("..") ? path : way;
}

const paint: Paint = (style, text) => paintFor(process.stdout)(style, text);

function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

function endHelp(error: CommanderError, program: Program): void {
  if (error.exitCode === 0) return;
  process.stderr.write(program.helpInformation());
  process.exitCode = exitStatus.usage;
}

/** What the parser of the command line says, as a sentence. */
function misuse(error: unknown): unknown {
  if (!(error instanceof CommanderError)) return error;
  const [said = "", suggestion = ""] = error.message
    .replace(/^error: /, "")
    .replace(/\.$/, "")
    .split("\n");
  const message = `${said.charAt(0).toUpperCase()}${said.slice(1)}. ${suggestion.replace(/^\((.*)\)$/, "$1")}`;
  return new UserError(
    "invalid-input",
    message.trim(),
    "`schemagate help` lists the commands, `schemagate help preflight` the flags of one.",
  );
}

function endFailed(
  command: Command | null,
  environment: string | null,
  error: unknown,
  asJson: boolean,
  redact: (text: string) => string,
): void {
  const known = error instanceof UserError;
  const message = redact(
    known ? error.message : `This is a bug of schemagate: ${error instanceof Error ? error.message : String(error)}`,
  );
  const more = known ? error.hint : error instanceof Error ? (error.stack ?? null) : null;
  const next = more === null ? null : redact(more);
  const paintError = paintFor(process.stderr);
  if (asJson)
    process.stdout.write(
      json(
        failureDocument(
          command,
          environment,
          known ? error.reason : null,
          known && next !== null ? `${message} ${next}` : message,
        ),
      ),
    );
  process.stderr.write(
    `${paintError("red", known ? `✗ ${error.reason}` : "✗")}  ${lines(message)}\n${next === null ? "" : `${paintError("dim", `${known ? "→ " : ""}${lines(next)}`)}\n`}`,
  );
  process.exitCode = known && error.reason === "invalid-input" ? exitStatus.usage : exitStatus.failed;
}

function lines(message: string): string {
  return message.split("\n").map(safe).join("\n");
}
