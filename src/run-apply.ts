import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Applied, type ApplyRequest, apply, changedSince } from "./apply.ts";
import { UserError } from "./errors.ts";
import type { Permission } from "./execution.ts";
import { refuseLinks } from "./files.ts";
import type { Inputs } from "./inputs.ts";
import { preflight } from "./pipeline.ts";
import type { Plan } from "./plan/plan.ts";
import { judgePromotion, promotionEvidence } from "./plan/promotion.ts";
import { type ReadPlan, readPlan } from "./plan/read-plan.ts";
import { beyondStanding } from "./plan/standing-approval.ts";
import { promotionOnCommandLine } from "./promotion-on-command-line.ts";
import { commandLine } from "./report/command-line.ts";
import { applyDocument, failureDocument, preflightDocument, verifyDocument } from "./report/json.ts";
import { safe, summarizePreflight } from "./report/terminal.ts";
import { summarizeExecution, summarizeUnverified, summarizeVerification } from "./report/terminal-apply.ts";
import { preflightStatus, runPreflight } from "./run-preflight.ts";
import { chooseTask, type Done, exitStatus, type Flags, inputsOf, paint, readTemplates, type Session, shown } from "./session.ts";
import { openSource } from "./source/open-source.ts";
import { openJournal, readJournal, taskFolder, writeExecution, writePreflight, writeVerification } from "./task-log.ts";
import { verify } from "./verify.ts";
import { commandRunner } from "./verify-command.ts";

/** 03 and 04: runs exactly the approved plan. */
export async function runApply(flags: Flags, session: Session): Promise<Done> {
  refuseContradictions(flags);
  const inputs = await inputsOf(flags, session, "required");
  const path = resolve(flags.plan ?? "");
  const read = await loadPlan(path);
  if (read.outcome === "refused") return refusedPlan("apply", inputs, path, read);
  const { plan } = read;
  const permission: Permission = {
    kind: "approve",
    named: (flags.approve ?? "").trim(),
    evidence: [],
    destructive:
      flags.allowDestructive === true
        ? { allowed: true, backup: textOf(flags.backup), acceptedRisk: textOf(flags.acceptRisk) }
        : { allowed: false },
  };
  const folder = folderOf(flags, inputs, plan);
  const applied = await applyAndWrite(inputs, plan, shown(path), permission, folder, flags, session);
  const done = {
    document: applyDocument("apply", plan, shown(path), applied),
    text: `${summaryOf(applied)}\n\n${paint("dim", `${shown(folder)}/${applied.verification === null ? "03" : "03, 04"}`)}`,
    status: statusOf(applied),
  };
  return withLog(done, applied.unwritten);
}

/** 04, once more: whether the database is still what the plan promised. */
export async function runVerify(flags: Flags, session: Session): Promise<Done> {
  const given = await inputsOf(flags, session, "required");
  const path = resolve(flags.plan ?? "");
  const read = await loadPlan(path);
  if (read.outcome === "refused") return refusedPlan("verify", given, path, read);
  const { plan } = read;
  const inputs: Inputs = { ...given, strategy: plan.strategy, push: plan.push };
  const project = await openSource(inputs, { required: true });
  const folder = folderOf(flags, inputs, plan);
  const request = {
    plan,
    planPath: shown(path),
    project,
    task: plan.task,
    changedFiles: changedSince(plan, project),
    before: null,
    runCommand: verifyCommand(flags, inputs, session),
  };
  const verification = await verify(inputs, request, session.tools);
  await refuseLinks(inputs.root, join(folder, "artifacts"));
  await writeVerification(folder, verification, await readTemplates(), session.redact);
  return {
    document: verifyDocument(plan, shown(path), verification),
    text: `${summarizeVerification(verification, paint)}\n\n${paint("dim", `${shown(folder)}/04`)}`,
    status: verification.outcome === "verified" ? exitStatus.done : exitStatus.failed,
  };
}

