import { createRequire as __createRequire } from "node:module";
import { dirname as __pathDirname } from "node:path";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);
import {
  bundled,
  homePath
} from "./chunk-LQ7MRN4E.js";

// src/dialects/resident-memory.ts
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
async function residentBytes(pid) {
  if (process.platform === "linux") {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }
  if (process.platform === "win32") return 0;
  return new Promise((resolve) => {
    execFile(
      "/bin/ps",
      ["-o", "rss=", "-p", String(pid)],
      { env: {} },
      (_error, stdout) => resolve((Number(stdout) || 0) * 1024)
    );
  });
}

// src/dialects/temporary-folder.ts
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
var present = /* @__PURE__ */ new Set();
async function makeTemporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), "schemagate-"));
  if (!process.listeners("exit").includes(removeAll)) process.on("exit", removeAll);
  present.add(path);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
      present.delete(path);
    }
  };
}
function removeAll() {
  for (const path of present) rmSync(path, { recursive: true, force: true });
}

// src/dialects/child.ts
import { spawn } from "node:child_process";
var memoryWatchMs = 100;
var living = /* @__PURE__ */ new Set();
async function startChild(program, limits) {
  const directory = await makeTemporaryFolder();
  const child = spawn(process.execPath, [...confinement(limits), program], {
    cwd: directory.path,
    env: {},
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json"
  });
  watchOwnEnd();
  living.add(child);
  const ended = Promise.withResolvers();
  let verdict = null;
  let remainingMs = limits.timeMs;
  let lastWords = "";
  let pending = Promise.resolve();
  function end(killed) {
    verdict ??= killed;
    kill(child);
    ended.resolve(verdict);
  }
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    lastWords = (lastWords + text).slice(-2e3);
  });
  child.on("error", (error) => end(crashed(error.message)));
  child.on(
    "close",
    (code, signal) => end(crashed(`${signal ?? `exit status ${code}`}${lastWords === "" ? "" : `: ${lastWords.trim()}`}`))
  );
  const memoryWatch = setInterval(async () => {
    const bytes = child.pid === void 0 ? 0 : await residentBytes(child.pid);
    if (bytes > limits.memoryBytes) end(outOfMemory(limits));
  }, memoryWatchMs);
  memoryWatch.unref();
  async function answerWithin(request, ownLimitMs) {
    if (verdict !== null) return verdict;
    const startedAt = performance.now();
    const timer = setTimeout(() => end(outOfTime(ownLimitMs ?? limits.timeMs)), ownLimitMs ?? Math.max(remainingMs, 0));
    try {
      const answer = await Promise.race([ask(child, request), ended.promise]);
      if ("outcome" in answer) return answer;
      if ("thrown" in answer) throw new Error(answer.thrown);
      return { outcome: "replied", reply: answer.reply };
    } finally {
      clearTimeout(timer);
      if (ownLimitMs === null) remainingMs -= performance.now() - startedAt;
    }
  }
  return {
    call(request, ownLimitMs) {
      const called = pending.then(() => answerWithin(request, ownLimitMs ?? null));
      pending = called.catch(() => void 0);
      return called;
    },
    async [Symbol.asyncDispose]() {
      clearInterval(memoryWatch);
      const closed = new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null || child.pid === void 0) resolve();
        else child.once("exit", () => resolve());
      });
      end(crashed("it was closed"));
      await closed;
      living.delete(child);
      await directory[Symbol.asyncDispose]();
    }
  };
}
function confinement(limits) {
  const readable = bundled ? [homePath(".")] : [homePath("src"), homePath("node_modules"), homePath("package.json")];
  return [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    "--allow-worker",
    "--no-warnings",
    `--max-old-space-size=${Math.ceil(limits.memoryBytes / 2 ** 20)}`
  ];
}
function ask(child, request) {
  const { promise, resolve } = Promise.withResolvers();
  child.once("message", (message) => resolve(message));
  child.send({ request }, () => {
  });
  return promise;
}
function kill(child) {
  if (child.pid === void 0 || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
function watchOwnEnd() {
  if (process.listeners("exit").includes(endAll)) return;
  process.on("exit", endAll);
}
function endAll() {
  for (const child of living) kill(child);
}
function outOfTime(limitMs) {
  return { outcome: "killed", reason: "time", message: `It did not end within ${Math.round(limitMs / 1e3)} s and was stopped.` };
}
function outOfMemory(limits) {
  return {
    outcome: "killed",
    reason: "memory",
    message: `It needed more than ${Math.round(limits.memoryBytes / 2 ** 20)} MB of memory and was stopped.`
  };
}
function crashed(words) {
  return { outcome: "killed", reason: "crashed", message: `The process ended by itself (${words}).` };
}

export {
  residentBytes,
  makeTemporaryFolder,
  startChild,
  outOfTime,
  outOfMemory
};
