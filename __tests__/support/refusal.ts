import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonDocument } from "../../src/report/json.ts";
import { type Ended, runCli } from "./cli.ts";
import { liveFile, orders } from "./orders.ts";
import { type Folder, folderOf } from "./prisma-project.ts";

/** How a command ended that could not do what was asked. */
export type Refusal = {
  readonly status: number | null;
  readonly reason: string | null;
  /** What happened and what to do next, one for each reason. The project's folder is written `<project>`. */
  readonly says: readonly string[];
};

export type Asked = {
  readonly command?: string;
  readonly args?: readonly string[];
  /** Null: none is passed. */
  readonly url: string | null;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Prepares the folder before the command runs in it. */
  readonly prepare?: (folder: Folder) => void | Promise<void>;
};

/** A row of a table of mistakes; what is not asked for is as in a project of SQLite where nothing is wrong. */
export type Refused = readonly [name: string, asked: Partial<Asked>, status: number, reason: string, ...says: readonly string[]];

/** One test for each. */
export function refusals(home: { readonly path: string }, rows: readonly Refused[]): void {
  test.concurrent.for(rows)("%s", async ([, asked, status, reason, ...says], { expect }) => {
    const complete = { files: orders("sqlite"), url: "file:./live.db", prepare: liveFile(), ...asked };
    expect(await refusal(complete, home.path)).toEqual({ status, reason, says });
  });
}

/** What an earlier run left in `--out`. */
const earlier = { "02-migration-plan.md": "# An earlier plan\n", "artifacts/plan.json": '{"version":1}\n' };

/** A HOME for all commands of a test file: the results of stand-ins are shared, those of whoever runs the tests are not. */
export function sharedHome(): { path: string } {
  const home = { path: "" };
  beforeAll(async () => {
    home.path = await mkdtemp(join(tmpdir(), "schemagate-home-"));
  });
  afterAll(() => rm(home.path, { recursive: true, force: true }));
  return home;
}

/**
 * Runs a command that can't do what was asked, and checks what holds of every such end: one JSON document on stdout, on stderr
 * the same message and no stack, and in `--out` nothing new after a failure, everything but a plan when it is blocked.
 */
export async function refusal(asked: Asked, home: string): Promise<Refusal> {
  await using folder = await folderOf(asked.files ?? {});
  await asked.prepare?.(folder);
  const out = join(folder.path, "out");
  for (const [name, text] of Object.entries(earlier)) {
    await mkdir(dirname(join(out, name)), { recursive: true });
    await writeFile(join(out, name), text);
  }
  const url = asked.url === null ? [] : ["--url", asked.url];
  const args = [asked.command ?? "preflight", "--environment", "dev", ...url, "--out", "out", ...(asked.args ?? []), "--json"];
  const ended = await runCli(args, {
    cwd: folder.path,
    home,
    ...(asked.environment === undefined ? {} : { environment: asked.environment }),
  });
  const anywhere = (text: string) => text.replaceAll(folder.path, "<project>");
  return { status: ended.status, ...(await judge(ended, await filesIn(out), anywhere)) };
}

async function judge(
  ended: Ended,
  files: Readonly<Record<string, string>>,
  anywhere: (text: string) => string,
): Promise<Omit<Refusal, "status">> {
  const document = onlyDocument(ended);
  if (document.outcome === "failed") {
    expect(files).toEqual(earlier);
    const [message, ...more] = ended.stderr.replace(`✗ ${document.failureReason}`, "").split("\n→ ");
    expect(more).toHaveLength(1);
    expect(inWords(`${message} ${more[0]}`)).toBe(inWords(document.message ?? ""));
    return { reason: document.failureReason, says: [anywhere(document.message ?? "")] };
  }
  expect(document).toMatchObject({ outcome: "blocked", planPath: null, message: document.reasons[0]?.message });
  expect(ended.stderr).toBe("");
  expect(Object.keys(files)).toEqual([
    "00-connection-check.md",
    "01-drift-report.md",
    "02-migration-plan.md",
    "artifacts/desired.json",
    "artifacts/live.json",
  ]);
  expect(files["02-migration-plan.md"]).toContain("⛔");
  return { reason: document.failureReason, says: document.reasons.map(({ message, hint }) => anywhere(`${message} ${hint}`)) };
}

function onlyDocument({ status, stdout, stderr }: Ended): JsonDocument {
  expect(stdout, `status ${status}, stderr: ${stderr}`).toMatch(/^\{[\s\S]*\}\n$/);
  expect(stderr).not.toMatch(/^\s+at /m);
  return JSON.parse(stdout) as JsonDocument;
}

function inWords(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Relative path → content, sorted. */
export async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    paths.sort().map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")] as const),
  );
  return Object.fromEntries(contents);
}
