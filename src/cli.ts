import { homedir } from "node:os";
import { join } from "node:path";
import { CommanderError, Command as Program } from "commander";
import { commands } from "./commands.ts";
import type { ChildLimits } from "./dialects/child.ts";
import { UserError } from "./errors.ts";
import { gitReader } from "./git.ts";
import { redactor, redactValues } from "./redact.ts";
import { type Command, failureDocument } from "./report/json.ts";
import { shortSql } from "./report/short-sql.ts";
import { safe } from "./report/terminal.ts";
import { runApply, runSync, runVerify } from "./run-apply.ts";
import { runBaseline } from "./run-baseline.ts";
import { runCheck, runDrift, runPreflight, runSnapshot } from "./run-preflight.ts";
import { runRehearse } from "./run-rehearse.ts";
import { type Done, exitStatus, type Flags, paintFor, type Session, urlsAround } from "./session.ts";
import { type Signals, watchSignals } from "./signals.ts";
import { folderCache } from "./snapshot-cache.ts";
import { json } from "./task-log.ts";
import { type Tools, usualStandInLimits } from "./tools.ts";
import { version } from "./version.ts";

/** The command line. Sets `process.exitCode`; every output goes through the redactor first. */
export async function main(argv: readonly string[], standInLimits = usualStandInLimits): Promise<void> {
  const program = new Program("schemagate")
    .description(
      "Compares the schema in the code with a live database, plans how to bring the database to it, and applies exactly the approved plan.",
    )
    .version(version, "--version")
    .exitOverride()
    .showHelpAfterError(false)
    .configureOutput({ writeErr: () => undefined });
  const signals = watchSignals();
  for (const [name, spec] of Object.entries(commands)) {
    const command = program.command(name).description(spec.description).exitOverride();
    for (const option of spec.options) command.addOption(option());
    command.action(async (flags: Flags) =>
      run(name as Command, { ...flags, json: argv.includes("--json") }, standInLimits, signals),
    );
  }
  for (const name of reverseCommands)
    program.command(name, { hidden: true }).allowUnknownOption().allowExcessArguments().action(refuseReverse);
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

/** Asking for the other direction is a misunderstanding that deserves an answer. */
const reverseCommands = ["pull", "introspect", "import", "dump", "reverse", "generate"] as const;

function refuseReverse(): never {
  throw new UserError(
    "invalid-input",
    "Schemagate never writes the schema from a database: the code is the source of truth.",
    "To see what the database has and the code has not, run `schemagate drift`; each difference comes with the text to adopt it.",
  );
}

async function run(command: Command, flags: Flags, standInLimits: ChildLimits, signals: Signals): Promise<void> {
  const surroundings = {
    environment: process.env,
    currentDirectory: process.cwd(),
    today: new Date().toISOString().slice(0, 10),
  };
  const session: Session = {
    command,
    redact: redactor(urlsAround(flags, surroundings.environment)),
    tools: makeTools(flags.json === true, standInLimits),
    surroundings,
    ...signals,
  };
  try {
    refuseSwallowedFlags(flags);
    const done = await runs[command](flags, session);
    process.stdout.write(
      flags.json === true ? json(redactValues(done.document, session.redact)) : session.redact(`${done.text}\n`),
    );
    process.exitCode = done.status;
    // What a verify command left running must not keep this process alive.
    if (flags.verifyCommand !== undefined) process.stdout.write("", () => process.exit());
  } catch (error) {
    endFailed(command, flags.environment ?? null, error, flags.json === true, session.redact);
  }
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

const runs: Readonly<Record<Command, (flags: Flags, session: Session) => Promise<Done>>> = {
  init: async (flags, session) => (await import("./run-init.ts")).runInit(flags, session),
  check: runCheck,
  snapshot: runSnapshot,
  preflight: runPreflight,
  drift: runDrift,
  sync: runSync,
  apply: runApply,
  verify: runVerify,
  rehearse: runRehearse,
  baseline: runBaseline,
};

function makeTools(quiet: boolean, standInLimits: ChildLimits): Tools {
  return {
    clock: () => new Date(),
    progress: quiet ? silent : progressOn(process.stderr, Date.now()),
    cache: folderCache(cacheFolder()),
    readGit: gitReader(process.env["PATH"]),
    standInLimits,
    version: `schemagate ${version}`,
  };
}

const silent: Tools["progress"] = { step: () => undefined, statement: () => undefined };

/** A line per step; on a terminal the statements of a plan share one. */
function progressOn(stream: NodeJS.WriteStream, started: number): Tools["progress"] {
  const paintLine = paintFor(stream);
  const line = (what: string) => paintLine("dim", `${((Date.now() - started) / 1000).toFixed(1).padStart(5)}s  ${what}`);
  return {
    step: (what) => void stream.write(`${line(safe(what))}\n`),
    statement: (number, total, sql) => {
      const text = line(`${number}/${total}  ${safe(shortSql(sql, 80))}`);
      const [start, end] = stream.isTTY ? ["\r\u001b[2K", number === total ? "\n" : ""] : ["", "\n"];
      stream.write(`${start}${text}${end}`);
    },
  };
}

function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? join(homedir(), ".cache");
  return join(base, "schemagate");
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
