import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { writeWhole } from "../files.ts";
import { explainFailure } from "../github/api.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { findKept } from "../github/records.ts";
import type { Inputs } from "../inputs.ts";
import { type LiveRecord, readRecord, recordFile } from "../live-record.ts";
import { recordLive } from "../pipeline.ts";
import { openRecorded } from "../recorded-target.ts";
import type { OpenTarget } from "../target.ts";
import { json } from "../task-log.ts";
import type { ActionRun } from "./door.ts";

/** Artifacts of one run must differ in name; the record after an apply is one of its own. */
const stages = ["", "-applied"] as const;

/** Keeps what the database is now, so that pull requests can be compared with it without a credential. */
export async function keepRecord(run: ActionRun, record: LiveRecord, when: "looked" | "applied"): Promise<void> {
  const folder = `${run.folder}-record-${when}-${record.target ?? ""}`;
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, recordFile), run.redact(json(record)));
  const kept = await uploadFolder(recordName(record, stages[when === "looked" ? 0 : 1]), folder);
  if (kept.outcome === "failed")
    run.door.annotate("warning", `The record for pull requests could not be kept as an artifact: ${kept.message}`, {
      title: "Schemagate: no record",
    });
}

/** Looks at the database once more: after an apply the record of its plan is out of date. That it can't be done is no failure of what was applied. */
export async function keepNewRecord(run: ActionRun, inputs: Inputs): Promise<LiveRecord | null> {
  try {
    const record = await recordLive(inputs, run.tools);
    await keepRecord(run, record, "applied");
    return record;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    run.door.annotate("warning", `The record for pull requests could not be made: ${error.message} ${error.hint ?? ""}`, {
      title: "Schemagate: no record",
    });
    return null;
  }
}

export type FoundRecord =
  | { readonly outcome: "found"; readonly open: OpenTarget }
  /** In words for whoever opened the pull request. */
  | { readonly outcome: "none"; readonly why: string };

/** The newest record of this environment and target that a run of the default branch made. Nothing that goes wrong here is the pull request's fault. */
export async function fetchRecord({ door, facts, github }: ActionRun, inputs: Inputs): Promise<FoundRecord> {
  const { repository, defaultBranch } = facts;
  if (repository.id === null || defaultBranch === null)
    return { outcome: "none", why: "The event does not say which repository and default branch this is." };
  const found = await findKept(github, {
    names: stages.map((stage) => recordName({ environment: inputs.environment ?? "", target: inputs.target }, stage)),
    file: recordFile,
    repositoryId: repository.id,
    defaultBranch,
    token: door.input("github-token"),
  });
  switch (found.outcome) {
    case "failed": {
      const { message, hint } = explainFailure(found.answer, "The record of the live schema can't be fetched", "actions: read");
      return { outcome: "none", why: `${message} ${hint}` };
    }
    case "none":
      return {
        outcome: "none",
        why: `There is no record of it yet: each run of the workflow on ${defaultBranch} that makes a plan, applies one or watches for drift writes one.${found.refused === 0 ? "" : ` ${found.refused} of that name were not taken, as no run of ${defaultBranch} made them.`}`,
      };
    case "found":
      return open(found.file);
  }
}

function open({ text, runUrl }: { readonly text: string; readonly runUrl: string }): FoundRecord {
  try {
    const record = readRecord(text);
    return { outcome: "found", open: openRecorded(record, runUrl) };
  } catch (error) {
    if (error instanceof UserError) return { outcome: "none", why: `${error.message} ${error.hint ?? ""}` };
    throw error;
  }
}

function recordName({ environment, target }: Pick<LiveRecord, "environment" | "target">, stage: (typeof stages)[number]): string {
  const name = ["schemagate-live", environment, ...(target === null ? [] : [target])].join("-");
  return `${name.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}${stage}`;
}
