import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { writeWhole } from "../files.ts";
import { explainFailure } from "../github/api.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { findKept, type Read } from "../github/records.ts";
import type { Inputs } from "../inputs.ts";
import { type LiveRecord, readRecord, recordFile } from "../live-record.ts";
import { recordLive } from "../pipeline.ts";
import { openRecorded, whyUnfit } from "../recorded-target.ts";
import { serviceOf } from "../service.ts";
import type { OpenTarget } from "../target.ts";
import { json } from "../task-log.ts";
import type { ActionRun } from "./door.ts";
import { artifactName } from "./names.ts";

/** Artifacts of one run must differ in name; the record after an apply is one of its own. */
const stages = { looked: "", applied: "-applied" } as const;

/** Keeps what the database is now, so that pull requests can be compared with it without a credential. */
export async function keepRecord(run: ActionRun, record: LiveRecord, when: keyof typeof stages): Promise<void> {
  const name = artifactName("schemagate-live", record, stages[when]);
  const folder = `${run.folder}-${name}`;
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, recordFile), run.redact(json(record)));
  const kept = await uploadFolder(name, folder);
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

/** The newest record of this service that a run of the default branch made. Nothing that goes wrong here is the pull request's fault. */
export async function fetchRecord({ door, facts, github }: ActionRun, inputs: Inputs): Promise<FoundRecord> {
  const { repository, defaultBranch } = facts;
  if (repository.id === null || defaultBranch === null)
    return { outcome: "none", why: "The event does not say which repository and default branch this is." };
  const found = await findKept(github, {
    names: Object.values(stages).map((stage) => artifactName("schemagate-live", serviceOf(inputs), stage)),
    file: recordFile,
    repositoryId: repository.id,
    defaultBranch,
    token: door.input("github-token"),
    read: (text) => readFor(inputs, text),
  });
  switch (found.outcome) {
    case "failed": {
      const { message, hint } = explainFailure(found.answer, "The record of the live schema can't be fetched", "actions: read");
      return { outcome: "none", why: `${message} ${hint}` };
    }
    case "none": {
      const none = found.unfit === null ? "There is no record of it yet." : `No record fits. ${found.unfit}`;
      const writers = `Each run of the workflow on ${defaultBranch} that makes a plan, applies one or watches for drift writes one.`;
      const others =
        found.refused === 0 ? "" : ` ${found.refused} of that name were not taken, as no run of ${defaultBranch} made them.`;
      return { outcome: "none", why: `${none} ${writers}${others}` };
    }
    case "found":
      return { outcome: "found", open: openRecorded(found.content, found.runUrl) };
  }
}

function readFor(inputs: Inputs, text: string): Read<LiveRecord> {
  try {
    const record = readRecord(text);
    const why = whyUnfit(record, inputs);
    return why === null ? { outcome: "fits", content: record } : { outcome: "unfit", why };
  } catch (error) {
    if (error instanceof UserError) return { outcome: "unfit", why: `${error.message} ${error.hint ?? ""}` };
    throw error;
  }
}
