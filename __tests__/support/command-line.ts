/**
 * The command as a user gets it: the bundle with nothing of ours beside it, in a process of its own, with nothing of this machine's
 * environment but PATH, and with a home, a cache and a folder for temporary files of its own.
 *
 *     await using room = await openRoom();
 *     const run = await room.schemagate(["preflight", "--json", "--environment", "test", "--url", url], project);
 *     run.status; run.stdout; await room.leftovers();
 */
import { spawn } from "node:child_process";
import { chmod, constants, cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ChildLimits } from "../../src/dialects/child.ts";

export type CommandRun = {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type Room = AsyncDisposable & {
  readonly path: string;
  /** `limits`: those of stand-ins, where waiting for the usual ones would take minutes. */
  schemagate(args: readonly string[], folder: string, limits?: ChildLimits): Promise<CommandRun>;
  /** Started and not waited for: to be ended by a signal. */
  start(args: readonly string[], folder: string): Started;
  /** What is in the home and in the folder for temporary files: relative paths. Both are empty at first. */
  leftovers(): Promise<readonly string[]>;
};

type Started = { readonly pid: number; kill(signal: NodeJS.Signals): void; readonly ended: Promise<CommandRun> };

const bundle = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Each run of PGlite takes one core and 400 MB. */
const atOnce = 2;

export async function openRoom(): Promise<Room> {
  const path = await mkdtemp(join(tmpdir(), "sg-room-"));
  // A private server of a stand-in runs as another user.
  await chmod(path, 0o755);
  for (const folder of ["home", "tmp", "cache"]) await mkdir(join(path, folder), { mode: 0o755 });
  const dist = join(path, "dist");
  await cp(bundle, dist, { recursive: true, mode: constants.COPYFILE_FICLONE });
  const environment = {
    PATH: process.env["PATH"],
    HOME: join(path, "home"),
    TMPDIR: join(path, "tmp"),
    XDG_CACHE_HOME: join(path, "cache"),
  };
  const start = (program: readonly string[], folder: string) => startNode(program, folder, environment);
  return {
    path,
    start: (args, folder) => start([join(dist, "cli.js"), ...args], folder),
    schemagate: async (args, folder, limits) => {
      const program = limits === undefined ? [join(dist, "cli.js"), ...args] : await limitedProgram(dist, args, limits);
      return inTurn(() => start(program, folder).ended);
    },
    leftovers: async () => [...(await listTree(join(path, "home"))), ...(await listTree(join(path, "tmp")))],
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Every file and folder below a folder: relative, sorted. */
export async function listTree(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

/** The limits are no flag: the same `main` of the same bundle is called with them. */
async function limitedProgram(dist: string, args: readonly string[], limits: ChildLimits): Promise<readonly string[]> {
  const [, chunk = ""] = /import\("\.\/(chunk-[^"]+)"\)/.exec(await readFile(join(dist, "cli.js"), "utf8")) ?? [];
  const module = JSON.stringify(pathToFileURL(join(dist, chunk)).href);
  const call = `const { main } = await import(${module}); await main(${JSON.stringify(args)}, ${JSON.stringify(limits)});`;
  return ["--input-type=module", "--eval", call];
}

function startNode(program: readonly string[], folder: string, environment: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, program, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (data: Buffer) => out.push(data));
  child.stderr.on("data", (data: Buffer) => err.push(data));
  const ended = new Promise<CommandRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) =>
      resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
  return { pid: child.pid ?? 0, kill: (signal) => void child.kill(signal), ended };
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
