import { type JsonDocument, preflightDocument } from "../report/json.ts";
import type { ActionRun } from "./door.ts";
import type { Look } from "./look.ts";
import { isDestructive, planOf, titleOf, waitingPlanOf } from "./waiting-plan.ts";

/** The worst first: of several targets the outputs tell this one. */
const outcomes: readonly JsonDocument["outcome"][] = ["blocked", "planned", "up-to-date", "done"];

/** The outputs of one target, or of several together. `artifact`: its id, null where nothing could be kept. */
export function writeOutputs(
  { door, folder }: ActionRun,
  looks: readonly Look[],
  artifact: number | null,
  commentUrl: string | null,
): void {
  const documents = looks.flatMap((look) =>
    look.outcome === "compared" ? [preflightDocument("preflight", look.found, null)] : [],
  );
  const outcome = outcomes.find((known) => documents.some((document) => document.outcome === known)) ?? "done";
  const waiting = looks.flatMap((look) => waitingPlanOf(look) ?? []);
  const [only] = looks.length === 1 ? looks : [];
  door.output("outcome", outcome);
  door.output("failure-reason", documents.find(({ failureReason }) => failureReason !== null)?.failureReason ?? "");
  door.output("has-changes", String(waiting.length > 0 && artifact !== null));
  door.output("has-drift", String(looks.some(hasDrift)));
  door.output("destructive", String(looks.some((look) => isDestructiveLook(look))));
  door.output("title", titleFor(looks));
  door.output("digest", only === undefined ? "" : digestOf(only));
  door.output("plan", artifact === null ? "" : String(artifact));
  door.output("report", folder);
  door.output("comment-url", commentUrl ?? "");
}

function titleFor(looks: readonly Look[]): string {
  const waiting = looks.flatMap((look) => waitingPlanOf(look) ?? []);
  const [only] = waiting;
  if (only === undefined) return "nothing to apply";
  return looks.length === 1 ? titleOf(only) : `${waiting.length} of ${looks.length} targets change`;
}

/** Empty where there is no plan, or none of a database. */
function digestOf(look: Look): string {
  return look.outcome === "compared" && look.why === null ? (planOf(look)?.digest ?? "") : "";
}

function hasDrift(look: Look): boolean {
  return look.outcome === "compared" && look.found.comparison.report.drift.some(({ cause }) => cause !== "pending");
}

function isDestructiveLook(look: Look): boolean {
  const plan = planOf(look);
  return plan !== null && isDestructive(plan);
}
