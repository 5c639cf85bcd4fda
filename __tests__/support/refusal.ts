import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { JsonDocument } from "../../src/report/json.ts";
import { type CliOptions, type Ended, runCli } from "./cli.ts";

export type Refusal = {
  readonly status: number | null;
  readonly reason: string | null;
  /** One for each reason: what happened, and what to do next. */
  readonly says: readonly string[];
};

/** What an earlier run left in the folder. */
const earlier = { "02-migration-plan.md": "# An earlier plan\n", "artifacts/plan.json": '{"version":1}\n' };

/**
 * Runs a command that can't do what was asked, and checks what holds of every such end: one JSON document on stdout, on stderr
 * the same message and no stack, and in `--out` either nothing new (failed) or everything but a plan (blocked).
 */
export async function refusal(args: readonly string[], options: CliOptions & { readonly out: string }): Promise<Refusal> {
  for (const [name, text] of Object.entries(earlier)) {
    await mkdir(dirname(join(options.out, name)), { recursive: true });
    await writeFile(join(options.out, name), text);
  }
  const ended = await runCli([...args, "--json"], options);
  const document = onlyDocument(ended);
  const files = await filesIn(options.out);
  if (document.outcome === "failed") {
    expect(files).toEqual(earlier);
    expect(wordsOf(ended.stderr)).toBe(wordsOf(`✗ ${document.failureReason} ${document.message} `));
    return { status: ended.status, reason: document.failureReason, says: [document.message ?? ""] };
  }
  expect(ended.stderr).toBe("");
  expect(document).toMatchObject({ outcome: "blocked", planPath: null, message: document.reasons[0]?.message });
  expect(Object.keys(files)).toEqual([
    "00-connection-check.md",
    "01-drift-report.md",
    "02-migration-plan.md",
    "artifacts/desired.json",
    "artifacts/live.json",
  ]);
  const says = document.reasons.map(({ message, hint }) => `${message} ${hint}`);
  return { status: ended.status, reason: document.failureReason, says };
}

function onlyDocument({ stdout, stderr }: Ended): JsonDocument {
  expect(stdout.endsWith("}\n"), `stdout: ${stdout}\nstderr: ${stderr}`).toBe(true);
  return JSON.parse(stdout) as JsonDocument;
}

function wordsOf(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("→ ", "");
}

export async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = await Promise.all(paths.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")]));
  return Object.fromEntries(named) as Record<string, string>;
}
