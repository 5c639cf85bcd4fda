import { type ChildProcess, spawn } from "node:child_process";
import { bundled, homePath } from "../assets.ts";
import { residentBytes } from "./resident-memory.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

export type ChildLimits = {
  /** For all calls together; waiting between calls costs nothing, nor do calls with a limit of their own. */
  readonly timeMs: number;
  /** Resident memory. Not watched on Windows. */
  readonly memoryBytes: number;
};

/** A program of ours that runs SQL nobody has reviewed. */
export interface Child extends AsyncDisposable {
  /** One call at a time. Throws what the program's handler threw: a bug of ours, never an outcome. */
  call<Reply>(request: unknown, ownLimitMs?: number): Promise<Called<Reply>>;
}

export type Called<Reply> = { readonly outcome: "replied"; readonly reply: Reply } | Killed;

/** The child is gone; every later call gets the same answer. */
export type Killed = { readonly outcome: "killed"; readonly reason: "time" | "memory" | "crashed"; readonly message: string };

type Answer = { readonly reply: unknown } | { readonly thrown: string };

const memoryWatchMs = 100;
const living = new Set<ChildProcess>();

/**
 * Starts a program (of `programPath`, written with `serve` of child-program.ts) as a child process: empty environment, an empty
 * working directory, no handle but the channel, a process group of its own, and Node's permission model, which leaves it nothing
 * but reading our own code. It ends with this process, even when it is busy and this process is killed.
 */
export async function startChild(program: string, limits: ChildLimits): Promise<Child> {
  const directory = await makeTemporaryFolder();
  const child = spawn(process.execPath, [...confinement(limits), program], {
    cwd: directory.path,
    env: {},
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json",
  });
  watchOwnEnd();
  living.add(child);

  const ended = Promise.withResolvers<Killed>();
  let verdict: Killed | null = null;
  let remainingMs = limits.timeMs;
  let lastWords = "";
  let pending: Promise<unknown> = Promise.resolve();

  function end(killed: Killed): void {
    verdict ??= killed;
    kill(child);
    ended.resolve(verdict);
  }

  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  child.on("error", (error) => end(crashed(error.message)));
  child.on("close", (code, signal) =>
    end(crashed(`${signal ?? `exit status ${code}`}${lastWords === "" ? "" : `: ${lastWords.trim()}`}`)),
  );
  const memoryWatch = setInterval(async () => {
    const bytes = child.pid === undefined ? 0 : await residentBytes(child.pid);
    if (bytes > limits.memoryBytes) end(outOfMemory(limits));
  }, memoryWatchMs);
  memoryWatch.unref();

  async function answerWithin<Reply>(request: unknown, ownLimitMs: number | null): Promise<Called<Reply>> {
    if (verdict !== null) return verdict;
    const startedAt = performance.now();
    const timer = setTimeout(() => end(outOfTime(ownLimitMs ?? limits.timeMs)), ownLimitMs ?? Math.max(remainingMs, 0));
    try {
      const answer = await Promise.race([ask(child, request), ended.promise]);
      if ("outcome" in answer) return answer;
      if ("thrown" in answer) throw new Error(answer.thrown);
      return { outcome: "replied", reply: answer.reply as Reply };
    } finally {
      clearTimeout(timer);
      if (ownLimitMs === null) remainingMs -= performance.now() - startedAt;
    }
  }

  return {
    call<Reply>(request: unknown, ownLimitMs?: number): Promise<Called<Reply>> {
      const called = pending.then(() => answerWithin<Reply>(request, ownLimitMs ?? null));
      pending = called.catch(() => undefined);
      return called;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      clearInterval(memoryWatch);
      const closed = new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) resolve();
        else child.once("exit", () => resolve());
      });
      end(crashed("it was closed"));
      await closed;
      living.delete(child);
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** Switches of Node.js: read our own code, and nothing else; the worker is the one that ends a busy child. */
function confinement(limits: ChildLimits): readonly string[] {
  const readable = bundled ? [homePath(".")] : [homePath("src"), homePath("node_modules"), homePath("package.json")];
  return [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    "--allow-worker",
    "--no-warnings",
    `--max-old-space-size=${Math.ceil(limits.memoryBytes / 2 ** 20)}`,
  ];
}

function ask(child: ChildProcess, request: unknown): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  child.once("message", (message) => resolve(message as Answer));
  // A send that fails means that the child has ended: its "close" event says why.
  child.send({ request }, () => {});
  return promise;
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended between the look and the signal.
    child.kill("SIGKILL");
  }
}

function watchOwnEnd(): void {
  if (process.listeners("exit").includes(endAll)) return;
  process.on("exit", endAll);
}

function endAll(): void {
  for (const child of living) kill(child);
}

export function outOfTime(limitMs: number): Killed {
  return { outcome: "killed", reason: "time", message: `It did not end within ${Math.round(limitMs / 1000)} s and was stopped.` };
}

export function outOfMemory(limits: ChildLimits): Killed {
  return {
    outcome: "killed",
    reason: "memory",
    message: `It needed more than ${Math.round(limits.memoryBytes / 2 ** 20)} MB of memory and was stopped.`,
  };
}

function crashed(words: string): Killed {
  return { outcome: "killed", reason: "crashed", message: `The process ended by itself (${words}).` };
}