/** A dry run, or with `--apply` a standing approval for what only adds. */
export async function runSync(flags: Flags, session: Session): Promise<Done> {
  if (flags.apply !== true) return runPreflight({ ...flags, strategy: "sync" }, session);
  const inputs = await inputsOf({ ...flags, strategy: "sync" }, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact, shown);
  const { plan, sync, refused } = found.proposal;
  const dryRun = session.redact(summarizePreflight(found, paint));
  const document = preflightDocument("sync", found, planPath === null ? null : shown(planPath));
  if (plan === null || planPath === null)
    return {
      document,
      text: `${dryRun}\n\n${paint("dim", `${shown(folder)}/00, 01, 02`)}`,
      status: preflightStatus(found, flags),
    };

  const beyond = beyondStanding(plan, sync?.added ?? [], found.live, refused);
  if (beyond.length > 0) {
    const reasons = beyond.map((reason) => ({ ...reason, hint: wayToApproval(inputs, shown(planPath), plan) }));
    const lines = reasons.map(({ message }) => `  ${paint("red", "policy")}  ${safe(message)}`);
    return {
      document: { ...document, outcome: "refused", failureReason: "policy", message: reasons[0]?.message ?? null, reasons },
      text: [
        dryRun,
        "",
        paint("red", "✗ not applied: sync --apply only adds what needs no second look"),
        ...lines,
        `  ${paint("dim", `→ ${safe(reasons[0]?.hint ?? "")}`)}`,
      ].join("\n"),
      status: exitStatus.blocked,
    };
  }
  // Printed before anything runs: in a pipeline this is what was approved by writing the command.
  if (flags.json !== true) process.stdout.write(`${dryRun}\n\n`);
  const permission: Permission = { kind: "standing", named: null, evidence: [], destructive: { allowed: false } };
  const applied = await applyAndWrite(inputs, plan, shown(planPath), permission, folder, flags, session);
  const done = {
    document: { ...applyDocument("sync", plan, shown(planPath), applied), sync: document.sync },
    text: `${summaryOf(applied)}\n\n${paint("dim", `${shown(folder)}/00 to ${applied.verification === null ? "03" : "04"}`)}`,
    status: statusOf(applied),
  };
  return withLog(done, applied.unwritten);
}

function verifyCommand({ verifyCommand: command, passUrl }: Flags, inputs: Inputs, { redact, surroundings }: Session) {
  const around = { redact, environment: surroundings.environment };
  return commandRunner({ command, passUrl: passUrl === true }, inputs, around);
}

function wayToApproval({ environment }: Inputs, planPath: string, { digest }: Plan): string {
  const words = ["schemagate", "apply", "--environment", environment ?? "", "--plan", planPath, "--approve", digest];
  return `Read 02-migration-plan.md, then: ${commandLine(words)}`;
}

type Written = {
  /** Why 03 or 04 could not be written; null: they were. */
  unwritten: string | null;
};

/** What was done must be told also where its log could not be written. */
function withLog(done: Done, unwritten: string | null): Done {
  if (unwritten === null) return done;
  const message = `The log could not be written: ${unwritten}. What was done is only said here.`;
  const { document, text, status } = done;
  return {
    document: { ...document, failureReason: document.failureReason ?? "apply-failed", message: document.message ?? message },
    text: `${text}\n${paint("red", "✗ no log")}  ${safe(message)}`,
    status: status === exitStatus.done ? exitStatus.failed : status,
  };
}

