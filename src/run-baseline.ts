import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { baseline } from "./baseline.ts";
import { refuseLinks, removeFile, writeWhole } from "./files.ts";
import type { Inputs } from "./inputs.ts";
import type { Baseline } from "./plan/baseline.ts";
import { redactValues } from "./redact.ts";
import { renderBaselineLog, renderBaselinePlan, renderBaselineRunning, renderBaselineVerification } from "./report/baseline.ts";
import { baselineDocument } from "./report/json.ts";
import { summarizeBaseline } from "./report/terminal-baseline.ts";
import { type Done, exitStatus, type Flags, inputsOf, paint, type Session, shown } from "./session.ts";
import { json, taskFolder } from "./task-log.ts";

/** History rows for a database that has none: a dry run, or with `--approve` exactly the rows that were shown. */
export async function runBaseline(flags: Flags, session: Session): Promise<Done> {
  const inputs = await inputsOf(flags, session, "required");
  const task = inputs.task ?? taskOf(inputs);
  const folder = flags.out === undefined ? join(inputs.root, taskFolder(task)) : resolve(flags.out);
  await refuseLinks(inputs.root, join(folder, "artifacts"));
  const file = (name: string) => join(folder, name);
  const write = (name: string, text: string) => writeWhole(file(name), session.redact(text));
  const keep = (found: Baseline) => write("artifacts/baseline.json", json(redactValues(found, session.redact)));

  const ended = await baseline(
    inputs,
    {
      task,
      upTo: flags.upTo?.trim() ?? null,
      approve: flags.approve?.trim() ?? null,
      newId: randomUUID,
      onStart: async (found) => {
        session.holdSignals();
        await removeFile(file("04-verification.md"));
        await write("02-baseline.md", renderBaselinePlan(found));
        await write("03-execution-log.md", renderBaselineRunning(found));
      },
      onEnd: async (found) => {
        await write("03-execution-log.md", renderBaselineLog(found));
        await keep(found);
        session.releaseSignals();
      },
    },
    session.tools,
  );
  await keep(ended);
  if (ended.approved === null) await write("02-baseline.md", renderBaselinePlan(ended));
  else await write("03-execution-log.md", renderBaselineLog(ended));
  if (ended.verification !== null) await write("04-verification.md", renderBaselineVerification(ended, ended.verification));
  return {
    document: baselineDocument(ended, inputs.target),
    text: `${summarizeBaseline(ended, paint)}\n\n${paint("dim", `${shown(folder)}/${logsOf(ended)}`)}`,
    status: statusOf(ended),
  };
}

/** Not of the branch's task: it belongs to the environment. */
function taskOf({ environment }: Inputs): string {
  return `baseline-${(environment ?? "").replaceAll(/[^A-Za-z0-9._-]/g, "_")}`.slice(0, 100);
}

function logsOf({ approved, verification }: Baseline): string {
  if (approved === null) return "02-baseline.md";
  return verification === null ? "03" : "03, 04";
}

function statusOf({ outcome, verification }: Baseline): number {
  switch (outcome) {
    case "planned":
    case "nothing-to-do":
      return exitStatus.done;
    case "recorded":
      return verification?.outcome === "verified" ? exitStatus.done : exitStatus.failed;
    case "refused":
      return exitStatus.blocked;
    case "failed":
      return exitStatus.failed;
  }
}
