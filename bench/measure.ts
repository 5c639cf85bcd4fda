import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

/** One run of a program: wall time, and the most memory that it and all its children held together (resident; null where there is no /proc). */
export type Run = { readonly ms: number; readonly peakBytes: number | null; readonly output: string };

export type Medians = { readonly ms: number; readonly peakBytes: number | null };

const sampleMs = 20;

/** Throws when the program fails. */
export async function runOnce(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let complaints = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  let peakBytes = 0;
  const sampling = setInterval(async () => {
    if (child.pid !== undefined) peakBytes = Math.max(peakBytes, await residentBytes(child.pid));
  }, sampleMs);
  const status = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  clearInterval(sampling);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${complaints || output}`);
  return { ms: performance.now() - startedAt, peakBytes: peakBytes === 0 ? null : peakBytes, output };
}

/** Medians of several runs, one after the other. */
export async function medianOf(times: number, run: () => Promise<Run>): Promise<Medians> {
  const runs: Run[] = [];
  for (let time = 0; time < times; time += 1) runs.push(await run());
  const peaks = runs.flatMap(({ peakBytes }) => (peakBytes === null ? [] : [peakBytes]));
  return { ms: median(runs.map(({ ms }) => ms)), peakBytes: peaks.length === 0 ? null : Math.max(...peaks) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).trim();
  if (children === "") return own;
  const theirs = await Promise.all(children.split(" ").map((child) => residentBytes(Number(child))));
  return theirs.reduce((sum, bytes) => sum + bytes, own);
}
