import { appendFileSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "./errors.ts";
import type { Journal } from "./execute.ts";
import type { Execution } from "./execution.ts";
import { refuseLinks, removeFile, writeWhole } from "./files.ts";
import type { Checked, Preflight } from "./pipeline.ts";
import type { Plan } from "./plan/plan.ts";
import { redactValues } from "./redact.ts";
import { renderConnection } from "./report/connection.ts";
import { renderDrift } from "./report/drift.ts";
import { type RunningExecution, renderExecution, renderRunning } from "./report/execution.ts";
import { renderPlan } from "./report/plan.ts";
import type { Templates } from "./report/templates.ts";
import { renderVerification } from "./report/verification.ts";
import type { Verification } from "./verification.ts";

/** Folder of a task's log, relative to the root of the repository. */
export function taskFolder(task: string): string {
  return join("dev-docs", "active", task, "db");
}

/** Writes 00. */
export async function writeCheck(
  folder: string,
  checked: Checked,
  templates: Templates,
  redact: (text: string) => string,
): Promise<void> {
  await refuseLinks(checked.inputs.root, join(folder, "artifacts"));
  await writeWhole(join(folder, "00-connection-check.md"), redact(renderConnection(checked, templates["00-connection-check"])));
}

/**
 * Writes 00, 01, 02 and the artifacts. `plan.json` is there only while there is a plan that may be approved: one of an earlier run is removed.
 * Returns the path of the plan, or null. `typed`: a path as the user would type it.
 */
export async function writePreflight(
  folder: string,
  preflight: Preflight,
  templates: Templates,
  redact: (text: string) => string,
  typed: (path: string) => string,
): Promise<string | null> {
  const { comparison, instead, live, proposal } = preflight;
  const artifact = (name: string) => join(folder, "artifacts", name);
  // Of what no database was looked at for, no plan may be applied.
  const planned = proposal.verdict.outcome === "planned" && instead?.kind !== "migrations" ? proposal.plan : null;
  await writeCheck(folder, preflight, templates, redact);
  // Before the reports that follow: should one of them fail, no plan may lie beside those of another run.
  await removeFile(artifact("plan.json"));
  await writeWhole(join(folder, "01-drift-report.md"), redact(renderDrift(preflight, templates["01-drift-report"])));
  await writeWhole(
    join(folder, "02-migration-plan.md"),
    redact(renderPlan(preflight, templates["02-migration-plan"], typed(artifact("plan.json")))),
  );
  await writeWhole(artifact("live.json"), json(live));
  await writeWhole(artifact("desired.json"), json(comparison.code));
  if (planned === null) return null;
  await writeWhole(artifact("plan.json"), json(planned));
  return artifact("plan.json");
}

/**
 * Starts `artifacts/execution.jsonl`: one event per line, each on disk before the next thing happens, so that what ran is known even
 * after this process was killed. Until the end 03 says that it is running: no log of an earlier run may pass for this one's.
 */
export async function openJournal(
  folder: string,
  run: RunningExecution,
  plan: Plan,
  redact: (text: string) => string,
): Promise<Journal> {
  const path = journalPath(folder);
  const append = (event: Readonly<Record<string, unknown>>) =>
    appendFileSync(path, `${JSON.stringify(redactValues(event, redact))}\n`, { flush: true });
  try {
    await mkdir(dirname(path), { recursive: true });
    await keepEarlierLog(folder, run.startedAt);
    for (const name of ["artifacts/execution.json", "artifacts/verification.json", "04-verification.md"])
      await removeFile(join(folder, ...name.split("/")));
    // A new preflight replaces plan.json; what was applied can be verified as long as its plan is there.
    await writeWhole(join(folder, "artifacts", "applied-plan.json"), json(plan));
    await writeWhole(join(folder, "03-execution-log.md"), redact(renderRunning(run)));
    await endCutLine(path);
  } catch (error) {
    throw new UserError(
      "apply-failed",
      `The log can't be written to ${folder}, and nothing runs without one: ${error instanceof Error ? error.message : error}. Nothing was changed.`,
      "Make room there, or give this user the right to write, or choose another folder with --out.",
      { cause: error },
    );
  }
  return { append };
}

/** `artifacts/execution.jsonl` as it is; null: there is none. */
export async function readJournal(folder: string): Promise<string | null> {
  return readFile(journalPath(folder), "utf8").catch(() => null);
}

function journalPath(folder: string): string {
  return join(folder, "artifacts", "execution.jsonl");
}

/** Where a full disk cut a line off, the next event must not become a part of it. */
async function endCutLine(path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (text !== "" && !text.endsWith("\n")) appendFileSync(path, "\n", { flush: true });
}

/** Writes 03. The log of an earlier run that changed the database is kept beside it, by its time. */
export async function writeExecution(
  folder: string,
  execution: Execution,
  plan: Plan | null,
  templates: Templates,
  redact: (text: string) => string,
): Promise<void> {
  await keepEarlierLog(folder, execution.startedAt);
  await writeWhole(join(folder, "03-execution-log.md"), redact(renderExecution(execution, plan, templates["03-execution-log"])));
  await writeWhole(join(folder, "artifacts", "execution.json"), json(redactValues(execution, redact)));
}

async function keepEarlierLog(folder: string, current: string): Promise<void> {
  const path = (name: string) => join(folder, ...name.split("/"));
  const text = await readFile(path("artifacts/execution.json"), "utf8").catch(() => null);
  const { outcome, startedAt } = text === null ? {} : earlierExecution(text);
  if (startedAt === undefined || !/^\d{4}-[\d:.TZ-]{10,24}$/.test(startedAt)) return;
  if (startedAt === current) return;
  if (outcome !== "applied" && outcome !== "partially-applied" && outcome !== "failed") return;
  const stamp = startedAt.replaceAll(/[:.]/g, "-");
  for (const [from, to] of [
    ["03-execution-log.md", `03-execution-log.${stamp}.md`],
    ["artifacts/execution.json", `artifacts/execution.${stamp}.json`],
  ] as const)
    await rename(path(from), path(to)).catch(() => undefined);
}

function earlierExecution(text: string): Partial<Pick<Execution, "outcome" | "startedAt">> {
  try {
    return JSON.parse(text) as Partial<Execution>;
  } catch {
    return {};
  }
}

/** Writes 04. */
export async function writeVerification(
  folder: string,
  verification: Verification,
  templates: Templates,
  redact: (text: string) => string,
): Promise<void> {
  await writeWhole(join(folder, "04-verification.md"), redact(renderVerification(verification, templates["04-verification"])));
  await writeWhole(join(folder, "artifacts", "verification.json"), json(redactValues(verification, redact)));
}

/** In strings, what would hide or turn text is escaped, and what GitHub's runner would take for a command when it is printed. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1).replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]|##(?=\[)/gu, escapeUnits)}\n`;
}

function escapeUnits(text: string): string {
  return Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}
