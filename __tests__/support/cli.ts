import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const bundle = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export type CliOptions = {
  readonly cwd: string;
  /** All that the program sees of the environment, besides PATH, HOME and the folder of its cache. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A folder for HOME and the cache, so that nothing of whoever runs the tests counts. */
  readonly home: string;
  readonly account?: { readonly uid: number; readonly gid: number } | null;
  /** Gets the process id as soon as there is one. */
  readonly onStart?: (pid: number) => void;
};

/** Runs the bundle as a user would, without a terminal. Killed after a minute: then the status is null. */
export async function runCli(args: readonly string[], { cwd, environment, home, account, onStart }: CliOptions): Promise<Ended> {
  const child = spawn(process.execPath, [bundle, ...args], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: home, XDG_CACHE_HOME: home, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
    ...account,
  });
  if (child.pid !== undefined) onStart?.(child.pid);
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { status, ...output };
}
