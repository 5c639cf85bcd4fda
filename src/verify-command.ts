import { setTimeout as sleep } from "node:timers/promises";
import type { Inputs } from "./inputs.ts";
import type { CommandResult } from "./verification.ts";

const lastLines = 40;
/** The URL's own variable; in Actions the inputs, the token among them, and what lets a process act as the run. */
const secretNames = /^(?:DATABASE_URL$|INPUT_|ACTIONS_.*TOKEN$)/;
const timeLimitMs = 15 * 60_000;

/**
 * Runs `--verify-command` in the working directory, without a shell. It gets the environment without whatever holds the database's
 * URL or password, unless `--pass-url` says that it needs it. Null: no command was given.
 */
export function commandRunner(
  given: { readonly command: string | undefined; readonly passUrl: boolean },
  inputs: Inputs,
  around: { readonly redact: (text: string) => string; readonly environment: Readonly<Record<string, string | undefined>> },
): (() => Promise<CommandResult>) | null {
  const command = given.command?.trim() ?? "";
  if (command === "") return null;
  return async () => {
    const { getExecOutput } = await import("@actions/exec");
    const url = inputs.url?.reveal() ?? "";
    const tells = (name: string, value: string) =>
      secretNames.test(name) || (url !== "" && value.includes(url)) || around.redact(value) !== value;
    const environment = Object.fromEntries(
      Object.entries(around.environment).flatMap(([name, value]) =>
        value === undefined || tells(name, value) ? [] : [[name, value]],
      ),
    );
    const running = getExecOutput(command, [], {
      cwd: inputs.workingDirectory,
      env: given.passUrl ? { ...environment, DATABASE_URL: url } : environment,
      ignoreReturnCode: true,
      silent: true,
    }).catch((error: unknown) => ({ exitCode: 127, stdout: "", stderr: error instanceof Error ? error.message : String(error) }));
    const late = new AbortController();
    const tooLate = sleep(
      timeLimitMs,
      { exitCode: 124, stdout: "", stderr: "It did not end within 15 minutes." },
      { signal: late.signal },
    );
    const { exitCode, stdout, stderr } = await Promise.race([running, tooLate]);
    late.abort();
    tooLate.catch(() => undefined);
    const lines = around.redact(`${stdout}${stderr}`).trimEnd().split("\n");
    return { command: around.redact(command), exitCode, output: lines.slice(-lastLines).join("\n") };
  };
}
