import { dirname, join, resolve } from "node:path";
import { refuseLinks, writeWhole } from "./files.ts";
import { check, type Preflight, preflight, snapshot } from "./pipeline.ts";
import { uncomparable } from "./plan/uncomparable.ts";
import { plainDocument, preflightDocument } from "./report/json.ts";
import { summarizeCheck, summarizePreflight } from "./report/terminal.ts";
import { chooseTask, type Done, exitStatus, type Flags, inputsOf, paint, readTemplates, type Session, shown } from "./session.ts";
import { json, writeCheck, writePreflight } from "./task-log.ts";

/** 00 */
export async function runCheck(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const checked = await check(inputs, task, session.tools);
  await writeCheck(folder, checked, await readTemplates(), session.redact);
  const where = join(shown(folder), "00-connection-check.md");
  return {
    document: plainDocument("check", inputs.environment, where),
    text: `${summarizeCheck(checked, paint)}\n\n${paint("dim", where)}`,
    status: exitStatus.done,
  };
}

/** The live schema as a file. */
export async function runSnapshot(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "optional");
  const file = resolve(flags.out ?? "schema.json");
  await refuseLinks(inputs.root, dirname(file));
  const live = await snapshot(inputs, session.tools);
  await writeWhole(file, json(live));
  const text = `${live.objects.length} objects written to ${shown(file)}`;
  return { document: plainDocument("snapshot", inputs.environment, text), text, status: exitStatus.done };
}

/** 00, 01, 02 and plan.json. */
export async function runPreflight(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const { task, folder } = await chooseTask(flags, inputs, session);
  const found = await preflight(inputs, task, session.tools);
  const planPath = await writePreflight(folder, found, await readTemplates(), session.redact, shown);
  const document = preflightDocument(session.command, found, planPath === null ? null : shown(planPath));
  return {
    document,
    text: `${summarizePreflight(found, paint)}\n\n${paint("dim", `${shown(folder)}/00, 01, 02`)}`,
    status: preflightStatus(found, flags),
  };
}

/** Blocked, changes to make (with --exit-code), or done. */
export function preflightStatus({ proposal }: Preflight, flags: Flags): number {
  const { outcome } = proposal.verdict;
  if (outcome === "blocked") return exitStatus.blocked;
  return outcome === "planned" && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
}

/** What differs, for a schedule. */
export async function runDrift(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const found = await preflight({ ...inputs, rehearsal: "off" }, "drift", session.tools);
  if (flags.out !== undefined) await writePreflight(resolve(flags.out), found, await readTemplates(), session.redact, shown);
  const document = preflightDocument("drift", found, null);
  const drifted = found.comparison.report.drift.some(({ cause }) => cause !== "pending");
  const unclear = uncomparable(found.proposal.verdict).length > 0;
  const status = unclear ? exitStatus.blocked : drifted && flags.exitCode === true ? exitStatus.changes : exitStatus.done;
  return { document, text: summarizePreflight(found, paint), status };
}