async function applyAndWrite(
  inputs: Inputs,
  plan: Plan,
  planPath: string,
  permission: Permission,
  folder: string,
  flags: Flags,
  session: Session,
): Promise<Applied & Pick<Written, "unwritten">> {
  await refuseLinks(inputs.root, join(folder, "artifacts"));
  const promotion = promotionOnCommandLine(inputs, textOf(flags.withoutPromotion));
  const templates = await readTemplates();
  const stop = new AbortController();
  const written: Written = { unwritten: null };
  const toldAnyway = (error: unknown) => {
    written.unwritten = error instanceof Error ? error.message : String(error);
  };
  const request: ApplyRequest = {
    plan,
    planPath,
    keptPlanPath: shown(join(folder, "artifacts", "applied-plan.json")),
    permission: { ...permission, evidence: [...permission.evidence, ...promotionEvidence(promotion)] },
    refusals: judgePromotion(plan, promotion),
    task: plan.task,
    openJournal: async (started) => {
      session.holdSignals().addEventListener("abort", () => stop.abort(), { once: true });
      return openJournal(folder, started, plan, session.redact);
    },
    onEnd: async (execution) => {
      await writeExecution(folder, execution, plan, templates, session.redact).catch(toldAnyway);
      session.releaseSignals();
    },
    ...(flags.resume === true ? { resume: { from: resumeFrom(flags), readLog: () => readJournal(folder) } } : {}),
    signal: stop.signal,
    newId: randomUUID,
    runCommand: verifyCommand(flags, inputs, session),
  };
  const applied = await apply(inputs, request, session.tools);
  if (applied.verification !== null)
    await writeVerification(folder, applied.verification, templates, session.redact).catch(toldAnyway);
  return { ...applied, ...written };
}

function summaryOf({ execution, verification, unverified }: Applied): string {
  const parts = [summarizeExecution(execution, paint)];
  if (verification !== null) parts.push(summarizeVerification(verification, paint));
  if (unverified !== null) parts.push(summarizeUnverified(execution, unverified, paint));
  return parts.join("\n\n");
}

function statusOf({ execution, verification, unverified }: Applied): number {
  switch (execution.outcome) {
    case "applied":
    case "nothing-to-do":
      return verification?.outcome === "diverged" || unverified !== null ? exitStatus.failed : exitStatus.done;
    case "refused":
      return exitStatus.blocked;
    case "partially-applied":
    case "failed":
      return exitStatus.failed;
  }
}

function folderOf(flags: Flags, inputs: Inputs, plan: Plan): string {
  return flags.out === undefined ? join(inputs.root, taskFolder(plan.task)) : resolve(flags.out);
}

function refuseContradictions({ allowDestructive, backup, acceptRisk, resume, resumeFrom: from }: Flags): void {
  if (from !== undefined && resume !== true)
    throw new UserError("invalid-input", "--resume-from belongs to --resume, which is missing.", "Add --resume.");
  if (allowDestructive === true || (backup === undefined && acceptRisk === undefined)) return;
  throw new UserError(
    "invalid-input",
    "--backup and --accept-risk belong to --allow-destructive, which is missing.",
    "Add --allow-destructive if the plan is meant to delete data.",
  );
}

function resumeFrom({ resumeFrom: from }: Flags): number | null {
  if (from === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(from)) return Number(from);
  throw new UserError(
    "invalid-input",
    "--resume-from is the number of a statement of the plan.",
    "Take it from 03-execution-log.md.",
  );
}

function textOf(value: string | undefined): string | null {
  const text = value?.trim() ?? "";
  return text === "" ? null : text;
}

const planLimit = 200_000_000;

async function loadPlan(path: string): Promise<ReadPlan> {
  const size = await stat(path).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  );
  if (size !== null && size <= planLimit) return readPlan(await readFile(path, "utf8"));
  throw new UserError(
    "invalid-input",
    size === null ? `There is no plan at ${shown(path)}.` : `${shown(path)} is too large for a plan.`,
    "Pass the plan.json that `schemagate preflight` wrote (dev-docs/active/<task>/db/artifacts/plan.json).",
  );
}

/** Of such a plan nothing may be believed, not even where its log belongs. */
function refusedPlan(
  command: "apply" | "verify",
  { environment }: Inputs,
  path: string,
  { reason, message, hint }: Extract<ReadPlan, { outcome: "refused" }>,
): Done {
  return {
    document: {
      ...failureDocument(command, environment, reason, message),
      outcome: "refused",
      planPath: shown(path),
      reasons: [{ reason, object: null, message, hint }],
    },
    text: `${paint("red", "✗ refused")}  ${shown(path)}\n  ${paint("red", reason)}  ${safe(message)}\n  ${paint("dim", `→ ${hint}`)}`,
    status: exitStatus.blocked,
  };
}
