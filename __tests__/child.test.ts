import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Child, startChild } from "../src/dialects/child.ts";

const program = fileURLToPath(new URL("./support/hostile-child.ts", import.meta.url));
const limits = { timeMs: 10_000, memoryBytes: 512 * 2 ** 20 };

type Facts = { readonly pid: number; readonly environment: readonly string[]; readonly directory: string };

test("answers calls in order", async () => {
  await using child = await startChild(program, limits);
  const replies = await Promise.all([1, 2, 3].map((n) => child.call({ act: "echo", n })));
  expect(replies).toEqual([1, 2, 3].map((n) => ({ outcome: "replied", reply: { act: "echo", n } })));
});

test("has an empty environment and an empty folder, which is removed with it", async () => {
  const child = await startChild(program, limits);
  const facts = await factsOf(child);
  expect(facts.environment).toEqual([]);
  expect(existsSync(facts.directory)).toBe(true);
  await child[Symbol.asyncDispose]();
  expect(existsSync(facts.directory)).toBe(false);
  expect(isAlive(facts.pid)).toBe(false);
});

test.each(["read", "write", "run"])("may not %s", async (act) => {
  await using child = await startChild(program, limits);
  for (const path of ["/etc/passwd", `/proc/${process.pid}/environ`, "/proc/self/environ"]) {
    expect(await child.call({ act, path })).toEqual({ outcome: "replied", reply: "ERR_ACCESS_DENIED" });
  }
});

test("throws what the program throws, and lives on", async () => {
  await using child = await startChild(program, limits);
  await expect(child.call({ act: "throw" })).rejects.toThrow("thrown on purpose");
  expect(await child.call({ act: "echo" })).toMatchObject({ outcome: "replied" });
});

test("is stopped when its time is up, and says so ever after", async () => {
  await using child = await startChild(program, { ...limits, timeMs: 1500 });
  const { pid } = await factsOf(child);
  const killed = { outcome: "killed", reason: "time", message: "It did not end within 2 s and was stopped." };
  expect(await child.call({ act: "loop" })).toEqual(killed);
  expect(await child.call({ act: "echo" })).toEqual(killed);
  await child[Symbol.asyncDispose]();
  expect(isAlive(pid)).toBe(false);
});

test("waiting between calls costs no time", async () => {
  await using child = await startChild(program, { ...limits, timeMs: 1500 });
  await factsOf(child);
  await sleep(1600);
  expect(await child.call({ act: "echo" })).toMatchObject({ outcome: "replied" });
});

test("is stopped when it eats memory", async () => {
  await using child = await startChild(program, limits);
  expect(await child.call({ act: "eat" })).toMatchObject({ outcome: "killed", reason: "memory" });
});

test.each(["exit", "abort"])("says so when the process ends by itself: %s", async (act) => {
  await using child = await startChild(program, limits);
  expect(await child.call({ act })).toMatchObject({ outcome: "killed", reason: "crashed" });
});

test("a busy child ends when its parent is killed", async () => {
  const script = `
    import { startChild } from ${JSON.stringify(new URL("../src/dialects/child.ts", import.meta.url).href)};
    const child = await startChild(${JSON.stringify(program)}, ${JSON.stringify(limits)});
    const called = await child.call({ act: "facts" });
    console.log(called.reply.pid);
    await child.call({ act: "loop" });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await parent.stdout.setEncoding("utf8").take(1).toArray()) as [string];
  const pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
});

async function factsOf(child: Child): Promise<Facts> {
  const called = await child.call<Facts>({ act: "facts" });
  if (called.outcome !== "replied") throw new Error(called.message);
  return called.reply;
}

/** A process that has ended but was not yet collected by its parent counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
