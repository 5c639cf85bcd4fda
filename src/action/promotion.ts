import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../files.ts";
import { explainFailure } from "../github/api.ts";
import { uploadFolder } from "../github/artifacts.ts";
import { findKept } from "../github/records.ts";
import type { Inputs } from "../inputs.ts";
import type { Promotion } from "../plan/promotion.ts";
import { appliedIn, readVerified, type VerifiedRecord, verifiedFile } from "../plan/verified-record.ts";
import { sha256 } from "../schema/fingerprint.ts";
import { serviceOf } from "../service.ts";
import type { History } from "../source/source.ts";
import { json } from "../task-log.ts";
import type { ActionRun } from "./door.ts";

/** Keeps what this environment had applied when it was verified, for those that come after it. That it can't be kept is said, and decides nothing here. */
export async function keepVerified(
  run: ActionRun,
  inputs: Inputs,
  outcome: VerifiedRecord["outcome"],
  history: History | null,
): Promise<void> {
  if (inputs.strategy !== "migrate") return;
  const { environment, folder } = serviceOf(inputs);
  const record: VerifiedRecord = {
    version: 1,
    at: run.tools.clock().toISOString(),
    tool: run.tools.version,
    environment,
    folder,
    outcome,
    migrations: appliedIn(history),
  };
  const name = artifactName(environment, folder);
  const place = `${run.folder}-${name}`;
  await mkdir(place, { recursive: true });
  await writeWhole(join(place, verifiedFile), run.redact(json(record)));
  const kept = await uploadFolder(name, place);
  if (kept.outcome === "failed")
    run.door.annotate("warning", `What other environments may come after could not be kept as an artifact: ${kept.message}`, {
      title: "Schemagate: no evidence",
    });
}

/** What the default branch's own runs say of the environment that has to come first. */
export async function promotionOf({ door, facts, github }: ActionRun, inputs: Inputs): Promise<Promotion> {
  const after = inputs.config.environments[inputs.environment ?? ""]?.after ?? null;
  if (after === null) return { kind: "not-asked" };
  const unknown = (message: string, hint: string): Promotion => ({ kind: "unknown", after, message, hint });
  const { repository, defaultBranch } = facts;
  if (repository.id === null || defaultBranch === null)
    return unknown(
      `It can't be looked up what was applied to ${after}: the event does not say which repository and default branch this is.`,
      "Start a new run on the default branch.",
    );
  // The same service has the same folder, whatever its target is called in each environment.
  const { folder } = serviceOf(inputs);
  const found = await findKept(github, {
    names: [artifactName(after, folder)],
    file: verifiedFile,
    repositoryId: repository.id,
    defaultBranch,
    token: door.input("github-token"),
    // An older one would not do: what it tells may have been undone since.
    read: (text) => ({ outcome: "fits", content: readVerified(text) }),
  });
  const runFirst = `Run the workflow of ${after} on ${defaultBranch}: each of its runs that applies a plan, or finds nothing to do, keeps the evidence.`;
  switch (found.outcome) {
    case "failed": {
      const { message, hint } = explainFailure(found.answer, `What was applied to ${after} can't be read`, "actions: read");
      return unknown(message, hint);
    }
    case "none":
      return unknown(
        `No run of ${defaultBranch} shows what was applied to ${after}, which the configuration wants first${found.refused === 0 ? "" : ` (${found.refused} of that name ${found.refused === 1 ? "was" : "were"} not taken: other runs made ${found.refused === 1 ? "it" : "them"})`}.`,
        runFirst,
      );
    case "found": {
      const { content: record, runUrl } = found;
      if (record === null || record.environment !== after || record.folder !== folder)
        return unknown(`What the run ${runUrl} kept of ${after} can't be read, or is of something else.`, runFirst);
      return { kind: "seen", after, record, runUrl };
    }
  }
}

/** Two folders must not share a name, which may hold few characters. */
function artifactName(environment: string, folder: string): string {
  return `schemagate-verified-${environment.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}-${sha256(`${environment}\n${folder}`).slice(0, 12)}`;
}
